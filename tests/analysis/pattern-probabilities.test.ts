import { describe, expect, it } from 'vitest';
import {
  alikePatterns,
  errorsWithSum,
  forceProbabilities,
  inferLinear,
  inferOnSimplex,
  isNearlySingular,
  type LearnedCouplings,
  misfitOf,
  reconstruct,
} from '../../src/analysis/pattern-probabilities.js';
import { uniforms } from '../method/uniforms.js';

/** The system is solved with a few hundred roundings. */
const EPS = 1e-12;
const { log } = Math;

function network(seed: number, N: number, K: number, p: readonly number[], noise = 0): LearnedCouplings {
  const draw = uniforms(seed + 1);
  for (let warm = 0; warm < 20; warm++) draw();
  const patterns = Float64Array.from({ length: N * K }, () => (draw() < 0.5 ? -1 : 1));
  const without = { N, K, k: 0.7, J: [], patterns };
  const J = reconstruct(without, p);
  for (let i = 0; i < N; i++) {
    for (let j = i + 1; j < N; j++) {
      // uniform of variance noise^2
      J[i * N + j] += noise * Math.sqrt(12) * (draw() - 0.5);
      J[j * N + i] = J[i * N + j];
    }
  }
  return { ...without, J };
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));

describe('probabilities of patterns from couplings', () => {
  const p = [0.5, 0.2, 0.3, 0];

  it('are found exactly where nothing else is in the couplings, from more equations or as many as patterns', () => {
    const square = { N: 3, K: 3, k: 2, J: [], patterns: Float64Array.of(1, 1, 1, 1, 1, -1, 1, -1, 1) };
    const q = [0.6, 0.3, 0.1];
    for (const [couplings, wanted, regime] of [
      [network(1, 12, 4, p), p, 'overdetermined'],
      [{ ...square, J: reconstruct(square, q) }, q, 'square'],
    ] as const) {
      const found = inferLinear(couplings, log);
      expect(found.regime).toBe(regime);
      expect(largest(found.raw, wanted)).toBeLessThan(EPS);
      expect(largest(inferOnSimplex(couplings), wanted)).toBeLessThan(EPS);
      expect(misfitOf(couplings, reconstruct(couplings, found.raw), false).error).toBeLessThan(EPS);
    }
  });

  it('make the couplings again where there are more patterns than pairs, whatever they are', () => {
    const many = network(7, 4, 20, new Array<number>(20).fill(1 / 20));
    const found = inferLinear(many, log);
    expect(found.regime).toBe('underdetermined');
    expect(largest(reconstruct(many, found.raw), many.J)).toBeLessThan(EPS);
    expect(found.rawErrors).toBeUndefined();
  });

  it('have standard errors that noise in the couplings keeps to: 95 % of 400 lie within 1.96 of them', () => {
    // 100 seeds, 4 patterns each; that fewer than 0.92 or more than 0.98 of 400 independent ones do has a chance of 0.9 %
    let within = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { raw, rawErrors = [] } = inferLinear(network(seed, 20, 4, p, 0.3), log);
      within += [...raw].filter((value, mu) => Math.abs(value - p[mu]) < 1.96 * rawErrors[mu]).length;
    }
    expect(within / 400).toBeGreaterThan(0.92);
    expect(within / 400).toBeLessThan(0.98);
  });

  it('are better known where their sum is known too', () => {
    const { covariance = new Float64Array(), rawErrors = [] } = inferLinear(network(3, 20, 4, p, 0.3), log);
    const errors = errorsWithSum(covariance, 4);
    expect(errors.every((value, mu) => value > 0 && value < rawErrors[mu])).toBe(true);
    // two numbers of equal error whose sum is 1: each has the error of half their difference
    expect([...errorsWithSum(Float64Array.of(4, 0, 0, 4), 2)]).toEqual([Math.SQRT2, Math.SQRT2]);
  });

  it('are cut at 0 and divided by their sum, each if it is asked for', () => {
    const raw = Float64Array.of(-1, 1, 3);
    expect([...forceProbabilities(raw)]).toEqual([0, 0.25, 0.75]);
    expect([...forceProbabilities(raw, { normalises: false })]).toEqual([0, 1, 3]);
    expect([...forceProbabilities(raw, { clips: false })]).toEqual([-1 / 3, 1 / 3, 1]);
    expect([...forceProbabilities(raw, { clips: false, normalises: false })]).toEqual([-1, 1, 3]);
    expect(() => forceProbabilities(Float64Array.of(-1, -2))).toThrow('no probability is above 0');
  });

  it('are refused for patterns that nothing tells apart, which are named', () => {
    const { patterns, ...rest } = network(2, 8, 3, [0.2, 0.3, 0.5]);
    const three = Float64Array.from(patterns);
    three.set(three.subarray(0, 8), 16);
    const opposite = three.map((value, at) => (at < 16 ? value : -value));
    expect(alikePatterns(three, 8, 3)).toEqual(['0 and 2 are the same']);
    expect(alikePatterns(opposite, 8, 3)).toEqual(['0 and 2 are opposite']);
    expect(alikePatterns(patterns, 8, 3)).toEqual([]);
    expect(() => inferLinear({ ...rest, patterns: three }, log)).toThrow('patterns 0 and 2 are the same');
    expect(() => inferLinear({ ...rest, patterns: opposite }, log)).toThrow('patterns 0 and 2 are opposite');
    // of patterns on the simplex the sum of the two is still known
    const found = inferOnSimplex({
      ...rest,
      J: reconstruct({ ...rest, patterns: three }, [0.2, 0.3, 0.5]),
      patterns: three,
    });
    expect(Math.abs(found[0] + found[2] - 0.7)).toBeLessThan(1e-10);
  });

  it('are refused for patterns of other numbers than +1 and -1, with the place', () => {
    const { patterns, ...rest } = network(2, 8, 3, [0.2, 0.3, 0.5]);
    const wrong = Float64Array.from(patterns);
    wrong[11] = 0.5;
    expect(() => inferLinear({ ...rest, patterns: wrong }, log)).toThrow('neuron 3 of pattern 1 is 0.5');
    expect(() => inferOnSimplex({ ...rest, patterns: wrong })).toThrow('neuron 3 of pattern 1 is 0.5');
  });

  it('have a determinant as a logarithm where the number itself overflows: N = 100, 90 patterns', () => {
    const many = network(11, 100, 90, new Array<number>(90).fill(1 / 90));
    const found = inferLinear(many, log);
    expect(found.logDeterminant).toBeGreaterThan(log(Number.MAX_VALUE));
    expect(largest(found.raw, new Float64Array(90).fill(1 / 90))).toBeLessThan(EPS);
    expect(isNearlySingular(found, log)).toBe(false);
    expect(isNearlySingular({ ...found, logDeterminant: -24 }, log)).toBe(true);
    expect(isNearlySingular({ ...found, logDeterminant: -23 }, log)).toBe(false);
  });

  it('give the two misfits of both modes', () => {
    const couplings = network(5, 10, 2, [0.9, 0.1]);
    const other = reconstruct(couplings, [0.8, 0.2]);
    const [right, faithful] = [misfitOf(couplings, other, false), misfitOf(couplings, other, true)];
    // both are the same sum of squares, once divided by k^2 and once multiplied
    expect(largest([right.error * couplings.k ** 4], [faithful.error])).toBeLessThan(EPS);
    const same = reconstruct(couplings, [0.5, 0.5]);
    expect(misfitOf(couplings, same, false).delta).toBe(0);
    expect(misfitOf(couplings, same, true).delta).toBeGreaterThan(0);
  });
});
