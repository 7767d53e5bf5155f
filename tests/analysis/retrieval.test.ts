import { describe, expect, it } from 'vitest';
import { noisyCopies, overlapStatistics, retrieve, targetsOf } from '../../src/analysis/retrieval.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { freshKernels } from '../conformance/kernels.js';
import { uniforms } from '../method/uniforms.js';

/** Sums of N products in another order, over some steps that contract. */
const EPS = 1e-13;

const signs = (seed: number, count: number): Float64Array => {
  const draw = uniforms(seed + 3);
  return Float64Array.from({ length: count }, () => (draw() < 0.5 ? -1 : 1));
};

/** The same with two loops. */
function plain(
  J: Float64Array,
  N: number,
  start: Float64Array,
  beta: number,
  rate: number,
  steps: number,
): Float64Array {
  let sigma = start.slice();
  for (let t = 0; t < steps; t++) {
    sigma = sigma.map((value, i) => {
      let field = 0;
      for (let j = 0; j < N; j++) field += J[i * N + j] * sigma[j];
      return value + rate * (Math.tanh(beta * field) - value);
    });
  }
  return sigma;
}

describe('retrieval with couplings that stand still', () => {
  const [N, K] = [22, 3];
  const patterns = signs(0, N * K);
  const J = Float64Array.from({ length: N * N }, (_, at) => {
    const [i, j] = [Math.floor(at / N), at % N];
    return i === j ? 0 : [0, 1, 2].reduce((sum, mu) => sum + (patterns[mu * N + i] * patterns[mu * N + j]) / N, 0);
  });
  const network = { J, patterns, N, K };

  it.each([1, 4, 7])('of %d copies is that of a plain loop for each, at every record', (M) => {
    const starts = signs(1, N * M);
    const { overlaps } = retrieve(freshKernels(CORE_MODULE), network, starts, { beta: 2, rate: 0.3, records: 6 });
    for (let t = 0; t < 6; t++) {
      for (let c = 0; c < M; c++) {
        const sigma = plain(J, N, starts.slice(c * N, (c + 1) * N), 2, 0.3, t);
        for (let mu = 0; mu < K; mu++) {
          const wanted = sigma.reduce((sum, value, i) => sum + patterns[mu * N + i] * value, 0) / N;
          expect(Math.abs(overlaps[(t * K + mu) * M + c] - wanted)).toBeLessThan(EPS);
        }
      }
    }
  });

  it('stays at a pattern that is stable, and leaves it where the temperature is high', () => {
    const start = patterns.slice(N, 2 * N);
    const at = (beta: number): number =>
      retrieve(freshKernels(CORE_MODULE), network, start, { beta, rate: 0.5, records: 60 }).overlaps[59 * K + 1];
    expect(at(20)).toBeGreaterThan(0.95);
    expect(at(0.2)).toBeLessThan(0.05);
  });

  it('turns each sign with the chance (1 - r)/2', () => {
    const pattern = Float64Array.of(1, -1);
    expect([...noisyCopies(pattern, [0.59, 0.6, 0.61, 0.1], 0.2)]).toEqual([1, 1, -1, -1]);
    expect([...noisyCopies(pattern, [0.999, 0.999], 1)]).toEqual([1, -1]);
    expect([...noisyCopies(pattern, [0.4999, 0.5], 0)]).toEqual([1, 1]);
  });

  it('has mean and deviation over some of the copies, with divisor M - 1', () => {
    const made = { overlaps: Float64Array.of(9, 1, 2, 6), records: 1, K: 1, M: 4 };
    expect([...overlapStatistics(made, 1, 3).mean]).toEqual([3]);
    expect([...overlapStatistics(made, 1, 3).std]).toEqual([Math.sqrt(7)]);
    expect([...overlapStatistics(made, 0, 1).std]).toEqual([Number.NaN]);
  });

  it('is tried with the pattern of the largest overlap, whatever its sign, and that of the smallest', () => {
    expect(targetsOf([0.2, -0.9, 0.1, 0.9])).toEqual({ target: 1, another: 2 });
  });
});
