/** How long a series remembers, for the error of its mean. */
import { meanOf } from './statistics.js';

/** The sum ends where it has covered so many times what it came to (Sokal 1997): what lies behind would add noise alone. */
const WINDOW = 5;

/**
 * Integrated autocorrelation 1 + 2 sum_l rho_l in records, with each rho_l normalised by its number of products: the mean of n values is as uncertain as
 * that of n over it. At least 1. NaN for a constant series. Cost: n times some multiple of the result.
 */
export function correlationTime(x: ArrayLike<number>): number {
  const n = x.length;
  const mean = meanOf(x);
  const a = Float64Array.from(x, (value) => value - mean);
  let power = 0;
  for (const value of a) power += value * value;
  let time = 1;
  for (let lag = 1; lag < n && lag < WINDOW * time; lag++) {
    let sum = 0;
    for (let i = 0; i + lag < n; i++) sum += a[i] * a[i + lag];
    time += (2 * sum * n) / (power * (n - lag));
    if (Number.isNaN(time)) return time;
  }
  return Math.max(1, time);
}
