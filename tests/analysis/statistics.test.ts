import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../src/analysis/elementary.js';
import {
  autocorrelation,
  automaticBins,
  defaultLags,
  histogram,
  seriesStatistics,
} from '../../src/analysis/statistics.js';
import { relative } from '../../src/conformance/compare.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { freshKernels } from '../conformance/kernels.js';

const f = elementaryOf(freshKernels(CORE_MODULE));

/** Bound of tests/golden/hebbian/README.md for statistics. */
const GOLDEN = 1e-9;
/** Different orders of summation of 200 numbers of size 1: 200 half ulps, 2e-14, magnified by kurtosis + 3 at most. */
const ROUNDING = 1e-12;

interface Golden {
  readonly name: string;
  readonly steps: number;
  readonly expected: {
    readonly sigma: readonly (readonly number[])[];
    readonly residual_original: readonly number[];
    readonly residual_statistics: {
      readonly percentiles: readonly number[];
      readonly [name: string]: number | readonly number[];
    };
    readonly histogram_bins: number;
    readonly max_lag: number;
    readonly autocorrelation: readonly number[];
  };
}

const FILE = new URL('../golden/hebbian/euler_statistics.json', import.meta.url);
const CASES = (JSON.parse(readFileSync(FILE, 'utf8')) as { readonly cases: readonly Golden[] }).cases;

/** x_i = ((37 i^2 + 11 i) mod 101) / 50 - 1. */
const data = (n: number): number[] => Array.from({ length: n }, (_, i) => ((i * i * 37 + i * 11) % 101) / 50 - 1);

const error = (computed: readonly number[], expected: readonly number[]): number =>
  relative('', computed, expected, 0).error;

describe.each(CASES)('the golden run $name', ({ steps, expected }) => {
  it('has the statistics of its residual', () => {
    const found = seriesStatistics(expected.residual_original, f);
    const named: { readonly [golden: string]: number } = {
      mean: found.mean,
      std: found.std,
      variance: found.variance,
      skewness: found.skewness,
      excess_kurtosis: found.excessKurtosis,
      ks_standard_normal: found.ksStandardNormal,
    };
    const { percentiles, ...numbers } = expected.residual_statistics;
    expect(Object.keys(named).sort()).toEqual(Object.keys(numbers).sort());
    for (const [name, value] of Object.entries(named)) {
      expect(error([value], [numbers[name] as number]), name).toBeLessThan(GOLDEN);
    }
    expect(found.percentiles.map(({ percent }) => percent)).toEqual([1, 5, 25, 50, 75, 95, 99]);
    expect(
      error(
        found.percentiles.map(({ value }) => value),
        percentiles,
      ),
    ).toBeLessThan(GOLDEN);
  });

  it('has the number of bins', () => {
    expect(automaticBins(expected.residual_original, f)).toBe(expected.histogram_bins);
  });

  it('has the autocorrelation of its mean activity', () => {
    const activity = expected.sigma.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length);
    expect(defaultLags(steps)).toBe(expected.max_lag);
    expect(error([...autocorrelation(activity, expected.max_lag)], expected.autocorrelation)).toBeLessThan(GOLDEN);
  });
});

describe('statistics of a series', () => {
  it('agree with scipy', () => {
    // scipy 1.17.1, x = numpy.array([((i*i*37 + i*11) % 101) / 50 - 1 for i in range(200)]), z = (x - x.mean()) / x.std():
    // stats.kstest(x, 'norm', mode='exact'), stats.kstest(z, 'norm', mode='exact'), stats.skew(x), stats.kurtosis(x)
    const found = seriesStatistics(data(200), f);
    expect(error([found.ksStandardNormal], [0.16852760746683781])).toBeLessThan(ROUNDING);
    expect(error([found.ksStandardised], [0.08080686887975796])).toBeLessThan(ROUNDING);
    expect(error([found.skewness], [-0.019471035252846148])).toBeLessThan(100 * ROUNDING); // cancels to 1/50
    expect(error([found.excessKurtosis], [-1.0518919295617337])).toBeLessThan(ROUNDING);
    // scipy expands where this is exact: its error at n = 200, relative 1e-5 at most (tests-of-normality.test.ts)
    expect(error([found.ksStandardNormalP], [1.9584958472965473e-5])).toBeLessThan(1e-5);
    expect(error([found.ksStandardisedP], [0.1389117961458194])).toBeLessThan(1e-5);
  });

  it('interpolate percentiles as numpy does', () => {
    // numpy.percentile([((i*i*37 + i*11) % 101) / 50 - 1 for i in range(40)], [1, 5, 25, 50, 75, 95, 99])
    const expected = [-1, -0.886, -0.37, 0.07, 0.385, 0.7, 0.8586];
    const found = seriesStatistics(data(40), f).percentiles.map(({ value }) => value);
    expect(error(found, expected)).toBeLessThan(ROUNDING);
  });

  it('of a two-point series are exact', () => {
    const { mean, variance, std, skewness, excessKurtosis } = seriesStatistics([3, 7, 3, 7], f);
    expect([mean, variance, std, skewness, excessKurtosis]).toEqual([5, 4, 2, 0, -2]);
  });

  it('of a constant series have no shape, whatever the rounding of its mean', () => {
    const found = seriesStatistics(new Float64Array(1000).fill(0.1), f);
    expect([found.mean, found.variance, found.std]).toEqual([0.1, 0, 0]);
    for (const value of [found.skewness, found.excessKurtosis, found.ksStandardised, found.ksStandardisedP]) {
      expect(value).toBeNaN();
    }
    expect(found.shapiroWilk).toBeNull();
    expect(found.percentiles.every(({ value }) => value === 0.1)).toBe(true);
  });

  it.each([[[]], [[1, Number.NaN, 2]], [[1, Infinity, 2]], [[-Infinity, 0]]])('of %j are unknown', (x) => {
    const found = seriesStatistics(x, f);
    expect(found.count).toBe(x.length);
    const { count: _, percentiles, shapiroWilk, ...numbers } = found;
    expect(shapiroWilk).toBeNull();
    for (const value of [...Object.values(numbers), ...percentiles.map((p) => p.value)]) expect(value).toBeNaN();
  });

  it('leave the series as it was', () => {
    const x = Float64Array.of(3, 1, 2);
    seriesStatistics(x, f);
    expect([...x]).toEqual([3, 1, 2]);
  });

  it('of a large offset keep their digits', () => {
    const found = seriesStatistics([1e9 + 1, 1e9 + 2, 1e9 + 3], f);
    expect(found.mean).toBe(1e9 + 2);
    expect(error([found.variance], [2 / 3])).toBeLessThan(ROUNDING);
  });
});

