/** What `msm memorize` can do: tasks, each a preset of the same name, and options of the published programs that have no meaning here. */
import type { PresetCommands } from '../family.js';

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
} as const satisfies PresetCommands;

export type MemorizeTask = keyof typeof MEMORIZE_TASKS;

/** Options that the published programs have for devices, loaders and logs; true: a value follows. */
export const IDLE_OPTIONS: { readonly [flag: string]: boolean } = {
  gpu: true,
  'print-freq': true,
  'world-size': true,
  rank: true,
  'dist-url': true,
  'dist-backend': true,
  'multiprocessing-distributed': false,
  'prefetch-factor': true,
  'pin-data-to-memory': true,
  'start-epoch': true,
  'check-params': true,
  logging: false,
};

/** Parameters that a test of a trained network may have otherwise than its training: those of the items, and what can be taken away from the network. */
export const TEST_PARAMETERS: readonly string[] = [
  'sequence_length',
  'batch_size',
  'query_noise',
  'test_size',
  'dataset_seed',
  'workers',
  'encoder_gain',
  'feedback_gain',
  'readout_window',
  'plasticity',
];
