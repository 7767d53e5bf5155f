/** A map of few cells, each a square of one colour with, where there is room, its number. */
import { endsOfEntries, mapOf, pictureMark } from './heat-map.js';
import type { Words } from './marks.js';
import { inkOn, type MapName } from './palette.js';
import type { Panel } from './panel.js';
import { rangeOf } from './reduce.js';

export interface CellMap {
  readonly values: ArrayLike<number>; // [rows, columns]
  readonly x: { readonly title: string; readonly labels: readonly string[] };
  /** Names of the rows in their order. */
  readonly y: { readonly title: string; readonly labels: readonly string[] };
  /** What the colours say. */
  readonly title: string;
  /** Absent: by the values. */
  readonly colours?: { readonly map: MapName; readonly domain: readonly [number, number] };
  /** Whether the first row is on top; else below, as numbers grow. */
  readonly isDownwards?: boolean;
  /** What is written in a cell; absent: nothing. */
  readonly written?: (value: number, cell: number) => string;
  /** Name of the panel. */
  readonly name?: string;
  /** Height as a share of the width; absent: squares, as far as there is room. */
  readonly share?: number;
}

/** Rows in the order from below. */
function upwards(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, at) => {
    const row = Math.floor(at / columns);
    return values[(rows - 1 - row) * columns + (at % columns)];
  });
}

/** Numbers of the cells in an ink that can be read on their colours: a mark for each ink. */
function wordsOf(
  { values, x, written }: CellMap,
  { map, domain: [low, high] }: NonNullable<CellMap['colours']>,
): readonly Words[] {
  if (written === undefined) return [];
  const columns = x.labels.length;
  const cells = Array.from(values, (value, cell) => ({ value, cell })).filter(({ value }) => Number.isFinite(value));
  const inks = cells.map(({ value }) => inkOn(map, (value - low) / (high - low)));
  return [...new Set(inks)].map((colour) => {
    const own = cells.filter((_, i) => inks[i] === colour);
    return {
      kind: 'words',
      text: own.map(({ value, cell }) => written(value, cell)),
      x: own.map(({ cell }) => cell % columns),
      y: own.map(({ cell }) => Math.floor(cell / columns)),
      colour,
      align: 'center',
    };
  });
}

export function cellPanel(cells: CellMap): Panel {
  const { values, x, y, title, isDownwards = false, name } = cells;
  const [rows, columns] = [y.labels.length, x.labels.length];
  const range = rangeOf(values);
  const colours = cells.colours ?? mapOf(range);
  const fromTop = isDownwards ? values : upwards(values, rows, columns);
  const picture = pictureMark({
    values: fromTop,
    rows,
    columns,
    range,
    title,
    x: endsOfEntries(columns),
    y: endsOfEntries(rows),
    colours: cells.colours,
  });
  return {
    ...(name !== undefined && { title: name }),
    share: cells.share ?? (columns === 0 ? 1 : Math.min(1, Math.max(0.35, rows / columns))),
    x: { title: x.title, labels: x.labels, domain: endsOfEntries(columns) },
    y: { title: y.title, labels: y.labels, domain: endsOfEntries(rows), ...(isDownwards && { isReversed: true }) },
    marks: [picture, ...wordsOf(cells, colours)],
  };
}

export interface Folded {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  /** [ys, xs], NaN where there is no number. */
  readonly values: Float64Array;
}

/** Distinct finite values, ascending. */
export const distinct = (values: ArrayLike<number>): readonly number[] =>
  [...new Set(Array.from(values).filter(Number.isFinite))].sort((a, b) => a - b);

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Numbers at places as cells over the places that there are, each made of its numbers: their mean, unless another function is given. */
export function folded(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  values: ArrayLike<number>,
  fold: (values: readonly number[]) => number = meanOf,
): Folded {
  const [xs, ys] = [distinct(x), distinct(y)];
  const cells: number[][] = Array.from({ length: xs.length * ys.length }, () => []);
  const [columnOf, rowOf] = [xs, ys].map((all) => new Map(all.map((at, i) => [at, i])));
  for (let i = 0; i < values.length; i++) {
    const [column, row] = [columnOf.get(x[i]), rowOf.get(y[i])];
    if (column !== undefined && row !== undefined && Number.isFinite(values[i]))
      cells[row * xs.length + column].push(values[i]);
  }
  return { xs, ys, values: Float64Array.from(cells, (own) => (own.length === 0 ? Number.NaN : fold(own))) };
}
