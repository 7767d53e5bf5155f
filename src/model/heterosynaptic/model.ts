/** The heterosynaptic family: networks whose neighbouring synapses compete while they learn (specification, sections 1 to 9). */
import type { DatasetRequest } from '../../dataset/dataset.js';
import { trainingMember } from '../../train/member.js';
import { countOf } from '../../train/tensors.js';
import { sharesOf } from '../../train/trainable.js';
import type { Continuation, CreateOptions, Estimate, Family, Inputs, Model, RoomOptions, TeamWork } from '../family.js';
import { numericShape } from '../input-shape.js';
import { stepsOf } from '../phases.js';
import type { RecordRequest } from '../record.js';
import { dearSteps } from '../training/programme.js';
import { makeTrainingRoom, type TrainingSizes, trainingLayout, trainingModel } from '../training/training.js';
import { trainingRecording, trainingRows } from '../training/watcher.js';
import { checkInputs } from './check-inputs.js';
import { blocksOf, tensorParts } from './given-tensors.js';
import { drawParameters } from './initial.js';
import { HETEROSYNAPTIC_MODULE, type HeterosynapticKernels } from './kernels.js';
import { openAlone, openTrainable, rowsOfItem, stateOf, type TrainableSettings, tensorsOf } from './open.js';
import type { HeterosynapticParameters } from './parameters.js';
import { PURPOSE } from './purposes.js';
import type { Hessian } from './rules.js';
import { DATA, HETEROSYNAPTIC_SCHEMA } from './schema.js';
import { batchSizeOf, scheduleOf, stoppingOf, trainableOf } from './settings.js';
import { taskOf } from './tasks.js';
import { taskRecordOf, tokensOf, VOCABULARY } from './vocabulary.js';

type P = HeterosynapticParameters;

/** Forward and backward: two operations and four for each weight and row. */
function flopsOf(p: P): number {
  const items = taskOf(p).items(p);
  const rows = batchSizeOf(p) * (items.kind === 'images' ? 1 : items.length);
  return 6 * countOf(tensorsOf(trainableOf(p, 0).network)) * rows;
}

/** Of transformers most answers are tokens, of which there may be thousands: no confusion matrix. */
function confusionOf(p: P): number {
  const items = taskOf(p).items(p);
  return items.kind === 'images' ? items.classes : 0;
}

/** The blocks that are given; their number was checked (`checkInputs`). */
function hessianGiven(p: P, { block_hessian: given }: Inputs): Hessian | undefined {
  const blocks = given && blocksOf(p, given as Float64Array);
  return blocks && { kind: 'given', blocks };
}

const settingsOf = (p: P, seed: number, inputs: Inputs): TrainableSettings =>
  trainableOf(p, seed, hessianGiven(p, inputs));

const trainingOf = (p: P, settings: TrainableSettings): TrainingSizes => ({
  precision: p.precision,
  state: stateOf(settings),
  tensors: tensorsOf(settings.network),
  schedule: scheduleOf(p),
  confusion: confusionOf(p),
});

function create(options: CreateOptions<HeterosynapticKernels, P>): Model {
  const { kernels, parameters: p, inputs, data, seed, record } = options;
  const settings = settingsOf(p, seed, inputs);
  const vocabulary = inputs.vocabulary === undefined ? undefined : tokensOf(inputs.vocabulary);
  const given = { parameters: p, data: data?.[DATA], vocabulary };
  const learned = taskOf(p).text?.(given);
  return trainingModel({
    kernels,
    seed,
    record,
    observables: HETEROSYNAPTIC_SCHEMA.observables,
    ...trainingOf(p, settings),
    open: (block) => {
      const network = openTrainable(kernels, settings, block);
      drawParameters(kernels, network, settings.network, seed);
      if (inputs.weights !== undefined) network.parameters().set(inputs.weights);
      return network;
    },
    examples: taskOf(p).examples({ ...given, kernels, seed, mostItems: batchSizeOf(p) }),
    stopping: stoppingOf(p),
    pruning: { n: p.prune_n, m: p.prune_m },
    isStrict: p.mode === 'right',
    flopsPerStep: flopsOf(p),
    orderPurpose: PURPOSE.order,
    advice: 'Choose a smaller lr, or an alpha closer to 0.',
    ...(learned !== undefined && { taskRecord: taskRecordOf(learned) }),
    ...(options.team !== undefined && { team: options.team }),
  });
}

