import { describe, expect, it } from 'vitest';
import { meanInterval, meanWithInterval, wilsonInterval } from '../../src/analysis/proportion.js';

/** Rounding of a dozen operations. */
const EPS = 1e-14;

describe('the interval of a share', () => {
  it.each([
    // scipy 1.17.1, binomtest(k, n).proportion_ci(method='wilson'), the first three of table I in Newcombe (1998)
    [81, 263, 0.2552885198782742, 0.3662095769828],
    [15, 148, 0.06238639953073629, 0.16048724172330803],
    [1, 29, 0.006113214292762667, 0.1717552187932028],
  ])('of %d of %d is that of scipy', (k, n, low, high) => {
    const interval = wilsonInterval(k / n, n);
    expect(Math.abs(interval.low - low)).toBeLessThan(EPS);
    expect(Math.abs(interval.high - high)).toBeLessThan(EPS);
  });

  it('solves (p - share)² = z² p (1 - p) / n at both ends', () => {
    const [share, n, z] = [0.93, 2000, 1.959963984540054];
    const { low, high } = wilsonInterval(share, n);
    for (const p of [low, high]) expect(Math.abs((p - share) ** 2 - (z * z * p * (1 - p)) / n)).toBeLessThan(EPS);
    expect(low).toBeLessThan(share);
    expect(high).toBeGreaterThan(share);
  });

  it('stays within 0 and 1, and has a width there too', () => {
    const [none, all] = [wilsonInterval(0, 29), wilsonInterval(1, 29)];
    expect([none.low, all.high]).toEqual([0, 1]);
    expect(none.high).toBeCloseTo(1 - all.low, 14);
    expect(none.high).toBeGreaterThan(0.1);
  });
});

describe('the interval of a mean', () => {
  it('is 1.96 standard errors wide on each side', () => {
    // 1, 2 and 6: mean 3, deviation sqrt 7, error sqrt(7 / 3)
    const { low, high } = meanInterval(3, Math.sqrt(7), 3) ?? { low: 0, high: 0 };
    expect(Math.abs(high - 3 - 1.959963984540054 * Math.sqrt(7 / 3))).toBeLessThan(EPS);
    expect(high + low).toBeCloseTo(6, 13);
  });

  it('is none of a single item', () => {
    expect(meanInterval(3, 0, 1)).toBeUndefined();
  });
});

describe('the mean of numbers with its interval', () => {
  it("is that of Student's t, with one degree of freedom less than numbers", () => {
    const found = meanWithInterval([1, 2, 3, 4]);
    expect(found?.mean).toBe(2.5);
    // t of 3 degrees 3.182446305284263, deviation sqrt(5/3)
    expect(Math.abs((found?.half ?? 0) - (3.182446305284263 * Math.sqrt(5 / 3)) / 2)).toBeLessThan(1e-12);
  });

  it('has no width of one number, and is nothing of none', () => {
    expect(meanWithInterval([7])).toEqual({ mean: 7, half: undefined });
    expect(meanWithInterval([])).toBeUndefined();
  });
});
