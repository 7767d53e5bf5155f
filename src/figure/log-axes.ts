/** Logarithmic axes: which panels can have them, and what has no place on them. */
import { MsmError } from '../errors.js';
import type { LogAxes } from './figure.js';
import { endsOf, type Mark, type PointMarks } from './marks.js';
import type { Axis, Panel } from './panel.js';

/** A panel with the logarithmic axes that were asked for; pictures and words keep theirs. */
export function withLog(panel: Panel, log: LogAxes): Panel {
  if (panel.marks.some(({ kind }) => kind === 'picture')) return panel;
  const axisOf = (axis: Axis, isAsked: boolean): Axis =>
    isAsked && axis.labels === undefined ? { ...axis, isLog: true, hasZero: false } : axis;
  return { ...panel, x: axisOf(panel.x, log.x), y: axisOf(panel.y, log.y) };
}

const positive = (values: ArrayLike<number>): Float64Array =>
  Float64Array.from(values, (value) => (value > 0 ? value : Number.NaN));

/** Error bars of which both ends are above 0. */
const short = (ends: PointMarks['reach']): PointMarks['reach'] =>
  ends && {
    low: positive(ends.low),
    high: Float64Array.from(ends.high, (high, i) => (ends.low[i] > 0 ? high : Number.NaN)),
  };

/** A mark without what has no place on a logarithmic axis. */
export function above(mark: Mark, { x, y }: Panel): Mark {
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
    default:
      return mark;
  }
}

/** What is left out of one logarithmic axis. */
function leftOutOf({ marks, ...axes }: Panel, side: 'x' | 'y'): string | undefined {
  const { isLog, title } = axes[side];
  if (isLog !== true) return undefined;
  // error bars that would reach 0 are left out without a word
  const own = marks.flatMap((mark) =>
    mark.kind === 'line' || mark.kind === 'points' ? [{ xs: [mark.x], ys: [mark.y] }] : [],
  );
  let [all, out] = [0, 0];
  for (const { xs, ys } of own) {
    for (const list of side === 'x' ? xs : ys) {
      for (let i = 0; i < list.length; i++) {
        if (!Number.isFinite(list[i])) continue;
        all++;
        if (list[i] <= 0) out++;
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
