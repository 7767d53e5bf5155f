import { describe, expect, it } from 'vitest';
import { identityColumns } from '../../../src/method/lyapunov/qr.js';
import { draws, qr } from './helpers.js';

const [DIM, K] = [30, 12];
/** Sums of 30 products of numbers below 1: a few times sqrt(30) roundings of 1.1e-16. */
const ROUNDING = 3e-15;

/** Largest deviation of Q'Q from the identity. */
function orthogonality(Q: Float64Array, dim: number, k: number): number {
  let worst = 0;
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      let dot = 0;
      for (let i = 0; i < dim; i++) dot += Q[i * k + a] * Q[i * k + b];
      worst = Math.max(worst, Math.abs(dot - (a === b ? 1 : 0)));
    }
  }
  return worst;
}

describe('the plain QR', () => {
  const A = draws('normal', DIM * K, 1);
  const [Q, R, logs] = [A.slice(), new Float64Array(K * K), new Float64Array(K)];
  qr(Q, DIM, K, logs, R);

  it('returns orthonormal columns and the triangular factor of its argument', () => {
    expect(orthogonality(Q, DIM, K)).toBeLessThan(ROUNDING);
    for (let i = 0; i < DIM; i++) {
      for (let j = 0; j < K; j++) {
        let sum = 0;
        for (let m = 0; m < K; m++) sum += Q[i * K + m] * R[m * K + j];
        expect(Math.abs(sum - A[i * K + j])).toBeLessThan(4 * ROUNDING);
      }
    }
    for (let i = 0; i < K; i++) for (let j = 0; j < i; j++) expect(R[i * K + j]).toBe(0);
  });

  it('has a positive diagonal, whose logarithms it returns', () => {
    for (let i = 0; i < K; i++) {
      expect(R[i * K + i]).toBeGreaterThan(0);
      expect(Math.abs(Math.exp(logs[i]) / R[i * K + i] - 1)).toBeLessThan(ROUNDING);
    }
  });

  it('does not need the triangular factor', () => {
    const again = A.slice();
    const alone = new Float64Array(K);
    qr(again, DIM, K, alone, null);
    expect(alone).toEqual(logs);
    expect(again).toEqual(Q);
  });

  it('stays orthonormal for a condition number of 1e8', () => {
    const stiff = A.map((value, at) => A[at - (at % K)] + 1e-8 * value);
    qr(stiff, DIM, K, new Float64Array(K), null);
    expect(orthogonality(stiff, DIM, K)).toBeLessThan(ROUNDING);
  });

  it('gives -Infinity for a lost direction and keeps the others', () => {
    const lost = Float64Array.of(2, 0, 0, 0, 0, 0, 0, 0, 3); // columns (2,0,0), 0, (0,0,3)
    const found = new Float64Array(3);
    qr(lost, 3, 3, found, null);
    expect(found[1]).toBe(Number.NEGATIVE_INFINITY);
    expect(Math.abs(found[0] - Math.LN2)).toBeLessThan(ROUNDING);
    expect([...lost]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('leaves an orthonormal basis as it is', () => {
    const basis = identityColumns(5, 3);
    qr(basis, 5, 3, new Float64Array(3), null);
    expect(basis).toEqual(identityColumns(5, 3));
  });
});
