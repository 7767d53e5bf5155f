/** Order statistics. */

/** Whether values stand as sorting would leave them: upwards, -0 before 0, NaN last. */
function isSorted(x: Float64Array): boolean {
  for (let i = 1; i < x.length; i++) if (!(x[i] > x[i - 1] || Object.is(x[i], x[i - 1]))) return false;
  return true;
}

/** The values sorted upwards, NaN last, in a new array. What is sorted already costs one pass. */
export function sortedCopy(x: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(x);
  return isSorted(copy) ? copy : copy.sort();
}

/** Percentile (0..100) of data sorted upwards, linear between the two nearest values. NaN without data. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const position = (percent * (sorted.length - 1)) / 100;
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  if (sorted.length === 0) return Number.NaN;
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
