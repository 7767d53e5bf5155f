// What this machine can do in WebAssembly: the yardsticks that `msm bench` divides by.

import { tile } from '../linalg/tile';
import { sum_f64x2 } from '../math/simd';

/**
 * Peak arithmetic on 128-bit vectors: the register tile of all dense products on panels that stay in the first-level cache, `passes`
 * times. a: 4 depth, b: 4 depth, c: 16 doubles. Flops 32 depth a pass.
 *
 * Chains of a <- a m + c that stay in registers show less, however many there are and however far they are unrolled: a sum waits
 * there for its own product (strict build, one core: 12 chains 15.1, 13 chains 15.4, this 17.4 GFLOP/s).
 */
export function bench_peak_f64(passes: i32, depth: i32, a: usize, b: usize, c: usize): void {
  for (let pass = 0; pass < passes; pass++) tile<f64>(depth, a, b, c, 32, false);
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

/** x += c for n doubles (a multiple of 16), 0 to leave them as they are: bytes 16 n, half of them written. */
export function bench_update_f64(x: usize, n: i32, c: f64): void {
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
