/** Contours of a map: where it has a level, between the middles of its cells; and the map without single cells that stand out. */
import type { Segments } from './marks.js';

export interface Cells {
  readonly values: ArrayLike<number>; // [rows, columns]
  readonly rows: number;
  readonly columns: number;
}

type Place = readonly [x: number, y: number];

/** Sides of a square of four cells: the places of both ends. */
const SIDES: readonly (readonly [Place, Place])[] = [
  [
    [0, 0],
    [1, 0],
  ],
  [
    [1, 0],
    [1, 1],
  ],
  [
    [1, 1],
    [0, 1],
  ],
  [
    [0, 1],
    [0, 0],
  ],
];

/** Pairs of places at which a level crosses the sides of the square whose least corner is (x, y): none, one, or two at a saddle. */
function crossings(
  at: (x: number, y: number) => number,
  x: number,
  y: number,
  level: number,
): readonly (readonly [Place, Place])[] {
  const height = ([dx, dy]: Place): number => at(x + dx, y + dy);
  const corners = SIDES.map(([corner]) => height(corner));
  if (!corners.every(Number.isFinite)) return [];
  const found = SIDES.flatMap(([from, to]): readonly Place[] => {
    const [a, b] = [height(from), height(to)];
    if (a >= level === b >= level) return [];
    const share = (level - a) / (b - a);
    return [[x + from[0] + share * (to[0] - from[0]), y + from[1] + share * (to[1] - from[1])]];
  });
  if (found.length === 2) return [[found[0], found[1]]];
  if (found.length < 4) return [];
  // the middle says which corners of a saddle belong together
  const middle = corners.reduce((sum, value) => sum + value, 0) / 4;
  const [a, b, c, d] = found;
  const isJoined = middle >= level === corners[0] >= level;
  return isJoined
    ? [
        [a, b],
        [c, d],
      ]
    : [
        [a, d],
        [b, c],
      ];
}

/**
 * Where a map has a level, by marching squares: straight pieces in units of cells, the middle of the first at (0, 0), x along a row. Between two cells the map is
 * taken to be straight; beside a cell without a value there is no contour.
 */
export function contour({ values, rows, columns }: Cells, level: number): Pick<Segments, 'x' | 'y'> {
  const at = (x: number, y: number): number => values[y * columns + x];
  const pieces: (readonly [Place, Place])[] = [];
  for (let y = 0; y + 1 < rows; y++) for (let x = 0; x + 1 < columns; x++) pieces.push(...crossings(at, x, y, level));
  const list = (end: 0 | 1, axis: 0 | 1): readonly number[] => pieces.map((piece) => piece[end][axis]);
  return { x: [list(0, 0), list(1, 0)], y: [list(0, 1), list(1, 1)] };
}

/** `count` levels at equal distances, both ends included. */
export const levels = (low: number, high: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, at) => low + ((high - low) * at) / (count - 1));

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Each cell as the median of itself and the up to eight around it that have a value; a cell without one stays so. */
export function medianFiltered({ values, rows, columns }: Cells): Float64Array {
  return Float64Array.from(values, (own, cell) => {
    if (!Number.isFinite(own)) return Number.NaN;
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const around: number[] = [];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++) {
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++) {
        if (Number.isFinite(values[y * columns + x])) around.push(values[y * columns + x]);
      }
    }
    return median(around);
  });
}
