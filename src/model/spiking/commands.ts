/** What `msm memorize` can do: tasks, each a preset of the same name, and options of the published programs that have no meaning here. */
import type { Family, PresetCommands } from '../family.js';
import type { Parameters } from '../schema.js';
import { SPIKING } from './model.js';
import type { SpikingParameters } from './parameters.js';
import { explicit } from './settings.js';

export const MEMORIZE_TASKS = {
  associations: {
    summary: 'Train a spiking network to memorize pairs of features and labels in its Hebbian memory.',
    description:
      'Each example is a sequence of pairs that are written into the memory, and a query to be answered with the label that was paired with it. One run is one network: its epochs, the validation after each, and the test. A step is a batch.',
    examples: [
      '--sequence-length 2 --num-classes 2 --batch-size 32 --train-size 1024 --epochs 10',
      '--form relu --epochs 30 --seed 1..5',
      '--resume runs/spiking-0001 --evaluate --sequence-length 2,5,10',
    ],
  },
  qa: {
    summary: 'Train a spiking network to answer questions about stories that it has written into its Hebbian memory.',
    description:
      'Each sentence of a story is written into the memory, then the question is read with, and the answer is a word. Stories are those of bAbI (--data), or stand-ins of its tasks 1 to 3 that a program tells. One run is one network: its epochs, the validation after each, and the test. A step is a batch.',
    examples: ['--babi-task 1 --epochs 5', '--data tasks_1-20_v1-2 --babi-task 6 --seed 1..3'],
  },
  omniglot: {
    summary: 'Train a spiking network to know characters again that it saw once and wrote into its Hebbian memory.',
    description:
      'Each episode shows one drawing of some characters, with a label each, and then another drawing of one of them, to be answered with its label. Images go through spiking convolutions. Characters are those of Omniglot (--data), or stand-ins that a program draws. One run is one network: its epochs, the validation after each, and the test. A step is a batch.',
    examples: [
      '--iterations 20 --batch-size 32 --image-size 14 --encoder-channels 32',
      '--data omniglot --num-classes 20 --seed 1..3',
    ],
  },
  'cross-modal': {
    summary: 'Train a spiking network to answer a sound with the image that was shown beside it.',
    description:
      'Each example shows some images, each with a spoken digit, and then another recording of one of these digits, to be answered with its image. Sounds and images go through spiking convolutions; spiking neurons make the answer, pixel by pixel. Sounds are those of the Free Spoken Digit Dataset (--sounds) and images those of MNIST (--images), or stand-ins: tones, and the digits that ship. An answer has no accuracy: what is said is the mean squared error of its pixels, and how often the right image is the nearest of those that were shown. One run is one network: its epochs, the validation after each, and the test. A step is a batch.',
    examples: [
      '--preset relu-cross-modal',
      '--preset small-cross-modal',
      '--sounds free-spoken-digit-dataset --images mnist --sequence-length 3 --seed 1..3',
    ],
  },
  'pretrain-protonet': {
    summary: 'Train an encoder of characters without spikes, whose weights msm memorize omniglot begins with.',
    description:
      'A prototypical network: each episode shows some drawings of some characters and asks with other drawings of each, which belong to the character whose drawings have the nearest mean code. A batch of the published sizes is one episode of 60 characters with one drawing and five that ask; validation and test have episodes of 5 with 15 that ask. The encoder is the one of msm memorize omniglot without spikes, of the same --image-size and --encoder-channels. Characters are those of Omniglot (--data), or stand-ins that a program draws. Weights stand in weights.safetensors, and those of the best epoch in best.safetensors. A step is a batch.',
    examples: ['--out encoder', '--data omniglot --classes-per-iteration-train 20 --epochs 20'],
  },
  'pretrain-digits': {
    summary: 'Train an encoder of sounds or images without spikes, whose weights msm memorize cross-modal begins with.',
    description:
      'A classifier of digits: which digit is an image, or with --audio a sound, of? The encoder is the one of msm memorize cross-modal without spikes, of the same sizes. Sounds are those of the Free Spoken Digit Dataset (--sounds) and images those of MNIST (--images), or stand-ins. Weights stand in weights.safetensors, and those of the best epoch in best.safetensors. A step is a batch.',
    examples: ['--out images', '--audio --out sounds'],
  },
} as const satisfies PresetCommands;

/** Options that the published programs have for devices, loaders and logs; true: a value follows. */
const IDLE_OPTIONS: { readonly [flag: string]: boolean } = {
  gpu: true,
  'print-freq': true,
  'dist-backend': true,
  'multiprocessing-distributed': false,
  'prefetch-factor': true,
  'pin-data-to-memory': true,
  'start-epoch': true,
  'check-params': true,
  logging: false,
  'learn-readout-delay': false,
  cuda: false,
};

