// Yardsticks for engines with wide vectors (../wide.ts): twice as many chains as fit sixteen registers of 128 bits. Pairs of them end in
// neighbouring places of memory, which is where such an engine begins to look for what it can do at once.

import { madd_f64x2, sum_f64x2 } from '../math/simd';

/** Where chains end. */
const SUMS = memory.data(24 * 16, 16);

/** Holds the address of SUMS. */
const ADDRESS = memory.data(8, 8);

/** The address of SUMS through memory: V8 of Node 24 misplaces pairs that are stored at constant addresses. */
function sums(): usize {
  store<usize>(ADDRESS, SUMS);
  return load<usize>(ADDRESS);
}

/** Sum of the first of the vectors that were left. */
function sumOf(count: i32): f64 {
  let sum = v128.load(SUMS);
  for (let i = 1; i < count; i++) sum = f64x2.add(sum, v128.load(SUMS + ((<usize>i) << 4)));
  return sum_f64x2(sum);
}

/** 24 chains of x <- x factor + term. Flops 96 a turn. */
export function wideChains(turns: i32, factor: f64, term: f64): f64 {
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
    x11 = m,
    x12 = m,
    x13 = m,
    x14 = m,
    x15 = m,
    x16 = m,
    x17 = m,
    x18 = m,
    x19 = m,
    x20 = m,
    x21 = m,
    x22 = m,
    x23 = m;
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
    x12 = madd_f64x2(x12, m, t);
    x13 = madd_f64x2(x13, m, t);
    x14 = madd_f64x2(x14, m, t);
    x15 = madd_f64x2(x15, m, t);
    x16 = madd_f64x2(x16, m, t);
    x17 = madd_f64x2(x17, m, t);
    x18 = madd_f64x2(x18, m, t);
    x19 = madd_f64x2(x19, m, t);
    x20 = madd_f64x2(x20, m, t);
    x21 = madd_f64x2(x21, m, t);
    x22 = madd_f64x2(x22, m, t);
    x23 = madd_f64x2(x23, m, t);
  }
  // offsets rather than other addresses, so that both stores of a pair have one
  const at = sums();
  v128.store(at, x1, 16);
  v128.store(at, x0);
  v128.store(at, x3, 48);
  v128.store(at, x2, 32);
  v128.store(at, x5, 80);
  v128.store(at, x4, 64);
  v128.store(at, x7, 112);
  v128.store(at, x6, 96);
  v128.store(at, x9, 144);
  v128.store(at, x8, 128);
  v128.store(at, x11, 176);
  v128.store(at, x10, 160);
  v128.store(at, x13, 208);
  v128.store(at, x12, 192);
  v128.store(at, x15, 240);
  v128.store(at, x14, 224);
  v128.store(at, x17, 272);
  v128.store(at, x16, 256);
  v128.store(at, x19, 304);
  v128.store(at, x18, 288);
  v128.store(at, x21, 336);
  v128.store(at, x20, 320);
  v128.store(at, x23, 368);
  v128.store(at, x22, 352);
  return sumOf(24);
}

/** Sum of n doubles (a multiple of 32) in 16 chains. */
export function readWide(x: usize, n: i32): f64 {
  let a0 = f64x2.splat(0),
    a1 = f64x2.splat(0),
    a2 = f64x2.splat(0),
    a3 = f64x2.splat(0),
    a4 = f64x2.splat(0),
    a5 = f64x2.splat(0),
    a6 = f64x2.splat(0),
    a7 = f64x2.splat(0),
    a8 = f64x2.splat(0),
    a9 = f64x2.splat(0),
    a10 = f64x2.splat(0),
    a11 = f64x2.splat(0),
    a12 = f64x2.splat(0),
    a13 = f64x2.splat(0),
    a14 = f64x2.splat(0),
    a15 = f64x2.splat(0);
  const end = x + ((<usize>n) << 3);
  for (; x < end; x += 256) {
    a0 = f64x2.add(a0, v128.load(x));
    a1 = f64x2.add(a1, v128.load(x, 16));
    a2 = f64x2.add(a2, v128.load(x, 32));
    a3 = f64x2.add(a3, v128.load(x, 48));
    a4 = f64x2.add(a4, v128.load(x, 64));
    a5 = f64x2.add(a5, v128.load(x, 80));
    a6 = f64x2.add(a6, v128.load(x, 96));
    a7 = f64x2.add(a7, v128.load(x, 112));
    a8 = f64x2.add(a8, v128.load(x, 128));
    a9 = f64x2.add(a9, v128.load(x, 144));
    a10 = f64x2.add(a10, v128.load(x, 160));
    a11 = f64x2.add(a11, v128.load(x, 176));
    a12 = f64x2.add(a12, v128.load(x, 192));
    a13 = f64x2.add(a13, v128.load(x, 208));
    a14 = f64x2.add(a14, v128.load(x, 224));
    a15 = f64x2.add(a15, v128.load(x, 240));
  }
  // offsets rather than other addresses, so that both stores of a pair have one
  const at = sums();
  v128.store(at, a1, 16);
  v128.store(at, a0);
  v128.store(at, a3, 48);
  v128.store(at, a2, 32);
  v128.store(at, a5, 80);
  v128.store(at, a4, 64);
  v128.store(at, a7, 112);
  v128.store(at, a6, 96);
  v128.store(at, a9, 144);
  v128.store(at, a8, 128);
  v128.store(at, a11, 176);
  v128.store(at, a10, 160);
  v128.store(at, a13, 208);
  v128.store(at, a12, 192);
  v128.store(at, a15, 240);
  v128.store(at, a14, 224);
  return sumOf(16);
}

/** x += c for n doubles (a multiple of 16): both loads of a pair come before its stores, the upper one of which is first. */
export function updateWide(x: usize, n: i32, c: f64): void {
  const v = f64x2.splat(c);
  const end = x + ((<usize>n) << 3);
  for (; x < end; x += 128) {
    let low = f64x2.add(v, v128.load(x)),
      high = f64x2.add(v, v128.load(x, 16));
    v128.store(x, high, 16);
    v128.store(x, low);
    low = f64x2.add(v, v128.load(x, 32));
    high = f64x2.add(v, v128.load(x, 48));
    v128.store(x, high, 48);
    v128.store(x, low, 32);
    low = f64x2.add(v, v128.load(x, 64));
    high = f64x2.add(v, v128.load(x, 80));
    v128.store(x, high, 80);
    v128.store(x, low, 64);
    low = f64x2.add(v, v128.load(x, 96));
    high = f64x2.add(v, v128.load(x, 112));
    v128.store(x, high, 112);
    v128.store(x, low, 96);
  }
}
