/**
 * expm1(x) = exp(x) - 1, accurate near 0.
 *
 *   x = n ln 2 + hi - lo as in exp.ts,  w = 1 - 2^-n,  expm1(x) = 2^n (w + hi + (r^2 q(r) - lo))
 *
 * w + hi is added as sum plus error term (Dekker 1971: |w| >= |hi| unless w = 0), so cancellation at n = +-1 costs
 * nothing. The exponent in w stops at 60 where 2^-n is below half an ulp of 1.
 *
 * Error: 1.38 ulp at most over 10^7 points (scripts/accuracy.ts), just above ln 2 / 2; 1.5 ulp promised. About 38
 * operations a value. No fused operations: same bits in both builds.
 */
import { constant_f64x2, sign_bit_f64x2, storePair } from './simd';
import { exp_tail_f64x2 } from './exp';

/** Above: +Infinity. Below -40 the result is -1 to the last bit. */
const TABLE = memory.data<f64>([
  /*  0 */ 710.0, /*  1 */ -40.0, /*  2 1/ln 2 */ 1.4426950408889634, /*  3 1.5 * 2^52 + 2046 */ 6755399441057790.0,
  /*  4 ln 2, 38 bits */ 0.6931471805582987, /*  5 the rest */ 1.6465949582897082e-12, /*  6 */ 1.0, /*  7 */ 60.0,
  /*  8 1.5 * 2^52 + 1023 */ 6755399441056767.0,
]);

/** expm1 of both lanes; +-0 and subnormals return themselves, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function expm1_f64x2(v: v128): v128 {
  const x = f64x2.pmax(f64x2.pmin(v, constant_f64x2(TABLE, 0)), constant_f64x2(TABLE, 1));
  const shifted = f64x2.add(f64x2.mul(x, constant_f64x2(TABLE, 2)), constant_f64x2(TABLE, 3));
  const n = f64x2.sub(shifted, constant_f64x2(TABLE, 3));
  const hi = f64x2.sub(x, f64x2.mul(n, constant_f64x2(TABLE, 4)));
  const lo = f64x2.mul(n, constant_f64x2(TABLE, 5));
  const tail = f64x2.sub(exp_tail_f64x2(f64x2.sub(hi, lo)), lo);
  const inverse = i64x2.shl(f64x2.sub(constant_f64x2(TABLE, 8), f64x2.pmin(n, constant_f64x2(TABLE, 7))), 52); // 2^-n
  const w = f64x2.sub(constant_f64x2(TABLE, 6), inverse);
  const sum = f64x2.add(w, hi);
  const error = f64x2.add(f64x2.sub(w, sum), hi);
  const mantissa = f64x2.add(sum, f64x2.add(error, tail));
  const half = i64x2.shr_u(shifted, 1);
  const rest = i64x2.sub(shifted, half);
  const y = f64x2.mul(f64x2.mul(mantissa, i64x2.shl(half, 52)), i64x2.shl(rest, 52));
  return v128.or(y, sign_bit_f64x2(v)); // the sign is already right except for -0
}

/** expm1(x), the bits of a lane of `expm1_f64x2`. */
export function expm1_f64(x: f64): f64 {
  return f64x2.extract_lane(expm1_f64x2(f64x2.splat(x)), 0);
}

/** dst[i] = expm1(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function expm1_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  for (; src + 32 <= end; src += 32, dst += 32) {
    storePair(dst, expm1_f64x2(v128.load(src)), expm1_f64x2(v128.load(src, 16)));
  }
  if (src < end) {
    v128.store(dst, expm1_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, expm1_f64(load<f64>(src)));
}
