/**
 * State blocks of attractor networks. Rows have a stride of np: n rounded up to a multiple of 4. Padding is zero throughout.
 */
import { widthOf } from '../../kernel/codes.js';
import type { BlockOf, SizesOf, StructDeclaration } from '../../kernel/struct.js';

/** Parts of the free energy of a state (spec 3): one evaluation writes them all. */
const ENERGIES = ['accuracy', 'complexity', 'free_energy', 'mean_field_free_energy'] as const;

/** The network, what it carries from step to step, and what a run keeps until its end. */
export const ATTRACTOR_STATE = {
  name: 'attractor',
  codes: { schedule: ['parallel', 'sequential', 'sequential-random'], sampling: ['sample', 'mean'] },
  records: { energy: ENERGIES, curve: ['weight_change', ...ENERGIES] },
  scalars: [
    { name: 'step', type: 'f64', meaning: 'steps done' },
    { name: 'beta', type: 'f64', meaning: 'inverse temperature of the drive' },
    { name: 'eta', type: 'f64', meaning: 'learning rate, 0 for no learning' },
    { name: 'predictionBias', type: 'f64', meaning: 'factor of the bias in the prediction, 0 or 1' },
    { name: 'predictionBeta', type: 'f64', meaning: 'factor of the whole argument of the prediction, 1 or beta' },
    { name: 'weightChange', type: 'f64', meaning: 'sum of squared weight changes of the last step' },
    { name: 'meanCount', type: 'f64', meaning: 'states added up in `mean`' },
    { name: 'n', type: 'i32', meaning: 'nodes' },
    { name: 'np', type: 'i32', meaning: 'nodes padded to a multiple of 4 with zeros' },
    { name: 'schedule', type: 'i32', meaning: 'which node is updated when' },
    { name: 'sampling', type: 'i32', meaning: 'what a new state is of its law' },
    { name: 'isLiteral', type: 'i32', meaning: '1 for the numerics of the published program' },
    { name: 'isFieldCurrent', type: 'i32', meaning: '1 if `field` is J sigma' },
    { name: 'isFinite', type: 'i32', meaning: '0 once the field is not finite' },
    { name: 'phase', type: 'i32', meaning: 'phase that has been entered, -1 before the first' },
  ],
  arrays: [
    { name: 'J', type: 'f64', shape: ['np', 'np'], meaning: 'weights, row i from all j' },
    { name: 'sigma', type: 'f64', shape: ['np'], meaning: 'states' },
    { name: 'field', type: 'f64', shape: ['np'], meaning: 'J sigma' },
    { name: 'seen', type: 'f64', shape: ['np'], meaning: 'field that each node saw when it was last updated' },
    { name: 'coefficients', type: 'f64', shape: ['np'], meaning: 'eta (sigma - prediction) of the last step' },
    { name: 'expected', type: 'f64', shape: ['np'], meaning: 'L(b + J sigma) after the last step' },
    { name: 'product', type: 'f64', shape: ['np'], meaning: 'J times `expected`' },
    { name: 'mean', type: 'f64', shape: ['np'], meaning: 'sum of the states since it was cleared' },
    { name: 'kept', type: 'f64', shape: ['kept', 'np'], meaning: 'J as it was when a phase asked to keep it' },
    { name: 'order', type: 'i32', shape: ['orders'], meaning: 'pattern of each epoch' },
    { name: 'trials', type: 'f64', shape: ['trials', 'trialFields'], meaning: 'scores of each reconstruction' },
    { name: 'ends', type: 'f64', shape: ['searches', 'np'], meaning: 'last state of each attractor search' },
    { name: 'outcomes', type: 'f64', shape: ['searches', 'outcomeFields'], meaning: 'how each attractor search ended' },
    {
      name: 'labels',
      type: 'i32',
      shape: ['decoded'],
      meaning: 'pattern that each state of a free run resembles most',
    },
    { name: 'resemblance', type: 'f64', shape: ['decoded'], meaning: 'correlation with it' },
    { name: 'relaxation', type: 'f64', shape: ['relaxation'], meaning: 'the attractor searches under way' },
  ],
} as const satisfies StructDeclaration;

export type AttractorBlock = BlockOf<typeof ATTRACTOR_STATE>;

