// One step of the coupled neurons and synapses by each scheme. The field J sigma of the state is in `field` (observe).
//
//   tau_s dsigma/dt = -sigma + tanh(beta (J sigma + u xi))
//   tau_J dJ_ij/dt  = -J_ij + k g(sigma_i) g(sigma_j)      i != j

import { tanh_f64x2 } from '../math/tanh';
import { storePair } from '../math/simd';
import { dot_f64 } from '../linalg/vectors';
import { activate } from './activation';
import { ENTRY } from './blocks';
import { addOuterProduct, ensureRoom, product, slot, update } from './couplings';
import { updateSums } from './sums';
import * as S from './state';

/**
 * next = (1 - r) x + r tanh(beta (field + u xi)); r = dt/tau_s. In this form r = 1 gives the tanh exactly, so saturated neurons
 * equal the shown pattern to the last bit. Returns whether `next` equals xi.
 */
function relax(state: usize, x: usize, field: usize, xi: usize, next: usize): bool {
  const r = S.rate(state);
  const rate = f64x2.splat(r),
    keep = f64x2.splat(1 - r);
  const beta = f64x2.splat(S.beta(state)),
    gain = f64x2.splat(S.gain(state));
  let same = i64x2.splat(-1);
  const bytes = (<usize>S.np(state)) << 3;
  for (let j: usize = 0; j < bytes; j += 32) {
    const h = v128.load(xi + j),
      i = v128.load(xi + j, 16);
    const t = tanh_f64x2(f64x2.mul(beta, f64x2.add(v128.load(field + j), f64x2.mul(gain, h)))),
      u = tanh_f64x2(f64x2.mul(beta, f64x2.add(v128.load(field + j, 16), f64x2.mul(gain, i))));
    const low = f64x2.add(f64x2.mul(keep, v128.load(x + j)), f64x2.mul(rate, t)),
      high = f64x2.add(f64x2.mul(keep, v128.load(x + j, 16)), f64x2.mul(rate, u));
    same = v128.and(same, v128.and(f64x2.eq(low, h), f64x2.eq(high, i)));
    storePair(next + j, low, high);
  }
  return i64x2.all_true(same);
}

/** Which pattern the neurons equal exactly matters only if the synapses see the neurons themselves. */
// @ts-ignore: decorator
@inline
function matchOf(state: usize, isSame: bool, shown: i32): i32 {
  return isSame && S.activation(state) == S.ACTIVATION_IDENTITY ? shown : -1;
}

/** Neurons first, then synapses with the new neurons: the published order. */
export function stepSequential(state: usize, shown: i32): void {
  const sigma = S.sigma(state);
  const isSame = relax(state, sigma, S.field(state), slot(state, shown), sigma);
  const match = matchOf(state, isSame, shown);
  S.setMatched(state, match);
  if (S.isFrozen(state)) return;
  const a = 1 - S.contraction(state),
    b = S.contraction(state) * S.strength(state);
  const g = S.activation(state) == S.ACTIVATION_IDENTITY ? sigma : S.activity(state);
  if (g != sigma) activate(state, sigma, g);
  if (match < 0) ensureRoom(state, 1);
  update(state, a, g, b, match);
  S.setPendingDecay(state, a);
  S.setPendingWeight(state, b);
  S.setIsPending(state, 1);
}

/** Both increments from the old state. */
export function stepSimultaneous(state: usize, shown: i32): void {
  const sigma = S.sigma(state);
  const old = S.matched(state);
  const g = S.activities(state);
  if (!S.isFrozen(state)) {
    activate(state, sigma, g);
    const a = 1 - S.contraction(state),
      b = S.contraction(state) * S.strength(state);
    const numbers = numbersAddress(state);
    store<f64>(numbers, b);
    store<f64>(numbers, form(state, g, sigma, S.field(state)), 8);
    updateSums(state, a, g, numbers, 1, numbers + 64);
    if (old < 0) ensureRoom(state, 1);
    update(state, a, g, b, old);
  }
  const isSame = relax(state, sigma, S.field(state), slot(state, shown), sigma);
  S.setMatched(state, matchOf(state, isSame, shown));
}

/** Scratch numbers after those that `product` and the list of slots use. */
// @ts-ignore: decorator
@inline
function numbersAddress(state: usize): usize {
  return S.coefficients(state) + ENTRY * <usize>(S.patternCount(state) + S.delayed(state));
}

/** g^T J g; J x is in `field`, and g equals x if there is no activation. */
function form(state: usize, g: usize, x: usize, field: usize): f64 {
  const np = S.np(state);
  if (S.activation(state) == S.ACTIVATION_IDENTITY) return dot_f64(x, field, np);
  const y = S.increments(state) + ((<usize>np) << 3) * (S.scheme(state) == S.SCHEME_RK4 ? 3 : 0);
  product(state, g, -1, numbersAddress(state) + 64, y);
  return dot_f64(g, y, np);
}

/** out = x + c y over np doubles. */
function offset(x: usize, c: f64, y: usize, np: i32, out: usize): void {
  const v = f64x2.splat(c);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 32) {
    storePair(
      out + j,
      f64x2.add(v128.load(x + j), f64x2.mul(v, v128.load(y + j))),
      f64x2.add(v128.load(x + j, 16), f64x2.mul(v, v128.load(y + j, 16))),
    );
  }
}

