// What is known of a state before its step: the synaptic field, the energies, the distance.

import { log_f64x2 } from '../math/log';
import { dot_f64 } from '../linalg/vectors';
import { storePair, sum_f64x2 } from '../math/simd';
import { product, rank, refreshSums } from './couplings';
import { couplingNorm, REFRESH, settleSums } from './sums';
import * as S from './state';

const CONSTANTS: usize = memory.data<f64>([0.5, 0.6931471805599453]);

/**
 * sum_i of (1+s)/2 ln((1+s)/2) + (1-s)/2 ln((1-s)/2) + ln 2, the negative entropy of the neurons, each term 0 at s = 0 and
 * ln 2 at |s| = 1. NaN if a neuron left [-1, 1]. Absolute error <= 3 N ulp of ln 2. `scratch`: 4 doubles, through which terms go so that
 * engines with wide vectors make them in pairs (docs/architecture.md).
 */
function neuralEntropy(sigma: usize, np: i32, scratch: usize): f64 {
  let sum = f64x2.splat(0);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 32) {
    storePair(scratch, entropyTerm(v128.load(sigma + j)), entropyTerm(v128.load(sigma + j, 16)));
    sum = f64x2.add(sum, v128.load(scratch));
    sum = f64x2.add(sum, v128.load(scratch, 16));
  }
  return sum_f64x2(sum);
}

// @ts-ignore: decorator
@inline
function entropyTerm(sigma: v128): v128 {
  const half = v128.load64_splat(CONSTANTS),
    ln2 = v128.load64_splat(CONSTANTS, 8);
  const zero = f64x2.splat(0);
  const s = f64x2.mul(half, sigma);
  const up = f64x2.add(half, s),
    down = f64x2.sub(half, s);
  const a = v128.bitselect(zero, f64x2.mul(up, log_f64x2(up)), f64x2.eq(up, zero));
  const b = v128.bitselect(zero, f64x2.mul(down, log_f64x2(down)), f64x2.eq(down, zero));
  return f64x2.add(f64x2.add(a, b), ln2);
}

/**
 * Brings `field` = J sigma, the slots' dot products, S, P and the energies up to date with the state. Changes nothing that
 * a later step would read differently: calling it twice is the same as calling it once.
 *
 * energy = -sigma.J sigma/2 - xi.sigma (as published: no gain, no entropy)
 * lyapunov = -sigma.J sigma/2 - u xi.sigma + <J, J>/(4k) + (1/beta) sum of the neurons' negative entropies
 */
export function observe(state: usize, shown: i32, withLyapunov: bool): void {
  const np = S.np(state);
  const sigma = S.sigma(state),
    field = S.field(state);
  product(state, sigma, S.matched(state), S.dots(state), field);
  const form = S.isPending(state) ? settle(state) : dot_f64(sigma, field, np);
  if (S.untilRefresh(state) <= 0) {
    refreshSums(state);
    S.setUntilRefresh(state, REFRESH);
  }
  const overlap = load<f64>(S.dots(state) + ((<usize>shown) << 3));
  S.setEnergy(state, -0.5 * form - overlap);
  if (withLyapunov) {
    const entropy = neuralEntropy(sigma, np, S.doubled(state));
    const quadratic = couplingNorm(state) / (4 * S.strength(state));
    S.setLyapunov(state, -0.5 * form - S.gain(state) * overlap + quadratic + entropy / S.beta(state));
  }
}

/** Brings S and P up to date with the last sequential Euler update, now that J' sigma' is known; returns sigma'^T J' sigma'. */
function settle(state: usize): f64 {
  S.setIsPending(state, 0);
  const a = S.pendingDecay(state),
    b = S.pendingWeight(state);
  const scratch = S.coefficients(state);
  if (S.activation(state) == S.ACTIVATION_IDENTITY) {
    return settleSums(state, a, b, S.sigma(state), S.field(state), S.dots(state), scratch);
  }
  const g = S.activity(state);
  const dots = scratch + ((<usize>(5 * rank(state))) << 3);
  product(state, g, -1, dots, S.scratch(state));
  settleSums(state, a, b, g, S.scratch(state), dots, scratch);
  return dot_f64(S.sigma(state), S.field(state), S.np(state));
}
