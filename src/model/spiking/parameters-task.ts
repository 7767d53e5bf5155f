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
        'as the original: the seeds of training, validation and test overlap and depend on workers, a diverged run goes on to its test',
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
    key: 'workers',
    symbol: 'w',
    kind: 'integer',
    default: 4,
    min: 0,
    max: 1024,
    group: 'task',
    help: 'workers that load data in the original, on which the seeds of the data depend in faithful mode; no meaning otherwise',
  },
] as const satisfies readonly Parameter[];

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

export const TASK_PARAMETERS = [...task, ...stories] as const;
