// Relaxation to rest without learning (spec 4.3), on a state of its own.
//
//   right     rest if max |x_t - x_(t-1)| < tolerance; a two-cycle if max |x_t - x_(t-2)| < tolerance; a cycle of period p if x_t comes
//             within the tolerance of a reference that is renewed at t = 1, 2, 4, 8, ... (R. P. Brent, BIT 20 (1980) 176)
//   faithful  rest if |F_t - F_(t-1)| < tolerance, F of energy.ts, whatever the state does

import { dots_f64 } from '../linalg/vectors';
import { log_partition_array_f64 } from '../math/continuous-bernoulli';
import { attractor_energy } from './energy';
import { states } from './nodes';
import {
  STATUS_CYCLE,
  STATUS_ENERGY_AT_REST,
  STATUS_FIXED_POINT,
  STATUS_GIVEN_UP,
  STATUS_UNDER_WAY,
  before,
  beta,
  bias,
  energies,
  energy,
  expected,
  field,
  isFaithful,
  isLiteral,
  logPartition,
  longest,
  longestPeriod,
  n,
  np,
  product,
  reference,
  referenceStep,
  sampling,
  setEnergy,
  setPeriod,
  setReferenceStep,
  setStatus,
  setSteps,
  status,
  steps,
  tolerance,
  twoBefore,
  x,
} from './relaxation-state';
import { ENERGY_FREE_ENERGY } from './state';

/** Prepares a relaxation whose numbers, start state x and bias are set. J: [np][np]. */
export function attractor_relax_start(r: usize, J: usize): void {
  const stride = np(r);
  log_partition_array_f64(bias(r), logPartition(r), stride);
  dots_f64(J, stride, stride, x(r), field(r));
  memory.copy(reference(r), x(r), (<usize>stride) << 3);
  if (isFaithful(r)) setEnergy(r, freeEnergy(r, J));
  if (longest(r) <= 0) setStatus(r, STATUS_GIVEN_UP);
}

/**
 * Does up to `count` steps, fewer if the relaxation ends. J: [np][np]; uniforms: [count][np] for a sampled relaxation, else not read.
 * Returns the steps done. Flops a step: 2 np^2 (faithful 4 np^2) and about 80 np.
 */
export function attractor_relax(r: usize, J: usize, count: i32, uniforms: usize): i32 {
  const stride = np(r);
  const bytes = (<usize>stride) << 3;
  let done = 0;
  while (done < count && status(r) == STATUS_UNDER_WAY) {
    memory.copy(twoBefore(r), before(r), bytes);
    memory.copy(before(r), x(r), bytes);
    states(isLiteral(r), sampling(r), stride, beta(r), bias(r), field(r), uniforms + <usize>done * bytes, x(r));
    for (let i = n(r); i < stride; i++) store<f64>(x(r) + ((<usize>i) << 3), 0);
    dots_f64(J, stride, stride, x(r), field(r));
    done++;
    setSteps(r, steps(r) + 1);
    if (isFaithful(r)) testEnergy(r, J);
    else testState(r);
    if (status(r) == STATUS_UNDER_WAY && steps(r) >= longest(r)) setStatus(r, STATUS_GIVEN_UP);
  }
  return done;
}

function testEnergy(r: usize, J: usize): void {
  const now = freeEnergy(r, J);
  if (abs(now - energy(r)) < tolerance(r)) setStatus(r, STATUS_ENERGY_AT_REST);
  setEnergy(r, now);
}

function freeEnergy(r: usize, J: usize): f64 {
  attractor_energy(J, np(r), field(r), bias(r), logPartition(r), expected(r), product(r), isLiteral(r), energies(r));
  return load<f64>(energies(r), ENERGY_FREE_ENERGY);
}

function testState(r: usize): void {
  const t = steps(r);
  if (isNear(r, before(r))) return end(r, STATUS_FIXED_POINT, 1);
  if (longestPeriod(r) >= 2 && t >= 2 && isNear(r, twoBefore(r))) return end(r, STATUS_CYCLE, 2);
  const period = t - referenceStep(r);
  if (period >= 3 && period <= <f64>longestPeriod(r) && isNear(r, reference(r)))
    return end(r, STATUS_CYCLE, <i32>period);
  // renewed at powers of two: in the end it lies on the cycle, to within the tolerance, and is then kept for longer than the period
  if (t == 1 || t >= 2 * referenceStep(r)) {
    memory.copy(reference(r), x(r), (<usize>np(r)) << 3);
    setReferenceStep(r, t);
  }
}

function end(r: usize, verdict: i32, period: i32): void {
  setStatus(r, verdict);
  setPeriod(r, period);
}

/** Whether the state is within the tolerance of another in every node. */
function isNear(r: usize, other: usize): bool {
  const bytes = (<usize>np(r)) << 3;
  let largest = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    largest = f64x2.max(largest, f64x2.abs(f64x2.sub(v128.load(x(r) + i), v128.load(other + i)))); // NaN stays
  }
  return max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1)) < tolerance(r);
}
