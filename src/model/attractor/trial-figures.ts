/** Trials as images: what they show, the states that follow it, their mean; and how much states resemble patterns. */
import { correlation } from '../../analysis/correlation.js';
import {
  type FigureData,
  type FigureDescription,
  figureOfTrial,
  hasColumns,
  type Need,
  type Subject,
} from '../../figure/figure.js';
import { type GalleryGroup, type GalleryImage, galleryPanel } from '../../figure/gallery.js';
import type { Line, Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';
import { PALE } from '../../figure/theme.js';
import type { PlacedPhase, TrialsPhase } from './experiment.js';
import { A_ROW, parametersOf, phasesIn, rowsOf, STATES, scaled, standing } from './image-parts.js';

/** Phases of trials by their names; of two of one name, the one before forgetting. */
const PHASES = ['retrieval', 'generalisation'] as const;
type PhaseName = (typeof PHASES)[number];

const [SIGMA, EVIDENCE, TRIALS] = ['sigma', 'evidence', 'trials'];
const TRIAL_COLUMNS = ['phase', 'pattern', 'r2_in', 'r2_out'];

/** Trials that are shown as images, as published. */
const FIRST: Shown = { from: 0, count: 10 };
/** States of a trial that are shown, so that with their mean they fill two rows. */
const MOST_STATES = 2 * A_ROW - 1;
/** Learned patterns beside the one that is shown of which each has a line. */
const MOST_OTHERS = 40;

/** Neighbouring trials that are shown. */
interface Shown {
  readonly from: number;
  readonly count: number;
}

type PlacedTrials = Omit<PlacedPhase, 'phase'> & { readonly phase: TrialsPhase };

const phasesOfName = (subject: Subject, name: PhaseName): readonly PlacedTrials[] =>
  phasesIn(subject).filter(
    (one): one is PlacedTrials => one.phase.kind === 'trials' && one.phase.name === name && one.phase.steps > 0,
  );

/** What pictures of some trials of a phase read, if their states were recorded. */
function needsOf(subject: Subject, name: PhaseName, { from, count }: Shown): readonly Need[] | undefined {
  if (subject.kind !== 'run') return undefined;
  const [placed] = phasesOfName(subject, name);
  if (placed === undefined || !hasColumns(subject, SIGMA, [SIGMA])) return undefined;
  const { first, phase } = placed;
  const keys = [...new Set([phase.source, 'patterns'])];
  if (!keys.every((key) => subject.inputs.includes(key)) || !hasColumns(subject, TRIALS, TRIAL_COLUMNS)) {
    return undefined;
  }
  const end = Math.min(from + count, phase.trials);
  const steps = [first + from * phase.trialSteps, first + end * phase.trialSteps - 1] as const;
  const recorded = [SIGMA, EVIDENCE].filter((table) => hasColumns(subject, table, [table]));
  return [
    ...keys.map((key): Need => ({ kind: 'input', key })),
    { kind: 'columns', table: TRIALS, columns: TRIAL_COLUMNS },
    ...recorded.map((table): Need => ({ kind: 'records', table, value: table, steps })),
  ];
}

interface Trial {
  /** Row of its patterns. */
  readonly pattern: number;
  /** The pattern in the scale of the evidence, s e z [n]. */
  readonly clean: Float64Array;
  /** What was shown [n]; undefined if that is not known. */
  readonly evidence: Float64Array | undefined;
  /** Recorded states, each [n], and the steps of the trial after which they were. */
  readonly states: readonly Float64Array[];
  readonly steps: readonly number[];
  readonly r2In: number;
  readonly r2Out: number;
}

/** Records of whole vectors in the steps of a trial, which count from its start. */
function recordsIn(data: FigureData, table: string, from: number, length: number) {
  const { values, steps, shape } = data.records(table, table);
  const n = parametersOf(data.subject).N;
  // of single nodes there is no image
  const rows = shape[1] === n ? rowsOf(values, n) : [];
  const own = [...rows.keys()].filter((row) => steps[row] >= from && steps[row] < from + length);
  return { rows: own.map((row) => rows[row]), steps: own.map((row) => steps[row] - from) };
}

function trialsOf(data: FigureData, { first, index, phase }: PlacedTrials, shown: Shown): readonly Trial[] {
  const { e, N } = parametersOf(data.subject);
  const patterns = rowsOf(data.input(phase.source).values, N);
  const [phases, pattern, r2In, r2Out] = TRIAL_COLUMNS.map((column) => data.numbers(TRIALS, column).values);
  const rows = [...phases.keys()].filter((row) => phases[row] === index).slice(shown.from, shown.from + shown.count);
  return rows.map((row, at): Trial => {
    const from = first + (shown.from + at) * phase.trialSteps;
    const states = recordsIn(data, SIGMA, from, phase.trialSteps);
    const clean = patterns[pattern[row]].map((value) => phase.signal * e * value);
    const isNoisy = Number.isFinite(phase.snr);
    const isRecorded = hasColumns(data.subject, EVIDENCE, [EVIDENCE]);
    const noisy = isNoisy && isRecorded ? recordsIn(data, EVIDENCE, from, phase.trialSteps).rows[0] : undefined;
    return {
      pattern: pattern[row],
      clean,
      evidence: isNoisy ? noisy : clean,
      states: states.rows,
      steps: states.steps,
      r2In: r2In[row],
      r2Out: r2Out[row],
    };
  });
}

/** Means of the first 1, 2, ... states behind the burn-in; NaN before. */
function runningMeans({ states, steps }: Trial, burnIn: number): readonly Float64Array[] {
  const sum = new Float64Array(states[0]?.length ?? 0);
  let count = 0;
  return states.map((state, at) => {
    if (steps[at] >= burnIn) {
      count++;
      for (const [i, value] of state.entries()) sum[i] += value;
    }
    return sum.map((value) => value / count);
  });
}

/** An image; of what was not recorded an empty one. */
const imageOf = (values: Float64Array | undefined, n: number, label?: string): GalleryImage =>
  values === undefined ? { values: new Float64Array(n).fill(Number.NaN) } : { values, label };

/** Images of one scale: that of their values, unless it is given. Nothing if none of them has a value. */
function groupOf(
  heading: string,
  images: readonly GalleryImage[],
  colours?: GalleryGroup['colours'],
): readonly GalleryGroup[] {
  const domain = colours?.domain ?? rangeOf(images.flatMap(({ values }) => [...rangeOf(values)]));
  if (!images.some(({ values }) => Array.from(values).some(Number.isFinite))) return [];
  return [{ heading: scaled(heading, domain), images, colours: { map: 'grey', domain } }];
}

const withNoise = ({ phase: { snr } }: PlacedTrials): string =>
  Number.isFinite(snr) ? `with noise, SNR ${numberWords(snr)}` : 'without noise';

/** What else a reader must know of these trials. */
function notesOf(data: FigureData, name: PhaseName, trials: readonly Trial[]): readonly string[] {
  const hasTwo = phasesOfName(data.subject, name).length > 1;
  const hasStates = trials.some(({ states }) => states.length > 0);
  return [
    ...(hasTwo ? ['before forgetting'] : []),
    ...(hasStates ? [] : ['none of these states was recorded as a whole']),
    ...(trials.every(({ evidence }) => evidence === undefined)
      ? ['the noise of the evidence was not recorded: --record evidence']
      : []),
  ];
}

function imagesFigure(name: PhaseName): FigureDescription {
  return {
    name: `${name}_images`,
    title: `first trials of ${name}`,
    meaning: `of the first trials of ${name} the pattern, the evidence that was shown, and the mean of the states, with their squared correlations with the pattern`,
    needs: (subject) => needsOf(subject, name, FIRST),
    draw(data) {
      const [placed] = phasesOfName(data.subject, name);
      const trials = trialsOf(data, placed, FIRST);
      const { burn_in: burnIn, N } = parametersOf(data.subject);
      const written = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : 'none');
      const groups = [
        ...groupOf(
          'patterns s e z',
          trials.map(({ clean, pattern }) => imageOf(clean, N, String(pattern))),
        ),
        ...groupOf(
          `evidence ${withNoise(placed)}`,
          trials.map(({ evidence, r2In }) => imageOf(evidence, N, written(r2In))),
        ),
        ...groupOf(
          'means of the states',
          trials.map((trial) => imageOf(runningMeans(trial, burnIn).at(-1), N, written(trial.r2Out))),
          STATES,
        ),
      ];
      const panel = galleryPanel({ groups, ...standing(N, A_ROW) }, data.size);
      const notes = ['numbers below patterns, r² with the pattern below the others', ...notesOf(data, name, trials)];
      return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel], notes });
    },
  };
}

