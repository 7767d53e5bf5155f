/**
 * x += h (tanh(v) - x), the step of the published model, whose time is that of tanh: to the bits of `tanh_f64x2`. Fused in the fast build.
 *
 * One tanh is a chain of about 60 cycles, and a processor that has some 100 operations waiting holds few of them. So it is done in two
 * parts, and the second one of a number goes along with the first one of the number that is AHEAD of it: chains are shorter and of
 * different operations. What is between them stands in a ring. The index into the table goes through it too, which is quicker than from
 * vector registers. 0.7 of the time of a loop over `tanh_f64x2` (AMD EPYC, Node 20).
 *
 *   ring:    | d of vectors 0, 1 | k of vectors 0, 1 | d of vectors 2, 3 | k of vectors 2, 3 | ..
 *
 * Vectors go in pairs, for engines that make wide vectors of two (docs/architecture.md, wide vectors).
 */
import { madd_f64x2, storePair } from '../math/simd';
import { tanh_f64x2 } from '../math/tanh';
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
} from '../math/tanh-parts';

/** Bytes of the numbers whose first part is done before their second one. */
const AHEAD: usize = 512;

/** Bytes of the ring. */
const RING: usize = 2 * AHEAD;

/** Bytes of the numbers of a round: four pairs, since what a loop costs beside its arithmetic is a tenth of the time. */
const ROUND: usize = 128;

/** `count` numbers, even; ring: 1024 bytes. 21 operations, a division, 120 bytes and 32 from a table for each vector of two. */
export function rate_relax_tanh_f64(count: i32, x: usize, v: usize, h: f64, ring: usize): void {
  const end = v + ((<usize>count) << 3);
  const whole = (end - v) & ~(ROUND - 1);
  const ahead = min(whole, AHEAD);
  reduce(ahead, v, ring);
  const at = relaxAndReduce(whole - ahead, x, v, h, ring);
  relax(ahead, x + (whole - ahead), v + (whole - ahead), h, ring, at);
  // less than a round is left
  const size = f64x2.splat(h);
  for (x += whole, v += whole; v < end; x += 16, v += 16)
    v128.store(x, moved(v128.load(x), tanh_f64x2(v128.load(v)), size));
}

/** The first part of as many bytes of numbers: v -> d, k. */
function reduce(bytes: usize, v: usize, at: usize): void {
  const sign = tanh_constant(SIGN),
    limit = tanh_constant(LIMIT),
    shift = tanh_constant(SHIFT);
  for (const end = v + bytes; v < end; v += 32, at += 64) reducePair(v, at, sign, limit, shift);
}

/** The second part of as many bytes of numbers, the first of which stands at `at`: x and v, d, k -> x. */
function relax(bytes: usize, x: usize, v: usize, h: f64, ring: usize, at: usize): void {
  const one = tanh_constant(ONE),
    p0 = tanh_constant(P0),
    p1 = tanh_constant(P1),
    sign = tanh_constant(SIGN),
    size = f64x2.splat(h);
  for (const end = v + bytes; v < end; v += 32, x += 32) {
    relaxPair(x, v, at, size, one, p0, p1, sign);
    at += 64;
    if (at == ring + RING) at = ring;
  }
}

/** Both parts of as many bytes of numbers, the first one AHEAD of the second. Returns the place in the ring of the next second part. */
function relaxAndReduce(bytes: usize, x: usize, v: usize, h: f64, ring: usize): usize {
  const sign = tanh_constant(SIGN),
    limit = tanh_constant(LIMIT),
    shift = tanh_constant(SHIFT),
    one = tanh_constant(ONE),
    p0 = tanh_constant(P0),
    p1 = tanh_constant(P1),
    size = f64x2.splat(h);
  let at = ring;
  for (const end = v + bytes; v < end;) {
    relaxPair(x, v, at, size, one, p0, p1, sign);
    reducePairAhead(v, at, sign, limit, shift);
    x += 32;
    v += 32;
    at += 64;
    relaxPair(x, v, at, size, one, p0, p1, sign);
    reducePairAhead(v, at, sign, limit, shift);
    x += 32;
    v += 32;
    at += 64;
    relaxPair(x, v, at, size, one, p0, p1, sign);
    reducePairAhead(v, at, sign, limit, shift);
    x += 32;
    v += 32;
    at += 64;
    relaxPair(x, v, at, size, one, p0, p1, sign);
    reducePairAhead(v, at, sign, limit, shift);
    x += 32;
    v += 32;
    at += 64;
    if (at == ring + RING) at = ring;
  }
  return at;
}

// @ts-ignore: decorator
@inline
function reducePair(v: usize, at: usize, sign: v128, limit: v128, shift: v128): void {
  storeParts(at, limited_f64x2(v128.load(v), sign, limit), limited_f64x2(v128.load(v, 16), sign, limit), shift);
}

// @ts-ignore: decorator
@inline
function reducePairAhead(v: usize, at: usize, sign: v128, limit: v128, shift: v128): void {
  storeParts(
    at,
    limited_f64x2(v128.load(v, AHEAD), sign, limit),
    limited_f64x2(v128.load(v, AHEAD + 16), sign, limit),
    shift,
  );
}

// @ts-ignore: decorator
@inline
function storeParts(at: usize, low: v128, high: v128, shift: v128): void {
  const lowShifted = f64x2.add(low, shift),
    highShifted = f64x2.add(high, shift);
  storePair(at, rest_f64x2(low, lowShifted, shift), rest_f64x2(high, highShifted, shift));
  v128.store(at, highShifted, 48);
  v128.store(at, lowShifted, 32);
}

// @ts-ignore: decorator
@inline
function relaxPair(x: usize, v: usize, at: usize, size: v128, one: v128, p0: v128, p1: v128, sign: v128): void {
  let s = interpolated_f64x2(v128.load(at), load<u32>(at, 32), load<u32>(at, 40), v128.load(v), one, p0, p1, sign);
  const low = moved(v128.load(x), s, size);
  s = interpolated_f64x2(v128.load(at, 16), load<u32>(at, 48), load<u32>(at, 56), v128.load(v, 16), one, p0, p1, sign);
  storePair(x, low, moved(v128.load(x, 16), s, size));
}

/** u + h (s - u). */
// @ts-ignore: decorator
@inline
function moved(u: v128, s: v128, size: v128): v128 {
  return madd_f64x2(size, f64x2.sub(s, u), u);
}
