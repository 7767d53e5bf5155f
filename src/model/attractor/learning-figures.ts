/** Figures of how a run learned and of what came of it: curves of the free energy, reconstructions. */
import { median } from '../../analysis/reconstruction.js';
import { type FigureDescription, hasColumns, type Subject } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { CATEGORIES, COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
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

export const LEARNING_FIGURES: readonly FigureDescription[] = [LEARNING, RECONSTRUCTION];
