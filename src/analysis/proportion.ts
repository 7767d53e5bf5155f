/** Uncertainty of what was found of some items: of a share that was counted, and of a mean. */

import { studentQuantile } from '../method/lyapunov/student.js';

/** Quantile of the normal law that leaves a fortieth on each side. */
const Z95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * 95 % interval of a probability of which `share` of `count` independent items were seen, by Wilson's formula (1927): it stays within 0 and 1, and
 * holds for shares of 0 and 1 too.
 */
export function wilsonInterval(share: number, count: number): Interval {
  const z2 = Z95 * Z95;
  const middle = (share + z2 / (2 * count)) / (1 + z2 / count);
  const half = (Z95 * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count))) / (1 + z2 / count);
  // at the ends of the range the rounding of half the width would show
  return { low: share <= 0 ? 0 : middle - half, high: share >= 1 ? 1 : middle + half };
}

/**
 * 95 % interval of the mean of a law of which `count` independent items had this mean and standard deviation (divisor n - 1), by the normal law; undefined for
 * fewer than two.
 */
export function meanInterval(mean: number, deviation: number, count: number): Interval | undefined {
  if (count < 2) return undefined;
  const half = (Z95 * deviation) / Math.sqrt(count);
  return { low: mean - half, high: mean + half };
}

export interface Mean {
  readonly mean: number;
  /** Half the interval; undefined where there is one number alone. */
  readonly half: number | undefined;
}

/** The mean of numbers with its 95 % interval by Student's t, which few of them need; undefined of none. */
export function meanWithInterval(values: ArrayLike<number>): Mean | undefined {
  const n = values.length;
  if (n === 0) return undefined;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  for (let i = 0; i < n; i++) squares += (values[i] - mean) * (values[i] - mean);
  if (n === 1) return { mean, half: undefined };
  return { mean, half: studentQuantile(0.95, n - 1) * Math.sqrt(squares / ((n - 1) * n)) };
}
