/**
 * log(x), natural logarithm.
 *
 *   x = 2^k m,  sqrt(1/2) <= m < sqrt(2),  f = m - 1,  s = f / (2 + f),  z = s^2
 *   log(1 + f) = f - (f^2/2 - s (f^2/2 + z Q(z))),   log x = k LN2_HI - ((f^2/2 - (s (f^2/2 + z Q) + k LN2_LO)) - f)
 *
 * Q(z) = (log((1 + s) / (1 - s)) - 2 s) / (s z) is a minimax polynomial of degree 6 (own Remez fit, relative error
 * 2^-59); the arrangement that keeps f, which is exact, for the last addition is the one of FreeBSD msun e_log.c.
 *
 * Error: log 0.84 ulp, log1p 0.86 ulp at most over 10^7 points (scripts/accuracy.ts); 1 ulp promised. About 40
 * operations and 1 division (log1p: 2) a value. No fused operations: same bits in both builds.
 */
import { constant_f64x2, storePair } from './simd';

const TABLE = memory.data<f64>([
  /*  0 smallest normal */ 2.2250738585072014e-308,
  /*  1 2^54 */ 18014398509481984.0,
  /*  2 2^52 + 1023 */ 4503599627371519.0,
  /*  3 2^52 + 1023 + 54 */ 4503599627371573.0,
  /*  4 ln 2, 38 bits */ 0.6931471805582987,
  /*  5 the rest */ 1.6465949582897082e-12,
  /*  6 */ 1.0,
  /*  7 */ 0.5,
  /*  8 */ 2.0,
  /*  9 */ 0.0,
  /* 10 */ Infinity,
  /* 11 */ -Infinity,
]);

/** Bits: 0 sqrt(1/2); 1 bits of 1 minus bits of sqrt(1/2); 2 the fraction field; 3 the exponent of 2^52. */
const BITS = memory.data<u64>([0x3fe6a09e667f3bcd, 0x00095f619980c433, 0x000fffffffffffff, 0x4330000000000000]);

/** Q(z), lowest power first. */
const Q = memory.data<f64>([
  0.6666666666666734, 0.39999999999413977, 0.2857142874255989, 0.22222198553931347, 0.18183565402874022,
  0.1531402117019004, 0.1479626111402704,
]);

/** log of both lanes: log(+-0) = -Infinity, log(x < 0) = NaN, log(Infinity) = Infinity, NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function log_f64x2(x: v128): v128 {
  const isSmall = f64x2.lt(x, constant_f64x2(TABLE, 0));
  const normal = v128.bitselect(f64x2.mul(x, constant_f64x2(TABLE, 1)), x, isSmall);
  const bias = v128.bitselect(constant_f64x2(TABLE, 3), constant_f64x2(TABLE, 2), isSmall);
  // Adding the offset carries into the exponent field from m = sqrt(2) on.
  const offset = i64x2.add(normal, constant_f64x2(BITS, 1));
  const k = f64x2.sub(v128.or(i64x2.shr_u(offset, 52), constant_f64x2(BITS, 3)), bias);
  const m = i64x2.add(v128.and(offset, constant_f64x2(BITS, 2)), constant_f64x2(BITS, 0));
  const f = f64x2.sub(m, constant_f64x2(TABLE, 6));
  const y = log_assemble_f64x2(f, k, f64x2.mul(k, constant_f64x2(TABLE, 5)));
  const finite = v128.bitselect(y, x, f64x2.lt(x, constant_f64x2(TABLE, 10)));
  const zero = f64x2.eq(x, constant_f64x2(TABLE, 9));
  // An all-ones mask is a NaN.
  return v128.or(v128.bitselect(constant_f64x2(TABLE, 11), finite, zero), f64x2.lt(x, constant_f64x2(TABLE, 9)));
}

/** k ln 2 + log(1 + f), with `low` = k LN2_LO plus any correction of f. */
// @ts-ignore: decorator
@inline
function log_assemble_f64x2(f: v128, k: v128, low: v128): v128 {
  return log_of_parts_f64x2(f, f64x2.div(f, f64x2.add(constant_f64x2(TABLE, 8), f)), k, low);
}

