/** The commands of the family, each a preset of the same name. */
import type { PresetCommands } from '../family.js';

export const ATTRACTOR_COMMANDS = {
  learn: {
    summary: 'Learn patterns, then look for the attractors they became.',
    description:
      'Any patterns, in random or fixed order; the default is ten handwritten digits in the balanced regime.',
    examples: ['', '--patterns digits:0..4 --e 8 --epochs 1000', '--patterns my.csv --record free_energy --every 100'],
  },
  bars: {
    summary: 'Two correlated bars that become nearly orthogonal attractors.',
    description: 'Simulation 1 of the paper, with its retrieval and its generalisation.',
    examples: ['', '--replicas 50 --out bars'],
  },
  sequence: {
    summary: 'Learn patterns in turn, then let the network replay them.',
    description:
      'Three digits one after the other, a step each (simulation 3 of the paper): couplings and their parts, attractors of the symmetric part, a free run decoded against the patterns, transitions, period, spectrum.',
    examples: ['', '--patterns digits:4,7,2,9 --epochs 4000', '--replicas 50 --out seeds'],
  },
  'free-run': {
    summary: 'Let a network run without evidence and without learning, and decode what it shows.',
    description: 'Trains a sequence first unless --network names a finished run.',
    examples: ['--network runs/attractor-0001 --free-steps 1000 --record sigma'],
  },
  retrieve: {
    summary: 'Give noisy versions of learned patterns as cues and score what the network makes of them.',
    description: 'Trains first unless --network names a finished run.',
    examples: ['--network runs/attractor-0001', '--network runs/attractor-0001 --snr 0.5,1,2 --trials 300'],
  },
  generalise: {
    summary: 'Give noisy patterns that were not learned as cues and score what the network makes of them.',
    description: 'Trains first unless --network names a finished run. --test names the patterns.',
    examples: ['--network runs/attractor-0001', '--network runs/attractor-0001 --test digits:10..99'],
  },
  attractors: {
    summary: 'Find the attractors of given couplings from the patterns, at several levels of noise.',
    description: 'The couplings come from a finished run (--network) or from a file (--J0).',
    examples: [
      '--network runs/attractor-0001',
      '--network runs/attractor-0001 --search-of symmetric --levels [0]',
      '--J0 J.csv --patterns my.csv',
    ],
  },
  forget: {
    summary: 'Let a trained network learn on without evidence, and measure what is left.',
    description: 'Simulation 4 of the paper: evaluation before and after, and the correlation of the couplings.',
    examples: ['', '--free-beta 0.1668'],
  },
  grid: {
    summary: 'The learning regimes: a sweep over evidence level and temperature, each run evaluated.',
    description:
      'Simulation 2 of the paper, 20 x 19 regimes, with retrieval, generalisation and attractors of each in results.parquet. Other values of --e and --beta make another grid, --replicas several seeds a cell.',
    examples: ['--dry-run', '--e 6,11,16 --beta log:0.01..1/5 --replicas 3'],
  },
} as const satisfies PresetCommands;
