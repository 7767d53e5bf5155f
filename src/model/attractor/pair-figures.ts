/** Figures of pairs of patterns and of the attractors found from them: their angles and their correlations. */
import {
  type FigureData,
  type FigureDescription,
  hasColumns,
  type Need,
  type Subject,
  tableOf,
} from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { CATEGORIES, COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';

const PAIRS = 'pairs';
const OF_PATTERNS = 'patterns';

/** A column of pairs, and the bins in which its values are counted. */
interface Measured {
  readonly column: string;
  readonly title: string;
  readonly ends: readonly [number, number];
  readonly bins: number;
  /** The value of a pair that has nothing in common. */
  readonly none: number;
}

/** Half a turn in eighteen bins, as published. */
const ANGLES: Measured = { column: 'angle', title: 'angle (degrees)', ends: [0, 180], bins: 18, none: 90 };
const CORRELATIONS: Measured = { column: 'correlation', title: 'correlation r', ends: [-1, 1], bins: 20, none: 0 };

/** Shares of the pairs in bins of equal width. */
function sharesPanel(
  { title, ends, bins, none }: Measured,
  values: readonly number[],
  of: string,
  colour: string,
): Panel {
  const width = (ends[1] - ends[0]) / bins;
  const heights = new Float64Array(bins);
  const finite = values.filter(Number.isFinite);
  for (const value of finite) {
    const bin = Math.floor((value - ends[0]) / width);
    heights[Math.min(bins - 1, Math.max(0, bin))] += 1 / finite.length;
  }
  const from = Float64Array.from(heights, (_, at) => ends[0] + at * width);
  return {
    share: 0.55,
    title: of,
    x: { title, domain: ends },
    y: { title: 'share of pairs', hasZero: true },
    marks: [
      { kind: 'bars', from, to: from.map((at) => at + width), height: heights, colour },
      { kind: 'rule', axis: 'x', at: none, colour: COLOURS.grey, dash: [4, 3] },
    ],
  };
}

/** Pairs of the patterns, or of the attractors of one search, in one order: that of the patterns they belong to. */
interface PairSet {
  readonly label: string;
  readonly colour: string;
  readonly values: readonly number[];
}

/** The patterns, then the attractors of each search. */
function setsOf(data: FigureData, column: string): readonly PairSet[] {
  const [of, values] = [data.words(PAIRS, 'of'), data.numbers(PAIRS, column).values];
  const found = new Map<string, number[]>([[OF_PATTERNS, []]]);
  for (const [row, name] of of.entries()) {
    const own = found.get(name ?? '');
    if (own === undefined) found.set(name ?? '', [values[row]]);
    else own.push(values[row]);
  }
  const labelOf = (name: string, at: number): string =>
    at === 0 ? name : at === 1 ? 'attractors' : `${name}, after forgetting`;
  return [...found].map(([name, own], at) => ({ label: labelOf(name, at), colour: CATEGORIES[at], values: own }));
}

const needingPairs =
  (column: string) =>
  (subject: Subject): readonly Need[] | undefined =>
    subject.kind === 'run' && hasColumns(subject, PAIRS, ['of', column]) && tableOf(subject, 'searches') !== undefined
      ? [{ kind: 'columns', table: PAIRS, columns: ['of', column] }]
      : undefined;

const ORTHOGONALITY: FigureDescription = {
  name: 'orthogonality',
  title: 'angles between patterns and between attractors',
  meaning:
    'angle of each pair of attractors against that of the patterns that they were found from, and how often angles occur; 90 degrees are orthogonal',
  needs: needingPairs(ANGLES.column),
  draw(data) {
    const sets = setsOf(data, ANGLES.column);
    const [patterns, ...found] = sets;
    const points = found.map(
      ({ label, colour, values }): Mark => ({ kind: 'points', x: patterns.values, y: values, label, colour }),
    );
    const ends = rangeOf([ANGLES.none, ...rangeOf(patterns.values)]);
    const scatter: Panel = {
      share: 0.5,
      x: { title: 'angle of two patterns (degrees)' },
      y: { title: 'of their attractors (degrees)' },
      marks: [
        { kind: 'rule', axis: 'y', at: ANGLES.none, colour: COLOURS.grey, dash: [4, 3] },
        { kind: 'line', x: ends, y: ends, colour: COLOURS.grey },
        ...points,
      ],
    };
    const histograms = sets.map(({ label, colour, values }) => sharesPanel(ANGLES, values, label, colour));
    const notes = ['line: attractors at the angle of their patterns; dashed: orthogonal'];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [scatter, histograms], notes });
  },
};

const PAIR_CORRELATIONS: FigureDescription = {
  name: 'correlations',
  title: 'correlations of patterns and of attractors',
  meaning:
    'how often Pearson correlations occur among all pairs of patterns, and among all pairs of the attractors found from them',
  needs: needingPairs(CORRELATIONS.column),
  draw(data) {
    const sets = setsOf(data, CORRELATIONS.column);
    const panels = sets.map(({ label, colour, values }) => sharesPanel(CORRELATIONS, values, label, colour));
    const means = sets.flatMap(({ label, values }) => {
      const finite = values.filter(Number.isFinite);
      const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
      return finite.length === 0 ? [] : [`${label} ${numberWords(mean)}`];
    });
    const notes = [`mean over pairs: ${means.join(', ')}; dashed: not correlated`];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panels], notes });
  },
};

export const PAIR_FIGURES: readonly FigureDescription[] = [ORTHOGONALITY, PAIR_CORRELATIONS];
