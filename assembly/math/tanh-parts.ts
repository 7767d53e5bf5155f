// What tanh.ts is made of, for loops that do its parts on their own.

import { constant_f64x2, madd_f64x2 } from './simd';
import { TANH_AND_SLOPE } from './tanh-table';

const TABLE = memory.data<f64>([
  /* LIMIT */ 19.0625, /* SHIFT, 1.5 * 2^46, whose last place is 1/64 */ 105553116266496.0, /* ONE */ 1.0,
  /* P, lowest power first */ 0.333333333329937, -0.02222204237259359, /* SIGN */ -0.0,
]);
export const LIMIT: usize = 0;
export const SHIFT: usize = 1;
export const ONE: usize = 2;
export const P0: usize = 3;
export const P1: usize = 4;
export const SIGN: usize = 5;

/** A constant in both lanes. Loops that store read each of them once, before: the engine does not know that a store leaves them alone. */
// @ts-ignore: decorator
@inline
export function tanh_constant(i: usize): v128 {
  return constant_f64x2(TABLE, i);
}

/** a = |v| up to the limit. NaN stays NaN: the first operand wins. */
// @ts-ignore: decorator
@inline
export function limited_f64x2(v: v128, sign: v128, limit: v128): v128 {
  return f64x2.pmin(v128.andnot(v, sign), limit);
}

/** d = a - k / 64, exact. */
// @ts-ignore: decorator
@inline
export function rest_f64x2(a: v128, shifted: v128, shift: v128): v128 {
  return f64x2.sub(a, f64x2.sub(shifted, shift));
}

/** tanh a with the sign of v: d as in tanh.ts, low0 and low1 the low words of a + SHIFT, whose last bits are k. */
// @ts-ignore: decorator
@inline
export function interpolated_f64x2(
  d: v128,
  low0: u32,
  low1: u32,
  v: v128,
  one: v128,
  p0: v128,
  p1: v128,
  sign: v128,
): v128 {
  const e0 = v128.load((<usize>(low0 & 2047)) << 4, TANH_AND_SLOPE);
  const e1 = v128.load((<usize>(low1 & 2047)) << 4, TANH_AND_SLOPE);
  const t = v128.shuffle<i64>(e0, e1, 0, 2);
  const slope = v128.shuffle<i64>(e0, e1, 1, 3);
  const z = f64x2.mul(d, d);
  const r = madd_f64x2(z, madd_f64x2(z, p1, p0), one);
  const y = f64x2.add(t, f64x2.div(f64x2.mul(slope, d), madd_f64x2(t, d, r)));
  return v128.xor(y, v128.and(v, sign)); // y is not negative
}
