/** Figures of runs and of sweeps, by the keys of the published program; those of the couplings and of the last state are new. */
import { detectConvergence, PUBLISHED_STATIONARITY } from '../../analysis/stationarity.js';
import { defaultLags, seriesStatistics } from '../../analysis/statistics.js';
import { autocorrelationPanel, finiteOf, histogramPanel, quantilePanel } from '../../figure/distribution.js';
import { type FigureData, type FigureDescription, hasColumns, type Need, type Subject } from '../../figure/figure.js';
import { courseOfRows, coursePanel } from '../../figure/heat-map.js';
import type { Mark } from '../../figure/marks.js';
import { CATEGORIES, COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { numberWords } from '../../figure/text.js';
import { BASIN_FIGURE } from '../analyses/basin-figure.js';
import { RETRIEVAL_FIGURES } from '../analyses/retrieval-figures.js';
import { NEURONS_MOVE, PHASE_SPACE } from './animations.js';
import { COMPARISON_FIGURES } from './comparison-figures.js';
import { COUPLING_FIGURES } from './coupling-figures.js';
import { FIELD_FIGURE } from './field-figure.js';
import { DASHED, DISTANCE, DOTTED, RESIDUAL, TIME } from './figure-words.js';
import { FIT_FIGURES } from './fit-figures.js';
import { FLUCTUATION_FIGURES } from './fluctuation-figures.js';
import { PASS_FIGURES } from './pass-figures.js';

const SERIES = 'timeseries';
const BAND = '#8a949e';

/** What a figure reads of the time series; nothing if the run did not record it. */
const needing =
  (...columns: readonly string[]) =>
  (subject: Subject): readonly Need[] | undefined =>
    subject.kind === 'run' && hasColumns(subject, SERIES, columns)
      ? [{ kind: 'columns', table: SERIES, columns: ['time', ...columns] }]
      : undefined;

const valuesOf = (data: FigureData, column: string): Float64Array => data.numbers(SERIES, column).values;

/** A figure with one panel over time. */
function overTime(
  about: Pick<FigureDescription, 'name' | 'aliases' | 'title' | 'meaning' | 'instead' | 'isExtra'>,
  columns: readonly string[],
  panelOf: (data: FigureData, time: Float64Array, values: readonly Float64Array[]) => Omit<Panel, 'x' | 'share'>,
  notesOf: (data: FigureData) => readonly string[] = () => [],
): FigureDescription {
  return {
    ...about,
    needs: needing(...columns),
    draw(data) {
      const time = valuesOf(data, 'time');
      const panel = panelOf(
        data,
        time,
        columns.map((column) => valuesOf(data, column)),
      );
      const { title, meaning } = about;
      return panelFigure(data, { title, meaning, panels: [{ share: 0.5, x: TIME, ...panel }], notes: notesOf(data) });
    },
  };
}

/** Whether theory says something about the run; a note if not. */
const theoryNote = ({ subject }: FigureData): readonly string[] =>
  subject.summary.theory_applies === 0 ? ['the run does not fulfil what the theory assumes'] : [];

const run = (x: Float64Array, y: Float64Array): Mark => ({ kind: 'line', x, y, colour: COLOURS.blue, label: 'run' });

/** From the mean less to the mean plus one standard deviation. */
const bandOf = (x: Float64Array, mean: Float64Array, std: Float64Array): Mark => ({
  kind: 'band',
  x,
  low: mean.map((value, i) => value - std[i]),
  high: mean.map((value, i) => value + std[i]),
  colour: BAND,
  label: '± 1 sd',
});

const THEORY = overTime(
  {
    name: 'deltaFnorm2_kt',
    title: 'distance to the Hebbian matrix',
    meaning:
      'distance of the couplings to k H over k², with its mean and standard deviation in theory and the asymptote',
    instead: ['distance', 'distance_normalized', 'theory_mean', 'theory_std'],
  },
  ['distance_normalized', 'theory_mean', 'theory_std'],
  ({ subject }, x, [distance, mean, std]) => {
    const { asymptote } = subject.summary;
    const end: readonly Mark[] =
      typeof asymptote === 'number' && asymptote > 0
        ? [{ kind: 'rule', axis: 'y', at: asymptote, colour: COLOURS.black, dash: DOTTED, label: 'asymptote' }]
        : [];
    const theory: Mark = { kind: 'line', x, y: mean, colour: COLOURS.vermillion, dash: DASHED, label: 'theory' };
    return { y: { title: DISTANCE, isLog: true }, marks: [run(x, distance), theory, bandOf(x, mean, std), ...end] };
  },
  theoryNote,
);

const RESIDUALS = overTime(
  {
    name: 'deltaFnorm2_kt_residuals',
    title: 'residual of the distance',
    meaning: 'distance over k² minus its theoretical mean, with the theoretical standard deviation around zero',
    instead: ['residual'],
  },
  ['residual', 'theory_std'],
  (_, x, [residual, std]) => ({
    y: { title: RESIDUAL },
    marks: [
      bandOf(
        x,
        x.map(() => 0),
        std,
      ),
      { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.vermillion, dash: DASHED },
      run(x, residual),
    ],
  }),
  theoryNote,
);

const NORMALISED = overTime(
  {
    name: 'deltaFnorm2_k',
    title: 'distance to the Hebbian matrix',
    meaning: 'distance of the couplings to k H over k²',
    isExtra: true,
  },
  ['distance_normalized'],
  (_, x, [y]) => ({ y: { title: DISTANCE }, marks: [{ kind: 'line', x, y, colour: COLOURS.blue }] }),
);

const WITHOUT_THEORY: FigureDescription = { ...NORMALISED, name: 'deltaFnorm2_kt_no_theoretical' };

const PLAIN = overTime(
  {
    name: 'synaptic_hebb_F_norm_difference',
    aliases: ['synaptic_hebb_norm_difference'],
    title: 'distance to the Hebbian matrix',
    meaning: 'mean squared distance of the couplings to k H over the off-diagonal entries',
    isExtra: true,
  },
  ['distance'],
  (_, x, [y]) => ({ y: { title: 'S' }, marks: [{ kind: 'line', x, y, colour: COLOURS.blue }] }),
);

const ENERGY = overTime(
  { name: 'energy', title: 'energy', meaning: 'energy as published: without the gain u and without entropy' },
  ['energy'],
  (_, x, [y]) => ({ y: { title: 'E' }, marks: [{ kind: 'line', x, y, colour: COLOURS.blue }] }),
);

/** The residual's statistics in two lines. */
function residualWords(values: Float64Array, { f, subject }: FigureData): readonly string[] {
  const { count, mean, std, skewness, excessKurtosis, shapiroWilk } = seriesStatistics(values, f);
  const theory = subject.summary.theory_std;
  return [
    `${count} values: mean ${numberWords(mean)}, sd ${numberWords(std)}${typeof theory === 'number' ? ` (theory ${numberWords(theory)})` : ''}`,
    `skewness ${numberWords(skewness)}, excess kurtosis ${numberWords(excessKurtosis)}${shapiroWilk === null ? '' : `, Shapiro-Wilk p ${numberWords(shapiroWilk.p)}`}`,
  ];
}

const HISTOGRAM: FigureDescription = {
  name: 'deltaFnorm2_kt_residuals_hist',
  title: 'residuals and the normal law',
  meaning: 'histogram of the residual over all records with the normal law of its mean and scatter, and its quantiles',
  needs: needing('residual'),
  draw(data) {
    const values = finiteOf(valuesOf(data, 'residual'));
    const panels = [
      histogramPanel(values, data.f, { title: 'residual', share: 0.9, withNormal: true }),
      quantilePanel(values, data.f, 0.9),
    ];
    const notes = values.length === 0 ? theoryNote(data) : [...theoryNote(data), ...residualWords(values, data)];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panels], notes });
  },
};

