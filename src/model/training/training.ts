/** The model of a run of training, whatever network and task: what its family brings is put together with what all have in common. */

import type { CommonKernels } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { Block } from '../../kernel/struct.js';
import { layOut, openBlock } from '../../kernel/struct.js';
import { EPOCH_NUMBERS, PASS } from '../../train/epochs.js';
import type { Examples } from '../../train/examples.js';
import { orderSource } from '../../train/order.js';
import { ownSteps, teamSteps } from '../../train/steps.js';
import type { Team } from '../../train/team.js';
import { countOf, roomToDraw } from '../../train/tensors.js';
import type { Precision, Reals, Tensor, Trainable, TrainableState } from '../../train/trainable.js';
import { type TrainingBlock, trainingState } from '../../train/training-state.js';
import type { Model, TensorGroup } from '../family.js';
import { type Placed, placePhases } from '../phases.js';
import type { RecordRequest, ResultTable } from '../record.js';
import { type FinalArray, finalState } from '../recording/final-state.js';
import { recordTables } from '../recording/tables.js';
import type { ObservableDescription } from '../schema.js';
import { type Schedule, type TrainingPhase, trainingPhases } from './programme.js';
import { intervalItems, trainingNotes, trainingResults, trainingSummary } from './results.js';
import { bestOf, isTrial, type RateMoment, type Training, TrainingRun } from './run.js';
import { TrainingWatcher, trainingRecording } from './watcher.js';

/** What a run keeps of its task beside what every training has. */
export interface TaskRecord {
  readonly tables: readonly ResultTable[];
  /** Arrays of the final state. */
  readonly arrays: readonly FinalArray[];
  readonly notes: readonly string[];
}

/** What the sizes of a run follow from. */
export interface TrainingSizes {
  readonly precision: Precision;
  /** Arrays of the network in the state of the run. */
  readonly state: TrainableState;
  readonly tensors: readonly Tensor[];
  readonly schedule: Schedule;
  /** Classes of the confusion matrix; 0 for none. */
  readonly confusion: number;
  /** How many numbers the network measures beside the loss; absent: none. */
  readonly measures?: number;
}

/** What a family says of a run. */
export interface TrainingSetup<K = CommonKernels> extends TrainingSizes {
  readonly kernels: Kernels<K>;
  /** Makes the network in a block that has its arrays. */
  readonly open: (block: Block) => Trainable;
  readonly seed: number;
  readonly record: RecordRequest;
  readonly observables: readonly ObservableDescription[];
  readonly examples: Examples;
  readonly stopping?: Training['stopping'];
  readonly pruning: Training['pruning'];
  readonly isStrict: boolean;
  readonly flopsPerStep: number;
  /** Learning rate by epoch; absent: that of the network's settings throughout. */
  readonly rateOf?: (at: RateMoment) => number;
  /** Whether the summary has the 95 % interval of the accuracy of the test. */
  readonly hasInterval?: boolean;
  /** Threads beside that of the run; absent: there are none. */
  readonly team?: Team;
  /** What the draws of the order of items are for. */
  readonly orderPurpose: number;
  /** What a person can do about a divergence. */
  readonly advice: string;
  readonly taskRecord?: TaskRecord;
  /** Tables that are made of the network at the end; absent: none. */
  readonly finalTables?: (network: Trainable) => readonly ResultTable[];
}

/** Sizes of the arrays that every run of training has. */
const sizesOf = (
  { tensors, schedule: { epochs, prune }, confusion, measures = 0 }: TrainingSizes,
  placed: readonly Placed<TrainingPhase>[],
) => ({
  rounds: prune ? 2 : 1,
  epochs,
  metrics: EPOCH_NUMBERS,
  numbers: PASS.length,
  trials: placed.filter(({ phase }) => isTrial(phase)).length,
  classes: confusion,
  kept: countOf(tensors),
  measures,
});

/** The block of a run. */
export function trainingLayout(sizes: TrainingSizes) {
  const { state, precision, schedule } = sizes;
  const placed = placePhases(trainingPhases(schedule));
  const declaration = trainingState(state, precision);
  return { placed, declaration, layout: layOut(declaration, { ...sizesOf(sizes, placed), ...state.sizes }) };
}

