// Sparse matrix times a block of columns.
//
//   rowStart: i32 [n + 1]    edges of row i are rowStart[i] .. rowStart[i + 1] - 1
//   col:      i32 [edges]    column of each edge, any order within a row
//   val:      f64 [edges]
//   x, y:     f64 [columns of A][m], [n][m], row-major, m a multiple of 4; y must not overlap x
//
// The columns are taken in blocks of 24 (12 accumulators), then 16, 8, 4, and all rows are done for one block before the next:
// the part of x that a block needs (192 bytes a row) then stays close, while the edges are read as a stream. Fewer, wider
// blocks are worth more than the first-level cache: each row of each block ends in a branch that is not predicted.
//
// Each y[i][j] is summed over the edges of row i in their stored order, starting from 0, whatever the block: its bits do not
// depend on m or on what the other columns hold.

import { madd_f64x2 } from '../math/simd';
import { notUnrolled } from './rolled';

/** y = A x. Flops 2 edges m; bytes 12 edges (m / 24) + 8 n m read from cache and 8 n m written. */
export function spmm_csr_f64(n: i32, rowStart: usize, col: usize, val: usize, x: usize, m: i32, y: usize): void {
  let j = 0;
  for (; j + 24 <= m; j += 24) columns24(n, rowStart, col, val, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
  if (j + 16 <= m) {
    columns16(n, rowStart, col, val, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
    j += 16;
  }
  if (j + 8 <= m) {
    columns8(n, rowStart, col, val, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
    j += 8;
  }
  if (j < m) columns4(n, rowStart, col, val, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
}

function columns24(n: i32, rowStart: usize, col: usize, val: usize, x: usize, m: i32, y: usize): void {
  const stride = (<usize>m) << 3;
  let edge = load<i32>(rowStart);
  for (let i = 1; i <= n; i++) {
    const end = load<i32>(rowStart + ((<usize>i) << 2));
    let a0 = f64x2.splat(0),
      a1 = f64x2.splat(0),
      a2 = f64x2.splat(0),
      a3 = f64x2.splat(0);
    let a4 = f64x2.splat(0),
      a5 = f64x2.splat(0),
      a6 = f64x2.splat(0),
      a7 = f64x2.splat(0);
    let a8 = f64x2.splat(0),
      a9 = f64x2.splat(0),
      a10 = f64x2.splat(0),
      a11 = f64x2.splat(0);
    for (; edge < end; edge++) {
      if (edge < 0) notUnrolled();
      const w = v128.load64_splat(val + ((<usize>edge) << 3));
      const p = x + <usize>load<u32>(col + ((<usize>edge) << 2)) * stride;
      a0 = madd_f64x2(v128.load(p), w, a0);
      a1 = madd_f64x2(v128.load(p, 16), w, a1);
      a2 = madd_f64x2(v128.load(p, 32), w, a2);
      a3 = madd_f64x2(v128.load(p, 48), w, a3);
      a4 = madd_f64x2(v128.load(p, 64), w, a4);
      a5 = madd_f64x2(v128.load(p, 80), w, a5);
      a6 = madd_f64x2(v128.load(p, 96), w, a6);
      a7 = madd_f64x2(v128.load(p, 112), w, a7);
      a8 = madd_f64x2(v128.load(p, 128), w, a8);
      a9 = madd_f64x2(v128.load(p, 144), w, a9);
      a10 = madd_f64x2(v128.load(p, 160), w, a10);
      a11 = madd_f64x2(v128.load(p, 176), w, a11);
    }
    v128.store(y, a0);
    v128.store(y, a1, 16);
    v128.store(y, a2, 32);
    v128.store(y, a3, 48);
    v128.store(y, a4, 64);
    v128.store(y, a5, 80);
    v128.store(y, a6, 96);
    v128.store(y, a7, 112);
    v128.store(y, a8, 128);
    v128.store(y, a9, 144);
    v128.store(y, a10, 160);
    v128.store(y, a11, 176);
    y += stride;
  }
}

function columns16(n: i32, rowStart: usize, col: usize, val: usize, x: usize, m: i32, y: usize): void {
  const stride = (<usize>m) << 3;
  let edge = load<i32>(rowStart);
  for (let i = 1; i <= n; i++) {
    const end = load<i32>(rowStart + ((<usize>i) << 2));
    let a0 = f64x2.splat(0),
      a1 = f64x2.splat(0),
      a2 = f64x2.splat(0),
      a3 = f64x2.splat(0);
    let a4 = f64x2.splat(0),
      a5 = f64x2.splat(0),
      a6 = f64x2.splat(0),
      a7 = f64x2.splat(0);
    for (; edge < end; edge++) {
      if (edge < 0) notUnrolled();
      const w = v128.load64_splat(val + ((<usize>edge) << 3));
      const p = x + <usize>load<u32>(col + ((<usize>edge) << 2)) * stride;
      a0 = madd_f64x2(v128.load(p), w, a0);
      a1 = madd_f64x2(v128.load(p, 16), w, a1);
      a2 = madd_f64x2(v128.load(p, 32), w, a2);
      a3 = madd_f64x2(v128.load(p, 48), w, a3);
      a4 = madd_f64x2(v128.load(p, 64), w, a4);
      a5 = madd_f64x2(v128.load(p, 80), w, a5);
      a6 = madd_f64x2(v128.load(p, 96), w, a6);
      a7 = madd_f64x2(v128.load(p, 112), w, a7);
    }
    v128.store(y, a0);
    v128.store(y, a1, 16);
    v128.store(y, a2, 32);
    v128.store(y, a3, 48);
    v128.store(y, a4, 64);
    v128.store(y, a5, 80);
    v128.store(y, a6, 96);
    v128.store(y, a7, 112);
    y += stride;
  }
}

function columns8(n: i32, rowStart: usize, col: usize, val: usize, x: usize, m: i32, y: usize): void {
  const stride = (<usize>m) << 3;
  let edge = load<i32>(rowStart);
  for (let i = 1; i <= n; i++) {
    const end = load<i32>(rowStart + ((<usize>i) << 2));
    let a0 = f64x2.splat(0),
      a1 = f64x2.splat(0),
      a2 = f64x2.splat(0),
      a3 = f64x2.splat(0);
    for (; edge < end; edge++) {
      const w = v128.load64_splat(val + ((<usize>edge) << 3));
      const p = x + <usize>load<u32>(col + ((<usize>edge) << 2)) * stride;
      a0 = madd_f64x2(v128.load(p), w, a0);
      a1 = madd_f64x2(v128.load(p, 16), w, a1);
      a2 = madd_f64x2(v128.load(p, 32), w, a2);
      a3 = madd_f64x2(v128.load(p, 48), w, a3);
    }
    v128.store(y, a0);
    v128.store(y, a1, 16);
    v128.store(y, a2, 32);
    v128.store(y, a3, 48);
    y += stride;
  }
}

function columns4(n: i32, rowStart: usize, col: usize, val: usize, x: usize, m: i32, y: usize): void {
  const stride = (<usize>m) << 3;
  let edge = load<i32>(rowStart);
  for (let i = 1; i <= n; i++) {
    const end = load<i32>(rowStart + ((<usize>i) << 2));
    let a0 = f64x2.splat(0),
      a1 = f64x2.splat(0);
    for (; edge < end; edge++) {
      const w = v128.load64_splat(val + ((<usize>edge) << 3));
      const p = x + <usize>load<u32>(col + ((<usize>edge) << 2)) * stride;
      a0 = madd_f64x2(v128.load(p), w, a0);
      a1 = madd_f64x2(v128.load(p, 16), w, a1);
    }
    v128.store(y, a0);
    v128.store(y, a1, 16);
    y += stride;
  }
}
