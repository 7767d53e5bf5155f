/** Inputs and observables of the spiking family, the one list of each, and what its parameters must fulfil together. */

import { CLASSES, IMAGES, type Scoring } from '../../train/scoring.js';
import type { FamilySchema, ObservableDescription, Violation } from '../schema.js';
import { foreignParameters, type OwnParameters } from '../training/own-parameters.js';
import { measureObservables, rightObservable, trainingObservables } from '../training/watcher.js';
import { layersOfKind, measuresOf, SPIKING_LAYERS, SPIKING_MEASURES } from './measures.js';
import { SPIKING_PARAMETERS, type SpikingParameters } from './parameters.js';
import { layerViolations } from './parameters-layers.js';
import type { TrainedNetwork } from './settings-types.js';
import { batchOf, sizesOf } from './tasks/task.js';
import { taskOf } from './tasks.js';

type P = SpikingParameters;
type Check = (p: P) => Violation | undefined;

const when = (holds: boolean, key: string, message: string): Violation | undefined =>
  holds ? { key, message } : undefined;

/** The original has its pairs loaded by workers that stay. */
const workers: Check = ({ mode, task, workers: w }) =>
  when(
    mode === 'faithful' && task === 'associations' && w === 0,
    'workers',
    'workers = 0 fails in the original; choose mode = right, or at least 1',
  );

/** Its twin loses the axis of a batch of one. */
const lonely: Check = (p) => {
  const { mode, form } = p;
  const [B, sizes] = [batchOf(p), sizesOf(p)];
  const of = { train_size: sizes.training, validation_size: sizes.validation, test_size: sizes.test } as const;
  const parts = (Object.keys(of) as (keyof typeof of)[]).filter((key) => of[key] % B === 1 || B === 1);
  return when(
    mode === 'faithful' && form === 'relu' && parts.length > 0,
    'batch_size',
    `batch_size = ${p.batch_size} leaves a batch of one of ${parts[0]} = ${p[parts[0]]}, at which the original fails; choose mode = right, or another size`,
  );
};

const recorded: Check = (p) => {
  const { record_examples: n } = p;
  const most = sizesOf(p).test;
  return when(n > most, 'record_examples', `record_examples = ${n} is more than the ${most} examples of the test`);
};

/** What images are made of is a decoder, and codes are compared as they are. */
const read: Check = (p) =>
  when(
    p.readout_gain !== 1 && ['cross-modal', 'prototypes'].includes(taskOf(p).kind),
    'readout_gain',
    `readout_gain has no effect with task = ${p.task}, whose network has no read-out`,
  );

/** Encoders that are trained before have no memory. */
const isPretraining = (kind: TrainedNetwork['kind']): kind is 'prototypes' | 'digits' =>
  kind === 'prototypes' || kind === 'digits';

/** Queries that are pictures go through the encoder of those that are shown. */
const PICTURED: { readonly [kind in TrainedNetwork['kind']]?: { readonly query: string } } = {
  characters: { query: 'images' },
  'cross-modal': { query: 'sounds' },
};

/** Layers whose neurons the network of a task can have otherwise than the others. */
function layers(p: P): readonly Violation[] {
  const { kind } = taskOf(p);
  const same = PICTURED[kind] ?? {};
  const own = isPretraining(kind) ? [] : layersOfKind(kind).filter(({ name }) => !(name in same));
  return layerViolations(p, { all: SPIKING_LAYERS, own, same, whose: `task = ${p.task}` });
}

/** Why nothing can be normalised; spiking blocks never are, but may stand for blocks that were. */
function unnormalised(p: P): string | undefined {
  const { kind } = taskOf(p);
  if (isPretraining(kind)) return undefined;
  if (PICTURED[kind] === undefined)
    return `has no effect with task = ${p.task}, whose network has no encoder of pictures`;
  if (p.form === 'relu') return undefined;
  if (p.use_pretrained_protonet === 0)
    return `has no effect with task = ${p.task} and form = spiking where use_pretrained_protonet = 0: an encoder with spikes is not normalised, but may be made of one that was`;
  return p.fix_cnn_thresholds
    ? 'makes biases of running statistics, and fix_cnn_thresholds = true takes biases away: choose fix_cnn_thresholds = false'
    : undefined;
}

const normalised: Check = (p) => {
  const why = p.use_batch_norm ? unnormalised(p) : undefined;
  return when(why !== undefined, 'use_batch_norm', `use_batch_norm = true ${why}`);
};

const aligned: Check = (p) =>
  when(
    p.aligned_keys && isPretraining(taskOf(p).kind),
    'aligned_keys',
    `aligned_keys has no effect with task = ${p.task}, whose network has no memory`,
  );

/** Only pairs are drawn alike by all GPUs of the original. */
const alike: Check = ({ gpus, task }) =>
  when(gpus > 1 && task !== 'associations', 'gpus', `gpus = ${gpus} has no effect with task = ${task}`);