/** A relaxation under way; it lies in a run's block as a whole. */
export const RELAXATION_STATE = {
  name: 'relaxation',
  codes: { status: ['under_way', 'fixed_point', 'cycle', 'given_up', 'energy_at_rest'] },
  scalars: [
    { name: 'steps', type: 'f64', meaning: 'steps done' },
    { name: 'longest', type: 'f64', meaning: 'steps after which it is given up' },
    { name: 'beta', type: 'f64', meaning: 'inverse temperature' },
    { name: 'tolerance', type: 'f64', meaning: 'of the state (right) or of the free energy (faithful)' },
    { name: 'energy', type: 'f64', meaning: 'free energy of the state, where the test needs it' },
    { name: 'referenceStep', type: 'f64', meaning: 'step of `reference`' },
    { name: 'n', type: 'i32', meaning: 'nodes' },
    { name: 'np', type: 'i32', meaning: 'nodes padded to a multiple of 4 with zeros' },
    { name: 'status', type: 'i32', meaning: 'whether it has ended, and how' },
    { name: 'period', type: 'i32', meaning: 'period of the cycle' },
    { name: 'longestPeriod', type: 'i32', meaning: 'longest period that is looked for' },
    { name: 'isFaithful', type: 'i32', meaning: '1 for the free-energy test' },
    { name: 'isLiteral', type: 'i32', meaning: '1 for the numerics of the published program' },
    { name: 'sampling', type: 'i32', meaning: 'what a new state is of its law, as in the network' },
  ],
  arrays: [
    { name: 'x', type: 'f64', shape: ['np'], meaning: 'state' },
    { name: 'field', type: 'f64', shape: ['np'], meaning: 'J x' },
    { name: 'before', type: 'f64', shape: ['np'], meaning: 'state one step before' },
    { name: 'twoBefore', type: 'f64', shape: ['np'], meaning: 'state two steps before' },
    { name: 'reference', type: 'f64', shape: ['np'], meaning: 'state at a power of two, for cycles' },
    { name: 'bias', type: 'f64', shape: ['np'], meaning: 'bias' },
    { name: 'logPartition', type: 'f64', shape: ['np'], meaning: 'psi of the bias' },
    { name: 'expected', type: 'f64', shape: ['np'], meaning: 'L(bias + J x)' },
    { name: 'product', type: 'f64', shape: ['np'], meaning: 'J times `expected`' },
    {
      name: 'energies',
      type: 'f64',
      shape: ['energies'],
      meaning: 'parts of the free energy, where the test needs it',
    },
  ],
} as const satisfies StructDeclaration;

/** By the name of the generated file in assembly/attractor. */
export const LAYOUTS = { state: ATTRACTOR_STATE, 'relaxation-state': RELAXATION_STATE };

export type RelaxationBlock = BlockOf<typeof RELAXATION_STATE>;

/** Sizes of a relaxation of n nodes. */
export const relaxationSizes = (n: number): SizesOf<typeof RELAXATION_STATE> => ({
  np: stride(n),
  energies: widthOf(ATTRACTOR_STATE, 'energy'),
});

/** Numbers of each trial and of each search in the block. */
export const TRIAL_FIELDS = 4;
export const OUTCOME_FIELDS = 6;

/** Stride of rows for n nodes. */
export const stride = (n: number): number => Math.ceil(n / 4) * 4;

/** What a block holds besides the network. */
export interface BlockExtras {
  /** Keeps a second J. */
  readonly keepsWeights?: boolean;
  readonly epochs?: number;
  readonly trials?: number;
  readonly searches?: number;
  /** Steps of a free run that are decoded. */
  readonly decoded?: number;
  /** Doubles of the relaxations under way. */
  readonly relaxation?: number;
}

/** Sizes of a block for n nodes. */
export function attractorSizes(n: number, extras: BlockExtras = {}): SizesOf<typeof ATTRACTOR_STATE> {
  return {
    np: stride(n),
    kept: extras.keepsWeights === true ? stride(n) : 0,
    orders: extras.epochs ?? 0,
    trials: extras.trials ?? 0,
    trialFields: TRIAL_FIELDS,
    searches: extras.searches ?? 0,
    outcomeFields: OUTCOME_FIELDS,
    decoded: extras.decoded ?? 0,
    relaxation: extras.relaxation ?? 0,
  };
}
