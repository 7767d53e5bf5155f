/** Figures of a run: states of pairs, their distance with the lines that were fitted to it, exponents. */

import { rowsBy } from '../../analysis/rows-by.js';
import {
  type FigureData,
  type FigureDescription,
  figureOfTrial,
  hasColumns,
  type Need,
  type Subject,
} from '../../figure/figure.js';
import { coursePanel } from '../../figure/heat-map.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';
import { PALE } from '../../figure/theme.js';
import { entropyRate, kaplanYorke } from '../../method/lyapunov/dimension.js';
import { MS_PER_S } from './outcome.js';
import { stateSymbol } from './state-symbol.js';
import { VERDICT_COLOURS } from './verdict-colours.js';

const TIME = 'time t (ms)';
const DASHED = [4, 3] as const;

/** Columns of a table, if the run has them all. */
const columnsIf = (subject: Subject, table: string, columns: readonly string[]): readonly Need[] | undefined =>
  subject.kind === 'run' && hasColumns(subject, table, columns) ? [{ kind: 'columns', table, columns }] : undefined;

const valuesOf = (data: FigureData, table: string, names: readonly string[]): readonly Float64Array[] =>
  names.map((name) => data.numbers(table, name).values);

const pick = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, (row) => values[row]);

/** Units that have a panel each. */
const MOST_TRACES = 6;

