// The activation phi of rate networks and its slope.

import { sigmoid_f64x2 } from '../math/sigmoid';
import { storePair } from '../math/simd';
import { tanh_array_f64, tanh_f64x2 } from '../math/tanh';
import { ACTIVATION_LINEAR, ACTIVATION_RELU, ACTIVATION_SIGMOID, ACTIVATION_TANH } from './network';

/** phi of both lanes. `kind` must be a constant where this is used: the other branches then vanish. */
// @ts-ignore: decorator
@inline
export function phi_f64x2(kind: i32, v: v128): v128 {
  if (kind == ACTIVATION_TANH) return tanh_f64x2(v);
  if (kind == ACTIVATION_SIGMOID) return sigmoid_f64x2(v);
  if (kind == ACTIVATION_LINEAR) return v;
  const zero = f64x2.splat(0);
  return v128.bitselect(zero, v, f64x2.lt(v, zero)); // not f64x2.max: relu of NaN must stay NaN
}

/** phi'(u) from the value s = phi(u). relu has slope 0 at its kink. */
// @ts-ignore: decorator
@inline
export function slope(kind: i32, s: f64): f64 {
  if (kind == ACTIVATION_TANH) return 1 - s * s;
  if (kind == ACTIVATION_SIGMOID) return s * (1 - s);
  if (kind == ACTIVATION_LINEAR) return 1;
  return s > 0 ? 1 : 0;
}

/** dst = phi(src) for `count` doubles, an even number; dst == src allowed. */
export function rate_phi_f64(kind: i32, count: i32, src: usize, dst: usize): void {
  if (kind == ACTIVATION_TANH) tanh_array_f64(src, dst, count);
  else if (kind == ACTIVATION_SIGMOID) phiLoop(ACTIVATION_SIGMOID, count, src, dst);
  else if (kind == ACTIVATION_RELU) phiLoop(ACTIVATION_RELU, count, src, dst);
  else if (src != dst) memory.copy(dst, src, (<usize>count) << 3);
}

// @ts-ignore: decorator
@inline
function phiLoop(kind: i32, count: i32, src: usize, dst: usize): void {
  for (const end = src + ((<usize>(count & ~3)) << 3); src < end; src += 32, dst += 32) {
    storePair(dst, phi_f64x2(kind, v128.load(src)), phi_f64x2(kind, v128.load(src, 16)));
  }
  if (count & 2) v128.store(dst, phi_f64x2(kind, v128.load(src)));
}
