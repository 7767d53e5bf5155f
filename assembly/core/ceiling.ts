// What this machine can do in WebAssembly: the yardsticks that `msm bench` divides by.

import { tile, tilePair } from '../linalg/tile';
import { madd_f64x2, sum_f64x2 } from '../math/simd';
import { hasWideVectors } from '../wide';
import { readWide, updateWide, wideChains } from './wide-ceiling';

/**
 * Arithmetic as products do it: their register tile on panels that stay in the first-level cache, `passes` times, an even number.
 * a: 4 depth, b: 4 depth, c: 32 doubles. Flops 32 depth a pass; a tile of two panels counts as two passes, and has b on both sides.
 *
 * It has six loads to eight products and sums. Processors that begin as many loads as they begin operations do more without them, those
 * on which a sum waits long for its own product do less in chains: 12 chains 15.1, the tile 17.4 GFLOP/s on the one (strict build, one
 * core), 31.7 and 27.0 on another, and with wide vectors 69 and 62. So the peak is the larger.
 */
export function bench_tile_f64(passes: i32, depth: i32, a: usize, b: usize, c: usize): void {
  if (hasWideVectors) for (let pass = 0; pass < passes; pass += 2) tilePair<f64>(depth, a, 32, 8, b, b, c, 64, false);
  else for (let pass = 0; pass < passes; pass++) tile<f64>(depth, a, b, c, 32, false);
}

/**
 * Arithmetic on vectors that stay in registers: 12 chains of x <- x factor + term, more than any latency needs. Flops 48 a turn; with
 * wide vectors 24 chains, of which two are one, for half as many turns, an even number. `factor` 1 and `term` 0 leave the numbers as they
 * are.
 */
export function bench_chains_f64(turns: i32, factor: f64, term: f64): f64 {
  return hasWideVectors ? wideChains(turns >> 1, factor, term) : chains(turns, factor, term);
}

function chains(turns: i32, factor: f64, term: f64): f64 {
  const m = f64x2.splat(factor),
    t = f64x2.splat(term);
  let x0 = m,
    x1 = m,
    x2 = m,
    x3 = m,
    x4 = m,
    x5 = m,
    x6 = m,
    x7 = m,
    x8 = m,
    x9 = m,
    x10 = m,
    x11 = m;
  for (let turn = 0; turn < turns; turn++) {
    x0 = madd_f64x2(x0, m, t);
    x1 = madd_f64x2(x1, m, t);
    x2 = madd_f64x2(x2, m, t);
    x3 = madd_f64x2(x3, m, t);
    x4 = madd_f64x2(x4, m, t);
    x5 = madd_f64x2(x5, m, t);
    x6 = madd_f64x2(x6, m, t);
    x7 = madd_f64x2(x7, m, t);
    x8 = madd_f64x2(x8, m, t);
    x9 = madd_f64x2(x9, m, t);
    x10 = madd_f64x2(x10, m, t);
    x11 = madd_f64x2(x11, m, t);
  }
  const low = f64x2.add(f64x2.add(f64x2.add(x0, x1), f64x2.add(x2, x3)), f64x2.add(x4, x5));
  const high = f64x2.add(f64x2.add(f64x2.add(x6, x7), f64x2.add(x8, x9)), f64x2.add(x10, x11));
  return sum_f64x2(f64x2.add(low, high));
}

/** Sum of n doubles (a multiple of 32) in 8 chains, or 16 of which two are one: bytes 8 n read. */
export function bench_read_f64(x: usize, n: i32): f64 {
  return hasWideVectors ? readWide(x, n) : read(x, n);
}

function read(x: usize, n: i32): f64 {
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

/** x += c for n doubles (a multiple of 16), 0 to leave them as they are: bytes 16 n, half of them written. */
export function bench_update_f64(x: usize, n: i32, c: f64): void {
  if (hasWideVectors) updateWide(x, n, c);
  else update(x, n, c);
}

function update(x: usize, n: i32, c: f64): void {
  const v = f64x2.splat(c);
  const end = x + ((<usize>n) << 3);
  for (; x < end; x += 128) {
    v128.store(x, f64x2.add(v, v128.load(x)));
    v128.store(x, f64x2.add(v, v128.load(x, 16)), 16);
    v128.store(x, f64x2.add(v, v128.load(x, 32)), 32);
    v128.store(x, f64x2.add(v, v128.load(x, 48)), 48);
    v128.store(x, f64x2.add(v, v128.load(x, 64)), 64);
    v128.store(x, f64x2.add(v, v128.load(x, 80)), 80);
    v128.store(x, f64x2.add(v, v128.load(x, 96)), 96);
    v128.store(x, f64x2.add(v, v128.load(x, 112)), 112);
  }
}