/** The same from s = f / (2 + f) too. */
// @ts-ignore: decorator
@inline
export function log_of_parts_f64x2(f: v128, s: v128, k: v128, low: v128): v128 {
  const z = f64x2.mul(s, s);
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const q01 = f64x2.add(constant_f64x2(Q, 0), f64x2.mul(z, constant_f64x2(Q, 1)));
  const q23 = f64x2.add(constant_f64x2(Q, 2), f64x2.mul(z, constant_f64x2(Q, 3)));
  const q45 = f64x2.add(constant_f64x2(Q, 4), f64x2.mul(z, constant_f64x2(Q, 5)));
  const q456 = f64x2.add(q45, f64x2.mul(z2, constant_f64x2(Q, 6)));
  const q = f64x2.add(f64x2.add(q01, f64x2.mul(z2, q23)), f64x2.mul(z4, q456));
  const half = f64x2.mul(f64x2.mul(constant_f64x2(TABLE, 7), f), f);
  const tail = f64x2.add(f64x2.mul(s, f64x2.add(half, f64x2.mul(z, q))), low);
  const high = f64x2.mul(k, constant_f64x2(TABLE, 4));
  return f64x2.sub(high, f64x2.sub(f64x2.sub(half, tail), f));
}

/**
 * log(1 + x) of both lanes, accurate near 0: log1p(-1) = -Infinity, log1p(x < -1) = NaN, +-0 and subnormals return
 * themselves. With u = 1 + x rounded, the lost part (1 + x) - u enters as a first-order correction; where u needs no
 * scaling (k = 0), f is x itself.
 */
// @ts-ignore: decorator
@inline
export function log1p_f64x2(x: v128): v128 {
  const one = constant_f64x2(TABLE, 6);
  const u = f64x2.add(one, x);
  const offset = i64x2.add(u, constant_f64x2(BITS, 1));
  const k = f64x2.sub(v128.or(i64x2.shr_u(offset, 52), constant_f64x2(BITS, 3)), constant_f64x2(TABLE, 2));
  const m = i64x2.add(v128.and(offset, constant_f64x2(BITS, 2)), constant_f64x2(BITS, 0));
  const unscaled = f64x2.eq(k, constant_f64x2(TABLE, 9));
  const f = v128.bitselect(x, f64x2.sub(m, one), unscaled);
  // (1 + x) - u, with the larger of 1 and |x| first so that it is exact (k > 0 means x > 0.41).
  const lost = v128.bitselect(f64x2.sub(one, f64x2.sub(u, x)), f64x2.sub(x, f64x2.sub(u, one)), f64x2.gt(x, one));
  const correction = v128.andnot(f64x2.div(lost, u), unscaled);
  const y = log_assemble_f64x2(f, k, f64x2.add(f64x2.mul(k, constant_f64x2(TABLE, 5)), correction));
  const finite = v128.bitselect(y, x, f64x2.lt(x, constant_f64x2(TABLE, 10)));
  const zero = f64x2.eq(u, constant_f64x2(TABLE, 9));
  const bounded = v128.bitselect(constant_f64x2(TABLE, 11), finite, zero);
  const tiny = f64x2.eq(u, one); // |x| < 2^-53: the result is x, also for -0
  return v128.or(v128.bitselect(x, bounded, tiny), f64x2.lt(u, constant_f64x2(TABLE, 9)));
}

/** log(x), the bits of a lane of `log_f64x2`. */
export function log_f64(x: f64): f64 {
  return f64x2.extract_lane(log_f64x2(f64x2.splat(x)), 0);
}

/** log(1 + x), the bits of a lane of `log1p_f64x2`. */
export function log1p_f64(x: f64): f64 {
  return f64x2.extract_lane(log1p_f64x2(f64x2.splat(x)), 0);
}

/** dst[i] = log(src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function log_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  for (; src + 32 <= end; src += 32, dst += 32) {
    storePair(dst, log_f64x2(v128.load(src)), log_f64x2(v128.load(src, 16)));
  }
  if (src < end) {
    v128.store(dst, log_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, log_f64(load<f64>(src)));
}

/** dst[i] = log(1 + src[i]) for i < n; f64, any n, dst == src allowed. 16 bytes moved per value. */
export function log1p_array_f64(src: usize, dst: usize, n: i32): void {
  const end = src + ((<usize>(n & ~1)) << 3);
  for (; src + 32 <= end; src += 32, dst += 32) {
    storePair(dst, log1p_f64x2(v128.load(src)), log1p_f64x2(v128.load(src, 16)));
  }
  if (src < end) {
    v128.store(dst, log1p_f64x2(v128.load(src)));
    src += 16;
    dst += 16;
  }
  if (n & 1) store<f64>(dst, log1p_f64(load<f64>(src)));
}
