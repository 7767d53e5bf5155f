import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../src/analysis/elementary.js';
import { augmentedDickeyFuller, convergenceSummary, detectConvergence } from '../../src/analysis/stationarity.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { freshKernels } from '../conformance/kernels.js';
import { randomFrom } from '../run/harness.js';

const f = elementaryOf(freshKernels(CORE_MODULE));

/** Sum of twelve uniform numbers: nearly normal, variance 1. */
const noise = (next: () => number): number => Array.from({ length: 12 }, next).reduce((sum, u) => sum + u, -6);

function series(seed: number, length: number, memory: number): Float64Array {
  const next = randomFrom(seed);
  const x = new Float64Array(length);
  for (let i = 1; i < length; i++) x[i] = memory * x[i - 1] + noise(next);
  return x;
}

describe('the augmented Dickey-Fuller test', () => {
  it('rejects a unit root where there is one as often as it says, and white noise almost always where there is none', () => {
    // 200 seeds, level 0.05: 10 rejections are expected; 24 or more have probability 1e-4 (binomial), and the lag chosen by AIC
    // makes the test somewhat liberal
    const rejected = (memory: number): number =>
      Array.from({ length: 200 }, (_, seed) => augmentedDickeyFuller(series(seed + 1, 120, memory), f)).filter(
        (test) => test !== null && test.p < 0.05,
      ).length;
    expect(rejected(1)).toBeLessThan(24);
    expect(rejected(0)).toBeGreaterThan(150);
  });

  it.each([
    ['three values', [1, 2, 4]],
    ['a constant', [2, 2, 2, 2, 2, 2, 2]],
    ['NaN', [1, 2, Number.NaN, 4, 3, 5]],
    ['no values', []],
    ['a straight line, which its regressors give exactly', Array.from({ length: 50 }, (_, i) => i)],
  ])('says nothing of %s', (_, x) => {
    expect(augmentedDickeyFuller(x, f)).toBeNull();
  });

  it('does not depend on the unit of the series', () => {
    const x = series(3, 200, 0.5);
    const [one, scaled] = [x, x.map((value) => 1024 * value)].map((y) => augmentedDickeyFuller(y, f));
    expect(scaled).toEqual(one);
  });
});

describe('the point of convergence', () => {
  const settings = { significance: 0.01, window: 40, minPeriods: 20 };

  it('is the end of the first stationary window', () => {
    const x = series(7, 400, 0);
    const { index, windows } = detectConvergence(x, settings, f);
    expect(windows.length).toBeGreaterThan(1);
    expect(index).toBe(windows.at(-1)?.end);
    expect(windows.at(-1)?.p).toBeLessThan(0.01);
    expect(windows.slice(0, -1).every(({ p }) => p >= 0.01)).toBe(true);
    expect(windows.map(({ end }) => (end - 20) % 10).every((rest) => rest === 0)).toBe(true);
  });

  it('does not exist for a series shorter than the first window', () => {
    expect(detectConvergence([1, 2, 3], settings, f)).toEqual({ index: null, windows: [] });
    expect(convergenceSummary([1, 2, 3], null)).toMatchObject({ isConverged: false, meanAfter: null });
  });

  it('comes with mean and scatter from there on', () => {
    expect(convergenceSummary([9, 9, 1, 3], 2)).toEqual({
      convergencePoint: 2,
      seriesLength: 4,
      isConverged: true,
      meanAfter: 2,
      stdAfter: 1,
      percentage: 50,
    });
  });

  it.each([
    [{ significance: 0 }, /significance/],
    [{ window: 3 }, /window/],
    [{ minPeriods: -1 }, /periods/],
  ])('is refused for %j', (wrong, message) => {
    expect(() => detectConvergence([1, 2], { ...settings, ...wrong }, f)).toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringMatching(message) }),
    );
  });
});
