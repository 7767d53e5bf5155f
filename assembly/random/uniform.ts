/**
 * Uniform draws, signs and integers from the 64 bits of a Philox draw (philox.ts), one draw per number.
 *
 *   uniform = (bits >> 11) 2^-53 in [0, 1)      sign = +1 if bit 63 is set (uniform >= 1/2), else -1
 *   integer = floor(bits n / 2^64)
 *
 * The array fills write the raw bits to `dst` and transform them in place. No fused operations: same bits in both
 * builds.
 */
import { constant_f64x2, sign_bit_f64x2, storePair } from '../math/simd';
import { draw_u64, fill_draws_u64 } from './philox';

/** 2^-53; 2^84 + 2^52. */
const SCALE = memory.data<f64>([1.1102230246251565e-16, 19342813118337666422669312.0]);
const ONE = memory.data<f64>([1.0]);
/** Bits of 2^52, of 2^84, and the mask of the low word. */
const BITS = memory.data<u64>([0x4330000000000000, 0x4530000000000000, 0x00000000ffffffff]);

/** Uniform in [0, 1) with 53 bits from the 64 bits of a draw. */
// @ts-ignore: decorator
@inline
export function uniform_of_bits(bits: u64): f64 {
  return <f64>(bits >> 11) * 1.1102230246251565e-16;
}

/** The same on two lanes. The 53-bit integer is joined exactly from its two words as 2^84 + high and 2^52 + low. */
// @ts-ignore: decorator
@inline
export function uniform_of_bits_f64x2(bits: v128): v128 {
  const k = i64x2.shr_u(bits, 11);
  const high = v128.or(i64x2.shr_u(k, 32), constant_f64x2(BITS, 1));
  const low = v128.or(v128.and(k, constant_f64x2(BITS, 2)), constant_f64x2(BITS, 0));
  return f64x2.mul(f64x2.add(f64x2.sub(high, constant_f64x2(SCALE, 1)), low), constant_f64x2(SCALE, 0));
}

/** Draw `index` of a stream as a uniform number in [0, 1) with 53 bits. */
export function uniform(seedLo: u32, seedHi: u32, purpose: u32, stream: u32, index: u64): f64 {
  return uniform_of_bits(draw_u64(seedLo, seedHi, purpose, stream, index));
}

/** Draw `index` of a stream as +1 or -1: the top bit of the draw, +1 if set. */
export function sign(seedLo: u32, seedHi: u32, purpose: u32, stream: u32, index: u64): f64 {
  return draw_u64(seedLo, seedHi, purpose, stream, index) >> 63 ? 1.0 : -1.0;
}

/**
 * floor(bits * n / 2^64). Each of the n values has probability 1/n up to 2^-64, a relative bias of at most n 2^-64
 * (below 2^-32), and no draw is ever rejected.
 */
// @ts-ignore: decorator
@inline
export function integer_of_bits(bits: u64, n: u32): u32 {
  const low = (bits & 0xffffffff) * <u64>n;
  return <u32>(((bits >> 32) * <u64>n + (low >> 32)) >> 32);
}

/** Draw `index` of a stream as an integer in 0 .. n - 1, n >= 1. Bias: see `integer_of_bits`. */
export function integer(seedLo: u32, seedHi: u32, purpose: u32, stream: u32, index: u64, n: u32): u32 {
  return integer_of_bits(draw_u64(seedLo, seedHi, purpose, stream, index), n);
}

/**
 * dst[i] = lo + (hi - lo) * uniform(first + i) for i < n. In [lo, hi) but for rounding: hi itself can come out when
 * |lo| is large against hi - lo; with lo = 0, hi = 1 the values are the uniforms themselves.
 */
export function fill_uniform_f64(
  dst: usize,
  n: i32,
  seedLo: u32,
  seedHi: u32,
  purpose: u32,
  stream: u32,
  firstLo: u32,
  firstHi: u32,
  lo: f64,
  hi: f64,
): void {
  fill_draws_u64(dst, n, seedLo, seedHi, purpose, stream, ((<u64>firstHi) << 32) | (<u64>firstLo));
  const width = hi - lo;
  const base = f64x2.splat(lo);
  const scale = f64x2.splat(width);
  const end = dst + ((<usize>(n & ~1)) << 3);
  for (; dst + 32 <= end; dst += 32) {
    const low = f64x2.mul(scale, uniform_of_bits_f64x2(v128.load(dst))),
      high = f64x2.mul(scale, uniform_of_bits_f64x2(v128.load(dst, 16)));
    storePair(dst, f64x2.add(base, low), f64x2.add(base, high));
  }
  if (dst < end) {
    v128.store(dst, f64x2.add(base, f64x2.mul(scale, uniform_of_bits_f64x2(v128.load(dst)))));
    dst += 16;
  }
  if (n & 1) store<f64>(dst, lo + width * uniform_of_bits(load<u64>(dst)));
}

/** dst[i] = sign(first + i), +-1 as f64, for i < n. */
export function fill_sign_f64(
  dst: usize,
  n: i32,
  seedLo: u32,
  seedHi: u32,
  purpose: u32,
  stream: u32,
  firstLo: u32,
  firstHi: u32,
): void {
  fill_draws_u64(dst, n, seedLo, seedHi, purpose, stream, ((<u64>firstHi) << 32) | (<u64>firstLo));
  const end = dst + ((<usize>(n & ~1)) << 3);
  while (dst < end) {
    // Top bit set: +1, so the sign bit is the inverted top bit.
    const negative = sign_bit_f64x2(v128.not(v128.load(dst)));
    v128.store(dst, v128.or(negative, constant_f64x2(ONE, 0)));
    dst += 16;
  }
  if (n & 1) store<f64>(dst, load<u64>(dst) >> 63 ? 1.0 : -1.0);
}

/** dst[i] = integer(first + i, range) as i32, in 0 .. range - 1, for i < n; range from 1 to 2^31. */
export function fill_integer_i32(
  dst: usize,
  n: i32,
  seedLo: u32,
  seedHi: u32,
  purpose: u32,
  stream: u32,
  firstLo: u32,
  firstHi: u32,
  range: u32,
): void {
  const first = ((<u64>firstHi) << 32) | (<u64>firstLo);
  for (let i = 0; i < n; i++) {
    store<u32>(dst + ((<usize>i) << 2), integer(seedLo, seedHi, purpose, stream, first + <u64>i, range));
  }
}

/**
 * dst = a uniform permutation of 0 .. n - 1 (i32): Fisher and Yates from the end, position i > 0 swapped with position
 * integer(first + i, i + 1). Uses the fixed positions first + 1 .. first + n - 1. Bias: see `integer_of_bits`.
 */
export function permutation_i32(
  dst: usize,
  n: i32,
  seedLo: u32,
  seedHi: u32,
  purpose: u32,
  stream: u32,
  firstLo: u32,
  firstHi: u32,
): void {
  const first = ((<u64>firstHi) << 32) | (<u64>firstLo);
  for (let i = 0; i < n; i++) store<i32>(dst + ((<usize>i) << 2), i);
  for (let i = n - 1; i > 0; i--) {
    const a = dst + ((<usize>i) << 2);
    const b = dst + ((<usize>integer(seedLo, seedHi, purpose, stream, first + <u64>i, i + 1)) << 2);
    const held = load<i32>(a);
    store<i32>(a, load<i32>(b));
    store<i32>(b, held);
  }
}