/** increment = r (-x + tanh(beta (field + u xi))), dt times the neural right side. */
function neuralIncrement(state: usize, x: usize, field: usize, xi: usize, increment: usize): void {
  const rate = f64x2.splat(S.rate(state));
  const beta = f64x2.splat(S.beta(state)),
    gain = f64x2.splat(S.gain(state));
  const bytes = (<usize>S.np(state)) << 3;
  for (let j: usize = 0; j < bytes; j += 32) {
    const low = f64x2.add(v128.load(field + j), f64x2.mul(gain, v128.load(xi + j))),
      high = f64x2.add(v128.load(field + j, 16), f64x2.mul(gain, v128.load(xi + j, 16)));
    const t = tanh_f64x2(f64x2.mul(beta, low)),
      u = tanh_f64x2(f64x2.mul(beta, high));
    storePair(
      increment + j,
      f64x2.mul(rate, f64x2.sub(t, v128.load(x + j))),
      f64x2.mul(rate, f64x2.sub(u, v128.load(x + j, 16))),
    );
  }
}

/**
 * Classical Runge-Kutta of order 4 on (sigma, J), the same pattern in all stages.
 *
 * The synaptic stages stay of the form A_i J + sum_{j<i} B_ij G_j, G_j the hollow outer product of stage j's activity, because
 * the synaptic right side is linear in J. So a stage needs one product with J and a few vectors, and the step ends as
 * J' = a J + sum_j b_j G_j. With c = dt/tau_J and k the strength the coefficients are those written below.
 */
export function stepRungeKutta(state: usize, shown: i32): void {
  const np = S.np(state);
  const row = (<usize>np) << 3;
  const sigma = S.sigma(state),
    xi = slot(state, shown),
    y = S.scratch(state);
  const stages = S.stages(state),
    f = S.increments(state),
    g = S.activities(state);
  const c = S.contraction(state),
    k = S.strength(state);
  const isMoving = !S.isFrozen(state);
  const dots = numbersAddress(state) + 128;
  const numbers = numbersAddress(state);
  const a2 = 1 - c / 2,
    b21 = (c * k) / 2;
  const a3 = 1 - (c / 2) * a2,
    b31 = (-c / 2) * b21,
    b32 = (c * k) / 2;
  const a4 = 1 - c * a3,
    b41 = -c * b31,
    b42 = -c * b32,
    b43 = c * k;

  memory.copy(stages, sigma, row);
  if (isMoving) rememberStage(state, 0, S.field(state));
  neuralIncrement(state, sigma, S.field(state), xi, f);
  for (let i: i32 = 1; i < 4; i++) {
    const x = stages + <usize>i * row;
    offset(sigma, i == 3 ? 1 : 0.5, f + <usize>(i - 1) * row, np, x);
    product(state, x, -1, dots, y);
    if (isMoving) {
      rememberStage(state, i, y);
      const a = i == 1 ? a2 : i == 2 ? a3 : a4;
      offset(y, a - 1, y, np, y);
      for (let j: i32 = 0; j < i; j++) {
        const b = j == 2 ? b43 : j == 1 ? (i == 2 ? b32 : b42) : i == 1 ? b21 : i == 2 ? b31 : b41;
        const other = g + <usize>j * row;
        addOuterProduct(other, x, b, dot_f64(other, x, np), np, y);
      }
    }
    neuralIncrement(state, x, y, xi, f + <usize>i * row);
  }
  finishNeurons(sigma, f, row);
  S.setMatched(state, -1);
  if (!isMoving) return;
  const a = 1 - (c / 6) * (1 + 2 * a2 + 2 * a3 + a4);
  store<f64>(numbers, (c / 6) * (k - 2 * b21 - 2 * b31 - b41));
  store<f64>(numbers, (c / 6) * (2 * k - 2 * b32 - b42), 16);
  store<f64>(numbers, (c / 6) * (2 * k - b43), 32);
  store<f64>(numbers, (c / 6) * k, 48);
  updateSums(state, a, g, numbers, 4, dots);
  ensureRoom(state, 4);
  for (let j: i32 = 0; j < 4; j++) {
    update(state, j == 0 ? a : 1, g + <usize>j * row, load<f64>(numbers + ((<usize>j) << 4)), -1);
  }
}

/** Keeps the activity of stage i and g^T J g, from `field` = J times the stage. */
function rememberStage(state: usize, i: i32, field: usize): void {
  const row = (<usize>S.np(state)) << 3;
  const x = S.stages(state) + <usize>i * row,
    g = S.activities(state) + <usize>i * row;
  activate(state, x, g);
  store<f64>(numbersAddress(state) + ((<usize>i) << 4), form(state, g, x, field), 8);
}

/** sigma += (f1 + 2 f2 + 2 f3 + f4)/6. */
function finishNeurons(sigma: usize, f: usize, row: usize): void {
  const sixth = f64x2.splat(1.0 / 6.0),
    two = f64x2.splat(2);
  for (let j: usize = 0; j < row; j += 16) {
    const p = f + j;
    const middle = f64x2.mul(two, f64x2.add(v128.load(p + row), v128.load(p + 2 * row)));
    const sum = f64x2.add(f64x2.add(v128.load(p), v128.load(p + 3 * row)), middle);
    v128.store(sigma + j, f64x2.add(v128.load(sigma + j), f64x2.mul(sixth, sum)));
  }
}
