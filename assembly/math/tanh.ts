/**
 * tanh(x).
 *
 *   a = |x|,  n = round(2a / ln 2),  h = a - n ln 2 / 2  (|h| <= ln 2 / 4),  t = 2^-n,  c = h coth(h) = 1 + h^2 P(h^2)
 *
 *            e^2a - 1     c (1 - t) + h (1 + t)
 *   tanh a = --------  =  ---------------------         because e^2h = (c + h) / (c - h)
 *            e^2a + 1     c (1 + t) + h (1 - t)
 *
 * This is e / (2 + e) with e = expm1(2a), without the polynomial of degree 11 of expm1: c is even, so five coefficients
 * in h^2 suffice (own Remez fit, relative error 2^-60), and one division serves both. a stops at 20, where numerator
 * and denominator are equal; tanh rounds to 1 from 19.0616 on.
 *
 * Error: 2.77 ulp at most over 10^7 points (scripts/accuracy.ts), just above ln 2 / 4 where the numerator cancels;
 * 3 ulp promised. 14 multiplications, 14 additions, 1 division a value. No fused operations: same bits in both builds.
 */
import { abs_f64x2, constant_f64x2, copysign_f64x2 } from './simd';

/** Constants by index; also for the passes of tanh-rows.ts. */
export const TABLE = memory.data<f64>([
  /*  0 */ 20.0, /*  1 -2/ln 2 */ -2.8853900817779268, /*  2 1.5 * 2^52 + 1023 */ 6755399441056767.0,
  /*  3 ln 2 / 2, 38 bits */ 0.34657359027914936, /*  4 the rest */ 8.232974791448541e-13, /*  5 */ 1.0,
]);

/** P(z) = (h coth(h) - 1) / z, z = h^2, lowest power first. */
export const P = memory.data<f64>([
  0.33333333333333204, -0.02222222222161218, 0.0021164020228462924, -0.00021163394795110655, 2.118725808791839e-5,
]);

/** tanh of both lanes; odd to the last bit, +-0 and subnormals return themselves, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function tanh_f64x2(v: v128): v128 {
  const a = f64x2.pmin(abs_f64x2(v), constant_f64x2(TABLE, 0)); // first operand wins for NaN
  // The low bits of `shifted` hold 1023 - n, the biased exponent of t.
  const shifted = f64x2.add(f64x2.mul(a, constant_f64x2(TABLE, 1)), constant_f64x2(TABLE, 2));
  const minusN = f64x2.sub(shifted, constant_f64x2(TABLE, 2));
  const t = i64x2.shl(shifted, 52);
  const h = f64x2.add(
    f64x2.add(a, f64x2.mul(minusN, constant_f64x2(TABLE, 3))),
    f64x2.mul(minusN, constant_f64x2(TABLE, 4)),
  );
  const z = f64x2.mul(h, h);
  const z2 = f64x2.mul(z, z);
  const p01 = f64x2.add(constant_f64x2(P, 0), f64x2.mul(z, constant_f64x2(P, 1)));
  const p23 = f64x2.add(constant_f64x2(P, 2), f64x2.mul(z, constant_f64x2(P, 3)));
  const p = f64x2.add(p01, f64x2.mul(z2, f64x2.add(p23, f64x2.mul(z2, constant_f64x2(P, 4)))));
  const q = f64x2.mul(z, p); // c - 1
  const u = f64x2.sub(constant_f64x2(TABLE, 5), t);
  const w = f64x2.add(constant_f64x2(TABLE, 5), t);
  const numerator = f64x2.add(u, f64x2.add(f64x2.mul(q, u), f64x2.mul(h, w)));
  const denominator = f64x2.add(w, f64x2.add(f64x2.mul(q, w), f64x2.mul(h, u)));
  return copysign_f64x2(f64x2.div(numerator, denominator), v);
}

/** tanh(x), the bits of a lane of `tanh_f64x2`. */
export function tanh_f64(x: f64): f64 {
  return f64x2.extract_lane(tanh_f64x2(f64x2.splat(x)), 0);
}

/** dst[i] = tanh(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function tanh_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  while (src < end) {
    v128.store(dst, tanh_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, tanh_f64(load<f64>(src)));
}
