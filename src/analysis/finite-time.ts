/** How the growth over short windows is distributed around an exponent. */
import { correlationTime } from './correlation-time.js';
import { populationMoments } from './statistics.js';

export interface FiniteTime {
  readonly windows: number;
  readonly mean: number;
  /** Of the mean, from the scatter of the windows and how long they remember; NaN with fewer than two. */
  readonly meanError: number;
  readonly variance: number;
  /** By leaving out one of ten stretches of windows at a time; NaN with fewer than ten windows. */
  readonly varianceError: number;
  readonly skewness: number;
  /** Share of the windows in which perturbations grow. */
  readonly positive: number;
}

const STRETCHES = 10;

function varianceError(values: Float64Array): number {
  const length = Math.floor(values.length / STRETCHES);
  if (length < 1) return Number.NaN;
  const without = Array.from({ length: STRETCHES }, (_, s) => {
    const rest = values.filter((__, i) => i < s * length || i >= (s + 1) * length);
    return populationMoments(rest).variance;
  });
  const mean = without.reduce((sum, value) => sum + value, 0) / STRETCHES;
  const squares = without.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(((STRETCHES - 1) / STRETCHES) * squares);
}

/** Moments of local exponents, one a window, one after the other in time; variances have the divisor n. */
export function finiteTimeMoments(values: Float64Array): FiniteTime {
  const { mean, variance, skewness } = populationMoments(values);
  const n = values.length;
  const time = n > 1 ? correlationTime(values) : Number.NaN;
  // a constant series has no correlation time, and no error
  const meanError = n < 2 ? Number.NaN : variance === 0 ? 0 : Math.sqrt((variance * time) / (n - 1));
  const positive = values.filter((value) => value > 0).length / n;
  return { windows: n, mean, meanError, variance, varianceError: varianceError(values), skewness, positive };
}

/** Means over each window out of means from the beginning to the end of each: both per unit of time, `ends` ascending. */
export function localExponents(ends: ArrayLike<number>, running: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: ends.length }, (_, n) =>
    n === 0 ? running[0] : (ends[n] * running[n] - ends[n - 1] * running[n - 1]) / (ends[n] - ends[n - 1]),
  );
}
