/** Parameters of the task and its items (spec 6 to 8). */
import { BABI_TASKS } from '../../dataset/babi/files.js';
import type { Parameter } from '../schema.js';

const task = [
  {
    key: 'task',
    symbol: '',
    kind: 'choice',
    default: 'associations',
    options: {
      associations: 'memorize pairs of features and labels, then give the label of one of them',
      qa: 'read the sentences of a story, then answer a question about it with a word',
      omniglot: 'see some characters once, each with a label, then give the label of another drawing of one of them',
      'cross-modal':
        'hear some sounds, each beside an image, then answer another sound of the same digit with its image',
      'pretrain-protonet':
        'an encoder of characters without spikes: say which of some characters another drawing is of, by the distance of codes',
      'pretrain-digits': 'an encoder of images, or of sounds, without spikes: say which digit one is',
    },
    group: 'task',
    help: 'what is learned',
  },
  {
    key: 'form',
    symbol: '',
    kind: 'choice',
    default: 'spiking',
    options: {
      spiking: 'neurons that spike, over time',
      relu: 'its twin without time, of units that are rectified: nothing of time, neurons, traces and rates has a meaning then',
    },
    group: 'task',
    help: 'what the network is made of',
    example: 'spiking,relu',
  },
  {
    key: 'mode',
    symbol: '',
    kind: 'choice',
    default: 'right',
    options: {
      right:
        'as it should be: each part of the data has draws of its own, whatever the workers; a divergence is an error',
      faithful:
        'as the original: the seeds of training, validation and test overlap and depend on workers, all GPUs draw the same examples, encoders that were trained before get drawn biases with task = cross-modal, a diverged run goes on to its test',
    },
    group: 'task',
    help: 'right, or as the original does it',
  },
  {
    key: 'sequence_length',
    symbol: 'L',
    kind: 'integer',
    default: 10,
    min: 1,
    max: 10_000,
    group: 'task',
    help: 'pairs that are memorized before the query',
    example: '5',
  },
  {
    key: 'num_classes',
    symbol: 'C',
    kind: 'integer',
    default: 10,
    min: 1,
    max: 10_000,
    group: 'task',
    help: 'labels that there are; those of an example are all different, so there must be as many as pairs',
  },
  {
    key: 'feature_size',
    symbol: 'F',
    kind: 'integer',
    default: 10,
    min: 1,
    max: 10_000,
    group: 'task',
    help: 'numbers of a feature vector, each uniform from 0 to 1',
  },
  {
    key: 'query_noise',
    symbol: 'σ_q',
    kind: 'number',
    default: 0,
    min: 0,
    group: 'task',
    help: 'standard deviation of normal noise on the numbers of the query, which is else one of the vectors as it was shown',
    example: '0,0.05,0.1',
  },
  {
    key: 'train_size',
    symbol: '',
    kind: 'integer',
    default: 9000,
    min: 1,
    max: 2 ** 31 - 1,
    group: 'task',
    help: 'training examples of an epoch',
  },
  {
    key: 'validation_size',
    symbol: '',
    kind: 'integer',
    default: 1000,
    min: 1,
    max: 2 ** 31 - 1,
    group: 'task',
    help: 'examples for validation',
  },
  {
    key: 'test_size',
    symbol: '',
    kind: 'integer',
    default: 2000,
    min: 1,
    max: 2 ** 31 - 1,
    group: 'task',
    help: 'examples for the test',
  },
  {
    key: 'inf_data',
    symbol: '',
    kind: 'integer',
    default: 1,
    min: 0,
    max: 1,
    group: 'task',
    help: '1: the training examples are drawn anew in each epoch; 0: they are the same in all',
  },
  {
    key: 'dataset_seed',
    aliases: ['sampler-seed', 'data-seed'],
    symbol: 's',
    kind: 'integer',
    default: 42,
    min: 0,
    max: 2 ** 48,
    group: 'task',
    help: 'seed of the examples; --seed is that of weights and order',
  },
  {
    key: 'record_examples',
    symbol: '',
    kind: 'integer',
    default: 0,
    min: 0,
    max: 1000,
    group: 'record',
    help: 'first examples of the test of which the activity of the network is written as tables, at the end',
    example: '1',
  },
  {
    key: 'record_detail',
    symbol: '',
    kind: 'choice',
    default: 'steps',
    options: {
      steps: 'all tables, step by step',
      trials: 'what is left of each example alone: its answer, rates, and the memory after the last pair or sentence',
    },
    group: 'record',
    help: 'what is written of each example of record_examples; many examples in all detail make large tables',
    example: 'trials',
  },
  {
    key: 'workers',
    symbol: 'w',
    kind: 'integer',
    default: 4,
    min: 0,
    max: 1024,
    group: 'task',
    help: 'workers that load data in the original, on which the seeds of the data depend in faithful mode; no meaning otherwise',
  },
  {
    key: 'gpus',
    symbol: '',
    kind: 'integer',
    default: 1,
    min: 1,
    max: 1024,
    group: 'task',
    help: 'GPUs of the machine on which the original trains, a process each, in faithful mode: all of them draw the same examples (inf_data = 1), so that a step is of batch_size / gpus examples and an epoch of train_size / gpus',
    example: '4',
  },
] as const satisfies readonly Parameter[];