/** A thread that shares the batches of a run: each share has a thread at most. */
const TEAM: TeamWork<HeterosynapticKernels, P> = {
  most: (p) => sharesOf(batchSizeOf(p), rowsOfItem(trainableOf(p, 0).network)).length,
  member: ({ kernels, parameters, inputs, seed }) =>
    trainingMember(openAlone(kernels, settingsOf(parameters, seed, inputs))),
};

function estimate(p: P, request: RecordRequest): Estimate {
  const sizes = trainingOf(p, trainableOf(p, 0));
  const { tensors, schedule } = sizes;
  const { placed, layout } = trainingLayout(sizes);
  const phases = placed.map(({ phase }) => phase);
  const recording = trainingRecording(
    HETEROSYNAPTIC_SCHEMA.observables,
    placed,
    tensors.length,
    schedule.epochs,
    request,
  );
  return {
    steps: stepsOf(phases),
    stateBytes: layout.bytes,
    flopsPerStep: flopsOf(p),
    flops: flopsOf(p) * dearSteps(phases),
    tables: trainingRows(recording, placed),
  };
}

/** The state of a run and its network. */
function makeRoom({ kernels, parameters: p, inputs }: RoomOptions<HeterosynapticKernels, P>): number {
  const settings = settingsOf(p, 0, inputs);
  makeTrainingRoom(kernels, trainingOf(p, settings), (block) => openTrainable(kernels, settings, block));
  return 0;
}

/** The same task and network from the last weights; of texts with the same tokens, so that another text can follow. */
function continues(p: P): Continuation {
  const items = taskOf(p).items(p);
  const isText = taskOf(p).text !== undefined && items.kind === 'sequences';
  const followed: { readonly [key: string]: string } = isText
    ? { n_tokens: String(items.vocabulary), context: String(p.context ?? items.length) }
    : {};
  return {
    parameters: HETEROSYNAPTIC_SCHEMA.parameters
      .filter(({ group }) => ['task', 'network', 'corruption'].includes(group))
      .map(({ key }) => key)
      .filter((key) => !(key in followed)),
    values: followed,
    inputs: { weights: 'state', ...(isText && { [VOCABULARY]: 'state' }) },
    given: [DATA],
  };
}

/** Perceptrons and small transformers with competing synapses. */
export const HETEROSYNAPTIC: Family<HeterosynapticKernels, P> = {
  module: HETEROSYNAPTIC_MODULE,
  bench: async () => (await import('./bench.js')).BENCH,
  collections: async () => {
    const [{ HETEROSYNAPTIC_FIGURES: figures }, { trainingCurves: curves }] = await Promise.all([
      import('./published-figures.js'),
      import('../training/curves.js'),
    ]);
    return { figures, curves };
  },
  figures: async () => (await import('./figures.js')).DRAWN_FIGURES,
  analyses: async () => (await import('./analyses.js')).HETEROSYNAPTIC_ANALYSES,
  schema: HETEROSYNAPTIC_SCHEMA,
  headlines: [
    { label: 'test accuracy', item: 'test_accuracy' },
    { label: 'test loss', item: 'test_loss', unit: 'nats' },
    { label: 'best validation accuracy', item: 'best_validation_accuracy', isOptional: true },
    { label: 'diverged before step', item: 'diverged_at', isOptional: true },
  ],
  continues,
  whyNotLonger: () => 'its last epoch is followed by the test; begin a new fit from its weights instead',
  create,
  team: TEAM,
  estimate,
  makeRoom,
  checkInputs,
  datasets: (p): { readonly [key: string]: DatasetRequest } => {
    const { data } = taskOf(p);
    return data === undefined ? {} : { [DATA]: data.request };
  },
  dataSizes: (p, { [DATA]: data }) => taskOf(p).data?.sizes(p, data) ?? {},
  checkData: (p, { [DATA]: data }) => taskOf(p).data?.check(p, data) ?? [],
  inputParts: tensorParts,
  inputShape: (key, p) =>
    numericShape(HETEROSYNAPTIC_SCHEMA, key, {
      weights: countOf(tensorsOf(trainableOf(p, 0).network)),
      block_size: p.block_size,
    }),
};
