/** Error bars of time averages from the scatter of consecutive blocks. */
import { studentQuantile } from './student.js';

/**
 * Number of blocks where the caller names none. With 20 blocks the interval is 7 % wider than for a known deviation, and a
 * block of 1/20 of the record outlasts the memory of most systems; fewer blocks would be safer against memory, at the cost
 * of a wider interval.
 */
export const DEFAULT_BLOCKS = 20;

/**
 * Standard error of the mean of each column of `local` [n, k]: B equal consecutive blocks, what is left over is dropped,
 * sd(block means, divisor B-1) / sqrt(B). Assumes blocks longer than the memory of the series. B is at most n; NaN for
 * B < 2. Series with infinite values give NaN.
 */
export function blockError(local: Float64Array, k: number, blocks = DEFAULT_BLOCKS): Float64Array {
  const n = Math.floor(local.length / k);
  const B = Math.min(blocks, n);
  const errors = new Float64Array(k).fill(Number.NaN); // [k]
  if (B < 2) return errors;
  const size = Math.floor(n / B);
  const means = new Float64Array(B); // [blocks]
  for (let c = 0; c < k; c++) {
    for (let b = 0; b < B; b++) {
      let sum = 0;
      for (let i = b * size; i < (b + 1) * size; i++) sum += local[i * k + c];
      means[b] = sum / size;
    }
    errors[c] = deviation(means) / Math.sqrt(B);
  }
  return errors;
}

/** Deviation with divisor n - 1. */
function deviation(x: Float64Array): number {
  let sum = 0;
  for (const value of x) sum += value;
  const mean = sum / x.length;
  let squares = 0;
  for (const value of x) squares += (value - mean) * (value - mean);
  return Math.sqrt(squares / (x.length - 1));
}

/** Mean +- t quantile * standard error. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Interval that covers the true mean with the given probability: Student's t with B-1 degrees of freedom, exact for
 * independent normal block means. NaN at both ends if the error is NaN.
 */
export function tInterval(mean: number, standardError: number, blocks = DEFAULT_BLOCKS, coverage = 0.95): Interval {
  const half = studentQuantile(coverage, Math.max(1, blocks - 1)) * standardError;
  return { low: mean - half, high: mean + half };
}
