// The memory-matrix model: learned memories Xi (K x N) and transitions Tra (K x K) beside neurons and synapses.
//
//   w = softmax(beta_Xi Xi sigma')
//   published:  Xi_a += (1/w_a) (sigma' - Xi_a)        right:  Xi_a += dt w_a (sigma' - Xi_a)
//   P_ab = exp(beta_T Xi_a.first) exp(beta_T Xi_b.second) Tra_ab / sum
//   published:  first = later state, second = earlier  right:  first = earlier, second = later
//   Tra += rate (P - Tra), then every row divided by its sum
//
// Exponentials are shifted by their largest argument; the common factor cancels.

import { exp_f64 } from '../math/exp';
import { storePair } from '../math/simd';
import { dot_f64 } from '../linalg/vectors';
import * as S from './state';

/** out_a = exp(beta Xi_a.x - largest); returns their sum. */
function boltzmann(state: usize, beta: f64, x: usize, out: usize): f64 {
  const np = S.np(state),
    count = S.patternCount(state);
  let largest: f64 = -Infinity;
  for (let a = 0; a < count; a++) {
    const value = beta * dot_f64(S.memories(state) + ((<usize>a * <usize>np) << 3), x, np);
    store<f64>(out + ((<usize>a) << 3), value);
    if (!(value <= largest)) largest = value;
  }
  let sum: f64 = 0;
  for (let a = 0; a < count; a++) {
    const at = out + ((<usize>a) << 3);
    const e = exp_f64(load<f64>(at) - largest);
    store<f64>(at, e);
    sum += e;
  }
  return sum;
}

/** Moves every memory toward sigma. */
export function stepMemories(state: usize): void {
  const np = S.np(state),
    count = S.patternCount(state);
  const sigma = S.sigma(state),
    shares = S.responsibilities(state);
  const total = boltzmann(state, S.memoryBeta(state), sigma, shares);
  for (let a = 0; a < count; a++) {
    const share = load<f64>(shares + ((<usize>a) << 3)) / total;
    const gain = f64x2.splat(S.isFaithful(state) ? 1 / share : S.memoryRate(state) * share);
    const xi = S.memories(state) + ((<usize>a * <usize>np) << 3);
    const bytes = (<usize>np) << 3;
    for (let j: usize = 0; j < bytes; j += 32) {
      const v = v128.load(xi + j),
        w = v128.load(xi + j, 16);
      storePair(
        xi + j,
        f64x2.add(v, f64x2.mul(gain, f64x2.sub(v128.load(sigma + j), v))),
        f64x2.add(w, f64x2.mul(gain, f64x2.sub(v128.load(sigma + j, 16), w))),
      );
    }
  }
}

/** One update of the transition matrix from two states of np doubles. */
export function hebbian_step_transitions(state: usize, later: usize, earlier: usize): void {
  const count = S.patternCount(state);
  const first = S.responsibilities(state) + ((<usize>count) << 3),
    second = first + ((<usize>count) << 3);
  const isFaithful = S.isFaithful(state);
  boltzmann(state, S.transitionBeta(state), isFaithful ? later : earlier, first);
  boltzmann(state, S.transitionBeta(state), isFaithful ? earlier : later, second);
  const tra = S.transitions(state);
  let total: f64 = 0;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) total += joint(tra, first, second, a, b, count);
  }
  const rate = S.transitionRate(state);
  for (let a = 0; a < count; a++) {
    let row: f64 = 0;
    for (let b = 0; b < count; b++) {
      const at = tra + ((<usize>(a * count + b)) << 3);
      const value = load<f64>(at) + rate * (joint(tra, first, second, a, b, count) / total - load<f64>(at));
      store<f64>(at, value);
      row += value;
    }
    for (let b = 0; b < count; b++) {
      const at = tra + ((<usize>(a * count + b)) << 3);
      store<f64>(at, load<f64>(at) / row);
    }
  }
}

// @ts-ignore: decorator
@inline
function joint(tra: usize, first: usize, second: usize, a: i32, b: i32, count: i32): f64 {
  const factors = load<f64>(first + ((<usize>a) << 3)) * load<f64>(second + ((<usize>b) << 3));
  return factors * load<f64>(tra + ((<usize>(a * count + b)) << 3));
}

/** Where the state of step n is kept; n counts the states kept so far. */
function pastAddress(state: usize, n: f64): usize {
  const length = <f64>(S.delay(state) + 1);
  const place = n - length * floor(n / length);
  return S.past(state) + ((<usize>place * <usize>S.np(state)) << 3);
}

/** Remembers the state before its step. */
export function rememberPast(state: usize): void {
  if (S.delay(state) < 0) return;
  memory.copy(pastAddress(state, S.step(state)), S.sigma(state), (<usize>S.np(state)) << 3);
}

/** Updates the transitions from the states before this step and d steps earlier, once there is one. */
export function stepTransitions(state: usize): void {
  const n = S.step(state),
    d = <f64>S.delay(state);
  if (d < 0 || n < d) return;
  hebbian_step_transitions(state, pastAddress(state, n), pastAddress(state, n - d));
}

/** Finite exactly if all memories and transitions are. */
export function memorySum(state: usize): f64 {
  const np = S.np(state),
    count = S.patternCount(state);
  const all = S.memories(state);
  let sum = dot_f64(all, all, np * count);
  for (let i = 0; i < count * count; i++) sum += load<f64>(S.transitions(state) + ((<usize>i) << 3));
  return sum;
}
