/** Tables of what a network does: their names, columns and words, the same for every task. */
import type { ResultTable } from '../record.js';
import { type Filled, table } from '../recording/filled-columns.js';
import { TableRows } from './table-rows.js';

/** Whether single steps are wanted, or what is left of a trial at its end alone. */
export type Detail = 'steps' | 'trials';

/** Rows of each table. */
export const activityRows = () => ({
  shown: new TableRows(4),
  facing: new TableRows(3),
  logits: new TableRows(4),
  pixels: new TableRows(4),
  distances: new TableRows(4),
  fired: new TableRows(3),
  rates: new TableRows(3),
  potentials: new TableRows(4),
  traces: new TableRows(4),
  activities: new TableRows(4),
  memory: new TableRows(6),
});

export type ActivityRows = ReturnType<typeof activityRows>;

const example = (rows: TableRows): Filled => rows.whole(0, 'example', 'number of the example among those of the test');
const layer = (rows: TableRows): Filled => rows.words('layer', 'population of neurons');
const step = (rows: TableRows): Filled => rows.whole(1, 'step', 'time step of the trial: all facts, then the query');
const unit = (rows: TableRows, at: number): Filled => rows.whole(at, 'unit', 'neuron of the layer');
const isAnswer = (rows: TableRows): Filled => rows.whole(3, 'is_answer', '1 for the right one');

function inputTables({ shown }: ActivityRows): ResultTable {
  return table('inputs', 'what was shown', [
    example(shown),
    shown.words('layer', 'neurons that hear it'),
    shown.whole(1, 'fact', 'number of the pair or sentence; that behind the last is the query'),
    shown.whole(
      2,
      'feature',
      'place in the vector, of pixels row by row, of coefficients of a sound frame by frame, of a word in its sentence',
    ),
    shown.real(3, 'value', 'number there; of a word its number'),
  ]);
}

const labelTable = ({ facing }: ActivityRows): ResultTable =>
  table('labels', 'label of each pair', [
    example(facing),
    facing.whole(1, 'fact', 'number of the pair'),
    facing.whole(2, 'label', 'its label'),
  ]);

function answerTables({ logits, pixels, distances }: ActivityRows, isImage: boolean): readonly ResultTable[] {
  if (!isImage)
    return [
      table('logits', 'what the network answers', [
        example(logits),
        logits.whole(1, 'class', 'label, or number of a word'),
        logits.real(2, 'logit', 'its logit'),
        isAnswer(logits),
      ]),
    ];
  return [
    table('pixels', 'the image that the network answers', [
      example(pixels),
      pixels.whole(1, 'pixel', 'place in the image, row by row'),
      pixels.real(2, 'value', 'brightness'),
      pixels.real(3, 'wanted', 'that of the right image'),
    ]),
    table('distances', 'how far the answer is from each image that was shown', [
      example(distances),
      distances.whole(1, 'fact', 'number of the pair'),
      distances.real(2, 'distance', 'mean squared difference of the pixels'),
      isAnswer(distances),
    ]),
  ];
}

function stepTables({ fired, potentials, traces }: ActivityRows): readonly ResultTable[] {
  return [
    table('spikes', 'each spike', [example(fired), layer(fired), step(fired), unit(fired, 2)]),
    table('potentials', 'membrane of each neuron after each step', [
      example(potentials),
      layer(potentials),
      step(potentials),
      unit(potentials, 2),
      potentials.real(3, 'potential', 'membrane potential'),
    ]),
    table('traces', 'traces that the rule reads, after each step', [
      example(traces),
      layer(traces),
      step(traces),
      unit(traces, 2),
      traces.real(3, 'trace', 'trace of the spikes of the neuron'),
    ]),
  ];
}

const rateTable = ({ rates }: ActivityRows): ResultTable =>
  table('rates', 'mean firing rate of each neuron', [
    example(rates),
    layer(rates),
    unit(rates, 1),
    rates.real(2, 'rate', 'spikes over the time in which the layer was active', 'Hz'),
  ]);

const activityTable = ({ activities }: ActivityRows): ResultTable =>
  table('activities', 'what each unit says, fact by fact', [
    example(activities),
    layer(activities),
    activities.whole(1, 'fact', 'number of the pair; that behind the last is the query'),
    unit(activities, 2),
    activities.real(3, 'activity', 'of the unit'),
  ]);

function memoryTable({ memory }: ActivityRows, isWhole: boolean): ResultTable {
  return table(
    'memory',
    isWhole ? 'the memory before each fact and after the last' : 'the memory after the last fact',
    [
      example(memory),
      memory.whole(1, 'fact', 'pairs or sentences that were written'),
      memory.whole(2, 'step', 'time step of the trial; without time a fact is one'),
      memory.whole(3, 'key', 'key neuron'),
      memory.whole(4, 'value', 'value neuron'),
      memory.real(5, 'weight', 'synapse from the key to the value'),
    ],
  );
}

interface TablesWanted {
  readonly detail: Detail;
  readonly hasLabels: boolean;
  /** Whether an answer is an image. */
  readonly isImage: boolean;
  readonly form: 'spiking' | 'relu';
}

export function tablesOf(
  rows: ActivityRows,
  { detail, hasLabels, isImage, form }: TablesWanted,
): readonly ResultTable[] {
  const isWhole = detail === 'steps';
  const [inDetail, always] =
    form === 'spiking' ? [() => stepTables(rows), [rateTable(rows)]] : [() => [activityTable(rows)], []];
  return [
    ...(isWhole ? [inputTables(rows)] : []),
    ...(hasLabels ? [labelTable(rows)] : []),
    ...answerTables(rows, isImage),
    ...(isWhole ? inDetail() : []),
    ...always,
    memoryTable(rows, isWhole),
  ];
}
