/**
 * Samples and predictions of up to `NODES` nodes in stages, with the bits of `cb_sample_f64x2` and `langevin_f64x2`.
 *
 * A sample is an exponential, a logarithm and two divisions: a chain of about 130 cycles, of which a processor with some 100 operations
 * waiting holds few. Each stage does a part of the chain, of about 30 cycles, for all nodes before the next one begins. What goes from one
 * to the next lies in a record for each vector of two nodes:
 *
 *   | argument t | hi, e^-2|t|, s, ln(y)/|t| | lo, f | shift, k | 1/|t| |     80 bytes, 16 for each
 *
 * hi, lo and shift are those of exp.ts; y = v + (1 - v) e^-2|t| as in continuous-bernoulli.ts; s, f and k are those of log.ts. What only
 * small or tiny numbers need is left out, and whoever calls mends the few vectors that have some: those with |t| < 1, of whose chain
 * nothing is used, and those with v <= 1e-280. No fused operations: same bits in both builds.
 */
import { cb_sample_mended_f64x2, LEAST_SHARE } from '../math/continuous-bernoulli';
import { exp_tail_f64x2 } from '../math/exp';
import { small_langevin_f64x2 } from '../math/langevin';
import { log_of_parts_f64x2 } from '../math/log';
import { constant_f64x2, sign_bit_f64x2 } from '../math/simd';

/** Nodes whose records are there at a time. */
export const NODES: i32 = 64;
/** Bytes of a record. */
const RECORD: usize = 80;
const RECORDS = memory.data(32 * 80, 16);

const TABLE = memory.data<f64>([
  /*  0 */ -0.0, /*  1 */ 1.0, /*  2 */ 2.0, /*  3 */ -1.0, /*  4 */ -2.0, /*  5 e^-708 is normal */ -708.0,
  /*  6 1/ln 2 */ 1.4426950408889634, /*  7 1.5 * 2^52 + 1023 */ 6755399441056767.0,
  /*  8 ln 2, 38 bits */ 0.6931471805582987, /*  9 the rest */ 1.6465949582897082e-12,
  /* 10 2^52 + 1023 */ 4503599627371519.0,
]);

/** Bits: 0 sqrt(1/2); 1 bits of 1 minus bits of sqrt(1/2); 2 the fraction field; 3 the exponent of 2^52. */
const BITS = memory.data<u64>([0x3fe6a09e667f3bcd, 0x00095f619980c433, 0x000fffffffffffff, 0x4330000000000000]);

// Loops read constants before they begin: the engine does not know that their stores leave them alone.

/** Arguments t = f (w b + h) and what exp makes of -2|t|, which counts as -708 below; 1/|t| too if asked for. Whether all |t| >= 1. */
// @ts-ignore: decorator
@inline
function reduce(withInverse: bool, count: i32, f: f64, w: f64, b: usize, h: usize): bool {
  const factor = f64x2.splat(f),
    weight = f64x2.splat(w),
    sign = constant_f64x2(TABLE, 0),
    one = constant_f64x2(TABLE, 1),
    bound = constant_f64x2(TABLE, 4),
    least = constant_f64x2(TABLE, 5),
    inverse = constant_f64x2(TABLE, 6),
    round = constant_f64x2(TABLE, 7),
    high = constant_f64x2(TABLE, 8),
    low = constant_f64x2(TABLE, 9);
  let areLarge = f64x2.eq(one, one);
  let r: usize = RECORDS;
  for (const end = b + ((<usize>count) << 3); b < end; b += 16, h += 16, r += RECORD) {
    const t = f64x2.mul(factor, f64x2.add(f64x2.mul(weight, v128.load(b)), v128.load(h)));
    const x = f64x2.pmax(v128.or(f64x2.add(t, t), sign), least);
    const shift = f64x2.add(f64x2.mul(x, inverse), round);
    const n = f64x2.sub(shift, round);
    areLarge = v128.and(areLarge, f64x2.le(x, bound));
    v128.store(r, t);
    v128.store(r, f64x2.sub(x, f64x2.mul(n, high)), 16);
    v128.store(r, f64x2.mul(n, low), 32);
    v128.store(r, shift, 48);
    if (withInverse) v128.store(r, f64x2.div(one, v128.andnot(t, sign)), 64);
  }
  return i64x2.all_true(areLarge);
}

/** e^-2|t|. */
function decays(count: i32): void {
  const one = constant_f64x2(TABLE, 1);
  let r: usize = RECORDS;
  for (const end = r + RECORD * ((<usize>count) >> 1); r < end; r += RECORD) {
    const hi = v128.load(r, 16),
      lo = v128.load(r, 32);
    const tail = f64x2.sub(exp_tail_f64x2(f64x2.sub(hi, lo)), lo);
    const mantissa = f64x2.add(one, f64x2.add(hi, tail));
    v128.store(r, f64x2.mul(mantissa, i64x2.shl(v128.load(r, 48), 52)), 16);
  }
}