const OF_TASKS: OwnParameters<P> = [
  [['associations'], ['feature_size', 'query_noise', 'inf_data']],
  [['associations', 'omniglot'], ['num_classes']],
  [['associations', 'cross-modal'], ['sequence_length']],
  [
    ['qa'],
    [
      ...(['babi_task', 'ten_k', 'add_time_words', 'mask_time_words', 'learn_encoding', 'max_num_sentences'] as const),
      ...(['padding', 'n_sentences', 'sentence_size', 'n_words', 'n_answers'] as const),
    ],
  ],
  [
    ['omniglot', 'cross-modal', 'pretrain-protonet', 'pretrain-digits'],
    ['image_size', 'encoder_channels'],
  ],
  [
    ['omniglot', 'cross-modal'],
    [
      ...(['use_pretrained_protonet', 'freeze_protonet', 'cnn_thresholds', 'learn_if_thresholds'] as const),
      ...(['if_threshold_share', 'fix_cnn_thresholds'] as const),
    ],
  ],
  [
    ['pretrain-protonet'],
    [
      ...(['classes_per_iteration_train', 'num_samples_support_train', 'num_samples_query_train'] as const),
      ...(['classes_per_iteration_val', 'num_samples_support_val', 'num_samples_query_val'] as const),
    ],
  ],
  [
    ['cross-modal', 'pretrain-digits'],
    ['train_classes', 'test_classes', 'num_mfcc', 'num_mfcc_time_samples'],
  ],
  [['cross-modal'], ['decoder_size', 'pixel_spikes']],
  [['pretrain-digits'], ['audio']],
];

const CHECKS: readonly Check[] = [workers, lonely, recorded, read, normalised, aligned, alike];

/** Key of the data set. */
export const DATA = 'data';

const given = (key: string, symbol: string, shape: readonly string[], type: 'f64' | 'i32', help: string) =>
  ({ key, symbol, type, shape, help }) as const;

export const SPIKING_SCHEMA: FamilySchema<P> = {
  name: 'spiking',
  summary: 'spiking networks that learn to use a Hebbian memory',
  parameters: SPIKING_PARAMETERS,
  inputs: [
    {
      ...given('weights', 'w(0)', ['weights'], 'f64', ''),
      help: 'weights at the start, by the names of their tensors (.safetensors, .npz) or all one after the other; drawn otherwise',
    },
    {
      ...given('protonet', '', ['protonet'], 'f64', ''),
      help: 'weights of the encoder of images at the start, by the names of their tensors, with use_pretrained_protonet = 1',
      aliases: ['protonet-checkpoint-path'],
    },
    {
      ...given('image_protonet', '', ['image_protonet'], 'f64', ''),
      help: 'of task = cross-modal, weights of its encoder of images at the start, likewise',
      aliases: ['image-protonet-path'],
    },
    {
      ...given('audio_protonet', '', ['audio_protonet'], 'f64', ''),
      help: 'of task = cross-modal, weights of its encoder of sounds at the start, likewise',
      aliases: ['audio-protonet-path'],
    },
    given(
      'features',
      'x',
      ['*', 'sequence_length', 'feature_size'],
      'f64',
      'feature vectors of given examples, with labels, query and answer: the first train_size are learned, the next validation_size and test_size judged; with epochs = 0 all are for the test',
    ),
    given('labels', '', ['*', 'sequence_length'], 'i32', 'their labels'),
    given('query', '', ['*', 'feature_size'], 'f64', 'the vector that is asked for, of each'),
    given('answer', '', ['*'], 'i32', 'the label that is right, of each'),
  ],
  datasets: [
    {
      key: DATA,
      aliases: ['dir'],
      help: 'of task = qa the folder of bAbI, tasks_1-20_v1-2, or the one with its two files; of task = omniglot the folder with images_background and images_evaluation; what is made by a program otherwise',
    },
    {
      key: 'sounds',
      help: 'of task = cross-modal the folder of the Free Spoken Digit Dataset, which has a folder recordings; tones otherwise',
    },
    {
      key: 'images',
      help: 'of task = cross-modal the folder with the four files of MNIST; the digits that ship, made larger, otherwise',
    },
  ],
  observables: [...trainingObservables(CLASSES), rightObservable(IMAGES), ...measureObservables(SPIKING_MEASURES)],
  compatible: (p) => {
    const found = [...taskOf(p).check(p), ...CHECKS.map((check) => check(p)), ...layers(p)].filter(
      (violation) => violation !== undefined,
    );
    // what a task says of a parameter itself says more
    const foreign = foreignParameters(SPIKING_PARAMETERS, OF_TASKS, p);
    return [...found, ...foreign.filter(({ key }) => !found.some((violation) => violation.key === key))];
  },
};

/** How what the network of a task says is judged. */
export const scoringOf = ({ task }: Pick<P, 'task'>): Scoring =>
  taskOf({ task }).kind === 'cross-modal' ? IMAGES : CLASSES;

/** What the network of a task, in this form, has to observe. */
export function observablesOf(p: Pick<P, 'form' | 'task'>): readonly ObservableDescription[] {
  const measured = measuresOf({ form: p.form, kind: taskOf(p).kind });
  const own = [...trainingObservables(scoringOf(p)), ...measureObservables(measured)];
  return SPIKING_SCHEMA.observables.flatMap(({ name }) => own.filter((one) => one.name === name));
}
