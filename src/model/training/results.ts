/** What a run of training comes to: its tables and the numbers of its summary. */
import { type Interval, meanInterval, wilsonInterval } from '../../analysis/proportion.js';
import { EPOCH_NUMBERS, PASS, passColumnsOf } from '../../train/epochs.js';
import { CLASSES, comparedName, type Scoring } from '../../train/scoring.js';
import type { PassMetrics } from '../../train/tally.js';
import type { Placed } from '../phases.js';
import type { ResultTable } from '../record.js';
import { type Filled, f64, i32, orNull, table, text } from '../recording/filled-columns.js';
import { tensorTable } from '../recording/tensor-table.js';
import type { SummaryItem } from '../summary-item.js';
import type { TrainingPhase } from './programme.js';
import { isTrial, measuredAt, type Training } from './run.js';
import { silentEpochs } from './silence.js';

/** Numbers of one kind of all rows of an array with `width` numbers a row. */
const columnOf = (values: Float64Array, rows: number, width: number, at: number): readonly (number | null)[] =>
  Array.from({ length: rows }, (_, row) => orNull(values[row * width + at]));

const scoringOf = ({ network }: Training): Scoring => network.scoring ?? CLASSES;

/** Columns of passes, named by what was passed over. */
const passColumns = (
  scoring: Scoring,
  of: string,
  values: Float64Array,
  rows: number,
  width: number,
  first: number,
): readonly Filled[] =>
  PASS.flatMap((name, i) => {
    const known = passColumnsOf(scoring)[name];
    if (known === undefined) return [];
    const { name: column, meaning, unit } = known;
    const prefix = of === '' ? '' : `${of}_`;
    const said = of === '' ? meaning : `${meaning}, ${of}`;
    return [f64(`${prefix}${column}`, said, columnOf(values, rows, width, first + i), unit)];
  });

interface EpochRow {
  readonly round: number;
  readonly epoch: number;
}

/** Rows of the history that were made: of each fit, the epochs that it had. */
function epochRows({ block, placed }: Training): readonly EpochRow[] {
  const [, epochs] = shapeOf(block, 'history');
  const step = block.get('step');
  const history = block.f64('history');
  return placed.flatMap(({ phase, first }) => {
    if (phase.kind !== 'learn' || first + phase.steps > step) return [];
    // a perplexity is at least 1; what an early end left out has none
    return history[(phase.round * epochs + phase.epoch) * EPOCH_NUMBERS + PASS.indexOf('perplexity')] >= 1
      ? [{ round: phase.round, epoch: phase.epoch }]
      : [];
  });
}

export const shapeOf = (block: Training['block'], name: string): readonly number[] =>
  block.layout.arrays.find((array) => array.name === name)?.shape ?? [];

/** What else the network measured in an epoch, by number. */
const measuredIn =
  ({ block }: Training, measure: number) =>
  (row: EpochRow): number =>
    block.f64('measured')[measuredAt(block, row) + measure];

/** Columns of what the network measures beside loss and accuracy while it learns. */
const measureColumns = (training: Training, rows: readonly EpochRow[]): readonly Filled[] =>
  (training.network.measures ?? []).map(({ name, meaning, unit }, i) =>
    f64(`train_${name}`, `${meaning}, train`, rows.map(measuredIn(training, i)), unit),
  );

function epochTable(training: Training): ResultTable {
  const scoring = scoringOf(training);
  const rows = epochRows(training);
  const [, epochs] = shapeOf(training.block, 'history');
  const all = training.block.f64('history');
  const picked = new Float64Array(rows.length * EPOCH_NUMBERS);
  for (const [r, { round, epoch }] of rows.entries()) {
    const from = (round * epochs + epoch) * EPOCH_NUMBERS;
    picked.set(all.subarray(from, from + EPOCH_NUMBERS), r * EPOCH_NUMBERS);
  }
  return table('epochs', 'each epoch in numbers', [
    i32(
      'fit',
      '0 for the first fit, 1 for that after pruning',
      Int32Array.from(rows, ({ round }) => round),
    ),
    i32(
      'epoch',
      'epoch of the fit, from 1 on',
      Int32Array.from(rows, ({ epoch }) => epoch + 1),
    ),
    ...passColumns(scoring, 'train', picked, rows.length, EPOCH_NUMBERS, 0),
    ...passColumns(scoring, 'validation', picked, rows.length, EPOCH_NUMBERS, PASS.length),
    ...measureColumns(training, rows),
  ]);
}