/** Data sets of digits, which the original keeps in one folder, `--dir`. */
const digitFlags = (task: string, argv: readonly string[]): readonly string[] => {
  if (task === 'cross-modal') return ['--sounds', '--images'];
  return task === 'pretrain-digits' ? [argv.includes('--audio') ? '--sounds' : '--images'] : [];
};

const WEIGHTS_FILE = /\.(safetensors|npz|npy)$/i;

/** `--checkpoint-path` of an encoder: a run is gone on with or tested, a file of weights is begun with or tested. */
function ofCheckpoint(words: readonly string[]): readonly string[] {
  const at = words.indexOf('--checkpoint-path');
  const path = words[at + 1];
  if (at < 0 || path === undefined) return words;
  const rest = [...words.slice(0, at), ...words.slice(at + 2)];
  // the published default
  if (path === '') return rest;
  if (!WEIGHTS_FILE.test(path)) return [...rest, '--resume', path];
  if (!rest.includes('--evaluate')) return [...rest, '--weights', path];
  // a file has no run of which the test could be done: one without an epoch is
  const others = rest.filter((word, i) => !/^--(evaluate$|epochs(=|$))/.test(word) && rest[i - 1] !== '--epochs');
  return [...others, '--weights', path, '--epochs', '0'];
}

/** What published flags may be read as. */
const READ_AS: { readonly [published: string]: readonly string[] } = {
  'checkpoint-path': ['resume', 'weights'],
  dir: ['sounds', 'images'],
  task: ['babi-task'],
};

/** A flag and its value as two words, where it may be read as another. */
function partedWord(word: string): readonly string[] {
  const [flag, ...value] = word.split(/=(.*)/s, 2);
  return flag.startsWith('--') && Object.hasOwn(READ_AS, flag.slice(2)) ? [flag, ...value] : [word];
}

/**
 * A published command line in our words: of questions `--task 6` says which of the tasks of bAbI, of digits `--dir` where all their data are, of encoders
 * of characters `--checkpoint-path` which one is gone on with.
 */
function inOurWords(task: string, argv: readonly string[]): string[] {
  const parted = argv.flatMap(partedWord);
  if (task === 'pretrain-protonet') return [...ofCheckpoint(parted)];
  const folders = digitFlags(task, argv);
  return parted.flatMap((word, i) => {
    const value = parted[i + 1] ?? '';
    if (word === '--task' && task === 'qa' && /^\d/.test(value)) return ['--babi-task'];
    if (folders.length === 0) return [word];
    if (word === '--dir') return folders.flatMap((flag, nth) => (nth < folders.length - 1 ? [flag, value] : [flag]));
    return [word];
  });
}

/** Parameters that a test of a trained network may have otherwise than its training: those of the items, and what can be taken away from the network. */
const TEST_PARAMETERS: readonly string[] = [
  'sequence_length',
  'batch_size',
  'query_noise',
  'test_size',
  'record_examples',
  'record_detail',
  'dataset_seed',
  'workers',
  'encoder_gain',
  'feedback_gain',
  'readout_window',
  'plasticity',
];

/** Commands that look at the network of a finished run. */
const WAYS = {
  test: {
    summary: 'Test the network of a finished run, also over other lengths of sequences, with 95 % intervals.',
    description:
      'A list or range on --sequence-length, --query-noise or what can be taken away from the network makes a sweep, with one test each; its table results has accuracy and interval of all. Examples are those that the run had for its test, unless --dataset-seed says otherwise.',
    examples: ['runs/spiking-0001 --sequence-length 1,2,5,10', 'runs/spiking-0001 --feedback-gain 0,0.2 --best'],
  },
  record: {
    summary: 'Write what the network of a finished run does with some examples, neuron by neuron and step by step.',
    description:
      'Tables of the first examples of the test: what was shown, spikes, rates, potentials, traces, memory and answers, which msm memorize plot draws. --record-examples says how many, and --record-detail trials leaves out what is of single steps.',
    examples: ['runs/spiking-0001', 'runs/spiking-0001 --record-examples 100 --record-detail trials'],
  },
} as const satisfies PresetCommands;

/** All that the commands are made of (src/cli/trained.ts). */
export const MEMORIZE = {
  word: 'memorize',
  // rooms that serve every family know its parameters as plain data
  family: SPIKING as unknown as Family,
  tasks: MEMORIZE_TASKS,
  taskKey: 'task',
  idle: IDLE_OPTIONS,
  inOurWords,
  published: Object.fromEntries(
    Object.entries(READ_AS).flatMap(([published, own]) => own.map((flag) => [flag, published])),
  ),
  free: TEST_PARAMETERS,
  explicit: (parameters: Parameters): Parameters => explicit(parameters as unknown as SpikingParameters),
  tested: { epochs: '0' },
  ways: WAYS,
  recorded: { flag: 'record-examples', keys: ['record_examples', 'test_size'], usual: '1' },
} as const;
