// What this machine can do in WebAssembly: the yardsticks that `msm bench` divides by.

import { madd_f64x2, sum_f64x2 } from '../math/simd';

/**
 * Multiplications and additions on 128-bit vectors in 12 independent chains that stay in registers; `rounds` is a multiple of 4.
 * Strict build: a round is 12 multiply-add pairs, flops 48 rounds, four rounds in one pass of the loop (one round a pass shows
 * 15 % less than the matrix product reaches: the pass itself costs about 2 cycles). Fast build: 10 chains of fused
 * multiply-adds, flops 40 rounds.
 */
export function bench_peak_f64(rounds: i32, factor: f64): f64 {
  const m = f64x2.splat(factor),
    c = f64x2.splat(1 - factor);
  let a0 = f64x2.splat(0.01),
    a1 = f64x2.splat(0.02),
    a2 = f64x2.splat(0.03),
    a3 = f64x2.splat(0.04);
  let a4 = f64x2.splat(0.05),
    a5 = f64x2.splat(0.06),
    a6 = f64x2.splat(0.07),
    a7 = f64x2.splat(0.08);
  let a8 = f64x2.splat(0.09),
    a9 = f64x2.splat(0.1),
    a10 = f64x2.splat(0.11),
    a11 = f64x2.splat(0.12);
  const pass = ASC_FEATURE_RELAXED_SIMD ? 1 : 4;
  for (let i = 0; i < rounds; i += pass) {
    if (ASC_FEATURE_RELAXED_SIMD) {
      a0 = madd_f64x2(a0, m, c);
      a1 = madd_f64x2(a1, m, c);
      a2 = madd_f64x2(a2, m, c);
      a3 = madd_f64x2(a3, m, c);
      a4 = madd_f64x2(a4, m, c);
      a5 = madd_f64x2(a5, m, c);
      a6 = madd_f64x2(a6, m, c);
      a7 = madd_f64x2(a7, m, c);
      a8 = madd_f64x2(a8, m, c);
      a9 = madd_f64x2(a9, m, c);
    } else {
      a0 = f64x2.add(f64x2.mul(a0, m), c);
      a1 = f64x2.add(f64x2.mul(a1, m), c);
      a2 = f64x2.add(f64x2.mul(a2, m), c);
      a3 = f64x2.add(f64x2.mul(a3, m), c);
      a4 = f64x2.add(f64x2.mul(a4, m), c);
      a5 = f64x2.add(f64x2.mul(a5, m), c);
      a6 = f64x2.add(f64x2.mul(a6, m), c);
      a7 = f64x2.add(f64x2.mul(a7, m), c);
      a8 = f64x2.add(f64x2.mul(a8, m), c);
      a9 = f64x2.add(f64x2.mul(a9, m), c);
      a10 = f64x2.add(f64x2.mul(a10, m), c);
      a11 = f64x2.add(f64x2.mul(a11, m), c);
      a0 = f64x2.add(f64x2.mul(a0, m), c);
      a1 = f64x2.add(f64x2.mul(a1, m), c);
      a2 = f64x2.add(f64x2.mul(a2, m), c);
      a3 = f64x2.add(f64x2.mul(a3, m), c);
      a4 = f64x2.add(f64x2.mul(a4, m), c);
      a5 = f64x2.add(f64x2.mul(a5, m), c);
      a6 = f64x2.add(f64x2.mul(a6, m), c);
      a7 = f64x2.add(f64x2.mul(a7, m), c);
      a8 = f64x2.add(f64x2.mul(a8, m), c);
      a9 = f64x2.add(f64x2.mul(a9, m), c);
      a10 = f64x2.add(f64x2.mul(a10, m), c);
      a11 = f64x2.add(f64x2.mul(a11, m), c);
      a0 = f64x2.add(f64x2.mul(a0, m), c);
      a1 = f64x2.add(f64x2.mul(a1, m), c);
      a2 = f64x2.add(f64x2.mul(a2, m), c);
      a3 = f64x2.add(f64x2.mul(a3, m), c);
      a4 = f64x2.add(f64x2.mul(a4, m), c);
      a5 = f64x2.add(f64x2.mul(a5, m), c);
      a6 = f64x2.add(f64x2.mul(a6, m), c);
      a7 = f64x2.add(f64x2.mul(a7, m), c);
      a8 = f64x2.add(f64x2.mul(a8, m), c);
      a9 = f64x2.add(f64x2.mul(a9, m), c);
      a10 = f64x2.add(f64x2.mul(a10, m), c);
      a11 = f64x2.add(f64x2.mul(a11, m), c);
      a0 = f64x2.add(f64x2.mul(a0, m), c);
      a1 = f64x2.add(f64x2.mul(a1, m), c);
      a2 = f64x2.add(f64x2.mul(a2, m), c);
      a3 = f64x2.add(f64x2.mul(a3, m), c);
      a4 = f64x2.add(f64x2.mul(a4, m), c);
      a5 = f64x2.add(f64x2.mul(a5, m), c);
      a6 = f64x2.add(f64x2.mul(a6, m), c);
      a7 = f64x2.add(f64x2.mul(a7, m), c);
      a8 = f64x2.add(f64x2.mul(a8, m), c);
      a9 = f64x2.add(f64x2.mul(a9, m), c);
      a10 = f64x2.add(f64x2.mul(a10, m), c);
      a11 = f64x2.add(f64x2.mul(a11, m), c);
    }
  }
  let sum = f64x2.splat(0);
  sum = f64x2.add(sum, a0);
  sum = f64x2.add(sum, a1);
  sum = f64x2.add(sum, a2);
  sum = f64x2.add(sum, a3);
  sum = f64x2.add(sum, a4);
  sum = f64x2.add(sum, a5);
  sum = f64x2.add(sum, a6);
  sum = f64x2.add(sum, a7);
  sum = f64x2.add(sum, a8);
  sum = f64x2.add(sum, a9);
  sum = f64x2.add(sum, a10);
  sum = f64x2.add(sum, a11);
  return sum_f64x2(sum);
}

/** Sum of n doubles (a multiple of 16) in 8 chains: bytes 8 n read. */
export function bench_read_f64(x: usize, n: i32): f64 {
  let a = f64x2.splat(0),
    b = f64x2.splat(0),
    c = f64x2.splat(0),
    d = f64x2.splat(0);
  let e = f64x2.splat(0),
    f = f64x2.splat(0),
    g = f64x2.splat(0),
    h = f64x2.splat(0);
  const end = x + ((<usize>n) << 3);
  for (; x < end; x += 128) {
    a = f64x2.add(a, v128.load(x));
    b = f64x2.add(b, v128.load(x, 16));
    c = f64x2.add(c, v128.load(x, 32));
    d = f64x2.add(d, v128.load(x, 48));
    e = f64x2.add(e, v128.load(x, 64));
    f = f64x2.add(f, v128.load(x, 80));
    g = f64x2.add(g, v128.load(x, 96));
    h = f64x2.add(h, v128.load(x, 112));
  }
  const low = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  return sum_f64x2(f64x2.add(low, f64x2.add(f64x2.add(e, f), f64x2.add(g, h))));
}
