/** Parameters, inputs and observables of the attractor family: the one list of each (spec 1 to 4). */
import type { FamilySchema, Parameter, Parameters, Violation } from '../schema.js';
import { MOST_LEVELS } from './draws.js';
import { EXPERIMENTS, type PhaseKind, phasesOf } from './experiment.js';

const STEPS_AT_MOST = 2 ** 31 - 1;

const network: readonly Parameter[] = [
  {
    key: 'N',
    symbol: 'n',
    kind: 'integer',
    default: 64,
    min: 1,
    group: 'network',
    help: 'number of nodes; follows from the patterns where they are given',
    example: '64',
  },
  {
    key: 'beta',
    symbol: 'β',
    kind: 'number',
    default: 0.16681005372000582,
    above: 0,
    group: 'network',
    help: 'inverse temperature of the drive while learning (precision)',
    example: '0.17',
  },
  {
    key: 'schedule',
    symbol: '',
    kind: 'choice',
    default: 'parallel',
    options: {
      parallel: 'all nodes from the same old states, as published',
      sequential: 'one node after the other, each from the newest states',
      'sequential-random': 'the same in a random order',
    },
    group: 'network',
    help: 'who is updated when',
  },
  {
    key: 'sampling',
    symbol: '',
    kind: 'choice',
    default: 'sample',
    options: { sample: 'a draw from the continuous Bernoulli law', mean: 'its mean' },
    group: 'network',
    help: 'new state of a node',
  },
  {
    key: 'mode',
    symbol: '',
    kind: 'choice',
    default: 'right',
    options: {
      right: 'accurate numerics, relaxation tested by its states, unrounded scores',
      faithful: 'the published numerics, relaxation tested by the free energy, scores to three decimals',
    },
    group: 'network',
    help: 'what to compute where the published program differs from its mathematics',
  },
];

const learning: readonly Parameter[] = [
  {
    key: 'experiment',
    symbol: '',
    kind: 'choice',
    default: 'learn',
    options: Object.fromEntries(Object.entries(EXPERIMENTS).map(([name, { meaning }]) => [name, meaning])),
    group: 'experiment',
    help: 'phases of the run',
  },
  {
    key: 'e',
    symbol: 'e',
    kind: 'number',
    default: 11,
    above: 0,
    group: 'learning',
    help: 'evidence level: factor on the patterns',
  },
  { key: 'eta', symbol: 'η', kind: 'number', default: 0.001, min: 0, group: 'learning', help: 'learning rate' },
  { key: 'K', symbol: 'K', kind: 'integer', default: 10, min: 1, group: 'learning', help: 'steps of an epoch' },
  {
    key: 'epochs',
    symbol: 'E',
    kind: 'integer',
    default: 5000,
    min: 0,
    group: 'learning',
    help: 'epochs of training; 0 with given weights',
  },
  {
    key: 'order',
    symbol: '',
    kind: 'choice',
    default: 'random',
    options: {
      random: 'drawn for each epoch, with replacement',
      fixed: 'one after the other: epoch t shows pattern t mod P',
    },
    group: 'learning',
    help: 'which pattern an epoch shows',
  },
  {
    key: 'prediction',
    symbol: '',
    kind: 'choice',
    default: 'field',
    options: { field: 'L(J sigma), as published', 'field+bias': 'L(b + J sigma), as the equation' },
    group: 'learning',
    help: 'what the learning rule subtracts',
  },
  {
    key: 'prediction_beta',
    symbol: '',
    kind: 'boolean',
    default: false,
    group: 'learning',
    help: 'whether beta also multiplies the argument of the prediction',
  },
];

