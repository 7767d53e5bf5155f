/** Pairwise summation (Higham, SIAM J. Sci. Comput. 14 (1993) 783): error of order log n instead of n. */

/** Longest stretch that is summed in eight running sums. */
const STRETCH = 128;
const LANES = 8;

/**
 * Sum of the values in the order of numpy's `sum` over contiguous doubles, so that its bits are numpy's: halves at multiples of
 * eight, down to stretches of at most 128 with eight running sums each.
 */
export function pairwiseSum(values: Float64Array): number {
  const n = values.length;
  if (n > STRETCH) {
    const half = Math.floor(n / 2 / LANES) * LANES;
    return pairwiseSum(values.subarray(0, half)) + pairwiseSum(values.subarray(half));
  }
  const whole = n - (n % LANES);
  let sum = 0;
  if (whole > 0) {
    const r = values.slice(0, LANES); // [lanes]
    for (let i = LANES; i < whole; i++) r[i % LANES] += values[i];
    sum = r[0] + r[1] + (r[2] + r[3]) + (r[4] + r[5] + (r[6] + r[7]));
  }
  for (let i = whole; i < n; i++) sum += values[i];
  return sum;
}
