/** The spiking family: networks that learn, through time and through the plasticity, to use a Hebbian memory (specification, sections 1 to 6). */
import type { Dataset, DatasetRequest, Datasets } from '../../dataset/dataset.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { Examples } from '../../train/examples.js';
import { trainingMember } from '../../train/member.js';
import { CLASSES } from '../../train/scoring.js';
import { countOf } from '../../train/tensors.js';
import { sharesOf, type Tensor, type Trainable } from '../../train/trainable.js';
import type { Continuation, CreateOptions, Estimate, Family, Model, RoomOptions, TeamWork } from '../family.js';
import { numericShape } from '../input-shape.js';
import { stepsOf } from '../phases.js';
import type { RecordRequest, ResultTable } from '../record.js';
import { dearSteps } from '../training/programme.js';
import { makeTrainingRoom, type TrainingSizes, trainingLayout, trainingModel } from '../training/training.js';
import { trainingRecording, trainingRows } from '../training/watcher.js';
import { activityTables, type RecordedItem } from './activity.js';
import { checkInputs } from './check-inputs.js';
import { encoderNotes, GIVEN_ENCODERS, givenTensors, normParts, takeEncoders } from './given-encoders.js';
import { drawParameters } from './initial.js';
import { itemLayout } from './item-layout.js';
import { SPIKING_MODULE, type SpikingKernels } from './kernels.js';
import { measuresOf } from './measures.js';
import { openAlone, openSpiking, stateOf, tensorsOf } from './open.js';
import type { SpikingParameters } from './parameters.js';
import { PURPOSE } from './purposes.js';
import { observablesOf, SPIKING_SCHEMA, scoringOf } from './schema.js';
import { learningRate, scheduleOf, settingsOf, stoppingOf } from './settings.js';
import { hasMemory, isNormed, type SpikingSettings, type TrainedNetwork } from './settings-types.js';
import { batchOf, type TaskData } from './tasks/task.js';
import { taskOf } from './tasks.js';
import { TENSOR } from './tensors.js';
import { ROWS_OF_ITEM } from './trainer.js';

type P = SpikingParameters;

/** Operations for each synapse of the memory in a step of time, forward and back; most keys are silent in most of them. */
const FLOPS_OF_A_SYNAPSE = 5;

const networkOf = (p: P): TrainedNetwork => taskOf(p).network(p);

/** Operations of the memory of a network, or of none. */
function memoryFlops(p: P): number {
  const network = networkOf(p);
  if (!hasMemory(network)) return 0;
  const { facts, steps: T, memory: M } = network;
  const steps = p.form === 'relu' ? 3 * facts : (facts + 1) * T;
  return FLOPS_OF_A_SYNAPSE * batchOf(p) * steps * M * M;
}

const flopsOf = (p: P): number => memoryFlops(p) + (taskOf(p).flops?.(p) ?? 0);

/** Answers of more kinds than this are not counted against each other. */
const MOST_CONFUSED = 200;

/** Kinds of answers that are; images are of no kind. */
function confusionOf(p: P): number {
  const { classes, kind } = taskOf(p).network(p);
  // the classes of an episode are others in the next one
  if (kind === 'prototypes') return 0;
  return scoringOf(p) !== CLASSES || classes > MOST_CONFUSED ? 0 : classes;
}

/** What the network does with the first examples of the test. */
function activityOf(
  { kernels, parameters: p }: CreateOptions<SpikingKernels, P>,
  examples: Examples,
  weights: number,
): readonly ResultTable[] {
  const network = networkOf(p);
  if (!hasMemory(network)) return [];
  const { width } = itemLayout(network);
  const items = function* (): Iterable<RecordedItem> {
    for (let i = 0; i < p.record_examples; i++) {
      const { inputs, targets } = examples.batch('test', Int32Array.of(i));
      yield { numbers: Float64Array.from(inputs.subarray(0, width)), target: targets[0] };
    }
  };
  return activityTables(kernels, p.precision, network, weights, items(), p.record_detail);
}

/** Weights of a part that are given, and what the task begins with. */
function begin(
  { kernels, parameters: p, inputs }: CreateOptions<SpikingKernels, P>,
  network: Trainable,
  examples: Examples,
): void {
  takeEncoders(p, inputs, network);
  taskOf(p).start?.(kernels, p, network, examples);
}