const trialsOf = ({ placed, block }: Training): readonly Placed<TrainingPhase>[] =>
  placed.filter(({ phase, first }) => isTrial(phase) && first + phase.steps <= block.get('step'));

function trialTable(training: Training): ResultTable {
  const trials = trialsOf(training);
  const values = training.block.f64('trials');
  return table('trials', 'passes outside of epochs', [
    text(
      'pass',
      'what was passed over',
      trials.map(({ phase }) => phase.name),
    ),
    i32(
      'fit',
      'fit that it followed',
      Int32Array.from(trials, ({ phase }) => ('round' in phase ? phase.round : 0)),
    ),
    ...passColumns(scoringOf(training), '', values, trials.length, PASS.length, 0),
  ]);
}

function confusionTable({ block }: Training): readonly ResultTable[] {
  const [classes] = shapeOf(block, 'confusion');
  if (classes === 0) return [];
  const index = (of: (i: number) => number): Int32Array =>
    Int32Array.from({ length: classes * classes }, (_, i) => of(i));
  return [
    table('confusion', 'items of the last test by class and answer', [
      i32(
        'class',
        'what the item is',
        index((i) => Math.floor(i / classes)),
      ),
      i32(
        'answer',
        'what the network says',
        index((i) => i % classes),
      ),
      i32('items', 'how many', Int32Array.from(block.f64('confusion'))),
    ]),
  ];
}

export const trainingResults = (training: Training): readonly ResultTable[] => [
  epochTable(training),
  trialTable(training),
  ...confusionTable(training),
  tensorTable(training.network.tensors, 'network'),
];

const item = (name: string, value: number | null, meaning: string, unit?: string): SummaryItem => ({
  name,
  value: orNull(value),
  meaning,
  ...(unit !== undefined && { unit }),
});

/** Numbers of a pass for the summary. */
function passItems(
  scoring: Scoring,
  of: string,
  meaning: string,
  values: Float64Array | undefined,
  at: number,
): readonly SummaryItem[] {
  const numbers: readonly (keyof PassMetrics)[] = ['accuracy', 'loss', 'perplexity'];
  return numbers.flatMap((name) => {
    const known = passColumnsOf(scoring)[name];
    if (known === undefined) return [];
    const value = values === undefined ? null : values[at + PASS.indexOf(name)];
    return [item(`${of}_${known.name}`, value, `${known.meaning}, ${meaning}`, known.unit)];
  });
}

/** What the network measured in the last epoch, as far as the summary has it. */
const measureItems = (training: Training, last: EpochRow | undefined): readonly SummaryItem[] =>
  (training.network.measures ?? []).flatMap(({ name, meaning, unit, isSummarised }, i) => {
    const value = last === undefined ? null : measuredIn(training, i)(last);
    return isSummarised === true ? [item(`train_${name}`, value, `${meaning}, last epoch of training`, unit)] : [];
  });

const isTest = ({ phase }: Placed<TrainingPhase>): boolean => phase.kind === 'judge' && phase.part === 'test';

/** Number of the last test among the trials; below 0 if there was none. */
const lastTest = (training: Training): number => trialsOf(training).findLastIndex(isTest);

/** Of a run that prunes: the share of right answers before. */
function unprunedItems(training: Training): readonly SummaryItem[] {
  if (!training.placed.some(({ phase }) => phase.kind === 'prune')) return [];
  const { name, meaning } = scoringOf(training).right;
  const test = trialsOf(training).findIndex(
    (trial) => isTest(trial) && 'round' in trial.phase && trial.phase.round === 0,
  );
  const value = test < 0 ? null : training.block.f64('trials')[test * PASS.length + PASS.indexOf('accuracy')];
  return [item(`unpruned_test_${name}`, value, `${meaning}, test before pruning`)];
}

