/**
 * x += h (tanh(v) - x), the step of the published model, whose time is that of tanh: to the bits of `tanh_f64x2`. Fused in the fast build.
 *
 * One tanh is a chain of about 60 cycles, and a processor that has some 100 operations waiting holds few of them. So it is done in two
 * parts, and the second one of a chunk goes along with the first one of the next: chains are shorter and of different operations.
 * The index into the table goes through memory, which is quicker than from vector registers. 0.7 of the time of a loop over
 * `tanh_f64x2` (AMD EPYC, Node 20).
 *
 *   scratch, two of these:    | d, index of vector 0 | d, index of vector 1 | .. of vector CHUNK - 1 |
 */
import { madd_f64x2 } from '../math/simd';
import { interpolated_f64x2, LIMIT, limited_f64x2, ONE, P0, P1, SHIFT, SIGN, tanh_constant } from '../math/tanh-parts';

/** Bytes of the numbers of a chunk. */
const CHUNK: usize = 512;

/**
 * `count` numbers, even; scratch: 2048 bytes. 21 operations, a division, 120 bytes and 32 from a table for each vector of two.
 */
export function rate_relax_tanh_f64(count: i32, x: usize, v: usize, h: f64, scratch: usize): void {
  const end = v + ((<usize>count) << 3);
  let these = scratch,
    next = scratch + 2 * CHUNK;
  if (end - v >= CHUNK) {
    reduce(CHUNK, v, these);
    for (; end - v >= 2 * CHUNK; v += CHUNK, x += CHUNK) {
      relaxAndReduceChunk(x, v, h, these, next);
      const done = these;
      these = next;
      next = done;
    }
    relax(CHUNK, x, v, h, these);
    v += CHUNK;
    x += CHUNK;
  }
  // less than a chunk is left
  reduce(end - v, v, these);
  relax(end - v, x, v, h, these);
}

/** The first part of as many bytes of numbers: v -> d, index. */
function reduce(bytes: usize, v: usize, parts: usize): void {
  const limit = tanh_constant(LIMIT),
    shift = tanh_constant(SHIFT);
  for (const end = v + bytes; v < end; v += 16, parts += 32) {
    const a = limited_f64x2(v128.load(v), limit);
    const shifted = f64x2.add(a, shift);
    v128.store(parts, rest(a, shifted, shift));
    v128.store(parts, shifted, 16);
  }
}

/** The second part of as many bytes of numbers, x and v, d, index -> x. */
function relax(bytes: usize, x: usize, v: usize, h: f64, parts: usize): void {
  const one = tanh_constant(ONE),
    p0 = tanh_constant(P0),
    p1 = tanh_constant(P1),
    sign = tanh_constant(SIGN),
    size = f64x2.splat(h);
  for (const end = v + bytes; v < end; v += 16, x += 16, parts += 32) {
    const index0 = load<u32>(parts, 16),
      index1 = load<u32>(parts, 24);
    const s = interpolated_f64x2(v128.load(parts), index0, index1, v128.load(v), one, p0, p1, sign);
    v128.store(x, moved(v128.load(x), s, size));
  }
}

/**
 * The second part of a chunk, x and v, d, index -> x, with the first part of the one that follows it. Written out by four, since what
 * a loop and its addresses cost is a tenth of the time.
 */
function relaxAndReduceChunk(x: usize, v: usize, h: f64, parts: usize, nextParts: usize): void {
  const limit = tanh_constant(LIMIT),
    shift = tanh_constant(SHIFT);
  const one = tanh_constant(ONE),
    p0 = tanh_constant(P0),
    p1 = tanh_constant(P1),
    sign = tanh_constant(SIGN),
    size = f64x2.splat(h);
  let a: v128, shifted: v128, s: v128;
  for (const end = v + CHUNK; v < end; v += 64, x += 64, parts += 128, nextParts += 128) {
    const nextV = v + CHUNK;
    a = limited_f64x2(v128.load(nextV), limit);
    shifted = f64x2.add(a, shift);
    v128.store(nextParts, rest(a, shifted, shift));
    v128.store(nextParts, shifted, 16);
    s = interpolated_f64x2(
      v128.load(parts),
      load<u32>(parts, 16),
      load<u32>(parts, 24),
      v128.load(v),
      one,
      p0,
      p1,
      sign,
    );
    v128.store(x, moved(v128.load(x), s, size));
    a = limited_f64x2(v128.load(nextV, 16), limit);
    shifted = f64x2.add(a, shift);
    v128.store(nextParts, rest(a, shifted, shift), 32);
    v128.store(nextParts, shifted, 48);
    s = interpolated_f64x2(
      v128.load(parts, 32),
      load<u32>(parts, 48),
      load<u32>(parts, 56),
      v128.load(v, 16),
      one,
      p0,
      p1,
      sign,
    );
    v128.store(x, moved(v128.load(x, 16), s, size), 16);
    a = limited_f64x2(v128.load(nextV, 32), limit);
    shifted = f64x2.add(a, shift);
    v128.store(nextParts, rest(a, shifted, shift), 64);
    v128.store(nextParts, shifted, 80);
    s = interpolated_f64x2(
      v128.load(parts, 64),
      load<u32>(parts, 80),
      load<u32>(parts, 88),
      v128.load(v, 32),
      one,
      p0,
      p1,
      sign,
    );
    v128.store(x, moved(v128.load(x, 32), s, size), 32);
    a = limited_f64x2(v128.load(nextV, 48), limit);
    shifted = f64x2.add(a, shift);
    v128.store(nextParts, rest(a, shifted, shift), 96);
    v128.store(nextParts, shifted, 112);
    s = interpolated_f64x2(
      v128.load(parts, 96),
      load<u32>(parts, 112),
      load<u32>(parts, 120),
      v128.load(v, 48),
      one,
      p0,
      p1,
      sign,
    );
    v128.store(x, moved(v128.load(x, 48), s, size), 48);
  }
}

/** d, exact. */
// @ts-ignore: decorator
@inline
function rest(a: v128, shifted: v128, shift: v128): v128 {
  return f64x2.sub(a, f64x2.sub(shifted, shift));
}

/** u + h (s - u). */
// @ts-ignore: decorator
@inline
function moved(u: v128, s: v128, size: v128): v128 {
  return madd_f64x2(size, f64x2.sub(s, u), u);
}