const trainingOf = (p: P, settings: SpikingSettings): TrainingSizes => ({
  precision: p.precision,
  state: stateOf(settings),
  tensors: tensorsOf(settings.network),
  schedule: scheduleOf(p),
  confusion: confusionOf(p),
  measures: measuresOf(settings.network).length,
});

function create(options: CreateOptions<SpikingKernels, P>): Model {
  const { kernels, parameters: p, inputs, data, seed, record } = options;
  const settings = settingsOf(p);
  // tasks draw, which every module can
  const plain = kernels as unknown as Kernels;
  const { examples, tables, notes } = taskOf(p).items({
    ...{ kernels: plain, parameters: p, inputs, data: data ?? {} },
  });
  let parameters = 0;
  return trainingModel({
    kernels,
    seed,
    record,
    observables: observablesOf(p),
    ...trainingOf(p, settings),
    open: (block) => {
      const network = openSpiking(kernels, settings, block);
      parameters = block.pointer('parameters');
      const [readoutGain, alignsKeys] = [p.readout_gain, p.aligned_keys];
      drawParameters(plain, network, seed, { kind: settings.network.kind, form: p.form, readoutGain, alignsKeys });
      if (inputs.weights !== undefined) network.parameters().set(inputs.weights);
      else begin(options, network, examples);
      return network;
    },
    examples,
    stopping: stoppingOf(p),
    rateOf: learningRate(p),
    hasInterval: true,
    // nothing is ever pruned
    pruning: { n: 1, m: 1 },
    isStrict: p.mode === 'right',
    taskRecord: { tables, arrays: [], notes: [...notes, ...encoderNotes(p, inputs)] },
    flopsPerStep: flopsOf(p),
    orderPurpose: PURPOSE.order,
    ...(p.record_examples > 0 && { finalTables: () => activityOf(options, examples, parameters) }),
    advice: 'Choose a smaller learning_rate or max_grad_norm, or smaller rates of the memory, gamma_pos and gamma_neg.',
    ...(options.team !== undefined && { team: options.team }),
  });
}

/** A thread that shares the batches of a run: each share has a thread at most, and what is normalised over a batch is one share. */
const TEAM: TeamWork<SpikingKernels, P> = {
  most: (p) => (isNormed(networkOf(p)) ? 1 : sharesOf(batchOf(p), ROWS_OF_ITEM).length),
  member: ({ kernels, parameters }) => trainingMember(openAlone(kernels, settingsOf(parameters))),
};

function estimate(p: P, request: RecordRequest): Estimate {
  const sizes = trainingOf(p, settingsOf(p));
  const { tensors, schedule } = sizes;
  const { placed, layout } = trainingLayout(sizes);
  const phases = placed.map(({ phase }) => phase);
  const recording = trainingRecording(observablesOf(p), placed, tensors.length, schedule.epochs, request);
  return {
    steps: stepsOf(phases),
    stateBytes: layout.bytes,
    flopsPerStep: flopsOf(p),
    flops: flopsOf(p) * dearSteps(phases),
    tables: trainingRows(recording, placed),
  };
}

/** The state of a run and its network. */
function makeRoom({ kernels, parameters: p }: RoomOptions<SpikingKernels, P>): number {
  const settings = settingsOf(p);
  makeTrainingRoom(kernels, trainingOf(p, settings), (block) => openSpiking(kernels, settings, block));
  return 0;
}

/** Operations of the steps of a trial, some tenths of a second. */
const TRIAL_FLOPS = 2e8;

/** Batches of few items: operations grow with the items, and those of the optimizer are few beside them. */
function trial(p: P): P {
  const items = Math.ceil((TRIAL_FLOPS * p.batch_size) / flopsOf(p));
  return { ...p, batch_size: Math.min(p.batch_size, Math.max(2 * p.gpus, items)) };
}

/** What a task makes of each data set that was given. */
const takenData = (p: P, all: Datasets): readonly (readonly [data: TaskData, given: Dataset])[] =>
  Object.entries(taskOf(p).data ?? {}).flatMap(([key, data]) =>
    all[key] === undefined ? [] : [[data, all[key]] as const],
  );

/** Groups of parameters that the next run has alike. */
const isContinued = (group: string): boolean => group !== 'learning' && group !== 'record';

/** The tensors of which weights are given. */
function tensorsGiven(key: string, p: P): readonly Tensor[] | undefined {
  const tensors = tensorsOf(settingsOf(p).network);
  return key === 'weights' ? tensors : givenTensors(key, p, tensors);
}