const trials: readonly Parameter[] = [
  {
    key: 'signal',
    symbol: 's',
    kind: 'number',
    default: 0.1,
    above: 0,
    group: 'reconstruction',
    help: 'signal strength: factor on evidence times pattern',
  },
  {
    key: 'snr',
    symbol: 'SNR',
    kind: 'number',
    default: 1,
    above: 0,
    words: ['infinity'],
    group: 'reconstruction',
    help: 'ratio of the amplitudes of signal and noise; infinity for no noise',
  },
  {
    key: 'beta_eval',
    symbol: 'β_eval',
    kind: 'number',
    default: 1,
    above: 0,
    group: 'reconstruction',
    help: 'inverse temperature of trials',
  },
  { key: 'trials', symbol: '', kind: 'integer', default: 100, min: 1, group: 'reconstruction', help: 'trials' },
  {
    key: 'trial_steps',
    symbol: '',
    kind: 'integer',
    default: 100,
    min: 1,
    group: 'reconstruction',
    help: 'steps of a trial',
  },
  {
    key: 'burn_in',
    symbol: '',
    kind: 'integer',
    default: 0,
    min: 0,
    unit: 'steps',
    group: 'reconstruction',
    help: 'first steps of a trial that do not enter its mean state',
  },
  {
    key: 'trial_state',
    symbol: '',
    kind: 'choice',
    default: 'kept',
    options: { kept: 'a trial begins where the last one ended, as published', reset: 'every trial begins at zero' },
    group: 'reconstruction',
    help: 'state at the start of a trial',
  },
  ...(
    [
      ['signal', 's', 'number', 'signal strength'],
      ['snr', 'SNR', 'number', 'ratio of signal and noise'],
      ['beta', 'β_eval', 'number', 'inverse temperature'],
      ['trials', '', 'integer', 'trials'],
      ['steps', '', 'integer', 'steps of a trial'],
    ] as const
  ).map(([name, symbol, kind, help]): Parameter => {
    const source = { signal: 'signal', snr: 'snr', beta: 'beta_eval', trials: 'trials', steps: 'trial_steps' }[name];
    return {
      key: `generalise_${name}`,
      symbol,
      kind,
      default: null,
      ...(kind === 'integer' ? { min: 1 } : { above: 0 }),
      ...(name === 'snr' ? { words: ['infinity'] } : {}),
      whenAbsent: source,
      group: 'reconstruction',
      help: `${help}, for patterns that were not learned`,
    };
  }),
];

const free: readonly Parameter[] = [
  {
    key: 'free_steps',
    symbol: '',
    kind: 'integer',
    default: 100,
    min: 1,
    unit: 'steps',
    group: 'free run',
    help: 'steps without evidence and learning',
  },
  {
    key: 'free_beta',
    symbol: 'β',
    kind: 'number',
    default: 1,
    above: 0,
    group: 'free run',
    help: 'inverse temperature without evidence',
  },
  {
    key: 'forget_steps',
    symbol: '',
    kind: 'integer',
    default: 50_000,
    min: 1,
    unit: 'steps',
    group: 'free run',
    help: 'steps without evidence but with learning',
  },
];

const search: readonly Parameter[] = [
  {
    key: 'levels',
    symbol: 'ν',
    kind: 'vector',
    default: [0],
    min: 0,
    group: 'attractors',
    help: 'noise levels of the start states of the attractor search',
    example: '[0,0.1,0.2,0.5]',
  },
  {
    key: 'search_scale',
    symbol: '',
    kind: 'choice',
    default: 'evidence',
    options: { evidence: 'evidence times pattern', pattern: 'the pattern itself' },
    group: 'attractors',
    help: 'what a start state is a tenth of',
  },
  {
    key: 'search_of',
    symbol: '',
    kind: 'choice',
    default: 'J',
    options: { J: 'the weights', symmetric: 'their symmetric part' },
    group: 'attractors',
    help: 'weights whose attractors are sought',
  },
  {
    key: 'search_beta',
    symbol: 'β',
    kind: 'number',
    default: 1,
    above: 0,
    group: 'attractors',
    help: 'inverse temperature of the search',
  },
  {
    key: 'search_steps',
    symbol: '',
    kind: 'integer',
    default: 1000,
    min: 1,
    group: 'attractors',
    help: 'steps after which a search is given up',
  },
  {
    key: 'search_tolerance',
    symbol: '',
    kind: 'number',
    default: 1e-12,
    above: 0,
    group: 'attractors',
    help: 'change that counts as rest: of a state (right), of the free energy (faithful)',
  },
  {
    key: 'longest_period',
    symbol: '',
    kind: 'integer',
    default: 64,
    min: 1,
    unit: 'steps',
    group: 'attractors',
    help: 'longest cycle that a search recognises (mode right)',
  },
];

