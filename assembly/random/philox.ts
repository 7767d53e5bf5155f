/**
 * Philox4x32-10: ten rounds of two 32x32 -> 64 bit products on a counter of four words, keyed by two words.
 *
 *   round:  (hi0, lo0) = M0 * c0,  (hi1, lo1) = M1 * c2,  (c0, c1, c2, c3) = (hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0)
 *           k0 += W0, k1 += W1 between rounds
 *
 * Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011; integers only, so the
 * same bits everywhere.
 *
 * Convention of this project
 *   key      k0, k1 = low and high word of the seed
 *   counter  c0, c1 = low and high word of the block number, c2 = stream (unit, run, ...), c3 = purpose
 *   block    words w0..w3 = draws 2b (w0 low, w1 high half) and 2b + 1 (w2 low, w3 high half), 64 bits each
 * So draw `index` is half index & 1 of block index >> 1: a fixed position, whatever was drawn before.
 */

const M0: u32 = 0xd2511f53;
const M1: u32 = 0xcd9e8d57;
const W0: u32 = 0x9e3779b9;
const W1: u32 = 0xbb67ae85;

/** M0 and M1 in both words of an entry, read as broadcasts (see math/simd.ts). */
const MULTIPLIERS = memory.data<u32>([0xd2511f53, 0xd2511f53, 0xcd9e8d57, 0xcd9e8d57]);
/** W0 and W1 likewise. */
const INCREMENTS = memory.data<u32>([0x9e3779b9, 0x9e3779b9, 0xbb67ae85, 0xbb67ae85]);
const LANES = memory.data<u32>([0, 1, 2, 3]);

/** Writes the four words of one block to `dst` (16 bytes). */
export function philox4x32(dst: usize, c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32): void {
  for (let round = 0; round < 10; round++) {
    const p0 = <u64>M0 * <u64>c0;
    const p1 = <u64>M1 * <u64>c2;
    c0 = (<u32>(p1 >> 32)) ^ c1 ^ k0;
    c2 = (<u32>(p0 >> 32)) ^ c3 ^ k1;
    c1 = <u32>p1;
    c3 = <u32>p0;
    k0 += W0;
    k1 += W1;
  }
  store<u32>(dst, c0);
  store<u32>(dst, c1, 4);
  store<u32>(dst, c2, 8);
  store<u32>(dst, c3, 12);
}

/** The 64 bits of draw `index` of a stream. */
export function draw_u64(seedLo: u32, seedHi: u32, purpose: u32, stream: u32, index: u64): u64 {
  let c0 = <u32>(index >> 1);
  let c1 = <u32>(index >> 33);
  let c2 = stream;
  let c3 = purpose;
  let k0 = seedLo;
  let k1 = seedHi;
  for (let round = 0; round < 10; round++) {
    const p0 = <u64>M0 * <u64>c0;
    const p1 = <u64>M1 * <u64>c2;
    c0 = (<u32>(p1 >> 32)) ^ c1 ^ k0;
    c2 = (<u32>(p0 >> 32)) ^ c3 ^ k1;
    c1 = <u32>p1;
    c3 = <u32>p0;
    k0 += W0;
    k1 += W1;
  }
  return index & 1 ? ((<u64>c3) << 32) | (<u64>c2) : ((<u64>c1) << 32) | (<u64>c0);
}

/** High words of four products, two of them in each vector. */
// @ts-ignore: decorator
@inline
function highs(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7);
}

// @ts-ignore: decorator
@inline
function lows(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

/** High words of the four block numbers from `block` on, whose low words are `low`: a lane that wrapped around has a carry. */
// @ts-ignore: decorator
@inline
function highWords(block: u64, low: v128): v128 {
  return i32x4.sub(i32x4.splat(<u32>(block >> 32)), i32x4.lt_u(low, i32x4.splat(<u32>block)));
}

/** Stores four blocks: lane l of c0..c3 are the four words of block l. */
// @ts-ignore: decorator
@inline
function storeBlocks(dst: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const even01 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5);
  const odd01 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
  const even23 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7);
  const odd23 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  v128.store(dst, v128.shuffle<i64>(even01, odd01, 0, 2));
  v128.store(dst, v128.shuffle<i64>(even01, odd01, 1, 3), 16);
  v128.store(dst, v128.shuffle<i64>(even23, odd23, 0, 2), 32);
  v128.store(dst, v128.shuffle<i64>(even23, odd23, 1, 3), 48);
}

/**
 * Writes the 64 bits of the eight draws of blocks `block` .. `block` + 3, in order, to `dst` (64 bytes).
 * One counter per lane; about 180 vector operations.
 */
