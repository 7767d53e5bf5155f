/**
 * Samples and predictions of up to `NODES` nodes in stages, with the bits of `cb_sample_f64x2` and `langevin_f64x2`.
 *
 * A sample is an exponential, a logarithm and two divisions: a chain of about 130 cycles, of which a processor with some 100 operations
 * waiting holds few. Each stage does a part of the chain, of about 30 cycles, for all nodes before the next one begins, along with a part of
 * the predictions, which wait for nothing of it. What goes from one to the next lies in a record for each four nodes, two vectors side by
 * side, since engines with wide vectors make one of them (docs/architecture.md):
 *
 *   sample      | drive t | hi, e^-2|t|, s, ln(y)/|t| | lo, f | shift, k |
 *   prediction  | argument t | hi, e^-2|t|, L(t) | lo | shift | 1/|t| |     288 bytes together, 32 for each
 *
 * hi, lo and shift are those of exp.ts; y = v + (1 - v) e^-2|t| as in continuous-bernoulli.ts; s, f and k are those of log.ts. What only
 * small or tiny numbers need is left out, and the few vectors that have some are mended: those with |t| < 1, of whose chain nothing is
 * used, and those with v <= 1e-280. No fused operations: same bits in both builds.
 */
import { cb_sample_mended_f64x2, LEAST_SHARE } from '../math/continuous-bernoulli';
import { exp_tail_f64x2 } from '../math/exp';
import { small_langevin_f64x2 } from '../math/langevin';
import { log_of_parts_f64x2 } from '../math/log';
import { constant_f64x2, storePair } from '../math/simd';

/** Nodes whose records are there at a time. */
export const NODES: i32 = 64;
/** Bytes of a record of four nodes; where in it what is there of a prediction begins, and its 1/|t|. */
export const RECORD: usize = 288;
export const PREDICTION: usize = 128;
export const INVERSE: usize = 256;
export const RECORDS = memory.data(16 * 288, 32);
/** From the beginning of either part: hi, lo and shift, and what takes their places. */
export const HI: usize = 32;
export const LO: usize = 64;
export const SHIFT: usize = 96;
/** From a vector to the one beside it. */
const NEXT: usize = 16;

export const TABLE = memory.data<f64>([
  /*  0 */ -0.0, /*  1 */ 1.0, /*  2 */ 2.0, /*  3 */ -1.0, /*  4 */ -2.0, /*  5 least exponent */ -690.0,
  /*  6 1/ln 2 */ 1.4426950408889634, /*  7 1.5 * 2^52 + 1023 */ 6755399441056767.0,
  /*  8 ln 2, 38 bits */ 0.6931471805582987, /*  9 the rest */ 1.6465949582897082e-12,
  /* 10 2^52 + 1023 */ 4503599627371519.0,
]);

/** Bits: 0 sqrt(1/2); 1 bits of 1 minus bits of sqrt(1/2); 2 the fraction field; 3 the exponent of 2^52. */
export const BITS = memory.data<u64>([0x3fe6a09e667f3bcd, 0x00095f619980c433, 0x000fffffffffffff, 0x4330000000000000]);

/** s = samples of `count` <= NODES nodes, a multiple of 4, from drives beta (b + h) and uniforms u. */
export function draw(count: i32, beta: f64, b: usize, h: usize, u: usize, s: usize): void {
  stages(true, false, count, beta, b, h, u, s, 0, 0, 0, 0);
}

/** a = eta (s - L(f (w b + h))). */
export function compare(count: i32, b: usize, h: usize, s: usize, eta: f64, w: f64, f: f64, a: usize): void {
  stages(false, true, count, 0, b, h, 0, s, eta, w, f, a);
}

/** `draw`, and `compare` with the samples. */
export function drawAndCompare(
  count: i32,
  beta: f64,
  b: usize,
  h: usize,
  u: usize,
  s: usize,
  eta: f64,
  w: f64,
  f: f64,
  a: usize,
): void {
  stages(true, true, count, beta, b, h, u, s, eta, w, f, a);
}