/** Of so many things at most some, at equal distances, with the first and the last. */
const spread = (count: number, most: number): readonly number[] =>
  count <= most
    ? Array.from({ length: count }, (_, at) => at)
    : Array.from({ length: most }, (_, at) => Math.round((at * (count - 1)) / (most - 1)));

/** Correlations of the states of a trial with the patterns, of their running mean, and of the evidence. */
function resemblancePanel(
  data: FigureData,
  { phase }: PlacedTrials,
  trial: Trial,
  means: readonly Float64Array[],
): Panel {
  const { clean, evidence, states, steps: x, pattern } = trial;
  const learned = rowsOf(data.input('patterns').values, clean.length);
  const isLearned = phase.source === 'patterns';
  const others = learned.filter((_, at) => !isLearned || at !== pattern).slice(0, MOST_OTHERS);
  const line = (rows: readonly Float64Array[], z: Float64Array, more: Partial<Line>): Mark => ({
    kind: 'line',
    x,
    y: Float64Array.from(rows, (row) => correlation(row, z)),
    ...more,
  });
  const style = { width: 0.6, colour: PALE, label: isLearned ? 'other patterns' : 'learned patterns' };
  const rule = { kind: 'rule', axis: 'y', label: `evidence, ${pattern}`, colour: COLOURS.black, dash: [4, 3] } as const;
  const marks = [
    ...others.map((z) => line(states, z, style)),
    line(states, clean, { colour: COLOURS.blue, label: `pattern ${pattern}` }),
    line(means, clean, { colour: COLOURS.vermillion, label: `mean so far, ${pattern}` }),
    ...(evidence === undefined ? [] : [{ ...rule, at: correlation(evidence, clean) }]),
  ];
  return {
    share: 0.4,
    x: { title: 'step of the trial' },
    y: { title: 'correlation r' },
    marks: states.length === 0 ? [] : marks,
  };
}

