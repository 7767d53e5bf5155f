/** How much the distance fluctuates, over the parameters of a sweep, by the keys of the published collector (spec section 10.3). */
import { sampleStatistics } from '../../analysis/sample.js';
import type { FigureData, FigureDescription, Subject } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { categoryColours } from '../../figure/palette.js';
import type { Axis as PanelAxis } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { axisTitle } from '../../figure/text.js';
import { RESULTS, valueLabel, variedAxes } from '../../figure/varying.js';
import type { Elementary } from '../../kernel/elementary.js';
import { DASHED } from './figure-words.js';
import {
  alike,
  pointsNeeded,
  type Quantity,
  type RunPoint,
  runPoints,
  STD,
  theoryAt,
  untheoreticalNote,
  VARIANCE,
} from './fluctuations.js';
import { type Axis, logSpaced, MEANINGS } from './theory-curves.js';

/** The parameter that colours tell: of these the one with the most values, the first of several. */
const SECOND = ['tau_J', 'K', 'N', 'rho', 'tau_h'] as const;

function secondOf({ axes }: Subject, points: readonly RunPoint[], x: Axis): string {
  const counts = SECOND.filter((axis) => axis !== x && axes.includes(axis)).map((axis) => ({
    axis,
    count: new Set(points.map(({ varied }) => varied[axis])).size,
  }));
  return counts.reduce((most, one) => (one.count > most.count ? one : most), { axis: 'K', count: 1 }).axis;
}

/** Least x of the theory, as published. */
const LEAST_X = 0.01;

const linear = (low: number, high: number): readonly number[] =>
  Array.from({ length: 100 }, (_, i) => low + ((high - low) * i) / 99);

/** Runs of one combination of all other parameters: their mean with its error at each x, and the formula. */
interface Course {
  readonly means: { readonly x: readonly number[]; readonly y: readonly number[]; readonly error: readonly number[] };
  readonly raw: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly theory: { readonly x: readonly number[]; readonly y: readonly number[] };
}

function courseOf(group: readonly RunPoint[], quantity: Quantity, x: Axis, places: readonly number[]): Course {
  const at = [...new Set(group.map((point) => point[x]))].sort((a, b) => a - b);
  const statistics = at.map((value) => sampleStatistics(group.filter((one) => one[x] === value).map(({ y }) => y)));
  return {
    means: {
      x: at,
      y: statistics.map(({ mean }) => mean),
      error: statistics.map(({ sem }) => sem ?? Number.NaN),
    },
    raw: { x: group.map((point) => point[x]), y: group.map(({ y }) => y) },
    theory: { x: places, y: places.map((value) => theoryAt(group[0], quantity, x, value)) },
  };
}

/** Courses of a figure with their colours: a colour a value of `second`. */
function coursesOf(
  data: FigureData,
  points: readonly RunPoint[],
  quantity: Quantity,
  x: Axis,
  second: string,
  spaced: (low: number, high: number, f: Elementary) => readonly number[],
): readonly (Course & { readonly label?: string; readonly colour: string })[] {
  const all = points.map((point) => point[x]);
  const places = spaced(Math.max(LEAST_X, Math.min(...all)), Math.max(...all), data.f);
  const groups = alike(points, x);
  const secondIn = ([{ varied }]: readonly RunPoint[]) => varied[second];
  const values = [...new Set(groups.map(secondIn))].sort((a, b) => Number(a) - Number(b));
  const colours = categoryColours(values.length);
  return groups.map((group) => {
    const value = secondIn(group);
    return {
      ...courseOf(group, quantity, x, places),
      ...(value !== undefined && { label: valueLabel(data, second, value) }),
      colour: colours[values.indexOf(value)],
    };
  });
}

/** The axis of a parameter. */
const axisOf = (data: FigureData, name: Axis): PanelAxis => ({ title: axisTitle(data.numbers(RESULTS, name)) });

const FORMULA = 'dashed: published formula for long times';

/** Parameters of a sweep that neither place nor colour says. */
const otherNote = ({ subject }: FigureData, ...said: readonly string[]): readonly string[] => {
  const others = variedAxes(subject).filter((axis) => !said.includes(axis));
  return others.length === 0
    ? []
    : [`${others.join(', ')} ${others.length > 1 ? 'vary' : 'varies'} too: one course for each value`];
};

const runsWords = (points: readonly RunPoint[]): string => {
  const counts = alike(points).map(({ length }) => length);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  if (most === 1) return 'points: runs';
  const number = least === most ? `${most}` : `${least} to ${most}`;
  return `faint points: runs; others: means of ${number} runs ± standard error`;
};

