/** A pair of axes with marks, before it has a size. */
import type { Mark } from './marks.js';

export interface Axis {
  readonly title: string | null;
  readonly isLog?: boolean;
  /** Ends of the axis; absent: those of the values. */
  readonly domain?: readonly [number, number];
  /** Whether the axis begins at 0. */
  readonly hasZero?: boolean;
  /** Whether only whole numbers are written at it. */
  readonly isWhole?: boolean;
  /** Whether it grows downwards, or to the left. */
  readonly isReversed?: boolean;
  /** Words at the places 0, 1, ... instead of numbers. */
  readonly labels?: readonly string[];
  /** A format of d3, as `.2f`. */
  readonly format?: string;
}

export interface Panel {
  readonly title?: string;
  /** Height as a share of its width. */
  readonly share: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
}

type Placed = { readonly xs: readonly ArrayLike<number>[]; readonly ys: readonly ArrayLike<number>[] };

/** All numbers of a mark along both axes. */
export function placesOf(mark: Mark): Placed {
  switch (mark.kind) {
    case 'line':
      return { xs: [mark.x], ys: [mark.y] };
    case 'points': {
      const { x, y, error } = mark;
      if (error === undefined) return { xs: [x], ys: [y] };
      const ends = [-1, 1].map((side) => Float64Array.from(y, (value, i) => value + side * (error[i] || 0)));
      return { xs: [x], ys: ends };
    }
    case 'band':
      return { xs: [mark.x], ys: [mark.low, mark.high] };
    case 'bars':
      return { xs: [mark.from, mark.to], ys: [mark.height, [0]] };
    case 'rule':
      return mark.axis === 'x' ? { xs: [[mark.at]], ys: [] } : { xs: [], ys: [[mark.at]] };
    case 'picture':
      return { xs: [mark.x], ys: [mark.y] };
    case 'words':
      return { xs: [mark.x], ys: [mark.y] };
  }
}
