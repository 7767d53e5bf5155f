/** Order statistics. */

/** The values sorted upwards, NaN last, in a new array. */
export function sortedCopy(x: ArrayLike<number>): Float64Array {
  return Float64Array.from(x).sort();
}

/** Percentile (0..100) of data sorted upwards, linear between the two nearest values. NaN without data. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const position = (percent * (sorted.length - 1)) / 100;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  if (sorted.length === 0) return Number.NaN;
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
