import { describe, expect, it } from 'vitest';
import { normalEquations, simplexLeastSquares } from '../../src/method/simplex-least-squares.js';
import { uniforms } from './uniforms.js';

/** A sum of a hundred products, some times over. */
const EPS = 1e-10;

/** Columns with entries in [-1, 1) and a right side. */
function problem(seed: number, rows: number, K: number) {
  const draw = uniforms(seed);
  const columns = Array.from({ length: K }, () => Float64Array.from({ length: rows }, () => 2 * draw() - 1));
  return { columns, b: Float64Array.from({ length: rows }, () => draw()) };
}

const sum = (p: ArrayLike<number>): number =>
  Array.prototype.reduce.call(p, (a, b) => Number(a) + Number(b), 0) as number;

/** Half the gradient of |A p - b|^2. */
function gradient(columns: readonly Float64Array[], b: Float64Array, p: Float64Array): number[] {
  const K = p.length;
  const { gram, c } = normalEquations(columns, b);
  return Array.from(c, (value, mu) => p.reduce((total, share, nu) => total + gram[mu * K + nu] * share, -value));
}

describe('least squares over probabilities', () => {
  it('of two columns is the nearest point of the segment between them', () => {
    const columns = [Float64Array.of(1, 0), Float64Array.of(0, 1)];
    expect([...simplexLeastSquares(columns, Float64Array.of(0.9, 0.5))]).toEqual([0.7, 0.3]);
    expect([...simplexLeastSquares(columns, Float64Array.of(3, 0))]).toEqual([1, 0]);
    expect([...simplexLeastSquares(columns, Float64Array.of(0, 3))]).toEqual([0, 1]);
  });

  it('gives back probabilities that make the right side exactly', () => {
    const { columns } = problem(1, 30, 6);
    const p = [0.4, 0, 0.3, 0.2, 0, 0.1];
    const b = Float64Array.from({ length: 30 }, (_, r) => sum(p.map((share, mu) => share * columns[mu][r])));
    const found = simplexLeastSquares(columns, b);
    expect(Math.max(...found.map((value, mu) => Math.abs(value - p[mu])))).toBeLessThan(EPS);
  });

  it('fulfils the conditions of a minimum: equal gradients where p > 0, no smaller one elsewhere (200 problems of many shapes)', () => {
    for (let seed = 0; seed < 200; seed++) {
      const K = 2 + (seed % 13);
      const { columns, b } = problem(seed, 1 + ((7 * seed) % 31), K);
      const p = simplexLeastSquares(columns, b);
      const g = gradient(columns, b, p);
      const used = g.filter((_, mu) => p[mu] > 0);
      const level = Math.min(...used);
      expect(Math.abs(sum(p) - 1)).toBeLessThan(EPS);
      expect(Math.min(...p)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...used) - level).toBeLessThan(EPS);
      expect(Math.min(...g)).toBeGreaterThan(level - EPS);
    }
  });

  it('ends with columns that are equal, and gives them their share together', () => {
    const { columns } = problem(5, 20, 3);
    const twice = [...columns, columns[0]];
    const p = [0.5, 0.2, 0.3];
    const b = Float64Array.from({ length: 20 }, (_, r) => sum(p.map((share, mu) => share * columns[mu][r])));
    const found = simplexLeastSquares(twice, b);
    expect(Math.abs(found[0] + found[3] - 0.5)).toBeLessThan(EPS);
    expect(Math.abs(found[1] - 0.2)).toBeLessThan(EPS);
  });

  it('of one column is that column', () => {
    expect([...simplexLeastSquares([Float64Array.of(1, 2)], Float64Array.of(0, 0))]).toEqual([1]);
  });
});
