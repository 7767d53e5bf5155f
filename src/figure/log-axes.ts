/** Logarithmic axes: which panels can have them, and what has no place on them. */
import { MsmError } from '../errors.js';
import type { LogAxes } from './figure.js';
import { type Bars, endsOf, type Mark, type PointMarks } from './marks.js';
import { type Axis, type Panel, placesOf } from './panel.js';
import { rangeOf } from './reduce.js';
import { isAboveZero } from './span.js';

/** A linear axis as a logarithmic one; ends that it cannot have are those of the values. */
const asLog = (axis: Axis): Axis => ({
  ...axis,
  isLog: true,
  hasZero: false,
  ...(axis.domain !== undefined && !axis.domain.every(isAboveZero) && { domain: undefined }),
});

/** Marks whose sizes are in units of their axes, which must be linear. */
const LINEAR: readonly Mark['kind'][] = ['picture', 'discs', 'paths', 'heads'];

/**
 * A panel with the logarithmic axes that were asked for; pictures, graphs, words and what has no axes keep theirs. One that was not asked for is linear
 * where no value is above 0.
 */
export function withLog(panel: Panel, log: LogAxes): Panel {
  if (panel.marks.some(({ kind }) => LINEAR.includes(kind))) return panel;
  const places = panel.marks.filter(({ kind }) => kind !== 'rule').map(placesOf);
  const has = (lists: readonly ArrayLike<number>[], is: (value: number) => boolean): boolean =>
    lists.some((list) => Array.prototype.some.call(list, is));
  const axisOf = (axis: Axis, isAsked: boolean, lists: readonly ArrayLike<number>[]): Axis => {
    if (isAsked && axis.labels === undefined && axis.isHidden !== true) return asLog(axis);
    if (axis.isLog !== true || has(lists, isAboveZero) || !has(lists, Number.isFinite)) return axis;
    return { ...axis, isLog: false };
  };
  return {
    ...panel,
    x: axisOf(
      panel.x,
      log.x,
      places.flatMap(({ xs }) => xs),
    ),
    y: axisOf(
      panel.y,
      log.y,
      places.flatMap(({ ys }) => ys),
    ),
  };
}

const above0 = (value: number): number => (isAboveZero(value) ? value : Number.NaN);

const positive = (values: ArrayLike<number>): Float64Array => Float64Array.from(values, above0);

/** Error bars of which both ends are above 0. */
const short = (ends: PointMarks['reach']): PointMarks['reach'] =>
  ends && {
    low: positive(ends.low),
    high: Float64Array.from(ends.high, (high, i) => (isAboveZero(ends.low[i]) ? high : Number.NaN)),
  };

/** Where bars of a panel begin that would begin at 0: below the least of their heights, and no higher than anything else on that axis. */
function floorOf({ marks }: Panel, isAcross: boolean): number {
  const heights = marks.flatMap((mark) => (mark.kind === 'bars' ? [mark.height] : []));
  const others = marks.flatMap((mark) => (mark.kind === 'bars' ? [] : placesOf(mark)[isAcross ? 'xs' : 'ys']));
  const [least, lowest] = [heights, others].map((lists) => rangeOf(lists.map((list) => rangeOf(positive(list))[0]))[0]);
  return lowest < least / 2 ? lowest : least / 2;
}

/** Bars whose lengths stand on a logarithmic axis. */
function longBars(mark: Bars, panel: Panel): Bars {
  const floor = floorOf(panel, mark.isAcross === true);
  const base = Float64Array.from(mark.height, (_, i) => {
    const own = mark.base?.[i] ?? 0;
    return isAboveZero(own) ? own : floor;
  });
  return { ...mark, height: positive(mark.height), base };
}

/** A mark without what has no place on a logarithmic axis. */
export function above(mark: Mark, panel: Panel): Mark {
  const { x, y } = panel;
  if (x.isLog !== true && y.isLog !== true) return mark;
  const [onX, onY] = [x, y].map(
    ({ isLog }) =>
      (values: ArrayLike<number>): ArrayLike<number> =>
        isLog === true ? positive(values) : values,
  );
  switch (mark.kind) {
    case 'line':
      return { ...mark, x: onX(mark.x), y: onY(mark.y) };
    case 'points': {
      const { error: _, ...others } = mark;
      const ends = endsOf(mark);
      const reach = y.isLog === true ? short(ends) : ends;
      return { ...others, x: onX(mark.x), y: onY(mark.y), ...(reach !== undefined && { reach }) };
    }
    case 'band':
      return { ...mark, x: onX(mark.x), low: onY(mark.low), high: onY(mark.high) };
    case 'bars': {
      const [along, up] = mark.isAcross === true ? ([onY, x] as const) : ([onX, y] as const);
      const long = up.isLog === true ? longBars(mark, panel) : mark;
      return { ...long, from: along(mark.from), to: along(mark.to) };
    }
    case 'segments':
      return { ...mark, x: [onX(mark.x[0]), onX(mark.x[1])], y: [onY(mark.y[0]), onY(mark.y[1])] };
    case 'rule':
      return (mark.axis === 'x' ? x : y).isLog === true ? { ...mark, at: above0(mark.at) } : mark;
    case 'words':
      return { ...mark, x: [...Array.from(onX(mark.x))], y: [...Array.from(onY(mark.y))] };
    default:
      return mark;
  }
}

/** Numbers along both axes that somebody would miss; error bars that would reach 0 are left out without a word. */
function ownOf(mark: Mark): { readonly xs: readonly ArrayLike<number>[]; readonly ys: readonly ArrayLike<number>[] } {
  if (mark.kind === 'points') return { xs: [mark.x], ys: [mark.y] };
  if (mark.kind === 'bars')
    return mark.isAcross === true ? { xs: [mark.height], ys: [] } : { xs: [], ys: [mark.height] };
  return mark.kind === 'line' || mark.kind === 'segments' ? placesOf(mark) : { xs: [], ys: [] };
}

/** What is left out of one logarithmic axis. */
function leftOutOf({ marks, ...axes }: Panel, side: 'x' | 'y'): string | undefined {
  const { isLog, title } = axes[side];
  if (isLog !== true) return undefined;
  let [all, out] = [0, 0];
  for (const { xs, ys } of marks.map(ownOf)) {
    for (const list of side === 'x' ? xs : ys) {
      for (let i = 0; i < list.length; i++) {
        if (!Number.isFinite(list[i])) continue;
        all++;
        if (!isAboveZero(list[i])) out++;
      }
    }
  }
  if (out === 0) return undefined;
  const what = title ?? `the ${side} axis`;
  if (out < all) return `${out} of ${all} values of ${what} are not above 0 and have no place on a logarithmic axis`;
  throw new MsmError('E_CONFIG', `--log ${side}: ${what} has no value above 0`, { place: '--log' });
}

/** What logarithmic axes leave out, as sentences. Throws E_CONFIG if that is everything. */
export const leftOut = (panels: readonly Panel[]): readonly string[] => [
  ...new Set(panels.flatMap((panel) => [leftOutOf(panel, 'x') ?? [], leftOutOf(panel, 'y') ?? []].flat())),
];
