/**
 * exp(x) in single precision, four lanes.
 *
 *   n = round(x / ln 2),  r = x - n ln 2 = hi - lo  (|r| <= ln 2 / 2),  exp(x) = 2^n (1 + (hi + (r^2 q(r) - lo)))
 *
 * The plan of exp.ts with a polynomial of degree 4 (own fit, relative error of exp below 2^-28) and ln 2 split after 10 bits, so
 * that n * LN2_HI is exact. 2^n is applied as two factors, so that subnormal results are rounded once and 2^128 does not appear.
 *
 * Error: 1 ulp promised over all floats (tests/kernel/f32-functions.test.ts looks at 2^20 of them). 12 multiplications, 10 additions
 * a value. No fused operations: same bits in both builds.
 */
import { storePair } from './simd';

/** Above: +Infinity (88.72 is the last finite one). Below: 0 (-103.97 is the last nonzero one). */
const TABLE = memory.data<f32>([
  /*  0 */ 90.0, /*  1 */ -105.0, /*  2 1/ln 2 */ 1.4426950216293335, /*  3 1.5 * 2^23 + 254 */ 12583166.0,
  /*  4 ln 2, 10 bits */ 0.693359375, /*  5 the rest */ -0.00021219444170128554, /*  6 */ 1.0,
]);

/** q(r), lowest power first. */
const Q = memory.data<f32>([
  0.4999999403953552, 0.1666652113199234, 0.04166838899254799, 0.008368716575205326, 0.001381459878757596,
]);

/** Broadcasts entry `i` of the f32 table at `table` to all lanes. */
// @ts-ignore: decorator
@inline
export function constant_f32x4(table: usize, i: usize): v128 {
  return v128.load32_splat(table + (i << 2));
}

/** exp of all lanes. NaN stays NaN: pmin and pmax return their first operand when the comparison is false. */
// @ts-ignore: decorator
@inline
export function exp_f32x4(v: v128): v128 {
  const x = f32x4.pmax(f32x4.pmin(v, constant_f32x4(TABLE, 0)), constant_f32x4(TABLE, 1));
  // The low bits of `shifted` hold n + 254; its halves are the biased exponents of the two factors of 2^n.
  const shifted = f32x4.add(f32x4.mul(x, constant_f32x4(TABLE, 2)), constant_f32x4(TABLE, 3));
  const n = f32x4.sub(shifted, constant_f32x4(TABLE, 3));
  const hi = f32x4.sub(x, f32x4.mul(n, constant_f32x4(TABLE, 4)));
  const lo = f32x4.mul(n, constant_f32x4(TABLE, 5));
  const r = f32x4.sub(hi, lo);
  const r2 = f32x4.mul(r, r);
  const a = f32x4.add(constant_f32x4(Q, 0), f32x4.mul(r, constant_f32x4(Q, 1)));
  const b = f32x4.add(constant_f32x4(Q, 2), f32x4.mul(r, constant_f32x4(Q, 3)));
  const q = f32x4.add(a, f32x4.mul(r2, f32x4.add(b, f32x4.mul(r2, constant_f32x4(Q, 4)))));
  const tail = f32x4.sub(f32x4.mul(r2, q), lo);
  const mantissa = f32x4.add(constant_f32x4(TABLE, 6), f32x4.add(hi, tail));
  const half = i32x4.shr_u(shifted, 1);
  const rest = i32x4.sub(shifted, half);
  return f32x4.mul(f32x4.mul(mantissa, i32x4.shl(half, 23)), i32x4.shl(rest, 23));
}

/** dst[i] = exp(src[i]) for i < n; f32, n a multiple of 4, dst == src allowed. 8 bytes moved per value. */
export function exp_array_f32(src: usize, dst: usize, n: i32): void {
  for (const end = src + ((<usize>(n & ~7)) << 2); src < end; src += 32, dst += 32)
    storePair(dst, exp_f32x4(v128.load(src)), exp_f32x4(v128.load(src, 16)));
  if (n & 4) v128.store(dst, exp_f32x4(v128.load(src)));
}

/** The least exponent of `exp2_below_f32x4`; 1.5 * 2^23 + 127; coefficients of its polynomial, lowest power first. */
const BELOW = memory.data<f32>([
  -125.0, 12583039.0, 1.0, 0.6931471824645996, 0.24022647738456726, 0.055503323674201965, 0.00961843691766262,
  0.0013398875016719103, 0.00015353361959569156,
]);

// @ts-ignore: decorator
@inline
function madd_f32x4(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    return f32x4.relaxed_madd(a, b, c);
  } else {
    return f32x4.add(f32x4.mul(a, b), c);
  }
}

/**
 * 2^x of lanes that are not above 0; those below -125 count as -125, which is nothing beside a 1. NaN stays NaN.
 *
 *   n = round(x),  f = x - n exactly,  2^f = 1 + f p(f)
 *
 * For softmax, whose largest entry is 1: two thirds of the time of `exp_f32x4`. Own fit, relative error 2^-28 before rounding; 2 ulp.
 * The fast build fuses.
 */
// @ts-ignore: decorator
@inline
export function exp2_below_f32x4(v: v128): v128 {
  const x = f32x4.pmax(v, constant_f32x4(BELOW, 0));
  // The low bits of `shifted` hold 127 + n, the biased exponent of 2^n.
  const shifted = f32x4.add(x, constant_f32x4(BELOW, 1));
  const f = f32x4.sub(x, f32x4.sub(shifted, constant_f32x4(BELOW, 1)));
  const f2 = f32x4.mul(f, f);
  const low = madd_f32x4(f, constant_f32x4(BELOW, 3), constant_f32x4(BELOW, 2));
  const middle = madd_f32x4(f, constant_f32x4(BELOW, 5), constant_f32x4(BELOW, 4));
  const high = madd_f32x4(f, constant_f32x4(BELOW, 7), constant_f32x4(BELOW, 6));
  const top = madd_f32x4(f2, constant_f32x4(BELOW, 8), high);
  return f32x4.mul(madd_f32x4(f2, madd_f32x4(f2, top, middle), low), i32x4.shl(shifted, 23));
}
