// One step of a rate network, states alone or with tangent vectors (layout: field.ts).
//
// The tangent columns are stepped by the derivative of the very map that steps the states, so exponents are those of the map.

import { axpy_f64 } from '../linalg/vectors';
import { madd_f64x2, storePair } from '../math/simd';
import { phi_f64x2, rate_phi_f64, slope } from './activation';
import { evaluate, inputOf, stateActivations } from './field';
import {
  ACTIVATION_LINEAR,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
  FORM_X,
  SCHEME_RK4,
  activation,
  form,
  scheme,
  stepSize,
  units,
} from './network';
import { product } from './product';
import { rate_relax_tanh_f64 } from './relax-tanh';
import { matrix, pairs, scratchOf } from './workspace';

/** Does one step of all columns with input b (n doubles, or 0). */
export function step(network: usize, m: i32, trials: i32, width: i32, x: usize, b: usize, workspace: usize): void {
  if (scheme(network) == SCHEME_RK4) stepRungeKutta(network, m, trials, width, x, b, workspace);
  else if (width == 1) stepEuler(network, m, trials, x, b, workspace);
  else stepTangents(network, m, trials, width, x, b, workspace);
}

/** Zeroes the columns from `used` on: input and sigmoid would drive them. */
export function clearPadding(n: i32, m: i32, used: i32, x: usize): void {
  if (used == m) return;
  const row = (<usize>m) << 3;
  for (let i = 0; i < n; i++) {
    for (let j = (<usize>used) << 3; j < row; j += 8) store<f64>(x + j, 0);
    x += row;
  }
}

function stepEuler(network: usize, m: i32, trials: i32, x: usize, b: usize, workspace: usize): void {
  const n = units(network),
    kind = activation(network);
  const c = matrix(workspace, n, m, 0);
  const scratch = scratchOf(workspace, n, m, trials);
  if (form(network) == FORM_X) {
    const z = matrix(workspace, n, m, 1);
    rate_phi_f64(kind, n * m, x, z);
    product(network, m, z, c, scratch);
    rate_euler_x_f64(n, m, x, c, b, stepSize(network));
  } else {
    product(network, m, x, c, scratch);
    rate_euler_r_f64(kind, n, m, x, c, b, stepSize(network), matrix(workspace, n, m, 1));
  }
}

/**
 * x += h (-x + phi(c + b)), rounded in this order (tanh and its sum are fused in the fast build); c = W x, b: n doubles or 0,
 * added to c for tanh; scratch: the ring of `rate_relax_tanh_f64`. Cost a number: phi, 1 multiplication, 3 additions, 24 bytes.
 */
export function rate_euler_r_f64(
  kind: i32,
  n: i32,
  m: i32,
  x: usize,
  c: usize,
  b: usize,
  h: f64,
  scratch: usize,
): void {
  if (kind == ACTIVATION_TANH) {
    if (b != 0) addToRows(n, m, c, b);
    rate_relax_tanh_f64(n * m, x, c, h, scratch);
  } else if (kind == ACTIVATION_SIGMOID) sigmoidEuler(n, m, x, c, b, h);
  else if (kind == ACTIVATION_RELU) reluEuler(n, m, x, c, b, h);
  else linearEuler(n, m, x, c, b, h);
}

// A function for each, as in field.ts.

function sigmoidEuler(n: i32, m: i32, x: usize, c: usize, b: usize, h: f64): void {
  eulerLoop(ACTIVATION_SIGMOID, n, m, x, c, b, h);
}

function reluEuler(n: i32, m: i32, x: usize, c: usize, b: usize, h: f64): void {
  eulerLoop(ACTIVATION_RELU, n, m, x, c, b, h);
}

function linearEuler(n: i32, m: i32, x: usize, c: usize, b: usize, h: f64): void {
  eulerLoop(ACTIVATION_LINEAR, n, m, x, c, b, h);
}

// @ts-ignore: decorator
@inline
function eulerLoop(kind: i32, n: i32, m: i32, x: usize, c: usize, b: usize, h: f64): void {
  const row = (<usize>m) << 3;
  const size = f64x2.splat(h);
  for (let i = 0; i < n; i++) {
    const input = inputOf(b, i);
    for (const end = c + row; c < end; c += 32, x += 32) {
      const low = phi_f64x2(kind, f64x2.add(v128.load(c), input)),
        high = phi_f64x2(kind, f64x2.add(v128.load(c, 16), input));
      const u = v128.load(x),
        v = v128.load(x, 16);
      const moved = f64x2.add(u, f64x2.mul(size, f64x2.sub(low, u)));
      storePair(x, moved, f64x2.add(v, f64x2.mul(size, f64x2.sub(high, v))));
    }
  }
}

/** c_i += b_i for all numbers of a row. */
function addToRows(n: i32, m: i32, c: usize, b: usize): void {
  const row = (<usize>m) << 3;
  for (let i = 0; i < n; i++) {
    const input = inputOf(b, i);
    for (const end = c + row; c < end; c += 32) {
      storePair(c, f64x2.add(v128.load(c), input), f64x2.add(v128.load(c, 16), input));
    }
  }
}

/** x += h (-x + c + b), c = W phi(x), b: n doubles or 0; no fused operations. 32 bytes a number. */
export function rate_euler_x_f64(n: i32, m: i32, x: usize, c: usize, b: usize, h: f64): void {
  const row = (<usize>m) << 3;
  const size = f64x2.splat(h);
  for (let i = 0; i < n; i++) {
    const input = inputOf(b, i);
    for (const end = c + row; c < end; c += 32, x += 32) {
      const u = v128.load(x),
        v = v128.load(x, 16);
      const low = f64x2.add(f64x2.sub(v128.load(c), u), input),
        high = f64x2.add(f64x2.sub(v128.load(c, 16), v), input);
      storePair(x, f64x2.add(u, f64x2.mul(size, low)), f64x2.add(v, f64x2.mul(size, high)));
    }
  }
}

