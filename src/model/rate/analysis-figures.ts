/** Figures of what `msm analyse` left in the folder of a run or a sweep. */
import { histogramPanel } from '../../figure/distribution.js';
import { type FigureDescription, hasColumns, type Need, type Subject } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { numberWords } from '../../figure/text.js';
import { COVARIANT_FIGURE } from './covariant-figure.js';
import { stateSymbol } from './state-symbol.js';

const tableOf = (analysis: string): string => `analysis/${analysis}`;

const needing = (
  subject: Subject,
  kind: Subject['kind'],
  table: string,
  columns: readonly string[],
): readonly Need[] | undefined =>
  subject.kind === kind && hasColumns(subject, table, columns) ? [{ kind: 'columns', table, columns }] : undefined;

const LAGGED = tableOf('rate_autocorrelation');
const LAGGED_COLUMNS = ['lag', 'autocorrelation', 'error', 'mean_field'];

const AUTOCORRELATION: FigureDescription = {
  name: 'rate_autocorrelation',
  title: 'autocorrelation of the states',
  meaning:
    'mean over units and trials with its standard error over trials, and mean-field theory at the effective gain',
  after: { analysis: 'rate_autocorrelation', kind: 'run' },
  needs: (subject) => needing(subject, 'run', LAGGED, LAGGED_COLUMNS),
  draw(data) {
    const [x, y, error, theory] = LAGGED_COLUMNS.map((column) => data.numbers(LAGGED, column).values);
    const [low, high] = [-1, 1].map((side) => y.map((value, n) => value + side * error[n]));
    const marks: readonly Mark[] = [
      { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey },
      { kind: 'band', x, low, high, label: 'run', colour: COLOURS.blue },
      { kind: 'line', x, y, label: 'run', colour: COLOURS.blue },
      ...(theory.some(Number.isFinite)
        ? [{ kind: 'line', x, y: theory, label: 'mean field', colour: COLOURS.black, dash: [5, 3] } as const]
        : []),
    ];
    const symbol = stateSymbol(data);
    const panel: Panel = {
      share: 0.5,
      x: { title: 'lag s (ms)' },
      y: { title: `⟨${symbol}(t) ${symbol}(t + s)⟩` },
      marks,
    };
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel] });
  },
};

const LOCAL = tableOf('finite_time');

const FINITE_TIME: FigureDescription = {
  name: 'finite_time',
  title: 'finite-time exponents',
  meaning:
    'distribution of the largest local exponent over windows of all trials, with the normal law of its mean and scatter',
  after: { analysis: 'finite_time', kind: 'run' },
  needs: (subject) => needing(subject, 'run', LOCAL, ['index', 'exponent', 'end']),
  draw(data) {
    const [index, exponent, end] = ['index', 'exponent', 'end'].map((column) => data.numbers(LOCAL, column).values);
    const values = exponent.filter((_, row) => index[row] === 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const marked = [{ at: mean, label: `mean ${numberWords(mean)}/s` }];
    const panel = histogramPanel(values, data.f, { title: 'local λ₁ (1/s)', withNormal: true, marked });
    const notes = [`${values.length} windows of ${numberWords(end[0])} ms`];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

const EXTREMA = tableOf('bifurcation');
const EXTREMA_COLUMNS = ['g', 'unit', 'value', 'kind'];
/** How the kinds of points are called and coloured. */
const KINDS = [
  { kind: 'maximum', label: 'maxima', colour: COLOURS.vermillion },
  { kind: 'minimum', label: 'minima', colour: COLOURS.blue },
  { kind: 'rest', label: 'at rest', colour: COLOURS.black },
];

const BIFURCATION: FigureDescription = {
  name: 'bifurcation',
  title: 'bifurcations over the upscaling',
  meaning:
    'extrema of the first unit that was recorded, after the transient, against g: single points at rest, a few of a cycle, bands of chaos',
  after: { analysis: 'bifurcation', kind: 'sweep' },
  needs: (subject) => (subject.axes.includes('g') ? needing(subject, 'sweep', EXTREMA, EXTREMA_COLUMNS) : undefined),
  draw(data) {
    const [g, unit, value] = EXTREMA_COLUMNS.slice(0, 3).map((column) => data.numbers(EXTREMA, column).values);
    const kinds = data.words(EXTREMA, 'kind');
    const marks = KINDS.flatMap(({ kind, label, colour }): readonly Mark[] => {
      const rows = [...g.keys()].filter((row) => unit[row] === unit[0] && kinds[row] === kind);
      const [x, y] = [g, value].map((values) => rows.map((row) => values[row]));
      return rows.length === 0 ? [] : [{ kind: 'points', x, y, label, colour, size: 8, opacity: 0.6 }];
    });
    const panel: Panel = {
      share: 0.6,
      x: { title: 'synaptic upscaling g' },
      y: { title: `state of unit ${unit[0]}` },
      marks,
    };
    const others = data.subject.axes.filter((axis) => axis !== 'g');
    const notes = others.length === 0 ? [] : [`runs of all values of ${others.join(', ')}`];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

export const ANALYSIS_FIGURES: readonly FigureDescription[] = [
  AUTOCORRELATION,
  FINITE_TIME,
  BIFURCATION,
  COVARIANT_FIGURE,
];
