/** Pearson correlations of vectors, of the rows of a table, and of two coupling matrices. */

/** Pearson correlation of two series of equal length, in two passes; NaN if one is constant or not finite. */
export function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  let [meanX, meanY] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanX += x[i];
    meanY += y[i];
  }
  meanX /= n;
  meanY /= n;
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = [x[i] - meanX, y[i] - meanY];
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  const r = xy / (Math.sqrt(xx) * Math.sqrt(yy));
  return r > 1 ? 1 : r < -1 ? -1 : r;
}

/** Correlation of each row of a [k, n] with each row of b [m, n], [k, m]. Cost O(k m n). */
export function crossCorrelationTable(a: Float64Array, k: number, b: Float64Array, m: number, n: number): Float64Array {
  const table = new Float64Array(k * m); // [k, m]
  for (let r = 0; r < k; r++) {
    const left = a.subarray(r * n, (r + 1) * n);
    for (let c = 0; c < m; c++) table[r * m + c] = correlation(left, b.subarray(c * n, (c + 1) * n));
  }
  return table;
}

/** Correlations of all pairs of k rows of length n, [k, k]. */
export const correlationTable = (rows: Float64Array, k: number, n: number): Float64Array =>
  crossCorrelationTable(rows, k, rows, k, n);

/** Entries i < j of [n, n], row by row. */
export function upperTriangle(matrix: Float64Array, n: number): Float64Array {
  const upper = new Float64Array((n * (n - 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) upper[at++] = matrix[i * n + j];
  return upper;
}

/**
 * How much of a memory is left: Pearson correlation of the entries above the diagonal of J before and after, both [n, n]. The
 * published measure (arXiv 2505.22749, resistance to forgetting); the entries below the diagonal do not enter.
 */
export const forgettingCorrelation = (before: Float64Array, after: Float64Array, n: number): number =>
  correlation(upperTriangle(before, n), upperTriangle(after, n));