const TRACES: FigureDescription = {
  name: 'traces',
  title: 'rates of a pair',
  meaning: 'states of single units in the first pair of trajectories, which begin next to each other',
  instead: ['traces_rate', 'traces_companion'],
  needs: (subject) => columnsIf(subject, 'traces', ['time', 'unit', 'rate', 'companion']),
  draw(data) {
    const [time, unit, rate, companion] = valuesOf(data, 'traces', ['time', 'unit', 'rate', 'companion']);
    const units = [...rowsBy(unit)];
    const shown = units.slice(0, MOST_TRACES);
    const most = Math.max(...[rate, companion].flatMap(rangeOf).map(Math.abs));
    const domain = most > 0.8 && most <= 1 ? ([-1, 1] as const) : undefined;
    const panels = shown.map(([number, rows], i): Panel => {
      const x = pick(time, rows);
      const isLast = i === shown.length - 1;
      const label = (text: string) => (i === 0 ? { label: text } : {});
      return {
        share: 0.14,
        x: { title: isLast ? TIME : null, isBare: !isLast },
        y: { title: `unit ${number}`, ticks: 3, ...(domain !== undefined && { domain }) },
        marks: [
          { kind: 'line', x, y: pick(rate, rows), colour: COLOURS.blue, ...label(`base ${stateSymbol(data)}`) },
          {
            kind: 'line',
            x,
            y: pick(companion, rows),
            colour: COLOURS.vermillion,
            dash: DASHED,
            ...label(`companion ${stateSymbol(data)}⁺`),
          },
        ],
      };
    });
    const notes = units.length > shown.length ? [`the first ${shown.length} of ${units.length} units`] : [];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};

const trialsOf = ({ parameters }: Subject): number => Number(parameters.trials);

const RASTER = figureOfTrial(
  ({ at, the, ending }) => ({
    name: `raster${ending}`,
    title: 'rates of all units',
    meaning: `state of each unit over time, in ${the}`,
    needs: (subject) =>
      columnsIf(subject, 'rates', ['trial', 'rate']) && [
        { kind: 'course', table: 'rates', value: 'rate', where: { column: 'trial', value: at } },
      ],
    draw(data) {
      const course = { ...data.course('rates', 'rate'), symbol: stateSymbol(data) };
      const { panel, notes } = coursePanel(course, 0.6);
      return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
    },
  }),
  trialsOf,
);

/** Rules of the estimates, as they are drawn. */
const RULES: { readonly [rule: string]: string } = {
  published: COLOURS.vermillion,
  right: COLOURS.green,
  window: COLOURS.purple,
};

const ESTIMATE = ['exponent', 'slope', 'intercept', 'window_start', 'window_end', 'kept'];

/** The lines that were fitted, with the places where they end. */
function fitMarks(data: FigureData): { readonly marks: readonly Mark[]; readonly notes: readonly string[] } {
  const rules = data.words('estimates', 'rule');
  const reasons = data.words('estimates', 'reason');
  const [exponent, slope, intercept, start, end] = valuesOf(data, 'estimates', ESTIMATE);
  const dt = Number(data.subject.parameters.dt);
  const marks = rules.flatMap((rule, row): readonly Mark[] => {
    if (!Number.isFinite(slope[row])) return [];
    const steps = [start[row], end[row]];
    const [x, y] = [steps.map((n) => n * dt), steps.map((n) => data.f.exp(intercept[row] + slope[row] * n))];
    const style = { label: `${rule}: λ = ${numberWords(exponent[row])}/s`, colour: RULES[rule ?? ''] };
    return [
      { kind: 'line', x, y, width: 2, dash: DASHED, ...style },
      { kind: 'points', x: [x[1]], y: [y[1]], size: 40, ...style },
    ];
  });
  const notes = rules.flatMap((rule, row) => (reasons[row] === null ? [] : [`no ${rule} estimate: ${reasons[row]}`]));
  return { marks, notes };
}

/** Trials of which each has a line of its own. */
const MOST_TRIALS = 40;

const DIVERGENCE: FigureDescription = {
  name: 'divergence',
  title: 'divergence of pairs',
  meaning:
    'distance of companion and base over time: its mean over the trials that diverged, its typical growth over all, and the lines whose slopes are the estimates',
  instead: ['mean_distance', 'log_distance', 'distance'],
  needs(subject) {
    const fit = columnsIf(subject, 'estimates', ['rule', 'reason', ...ESTIMATE]);
    const curve = columnsIf(subject, 'curve', ['time', 'mean_distance']);
    if (fit === undefined || curve === undefined) return undefined;
    const more = [
      columnsIf(subject, 'timeseries', ['time', 'log_distance']),
      columnsIf(subject, 'distances', ['time', 'trial', 'distance']),
    ];
    return [...fit, ...curve, ...more.flatMap((needs) => needs ?? [])];
  },
  draw(data) {
    const { subject, f } = data;
    const [time, mean] = valuesOf(data, 'curve', ['time', 'mean_distance']);
    const fit = fitMarks(data);
    const kept = data.numbers('estimates', 'kept').values[0];
    const trials = Number(subject.parameters.trials);
    const single: Mark[] = [];
    if (columnsIf(subject, 'distances', ['time', 'trial', 'distance'])) {
      const [at, trial, distance] = valuesOf(data, 'distances', ['time', 'trial', 'distance']);
      for (const [, rows] of [...rowsBy(trial)].slice(0, MOST_TRIALS)) {
        single.push({
          kind: 'line',
          x: pick(at, rows),
          y: pick(distance, rows),
          width: 0.5,
          colour: PALE,
          label: 'single trials',
        });
      }
    }
    const typical: Mark[] = [];
    if (columnsIf(subject, 'timeseries', ['time', 'log_distance'])) {
      const [at, logs] = valuesOf(data, 'timeseries', ['time', 'log_distance']);
      typical.push({ kind: 'line', x: at, y: logs.map(f.exp), colour: COLOURS.sky, label: 'exp⟨ln D⟩, all trials' });
    }
    const average: Mark = {
      kind: 'line',
      x: time,
      y: mean,
      colour: COLOURS.blue,
      label: 'mean m(t), trials that diverged',
    };
    const notes = [`${kept} of ${trials} trials diverged`, ...fit.notes];
    const panel: Panel = {
      share: 0.6,
      x: { title: TIME },
      y: { title: 'distance D', isLog: true },
      marks: [...single, ...typical, average, ...fit.marks],
    };
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

/** The trials of the commonest verdict, and that verdict. */
function commonestTrials(data: FigureData): { readonly trials: readonly number[]; readonly verdict: string } {
  const trial = data.numbers('verdicts', 'trial').values;
  const verdicts = data.words('verdicts', 'verdict');
  const measured = new Set(data.numbers('spectrum', 'trial').values);
  const found = new Map<string, number[]>();
  for (const [row, verdict] of verdicts.entries()) {
    if (!measured.has(trial[row])) continue;
    found.set(verdict ?? '', [...(found.get(verdict ?? '') ?? []), trial[row]]);
  }
  const [verdict, trials] = [...found].reduce((most, one) => (one[1].length > most[1].length ? one : most));
  return { trials, verdict };
}

interface MeanSpectrum {
  readonly exponents: Float64Array;
  /** Standard errors: over trials, of one trial over its blocks. */
  readonly errors: Float64Array;
}

/** Exponents by rank, averaged over trials. */
function meanSpectrum(data: FigureData, trials: readonly number[]): MeanSpectrum {
  const [trial, exponent, error] = valuesOf(data, 'spectrum', ['trial', 'exponent', 'error']);
  const byTrial = rowsBy(trial);
  const all = trials.map((one) => byTrial.get(one) ?? []);
  const count = Math.min(...all.map(({ length }) => length));
  const of = (rank: number): readonly number[] => all.map((rows) => exponent[rows[rank]]);
  const exponents = Float64Array.from({ length: count }, (_, rank) => {
    const values = of(rank);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
  const errors = exponents.map((mean, rank) => {
    if (all.length === 1) return error[all[0][rank]];
    const squares = of(rank).reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
    return Math.sqrt(squares / (all.length - 1) / all.length);
  });
  return { exponents, errors };
}

/** Sums of the first 0, 1, ... exponents: its peak is the entropy rate, it falls through zero at the Kaplan-Yorke dimension. */
function sumsPanel(
  { exponents }: MeanSpectrum,
  N: number,
): { readonly panel: Panel; readonly notes: readonly string[] } {
  const sums = new Float64Array(exponents.length + 1);
  for (const [i, value] of exponents.entries()) sums[i + 1] = sums[i] + value;
  const { dimension, isLowerBound } = kaplanYorke(exponents, N);
  const entropy = entropyRate(exponents);
  const bound = isLowerBound ? 'of at least ' : '';
  const marks: readonly Mark[] = [
    { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey },
    { kind: 'line', x: sums.map((_, n) => n), y: sums, colour: COLOURS.blue, isMarked: true },
    ...(isLowerBound
      ? []
      : [
          {
            kind: 'rule',
            axis: 'x',
            at: dimension,
            label: 'dimension',
            colour: COLOURS.vermillion,
            dash: DASHED,
          } as const,
        ]),
    { kind: 'rule', axis: 'y', at: entropy, label: 'entropy rate', colour: COLOURS.green, dash: DASHED },
  ];
  return {
    panel: {
      share: 0.9,
      x: { title: 'number of exponents n', isWhole: true },
      y: { title: 'sum of the first n (1/s)' },
      marks,
    },
    notes: [
      `these exponents give a Kaplan-Yorke dimension ${bound}${numberWords(dimension)} and an entropy rate ${bound}${numberWords(entropy)}/s`,
    ],
  };
}

const SPECTRUM: FigureDescription = {
  name: 'spectrum',
  title: 'Lyapunov spectrum',
  meaning:
    'exponents by rank with their standard errors, and their sums, which peak at the entropy rate and fall through zero at the Kaplan-Yorke dimension',
  needs(subject) {
    const exponents = columnsIf(subject, 'spectrum', ['trial', 'index', 'exponent', 'error']);
    const verdicts = columnsIf(subject, 'verdicts', ['trial', 'verdict']);
    const nRows = subject.tables.find(({ name }) => name === 'spectrum')?.nRows ?? 0;
    return exponents === undefined || verdicts === undefined || nRows === 0 ? undefined : [...exponents, ...verdicts];
  },
  draw(data) {
    const { subject } = data;
    const { trials, verdict } = commonestTrials(data);
    const spectrum = meanSpectrum(data, trials);
    const { exponents, errors } = spectrum;
    const x = exponents.map((_, rank) => rank + 1);
    const theory = subject.summary.lambda_mf;
    const leak = -MS_PER_S / Number(subject.parameters.tau);
    const marks: readonly Mark[] = [
      { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey },
      ...(rangeOf(exponents)[0] < leak
        ? [{ kind: 'rule', axis: 'y', at: leak, label: '−1/τ', colour: COLOURS.orange, dash: DASHED } as const]
        : []),
      { kind: 'points', x, y: exponents, error: errors, colour: COLOURS.blue },
      ...(typeof theory === 'number'
        ? [{ kind: 'points', x: [1], y: [theory], size: 50, label: 'mean field', colour: COLOURS.vermillion } as const]
        : []),
    ];
    const panel: Panel = {
      share: 0.9,
      x: { title: 'rank', isWhole: true, domain: [0.5, x.length + 0.5] },
      y: { title: 'exponent (1/s)' },
      marks,
    };
    const sums = sumsPanel(spectrum, Number(subject.parameters.N));
    const of = trials.length === 1 ? `trial ${trials[0]}` : `means over ${trials.length} trials`;
    const bars = trials.length === 1 ? 'block standard errors' : 'standard errors over trials';
    const notes = [`${of} (${verdict}); bars: ${bars}`, ...sums.notes];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [[panel, sums.panel]], notes });
  },
};

/** Exponents that are followed. */
const MOST_FOLLOWED = 4;
const SUBSCRIPTS = ['₁', '₂', '₃', '₄'];

const RUNNING: FigureDescription = {
  name: 'running',
  title: 'exponents as the record grows',
  meaning:
    'estimates of the first exponents of the first trial from the record until then, with their block standard errors',
  needs: (subject) =>
    (subject.tables.find(({ name }) => name === 'running')?.nRows ?? 0) === 0
      ? undefined
      : columnsIf(subject, 'running', ['time', 'trial', 'index', 'exponent', 'error']),
  draw(data) {
    const [time, trial, index, exponent, error] = valuesOf(data, 'running', [
      'time',
      'trial',
      'index',
      'exponent',
      'error',
    ]);
    const marks = [...rowsBy(index)].slice(0, MOST_FOLLOWED).flatMap(([rank, all]): readonly Mark[] => {
      const rows = all.filter((row) => trial[row] === trial[0]);
      const [x, y, e] = [time, exponent, error].map((values) => pick(values, rows));
      const label = `λ${SUBSCRIPTS[rank]}`;
      const [low, high] = [-1, 1].map((side) => y.map((value, i) => value + side * e[i]));
      return [
        { kind: 'band', x, low, high, label },
        { kind: 'line', x, y, label },
      ];
    });
    const zero: Mark = { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey };
    const panel: Panel = {
      share: 0.5,
      x: { title: 'recorded time (ms)' },
      y: { title: 'exponent (1/s)' },
      marks: [zero, ...marks],
    };
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel] });
  },
};