const trialFigure = (name: PhaseName): FigureDescription =>
  figureOfTrial(
    ({ at, called, the, ending }) => ({
      name: `${name}_trial${ending}`,
      title: `${called} of ${name}`,
      meaning: `what ${the} of ${name} shows, states along it with the mean of all of them, and their correlations with the pattern, with its evidence and with other patterns`,
      needs: (subject) => needsOf(subject, name, { from: at, count: 1 }),
      draw(data) {
        const [placed] = phasesOfName(data.subject, name);
        const [trial] = trialsOf(data, placed, { from: at, count: 1 });
        const { burn_in: burnIn, N } = parametersOf(data.subject);
        const { clean, evidence, states, steps, pattern } = trial;
        const means = runningMeans(trial, burnIn);
        const isNoisy = evidence !== undefined && evidence !== clean;
        const shown = spread(states.length, MOST_STATES).map((at) => imageOf(states[at], N, String(steps[at])));
        const groups = [
          ...groupOf(
            'evidence',
            [clean, ...(isNoisy ? [evidence] : [])].map((values) => imageOf(values, N)),
          ),
          ...groupOf(
            'states and their mean',
            [...shown, ...means.slice(-1).map((values) => imageOf(values, N, 'mean'))],
            STATES,
          ),
        ];
        const gallery = galleryPanel({ groups, ...standing(N, A_ROW) }, data.size);
        const notes = [
          `pattern ${pattern}, shown ${withNoise(placed)}; steps below the states`,
          `r² with the pattern: evidence ${numberWords(trial.r2In)}, mean state ${numberWords(trial.r2Out)}`,
          ...notesOf(data, name, [trial]),
        ];
        const panels = [gallery, resemblancePanel(data, placed, trial, means)];
        return panelFigure(data, { title: this.title, meaning: this.meaning, panels, notes });
      },
    }),
    (subject) => phasesOfName(subject, name)[0]?.phase.trials ?? 0,
  );

export const TRIAL_FIGURES: readonly FigureDescription[] = PHASES.flatMap((name) => [
  imagesFigure(name),
  trialFigure(name),
]);
