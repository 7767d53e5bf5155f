/**
 * exp(x).
 *
 *   n = round(x / ln 2),  r = x - n ln 2 = hi - lo  (|r| <= ln 2 / 2),  exp(x) = 2^n (1 + (hi + (r^2 q(r) - lo)))
 *
 * q(r) = (exp(r) - 1 - r) / r^2 is a weighted minimax polynomial of degree 9 (own Remez fit, relative error of expm1
 * below 2^-55). ln 2 is split so that n * LN2_HI is exact; hi is then exact too (Cody and Waite 1980, ch. 6), and its
 * rounding does not enter. 2^n is applied as two factors so that subnormal results are rounded once and 2^1024 does not
 * appear.
 *
 * Error: 0.94 ulp at most over 10^7 points (scripts/accuracy.ts); 1 ulp promised. 17 multiplications, 16 additions a
 * value. No fused operations: same bits in both builds.
 */
import { constant_f64x2, storePair } from './simd';

/** Above: +Infinity (709.78 is the last finite one). Below: 0 (-745.13 is the last nonzero one). */
const TABLE = memory.data<f64>([
  /*  0 */ 710.0, /*  1 */ -746.0, /*  2 1/ln 2 */ 1.4426950408889634, /*  3 1.5 * 2^52 + 2046 */ 6755399441057790.0,
  /*  4 ln 2, 38 bits */ 0.6931471805582987, /*  5 the rest */ 1.6465949582897082e-12, /*  6 */ 1.0,
]);

/** q(r), lowest power first. */
const Q = memory.data<f64>([
  0.5, 0.1666666666666668, 0.041666666666619695, 0.008333333333319029, 0.0013888888920634756, 0.0001984126989416401,
  2.4801516183250347e-5, 2.7557235293920008e-6, 2.76222939206835e-7, 2.5112308518622884e-8,
]);

/** r^2 q(r) = exp(r) - 1 - r for |r| <= ln 2 / 2, Estrin order. Shared with expm1. */
// @ts-ignore: decorator
@inline
export function exp_tail_f64x2(r: v128): v128 {
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const a = f64x2.add(constant_f64x2(Q, 0), f64x2.mul(r, constant_f64x2(Q, 1)));
  const b = f64x2.add(constant_f64x2(Q, 2), f64x2.mul(r, constant_f64x2(Q, 3)));
  const c = f64x2.add(constant_f64x2(Q, 4), f64x2.mul(r, constant_f64x2(Q, 5)));
  const d = f64x2.add(constant_f64x2(Q, 6), f64x2.mul(r, constant_f64x2(Q, 7)));
  const e = f64x2.add(constant_f64x2(Q, 8), f64x2.mul(r, constant_f64x2(Q, 9)));
  const cd = f64x2.add(c, f64x2.mul(r2, d));
  const ab = f64x2.add(a, f64x2.mul(r2, b));
  return f64x2.mul(r2, f64x2.add(ab, f64x2.mul(r4, f64x2.add(cd, f64x2.mul(r4, e)))));
}

/** exp of both lanes. NaN stays NaN: pmin and pmax return their first operand when the comparison is false. */
// @ts-ignore: decorator
@inline
export function exp_f64x2(v: v128): v128 {
  const x = f64x2.pmax(f64x2.pmin(v, constant_f64x2(TABLE, 0)), constant_f64x2(TABLE, 1));
  // The low bits of `shifted` hold n + 2046; its halves are the biased exponents of the two factors of 2^n.
  const shifted = f64x2.add(f64x2.mul(x, constant_f64x2(TABLE, 2)), constant_f64x2(TABLE, 3));
  const n = f64x2.sub(shifted, constant_f64x2(TABLE, 3));
  const hi = f64x2.sub(x, f64x2.mul(n, constant_f64x2(TABLE, 4)));
  const lo = f64x2.mul(n, constant_f64x2(TABLE, 5));
  const tail = f64x2.sub(exp_tail_f64x2(f64x2.sub(hi, lo)), lo);
  const mantissa = f64x2.add(constant_f64x2(TABLE, 6), f64x2.add(hi, tail));
  const half = i64x2.shr_u(shifted, 1);
  const rest = i64x2.sub(shifted, half);
  return f64x2.mul(f64x2.mul(mantissa, i64x2.shl(half, 52)), i64x2.shl(rest, 52));
}

/** exp(x), the bits of a lane of `exp_f64x2`. */
export function exp_f64(x: f64): f64 {
  return f64x2.extract_lane(exp_f64x2(f64x2.splat(x)), 0);
}

/** dst[i] = exp(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function exp_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  for (; src + 32 <= end; src += 32, dst += 32) {
    storePair(dst, exp_f64x2(v128.load(src)), exp_f64x2(v128.load(src, 16)));
  }
  if (src < end) {
    v128.store(dst, exp_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, exp_f64(load<f64>(src)));
}