/** Means with standard errors over the runs against a parameter, and the published formula through them. */
function errorBars(
  name: string,
  quantity: Quantity,
  x: Axis,
  isThere: (subject: Subject) => boolean = () => true,
): FigureDescription {
  const title = `${quantity.words} against the ${MEANINGS[x]}`;
  const meaning = `${quantity.words} of the distance over the ${MEANINGS[x]}: runs, means with standard errors, and the published formula`;
  return {
    name,
    title,
    meaning,
    isExtra: quantity === VARIANCE,
    instead: [quantity.column],
    needs: (subject) => (isThere(subject) ? pointsNeeded(subject, quantity, x) : undefined),
    draw(data) {
      const points = runPoints(data, quantity);
      const second = secondOf(data.subject, points, x);
      const isRepeated = alike(points).some(({ length }) => length > 1);
      const marks = coursesOf(data, points, quantity, x, second, logSpaced).flatMap(
        ({ means, raw, theory, label, colour }): readonly Mark[] => [
          ...(isRepeated ? [{ kind: 'points', ...raw, label, colour, opacity: 0.3, size: 10 } as const] : []),
          { kind: 'line', ...theory, colour, dash: DASHED },
          { kind: 'points', ...means, label, colour },
        ],
      );
      return panelFigure(data, {
        title,
        meaning,
        panels: [{ share: 0.6, x: axisOf(data, x), y: { title: quantity.title }, marks }],
        notes: [`${runsWords(points)}; ${FORMULA}`, ...otherNote(data, x, second), ...untheoreticalNote(data)],
      });
    },
  };
}

/** Values of the parameter that lines are of: all of few, else four at equal distances. */
const MOST_SLICES = 5;
const SLICES = 4;

function sliceValues(points: readonly RunPoint[], by: Axis): readonly number[] {
  const values = [...new Set(points.map((point) => point[by]))].sort((a, b) => a - b);
  if (values.length <= MOST_SLICES) return values;
  return Array.from({ length: SLICES }, (_, i) => values[Math.trunc((i * (values.length - 1)) / (SLICES - 1))]);
}

/** Lines of the means against a parameter, one for each value of another, on logarithmic axes, and the published formula. */
function slices(name: string, quantity: Quantity, x: Axis, by: Axis): FigureDescription {
  const title = `${quantity.words} against the ${MEANINGS[x]}`;
  const meaning = `${quantity.words} of the distance against the ${MEANINGS[x]} for some values of ${by}, and the published formula`;
  return {
    name,
    title,
    meaning,
    isExtra: true,
    needs: (subject) => pointsNeeded(subject, quantity, x),
    draw(data) {
      const all = runPoints(data, quantity);
      const shown = sliceValues(all, by);
      const points = all.filter((point) => shown.includes(point[by]));
      const marks = coursesOf(data, points, quantity, x, by, linear).flatMap(
        ({ means: { x: xs, y }, theory, label, colour }): readonly Mark[] => [
          { kind: 'line', x: xs, y, label, colour, isMarked: true },
          { kind: 'line', ...theory, colour, dash: DASHED },
        ],
      );
      const count = new Set(all.map((point) => point[by])).size;
      const left = shown.length === count ? [] : [`${shown.length} of ${count} values of ${by}`];
      return panelFigure(data, {
        title,
        meaning,
        panels: [
          { share: 0.6, x: { ...axisOf(data, x), isLog: true }, y: { title: quantity.title, isLog: true }, marks },
        ],
        notes: [
          `lines: means over the runs; ${FORMULA}`,
          ...left,
          ...otherNote(data, x, by),
          ...untheoreticalNote(data),
        ],
      });
    },
  };
}

const varies =
  (name: string) =>
  ({ axes }: Subject): boolean =>
    axes.includes(name);

export const FLUCTUATION_FIGURES: readonly FigureDescription[] = [
  errorBars('N_std', STD, 'N'),
  errorBars('N_var', VARIANCE, 'N'),
  errorBars('K_std_N', STD, 'K', varies('N')),
  // without another parameter, or with tau_J: the same picture as K_std_N if only N varies too
  errorBars('K_std_tau_J', STD, 'K', (subject) => varies('tau_J')(subject) || !varies('N')(subject)),
  errorBars('K_var', VARIANCE, 'K'),
  errorBars('tau_J_std', STD, 'tau_J'),
  errorBars('tau_J_var', VARIANCE, 'tau_J'),
  errorBars('rho_std', STD, 'rho'),
  slices('slice_std_N', STD, 'N', 'K'),
  slices('slice_std_tau_J_K', STD, 'tau_J', 'K'),
  slices('slice_std_K_N', STD, 'K', 'N'),
  slices('slice_std_K_tau_J', STD, 'K', 'tau_J'),
  slices('slice_var_N', VARIANCE, 'N', 'K'),
  slices('slice_var_K', VARIANCE, 'K', 'N'),
];
