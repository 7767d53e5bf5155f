/** Statistics of a few independent values, as the replicas of a sweep are. */
import { meanOf } from './statistics.js';

export interface SampleStatistics {
  readonly count: number;
  readonly mean: number;
  /** Divisor n - 1; null for a single value. */
  readonly std: number | null;
  /** std/sqrt(n), the standard error of the mean; null for a single value. */
  readonly sem: number | null;
  readonly min: number;
  readonly max: number;
}

/** Statistics of at least one finite value. */
export function sampleStatistics(values: ArrayLike<number>): SampleStatistics {
  const n = values.length;
  const mean = meanOf(values);
  let [squares, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < n; i++) {
    squares += (values[i] - mean) * (values[i] - mean);
    min = Math.min(min, values[i]);
    max = Math.max(max, values[i]);
  }
  // equal values have no scatter, whatever the rounding of their mean
  const std = n < 2 ? null : min === max ? 0 : Math.sqrt(squares / (n - 1));
  return { count: n, mean: min === max ? min : mean, std, sem: std === null ? null : std / Math.sqrt(n), min, max };
}
