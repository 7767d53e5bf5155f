/** A pair of axes with marks, before it has a size. */
import { placesOfGraph } from './graph-marks.js';
import { endsOf, type Mark } from './marks.js';
import { rangeOf } from './reduce.js';

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
  /** Whether all of these words are written, however many they are; else some, if there are many. */
  readonly hasAllLabels?: boolean;
  /** Whether what is written at a horizontal axis stands upright. */
  readonly isTurned?: boolean;
  /** A format of d3, as `.2f`. */
  readonly format?: string;
  /** About how many places are marked. */
  readonly ticks?: number;
  /** Whether the places are marked without words or numbers: the panel below has them. */
  readonly isBare?: boolean;
  /** Whether nothing is written or marked at it: there are no values whose places it could say. */
  readonly isBlank?: boolean;
  /** Whether nothing is drawn of it. */
  readonly isHidden?: boolean;
}

export interface Panel {
  readonly title?: string;
  /** Height as a share of its width. */
  readonly share: number;
  /** Its part of the width, beside others; absent: 1. */
  readonly weight?: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
  /** The same in a width that others leave, of which words need their part; absent: it is the same in any. */
  readonly within?: (width: number) => Panel;
}

type Placed = { readonly xs: readonly ArrayLike<number>[]; readonly ys: readonly ArrayLike<number>[] };

/** All numbers of a mark along both axes. */
export function placesOf(mark: Mark): Placed {
  switch (mark.kind) {
    case 'line':
      return { xs: [mark.x], ys: [mark.y] };
    case 'points': {
      const { x, y } = mark;
      const ends = endsOf(mark);
      return { xs: [x], ys: ends === undefined ? [y] : [y, ends.low, ends.high] };
    }
    case 'band':
      return { xs: [mark.x], ys: [mark.low, mark.high] };
    case 'bars': {
      const [sides, ends] = [
        [mark.from, mark.to],
        [mark.height, mark.base ?? [0]],
      ];
      return mark.isAcross === true ? { xs: ends, ys: sides } : { xs: sides, ys: ends };
    }
    case 'segments':
      return { xs: mark.x, ys: mark.y };
    case 'rule':
      return mark.axis === 'x' ? { xs: [[mark.at]], ys: [] } : { xs: [], ys: [[mark.at]] };
    case 'picture':
      return { xs: mark.tiles.map(({ x }) => x), ys: mark.tiles.map(({ y }) => y) };
    case 'boxes':
      return { xs: mark.x, ys: mark.y };
    case 'words':
      return { xs: [mark.x], ys: [mark.y] };
    default:
      return placesOfGraph(mark);
  }
}

const hasNumber = (lists: readonly ArrayLike<number>[]): boolean =>
  lists.some((list) => !Number.isNaN(rangeOf(list)[0]));

/** Lists of which the numbers at one place are one thing of a mark; undefined of marks that are not such lists. */
function togetherOf(mark: Mark): readonly ArrayLike<number>[] | undefined {
  switch (mark.kind) {
    case 'line':
      return [mark.x, mark.y];
    case 'points':
      return [mark.x, mark.y, ...(mark.coloured === undefined ? [] : [mark.coloured.values])];
    case 'band':
      return [mark.x, mark.low, mark.high];
    case 'bars':
      return [mark.from, mark.to, mark.height, ...(mark.base === undefined ? [] : [mark.base])];
    case 'segments':
      return [...mark.x, ...mark.y];
    case 'words':
      return [mark.x, mark.y];
    default:
      return undefined;
  }
}

/** Whether there is anything to see of a mark. */
export function hasValue(mark: Mark): boolean {
  if (mark.kind === 'picture') return mark.tiles.length > 0 && mark.isEmpty !== true;
  const lists = togetherOf(mark);
  if (lists === undefined) {
    const { xs, ys } = placesOf(mark);
    return mark.kind === 'rule' ? hasNumber([...xs, ...ys]) : hasNumber(xs) && hasNumber(ys);
  }
  const { length } = lists[0];
  for (let i = 0; i < length; i++) if (lists.every((list) => Number.isFinite(list[i]))) return true;
  return false;
}
