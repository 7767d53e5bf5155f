/**
 * Small inline building blocks on v128.
 *
 * Constants: a literal `f64x2.splat(c)` inside a loop is rebuilt on every pass by newer engines (about twice the time
 * of the whole kernel), so kernels keep constants in a `memory.data<f64>` table and read them with `constant_f64x2`.
 */

/** The sign bit of an f64. */
const SIGN_BIT = memory.data<u64>([0x8000000000000000]);

/** Broadcasts entry `i` of the f64 table at `table` to both lanes. */
// @ts-ignore: decorator
@inline
export function constant_f64x2(table: usize, i: usize): v128 {
  return v128.load64_splat(table + (i << 3));
}

/** a * b + c. Fused in the fast build, two roundings in the strict one. */
// @ts-ignore: decorator
@inline
export function madd_f64x2(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    return f64x2.relaxed_madd(a, b, c);
  } else {
    return f64x2.add(f64x2.mul(a, b), c);
  }
}

/** Lane 0 + lane 1. */
// @ts-ignore: decorator
@inline
export function sum_f64x2(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** Magnitude of each lane; NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function abs_f64x2(v: v128): v128 {
  return f64x2.abs(v);
}

/** Magnitude of `magnitude` with the sign bit of `sign`, lane by lane. */
// @ts-ignore: decorator
@inline
export function copysign_f64x2(magnitude: v128, sign: v128): v128 {
  return v128.bitselect(sign, magnitude, v128.load64_splat(SIGN_BIT));
}

/** The sign bit of each lane, all other bits zero. */
// @ts-ignore: decorator
@inline
export function sign_bit_f64x2(v: v128): v128 {
  return v128.and(v, v128.load64_splat(SIGN_BIT));
}

/**
 * Stores two neighbours. The upper one goes first: so engines that make wide vectors of two find them, and all that they are made of
 * (docs/architecture.md, wide vectors).
 */
// @ts-ignore: decorator
@inline
export function storePair(dst: usize, low: v128, high: v128): void {
  v128.store(dst, high, 16);
  v128.store(dst, low);
}
