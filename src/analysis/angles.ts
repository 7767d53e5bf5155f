/**
 * Angles between patterns and how far they are from orthogonal. Rows are patterns, [k, n] row-major.
 *
 * The measure is that of the free-energy attractor network (Spisak and Friston, arXiv 2505.22749): the mean of |90 - angle| in
 * degrees, small for orthogonal patterns. The published code averages data over the whole table and attractors over a part of
 * it; `orthogonality` treats both alike.
 */
import { arcCosine, DEGREES } from '../method/arc.js';
import { distinctRows } from './distinct.js';

/** Row r of [.., n]. */
const row = (rows: Float64Array, r: number, n: number): Float64Array => rows.subarray(r * n, (r + 1) * n);

/** Sum of products. */
export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** Angle of two vectors in degrees, from 0 to 180; NaN if one is zero or not finite. */
export function angleBetween(x: Float64Array, y: Float64Array): number {
  return arcCosine(dot(x, y) / (Math.sqrt(dot(x, x)) * Math.sqrt(dot(y, y)))) * DEGREES;
}

/** Angles in degrees, [k, k]. */
export interface AngleOptions {
  /** The acute one of the two angles of a pair of lines: a mirrored pattern counts as the same. */
  readonly fold?: boolean;
}

/** Angles of all pairs of k rows of length n, in degrees, [k, k]; the diagonal is 0. Cost O(k^2 n). */
export function angleTable(
  rows: Float64Array,
  k: number,
  n: number,
  { fold = false }: AngleOptions = {},
): Float64Array {
  const angles = new Float64Array(k * k); // [k, k]
  for (let a = 0; a < k; a++) {
    for (let b = a + 1; b < k; b++) {
      const angle = angleBetween(row(rows, a, n), row(rows, b, n));
      const shown = fold && angle > 90 ? 180 - angle : angle;
      angles[a * k + b] = shown;
      angles[b * k + a] = shown;
    }
  }
  return angles;
}

/** Mean of |90 - angle| over the chosen entries; NaN if there are none. */
function meanDeviation(angles: Float64Array, isWanted: (angle: number, at: number) => boolean): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at < angles.length; at++) {
    if (!isWanted(angles[at], at)) continue;
    sum += Math.abs(90 - angles[at]);
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}

/** As published for data: over all k^2 entries of the table, the k zeros of the diagonal included. */
export const publishedDataOrthogonality = (angles: Float64Array): number => meanDeviation(angles, () => true);

/** As published for attractors: over the entries between 1 and 179 degrees; NaN if there are none. */
export const publishedAttractorOrthogonality = (angles: Float64Array): number =>
  meanDeviation(angles, (angle) => angle > 1 && angle < 179);

export interface OrthogonalityOptions {
  /** Equal rows and mirrored ones (to two decimals) count once. */
  readonly distinct?: boolean;
}

/** Mean of |90 - angle| over all pairs of different rows of [k, n], in degrees; NaN for fewer than two rows. */
export function orthogonality(
  rows: Float64Array,
  k: number,
  n: number,
  { distinct = false }: OrthogonalityOptions = {},
): number {
  const kept = distinct ? distinctRows(rows, k, n, { foldMirror: true, dropNaN: true }) : undefined;
  const count = kept === undefined ? k : kept.length;
  const used = kept === undefined ? rows : Float64Array.from(kept.flatMap((r) => [...row(rows, r, n)])); // [count, n]
  return meanDeviation(angleTable(used, count, n), (_, at) => Math.floor(at / count) !== at % count);
}
