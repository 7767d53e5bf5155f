/** Statistics of a series (spec section 5 of the hebbian model). */
import { MsmError } from '../errors.js';
import type { Elementary } from './elementary.js';
import { ksPValue, ksStatistic } from './kolmogorov-smirnov.js';
import { normalCdf } from './normal.js';
import { percentile, sortedCopy } from './order.js';
import { type ShapiroWilk, shapiroWilk } from './shapiro-wilk.js';

export { automaticBins, type Histogram, histogram } from './histogram.js';

/** All in the unit of the series or its powers; NaN where undefined. */
export interface SeriesStatistics {
  readonly count: number;
  readonly mean: number;
  /** Divisor n. */
  readonly variance: number;
  /** Divisor n. */
  readonly std: number;
  /** m3/m2^1.5; NaN for a constant series. */
  readonly skewness: number;
  /** m4/m2^2 - 3; NaN for a constant series. */
  readonly excessKurtosis: number;
  /** 1, 5, 25, 50, 75, 95 and 99 percent, linear between neighbours. */
  readonly percentiles: readonly { readonly percent: number; readonly value: number }[];
  /** Null for fewer than 3 or more than 5000 values and for a constant series. */
  readonly shapiroWilk: ShapiroWilk | null;
  /**
   * Distance to the normal law of mean 0 and variance 1, without standardising first. The published analysis does this;
   * it rejects every series of another scale, whatever its shape.
   */
  readonly ksStandardNormal: number;
  readonly ksStandardNormalP: number;
  /** Distance to the normal law after removing the mean and dividing by the standard deviation: compares the shape. */
  readonly ksStandardised: number;
  /**
   * Its p-value for a law specified in advance. Mean and variance come from the data here, which brings the two closer,
   * so that this p is too large: conservative for independent values (a rejection stands, a large p says little).
   */
  readonly ksStandardisedP: number;
}

const PERCENTS = [1, 5, 25, 50, 75, 95, 99] as const;

/** Lags of the published autocorrelation: half the run, at most 100. `steps` is the number of values. */
export function defaultLags(steps: number): number {
  return Math.min(100, Math.trunc(steps / 2));
}

/** Mean in two passes: the second removes most of the rounding of the first. NaN without values. */
export function meanOf(x: ArrayLike<number>): number {
  const n = x.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += x[i];
  const first = sum / n;
  let rest = 0;
  for (let i = 0; i < n; i++) rest += x[i] - first;
  return first + rest / n;
}

export type Moments = Pick<SeriesStatistics, 'mean' | 'variance' | 'std' | 'skewness' | 'excessKurtosis'>;

/** Moments of a series that is not constant. */
function momentsOf(x: ArrayLike<number>): Moments {
  const n = x.length;
  const mean = meanOf(x);
  let [m2, m3, m4] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const deviation = x[i] - mean;
    const square = deviation * deviation;
    m2 += square / n;
    m3 += (square * deviation) / n;
    m4 += (square * square) / n;
  }
  const std = Math.sqrt(m2);
  return { mean, variance: m2, std, skewness: m3 / (m2 * std), excessKurtosis: m4 / (m2 * m2) - 3 };
}

/** Rounding must not give a constant series a variance, and so a shape. */
function constantMoments(value: number): Moments {
  return { mean: value, variance: 0, std: 0, skewness: Number.NaN, excessKurtosis: Number.NaN };
}

/** Moments of a series of finite values, with divisor n. */
export function populationMoments(x: ArrayLike<number>): Moments {
  return Array.prototype.every.call(x, (value: number) => value === x[0]) ? constantMoments(x[0]) : momentsOf(x);
}

/** Statistics of no data, or of a series with values that are not finite: nothing is known. */
function unknownStatistics(count: number): SeriesStatistics {
  const unknown = Number.NaN;
  return {
    count,
    ...constantMoments(unknown),
    variance: unknown,
    std: unknown,
    percentiles: PERCENTS.map((percent) => ({ percent, value: unknown })),
    shapiroWilk: null,
    ksStandardNormal: unknown,
    ksStandardNormalP: unknown,
    ksStandardised: unknown,
    ksStandardisedP: unknown,
  };
}

/**
 * Moments, percentiles and tests of normality of a series. One value that is not finite, or an empty series, makes all
 * of them NaN. Never throws. The tests assume independent values: with memory in the series their p are too small.
 */
export function seriesStatistics(x: ArrayLike<number>, f: Elementary): SeriesStatistics {
  const count = x.length;
  const sorted = sortedCopy(x); // [count]; NaN last, infinities at the ends
  if (!Number.isFinite(sorted[0]) || !Number.isFinite(sorted[count - 1])) return unknownStatistics(count);
  const isConstant = sorted[0] === sorted[count - 1];
  const moments = isConstant ? constantMoments(sorted[0]) : momentsOf(x);
  const { mean, std } = moments;
  const ksStandardNormal = ksStatistic(sorted, (value) => normalCdf(value, f.exp));
  const ksStandardised = isConstant
    ? Number.NaN
    : ksStatistic(sorted, (value) => normalCdf((value - mean) / std, f.exp));
  return {
    count,
    ...moments,
    percentiles: PERCENTS.map((percent) => ({ percent, value: percentile(sorted, percent) })),
    shapiroWilk: shapiroWilk(sorted, f),
    ksStandardNormal,
    ksStandardNormalP: ksPValue(ksStandardNormal, count, f),
    ksStandardised,
    ksStandardisedP: ksPValue(ksStandardised, count, f),
  };
}

/**
 * R_l = sum_n a_n a_{n+l} / sum_n a_n^2 with the mean removed, for l = 0..maxLag-1, not normalised by the number of
 * products. All NaN for a constant series (0/0). Cost: n maxLag. Throws E_CONFIG if maxLag is not a whole number >= 0.
 */
export function autocorrelation(x: ArrayLike<number>, maxLag: number): Float64Array {
  if (!Number.isSafeInteger(maxLag) || maxLag < 0) {
    throw new MsmError('E_CONFIG', `the number of lags must be a whole number >= 0, not ${maxLag}`);
  }
  const n = x.length;
  const result = new Float64Array(maxLag).fill(Number.NaN); // [maxLag]
  const values = Float64Array.from(x); // [n]
  if (values.every((value) => value === values[0])) return result;
  const mean = meanOf(values);
  const a = values.map((value) => value - mean); // [n]
  for (let lag = 0; lag < maxLag; lag++) {
    let sum = 0;
    for (let i = 0; i + lag < n; i++) sum += a[i] * a[i + lag];
    result[lag] = sum;
  }
  const power = result[0];
  return result.map((sum) => sum / power);
}