const endsOf = (name: string, interval: Interval | undefined, by: string, unit?: string): readonly SummaryItem[] =>
  (['low', 'high'] as const).map((end) =>
    item(`${name}_${end}`, interval?.[end] ?? null, `${end} end of the 95 % interval of ${name}, ${by}`, unit),
  );

/** 95 % intervals of what the last test came to; where answers are not classes also of its loss, with that of the best constant answer beside it. */
export function intervalItems(training: Training): readonly SummaryItem[] {
  const { block, network, examples } = training;
  const { right, loss, best } = scoringOf(training);
  const last = lastTest(training);
  const number = (name: keyof PassMetrics): number =>
    block.f64('trials')[Math.max(0, last) * PASS.length + PASS.indexOf(name)];
  const count = examples.sizes.test * (network.trialsOfItem ?? network.targetsOfItem);
  const ofRight = last < 0 ? undefined : wilsonInterval(number('accuracy'), count);
  const shares = endsOf(`test_${right.name}`, ofRight, 'by Wilson');
  if (best !== 'loss') return shares;
  const ofLoss = last < 0 ? undefined : meanInterval(number('loss'), number('lossDeviation'), count);
  return [
    ...shares,
    ...endsOf('test_loss', ofLoss, 'by the normal law of a mean over items', loss.unit),
    item(
      'test_loss_constant',
      examples.constantLoss?.() ?? null,
      'loss over the test of the one answer that is best for all of its items, their mean',
      loss.unit,
    ),
  ];
}

/** The summary: the test first, which is what a sweep compares. */
export function trainingSummary(training: Training): readonly SummaryItem[] {
  const { block, network } = training;
  const scoring = scoringOf(training);
  const compared = comparedName(scoring);
  const last = lastTest(training);
  const rows = epochRows(training);
  const [, epochs] = shapeOf(block, 'history');
  const ended = rows.at(-1);
  const row = ended === undefined ? 0 : (ended.round * epochs + ended.epoch) * EPOCH_NUMBERS;
  const history = ended === undefined ? undefined : block.f64('history');
  const hasBest = block.get('bestEpoch') > 0;
  return [
    ...passItems(scoring, 'test', 'test', last < 0 ? undefined : block.f64('trials'), Math.max(0, last) * PASS.length),
    item(
      `best_validation_${compared}`,
      hasBest ? block.get('bestScore') : null,
      `best validation ${compared} of the last fit`,
      scoring.best === 'loss' ? scoring.loss.unit : undefined,
    ),
    { ...item('best_epoch', hasBest ? block.get('bestEpoch') : null, 'its epoch'), isWhole: true },
    ...unprunedItems(training),
    ...passItems(scoring, 'validation', 'last validation of an epoch', history, row + PASS.length),
    ...passItems(scoring, 'train', 'last epoch of training', history, row),
    ...measureItems(training, ended),
    { ...item('epochs', block.get('epochs'), 'epochs of the last fit'), isWhole: true },
    { ...item('updates', block.get('updates'), 'steps of the optimizer over all fits'), isWhole: true },
    { ...item('parameters', network.count - (network.unlearned ?? 0), 'numbers that are learned'), isWhole: true },
    {
      ...item(
        'diverged',
        block.get('diverged') > 0 ? 1 : 0,
        '1 if the loss stopped being finite, which only faithful mode goes on after',
      ),
      isWhole: true,
    },
    {
      ...item(
        'diverged_at',
        block.get('diverged') > 0 ? block.get('diverged') - 1 : null,
        'the step before which it did',
      ),
      isWhole: true,
    },
  ];
}

/** What a person should know who reads the results. */
export function trainingNotes(training: Training): readonly string[] {
  const { block, network } = training;
  const rows = epochRows(training);
  const silent = silentEpochs(
    network.measures ?? [],
    rows.map((row) => (measure) => measuredIn(training, measure)(row)),
  );
  if (block.get('diverged') === 0) return silent;
  const step = block.get('diverged') - 1;
  return [
    ...silent,
    `the loss stopped being finite before step ${step}: the fit ended there, and the test is of a network that had diverged`,
  ];
}
