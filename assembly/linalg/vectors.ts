// Dot products and linear combinations of rows.
//
// Rows lie one after the other, np doubles each (np a multiple of 4, padding zero):
//
//   rows -> | row 0: np f64 | row 1: np f64 | ...
//
// Sums run over columns in two interleaved chains (even and odd vectors) that are joined at the end, so their order depends
// on np alone.

import { madd_f64x2, sum_f64x2 } from '../math/simd';

/**
 * out[s] = row_s . x for s = 0..count-1. Six rows share one pass over x: with as many chains and their loads the sixteen vector
 * registers of x86 are nearly full, and sums wait neither for each other nor, fused, for their products. What is left over takes
 * a last group of six or three that begins within the one before and makes its sums again.
 * Flops 2 count np, bytes 8 (count np + np); error <= np/2 ulp of sum |row_s x|.
 */
export function dots_f64(rows: usize, count: i32, np: i32, x: usize, out: usize): void {
  const stride = (<usize>np) << 3;
  let s = 0;
  for (; s + 6 <= count; s += 6) sixDots(rows + <usize>s * stride, stride, x, out + ((<usize>s) << 3));
  const left = count - s;
  if (left > 3 && s > 0) {
    sixDots(rows + <usize>(count - 6) * stride, stride, x, out + ((<usize>(count - 6)) << 3));
  } else if (left > 0 && count >= 3) {
    if (left > 3) threeDots(rows, stride, x, out);
    threeDots(rows + <usize>(count - 3) * stride, stride, x, out + ((<usize>(count - 3)) << 3));
  } else {
    for (; s < count; s++) store<f64>(out + ((<usize>s) << 3), dot_f64(rows + <usize>s * stride, x, np));
  }
}

function sixDots(rows: usize, stride: usize, x: usize, out: usize): void {
  let a = f64x2.splat(0),
    b = f64x2.splat(0),
    c = f64x2.splat(0),
    d = f64x2.splat(0),
    e = f64x2.splat(0),
    f = f64x2.splat(0);
  for (let j: usize = 0; j < stride; j += 32) {
    const p0 = rows + j,
      p1 = p0 + stride,
      p2 = p1 + stride,
      p3 = p2 + stride,
      p4 = p3 + stride,
      p5 = p4 + stride;
    let v = v128.load(x + j);
    a = madd_f64x2(v128.load(p0), v, a);
    b = madd_f64x2(v128.load(p1), v, b);
    c = madd_f64x2(v128.load(p2), v, c);
    d = madd_f64x2(v128.load(p3), v, d);
    e = madd_f64x2(v128.load(p4), v, e);
    f = madd_f64x2(v128.load(p5), v, f);
    // No row ends here, but at an exit the engine has to have the sums; without one it would put them off, and hold more than its registers.
    if (j + 16 >= stride) break;
    v = v128.load(x + j, 16);
    a = madd_f64x2(v128.load(p0, 16), v, a);
    b = madd_f64x2(v128.load(p1, 16), v, b);
    c = madd_f64x2(v128.load(p2, 16), v, c);
    d = madd_f64x2(v128.load(p3, 16), v, d);
    e = madd_f64x2(v128.load(p4, 16), v, e);
    f = madd_f64x2(v128.load(p5, 16), v, f);
  }
  store<f64>(out, sum_f64x2(a));
  store<f64>(out, sum_f64x2(b), 8);
  store<f64>(out, sum_f64x2(c), 16);
  store<f64>(out, sum_f64x2(d), 24);
  store<f64>(out, sum_f64x2(e), 32);
  store<f64>(out, sum_f64x2(f), 40);
}

function threeDots(rows: usize, stride: usize, x: usize, out: usize): void {
  let a = f64x2.splat(0),
    b = f64x2.splat(0),
    c = f64x2.splat(0);
  for (let j: usize = 0; j < stride; j += 16) {
    const v = v128.load(x + j);
    const p = rows + j;
    a = madd_f64x2(v128.load(p), v, a);
    b = madd_f64x2(v128.load(p + stride), v, b);
    c = madd_f64x2(v128.load(p + 2 * stride), v, c);
  }
  store<f64>(out, sum_f64x2(a));
  store<f64>(out, sum_f64x2(b), 8);
  store<f64>(out, sum_f64x2(c), 16);
}

/** x . y over np doubles, in the order of `dots_f64`. */
export function dot_f64(x: usize, y: usize, np: i32): f64 {
  let sum = f64x2.splat(0);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 16) sum = madd_f64x2(v128.load(x + j), v128.load(y + j), sum);
  return sum_f64x2(sum);
}

/** sum_i x_i over np doubles. */
export function sum_f64(x: usize, np: i32): f64 {
  let sum = f64x2.splat(0);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 16) sum = f64x2.add(v128.load(x + j), sum);
  return sum_f64x2(sum);
}