/** Weights of the last and of the best epoch, as they act: 0 where they are pruned. What is not finite, which only a diverged run has, is left out. */
function keptOf({
  network,
  block,
}: Training): readonly { readonly name: string; readonly meaning: string; readonly values: Reals }[] {
  const masks = network.masks();
  const acting = (weights: Reals): Reals =>
    masks === undefined ? weights.slice() : weights.map((w, i) => (masks[i] === 0 ? 0 : w));
  const kept = [
    { name: 'weights', meaning: 'all weights, 0 where they are pruned', values: acting(network.parameters()) },
    // masks are those of the last fit, and so is the best epoch
    {
      name: 'best',
      meaning: 'weights of the epoch with the best validation, 0 where they are pruned',
      values: acting(bestOf(block, network.precision)),
    },
  ];
  // without an epoch there is no best one
  const exists = (name: string): boolean => name !== 'best' || block.get('bestEpoch') > 0;
  return kept.filter(({ name, values }) => exists(name) && values.every((value) => Number.isFinite(value)));
}

/** Them as a table of doubles. */
const stateOf = (training: Training, others: readonly FinalArray[]): ReturnType<Model['finalState']> =>
  finalState([
    ...keptOf(training).map(({ values, ...array }) => ({
      ...array,
      shape: [training.network.count],
      values: () => Float64Array.from(values),
    })),
    ...others,
  ]);

/** Them by the names of tensors. */
const weightsOf = (training: Training): readonly TensorGroup[] =>
  keptOf(training).map(({ name, meaning, values }) => ({
    name,
    meaning,
    tensors: training.network.tensors.map(({ name: tensor, shape, offset, count }) => ({
      name: tensor,
      shape,
      values: values.subarray(offset, offset + count),
    })),
  }));

/** About a hundredth of a second, after which others have their turn. */
const FLOPS_AT_ONCE = 1e8;

/** Orders of an epoch's items: streams of fits are far apart. */
const STREAMS_OF_A_FIT = 2 ** 20;

const NO_RECORD: TaskRecord = { tables: [], arrays: [], notes: [] };

/** The memory of a run: its block, the network, and the draws that its weights begin with. */
export function makeTrainingRoom<K>(kernels: Kernels<K>, sizes: TrainingSizes, open: (block: Block) => unknown): void {
  trainingRoom(kernels, sizes, open);
  roomToDraw(kernels, sizes.tensors);
}

/** Makes the block of a run, all of it 0, and the network in it. */
function trainingRoom<K, N>({ memory, allocate }: Kernels<K>, sizes: TrainingSizes, open: (block: Block) => N) {
  const { placed, declaration, layout } = trainingLayout(sizes);
  const block = openBlock(memory, declaration, layout, allocate(layout.bytes), true);
  return { placed, block, opened: open(block) };
}

/** Makes the model of a run. */
export function trainingModel<K extends CommonKernels>(setup: TrainingSetup<K>): Model {
  const { kernels, schedule, examples, seed, record, taskRecord = NO_RECORD } = setup;
  const { placed, block, opened } = trainingRoom(kernels, setup, setup.open);
  const batches = setup.team === undefined ? ownSteps(opened) : teamSteps(opened, setup.team);
  // other threads may have done steps that the block does not have yet
  const network: Trainable = {
    ...opened,
    parameters: () => {
      batches.settle();
      return opened.parameters();
    },
  };
  const plain = kernels as unknown as Kernels;
  const order = orderSource(plain, seed, examples.sizes.training);
  const training: Training = {
    network,
    batches,
    examples,
    block: block as unknown as TrainingBlock,
    placed,
    batchSize: schedule.batchSize,
    stopping: setup.stopping,
    pruning: setup.pruning,
    orderOf: ({ round, epoch }) => order(examples.sizes.training, setup.orderPurpose, round * STREAMS_OF_A_FIT + epoch),
    rateOf: setup.rateOf,
    exp: elementaryOf(plain).exp,
    isStrict: setup.isStrict,
  };
  const recording = trainingRecording(setup.observables, placed, network.tensors.length, schedule.epochs, record);
  const stepsAtOnce = Math.max(1, Math.floor(FLOPS_AT_ONCE / setup.flopsPerStep));
  const run = new TrainingRun(training, new TrainingWatcher(network, recording, setup.advice));
  return {
    steps: run.steps,
    get block() {
      batches.settle();
      return block;
    },
    tables: recordTables(recording),
    step: () => run.step,
    advance: (count, sink, pause) => run.advance(Math.min(count, stepsAtOnce), sink, pause),
    summary: () => [...trainingSummary(training), ...(setup.hasInterval === true ? intervalItems(training) : [])],
    notes: () => [...taskRecord.notes, ...trainingNotes(training)],
    results: () => [...trainingResults(training), ...taskRecord.tables, ...(setup.finalTables?.(network) ?? [])],
    weights: () => weightsOf(training),
    finalState: () => stateOf(training, taskRecord.arrays),
  };
}
