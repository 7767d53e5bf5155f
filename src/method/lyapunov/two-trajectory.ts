/** Largest exponent from two neighbouring trajectories that are kept close (spec B.3): needs no tangent dynamics. */
import { MsmError } from '../../errors.js';
import type { Elementary } from '../../kernel/elementary.js';
import type { FlowOrMap } from './system.js';

interface Common {
  /** Steps before the companion is made. */
  readonly transient: number;
  readonly record: number;
  /** Distance at which the companion is put; between 1e-10 and 1e-6 of the state's norm. */
  readonly d0: number;
  /** Direction of the companion, any length; default (1, ..., 1). */
  readonly direction?: Float64Array;
}

export interface FixedIntervalPlan extends Common {
  /** Steps between rescalings; `record` is a multiple of it. */
  readonly every: number;
}

export interface BoundsPlan extends Common {
  /** Rescale only when the distance leaves [lower, upper]. */
  readonly lower: number;
  readonly upper: number;
}

export interface LargestExponent {
  /** Per unit of time; -Infinity if the two trajectories became equal, which `reason` then says. */
  readonly exponent: number;
  readonly rescalings: number;
  /** Estimate after each rescaling at a fixed interval; empty for bounds. */
  readonly history: Float64Array;
  readonly reason: string | null;
  /** Final state. */
  readonly u: Float64Array;
}

/** A pair of trajectories with its distance and its rescaling. */
interface Pair {
  readonly u: Float64Array;
  step(): void;
  distance(): number;
  rescale(from: number): void;
}

function pairOf(system: FlowOrMap, start: Float64Array, { transient, d0, direction }: Common): Pair {
  const { dim } = system;
  const u = start.slice();
  for (let s = 0; s < transient; s++) system.step(u);
  const e = direction ?? new Float64Array(dim).fill(1);
  let square = 0;
  for (const entry of e) square += entry * entry;
  if (!(square > 0) || e.length !== dim || !(d0 > 0)) {
    throw new MsmError('E_CONFIG', `the companion needs a direction of ${dim} entries and a distance > 0, not ${d0}`);
  }
  const scale = d0 / Math.sqrt(square);
  const v = u.map((value, i) => value + e[i] * scale);
  return {
    u,
    step: () => {
      system.step(u);
      system.step(v);
    },
    distance: () => {
      let sum = 0;
      for (let i = 0; i < dim; i++) sum += (v[i] - u[i]) * (v[i] - u[i]);
      if (Number.isNaN(sum)) throw new MsmError('E_DIVERGED', 'the trajectories are no longer finite');
      return Math.sqrt(sum);
    },
    rescale: (d) => {
      for (let i = 0; i < dim; i++) v[i] = u[i] + (v[i] - u[i]) * (d0 / d);
    },
  };
}

const EQUAL = 'the two trajectories became equal';

/**
 * Rescales every `every` steps: lambda = sum ln(d/d0) / time. Assumes a system whose step keeps no memory of its own
 * (not a product of different matrices). Throws E_CONFIG for an impossible plan, E_DIVERGED for states that are not finite.
 */
export function largestByInterval(
  system: FlowOrMap,
  start: Float64Array,
  plan: FixedIntervalPlan,
  { log }: Pick<Elementary, 'log'>,
): LargestExponent {
  if (!(plan.every >= 1) || plan.record % plan.every !== 0 || plan.record < plan.every) {
    throw new MsmError('E_CONFIG', `a record of ${plan.record} steps is not a multiple of ${plan.every} steps`);
  }
  const pair = pairOf(system, start, plan);
  const history = new Float64Array(plan.record / plan.every); // [intervals]
  let sum = 0;
  for (let n = 0; n < history.length; n++) {
    for (let s = 0; s < plan.every; s++) pair.step();
    const d = pair.distance();
    sum += log(d / plan.d0);
    history[n] = sum / ((n + 1) * plan.every * system.timePerStep);
    if (d === 0) {
      const seen = history.slice(0, n + 1);
      return { exponent: Number.NEGATIVE_INFINITY, rescalings: n, history: seen, reason: EQUAL, u: pair.u };
    }
    pair.rescale(d);
  }
  return { exponent: history[history.length - 1], rescalings: history.length, history, reason: null, u: pair.u };
}

/** Rescales only where the distance leaves the bounds, and counts the rest at the end. Otherwise as the fixed interval. */
export function largestByBounds(
  system: FlowOrMap,
  start: Float64Array,
  plan: BoundsPlan,
  { log }: Pick<Elementary, 'log'>,
): LargestExponent {
  if (!(plan.lower < plan.d0 && plan.d0 < plan.upper) || !(plan.record >= 1)) {
    throw new MsmError('E_CONFIG', `d0 = ${plan.d0} must lie between ${plan.lower} and ${plan.upper}`);
  }
  const pair = pairOf(system, start, plan);
  let sum = 0;
  let rescalings = 0;
  let d = plan.d0;
  for (let s = 0; s < plan.record; s++) {
    pair.step();
    d = pair.distance();
    if (d === 0) break;
    if (d >= plan.lower && d <= plan.upper) continue;
    sum += log(d / plan.d0);
    pair.rescale(d);
    rescalings++;
    d = plan.d0;
  }
  if (d > 0) d = pair.distance();
  const exponent = (sum + log(d / plan.d0)) / (plan.record * system.timePerStep);
  return { exponent, rescalings, history: new Float64Array(0), reason: d === 0 ? EQUAL : null, u: pair.u };
}