function compatible(p: Parameters): readonly Violation[] {
  const violations: Violation[] = [];
  const phases = phasesOf(p);
  const has = (kind: PhaseKind): boolean => phases.some((phase) => phase.kind === kind);
  const steps = phases.reduce((sum, phase) => sum + phase.steps, 0);
  if (steps > STEPS_AT_MOST)
    violations.push({ key: 'epochs', message: `${steps} steps are more than the ${STEPS_AT_MOST} of one run` });
  if (steps === 0) violations.push({ key: 'epochs', message: 'the run has no step' });
  const shortest = Math.min(
    p.trial_steps as number,
    (p.generalise_steps as number | null) ?? (p.trial_steps as number),
  );
  if (has('trials') && (p.burn_in as number) >= shortest) {
    violations.push({ key: 'burn_in', message: `burn_in = ${p.burn_in} leaves no step of a trial of ${shortest}` });
  }
  if ((p.levels as readonly number[]).length === 0)
    violations.push({ key: 'levels', message: 'levels must name at least one level' });
  if ((p.levels as readonly number[]).length > MOST_LEVELS)
    violations.push({ key: 'levels', message: `there may be ${MOST_LEVELS} levels at most` });
  return violations;
}

const curve = (name: string, symbol: string, meaning: string, cost = 'one product with J for all curves') => ({
  name,
  symbol,
  shape: [],
  cost,
  byDefault: true,
  meaning,
});

export const ATTRACTOR_SCHEMA: FamilySchema = {
  name: 'attractor',
  summary: 'free-energy attractor networks that learn nearly orthogonal attractors and sequences',
  parameters: [...learning.slice(0, 1), ...network, ...learning.slice(1), ...trials, ...free, ...search],
  inputs: [
    {
      key: 'patterns',
      symbol: 'z',
      type: 'f64',
      shape: ['*', 'N'],
      isPatterns: true,
      help: 'patterns that are learned',
    },
    {
      key: 'test',
      symbol: 'z',
      type: 'f64',
      shape: ['*', 'N'],
      isPatterns: true,
      help: 'patterns that are not learned',
    },
    {
      key: 'J0',
      symbol: 'J(0)',
      type: 'f64',
      shape: ['N', 'N'],
      written: ['J'],
      help: 'weights at the start, zero otherwise; J_ij is from node j to node i',
    },
    {
      key: 'sigma0',
      symbol: 'σ(0)',
      type: 'f64',
      shape: ['N'],
      written: ['sigma'],
      help: 'states at the start, zero otherwise',
    },
    { key: 'shown', symbol: '', type: 'i32', shape: ['epochs'], help: 'pattern of each epoch' },
  ],
  observables: [
    { ...curve('pattern', '', 'pattern shown at the step, -1 for none', 'none') },
    curve('weight_change', 'Σ(ΔJ)²', 'sum of squared weight changes of the step', 'O(N)'),
    curve('accuracy', 'A', 'accuracy term of the free energy after the step'),
    curve('complexity', 'C', 'complexity term of the free energy after the step'),
    curve('free_energy', 'F', 'free energy as published, C - A, after the step'),
    curve('mean_field_free_energy', 'F_mf', 'free energy of the factorised density, after the step'),
    { name: 'sigma', symbol: 'σ', shape: ['N'], cost: 'O(N)', byDefault: false, meaning: 'states after the step' },
    {
      name: 'projection',
      symbol: '|a.σ|',
      shape: ['*'],
      cost: 'O(N) an attractor',
      byDefault: false,
      meaning: 'overlap of the states with each attractor found before, after the step',
    },
  ],
  compatible,
};