/** Spikes of images stand in whole words. */
export const ofWords = (count: number): string | undefined => (count % 32 === 0 ? undefined : 'a multiple of 32');

/** A whole number that says yes or no, as the published programs have it. */
const yesOrNo = <K extends string>(key: K, is: 0 | 1, help: string) =>
  ({ key, symbol: '', kind: 'integer', default: is, min: 0, max: 1, group: 'stories', help }) as const;

/** A size that follows from stories. */
const ofStories = <K extends string>(key: K, symbol: string, help: string) =>
  ({
    key,
    symbol,
    kind: 'integer',
    default: null,
    min: 1,
    max: 1_000_000,
    group: 'stories',
    whenAbsent: 'those of the stories',
    help,
  }) as const;

/** Parameters of task = qa. */
const stories = [
  {
    key: 'babi_task',
    symbol: '',
    kind: 'integer',
    default: 1,
    min: 1,
    max: BABI_TASKS,
    group: 'stories',
    help: 'which of the tasks of bAbI (--task of the original); 1 to 3 have stand-ins that are told by a program, others need --data',
    example: '1..3',
  },
  yesOrNo('ten_k', 1, '1: of --data the ten thousand questions, 0: the thousand'),
  yesOrNo('add_time_words', 0, '1: a word that says how long ago it was told ends each sentence'),
  yesOrNo('mask_time_words', 1, '1: the encoding of the place of these words stays 1'),
  yesOrNo('learn_encoding', 1, '1: how the place of a word counts is learned; 0: it does not, a bag of words'),
  {
    key: 'max_num_sentences',
    symbol: '',
    kind: 'integer',
    default: 50,
    min: 0,
    max: 1_000_000,
    group: 'stories',
    help: 'longer stories are left out; 0: none is',
  },
  {
    key: 'padding',
    symbol: '',
    kind: 'choice',
    default: 'pre',
    options: { pre: 'before it', post: 'behind it' },
    group: 'stories',
    help: 'where a story that is shorter than the longest has empty sentences',
  },
  ofStories('n_sentences', 'L', 'sentences of the longest story'),
  ofStories('sentence_size', 'S', 'words of the longest sentence'),
  ofStories('n_words', '', 'different words, empty and time words included'),
  ofStories('n_answers', 'V', 'words that may be an answer'),
] as const satisfies readonly Parameter[];

/** Parameters of task = omniglot. */
const characters = [
  {
    key: 'iterations',
    symbol: '',
    kind: 'integer',
    default: null,
    min: 1,
    max: 2 ** 31 - 1,
    group: 'characters',
    whenAbsent: 'as many as train_size, validation_size and test_size come to',
    help: 'batches of episodes that each part has at most',
    example: '20',
  },
  {
    key: 'image_size',
    symbol: '',
    kind: 'integer',
    default: 28,
    min: 4,
    max: 105,
    unit: 'pixels',
    group: 'characters',
    help: 'side of an image; each block of the encoder halves it, and there are as many blocks as it takes to get to one place: 28 as published has four',
  },
  {
    key: 'encoder_channels',
    symbol: '',
    kind: 'integer',
    default: 64,
    min: 32,
    max: 1024,
    check: ofWords,
    group: 'characters',
    help: 'channels of each block of the encoder of images',
  },
  {
    key: 'use_pretrained_protonet',
    symbol: '',
    kind: 'integer',
    default: 0,
    min: 0,
    max: 1,
    group: 'characters',
    help: '1, as published: encoders begin with weights that were trained before (--protonet; with task = cross-modal --image-protonet and --audio-protonet), and have no biases (with task = cross-modal and mode = faithful drawn ones); 0: with drawn weights and biases',
  },
  {
    key: 'cnn_thresholds',
    symbol: 'ϑ_i',
    kind: 'vector',
    default: null,
    min: 0,
    group: 'characters',
    whenAbsent: 'thr; with use_pretrained_protonet = 1 and four blocks those of the published encoders',
    help: 'thresholds of the neurons of the encoders, block by block',
    example: '[1,2.5,1.3]',
  },
  {
    key: 'learn_if_thresholds',
    symbol: '',
    kind: 'boolean',
    default: false,
    group: 'characters',
    help: 'whether these thresholds are instead the largest currents that images of training cause at the start, block after block',
  },
  {
    key: 'if_threshold_share',
    symbol: '',
    kind: 'number',
    default: 1,
    above: 0,
    group: 'characters',
    help: 'with learn_if_thresholds, share of the largest current that becomes the threshold: 1 as published; less makes encoders fire more, and say more in few steps',
    example: '0.5',
  },
  {
    key: 'freeze_protonet',
    symbol: '',
    kind: 'integer',
    default: 0,
    min: 0,
    max: 1,
    group: 'characters',
    help: '1: encoders stay as they are; 0: they are learned',
  },
  {
    key: 'fix_cnn_thresholds',
    symbol: '',
    kind: 'boolean',
    default: false,
    group: 'characters',
    help: 'whether the neurons of the encoder of images have no current of their own (no bias), which would act as a threshold that is learned',
  },
] as const satisfies readonly Parameter[];

