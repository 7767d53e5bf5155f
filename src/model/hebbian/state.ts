/**
 * The state block of the coupled neurons and synapses.
 *
 * The couplings are never stored as such. With a base matrix B (symmetric, hollow), weights w_s and vectors g_s,
 *
 *     J = alpha B + sum_s w_s (g_s g_s^T off the diagonal)
 *
 * The first K vectors are the patterns; the others hold the latest neural states until they are folded into B.
 */
import type { BlockOf, SizesOf, StructDeclaration } from '../../kernel/struct.js';
import { INTEGRATOR_NAMES, type IntegratorName } from '../../method/integrators.js';

/** Unfolded states kept before they are folded into the base. Measured: flat between 8 and 32 (N = 1000: 226 to 246 us a step). */
export const DELAYED = 16;

export const HEBBIAN_STATE = {
  name: 'hebbian',
  codes: { scheme: INTEGRATOR_NAMES, activation: ['identity', 'sigmoid', 'relu', 'tanh'] },
  // of a state before its step; the overlaps with the K patterns follow
  records: { record: ['energy', 'lyapunov', 'distance', 'sum'] },
  scalars: [
    { name: 'step', type: 'f64', meaning: 'steps done' },
    { name: 'beta', type: 'f64', meaning: 'inverse temperature' },
    { name: 'gain', type: 'f64', meaning: 'u, gain of the external field' },
    { name: 'strength', type: 'f64', meaning: 'k, synaptic strength' },
    { name: 'rate', type: 'f64', meaning: 'dt/tau_s' },
    { name: 'contraction', type: 'f64', meaning: 'dt/tau_J, 0 if frozen' },
    { name: 'alpha', type: 'f64', meaning: 'factor of the base in J' },
    { name: 'deviation', type: 'f64', meaning: 'S = <D, D>, D = J - k H' },
    { name: 'projection', type: 'f64', meaning: 'P = <D, H>' },
    { name: 'hebbNorm', type: 'f64', meaning: 'V = <H, H>' },
    { name: 'pendingDecay', type: 'f64', meaning: 'factor of the synaptic update that S has not seen yet' },
    { name: 'pendingWeight', type: 'f64', meaning: 'weight of the rank one term that S has not seen yet' },
    { name: 'energy', type: 'f64', meaning: '-sigma.J sigma/2 - h.sigma at the last observation' },
    { name: 'lyapunov', type: 'f64', meaning: 'joint Lyapunov function at the last observation' },
    { name: 'memoryBeta', type: 'f64', meaning: 'beta_Xi' },
    { name: 'memoryRate', type: 'f64', meaning: 'dt of the memories' },
    { name: 'transitionBeta', type: 'f64', meaning: 'beta_T' },
    { name: 'transitionRate', type: 'f64', meaning: 'dt/tau_T (right) or tau_T (faithful)' },
    { name: 'n', type: 'i32', meaning: 'neurons' },
    { name: 'np', type: 'i32', meaning: 'neurons padded to a multiple of 4 with zeros' },
    { name: 'patternCount', type: 'i32', meaning: 'K' },
    { name: 'delayed', type: 'i32', meaning: 'slots for unfolded states' },
    { name: 'used', type: 'i32', meaning: 'slots in use' },
    { name: 'scheme', type: 'i32', meaning: 'integrator' },
    { name: 'activation', type: 'i32', meaning: 'g, what the synapses see of the neurons' },
    { name: 'isFrozen', type: 'i32', meaning: '1 if the synapses do not move' },
    { name: 'matched', type: 'i32', meaning: 'pattern that sigma equals exactly, -1 if none' },
    { name: 'isPending', type: 'i32', meaning: '1 if S has not seen the last synaptic update' },
    { name: 'untilRefresh', type: 'i32', meaning: 'steps until S and P are summed directly again' },
    { name: 'hasMemory', type: 'i32', meaning: '1 for the memory-matrix model' },
    { name: 'isFaithful', type: 'i32', meaning: '1 if the memory rule is the published one' },
    { name: 'delay', type: 'i32', meaning: 'd of the transition rule, -1 if there is none' },
    { name: 'holdLeft', type: 'i32', meaning: 'steps for which the shown pattern stays' },
    { name: 'shown', type: 'i32', meaning: 'pattern shown last' },
    { name: 'renewals', type: 'f64', meaning: 'patterns drawn so far' },
  ],
  arrays: [
    { name: 'sigma', type: 'f64', shape: ['np'], meaning: 'neurons' },
    { name: 'field', type: 'f64', shape: ['np'], meaning: 'J sigma at the last observation' },
    { name: 'slots', type: 'f64', shape: ['slots', 'np'], meaning: 'patterns, then unfolded states' },
    { name: 'weights', type: 'f64', shape: ['slots'], meaning: 'weight of each slot in J' },
    { name: 'dots', type: 'f64', shape: ['slots'], meaning: 'slot . sigma at the last observation' },
    {
      name: 'diagonal',
      type: 'f64',
      shape: ['np'],
      meaning: 'sum_s w_s g_si^2, what the slots would put on the diagonal',
    },
    { name: 'base', type: 'f64', shape: ['packed'], meaning: 'B, upper triangle in panels of 4 rows' },
    { name: 'probabilities', type: 'f64', shape: ['K'], meaning: 'p' },
    { name: 'squares', type: 'f64', shape: ['np'], meaning: 'sum_mu p_mu (xi^mu_i)^2' },
    { name: 'baseProducts', type: 'f64', shape: ['K', 'np'], meaning: 'B xi^mu, where known' },
    { name: 'known', type: 'i32', shape: ['K'], meaning: '1 where baseProducts is current' },
    { name: 'activity', type: 'f64', shape: ['np'], meaning: 'g of the latest synaptic update' },
    { name: 'stages', type: 'f64', shape: ['stages', 'np'], meaning: 'sigma of the RK4 stages' },
    { name: 'increments', type: 'f64', shape: ['stages', 'np'], meaning: 'neural increments of the RK4 stages' },
    { name: 'activities', type: 'f64', shape: ['stages', 'np'], meaning: 'g of the RK4 stages' },
    { name: 'scratch', type: 'f64', shape: ['np'], meaning: 'J applied to a stage' },
    { name: 'coefficients', type: 'f64', shape: ['scratch'], meaning: 'small intermediate numbers' },
    {
      name: 'doubled',
      type: 'f64',
      shape: ['doubled'],
      meaning:
        'each two numbers of x twice, for products on wide vectors, behind 16 others; small numbers of an observation',
      keep: 'scratch',
    },
    { name: 'memories', type: 'f64', shape: ['memory', 'np'], meaning: 'Xi' },
    { name: 'transitions', type: 'f64', shape: ['memory', 'memory'], meaning: 'Tra' },
    {
      name: 'responsibilities',
      type: 'f64',
      shape: ['memory', 'three'],
      meaning: 'softmax and the two transition factors',
    },
    { name: 'past', type: 'f64', shape: ['ring', 'np'], meaning: 'the last d + 1 recorded states' },
    {
      name: 'theory',
      type: 'f64',
      shape: ['theory'],
      meaning:
        'weights of the theory of the distance, moments of the residual, steps of which the neurons missed the pattern, large deviations kept and the latest of them',
    },
  ],
} as const satisfies StructDeclaration;

/** By the name of the generated file in assembly/hebbian. */
export const LAYOUTS = { state: HEBBIAN_STATE };

export type HebbianBlock = BlockOf<typeof HEBBIAN_STATE>;

/** Sizes of a block for N neurons, K patterns, and d steps of delay (-1: no transition rule). */
export function hebbianSizes(
  neurons: number,
  patterns: number,
  options: { readonly scheme: IntegratorName; readonly hasMemory: boolean; readonly delay: number },
): SizesOf<typeof HEBBIAN_STATE> {
  const np = Math.ceil(neurons / 4) * 4;
  const panels = np / 4;
  return {
    np,
    K: patterns,
    slots: patterns + DELAYED,
    // panel p holds 4 rows of np - 4p columns
    packed: 4 * (panels * np - 2 * panels * (panels - 1)),
    stages: options.scheme === 'rk4' ? 4 : 1,
    scratch: 10 * (patterns + DELAYED) + 64,
    doubled: 2 * np + 16,
    memory: options.hasMemory ? patterns : 1,
    three: 3,
    ring: options.hasMemory && options.delay >= 0 ? options.delay + 1 : 1,
    theory: 11,
  };
}
