// The field of a rate network without 1/tau, and its derivative along tangent vectors.
//
//   r-form  f(r) = -r + phi(W r + b)     J q = -q + phi'(W r + b) (W q)
//   x-form  f(x) = -x + W phi(x) + b     J q = -q + W (phi'(x) q)
//
// Columns come in groups of `width` = 1 + k: a state, then k tangent vectors at it; width 1 means states only.
//
//   row i of X, [n][m]:  | u_0 | q_0,1 .. q_0,k | u_1 | q_1,1 .. q_1,k | ... | padding, zero |
//
// So states and tangent vectors share one product with W, and the activation is computed once per state, not per column.

import { storePair } from '../math/simd';
import { phi_f64x2, rate_phi_f64, slope } from './activation';
import {
  ACTIVATION_LINEAR,
  ACTIVATION_RELU,
  ACTIVATION_SIGMOID,
  ACTIVATION_TANH,
  FORM_X,
  activation,
  form,
  units,
} from './network';
import { product } from './product';
import { matrix, pairs, scratchOf } from './workspace';

/** f = field of all columns of x; b: n doubles, or 0. Result in the workspace's matrix c. 3 flops a number beside product and phi. */
export function evaluate(network: usize, m: i32, trials: i32, width: i32, x: usize, b: usize, workspace: usize): void {
  const n = units(network),
    kind = activation(network);
  const c = matrix(workspace, n, m, 0);
  const z = matrix(workspace, n, m, 1);
  const scratch = scratchOf(workspace, n, m, trials);
  if (width == 1) {
    if (form(network) == FORM_X) {
      rate_phi_f64(kind, n * m, x, z);
      product(network, m, z, c, scratch);
      rate_field_x_f64(n, m, x, c, b);
    } else {
      product(network, m, x, c, scratch);
      rate_field_r_f64(kind, n, m, x, c, b);
    }
    return;
  }
  const s = matrix(workspace, n, m, 4);
  if (form(network) == FORM_X) {
    stateActivations(kind, n, m, trials, width, x, 0, s);
    rate_tangent_phi_f64(kind, n, m, trials, width, x, s, z);
    product(network, m, z, c, scratch);
    rate_tangent_field_x_f64(n, m, trials, width, x, c, b);
  } else {
    product(network, m, x, c, scratch);
    stateActivations(kind, n, m, trials, width, c, b, s);
    rate_tangent_field_r_f64(kind, n, m, trials, width, x, s, c);
  }
}

/** c = -x + phi(c + b) for states only. */
export function rate_field_r_f64(kind: i32, n: i32, m: i32, x: usize, c: usize, b: usize): void {
  if (kind == ACTIVATION_TANH) tanhField(n, m, x, c, b);
  else if (kind == ACTIVATION_SIGMOID) sigmoidField(n, m, x, c, b);
  else if (kind == ACTIVATION_RELU) reluField(n, m, x, c, b);
  else linearField(n, m, x, c, b);
}

// A function for each: in one, the compiler would make a single loop of all, which looks at the kind for every number.

function tanhField(n: i32, m: i32, x: usize, c: usize, b: usize): void {
  fieldLoop(ACTIVATION_TANH, n, m, x, c, b);
}

function sigmoidField(n: i32, m: i32, x: usize, c: usize, b: usize): void {
  fieldLoop(ACTIVATION_SIGMOID, n, m, x, c, b);
}

function reluField(n: i32, m: i32, x: usize, c: usize, b: usize): void {
  fieldLoop(ACTIVATION_RELU, n, m, x, c, b);
}

function linearField(n: i32, m: i32, x: usize, c: usize, b: usize): void {
  fieldLoop(ACTIVATION_LINEAR, n, m, x, c, b);
}

// @ts-ignore: decorator
@inline
function fieldLoop(kind: i32, n: i32, m: i32, x: usize, c: usize, b: usize): void {
  const row = (<usize>m) << 3;
  for (let i = 0; i < n; i++) {
    const input = inputOf(b, i);
    for (const end = c + row; c < end; c += 32, x += 32) {
      const low = phi_f64x2(kind, f64x2.add(v128.load(c), input)),
        high = phi_f64x2(kind, f64x2.add(v128.load(c, 16), input));
      storePair(c, f64x2.sub(low, v128.load(x)), f64x2.sub(high, v128.load(x, 16)));
    }
  }
}

/** b_i in both lanes; zero if there is no input. */
// @ts-ignore: decorator
@inline
export function inputOf(b: usize, i: i32): v128 {
  return b == 0 ? f64x2.splat(0) : v128.load64_splat(b + ((<usize>i) << 3));
}

