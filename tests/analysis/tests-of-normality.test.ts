import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../src/analysis/elementary.js';
import { ksPValue, ksStatistic } from '../../src/analysis/kolmogorov-smirnov.js';
import { shapiroWilk } from '../../src/analysis/shapiro-wilk.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { freshKernels } from '../conformance/kernels.js';

const f = elementaryOf(freshKernels(CORE_MODULE));

/** The data of the references: x_i = ((37 i^2 + 11 i) mod 101) / 50 - 1. */
const data = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => ((i * i * 37 + i * 11) % 101) / 50 - 1);

/**
 * scipy's normal quantiles are good to 1e-9 only, which enters W about once; p moves by hazard / sd / (1 - W) times
 * that, at n = 200 by 4 / 0.43 / 0.034.
 */
const SCIPY_W = 2e-9;
const SCIPY_P = 280 * SCIPY_W;

/** [n, W, p] of scipy 1.17.1: `scipy.stats.shapiro([((i*i*37 + i*11) % 101) / 50 - 1 for i in range(n)])`. */
const SHAPIRO: readonly (readonly [number, number, number])[] = [
  [3, 0.9514388489208632, 0.5756490737200561],
  [4, 0.8492280833192306, 0.22367009456553755],
  [5, 0.930356283148797, 0.5988021705281019],
  [6, 0.879466895271614, 0.26661790264109303],
  [11, 0.8730194124098387, 0.08475613665111341],
  [12, 0.8917530781821067, 0.12413692149142885],
  [40, 0.955175527750886, 0.11434483889369196],
  [200, 0.9656545208793477, 8.516823782642095e-5],
];

describe('the test of Shapiro and Wilk', () => {
  it.each(SHAPIRO)('of %d values agrees with scipy', (n, statistic, p) => {
    const found = shapiroWilk(data(n).sort(), f);
    expect(Math.abs((found?.statistic ?? 0) / statistic - 1)).toBeLessThan(SCIPY_W);
    expect(Math.abs((found?.p ?? 0) / p - 1)).toBeLessThan(SCIPY_P);
  });

  it('does not depend on scale and place', () => {
    const x = data(40).sort();
    const moved = shapiroWilk(
      x.map((value) => 1024 * value + 4096),
      f,
    );
    // 12 bits of x are lost to the shift: 2^-40 of its spread
    expect(Math.abs((moved?.statistic ?? 0) - (shapiroWilk(x, f)?.statistic ?? 1))).toBeLessThan(2 ** -38);
  });

  it('gives no answer for constant data and sizes outside 3 to 5000', () => {
    expect(shapiroWilk([1, 1, 1, 1], f)).toBeNull();
    expect(shapiroWilk([], f)).toBeNull();
    expect(shapiroWilk([1, 2], f)).toBeNull();
    const many = Float64Array.from({ length: 5001 }, (_, i) => i);
    expect(shapiroWilk(many, f)).toBeNull();
    expect(shapiroWilk(many.subarray(0, 5000), f)).not.toBeNull();
  });

  it('gives three equidistant values W = 1 and p = 1', () => {
    // W = 1 - O(eps); p has a square root there, sqrt(2^-52) = 1.5e-8
    expect(shapiroWilk([1, 2, 3], f)?.statistic).toBe(1);
    expect(Math.abs((shapiroWilk([1, 2, 3], f)?.p ?? 0) - 1)).toBeLessThan(2 ** -25);
  });
});

/** The exact law: rounding of 1 - P(D < d), 1e-13, over the smallest p before the sides add, 6e-4. */
const EXACT = 1e-9;
/** The expansion beyond n = 1000: 2.5e-8 at n = 1000, falling as n^-2; here relative to p. */
const EXPANDED = 3e-6;

/** [d, n, p]: `scipy.stats._ksstats._kolmogn_DMTW(n, d, cdf=False)`, scipy 1.17.1, if n d^2 < 4, */
const LAW: readonly (readonly [number, number, number, number])[] = [
  [0.6, 1, 0.8, EXACT],
  [0.4, 5, 0.3088, EXACT],
  [0.1, 50, 0.6623112704658186, EXACT],
  [0.08, 200, 0.14639631657428656, EXACT],
  [0.03, 1000, 0.3226902464133094, EXACT],
  [0.02, 5000, 0.03613941349306432, EXPANDED],
  // and `scipy.stats.kstwo.sf(d, n)` beyond
  [0.05, 5000, 2.6523052328711187e-11, EXACT],
  [0.3, 60, 2.7617543388165356e-5, EXACT],
  [0.9, 4, 0.0002, EXACT],
];

describe('the law of the Kolmogorov-Smirnov distance', () => {
  it.each(LAW)('at distance %d of %d values agrees with scipy', (d, n, p, tolerance) => {
    expect(Math.abs(ksPValue(d, n, f) / p - 1)).toBeLessThan(tolerance);
  });

  it('is that of a uniform value for one value', () => {
    // D = max(U, 1 - U): P(D >= d) = 2 (1 - d)
    for (const d of [0.5, 0.55, 0.75, 0.875]) {
      expect(Math.abs(ksPValue(d, 1, f) - 2 * (1 - d))).toBeLessThan(4 * Number.EPSILON);
    }
  });

  it('falls with the distance, also where the way of computing changes', () => {
    for (const n of [8, 300, 1001]) {
      const p = Array.from({ length: 80 }, (_, i) => ksPValue((i + 1) / 25 / Math.sqrt(n), n, f));
      for (let i = 1; i < p.length; i++) expect(p[i]).toBeLessThanOrEqual(p[i - 1]);
    }
  });

  it('has its limits and keeps NaN', () => {
    expect([ksPValue(0, 10, f), ksPValue(1, 10, f), ksPValue(0.49, 1e6, f)]).toEqual([1, 0, 0]);
    expect(ksPValue(Number.NaN, 10, f)).toBeNaN();
    expect(ksPValue(0.5, 0, f)).toBeNaN();
  });
});

describe('the Kolmogorov-Smirnov distance', () => {
  it('is taken on both sides of each step', () => {
    const uniform = (x: number): number => x;
    expect(ksStatistic([0.5], uniform)).toBe(0.5);
    expect(ksStatistic([0.75, 0.875], uniform)).toBe(0.75);
    expect(ksStatistic([0.125, 0.25], uniform)).toBe(0.75);
  });
});
