/**
 * Means and log partitions of up to `NODES` nodes in stages, as stages.ts does samples, with the bits of `mean_and_log_partition_f64x2`.
 * With q = (1 - e^-2|t|)/|t|, L(t) = 1 - 1/|t| + 2 e^-2|t|/(1 - e^-2|t|) with the sign of t and psi(t) = |t| + ln q for |t| >= 1:
 *
 *   | not used | s | f | k | argument t | hi, q | lo, tail | shift | 1/|t| |     288 bytes for four nodes, 32 for each
 *
 * Mended are vectors with |t| < 1, of whose chain nothing is used, and those with q <= 1e-280. No fused operations: same bits in both
 * builds.
 */
import { LEAST_SHARE, mean_and_log_partition_f64x2, small_log_partition_f64x2 } from '../math/continuous-bernoulli';
import { small_langevin_f64x2 } from '../math/langevin';
import { abs_f64x2, constant_f64x2, storePair } from '../math/simd';
import {
  BITS,
  decay,
  HI,
  INVERSE,
  LO,
  logarithm,
  NODES,
  PREDICTION,
  RECORD,
  recordOf,
  RECORDS,
  reduce,
  storeParts,
  TABLE,
} from './stages';

/** m = L(b + h), psi = psi(b + h) of np nodes, a multiple of 4. */
export function expectations(np: i32, b: usize, h: usize, m: usize, psi: usize): void {
  for (let first = 0; first < np; first += NODES) {
    const at = (<usize>first) << 3;
    stages((<usize>min(np - first, NODES)) << 3, b + at, h + at, m + at, psi + at);
  }
}

function stages(bytes: usize, b: usize, h: usize, m: usize, psi: usize): void {
  // Constants are read before loops begin, as in stages.ts.
  const sign = constant_f64x2(TABLE, 0),
    one = constant_f64x2(TABLE, 1),
    two = constant_f64x2(TABLE, 2),
    bound = constant_f64x2(TABLE, 4),
    least = constant_f64x2(TABLE, 5),
    inverse = constant_f64x2(TABLE, 6),
    round = constant_f64x2(TABLE, 7),
    high = constant_f64x2(TABLE, 8),
    low = constant_f64x2(TABLE, 9);
  let areLarge = f64x2.eq(one, one);
  let r: usize = RECORDS;
  for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
    const t = f64x2.add(v128.load(b + i), v128.load(h + i)),
      next = f64x2.add(v128.load(b + i, 16), v128.load(h + i, 16));
    const isLarge = reduce(r + PREDICTION, t, next, sign, least, inverse, round, high, low, bound);
    areLarge = v128.and(areLarge, isLarge);
    storePair(r + INVERSE, f64x2.div(one, v128.andnot(t, sign)), f64x2.div(one, v128.andnot(next, sign)));
  }
  r = RECORDS + PREDICTION;
  for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
    const e = decay(r, one),
      next = decay(r + 16, one);
    const gap = f64x2.sub(one, e),
      gapNext = f64x2.sub(one, next);
    const size = v128.andnot(v128.load(r), sign),
      sizeNext = v128.andnot(v128.load(r, 16), sign);
    storePair(r + HI, f64x2.div(gap, size), f64x2.div(gapNext, sizeNext));
    storePair(r + LO, f64x2.div(f64x2.add(e, e), gap), f64x2.div(f64x2.add(next, next), gapNext));
  }
  const leastQuotient = constant_f64x2(LEAST_SHARE, 0),
    base = constant_f64x2(BITS, 0),
    carry = constant_f64x2(BITS, 1),
    fraction = constant_f64x2(BITS, 2),
    exponent = constant_f64x2(BITS, 3),
    bias = constant_f64x2(TABLE, 10);
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
    const p = r + PREDICTION;
    const q = v128.load(p, HI),
      next = v128.load(p, HI + 16);
    areLarge = v128.and(areLarge, v128.and(f64x2.gt(q, leastQuotient), f64x2.gt(next, leastQuotient)));
    storePair(m + i, meanOf(p, sign, one), meanOf(p + 16, sign, one));
    storeParts(r, q, next, one, two, base, carry, fraction, exponent, bias);
  }
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 32, r += RECORD) {
    const size = v128.andnot(v128.load(r, PREDICTION), sign),
      sizeNext = v128.andnot(v128.load(r, PREDICTION + 16), sign);
    storePair(psi + i, f64x2.add(size, logarithm(r, low)), f64x2.add(sizeNext, logarithm(r + 16, low)));
  }
  if (!i64x2.all_true(areLarge)) mend(bytes, m, psi);
}

// @ts-ignore: decorator
@inline
function meanOf(part: usize, sign: v128, one: v128): v128 {
  const size = f64x2.add(f64x2.sub(one, v128.load(part, INVERSE - PREDICTION)), v128.load(part, LO));
  return v128.or(size, v128.and(v128.load(part), sign));
}

function mend(bytes: usize, m: usize, psi: usize): void {
  const one = constant_f64x2(TABLE, 1);
  for (let i: usize = 0; i < bytes; i += 16) {
    const part = recordOf(i) + PREDICTION;
    const t = v128.load(part);
    const a = abs_f64x2(t);
    const isSmall = f64x2.lt(a, one);
    const isKnown = v128.and(f64x2.ge(a, one), f64x2.gt(v128.load(part, HI), constant_f64x2(LEAST_SHARE, 0)));
    if (!i64x2.all_true(v128.or(isSmall, isKnown))) {
      v128.store(psi + i, mean_and_log_partition_f64x2(t, m + i));
      continue;
    }
    v128.store(m + i, v128.bitselect(small_langevin_f64x2(t), v128.load(m + i), isSmall));
    v128.store(psi + i, v128.bitselect(small_log_partition_f64x2(t), v128.load(psi + i), isSmall));
  }
}
