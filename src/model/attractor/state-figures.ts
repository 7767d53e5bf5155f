/** Figures of patterns, of the attractors that they became, and of free runs: images where they are square, else strips. */
import { crossCorrelationTable } from '../../analysis/correlation.js';
import { type FigureData, type FigureDescription, hasColumns, type Need, type Subject } from '../../figure/figure.js';
import { type GalleryGroup, galleryPanel } from '../../figure/gallery.js';
import { courseOfRows, coursePanel } from '../../figure/heat-map.js';
import type { Mark } from '../../figure/marks.js';
import { CATEGORIES } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { numberWords } from '../../figure/text.js';
import type { PlacedPhase } from './experiment.js';
import { A_ROW, parametersOf, patternGroup, phasesIn, rowsOf, STATES, scaled, standing } from './image-parts.js';

const given = ({ inputs }: Subject, key: string): boolean => inputs.includes(key);
const input = (key: string): Need => ({ kind: 'input', key });

const PATTERNS: FigureDescription = {
  name: 'patterns',
  title: 'patterns',
  meaning: 'patterns that are learned, and patterns for tests, with their numbers',
  needs(subject) {
    const keys = ['patterns', 'test'].filter((key) => given(subject, key));
    return keys.length === 0 ? undefined : keys.map(input);
  },
  draw(data) {
    const groups = [
      { key: 'patterns', what: 'learned patterns' },
      { key: 'test', what: 'test patterns' },
    ]
      .filter(({ key }) => given(data.subject, key))
      .map(({ key, what }) => patternGroup(data, key, what));
    const n = parametersOf(data.subject).N;
    const most = Math.max(...groups.map(({ images }) => images.length));
    const panel = galleryPanel({ groups, ...standing(n, most) }, data.size);
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel] });
  },
};

const SEARCHES = 'searches';
const SEARCH_COLUMNS = ['phase', 'level', 'pattern', 'correlation'] as const;

/** Searches of one phase at one level. */
interface SearchSet {
  readonly phase: number;
  readonly level: number;
  readonly rows: readonly number[];
}

function searchSets(data: FigureData): readonly SearchSet[] {
  const [phases, levels] = ['phase', 'level'].map((name) => data.numbers(SEARCHES, name).values);
  const found = new Map<string, { phase: number; level: number; rows: number[] }>();
  for (const [row, phase] of phases.entries()) {
    const key = `${phase} ${levels[row]}`;
    const set = found.get(key) ?? { phase, level: levels[row], rows: [] };
    set.rows.push(row);
    found.set(key, set);
  }
  return [...found.values()];
}

/** How a search ended, in a word that fits below its image. */
function endWord(status: string | null, r: number): string {
  if (status !== 'fixed point' && status !== 'converged') return status ?? '';
  return `r = ${r.toFixed(2)}`.replace('-', '−');
}

function attractorGroups(data: FigureData): readonly GalleryGroup[] {
  const ends = data.array('attractors', 'sigma');
  const rows = rowsOf(ends.values, ends.shape[1]);
  const status = data.words(SEARCHES, 'status');
  const r = data.numbers(SEARCHES, 'correlation').values;
  const sets = searchSets(data);
  const [first] = sets;
  const of = data.subject.parameters.search_of === 'symmetric' ? 'attractors of J†' : 'attractors of J';
  return sets.map(({ phase, level, rows: own }) => {
    const after = phase === first.phase ? '' : ' after forgetting';
    const noise = sets.some((set) => set.level !== first.level) ? `, noise of the start ${numberWords(level)}` : '';
    return {
      heading: scaled(`${of}${after}${noise}`, STATES.domain),
      images: own.map((row) => ({ values: rows[row], label: endWord(status[row], r[row]) })),
      colours: STATES,
    };
  });
}

const ATTRACTORS: FigureDescription = {
  name: 'attractors',
  title: 'patterns and their attractors',
  meaning:
    'learned patterns, and below each the state at which the search from it ended; r is their correlation, and words say what is no fixed point',
  needs: (subject) =>
    given(subject, 'patterns') && hasColumns(subject, SEARCHES, [...SEARCH_COLUMNS, 'status'])
      ? [
          input('patterns'),
          { kind: 'columns', table: SEARCHES, columns: [...SEARCH_COLUMNS, 'status'] },
          { kind: 'array', table: 'attractors', value: 'sigma' },
        ]
      : undefined,
  draw(data) {
    const patterns = patternGroup(data, 'patterns', 'learned patterns');
    const groups = [patterns, ...attractorGroups(data)];
    const n = parametersOf(data.subject).N;
    const panel = galleryPanel({ groups, ...standing(n, patterns.count) }, data.size);
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel] });
  },
};

/** The decoded free run of a subject. */
const freePhase = (subject: Subject): PlacedPhase | undefined =>
  phasesIn(subject).find(({ phase }) => phase.kind === 'free' && phase.decodes);

const SEQUENCE: Need = { kind: 'columns', table: 'sequence', columns: ['free_step', 'pattern', 'correlation'] };
const isDecoded = (subject: Subject): boolean =>
  hasColumns(subject, 'sequence', ['free_step', 'pattern', 'correlation']);

/** The states of some steps of a free run, if they were recorded. */
function statesOf(subject: Subject, from: number, count: number): Need | undefined {
  const free = freePhase(subject);
  if (free === undefined || !hasColumns(subject, 'sigma', ['sigma'])) return undefined;
  const first = free.first + from;
  return { kind: 'records', table: 'sigma', value: 'sigma', steps: [first, first + count - 1] };
}

/** Frames that are shown, after those with which a run begins: 10 to 59, as published. */
const FRAMES = 50;
const SKIPPED = 10;

