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
  for (let j: usize = 0; j < stride; j += 16) {
    const v = v128.load(x + j);
    let p = rows + j;
    a = madd_f64x2(v128.load(p), v, a);
    p += stride;
    b = madd_f64x2(v128.load(p), v, b);
    p += stride;
    c = madd_f64x2(v128.load(p), v, c);
    p += stride;
    d = madd_f64x2(v128.load(p), v, d);
    p += stride;
    e = madd_f64x2(v128.load(p), v, e);
    p += stride;
    f = madd_f64x2(v128.load(p), v, f);
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
 * y += sum_s coefficients[s] row_s. Four rows share one pass over y; a group of four zero coefficients is left out.
 * Flops 2 count np, bytes 8 (count np + np count/2).
 */
export function combine_f64(rows: usize, count: i32, np: i32, coefficients: usize, y: usize): void {
  const stride = (<usize>np) << 3;
  let s = 0;
  for (; s + 4 <= count; s += 4) {
    const c = coefficients + ((<usize>s) << 3);
    const c0 = load<f64>(c),
      c1 = load<f64>(c, 8),
      c2 = load<f64>(c, 16),
      c3 = load<f64>(c, 24);
    if (c0 == 0 && c1 == 0 && c2 == 0 && c3 == 0) continue;
    const row = rows + <usize>s * stride;
    const v0 = f64x2.splat(c0),
      v1 = f64x2.splat(c1),
      v2 = f64x2.splat(c2),
      v3 = f64x2.splat(c3);
    for (let j: usize = 0; j < stride; j += 32) {
      let p = row + j;
      let a = madd_f64x2(v128.load(p), v0, v128.load(y + j)),
        b = madd_f64x2(v128.load(p, 16), v0, v128.load(y + j, 16));
      p += stride;
      a = madd_f64x2(v128.load(p), v1, a);
      b = madd_f64x2(v128.load(p, 16), v1, b);
      p += stride;
      a = madd_f64x2(v128.load(p), v2, a);
      b = madd_f64x2(v128.load(p, 16), v2, b);
      p += stride;
      a = madd_f64x2(v128.load(p), v3, a);
      b = madd_f64x2(v128.load(p, 16), v3, b);
      v128.store(y + j, a);
      v128.store(y + j, b, 16);
    }
  }
  for (; s < count; s++) {
    const c = load<f64>(coefficients + ((<usize>s) << 3));
    if (c != 0) axpy_f64(c, rows + <usize>s * stride, y, np);
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