/** Overlaps that are drawn as lines, and steps after which lines would cover each other. */
const MOST_LINES = CATEGORIES.length;
const MOST_STEPS = 300;

function overlapNames({ tables }: Subject): readonly string[] {
  const names = tables.find(({ name }) => name === SERIES)?.columns.map(({ name }) => name) ?? [];
  return names.filter((name) => /^overlap_\d+$/.test(name));
}

const OVERLAPS: FigureDescription = {
  name: 'overlaps',
  title: 'overlaps with the patterns',
  meaning: 'overlap of the neurons with each pattern',
  instead: ['overlap'],
  needs(subject) {
    const names = overlapNames(subject);
    return names.length === 0 ? undefined : needing(...names)(subject);
  },
  draw(data) {
    const { title, meaning } = this;
    const names = overlapNames(data.subject);
    const x = data.numbers(SERIES, 'time');
    const rows = names.map((name) => valuesOf(data, name));
    if (x.values.length > MOST_STEPS || names.length > MOST_LINES) {
      const { panel, notes } = coursePanel(
        courseOfRows({ name: 'overlap', symbol: 'm', type: 'f64' }, x, rows, 'pattern'),
      );
      return panelFigure(data, { title, meaning, panels: [panel], notes });
    }
    const marks = rows.map((y, i): Mark => ({ kind: 'line', x: x.values, y, label: `m${subscript(i)}` }));
    const panel: Panel = { share: 0.5, x: TIME, y: { title: 'overlap m' }, marks };
    return panelFigure(data, { title, meaning, panels: [panel] });
  },
};