/** First frame and number of frames of a free run. */
function framesOf(steps: number): readonly [number, number] {
  const from = steps >= SKIPPED + FRAMES ? SKIPPED : Math.max(0, steps - FRAMES);
  return [from, Math.min(FRAMES, steps - from)];
}

/** Colours of the first patterns, by their numbers. */
const patternColours = (k: number): readonly { readonly label: string; readonly colour: string }[] =>
  CATEGORIES.slice(0, k).map((colour, at) => ({ label: `pattern ${at}`, colour }));

const FREE_RUN: FigureDescription = {
  name: 'free_run',
  title: 'free run',
  meaning: 'states of the free run, without evidence and learning; frames: the pattern that each resembles most',
  needs(subject) {
    const steps = freePhase(subject)?.phase.steps ?? 0;
    const states = statesOf(subject, ...framesOf(steps));
    return states !== undefined && given(subject, 'patterns') && isDecoded(subject)
      ? [states, SEQUENCE, input('patterns')]
      : undefined;
  },
  draw(data) {
    const { values, steps } = data.records('sigma', 'sigma');
    const n = parametersOf(data.subject).N;
    const first = freePhase(data.subject)?.first ?? 0;
    const at = steps.map((step) => step - first);
    const labels = data.numbers('sequence', 'pattern').values;
    const frames = patternColours(data.input('patterns').shape[0]);
    const images = rowsOf(values, n).map((row, i) => ({ values: row, frame: `pattern ${labels[at[i]]}` }));
    const heading =
      at.length === 0
        ? 'none of its states was recorded'
        : scaled(`${at.length} states of steps ${at[0]} to ${at.at(-1)}`, STATES.domain);
    const panel = galleryPanel(
      { groups: [{ heading, images, colours: STATES }], frames, ...standing(n, A_ROW) },
      data.size,
    );
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panel] });
  },
};

/** Lines that can be told apart. */
const MOST_LINES = CATEGORIES.length;

/** Correlation of each state with each pattern, a row a pattern. */
function correlationRows(data: FigureData): readonly Float64Array[] {
  const [states, patterns] = [data.records('sigma', 'sigma'), data.input('patterns')];
  const [[count, n], [k]] = [states.shape, patterns.shape];
  return rowsOf(crossCorrelationTable(patterns.values, k, states.values, count, n), count);
}

const FREE_STEP = 'step of the free run';

/** Steps of a replay that is drawn: later ones would cover each other. */
const MOST_STEPS = 300;

/** Resemblance to each pattern over the free run: lines, or a picture of many. */
function resemblancePanel(rows: readonly Float64Array[], steps: Float64Array): Panel {
  if (rows.length > MOST_LINES) {
    const time = { name: 'free_step', type: 'i32', symbol: FREE_STEP, values: steps } as const;
    return coursePanel(courseOfRows({ name: 'r', symbol: 'r', type: 'f64' }, time, rows, 'pattern')).panel;
  }
  const marks = rows.map(
    (y, at): Mark => ({ kind: 'line', x: steps, y, label: `pattern ${at}`, colour: CATEGORIES[at] }),
  );
  return { share: 0.4, x: { title: FREE_STEP }, y: { title: 'correlation r' }, marks };
}

/** The pattern that each state resembles most, over the free run. */
function decodedPanel(data: FigureData, k: number): Panel {
  const [steps, patterns] = ['free_step', 'pattern'].map((name) => data.numbers('sequence', name).values);
  const marks = Array.from({ length: k }, (_, at): Mark => {
    const own = Array.from(patterns.keys()).filter((row) => patterns[row] === at && row < MOST_STEPS);
    const colour = CATEGORIES[k <= MOST_LINES ? at : 0];
    return { kind: 'points', x: own.map((row) => steps[row]), y: own.map(() => at), colour };
  });
  const domain = [-0.5, k - 0.5] as const;
  return { share: 0.2, x: { title: FREE_STEP }, y: { title: 'pattern', isWhole: true, domain }, marks };
}

const REPLAY: FigureDescription = {
  name: 'replay',
  title: 'replay',
  meaning: 'how much each state of the free run resembles the patterns, and which it resembles most',
  needs(subject) {
    if (!isDecoded(subject) || !given(subject, 'patterns')) return undefined;
    const steps = freePhase(subject)?.phase.steps ?? 0;
    const states = statesOf(subject, 0, Math.min(steps, MOST_STEPS));
    return [SEQUENCE, input('patterns'), ...(states === undefined ? [] : [states])];
  },
  draw(data) {
    const first = freePhase(data.subject)?.first ?? 0;
    const isRecorded = statesOf(data.subject, 0, 1) !== undefined;
    const recorded = isRecorded ? data.records('sigma', 'sigma').steps.map((step) => step - first) : [];
    const lines = recorded.length > 0 ? [resemblancePanel(correlationRows(data), Float64Array.from(recorded))] : [];
    const steps = data.numbers('sequence', 'free_step').values.length;
    const { period, order_errors: errors } = data.subject.summary;
    const said = [
      ...(typeof period === 'number' ? [`period ${numberWords(period)} steps`] : []),
      ...(typeof errors === 'number' ? [`${errors} errors of order`] : []),
    ];
    const notes = [
      ...(said.length > 0 ? [said.join(', ')] : []),
      ...(steps > MOST_STEPS ? [`the first ${MOST_STEPS} of ${steps} steps`] : []),
    ];
    const panels = [...lines, decodedPanel(data, data.input('patterns').shape[0])];
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      panels,
      notes,
    });
  },
};

export const STATE_FIGURES: readonly FigureDescription[] = [PATTERNS, ATTRACTORS, FREE_RUN, REPLAY];