export function draws_u64x8(dst: usize, seedLo: u32, seedHi: u32, purpose: u32, stream: u32, block: u64): void {
  const m0 = v128.load64_splat(MULTIPLIERS);
  const m1 = v128.load64_splat(MULTIPLIERS + 8);
  const w0 = v128.load64_splat(INCREMENTS);
  const w1 = v128.load64_splat(INCREMENTS + 8);
  let c0 = i32x4.add(i32x4.splat(<u32>block), v128.load(LANES));
  let c1 = highWords(block, c0);
  let c2 = i32x4.splat(stream);
  let c3 = i32x4.splat(purpose);
  let k0 = i32x4.splat(seedLo);
  let k1 = i32x4.splat(seedHi);
  for (let round = 0; round < 10; round++) {
    const p0a = i64x2.extmul_low_i32x4_u(c0, m0);
    const p0b = i64x2.extmul_high_i32x4_u(c0, m0);
    const p1a = i64x2.extmul_low_i32x4_u(c2, m1);
    const p1b = i64x2.extmul_high_i32x4_u(c2, m1);
    c0 = v128.xor(highs(p1a, p1b), v128.xor(c1, k0));
    c2 = v128.xor(highs(p0a, p0b), v128.xor(c3, k1));
    c1 = lows(p1a, p1b);
    c3 = lows(p0a, p0b);
    k0 = i32x4.add(k0, w0);
    k1 = i32x4.add(k1, w1);
  }
  storeBlocks(dst, c0, c1, c2, c3);
}

/**
 * `draws_u64x8` of blocks `block` .. `block` + 7 (128 bytes). A round waits for the one before, so two groups of counters side by side take
 * 0.6 of the time of one after the other.
 */
export function draws_u64x16(dst: usize, seedLo: u32, seedHi: u32, purpose: u32, stream: u32, block: u64): void {
  const m0 = v128.load64_splat(MULTIPLIERS);
  const m1 = v128.load64_splat(MULTIPLIERS + 8);
  const w0 = v128.load64_splat(INCREMENTS);
  const w1 = v128.load64_splat(INCREMENTS + 8);
  let c0 = i32x4.add(i32x4.splat(<u32>block), v128.load(LANES));
  let d0 = i32x4.add(i32x4.splat(<u32>(block + 4)), v128.load(LANES));
  let c1 = highWords(block, c0);
  let d1 = highWords(block + 4, d0);
  let c2 = i32x4.splat(stream);
  let d2 = c2;
  let c3 = i32x4.splat(purpose);
  let d3 = c3;
  let k0 = i32x4.splat(seedLo);
  let k1 = i32x4.splat(seedHi);
  for (let round = 0; round < 10; round++) {
    const p0a = i64x2.extmul_low_i32x4_u(c0, m0);
    const p0b = i64x2.extmul_high_i32x4_u(c0, m0);
    const p1a = i64x2.extmul_low_i32x4_u(c2, m1);
    const p1b = i64x2.extmul_high_i32x4_u(c2, m1);
    const q0a = i64x2.extmul_low_i32x4_u(d0, m0);
    const q0b = i64x2.extmul_high_i32x4_u(d0, m0);
    const q1a = i64x2.extmul_low_i32x4_u(d2, m1);
    const q1b = i64x2.extmul_high_i32x4_u(d2, m1);
    c0 = v128.xor(highs(p1a, p1b), v128.xor(c1, k0));
    d0 = v128.xor(highs(q1a, q1b), v128.xor(d1, k0));
    c2 = v128.xor(highs(p0a, p0b), v128.xor(c3, k1));
    d2 = v128.xor(highs(q0a, q0b), v128.xor(d3, k1));
    c1 = lows(p1a, p1b);
    d1 = lows(q1a, q1b);
    c3 = lows(p0a, p0b);
    d3 = lows(q0a, q0b);
    k0 = i32x4.add(k0, w0);
    k1 = i32x4.add(k1, w1);
  }
  storeBlocks(dst, c0, c1, c2, c3);
  storeBlocks(dst + 64, d0, d1, d2, d3);
}

/**
 * Writes the 64 bits of draws `first` .. `first` + n - 1 to `dst` (8 n bytes): the common part of all array fills, which
 * then transform in place.
 */
export function fill_draws_u64(
  dst: usize,
  n: i32,
  seedLo: u32,
  seedHi: u32,
  purpose: u32,
  stream: u32,
  first: u64,
): void {
  let i = 0;
  if (n > 0 && first & 1) {
    store<u64>(dst, draw_u64(seedLo, seedHi, purpose, stream, first));
    i = 1;
  }
  for (; i + 16 <= n; i += 16) {
    draws_u64x16(dst + ((<usize>i) << 3), seedLo, seedHi, purpose, stream, (first + <u64>i) >> 1);
  }
  if (i + 8 <= n) {
    draws_u64x8(dst + ((<usize>i) << 3), seedLo, seedHi, purpose, stream, (first + <u64>i) >> 1);
    i += 8;
  }
  for (; i < n; i++) {
    store<u64>(dst + ((<usize>i) << 3), draw_u64(seedLo, seedHi, purpose, stream, first + <u64>i));
  }
}