/** Inputs that are weights. */
const WEIGHTS = ['weights', ...GIVEN_ENCODERS] as const;

/** Whether a run that goes on has batches of the same size: where items are counted in them, or each is a whole episode. */
const keepsBatches = (p: P): boolean => p.iterations !== null || taskOf(p).kind === 'prototypes';

/** The same task and network from the last weights. */
const continues = (p: P): Continuation => ({
  parameters: SPIKING_SCHEMA.parameters
    .filter(({ key, group }) => isContinued(group) || (key === 'batch_size' && keepsBatches(p)))
    .map(({ key }) => key),
  inputs: { weights: 'state' },
  given: Object.keys(taskOf(p).data ?? {}),
});

/** Spiking networks with Hebbian memory, and their twins without time. */
export const SPIKING: Family<SpikingKernels, P> = {
  module: SPIKING_MODULE,
  bench: async () => (await import('./bench.js')).BENCH,
  collections: async () => {
    const { trainingCurves: curves } = await import('../training/curves.js');
    return { curves };
  },
  figures: async () => (await import('./figures.js')).SPIKING_FIGURES,
  schema: SPIKING_SCHEMA,
  headlines: [
    { label: 'nearest to the right image', item: 'test_nearest' },
    { label: '95 % interval, from', item: 'test_nearest_low', isOptional: true },
    { label: 'to', item: 'test_nearest_high', isOptional: true },
    { label: 'test accuracy', item: 'test_accuracy' },
    { label: '95 % interval, from', item: 'test_accuracy_low', isOptional: true },
    { label: 'to', item: 'test_accuracy_high', isOptional: true },
    { label: 'test loss', item: 'test_loss', unit: 'nats', unless: 'test_loss_constant' },
    { label: 'mean squared error of pixels', item: 'test_loss', unless: 'test_accuracy' },
    { label: '95 % interval, from', item: 'test_loss_low', isOptional: true },
    { label: 'to', item: 'test_loss_high', isOptional: true },
    { label: 'that of the mean image', item: 'test_loss_constant', isOptional: true },
    { label: 'best validation loss', item: 'best_validation_loss', isOptional: true },
    { label: 'best validation accuracy', item: 'best_validation_accuracy', isOptional: true },
    { label: 'silent read-outs', item: 'train_silent', isOptional: true },
    { label: 'diverged before step', item: 'diverged_at', isOptional: true },
  ],
  listed: [
    { label: 'nearest to the right image', item: 'test_nearest', symbol: 'nearest' },
    { label: '95 % interval from', item: 'test_nearest_low', symbol: '95 % interval from', isOptional: true },
    { label: 'to', item: 'test_nearest_high', symbol: 'to', isOptional: true },
    { label: 'test accuracy', item: 'test_accuracy', symbol: 'test accuracy' },
    { label: '95 % interval from', item: 'test_accuracy_low', symbol: '95 % interval from', isOptional: true },
    { label: 'to', item: 'test_accuracy_high', symbol: 'to', isOptional: true },
  ],
  continues,
  whyNotLonger: () => 'its last epoch is followed by the test; begin anew from its weights instead',
  create,
  team: TEAM,
  estimate,
  makeRoom,
  trial,
  checkInputs,
  datasets: (p): { readonly [key: string]: DatasetRequest } =>
    Object.fromEntries(Object.entries(taskOf(p).data ?? {}).map(([key, data]) => [key, data.request(p)])),
  dataSizes: (p, all) =>
    Object.fromEntries(takenData(p, all).flatMap(([data, given]) => Object.entries(data.sizes(p, given)))),
  checkData: (p, all) => takenData(p, all).flatMap(([data, given]) => data.check(p, given)),
  inputParts: (key, p) => {
    const tensors = tensorsGiven(key, p);
    if (tensors === undefined) return undefined;
    const parts = tensors.map(({ name, shape }) => ({ name, shape }));
    // what names digits stands behind the encoder that learned to
    return { parts, ...(key !== 'weights' && { leaves: [TENSOR.output] }), ...normParts(key, p, tensors) };
  },
  inputShape: (key, p) =>
    numericShape(SPIKING_SCHEMA, key, {
      ...Object.fromEntries(WEIGHTS.map((one) => [one, countOf(tensorsGiven(one, p) ?? [])])),
      sequence_length: p.sequence_length,
      feature_size: p.feature_size,
    }),
};
