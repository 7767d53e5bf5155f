/** What `msm memorize cards` is made of, and options of the published program that have no meaning here. */
import type { Family, PresetCommands } from '../../family.js';
import type { Parameters } from '../../schema.js';
import { CARDS } from './model.js';
import type { CardParameters } from './parameters.js';
import { explicit } from './settings.js';

/** Options that the published program has for devices and logs, and five that it takes and never uses (specification, 13.15); true: a value follows. */
const IDLE_OPTIONS: { readonly [flag: string]: boolean } = {
  cuda: false,
  logging: false,
  'start-update': true,
  'use-rms-prop': false,
  'rms-prop-eps': true,
  'rms-prop-alpha': true,
  'normalize-advantage': false,
  'use-smooth-l1-loss': false,
};

/** Parameters that a test of a trained network may have otherwise than its training. */
const TEST_PARAMETERS: readonly string[] = [
  'num_envs',
  'env_seed',
  'resample_cards',
  'test_games',
  'most_flips',
  'record_games',
  'record_detail',
  'encoder_gain',
  'feedback_gain',
  'readout_window',
  'plasticity',
];

const TASK = {
  cards: {
    summary: 'Train a spiking network by reward to play a game of cards with its Hebbian memory.',
    description:
      'Cards lie face down in pairs, one is turned over at a time, and who remembers what was where needs few flips. One run is one network: updates by proximal policy optimization, then a test with the likeliest moves, beside the best and a random player. A step is an update.',
    examples: [
      '--preset four-cards',
      '--num-cells 6 --num-steps 100 --decay-lr-linearly',
      '--resume runs/cards-0001 --evaluate --test-games 5000',
    ],
  },
} as const satisfies PresetCommands;

const WAYS = {
  test: {
    summary: 'Test the network of a finished run on other games, with the 95 % interval of the mean flips.',
    description:
      'Games are played with the likeliest move always. They are those that the run had for its test, unless --env-seed says otherwise; a list makes a sweep, with one test each.',
    examples: ['runs/cards-0001 --test-games 5000', 'runs/cards-0001 --plasticity true,false --best'],
  },
  record: {
    summary: 'Write what the network of a finished run does in some games, move by move and neuron by neuron.',
    description:
      'Tables of the first games of the test: moves with what lies on the table, spikes, rates, potentials, traces and memory. --record-games says how many, and --record-detail moves leaves out what is of single steps.',
    examples: ['runs/cards-0001', 'runs/cards-0001 --record-games 4'],
  },
} as const satisfies PresetCommands;

/** All that the commands are made of (src/cli/trained.ts). */
export const MEMORIZE_CARDS = {
  word: 'memorize',
  // rooms that serve every family know its parameters as plain data
  family: CARDS as unknown as Family,
  tasks: TASK,
  idle: IDLE_OPTIONS,
  free: TEST_PARAMETERS,
  explicit: (parameters: Parameters): Parameters => explicit(parameters as unknown as CardParameters),
  tested: { num_env_steps: '0' },
  ways: WAYS,
  recorded: { flag: 'record-games', keys: ['record_games', 'test_games'], usual: '1' },
} as const;
