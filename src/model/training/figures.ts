/** Figures that every trained network has: how it learned, and what it takes for what. */
import { cellPanel } from '../../figure/cell-map.js';
import {
  type FigureData,
  type FigureDescription,
  hasColumns,
  type Need,
  type Subject,
  tableOf,
} from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS } from '../../figure/palette.js';
import { type Panel, panelFigure } from '../../figure/panels.js';
import { numberWords } from '../../figure/text.js';
import { PALE } from '../../figure/theme.js';
import { firstOf } from '../../text.js';
import { comparedName, type Scoring } from '../../train/scoring.js';

const [EPOCHS, TRIALS, BATCHES] = ['epochs', 'trials', 'timeseries'];
const TEST = 'test';
const PRUNED = 'validation after pruning';

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** How the networks of a run are judged: by the columns that its epochs have. */
const scoringOf = (all: readonly Scoring[], subject: Subject): Scoring | undefined =>
  all.find(({ right }) => hasColumns(subject, EPOCHS, ['fit', `train_${right.name}`, `validation_${right.name}`]));

/** Where the rows of batches stand, as epochs over all fits; undefined if some epochs have no row. */
function placesOfBatches(epochOf: Float64Array, epochs: number): Float64Array | undefined {
  const first = [...new Set(epochOf)].map((epoch) => epochOf.indexOf(epoch));
  if (first.length !== epochs) return undefined;
  const ends = [...first.slice(1), epochOf.length];
  return Float64Array.from(
    first.flatMap((from, epoch) =>
      Array.from({ length: ends[epoch] - from }, (_, i) => epoch + (i + 1) / (ends[epoch] - from)),
    ),
  );
}

/** Epochs before a pass outside of them. */
const epochsBefore = (fits: Float64Array, pass: string | null, fit: number): number =>
  fits.filter((one) => (pass === TEST ? one <= fit : one < fit)).length;

/** What the colours say stands above the first panel. */
const unlabelled = (panel: Panel): Panel => ({
  ...panel,
  marks: panel.marks.map((mark) => ({ ...mark, label: undefined })),
});

function curvesPanel(data: FigureData, name: string, y: Panel['y'], best: number | undefined): Panel {
  const fits = data.numbers(EPOCHS, 'fit').values;
  const x = fits.map((_, row) => row + 1);
  const isMarked = x.length <= 20;
  const line = (label: string, colour: string): Mark => {
    const { values } = data.numbers(EPOCHS, `${label}_${name}`);
    return { kind: 'line', x, y: values, label, colour, isMarked };
  };
  const batches = hasColumns(data.subject, BATCHES, ['epoch', name])
    ? placesOfBatches(data.numbers(BATCHES, 'epoch').values, x.length)
    : undefined;
  const passes = data.words(TRIALS, 'pass');
  const trial = (pass: string, label: string, colour: string, size: number): readonly Mark[] => {
    const [fit, values] = ['fit', name].map((column) => data.numbers(TRIALS, column).values);
    const rows = passes.flatMap((one, row) => (one === pass ? [row] : []));
    if (rows.length === 0) return [];
    const at = rows.map((row) => epochsBefore(fits, pass, fit[row]));
    return [{ kind: 'points', x: at, y: rows.map((row) => values[row]), label, colour, size }];
  };
  const pruned = fits.findIndex((fit) => fit > 0);
  const rule = (at: number, label: string): Mark => ({ kind: 'rule', axis: 'x', at, label, colour: COLOURS.grey });
  return {
    share: 0.42,
    x: { title: 'epoch', isWhole: true, domain: [batches === undefined ? 1 : 0, Math.max(x.length, 2)] },
    y,
    marks: [
      ...(batches === undefined
        ? []
        : [
            {
              kind: 'line',
              x: batches,
              y: data.numbers(BATCHES, name).values,
              label: 'batches',
              colour: PALE,
            } as const,
          ]),
      line('train', COLOURS.blue),
      line('validation', COLOURS.vermillion),
      ...trial(TEST, 'test', COLOURS.black, 40),
      ...trial(PRUNED, 'validation, just pruned', COLOURS.orange, 18),
      ...(best === undefined ? [] : [{ ...rule(best, 'best epoch'), dash: [2, 2] } as Mark]),
      ...(pruned < 0 ? [] : [{ ...rule(pruned, 'pruning'), dash: [6, 2] } as Mark]),
    ],
  };
}

/** Row of the best epoch over all fits, from 1 on: its number counts in the last fit. */
function bestOf(data: FigureData): number | undefined {
  const fits = data.numbers(EPOCHS, 'fit').values;
  const epoch = data.subject.summary.best_epoch;
  const last = fits.indexOf(fits[fits.length - 1]);
  return typeof epoch === 'number' ? last + epoch : undefined;
}

