/**
 * tanh(x) in single precision, four lanes: the formula of tanh.ts,
 *
 *   a = |x|,  n = round(2a / ln 2),  h = a - n ln 2 / 2  (|h| <= ln 2 / 4),  t = 2^-n,  c = h coth(h) = 1 + h^2 P(h^2)
 *   tanh a = (c (1 - t) + h (1 + t)) / (c (1 + t) + h (1 - t))
 *
 * with two coefficients in h^2 (own fit, relative error 2^-28). a stops at 10, where numerator and denominator are equal.
 *
 * Error: 3 ulp promised over all floats (tests/kernel/f32-functions.test.ts looks at 2^20 of them). 10 multiplications, 10 additions,
 * 1 division a value. No fused operations: same bits in both builds.
 */
import { constant_f32x4 } from './exp-f32';
import { storePair } from './simd';

const TABLE = memory.data<f32>([
  /*  0 */ 10.0, /*  1 -2/ln 2 */ -2.885390043258667, /*  2 1.5 * 2^23 + 127 */ 12583039.0,
  /*  3 ln 2 / 2, 9 bits */ 0.3466796875, /*  4 the rest */ -0.00010609722085064277, /*  5 */ 1.0,
]);

/** P(z) = (h coth(h) - 1) / z, z = h^2, lowest power first. */
const P = memory.data<f32>([0.33333250880241394, -0.022134028375148773]);

/** The sign bit of an f32. */
const SIGN_BIT = memory.data<u32>([0x80000000]);

/** tanh of all lanes; odd to the last bit, +-0 and subnormals return themselves, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function tanh_f32x4(v: v128): v128 {
  const a = f32x4.pmin(f32x4.abs(v), constant_f32x4(TABLE, 0)); // first operand wins for NaN
  // The low bits of `shifted` hold 127 - n, the biased exponent of t.
  const shifted = f32x4.add(f32x4.mul(a, constant_f32x4(TABLE, 1)), constant_f32x4(TABLE, 2));
  const minusN = f32x4.sub(shifted, constant_f32x4(TABLE, 2));
  const t = i32x4.shl(shifted, 23);
  const h = f32x4.add(
    f32x4.add(a, f32x4.mul(minusN, constant_f32x4(TABLE, 3))),
    f32x4.mul(minusN, constant_f32x4(TABLE, 4)),
  );
  const z = f32x4.mul(h, h);
  const q = f32x4.mul(z, f32x4.add(constant_f32x4(P, 0), f32x4.mul(z, constant_f32x4(P, 1)))); // c - 1
  const u = f32x4.sub(constant_f32x4(TABLE, 5), t);
  const w = f32x4.add(constant_f32x4(TABLE, 5), t);
  const numerator = f32x4.add(u, f32x4.add(f32x4.mul(q, u), f32x4.mul(h, w)));
  const denominator = f32x4.add(w, f32x4.add(f32x4.mul(q, w), f32x4.mul(h, u)));
  return v128.bitselect(v, f32x4.div(numerator, denominator), v128.load32_splat(SIGN_BIT));
}

/** dst[i] = tanh(src[i]) for i < n; f32, n a multiple of 4, dst == src allowed. 8 bytes moved per value. */
export function tanh_array_f32(src: usize, dst: usize, n: i32): void {
  for (const end = src + ((<usize>(n & ~7)) << 2); src < end; src += 32, dst += 32)
    storePair(dst, tanh_f32x4(v128.load(src)), tanh_f32x4(v128.load(src, 16)));
  if (n & 4) v128.store(dst, tanh_f32x4(v128.load(src)));
}