/** An Euler step of states with their tangent columns. */
function stepTangents(network: usize, m: i32, trials: i32, width: i32, x: usize, b: usize, workspace: usize): void {
  const n = units(network),
    kind = activation(network);
  const c = matrix(workspace, n, m, 0);
  if (form(network) == FORM_X) {
    evaluate(network, m, trials, width, x, b, workspace);
    axpy_f64(stepSize(network), c, x, n * m);
  } else {
    const s = matrix(workspace, n, m, 4);
    product(network, m, x, c, scratchOf(workspace, n, m, trials));
    stateActivations(kind, n, m, trials, width, c, b, s);
    rate_tangent_euler_r_f64(kind, n, m, trials, width, x, s, c, stepSize(network));
  }
}

/**
 * x += h times the field of `rate_tangent_field_r_f64`, with its bits, in one pass instead of two; padding is left alone. c = W x,
 * s as from `stateActivations`. Cost a number: 2 multiplications, 2 additions, 24 bytes.
 */
export function rate_tangent_euler_r_f64(
  kind: i32,
  n: i32,
  m: i32,
  trials: i32,
  width: i32,
  x: usize,
  s: usize,
  c: usize,
  h: f64,
): void {
  const padded = pairs(trials);
  const size = f64x2.splat(h);
  for (let i = 0; i < n; i++) {
    let at: usize = 0;
    for (let t = 0; t < trials; t++) {
      const value = v128.load64_splat(s + ((<usize>t) << 3));
      const factors = f64x2.splat(slope(kind, f64x2.extract_lane(value, 0)));
      let u = v128.load64_zero(x + at);
      v128.store64_lane(x + at, madd_f64x2(f64x2.sub(value, u), size, u), 0);
      at += 8;
      let j = 1;
      for (; j + 4 <= width; j += 4) {
        const q = x + at,
          d = c + at;
        u = v128.load(q);
        const low = madd_f64x2(f64x2.sub(f64x2.mul(factors, v128.load(d)), u), size, u);
        u = v128.load(q, 16);
        storePair(q, low, madd_f64x2(f64x2.sub(f64x2.mul(factors, v128.load(d, 16)), u), size, u));
        at += 32;
      }
      if (j + 2 <= width) {
        u = v128.load(x + at);
        v128.store(x + at, madd_f64x2(f64x2.sub(f64x2.mul(factors, v128.load(c + at)), u), size, u));
        at += 16;
        j += 2;
      }
      if (j < width) {
        u = v128.load64_zero(x + at);
        const f = f64x2.sub(f64x2.mul(factors, v128.load64_zero(c + at)), u);
        v128.store64_lane(x + at, madd_f64x2(f, size, u), 0);
        at += 8;
      }
    }
    s += (<usize>padded) << 3;
    x += (<usize>m) << 3;
    c += (<usize>m) << 3;
  }
}

/** Classical fourth-order Runge-Kutta: x += h/6 (k1 + 2 k2 + 2 k3 + k4), summed from the left. Four evaluations. */
function stepRungeKutta(network: usize, m: i32, trials: i32, width: i32, x: usize, b: usize, workspace: usize): void {
  const n = units(network),
    h = stepSize(network),
    count = n * m;
  const k = matrix(workspace, n, m, 0);
  const stage = matrix(workspace, n, m, 2);
  const sum = matrix(workspace, n, m, 3);
  memory.fill(sum, 0, (<usize>count) << 3);
  evaluate(network, m, trials, width, x, b, workspace);
  rk4_stage_f64(count, x, k, 1, 0.5 * h, sum, stage);
  evaluate(network, m, trials, width, stage, b, workspace);
  rk4_stage_f64(count, x, k, 2, 0.5 * h, sum, stage);
  evaluate(network, m, trials, width, stage, b, workspace);
  rk4_stage_f64(count, x, k, 2, h, sum, stage);
  evaluate(network, m, trials, width, stage, b, workspace);
  rk4_finish_f64(count, k, sum, h / 6, x);
}

/** sum += weight k, stage = u + size k for `count` doubles, a multiple of four; no fused operations. */
export function rk4_stage_f64(count: i32, u: usize, k: usize, weight: f64, size: f64, sum: usize, stage: usize): void {
  const w = f64x2.splat(weight),
    c = f64x2.splat(size);
  const bytes = (<usize>count) << 3;
  for (let j: usize = 0; j < bytes; j += 32) {
    const to = sum + j,
      low = v128.load(k + j),
      high = v128.load(k + j, 16);
    storePair(to, f64x2.add(v128.load(to), f64x2.mul(w, low)), f64x2.add(v128.load(to, 16), f64x2.mul(w, high)));
    const lowStage = f64x2.add(v128.load(u + j), f64x2.mul(c, low));
    storePair(stage + j, lowStage, f64x2.add(v128.load(u + j, 16), f64x2.mul(c, high)));
  }
}

/** u += size (sum + k) for `count` doubles, a multiple of four; no fused operations. */
export function rk4_finish_f64(count: i32, k: usize, sum: usize, size: f64, u: usize): void {
  const c = f64x2.splat(size);
  for (const end = u + ((<usize>count) << 3); u < end; u += 32, k += 32, sum += 32) {
    const low = f64x2.add(v128.load(sum), v128.load(k)),
      high = f64x2.add(v128.load(sum, 16), v128.load(k, 16));
    storePair(u, f64x2.add(v128.load(u), f64x2.mul(c, low)), f64x2.add(v128.load(u, 16), f64x2.mul(c, high)));
  }
}
