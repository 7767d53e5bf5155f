/** Fewer points that look the same: what nobody could see on a page is left out before a figure is made. */

export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** Points of a line for each pixel of its width: least and largest, and something to spare for zooming. */
const PER_PIXEL = 4;

/** Equal stretches of rows, each as [from, to). */
function* stretches(count: number, into: number): Iterable<readonly [number, number]> {
  for (let s = 0; s < into; s++) {
    const [from, to] = [Math.floor((s * count) / into), Math.floor(((s + 1) * count) / into)];
    if (to > from) yield [from, to];
  }
}

/** Places of the least and the largest value of a stretch, in order; its first place where there is no number. */
function extremes(y: ArrayLike<number>, from: number, to: number): readonly number[] {
  let [low, high] = [-1, -1];
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(y[i])) continue;
    if (low < 0 || y[i] < y[low]) low = i;
    if (high < 0 || y[i] > y[high]) high = i;
  }
  if (low < 0) return [from];
  if (low === high) return [low];
  return low < high ? [low, high] : [high, low];
}

/**
 * A long series by the least and the largest value of each stretch, so that no peak is lost: at most about `4 width` points. Shorter ones are
 * as they were. Gaps stay where a whole stretch has no number.
 */
export function decimated(x: ArrayLike<number>, y: ArrayLike<number>, width: number): Points {
  const most = Math.max(8, Math.ceil(PER_PIXEL * width));
  if (y.length <= most) return { x: Float64Array.from(x), y: Float64Array.from(y) };
  const kept: number[] = [];
  for (const [from, to] of stretches(y.length, most >> 1)) kept.push(...extremes(y, from, to));
  return { x: Float64Array.from(kept, (i) => x[i]), y: Float64Array.from(kept, (i) => y[i]) };
}

/** A band by the least of its lower and the largest of its upper limit in each stretch. */
export function decimatedBand(
  x: ArrayLike<number>,
  low: ArrayLike<number>,
  high: ArrayLike<number>,
  width: number,
): { readonly x: Float64Array; readonly low: Float64Array; readonly high: Float64Array } {
  const most = Math.max(8, Math.ceil((PER_PIXEL * width) / 2));
  if (low.length <= most) {
    return { x: Float64Array.from(x), low: Float64Array.from(low), high: Float64Array.from(high) };
  }
  const [xs, lows, highs]: number[][] = [[], [], []];
  for (const [from, to] of stretches(low.length, most)) {
    xs.push(x[from]);
    lows.push(low[extremes(low, from, to)[0]]);
    highs.push(high[from]);
    for (let i = from; i < to; i++) {
      const last = lows.length - 1;
      if (low[i] < lows[last]) lows[last] = low[i];
      if (high[i] > highs[last]) highs[last] = high[i];
    }
  }
  return { x: Float64Array.from(xs), low: Float64Array.from(lows), high: Float64Array.from(highs) };
}

/** Least and largest of the finite values; NaN, NaN if there is none. */
export function rangeOf(values: ArrayLike<number>): readonly [number, number] {
  let [low, high] = [Number.NaN, Number.NaN];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    if (!(value >= low)) low = value;
    if (!(value <= high)) high = value;
  }
  return [low, high];
}

/** A large array as tiles, each the mean of the entries in it that are numbers. Small ones are as they were. */
export function tiled(
  values: Float64Array, // [rows, columns]
  rows: number,
  columns: number,
  most: number,
): { readonly values: Float64Array; readonly rows: number; readonly columns: number } {
  if (rows <= most && columns <= most) return { values, rows, columns };
  const [r, c] = [Math.min(rows, most), Math.min(columns, most)];
  const sums = new Float64Array(r * c); // [r, c]
  const counts = new Int32Array(r * c);
  for (let i = 0; i < rows; i++) {
    const row = Math.floor((i * r) / rows) * c;
    for (let j = 0; j < columns; j++) {
      const value = values[i * columns + j];
      if (!Number.isFinite(value)) continue;
      const tile = row + Math.floor((j * c) / columns);
      sums[tile] += value;
      counts[tile]++;
    }
  }
  return { values: sums.map((sum, tile) => (counts[tile] > 0 ? sum / counts[tile] : Number.NaN)), rows: r, columns: c };
}

/**
 * Columns of one table with fewer rows: of each of so many equal stretches, those rows in which any of the columns is least or largest. Short
 * tables are as they were.
 */
export function thinned<C extends { readonly [column: string]: Float64Array }>(columns: C, into: number): C {
  const all = Object.values(columns);
  const count = Math.max(0, ...all.map(({ length }) => length));
  if (count <= 2 * into) return columns;
  const kept: number[] = [];
  for (const [from, to] of stretches(count, into)) {
    const rows = new Set(all.filter(({ length }) => length === count).flatMap((column) => extremes(column, from, to)));
    kept.push(...[...rows].sort((a, b) => a - b));
  }
  const fewer = Object.entries(columns).map(([name, column]) => [
    name,
    column.length === count ? Float64Array.from(kept, (row) => column[row]) : column,
  ]);
  return Object.fromEntries(fewer) as C;
}