const VERDICTS: FigureDescription = {
  name: 'verdicts',
  title: 'verdict on each trial',
  meaning: 'largest exponent of each trial with its block standard error, coloured by its verdict',
  needs: (subject) =>
    Number(subject.tables.find(({ name }) => name === 'verdicts')?.nRows) > 0
      ? columnsIf(subject, 'verdicts', ['trial', 'verdict', 'lambda_1', 'lambda_1_error'])
      : undefined,
  draw(data) {
    const [trial, value, error] = valuesOf(data, 'verdicts', ['trial', 'lambda_1', 'lambda_1_error']);
    const verdicts = data.words('verdicts', 'verdict');
    const kinds = Object.keys(VERDICT_COLOURS).filter((kind) => verdicts.includes(kind));
    const marks = kinds.map((kind): Mark => {
      const rows = [...verdicts.keys()].filter((row) => verdicts[row] === kind);
      const [x, y, e] = [trial, value, error].map((values) => pick(values, rows));
      return { kind: 'points', x, y, error: e, label: kind, colour: VERDICT_COLOURS[kind], size: 30 };
    });
    const zero: Mark = { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey };
    const panel: Panel = {
      share: 0.45,
      x: { title: 'trial', isWhole: true, domain: [-0.5, trial.length - 0.5] },
      y: { title: 'λ₁ (1/s)' },
      marks: [zero, ...marks],
    };
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel] });
  },
};

export const RUN_FIGURES: readonly FigureDescription[] = [DIVERGENCE, TRACES, RASTER, SPECTRUM, RUNNING, VERDICTS];