// @ts-ignore: decorator
@inline
function stages(
  draws: bool,
  predicts: bool,
  count: i32,
  beta: f64,
  b: usize,
  h: usize,
  u: usize,
  s: usize,
  eta: f64,
  w: f64,
  f: f64,
  a: usize,
): void {
  const bytes = (<usize>count) << 3;
  // Constants are read before loops begin: the engine does not know that stores leave them alone.
  const sign = constant_f64x2(TABLE, 0),
    one = constant_f64x2(TABLE, 1),
    bound = constant_f64x2(TABLE, 4),
    least = constant_f64x2(TABLE, 5),
    inverse = constant_f64x2(TABLE, 6),
    round = constant_f64x2(TABLE, 7),
    high = constant_f64x2(TABLE, 8),
    low = constant_f64x2(TABLE, 9);
  let areDrawn = f64x2.eq(one, one),
    arePredicted = areDrawn;
  let r: usize = RECORDS;
  if (draws) {
    const temperature = f64x2.splat(beta);
    for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
      const t = f64x2.mul(temperature, f64x2.add(v128.load(b + i), v128.load(h + i))),
        next = f64x2.mul(temperature, f64x2.add(v128.load(b + i, NEXT), v128.load(h + i, NEXT)));
      areDrawn = v128.and(areDrawn, reduce(r, t, next, sign, least, inverse, round, high, low, bound));
    }
  }

  const factor = f64x2.splat(f),
    weight = f64x2.splat(w);
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
    if (predicts) {
      const t = f64x2.mul(factor, f64x2.add(f64x2.mul(weight, v128.load(b + i)), v128.load(h + i))),
        next = f64x2.mul(factor, f64x2.add(f64x2.mul(weight, v128.load(b + i, NEXT)), v128.load(h + i, NEXT)));
      const isLarge = reduce(r + PREDICTION, t, next, sign, least, inverse, round, high, low, bound);
      arePredicted = v128.and(arePredicted, isLarge);
      storePair(r + INVERSE, f64x2.div(one, v128.andnot(t, sign)), f64x2.div(one, v128.andnot(next, sign)));
    }
    if (draws) storePair(r + HI, decay(r, one), decay(r + NEXT, one));
  }

  const zero = f64x2.splat(0),
    two = constant_f64x2(TABLE, 2),
    leastShare = constant_f64x2(LEAST_SHARE, 0),
    base = constant_f64x2(BITS, 0),
    carry = constant_f64x2(BITS, 1),
    fraction = constant_f64x2(BITS, 2),
    exponent = constant_f64x2(BITS, 3),
    bias = constant_f64x2(TABLE, 10);
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
    if (draws) {
      const v = shareOf(v128.load(r), v128.load(u + i), one, zero),
        next = shareOf(v128.load(r, NEXT), v128.load(u + i, NEXT), one, zero);
      areDrawn = v128.and(areDrawn, v128.and(f64x2.gt(v, leastShare), f64x2.gt(next, leastShare)));
      const y = f64x2.add(v, f64x2.mul(f64x2.sub(one, v), v128.load(r, HI))),
        z = f64x2.add(next, f64x2.mul(f64x2.sub(one, next), v128.load(r, HI + NEXT)));
      storeParts(r, y, z, one, two, base, carry, fraction, exponent, bias);
    }
    if (predicts) {
      const p = r + PREDICTION;
      storePair(p + HI, decay(p, one), decay(p + NEXT, one));
    }
  }

  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
    if (draws) {
      storePair(
        r + HI,
        f64x2.div(logarithm(r, low), v128.andnot(v128.load(r), sign)),
        f64x2.div(logarithm(r + NEXT, low), v128.andnot(v128.load(r, NEXT), sign)),
      );
    }
    if (predicts) {
      const p = r + PREDICTION;
      storePair(p + HI, predicted(p, sign, one), predicted(p + NEXT, sign, one));
    }
  }

  const lowest = constant_f64x2(TABLE, 3),
    rate = f64x2.splat(eta);
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
    let state: v128, next: v128;
    if (draws) {
      state = drawn(r, sign, one, lowest);
      next = drawn(r + NEXT, sign, one, lowest);
      storePair(s + i, state, next);
    } else {
      state = v128.load(s + i);
      next = v128.load(s + i, NEXT);
    }
    if (predicts) {
      const p = r + PREDICTION + HI;
      storePair(
        a + i,
        f64x2.mul(rate, f64x2.sub(state, v128.load(p))),
        f64x2.mul(rate, f64x2.sub(next, v128.load(p, NEXT))),
      );
    }
  }

  if (draws && !i64x2.all_true(areDrawn)) mendSamples(bytes, u, s);
  if (predicts && !i64x2.all_true(v128.and(areDrawn, arePredicted))) mendCoefficients(bytes, eta, s, a);
}

/** What exp takes: -2|t|. */
// @ts-ignore: decorator
@inline
function exponentOf(t: v128, sign: v128, least: v128): v128 {
  return f64x2.pmax(v128.or(f64x2.add(t, t), sign), least);
}

/**
 * Stores t of two vectors and what exp makes of -2|t|; returns where that is at most `bound` in both. It counts as -690 below: e^-690 is lost
 * beside any share that is known, and times 1 - v it is hardly ever a subnormal number, on which a processor spends many cycles.
 */
