/**
 * tanh(x).
 *
 *   a = |x|,  k = round(64 a),  t = tanh(k / 64) and its slope 1 - t^2 from a table,  d = a - k / 64  (|d| <= 1/128, exact)
 *
 *                  t + tanh d           (1 - t^2) d
 *   tanh a  =    --------------  =  t + -----------,    r = d coth d = 1 + d^2 P(d^2),    because tanh d = d / r
 *                1 + t tanh d             r + t d
 *
 * d coth d is even and so nearly 1 that two coefficients in d^2 suffice (own Remez fit, relative error 2^-55). The quotient is small
 * beside t, so its roundings are: what is left is that of t and of the sum. At multiples of 1/64 the result is that of the
 * table, which is correctly rounded. a stops at 1220 / 64 = 19.0625; tanh rounds to 1 from 19.0616 on.
 *
 * Error: 1.92 ulp at most over 10^7 points, but for 1.6e-7 above 1/128. There the result falls below 2^-7: it is as small as the
 * quotient and half of t, whose roundings count double. 2.71 ulp over 2 * 10^8 points there, of 2.74 that all roundings add up to;
 * 2.75 promised. From one double to the next it falls, by 1 ulp, at 176 of the 1220 places where k changes; no other fall is known.
 * 5 multiplications, 7 additions, 1 division, 16 bytes from a table of 32 KiB a value. Fused in the fast build, where the last bit seldom differs.
 */
import { storePair } from './simd';
import {
  interpolated_f64x2,
  LIMIT,
  limited_f64x2,
  ONE,
  P0,
  P1,
  rest_f64x2,
  SHIFT,
  SIGN,
  tanh_constant,
} from './tanh-parts';

/** tanh of both lanes; odd to the last bit, +-0 and subnormals return themselves, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function tanh_f64x2(v: v128): v128 {
  return tanhOf(
    v,
    tanh_constant(SIGN),
    tanh_constant(LIMIT),
    tanh_constant(SHIFT),
    tanh_constant(ONE),
    tanh_constant(P0),
    tanh_constant(P1),
  );
}

/** The same with its constants from where a loop has them. */
// @ts-ignore: decorator
@inline
function tanhOf(v: v128, sign: v128, limit: v128, shift: v128, one: v128, p0: v128, p1: v128): v128 {
  const a = limited_f64x2(v, sign, limit);
  const shifted = f64x2.add(a, shift);
  return interpolated_f64x2(
    rest_f64x2(a, shifted, shift),
    i32x4.extract_lane(shifted, 0),
    i32x4.extract_lane(shifted, 2),
    v,
    one,
    p0,
    p1,
    sign,
  );
}

/** tanh(x), the bits of a lane of `tanh_f64x2`. */
export function tanh_f64(x: f64): f64 {
  return f64x2.extract_lane(tanh_f64x2(f64x2.splat(x)), 0);
}

/** dst[i] = tanh(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function tanh_array_f64(src: usize, dst: usize, n: i32): void {
  const sign = tanh_constant(SIGN),
    limit = tanh_constant(LIMIT),
    shift = tanh_constant(SHIFT),
    one = tanh_constant(ONE),
    p0 = tanh_constant(P0),
    p1 = tanh_constant(P1);
  for (const end = src + ((<usize>(n & ~3)) << 3); src < end; src += 32, dst += 32) {
    const low = tanhOf(v128.load(src), sign, limit, shift, one, p0, p1);
    storePair(dst, low, tanhOf(v128.load(src, 16), sign, limit, shift, one, p0, p1));
  }
  if (n & 2) {
    v128.store(dst, tanh_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, tanh_f64(load<f64>(src)));
}