/** sum_i x_i^2 y_i^2 over np doubles. */
export function dot_squares_f64(x: usize, y: usize, np: i32): f64 {
  let sum = f64x2.splat(0);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 16) {
    const product = f64x2.mul(v128.load(x + j), v128.load(y + j));
    sum = madd_f64x2(product, product, sum);
  }
  return sum_f64x2(sum);
}

/** sum_i w_i x_i^2 over np doubles. */
export function weighted_squares_f64(w: usize, x: usize, np: i32): f64 {
  let sum = f64x2.splat(0);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    sum = madd_f64x2(f64x2.mul(v, v), v128.load(w + j), sum);
  }
  return sum_f64x2(sum);
}

/** Bytes of what `moments_f64` leaves. */
export const MOMENTS_BYTES: usize = 32;

/**
 * x.y, sum_i w_i x_i^2, x.x and sum_i x_i^4 over np doubles, one after the other at `out`: four chains in one pass, since each alone waits
 * for its own sums.
 */
export function moments_f64(x: usize, y: usize, w: usize, np: i32, out: usize): void {
  let product = f64x2.splat(0),
    weighted = f64x2.splat(0),
    second = f64x2.splat(0),
    fourth = f64x2.splat(0);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 16) {
    const v = v128.load(x + j);
    const square = f64x2.mul(v, v);
    product = madd_f64x2(v, v128.load(y + j), product);
    weighted = madd_f64x2(square, v128.load(w + j), weighted);
    second = madd_f64x2(v, v, second);
    fourth = madd_f64x2(square, square, fourth);
  }
  store<f64>(out, sum_f64x2(product));
  store<f64>(out, sum_f64x2(weighted), 8);
  store<f64>(out, sum_f64x2(second), 16);
  store<f64>(out, sum_f64x2(fourth), 24);
}

/**
 * y += sum_s coefficients[s] row_s, in the order of the rows. Four coefficients of zero, and single ones behind the fours, are left out.
 * Flops 2 count np, bytes 8 (count np + 2 np).
 */
export function combine_f64(rows: usize, count: i32, np: i32, coefficients: usize, y: usize): void {
  let first = 0;
  for (let s = 0; s < count;) {
    const size = s + 4 <= count ? 4 : 1;
    if (areZero(coefficients + ((<usize>s) << 3), size)) {
      addRows(rows, first, s, np, coefficients, y);
      first = s + size;
    }
    s += size;
  }
  addRows(rows, first, count, np, coefficients, y);
}

function areZero(x: usize, count: i32): bool {
  for (let i = 0; i < count; i++) if (load<f64>(x + ((<usize>i) << 3)) != 0) return false;
  return true;
}

/** Adds the rows from `first` to `end`, twelve columns at a time, whose sums stay in registers. */
function addRows(rows: usize, first: i32, end: i32, np: i32, coefficients: usize, y: usize): void {
  if (first == end) return;
  const stride = (<usize>np) << 3;
  const start = coefficients + ((<usize>first) << 3),
    stop = coefficients + ((<usize>end) << 3);
  const row = rows + <usize>first * stride;
  let j: usize = 0;
  for (; j + 96 <= stride; j += 96) {
    let a = v128.load(y + j),
      b = v128.load(y + j, 16),
      c = v128.load(y + j, 32);
    let d = v128.load(y + j, 48),
      e = v128.load(y + j, 64),
      f = v128.load(y + j, 80);
    let p = row + j;
    for (let s = start; s < stop; s += 8) {
      const w = v128.load64_splat(s);
      a = madd_f64x2(v128.load(p), w, a);
      b = madd_f64x2(v128.load(p, 16), w, b);
      c = madd_f64x2(v128.load(p, 32), w, c);
      d = madd_f64x2(v128.load(p, 48), w, d);
      e = madd_f64x2(v128.load(p, 64), w, e);
      f = madd_f64x2(v128.load(p, 80), w, f);
      p += stride;
    }
    v128.store(y + j, a);
    v128.store(y + j, b, 16);
    v128.store(y + j, c, 32);
    v128.store(y + j, d, 48);
    v128.store(y + j, e, 64);
    v128.store(y + j, f, 80);
  }
  for (; j < stride; j += 32) {
    let a = v128.load(y + j),
      b = v128.load(y + j, 16);
    let p = row + j;
    for (let s = start; s < stop; s += 8) {
      const w = v128.load64_splat(s);
      a = madd_f64x2(v128.load(p), w, a);
      b = madd_f64x2(v128.load(p, 16), w, b);
      p += stride;
    }
    v128.store(y + j, a);
    v128.store(y + j, b, 16);
  }
}

/** y += c x over np doubles. */
export function axpy_f64(c: f64, x: usize, y: usize, np: i32): void {
  const v = f64x2.splat(c);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 16) v128.store(y + j, madd_f64x2(v128.load(x + j), v, v128.load(y + j)));
}

/** x *= c over np doubles. */
export function scale_f64(c: f64, x: usize, np: i32): void {
  const v = f64x2.splat(c);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 16) v128.store(x + j, f64x2.mul(v128.load(x + j), v));
}
