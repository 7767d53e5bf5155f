/** Figures of how a run learned and of what came of it: curves of the free energy, reconstructions, angles between patterns and between attractors. */
import { median } from '../../analysis/reconstruction.js';
import { type FigureData, type FigureDescription, hasColumns, type Subject, tableOf } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { CATEGORIES, COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { axisTitle, numberWords } from '../../figure/text.js';
import { placePhases } from '../phases.js';
import { phasesOf } from './experiment.js';
import type { AttractorParameters } from './parameters.js';

const SERIES = 'timeseries';
const CURVES = ['weight_change', 'accuracy', 'complexity', 'free_energy', 'mean_field_free_energy'] as const;

/** Records of the rolling mean, as published. */
const WINDOW = 200;

/** Records up to which each is drawn, and every value of the mean. */
const DENSE = 2000;
const PALE = '#a9c8de';

/** Mean of what is finite in a window around each value, shorter at the ends. */
export function rollingMean(values: Float64Array, window: number): Float64Array {
  const [sums, counts] = [new Float64Array(values.length + 1), new Float64Array(values.length + 1)];
  for (const [at, value] of values.entries()) {
    const isThere = Number.isFinite(value);
    sums[at + 1] = sums[at] + (isThere ? value : 0);
    counts[at + 1] = counts[at] + (isThere ? 1 : 0);
  }
  const half = window >> 1;
  return values.map((_, at) => {
    const [from, to] = [Math.max(0, at - half), Math.min(values.length, at - half + window)];
    return (sums[to] - sums[from]) / (counts[to] - counts[from]);
  });
}

const phasesIn = ({ parameters }: Subject) => placePhases(phasesOf(parameters as AttractorParameters));

/** Phases in which weights change. */
const learning = (subject: Subject) =>
  phasesIn(subject).filter(
    ({ phase }) => phase.steps > 0 && (phase.kind === 'train' || (phase.kind === 'free' && phase.learns)),
  );

const curvesOf = (subject: Subject): readonly string[] =>
  CURVES.filter((name) => hasColumns(subject, SERIES, ['step', 'phase', name]));

/** Few records as a line; of many, the mean around each, and how far they reach. */
function curveMarks(x: Float64Array, y: Float64Array): readonly Mark[] {
  if (y.length <= WINDOW) return [{ kind: 'line', x, y, colour: COLOURS.blue }];
  const mean = rollingMean(y, WINDOW);
  const isDense = y.length > DENSE;
  // a mean over so many records says nothing new from one to the next
  const places = [...y.keys()].filter((at) => !isDense || at % (WINDOW / 4) === 0);
  return [
    isDense
      ? { kind: 'band', x, low: y, high: y, colour: COLOURS.blue }
      : { kind: 'line', x, y, colour: PALE, width: 0.6 },
    { kind: 'line', x: places.map((at) => x[at]), y: places.map((at) => mean[at]), colour: COLOURS.blue, width: 1.2 },
  ];
}

const LEARNING: FigureDescription = {
  name: 'learning',
  title: 'learning',
  meaning: `weight change, accuracy, complexity and free energies of each step while weights change, with the mean over ${WINDOW} records around`,
  instead: [...CURVES],
  needs(subject) {
    const curves = curvesOf(subject);
    if (curves.length === 0 || learning(subject).length === 0) return undefined;
    return [{ kind: 'columns', table: SERIES, columns: ['step', 'phase', ...curves] }];
  },
  draw(data) {
    const [step, phase] = ['step', 'phase'].map((name) => data.numbers(SERIES, name).values);
    const stretches = learning(data.subject).map(({ index }) =>
      Array.from(step.keys()).filter((row) => phase[row] === index),
    );
    const curves = curvesOf(data.subject);
    const panels = curves.map((name, at): Panel => {
      const about = data.numbers(SERIES, name);
      const marks = stretches.flatMap((rows) => {
        const [x, y] = [step, about.values].map((values) => Float64Array.from(rows, (row) => values[row]));
        return curveMarks(x, y);
      });
      return {
        share: 0.19,
        x: { title: at === curves.length - 1 ? 'step' : null },
        y: { title: axisTitle(about) },
        marks,
      };
    });
    const isSmooth = stretches.some(({ length }) => length > WINDOW);
    const notes = isSmooth ? [`lines: means over ${WINDOW} records around; pale: the records`] : [];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
  },
};

const TRIALS = 'trials';
const TRIAL_COLUMNS = ['phase', 'r2_in', 'r2_out'] as const;

/** A name for each phase of trials, `retrieval after` for one that comes again. */
function trialNames(subject: Subject): ReadonlyMap<number, string> {
  const seen = new Set<string>();
  return new Map(
    phasesIn(subject)
      .filter(({ phase }) => phase.kind === 'trials')
      .map(({ phase: { name }, index }) => {
        const isAgain = seen.has(name);
        seen.add(name);
        return [index, isAgain ? `${name} after` : name];
      }),
  );
}

const SQUARE = [-0.02, 1.02] as const;

const RECONSTRUCTION: FigureDescription = {
  name: 'reconstruction',
  title: 'reconstruction of noisy patterns',
  meaning:
    'squared correlation of the mean state of each trial with the clean pattern against that of the noisy pattern: above the diagonal the network takes noise away',
  needs: (subject) =>
    subject.kind === 'run' && hasColumns(subject, TRIALS, TRIAL_COLUMNS)
      ? [{ kind: 'columns', table: TRIALS, columns: TRIAL_COLUMNS }]
      : undefined,
  draw(data) {
    const [phase, r2In, r2Out] = TRIAL_COLUMNS.map((name) => data.numbers(TRIALS, name).values);
    const sets = [...trialNames(data.subject)].map(([index, label]) => ({
      label,
      rows: Array.from(phase.keys()).filter((row) => phase[row] === index),
    }));
    const points = sets.map(({ label, rows }, at): Mark => {
      const [x, y] = [r2In, r2Out].map((values) => rows.map((row) => values[row]));
      return { kind: 'points', x, y, label, colour: CATEGORIES[at], opacity: 0.75 };
    });
    const diagonal: Mark = { kind: 'line', x: [0, 1], y: [0, 1], colour: COLOURS.grey, dash: [4, 3] };
    const panel: Panel = {
      share: 0.7,
      x: { title: 'r² of the noisy pattern', domain: SQUARE },
      y: { title: 'r² of the mean state', domain: SQUARE },
      marks: [diagonal, ...points],
    };
    const gains = sets.map(({ label, rows }) => {
      const gain = median(rows.map((row) => r2Out[row] - r2In[row]));
      return `${label} ${numberWords(gain).replace('-', '−')}`;
    });
    const notes = [`median gain: ${gains.join(', ')}`];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
  },
};

const PAIRS = 'pairs';
const OF_PATTERNS = 'patterns';
/** Of half a turn, as published. */
const BINS = 18;
const HALF_TURN = 180;

/** Shares of angles in bins of ten degrees. */
function anglePanel(angles: readonly number[], title: string, colour: string): Panel {
  const width = HALF_TURN / BINS;
  const heights = new Float64Array(BINS);
  const finite = angles.filter(Number.isFinite);
  for (const angle of finite) heights[Math.min(BINS - 1, Math.floor(angle / width))] += 1 / finite.length;
  const from = Float64Array.from(heights, (_, at) => at * width);
  return {
    share: 0.55,
    title,
    x: { title: 'angle (degrees)', domain: [0, HALF_TURN] },
    y: { title: 'share of pairs', hasZero: true },
    marks: [
      { kind: 'bars', from, to: from.map((at) => at + width), height: heights, colour },
      { kind: 'rule', axis: 'x', at: HALF_TURN / 2, colour: COLOURS.grey, dash: [4, 3] },
    ],
  };
}

/** The angles of each set, by its name; pairs of one set are in one order, that of the patterns they belong to. */
function anglesOf(data: FigureData): ReadonlyMap<string, readonly number[]> {
  const [of, angles] = [data.words(PAIRS, 'of'), data.numbers(PAIRS, 'angle').values];
  const found = new Map<string, number[]>();
  for (const [row, name] of of.entries()) {
    const own = found.get(name ?? '');
    if (own === undefined) found.set(name ?? '', [angles[row]]);
    else own.push(angles[row]);
  }
  return found;
}

const ORTHOGONALITY: FigureDescription = {
  name: 'orthogonality',
  title: 'angles between patterns and between attractors',
  meaning:
    'angle of each pair of attractors against that of the patterns that they were found from, and how often angles occur; 90 degrees are orthogonal',
  needs: (subject) =>
    subject.kind === 'run' && hasColumns(subject, PAIRS, ['of', 'angle']) && tableOf(subject, 'searches') !== undefined
      ? [{ kind: 'columns', table: PAIRS, columns: ['of', 'angle'] }]
      : undefined,
  draw(data) {
    const sets = [...anglesOf(data)];
    const patterns = sets.find(([name]) => name === OF_PATTERNS)?.[1] ?? [];
    const found = sets.filter(([name]) => name !== OF_PATTERNS);
    const labels = found.map(([name], at) => (at === 0 ? 'attractors' : `${name}, after forgetting`));
    const right = HALF_TURN / 2;
    const points = found.map(
      ([, y], at): Mark => ({ kind: 'points', x: patterns, y, label: labels[at], colour: CATEGORIES[at + 1] }),
    );
    const ends = rangeOf([right, ...rangeOf(patterns)]);
    const scatter: Panel = {
      share: 0.5,
      x: { title: 'angle of two patterns (degrees)' },
      y: { title: 'of their attractors (degrees)' },
      marks: [
        { kind: 'rule', axis: 'y', at: right, colour: COLOURS.grey, dash: [4, 3] },
        { kind: 'line', x: ends, y: ends, colour: COLOURS.grey },
        ...points,
      ],
    };
    const histograms = [
      anglePanel(patterns, 'patterns', CATEGORIES[0]),
      ...found.map(([, angles], at) => anglePanel(angles, labels[at], CATEGORIES[at + 1])),
    ];
    const notes = ['line: attractors at the angle of their patterns; dashed: orthogonal'];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [scatter, histograms], notes });
  },
};

export const LEARNING_FIGURES: readonly FigureDescription[] = [LEARNING, RECONSTRUCTION, ORTHOGONALITY];
