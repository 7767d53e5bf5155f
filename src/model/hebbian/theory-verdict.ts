/**
 * Whether the theory of the distance holds for a run, and if not, why. docs/hebbian.md has the table.
 *
 * Both theories take the neurons for the shown pattern at every synaptic update and average over random orders of the patterns. The
 * published formulas further assume one pattern a step and equal probabilities, and their standard deviation is a long-time
 * approximation for random patterns: it is compared with the exact one.
 */
import type { Inputs } from '../family.js';
import { followingMisses } from './following.js';
import type { HebbianRun } from './run.js';
import type { HebbianSettings } from './settings.js';
import { exactMoments, readWeights } from './theory.js';

/** Largest relative difference of the published standard deviation from the exact one at which it still counts as applying. */
export const LARGEST_MISFIT = 0.1;

export interface TheoryVerdict {
  /** Null: there is no theory. */
  readonly applies: boolean | null;
  /** Why it does not apply, or why there is none. */
  readonly reason?: string;
}

/** Why the neurons cannot equal the shown pattern at every update; undefined if they can. */
function unmetByStep(s: HebbianSettings): string | undefined {
  if (s.activation !== 'identity') return 'the synapses see g(sigma), and the theory takes sigma itself';
  if (s.scheme === 'euler-simultaneous')
    return 'the synapses of euler-simultaneous see the neurons before the step, a pattern too late';
  if (s.scheme === 'rk4')
    return 'the neurons of rk4 come to the pattern gradually, and the theory takes them to be there';
  if (s.rate !== 1) return 'the neurons do not come to the pattern within a step, since dt is not tau_s';
  return undefined;
}

/** Neurons end in [-1, 1]: they can equal only patterns of +1 and -1. */
function unmetByPatterns({ block, settings: s }: HebbianRun): string | undefined {
  const [slots, np] = [block.f64('slots'), block.get('np')];
  for (let mu = 0; mu < s.patterns; mu++) {
    const wrong = slots.subarray(mu * np, mu * np + s.neurons).find((value) => Math.abs(value) !== 1);
    if (wrong !== undefined) return 'the patterns are not all of +1 and -1, which the neurons could equal';
  }
  return undefined;
}

/** A given order is not drawn like those that the theory averages over, unless the probabilities allow no other. */
function unmetByField({ settings: s }: HebbianRun, { field }: Inputs): string | undefined {
  if (field === undefined) return undefined;
  const possible = s.probabilities.flatMap((p, mu) => (p > 0 ? [mu] : []));
  const isOnlyOrder = possible.length === 1 && field.subarray(0, s.steps).every((mu) => mu === possible[0]);
  return isOnlyOrder ? undefined : 'the patterns come in a given order, and the theory averages over random ones';
}

/** Where the published formulas differ from the exact moments of this run. */
function unmetByFormulas({ block, settings: s, theory }: HebbianRun): string | undefined {
  if (s.hold.min !== 1 || s.hold.max !== 2)
    return 'the published formulas are for one pattern a step, and tau_h is not 1';
  const [first] = s.probabilities;
  if (s.probabilities.some((p) => p !== first)) return 'the published formulas are for equal probabilities p';
  const weights = block.f64('theory');
  const published = theory.at(block.get('step'), weights)?.std ?? 0;
  const { std } = exactMoments(theory.exact, readWeights(weights));
  if (Math.abs(published - std) <= LARGEST_MISFIT * std) return undefined;
  const [short, exact] = [published, std].map((value) => (value === 0 ? '0' : value.toExponential(1)));
  return `the published standard deviation is ${short}, the exact one of these patterns and couplings ${exact}`;
}

/** Updates at which the neurons were not the shown pattern: those that were followed, and the last one. */
function unmetByNeurons(run: HebbianRun, shown: number): string | undefined {
  const { block } = run;
  const step = block.get('step');
  const misses = followingMisses(run, shown);
  return misses === 0 ? undefined : `in ${misses} of ${step} steps the neurons did not come to the shown pattern`;
}

/** The verdict on a run as last observed; `shown` is the pattern of its last step. */
export function theoryVerdict(run: HebbianRun, inputs: Inputs, shown: number): TheoryVerdict {
  const { settings: s } = run;
  if (s.hasMemory) return { applies: null, reason: 'there is none for the memory-matrix model' };
  if (s.isFaithful && s.eps >= 2) {
    return { applies: null, reason: `the published formulas have no meaning for tau_s/tau_J = ${s.eps}, only below 2` };
  }
  // couplings that do not move keep their distance, whatever the neurons do
  if (s.isFrozen) return { applies: true };
  const reason =
    unmetByStep(s) ??
    unmetByPatterns(run) ??
    unmetByField(run, inputs) ??
    unmetByNeurons(run, shown) ??
    (s.isFaithful ? unmetByFormulas(run) : undefined);
  return reason === undefined ? { applies: true } : { applies: false, reason };
}
