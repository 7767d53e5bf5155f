/**
 * Samples and predictions of up to `NODES` nodes in stages, with the bits of `cb_sample_f64x2` and `langevin_f64x2`.
 *
 * A sample is an exponential, a logarithm and two divisions: a chain of about 130 cycles, of which a processor with some 100 operations
 * waiting holds few. Each stage does a part of the chain, of about 30 cycles, for all nodes before the next one begins, along with a part of
 * the predictions, which wait for nothing of it. What goes from one to the next lies in a record for each vector of two nodes:
 *
 *   sample      | drive t | hi, e^-2|t|, s, ln(y)/|t| | lo, f | shift, k |
 *   prediction  | argument t | hi, e^-2|t|, L(t) | lo | shift | 1/|t| |     144 bytes together, 16 for each
 *
 * hi, lo and shift are those of exp.ts; y = v + (1 - v) e^-2|t| as in continuous-bernoulli.ts; s, f and k are those of log.ts. What only
 * small or tiny numbers need is left out, and the few vectors that have some are mended: those with |t| < 1, of whose chain nothing is
 * used, and those with v <= 1e-280. No fused operations: same bits in both builds.
 */
import { cb_sample_mended_f64x2, LEAST_SHARE } from '../math/continuous-bernoulli';
import { exp_tail_f64x2 } from '../math/exp';
import { small_langevin_f64x2 } from '../math/langevin';
import { log_of_parts_f64x2 } from '../math/log';
import { constant_f64x2 } from '../math/simd';

/** Nodes whose records are there at a time. */
export const NODES: i32 = 64;
/** Bytes of a record. */
export const RECORD: usize = 144;
export const RECORDS = memory.data(32 * 144, 16);

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
    for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
      const t = f64x2.mul(temperature, f64x2.add(v128.load(b + i), v128.load(h + i)));
      const x = reduce(false, r, t, sign, least, inverse, round, high, low);
      areDrawn = v128.and(areDrawn, f64x2.le(x, bound));
    }
  }

  const factor = f64x2.splat(f),
    weight = f64x2.splat(w);
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    if (predicts) {
      const t = f64x2.mul(factor, f64x2.add(f64x2.mul(weight, v128.load(b + i)), v128.load(h + i)));
      const x = reduce(true, r, t, sign, least, inverse, round, high, low);
      arePredicted = v128.and(arePredicted, f64x2.le(x, bound));
      v128.store(r, f64x2.div(one, v128.andnot(t, sign)), 128);
    }
    if (draws) v128.store(r, decay(v128.load(r, 16), v128.load(r, 32), v128.load(r, 48), one), 16);
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
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    if (draws) {
      const uniform = v128.load(u + i);
      const v = v128.bitselect(f64x2.sub(one, uniform), uniform, f64x2.lt(v128.load(r), zero));
      const y = f64x2.add(v, f64x2.mul(f64x2.sub(one, v), v128.load(r, 16)));
      areDrawn = v128.and(areDrawn, f64x2.gt(v, leastShare));
      const offset = i64x2.add(y, carry);
      const part = f64x2.sub(i64x2.add(v128.and(offset, fraction), base), one);
      v128.store(r, f64x2.div(part, f64x2.add(two, part)), 16);
      v128.store(r, part, 32);
      v128.store(r, f64x2.sub(v128.or(i64x2.shr_u(offset, 52), exponent), bias), 48);
    }
    if (predicts) v128.store(r, decay(v128.load(r, 80), v128.load(r, 96), v128.load(r, 112), one), 80);
  }

  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    if (draws) {
      const k = v128.load(r, 48);
      const logarithm = log_of_parts_f64x2(v128.load(r, 32), v128.load(r, 16), k, f64x2.mul(k, low));
      v128.store(r, f64x2.div(logarithm, v128.andnot(v128.load(r), sign)), 16);
    }
    if (predicts) {
      const e = v128.load(r, 80);
      const tail = f64x2.div(f64x2.add(e, e), f64x2.sub(one, e));
      const size = f64x2.add(f64x2.sub(one, v128.load(r, 128)), tail);
      v128.store(r, v128.or(size, v128.and(v128.load(r, 64), sign)), 80);
    }
  }

  const lowest = constant_f64x2(TABLE, 3),
    rate = f64x2.splat(eta);
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    let state: v128;
    if (draws) {
      const x = f64x2.pmax(f64x2.pmin(f64x2.add(one, v128.load(r, 16)), one), lowest);
      state = v128.xor(x, v128.and(v128.load(r), sign));
      v128.store(s + i, state);
    } else {
      state = v128.load(s + i);
    }
    if (predicts) v128.store(a + i, f64x2.mul(rate, f64x2.sub(state, v128.load(r, 80))));
  }

  if (draws && !i64x2.all_true(areDrawn)) mendSamples(bytes, u, s);
  if (predicts && !i64x2.all_true(v128.and(areDrawn, arePredicted))) mendCoefficients(bytes, eta, s, a);
}

/**
 * Stores t and what exp makes of -2|t|, which it returns. That counts as -690 below: e^-690 is lost beside any share that is known, and
 * times 1 - v it is hardly ever a subnormal number, on which a processor spends many cycles.
 */
// @ts-ignore: decorator
@inline
export function reduce(
  isPrediction: bool,
  r: usize,
  t: v128,
  sign: v128,
  least: v128,
  inverse: v128,
  round: v128,
  high: v128,
  low: v128,
): v128 {
  const x = f64x2.pmax(v128.or(f64x2.add(t, t), sign), least);
  const shift = f64x2.add(f64x2.mul(x, inverse), round);
  const n = f64x2.sub(shift, round);
  const hi = f64x2.sub(x, f64x2.mul(n, high));
  const lo = f64x2.mul(n, low);
  if (isPrediction) {
    v128.store(r, t, 64);
    v128.store(r, hi, 80);
    v128.store(r, lo, 96);
    v128.store(r, shift, 112);
  } else {
    v128.store(r, t);
    v128.store(r, hi, 16);
    v128.store(r, lo, 32);
    v128.store(r, shift, 48);
  }
  return x;
}

/** The exponential that was reduced to hi, lo and shift; a normal number. */
// @ts-ignore: decorator
@inline
export function decay(hi: v128, lo: v128, shift: v128, one: v128): v128 {
  const tail = f64x2.sub(exp_tail_f64x2(f64x2.sub(hi, lo)), lo);
  return f64x2.mul(f64x2.add(one, f64x2.add(hi, tail)), i64x2.shl(shift, 52));
}

function mendSamples(bytes: usize, u: usize, s: usize): void {
  let r: usize = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    v128.store(s + i, cb_sample_mended_f64x2(v128.load(r), v128.load(u + i), v128.load(s + i)));
  }
}

/** The coefficients of all, since samples may have been mended. */
function mendCoefficients(bytes: usize, eta: f64, s: usize, a: usize): void {
  const one = constant_f64x2(TABLE, 1),
    rate = f64x2.splat(eta);
  let r: usize = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const t = v128.load(r, 64);
    const isSmall = f64x2.lt(f64x2.abs(t), one);
    const prediction = v128.bitselect(small_langevin_f64x2(t), v128.load(r, 80), isSmall);
    v128.store(a + i, f64x2.mul(rate, f64x2.sub(v128.load(s + i), prediction)));
  }
}
