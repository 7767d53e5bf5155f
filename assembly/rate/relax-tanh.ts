/**
 * x += h (tanh(v) - x), the step of the published model, whose time is that of tanh: to the bits of `tanh_f64x2`.
 *
 * One tanh is a chain of about 60 cycles, and a processor that has some 100 operations waiting holds few of them. So each row is
 * done in two passes, and the second one of a row goes along with the first one of the next: chains are shorter and of different
 * operations, constants stay in registers, and the index into the table goes through memory, which is quicker than from
 * vector registers. 0.8 of the time of a loop over `tanh_f64x2` (AMD EPYC, Node 20).
 */
import { interpolated_f64x2, LIMIT, limited_f64x2, ONE, P0, P1, SHIFT, SIGN, tanh_constant } from '../math/tanh-parts';

/**
 * n rows of m numbers, m even; scratch: four rows of m. No fused operations. 21 operations, a division, 120 bytes and 32 from a table for
 * each vector of two.
 */
export function rate_relax_tanh_f64(n: i32, m: i32, x: usize, v: usize, h: f64, scratch: usize): void {
  const row = (<usize>m) << 3;
  let these = scratch,
    next = scratch + 2 * row;
  reduce(row, v, these);
  for (let i = 1; i < n; i++) {
    finishAndReduce(row, v, h, x, these, v + row, next);
    const done = these;
    these = next;
    next = done;
    x += row;
    v += row;
  }
  finish(row, v, h, x, these);
}

/** The first pass over a row: v -> d, and behind it the index. */
function reduce(row: usize, v: usize, parts: usize): void {
  const limit = tanh_constant(LIMIT),
    shift = tanh_constant(SHIFT);
  for (let j: usize = 0; j < row; j += 16) reduceVector(v + j, parts + j, parts + row + j, limit, shift);
}

/** The second one: x and v, d, index -> x. */
function finish(row: usize, v: usize, h: f64, x: usize, parts: usize): void {
  const one = tanh_constant(ONE),
    p0 = tanh_constant(P0),
    p1 = tanh_constant(P1),
    sign = tanh_constant(SIGN),
    size = f64x2.splat(h);
  for (let j: usize = 0; j < row; j += 16)
    finishVector(v + j, size, x + j, parts + j, parts + row + j, one, p0, p1, sign);
}

/** The second pass over a row with the first over the next. */
function finishAndReduce(row: usize, v: usize, h: f64, x: usize, parts: usize, nextV: usize, nextParts: usize): void {
  const limit = tanh_constant(LIMIT),
    shift = tanh_constant(SHIFT);
  const one = tanh_constant(ONE),
    p0 = tanh_constant(P0),
    p1 = tanh_constant(P1),
    sign = tanh_constant(SIGN),
    size = f64x2.splat(h);
  for (let j: usize = 0; j < row; j += 16) {
    reduceVector(nextV + j, nextParts + j, nextParts + row + j, limit, shift);
    finishVector(v + j, size, x + j, parts + j, parts + row + j, one, p0, p1, sign);
  }
}

// @ts-ignore: decorator
@inline
function reduceVector(v: usize, d: usize, index: usize, limit: v128, shift: v128): void {
  const a = limited_f64x2(v128.load(v), limit);
  const shifted = f64x2.add(a, shift);
  v128.store(index, shifted);
  v128.store(d, f64x2.sub(a, f64x2.sub(shifted, shift)));
}

// @ts-ignore: decorator
@inline
function finishVector(
  v: usize,
  size: v128,
  x: usize,
  d: usize,
  index: usize,
  one: v128,
  p0: v128,
  p1: v128,
  sign: v128,
): void {
  const s = interpolated_f64x2(v128.load(d), load<u32>(index), load<u32>(index, 8), v128.load(v), one, p0, p1, sign);
  const u = v128.load(x);
  v128.store(x, f64x2.add(u, f64x2.mul(size, f64x2.sub(s, u))));
}