// @ts-ignore: decorator
@inline
export function reduce(
  part: usize,
  t: v128,
  next: v128,
  sign: v128,
  least: v128,
  inverse: v128,
  round: v128,
  high: v128,
  low: v128,
  bound: v128,
): v128 {
  const x = exponentOf(t, sign, least),
    y = exponentOf(next, sign, least);
  const shift = f64x2.add(f64x2.mul(x, inverse), round),
    shiftNext = f64x2.add(f64x2.mul(y, inverse), round);
  const n = f64x2.sub(shift, round),
    nNext = f64x2.sub(shiftNext, round);
  storePair(part, t, next);
  storePair(part + HI, f64x2.sub(x, f64x2.mul(n, high)), f64x2.sub(y, f64x2.mul(nNext, high)));
  storePair(part + LO, f64x2.mul(n, low), f64x2.mul(nNext, low));
  storePair(part + SHIFT, shift, shiftNext);
  return v128.and(f64x2.le(x, bound), f64x2.le(y, bound));
}

/** The exponential that was reduced to hi, lo and shift; a normal number. */
// @ts-ignore: decorator
@inline
export function decay(part: usize, one: v128): v128 {
  const hi = v128.load(part, HI),
    lo = v128.load(part, LO);
  const tail = f64x2.sub(exp_tail_f64x2(f64x2.sub(hi, lo)), lo);
  return f64x2.mul(f64x2.add(one, f64x2.add(hi, tail)), i64x2.shl(v128.load(part, SHIFT), 52));
}

/** v of a draw: u, or 1 - u for t < 0. */
// @ts-ignore: decorator
@inline
function shareOf(t: v128, uniform: v128, one: v128, zero: v128): v128 {
  return v128.bitselect(f64x2.sub(one, uniform), uniform, f64x2.lt(t, zero));
}

/** Stores what `logarithm` needs of y and of z, the next vector: s, f and k, in the places of hi, lo and shift. */
// @ts-ignore: decorator
@inline
export function storeParts(
  r: usize,
  y: v128,
  z: v128,
  one: v128,
  two: v128,
  base: v128,
  carry: v128,
  fraction: v128,
  exponent: v128,
  bias: v128,
): void {
  const offset = i64x2.add(y, carry),
    offsetNext = i64x2.add(z, carry);
  const f = f64x2.sub(i64x2.add(v128.and(offset, fraction), base), one),
    fNext = f64x2.sub(i64x2.add(v128.and(offsetNext, fraction), base), one);
  storePair(r + HI, f64x2.div(f, f64x2.add(two, f)), f64x2.div(fNext, f64x2.add(two, fNext)));
  storePair(r + LO, f, fNext);
  storePair(
    r + SHIFT,
    f64x2.sub(v128.or(i64x2.shr_u(offset, 52), exponent), bias),
    f64x2.sub(v128.or(i64x2.shr_u(offsetNext, 52), exponent), bias),
  );
}

/** ln y from s, f and k. */
// @ts-ignore: decorator
@inline
export function logarithm(r: usize, low: v128): v128 {
  const k = v128.load(r, SHIFT);
  return log_of_parts_f64x2(v128.load(r, LO), v128.load(r, HI), k, f64x2.mul(k, low));
}

/** L(t) from e^-2|t| and 1/|t|. */
// @ts-ignore: decorator
@inline
function predicted(part: usize, sign: v128, one: v128): v128 {
  const e = v128.load(part, HI);
  const tail = f64x2.div(f64x2.add(e, e), f64x2.sub(one, e));
  const size = f64x2.add(f64x2.sub(one, v128.load(part, INVERSE - PREDICTION)), tail);
  return v128.or(size, v128.and(v128.load(part), sign));
}

/** The sample from ln(y)/|t|. */
// @ts-ignore: decorator
@inline
function drawn(r: usize, sign: v128, one: v128, lowest: v128): v128 {
  const x = f64x2.pmax(f64x2.pmin(f64x2.add(one, v128.load(r, HI)), one), lowest);
  return v128.xor(x, v128.and(v128.load(r), sign));
}

/** Record of the vector at byte i of an array: two vectors share one. */
// @ts-ignore: decorator
@inline
export function recordOf(i: usize): usize {
  return RECORDS + (i >> 5) * RECORD + (i & NEXT);
}

function mendSamples(bytes: usize, u: usize, s: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    v128.store(s + i, cb_sample_mended_f64x2(v128.load(recordOf(i)), v128.load(u + i), v128.load(s + i)));
  }
}

/** The coefficients of all, since samples may have been mended. */
function mendCoefficients(bytes: usize, eta: f64, s: usize, a: usize): void {
  const one = constant_f64x2(TABLE, 1),
    rate = f64x2.splat(eta);
  for (let i: usize = 0; i < bytes; i += 16) {
    const part = recordOf(i) + PREDICTION;
    const t = v128.load(part);
    const isSmall = f64x2.lt(f64x2.abs(t), one);
    const prediction = v128.bitselect(small_langevin_f64x2(t), v128.load(part, HI), isSmall);
    v128.store(a + i, f64x2.mul(rate, f64x2.sub(v128.load(s + i), prediction)));
  }
}
