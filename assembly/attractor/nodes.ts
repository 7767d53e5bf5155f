// What each node does with its field: drive, new state, prediction. Vectors of np doubles, padding of fields and biases zero.
//
//   drive t_i = beta (b_i + h_i)      state s_i = a draw x(u_i | t_i) or its mean L(t_i)
//   prediction p_i = L(f (h_i + w b_i)), w = 0 or 1, f = 1 or beta      coefficient a_i = eta (s_i - p_i)

import { cb_sample_f64x2, cb_sample_literal_f64x2 } from '../math/continuous-bernoulli';
import { langevin_f64x2, langevin_literal_f64x2 } from '../math/langevin';
import { compare, draw, drawAndCompare, NODES } from './stages';
import { SAMPLING_MEAN } from './state';

/** New state of two nodes from drives t and uniforms u. */
// @ts-ignore: decorator
@inline
function stateOf(isLiteral: bool, isMean: bool, t: v128, u: usize): v128 {
  if (isMean) return isLiteral ? langevin_literal_f64x2(t) : langevin_f64x2(t);
  const uniform = v128.load(u);
  return isLiteral ? cb_sample_literal_f64x2(t, uniform) : cb_sample_f64x2(t, uniform);
}

// @ts-ignore: decorator
@inline
function statesLoop(isLiteral: bool, isMean: bool, np: i32, beta: f64, b: usize, h: usize, u: usize, s: usize): void {
  const bytes = (<usize>np) << 3;
  const temperature = f64x2.splat(beta);
  for (let i: usize = 0; i < bytes; i += 16) {
    const t = f64x2.mul(temperature, f64x2.add(v128.load(b + i), v128.load(h + i)));
    v128.store(s + i, stateOf(isLiteral, isMean, t, u + i));
  }
}

/** `statesLoop` for samples that are not literal, the same bits in stages. */
function samples(np: i32, beta: f64, b: usize, h: usize, u: usize, s: usize): void {
  for (let first = 0; first < np; first += NODES) {
    const at = (<usize>first) << 3;
    draw(min(np - first, NODES), beta, b + at, h + at, u + at, s + at);
  }
}

/**
 * s = new states of all nodes, padding included (clear it after a sample). u: np uniforms, not read where states are means.
 * About 120 flops a node for a sample, 60 for a mean.
 */
export function states(
  isLiteral: i32,
  sampling: i32,
  np: i32,
  beta: f64,
  b: usize,
  h: usize,
  u: usize,
  s: usize,
): void {
  if (isLiteral) {
    if (sampling == SAMPLING_MEAN) statesLoop(true, true, np, beta, b, h, u, s);
    else statesLoop(true, false, np, beta, b, h, u, s);
  } else if (sampling == SAMPLING_MEAN) statesLoop(false, true, np, beta, b, h, u, s);
  else samples(np, beta, b, h, u, s);
}

/** New state of one node, the bits that `states` gives. */
export function stateOfNode(isLiteral: i32, sampling: i32, t: f64, u: f64): f64 {
  const drive = f64x2.splat(t);
  let x: v128;
  if (sampling == SAMPLING_MEAN) x = isLiteral ? langevin_literal_f64x2(drive) : langevin_f64x2(drive);
  else if (isLiteral) x = cb_sample_literal_f64x2(drive, f64x2.splat(u));
  else x = cb_sample_f64x2(drive, f64x2.splat(u));
  return f64x2.extract_lane(x, 0);
}

/** a = eta (s - L(f (h + w b))). */
export function coefficients(
  isLiteral: i32,
  np: i32,
  eta: f64,
  w: f64,
  f: f64,
  b: usize,
  h: usize,
  s: usize,
  a: usize,
): void {
  if (isLiteral) {
    literalCoefficients(np, eta, w, f, b, h, s, a);
    return;
  }
  for (let first = 0; first < np; first += NODES) {
    const at = (<usize>first) << 3;
    compare(min(np - first, NODES), b + at, h + at, s + at, eta, w, f, a + at);
  }
}

function literalCoefficients(np: i32, eta: f64, w: f64, f: f64, b: usize, h: usize, s: usize, a: usize): void {
  const bytes = (<usize>np) << 3;
  const rates = f64x2.splat(eta),
    weights = f64x2.splat(w),
    factors = f64x2.splat(f);
  for (let i: usize = 0; i < bytes; i += 16) {
    const argument = f64x2.mul(factors, f64x2.add(f64x2.mul(weights, v128.load(b + i)), v128.load(h + i)));
    v128.store(a + i, f64x2.mul(rates, f64x2.sub(v128.load(s + i), langevin_literal_f64x2(argument))));
  }
}

/** `states` and then `coefficients`, done along with each other for samples that are not literal. */
export function statesAndCoefficients(
  isLiteral: i32,
  sampling: i32,
  np: i32,
  beta: f64,
  b: usize,
  h: usize,
  u: usize,
  s: usize,
  eta: f64,
  w: f64,
  f: f64,
  a: usize,
): void {
  if (isLiteral || sampling == SAMPLING_MEAN) {
    states(isLiteral, sampling, np, beta, b, h, u, s);
    coefficients(isLiteral, np, eta, w, f, b, h, s, a);
    return;
  }
  for (let first = 0; first < np; first += NODES) {
    const at = (<usize>first) << 3;
    drawAndCompare(min(np - first, NODES), beta, b + at, h + at, u + at, s + at, eta, w, f, a + at);
  }
}

/** Whether np doubles are all finite. */
export function areFinite(x: usize, np: i32): bool {
  const bytes = (<usize>np) << 3;
  let zero = f64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const v = v128.load(x + i);
    zero = f64x2.add(zero, f64x2.sub(v, v)); // NaN for infinities too
  }
  return f64x2.extract_lane(zero, 0) + f64x2.extract_lane(zero, 1) == 0;
}