/** y, what log makes of it, and the quotient s. Whether all v are above the least share. */
function shares(count: i32, u: usize): bool {
  const one = constant_f64x2(TABLE, 1),
    two = constant_f64x2(TABLE, 2),
    least = constant_f64x2(LEAST_SHARE, 0),
    base = constant_f64x2(BITS, 0),
    carry = constant_f64x2(BITS, 1),
    fraction = constant_f64x2(BITS, 2),
    exponent = constant_f64x2(BITS, 3),
    bias = constant_f64x2(TABLE, 10),
    zero = f64x2.splat(0);
  let areKnown = f64x2.eq(one, one);
  let r: usize = RECORDS;
  for (const end = u + ((<usize>count) << 3); u < end; u += 16, r += RECORD) {
    const uniform = v128.load(u);
    const v = v128.bitselect(f64x2.sub(one, uniform), uniform, f64x2.lt(v128.load(r), zero));
    const y = f64x2.add(v, f64x2.mul(f64x2.sub(one, v), v128.load(r, 16)));
    areKnown = v128.and(areKnown, f64x2.gt(v, least));
    const offset = i64x2.add(y, carry);
    const f = f64x2.sub(i64x2.add(v128.and(offset, fraction), base), one);
    v128.store(r, f64x2.div(f, f64x2.add(two, f)), 16);
    v128.store(r, f, 32);
    v128.store(r, f64x2.sub(v128.or(i64x2.shr_u(offset, 52), exponent), bias), 48);
  }
  return i64x2.all_true(areKnown);
}

/** ln(y)/|t|. */
function logarithms(count: i32): void {
  const sign = constant_f64x2(TABLE, 0),
    low = constant_f64x2(TABLE, 9);
  let r: usize = RECORDS;
  for (const end = r + RECORD * ((<usize>count) >> 1); r < end; r += RECORD) {
    const k = v128.load(r, 48);
    const logarithm = log_of_parts_f64x2(v128.load(r, 32), v128.load(r, 16), k, f64x2.mul(k, low));
    v128.store(r, f64x2.div(logarithm, v128.andnot(v128.load(r), sign)), 16);
  }
}

/** Samples of `count` <= NODES nodes, a multiple of 4, from drives beta (b + h) and uniforms u. */
export function drawSamples(count: i32, beta: f64, b: usize, h: usize, u: usize, s: usize): void {
  const areLarge = reduce(false, count, beta, 1, b, h);
  decays(count);
  const areKnown = shares(count, u);
  logarithms(count);
  const sign = constant_f64x2(TABLE, 0),
    one = constant_f64x2(TABLE, 1),
    least = constant_f64x2(TABLE, 3);
  const bytes = (<usize>count) << 3;
  let r: usize = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const x = f64x2.pmax(f64x2.pmin(f64x2.add(one, v128.load(r, 16)), one), least);
    v128.store(s + i, v128.xor(x, v128.and(v128.load(r), sign)));
  }
  if (areLarge && areKnown) return;
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    v128.store(s + i, cb_sample_mended_f64x2(v128.load(r), v128.load(u + i), v128.load(s + i)));
  }
}

/** a = eta (s - L(f (w b + h))) of `count` <= NODES nodes, a multiple of 4. */
export function predictAndCompare(count: i32, eta: f64, w: f64, f: f64, b: usize, h: usize, s: usize, a: usize): void {
  const areLarge = reduce(true, count, f, w, b, h);
  decays(count);
  const one = constant_f64x2(TABLE, 1),
    rate = f64x2.splat(eta);
  const bytes = (<usize>count) << 3;
  let r: usize = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const e = v128.load(r, 16);
    const tail = f64x2.div(f64x2.add(e, e), f64x2.sub(one, e));
    const size = f64x2.add(f64x2.sub(one, v128.load(r, 64)), tail);
    const prediction = v128.or(size, sign_bit_f64x2(v128.load(r)));
    v128.store(a + i, f64x2.mul(rate, f64x2.sub(v128.load(s + i), prediction)));
  }
  if (areLarge) return;
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const t = v128.load(r);
    const isSmall = f64x2.lt(f64x2.abs(t), one);
    if (!v128.any_true(isSmall)) continue;
    const small = f64x2.mul(rate, f64x2.sub(v128.load(s + i), small_langevin_f64x2(t)));
    v128.store(a + i, v128.bitselect(small, v128.load(a + i), isSmall));
  }
}