/** Digits as subscripts. */
const subscript = (n: number): string =>
  [...String(n)].map((digit) => String.fromCodePoint(0x2080 + Number(digit))).join('');

const ACTIVITIES: FigureDescription = {
  name: 'neural_activities',
  title: 'neural activities',
  meaning: 'state of each neuron over time',
  instead: ['sigma'],
  animation: NEURONS_MOVE,
  needs: (subject) =>
    hasColumns(subject, 'sigma', ['sigma']) ? [{ kind: 'course', table: 'sigma', value: 'sigma' }] : undefined,
  draw(data) {
    const { panel, notes } = coursePanel({ ...data.course('sigma', 'sigma'), of: 'neuron' });
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

const AUTOCORRELATION: FigureDescription = {
  name: 'autocorrelation',
  title: 'autocorrelation of the mean activity',
  meaning: 'correlation of the mean activity with itself at later records',
  needs: needing('activity'),
  draw(data) {
    const values = valuesOf(data, 'activity');
    const panel = autocorrelationPanel(values, defaultLags(values.length), 'autocorrelation');
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel] });
  },
};

const STATIONARITY: FigureDescription = {
  name: 'stationarity',
  title: 'stationarity of the distance',
  meaning:
    'distance over k², and p-values of the augmented Dickey-Fuller test in windows up to the first that is stationary',
  isExtra: true,
  needs: needing('distance_normalized'),
  draw(data) {
    const [time, values] = ['time', 'distance_normalized'].map((column) => valuesOf(data, column));
    const { index, windows } = detectConvergence(values, PUBLISHED_STATIONARITY, data.f);
    const { significance, window, minPeriods } = PUBLISHED_STATIONARITY;
    const at: readonly Mark[] =
      index === null ? [] : [{ kind: 'rule', axis: 'x', at: time[index], colour: COLOURS.vermillion, dash: DASHED }];
    const places = Float64Array.from(windows, ({ end }) => time[end]);
    const upper: Panel = {
      share: 0.35,
      x: { title: null },
      y: { title: DISTANCE },
      marks: [{ kind: 'line', x: time, y: values, colour: COLOURS.blue }, ...at],
    };
    const domain = [time[0], time[time.length - 1]] as const;
    const lower: Panel = {
      share: 0.3,
      x: { ...TIME, domain },
      y: { title: 'p', domain: [0, 1] },
      marks: [
        { kind: 'points', x: places, y: windows.map(({ p }) => p), colour: COLOURS.blue },
        { kind: 'rule', axis: 'y', at: significance, colour: COLOURS.grey, dash: DASHED },
        ...at,
      ],
    };
    const verdict = index === null ? 'no window is stationary' : `stationary from t = ${numberWords(time[index])} on`;
    const notes = [`${verdict}: windows of ${window} records after ${minPeriods}, p < ${significance}`];
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      panels: [{ ...upper, x: { ...upper.x, domain } }, lower],
      notes,
    });
  },
};

export const HEBBIAN_FIGURES: readonly FigureDescription[] = [
  THEORY,
  RESIDUALS,
  HISTOGRAM,
  OVERLAPS,
  ENERGY,
  ACTIVITIES,
  FIELD_FIGURE,
  AUTOCORRELATION,
  STATIONARITY,
  NORMALISED,
  WITHOUT_THEORY,
  PLAIN,
  ...COUPLING_FIGURES,
  ...PASS_FIGURES,
  ...RETRIEVAL_FIGURES,
  BASIN_FIGURE,
  PHASE_SPACE,
  ...FLUCTUATION_FIGURES,
  ...COMPARISON_FIGURES,
  ...FIT_FIGURES,
];
