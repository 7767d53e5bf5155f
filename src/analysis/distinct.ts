/** How many different states there are among some, counted as the free-energy attractor network does (arXiv 2505.22749) or better. */

export interface DistinctOptions {
  /** Decimals that count, 2 as published. */
  readonly decimals?: number;
  /** A state and its mirror image count as one; as published they are two. */
  readonly foldMirror?: boolean;
  /** States that are not numbers do not count; as published, each of them counts. */
  readonly dropNaN?: boolean;
}

/** Nearest whole number, halves to the even one, without a negative zero. */
export function roundHalfEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5 || (rest === 0.5 && floor % 2 === 0)) return floor === 0 ? 0 : floor;
  return floor + 1 === 0 ? 0 : floor + 1;
}

/** x to that many decimals, halves to the even digit. */
export function roundTo(x: number, decimals: number): number {
  let scale = 1;
  for (let d = 0; d < decimals; d++) scale *= 10;
  return roundHalfEven(x * scale) / scale;
}

/** The first row of each set of equal rows of [k, n], ascending. */
export function distinctRows(
  rows: Float64Array,
  k: number,
  n: number,
  { decimals = 2, foldMirror = false, dropNaN = false }: DistinctOptions = {},
): readonly number[] {
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let r = 0; r < k; r++) {
    const values = Array.from(rows.subarray(r * n, (r + 1) * n), (value) => roundTo(value, decimals));
    if (values.some(Number.isNaN)) {
      if (!dropNaN) kept.push(r);
      continue;
    }
    const first = values.find((value) => value !== 0) ?? 0;
    const key = (foldMirror && first < 0 ? values.map((value) => (value === 0 ? 0 : -value)) : values).join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(r);
  }
  return kept;
}

/** Number of different rows of [k, n]. */
export const countDistinct = (rows: Float64Array, k: number, n: number, options?: DistinctOptions): number =>
  distinctRows(rows, k, n, options).length;
