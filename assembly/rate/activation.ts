// The activation phi of rate networks and its slope.

import { sigmoid_f64x2 } from '../math/sigmoid';
import { tanh_f64x2 } from '../math/tanh';

export const LINEAR: i32 = 0;
export const SIGMOID: i32 = 1;
export const RELU: i32 = 2;
export const TANH: i32 = 3;

/** phi of both lanes. `kind` must be a constant where this is used: the other branches then vanish. */
// @ts-ignore: decorator
@inline
export function phi_f64x2(kind: i32, v: v128): v128 {
  if (kind == TANH) return tanh_f64x2(v);
  if (kind == SIGMOID) return sigmoid_f64x2(v);
  if (kind == LINEAR) return v;
  const zero = f64x2.splat(0);
  return v128.bitselect(zero, v, f64x2.lt(v, zero)); // not f64x2.max: relu of NaN must stay NaN
}

/** phi'(u) from the value s = phi(u). relu has slope 0 at its kink. */
// @ts-ignore: decorator
@inline
export function slope(kind: i32, s: f64): f64 {
  if (kind == TANH) return 1 - s * s;
  if (kind == SIGMOID) return s * (1 - s);
  if (kind == LINEAR) return 1;
  return s > 0 ? 1 : 0;
}

/** dst = phi(src) for `count` doubles, an even number; dst == src allowed. */
export function rate_phi_f64(kind: i32, count: i32, src: usize, dst: usize): void {
  if (kind == TANH) phiLoop(TANH, count, src, dst);
  else if (kind == SIGMOID) phiLoop(SIGMOID, count, src, dst);
  else if (kind == RELU) phiLoop(RELU, count, src, dst);
  else if (src != dst) memory.copy(dst, src, (<usize>count) << 3);
}

// @ts-ignore: decorator
@inline
function phiLoop(kind: i32, count: i32, src: usize, dst: usize): void {
  const bytes = (<usize>count) << 3;
  for (let j: usize = 0; j < bytes; j += 16) v128.store(dst + j, phi_f64x2(kind, v128.load(src + j)));
}