/** Loss and share of right answers, epoch by epoch. `scorings`: how networks of the family are judged. */
function learningCurves(scorings: readonly Scoring[]): FigureDescription {
  return {
    name: 'learning_curves',
    title: 'learning curves',
    meaning: 'loss and share of right answers of training and validation over the epochs of all fits, and of the test',
    instead: ['loss', ...scorings.map(({ right }) => right.name)],
    needs(subject) {
      const scoring = scoringOf(scorings, subject);
      if (subject.kind !== 'run' || scoring === undefined || tableOf(subject, EPOCHS)?.nRows === 0) return undefined;
      const names = ['loss', scoring.right.name];
      const sides = ['train', 'validation'].flatMap((side) => names.map((name) => `${side}_${name}`));
      const batches = names.filter((name) => hasColumns(subject, BATCHES, ['epoch', name]));
      return [
        { kind: 'columns', table: EPOCHS, columns: ['fit', ...sides] },
        { kind: 'columns', table: TRIALS, columns: ['pass', 'fit', ...names] },
        ...(batches.length === 0 ? [] : [{ kind: 'columns', table: BATCHES, columns: ['epoch', ...batches] } as const]),
      ];
    },
    draw(data) {
      const scoring = scoringOf(scorings, data.subject) as Scoring;
      const { loss, right } = scoring;
      const best = bestOf(data);
      const compared = comparedName(scoring);
      const score = data.subject.summary[`best_validation_${compared}`];
      const titled = loss.unit === undefined ? 'loss' : `loss (${loss.unit})`;
      return panelFigure(data, {
        title: this.title,
        meaning: this.meaning,
        panels: [
          curvesPanel(data, 'loss', { title: titled }, best),
          unlabelled(curvesPanel(data, right.name, { title: right.name }, best)),
        ],
        notes:
          best === undefined || typeof score !== 'number'
            ? []
            : [`best validation ${compared} ${numberWords(score)} in epoch ${best}`],
      });
    },
  };
}

/** What classes are called, where a table of the run says so. */
export interface ClassNames {
  readonly need: Extract<Need, { readonly kind: 'columns' }>;
  /** Names by the numbers of classes. */
  read(data: FigureData): ReadonlyMap<number, string>;
}

/** Classes up to which there is room for the numbers of a confusion matrix. */
const MOST_WRITTEN = 12;

const areKnown = (subject: Subject, { need }: ClassNames): boolean => hasColumns(subject, need.table, need.columns);

/** What rows are that have no shares. */
const unaskedNote = (classes: readonly string[]): string =>
  classes.length === 1
    ? `grey row: no item of the test is of class ${classes[0]}`
    : `grey rows: no item of the test is of the classes ${firstOf(classes)}`;

/** Items of the test by class and answer. Of words, of which most are no answer at all, only those that are right or given. */
function confusion(names: ClassNames | undefined): FigureDescription {
  return {
    name: 'confusion',
    title: 'confusion matrix',
    meaning: 'items of the test by what they are and what the network says, as shares of each class',
    needs: (subject) =>
      subject.kind === 'run' && hasColumns(subject, 'confusion', ['class', 'answer', 'items'])
        ? [
            { kind: 'array', table: 'confusion', value: 'items' },
            ...(names !== undefined && areKnown(subject, names) ? [names.need] : []),
          ]
        : undefined,
    draw(data) {
      const { shape, values } = data.array('confusion', 'items');
      const [classes] = shape;
      const called = names !== undefined && areKnown(data.subject, names) ? names.read(data) : undefined;
      const all = Array.from({ length: classes }, (_, c) => c);
      const itemsOf = (c: number, answer: number): number => values[c * classes + answer];
      const shown =
        called === undefined ? all : all.filter((c) => all.some((o) => itemsOf(c, o) > 0 || itemsOf(o, c) > 0));
      const sums = shown.map((c) => sumOf(shown.map((answer) => itemsOf(c, answer))));
      const items = shown.flatMap((c) => shown.map((answer) => itemsOf(c, answer)));
      const labels = shown.map((c) => called?.get(c) ?? String(c));
      const isWritten = shown.length <= MOST_WRITTEN;
      const panel = cellPanel({
        values: items.map((count, at) => count / sums[Math.floor(at / shown.length)]),
        x: { title: 'answer', labels },
        y: { title: 'class', labels },
        title: 'share of the class',
        colours: { map: 'grey', domain: [0, 1] },
        isDownwards: true,
        ...(isWritten && { written: (_: number, at: number) => (items[at] > 0 ? `${items[at]}` : '') }),
      });
      const right = sumOf(shown.map((c) => itemsOf(c, c)));
      const unasked = labels.filter((_, row) => sums[row] === 0);
      return panelFigure(data, {
        title: this.title,
        meaning: this.meaning,
        panels: [
          called === undefined ? panel : { ...panel, x: { ...panel.x, hasAllLabels: isWritten, isTurned: true } },
        ],
        notes: [
          `${right} of ${sumOf(sums)} items are right${isWritten ? '; numbers are items' : ''}`,
          ...(unasked.length === 0 ? [] : [unaskedNote(unasked)]),
        ],
      });
    },
  };
}

/**
 * @param scorings - how networks of the family are judged
 * @param names - what its classes are called; absent: they are numbers
 */
export const trainingFigures = (scorings: readonly Scoring[], names?: ClassNames): readonly FigureDescription[] => [
  learningCurves(scorings),
  confusion(names),
];