/** c = -x + c + b for states only. */
export function rate_field_x_f64(n: i32, m: i32, x: usize, c: usize, b: usize): void {
  const row = (<usize>m) << 3;
  for (let i = 0; i < n; i++) {
    const input = inputOf(b, i);
    for (const end = c + row; c < end; c += 32, x += 32) {
      const low = f64x2.add(f64x2.sub(v128.load(c), v128.load(x)), input);
      storePair(c, low, f64x2.add(f64x2.sub(v128.load(c, 16), v128.load(x, 16)), input));
    }
  }
}

/** s[i][t] = phi(u + b_i), u the state column of group t in `from`; s: [n][trials rounded up to even]. */
export function stateActivations(
  kind: i32,
  n: i32,
  m: i32,
  trials: i32,
  width: i32,
  from: usize,
  b: usize,
  s: usize,
): void {
  const padded = pairs(trials);
  const step = (<usize>width) << 3;
  let out = s;
  for (let i = 0; i < n; i++) {
    const input: f64 = b == 0 ? 0 : load<f64>(b + ((<usize>i) << 3));
    let u = from + ((<usize>i * <usize>m) << 3);
    for (let t = 0; t < trials; t++) {
      store<f64>(out + ((<usize>t) << 3), load<f64>(u) + input);
      u += step;
    }
    if (padded > trials) store<f64>(out + ((<usize>trials) << 3), 0);
    out += (<usize>padded) << 3;
  }
  rate_phi_f64(kind, n * padded, s, s);
}

/** z = phi(x) in state columns, phi'(x) q in tangent columns; s as from `stateActivations`; padding of z is zero. */
export function rate_tangent_phi_f64(
  kind: i32,
  n: i32,
  m: i32,
  trials: i32,
  width: i32,
  x: usize,
  s: usize,
  z: usize,
): void {
  const padded = pairs(trials);
  for (let i = 0; i < n; i++) {
    let at: usize = 0;
    for (let t = 0; t < trials; t++) {
      const value = load<f64>(s + ((<usize>t) << 3));
      const factor = slope(kind, value);
      const factors = f64x2.splat(factor);
      store<f64>(z + at, value);
      at += 8;
      let j = 1;
      for (; j + 4 <= width; j += 4) {
        const q = x + at;
        storePair(z + at, f64x2.mul(factors, v128.load(q)), f64x2.mul(factors, v128.load(q, 16)));
        at += 32;
      }
      if (j + 2 <= width) {
        v128.store(z + at, f64x2.mul(factors, v128.load(x + at)));
        at += 16;
        j += 2;
      }
      if (j < width) {
        store<f64>(z + at, factor * load<f64>(x + at));
        at += 8;
      }
    }
    for (; at < (<usize>m) << 3; at += 8) store<f64>(z + at, 0);
    s += (<usize>padded) << 3;
    x += (<usize>m) << 3;
    z += (<usize>m) << 3;
  }
}

/** c = -x + s in state columns, -q + phi' c in tangent columns; padding of c is left alone. */
export function rate_tangent_field_r_f64(
  kind: i32,
  n: i32,
  m: i32,
  trials: i32,
  width: i32,
  x: usize,
  s: usize,
  c: usize,
): void {
  const padded = pairs(trials);
  for (let i = 0; i < n; i++) {
    let at: usize = 0;
    for (let t = 0; t < trials; t++) {
      const value = load<f64>(s + ((<usize>t) << 3));
      const factor = slope(kind, value);
      const factors = f64x2.splat(factor);
      store<f64>(c + at, value - load<f64>(x + at));
      at += 8;
      let j = 1;
      for (; j + 4 <= width; j += 4) {
        const to = c + at,
          q = x + at;
        const low = f64x2.sub(f64x2.mul(factors, v128.load(to)), v128.load(q));
        storePair(to, low, f64x2.sub(f64x2.mul(factors, v128.load(to, 16)), v128.load(q, 16)));
        at += 32;
      }
      if (j + 2 <= width) {
        v128.store(c + at, f64x2.sub(f64x2.mul(factors, v128.load(c + at)), v128.load(x + at)));
        at += 16;
        j += 2;
      }
      if (j < width) {
        store<f64>(c + at, factor * load<f64>(c + at) - load<f64>(x + at));
        at += 8;
      }
    }
    s += (<usize>padded) << 3;
    x += (<usize>m) << 3;
    c += (<usize>m) << 3;
  }
}

/** c = -x + c, plus b in state columns. */
export function rate_tangent_field_x_f64(n: i32, m: i32, trials: i32, width: i32, x: usize, c: usize, b: usize): void {
  rate_field_x_f64(n, m, x, c, 0);
  if (b == 0) return;
  for (let i = 0; i < n; i++) {
    const input = load<f64>(b + ((<usize>i) << 3));
    for (let t = 0; t < trials; t++) {
      const at = c + ((<usize>i * <usize>m + <usize>t * <usize>width) << 3);
      store<f64>(at, load<f64>(at) + input);
    }
  }
}
