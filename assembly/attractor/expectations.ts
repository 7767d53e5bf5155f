/**
 * Means and log partitions of up to `NODES` nodes in stages, as stages.ts does samples, with the bits of `mean_and_log_partition_f64x2`.
 * With q = (1 - e^-2|t|)/|t|, L(t) = 1 - 1/|t| + 2 e^-2|t|/(1 - e^-2|t|) with the sign of t and psi(t) = |t| + ln q for |t| >= 1:
 *
 *   | s | k | f | not used | argument t | hi, q | lo, tail | shift | 1/|t| |     144 bytes, 16 for each
 *
 * Mended are vectors with |t| < 1, of whose chain nothing is used, and those with q <= 1e-280. No fused operations: same bits in both
 * builds.
 */
import { LEAST_SHARE, mean_and_log_partition_f64x2, small_log_partition_f64x2 } from '../math/continuous-bernoulli';
import { small_langevin_f64x2 } from '../math/langevin';
import { log_of_parts_f64x2 } from '../math/log';
import { abs_f64x2, constant_f64x2 } from '../math/simd';
import { BITS, decay, NODES, RECORD, RECORDS, reduce, TABLE } from './stages';

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
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const t = f64x2.add(v128.load(b + i), v128.load(h + i));
    const x = reduce(true, r, t, sign, least, inverse, round, high, low);
    areLarge = v128.and(areLarge, f64x2.le(x, bound));
    v128.store(r, f64x2.div(one, v128.andnot(t, sign)), 128);
  }
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const e = decay(v128.load(r, 80), v128.load(r, 96), v128.load(r, 112), one);
    const gap = f64x2.sub(one, e);
    v128.store(r, f64x2.div(gap, v128.andnot(v128.load(r, 64), sign)), 80);
    v128.store(r, f64x2.div(f64x2.add(e, e), gap), 96);
  }
  const leastQuotient = constant_f64x2(LEAST_SHARE, 0),
    base = constant_f64x2(BITS, 0),
    carry = constant_f64x2(BITS, 1),
    fraction = constant_f64x2(BITS, 2),
    exponent = constant_f64x2(BITS, 3),
    bias = constant_f64x2(TABLE, 10);
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const q = v128.load(r, 80);
    areLarge = v128.and(areLarge, f64x2.gt(q, leastQuotient));
    const offset = i64x2.add(q, carry);
    const part = f64x2.sub(i64x2.add(v128.and(offset, fraction), base), one);
    v128.store(r, f64x2.div(part, f64x2.add(two, part)));
    v128.store(r, f64x2.sub(v128.or(i64x2.shr_u(offset, 52), exponent), bias), 16);
    v128.store(r, part, 32);
    const size = f64x2.add(f64x2.sub(one, v128.load(r, 128)), v128.load(r, 96));
    v128.store(m + i, v128.or(size, v128.and(v128.load(r, 64), sign)));
  }
  r = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const k = v128.load(r, 16);
    const logarithm = log_of_parts_f64x2(v128.load(r, 32), v128.load(r), k, f64x2.mul(k, low));
    v128.store(psi + i, f64x2.add(v128.andnot(v128.load(r, 64), sign), logarithm));
  }
  if (!i64x2.all_true(areLarge)) mend(bytes, m, psi);
}

function mend(bytes: usize, m: usize, psi: usize): void {
  const one = constant_f64x2(TABLE, 1);
  let r: usize = RECORDS;
  for (let i: usize = 0; i < bytes; i += 16, r += RECORD) {
    const t = v128.load(r, 64);
    const a = abs_f64x2(t);
    const isSmall = f64x2.lt(a, one);
    const isKnown = v128.and(f64x2.ge(a, one), f64x2.gt(v128.load(r, 80), constant_f64x2(LEAST_SHARE, 0)));
    if (!i64x2.all_true(v128.or(isSmall, isKnown))) {
      v128.store(psi + i, mean_and_log_partition_f64x2(t, m + i));
      continue;
    }
    v128.store(m + i, v128.bitselect(small_langevin_f64x2(t), v128.load(m + i), isSmall));
    v128.store(psi + i, v128.bitselect(small_log_partition_f64x2(t), v128.load(psi + i), isSmall));
  }
}