describe('the autocorrelation', () => {
  it('of an alternating series is the share of overlapping products', () => {
    // a = +-1, n = 8: R_l = (-1)^l (8 - l) / 8
    const found = autocorrelation([1, -1, 1, -1, 1, -1, 1, -1], 10);
    expect([...found]).toEqual([1, -7 / 8, 6 / 8, -5 / 8, 4 / 8, -3 / 8, 2 / 8, -1 / 8, 0, 0]);
  });

  it('of a constant series is undefined', () => {
    expect([...autocorrelation([0.1, 0.1, 0.1], 2)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('refuses a number of lags that is no count', () => {
    for (const lags of [-1, 1.5, Number.NaN]) expect(() => autocorrelation([1, 2], lags)).toThrow(/number of lags/);
    expect(autocorrelation([1, 2], 0)).toHaveLength(0);
  });

  it('has half the run as its number of lags, at most 100', () => {
    expect([0, 1, 3, 120, 200, 5000].map(defaultLags)).toEqual([0, 0, 1, 60, 100, 100]);
  });
});

describe('the automatic number of bins', () => {
  it('is that of Sturges if half of the values are equal, exact for a power of two', () => {
    // n = 2^k >= 8 with one other value: range / (range / (k + 1))
    for (let k = 3; k <= 16; k++) {
      const x = new Float64Array(2 ** k);
      x[0] = 1;
      expect(automaticBins(x, f)).toBe(k + 1);
    }
  });

  it('is that of Freedman and Diaconis for many values', () => {
    // 0..n-1: IQR = (n - 1) / 2, so that (n - 1) / (2 IQR n^(-1/3)) = n^(1/3) = 46.4
    expect(
      automaticBins(
        Float64Array.from({ length: 100_000 }, (_, i) => i),
        f,
      ),
    ).toBe(47);
  });

  it('is 1 for equal values or none and refuses values that are not finite', () => {
    expect([automaticBins([], f), automaticBins([2], f), automaticBins([2, 2], f)]).toEqual([1, 1, 1]);
    expect(() => automaticBins([1, Number.NaN], f)).toThrow(/not finite/);
  });
});

describe('a histogram', () => {
  it('counts as numpy does', () => {
    // numpy.histogram([((i*i*37 + i*11) % 101) / 50 - 1 for i in range(40)], bins=7)
    const { edges, counts } = histogram(data(40), 7);
    expect([...counts]).toEqual([5, 3, 6, 8, 8, 7, 3]);
    expect(error([...edges], [-1, -0.72, -0.44, -0.16, 0.12, 0.4, 0.68, 0.96])).toBeLessThan(ROUNDING);
  });

  it('has every value in a bin and area one', () => {
    for (const bins of [1, 2, 9, 1000]) {
      const { edges, counts, density } = histogram(data(200), bins);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(200);
      const area = density.reduce((sum, value, b) => sum + value * (edges[b + 1] - edges[b]), 0);
      expect(Math.abs(area - 1)).toBeLessThan(ROUNDING);
    }
  });

  it('puts a value on a limit into the upper bin, the largest into the last', () => {
    expect([...histogram([0, 1, 2, 3, 4], 4).counts]).toEqual([1, 1, 1, 2]);
  });

  it('of equal values has width one around them', () => {
    const { edges, counts } = histogram([2, 2], 1);
    expect([[...edges], [...counts]]).toEqual([[1.5, 2.5], [2]]);
    expect([...histogram([], 2).density]).toEqual([0, 0]);
  });

  it('refuses what is no number of bins, and values that are not finite', () => {
    for (const bins of [0, 2.5, Number.NaN]) expect(() => histogram([1, 2], bins)).toThrow(/number of bins/);
    expect(() => histogram([1, Infinity], 3)).toThrow(/not finite/);
  });
});