const shot = <K extends string>(key: K, is: number, min: number, help: string) =>
  ({ key, symbol: '', kind: 'integer', default: is, min, max: 10_000, group: 'episodes', help }) as const;

/** Parameters of task = pretrain-protonet: episodes that are learned, and those of validation and test. */
const episodes = [
  shot('classes_per_iteration_train', 60, 2, 'of task = pretrain-protonet: characters of an episode that is learned'),
  shot('num_samples_support_train', 1, 1, 'drawings of each of them that are shown'),
  shot('num_samples_query_train', 5, 1, 'drawings of each of them that ask'),
  shot('classes_per_iteration_val', 5, 2, 'characters of an episode of validation or test'),
  shot('num_samples_support_val', 1, 1, 'drawings of each of them that are shown'),
  shot('num_samples_query_val', 15, 1, 'drawings of each of them that ask'),
] as const satisfies readonly Parameter[];

/** Of encoders that learn without spikes, and of what such ones become. */
const norm = [
  {
    key: 'use_batch_norm',
    symbol: '',
    kind: 'boolean',
    default: false,
    group: 'episodes',
    help: 'whether each block of an encoder without spikes is normalised over the pictures of a batch (task = pretrain-protonet and pretrain-digits, and form = relu of omniglot and cross-modal); with spikes, whether the encoder that is given was, with use_pretrained_protonet = 1: its running statistics then become part of weights and biases',
  },
] as const satisfies readonly Parameter[];

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

const size = <K extends string>(key: K, is: number, [min, max]: readonly [number, number], help: string) =>
  ({ key, symbol: '', kind: 'integer', default: is, min, max, group: 'sounds and images', help }) as const;

const digits = <K extends string>(key: K, part: string) =>
  ({
    key,
    symbol: '',
    kind: 'vector',
    default: DIGITS,
    min: 0,
    group: 'sounds and images',
    help: `digits that may occur in ${part}`,
    example: '[0,1,2,3,4]',
  }) as const;

/** Parameters of task = cross-modal. */
const sounds = [
  digits('train_classes', 'training and validation'),
  digits('test_classes', 'the test'),
  {
    key: 'dataset_size',
    symbol: '',
    kind: 'integer',
    default: null,
    min: 2,
    max: 2 ** 31 - 1,
    group: 'sounds and images',
    whenAbsent: 'train_size and validation_size',
    help: 'examples of training and validation together, a tenth of which is for validation',
  },
  {
    key: 'audio',
    symbol: '',
    kind: 'boolean',
    default: false,
    group: 'sounds and images',
    help: 'of task = pretrain-digits: whether the encoder is that of sounds; else that of images',
  },
  size('num_mfcc', 20, [2, 127], 'cepstral coefficients of a frame of sound, without the first'),
  size('num_mfcc_time_samples', 30, [2, 1000], 'frames of a sound that are heard, about the loudest one'),
  size(
    'decoder_size',
    256,
    [1, 10_000],
    'neurons of the first layer of the decoder; the second has one for each pixel',
  ),
  size('pixel_spikes', 15, [1, 100_000], 'spikes of its neuron that make a pixel of brightness 1'),
] as const satisfies readonly Parameter[];

export const TASK_PARAMETERS = [...task, ...stories, ...characters, ...episodes, ...norm, ...sounds] as const;
