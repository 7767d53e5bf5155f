// Sparse matrix times a block of columns.
//
//   rowStart: i32 [n + 1]    edges of row i are rowStart[i] .. rowStart[i + 1] - 1
//   x, y:     f64 [columns of A][m], [n][m], row-major, m a multiple of 4; y must not overlap x
//
// The edges, in any order within a row, are two arrays or, for products that are done over and over, one stream:
//
//   col, val: i32 [edges], f64 [edges]                           column and weight of each edge
//   edges:    [edges] | u32 column | u32 offset | f64 weight |   the same, and the offset of row `column` of x: 8 m column
//
// In a stream one address does for both, the offset is computed once (`stream_offsets`), and it is read one edge ahead, so that x is
// under way early. What is read behind the last edge is not used, but must be there: 16 bytes more. The sums are the same.
// For 40 columns that takes 0.85 of the time of two arrays while the edges fit into a cache of the processor, and 1.1 where they come
// from memory, since they are a third longer (1.6 million edges; AMD EPYC, Node 20).
//
// The columns are taken in blocks of 24 (12 accumulators), then 16, 8, 4, and all rows are done for one block before the next:
// the part of x that a block needs (192 bytes a row) then stays close, while the edges are read as a stream. Fewer, wider
// blocks are worth more than the first-level cache: what a loop needs besides its arithmetic is needed once for each block.
// Engines with wide vectors take 40 columns at once where that is quicker (sparse-wide.ts). They find pairs of vectors by their
// stores, of which the upper one comes first (docs/architecture.md, wide vectors).
//
// Each y[i][j] is summed over the edges of row i in their stored order, starting from 0, whatever the block: its bits do not
// depend on m or on what the other columns hold.

import { madd_f64x2 } from '../math/simd';
import { hasWideVectors } from '../wide';
import { notUnrolled } from './rolled';
import { spmm_stream_wide_f64, WIDE_BLOCK } from './sparse-wide';

/** Numbers of x, 96 KiB, up to which wide blocks are quicker in the strict build. */
const NEAR: i32 = 12288;

/** y = A x. Flops 2 edges m; bytes 12 edges (m / 24) + 8 n m read from cache and 8 n m written. */
export function spmm_csr_f64(n: i32, rowStart: usize, col: usize, val: usize, x: usize, m: i32, y: usize): void {
  // places of edges count from address 0, so that their weights are at val + 2 edge
  const weights = val - (col << 1);
  let j = 0;
  for (; j + 24 <= m; j += 24) arrays24(n, rowStart, col, weights, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
  if (j + 16 <= m) {
    arrays16(n, rowStart, col, weights, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
    j += 16;
  }
  if (j + 8 <= m) {
    arrays8(n, rowStart, col, weights, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
    j += 8;
  }
  if (j < m) arrays4(n, rowStart, col, weights, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
}

/** Prepares a stream of `count` edges for matrices of m columns. */
export function stream_offsets(count: i32, edges: usize, m: i32): void {
  const stride = (<usize>m) << 3;
  const end = edges + ((<usize>count) << 4);
  for (; edges < end; edges += 16) store<u32>(edges, load<u32>(edges) * <u32>stride, 4);
}

/**
 * y = A x with the edges as a stream, prepared for m columns and 16 bytes longer than they are. Flops 2 edges m; bytes
 * 16 edges (m / 24) + 8 n m read from cache and 8 n m written.
 */
export function spmm_stream_f64(n: i32, rowStart: usize, edges: usize, x: usize, m: i32, y: usize): void {
  let j = 0;
  if (hasWideVectors && (ASC_FEATURE_RELAXED_SIMD || n * m <= NEAR)) {
    // blocks of 24 are as quick where they leave no more than four columns
    for (; j + WIDE_BLOCK <= m && (m - j) % 24 >= 8; j += WIDE_BLOCK)
      spmm_stream_wide_f64(n, rowStart, edges, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
  }
  for (; j + 24 <= m; j += 24) stream24(n, rowStart, edges, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
  if (j + 16 <= m) {
    stream16(n, rowStart, edges, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
    j += 16;
  }
  if (j + 8 <= m) {
    stream8(n, rowStart, edges, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
    j += 8;
  }
  if (j < m) stream4(n, rowStart, edges, x + ((<usize>j) << 3), m, y + ((<usize>j) << 3));
}

function arrays24(n: i32, rowStart: usize, col: usize, weights: usize, x: usize, m: i32, y: usize): void {
  rows24(false, n, rowStart, col, weights, x, m, y);
}

function stream24(n: i32, rowStart: usize, edges: usize, x: usize, m: i32, y: usize): void {
  rows24(true, n, rowStart, edges, 0, x, m, y);
}

function arrays16(n: i32, rowStart: usize, col: usize, weights: usize, x: usize, m: i32, y: usize): void {
  rows16(false, n, rowStart, col, weights, x, m, y);
}

function stream16(n: i32, rowStart: usize, edges: usize, x: usize, m: i32, y: usize): void {
  rows16(true, n, rowStart, edges, 0, x, m, y);
}

function arrays8(n: i32, rowStart: usize, col: usize, weights: usize, x: usize, m: i32, y: usize): void {
  rows8(false, n, rowStart, col, weights, x, m, y);
}

function stream8(n: i32, rowStart: usize, edges: usize, x: usize, m: i32, y: usize): void {
  rows8(true, n, rowStart, edges, 0, x, m, y);
}

function arrays4(n: i32, rowStart: usize, col: usize, weights: usize, x: usize, m: i32, y: usize): void {
  rows4(false, n, rowStart, col, weights, x, m, y);
}

function stream4(n: i32, rowStart: usize, edges: usize, x: usize, m: i32, y: usize): void {
  rows4(true, n, rowStart, edges, 0, x, m, y);
}

/** Address of an edge: of its column, which in a stream its weight follows. */
// @ts-ignore: decorator
@inline
function edgeAt(isStream: bool, edges: usize, index: i32): usize {
  return edges + ((<usize>index) << (isStream ? 4 : 2));
}

// @ts-ignore: decorator
@inline
function rows24(isStream: bool, n: i32, rowStart: usize, edges: usize, val: usize, x: usize, m: i32, y: usize): void {
  const stride = (<usize>m) << 3;
  const rowEnd = rowStart + ((<usize>n) << 2);
  let edge = edgeAt(isStream, edges, load<i32>(rowStart));
  let offset: u32 = isStream ? load<u32>(edge, 4) : 0;
  while (rowStart < rowEnd) {
    rowStart += 4;
    const end = edgeAt(isStream, edges, load<i32>(rowStart));
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
    while (edge < end) {
      if (edge == 0) notUnrolled();
      const w = v128.load64_splat(isStream ? edge + 8 : val + (edge << 1));
      const p = x + (isStream ? <usize>offset : <usize>load<u32>(edge) * stride);
      if (isStream) offset = load<u32>(edge, 20);
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
      edge += isStream ? 16 : 4;
    }
    v128.store(y, a1, 16);
    v128.store(y, a0);
    v128.store(y, a3, 48);
    v128.store(y, a2, 32);
    v128.store(y, a5, 80);
    v128.store(y, a4, 64);
    v128.store(y, a7, 112);
    v128.store(y, a6, 96);
    v128.store(y, a9, 144);
    v128.store(y, a8, 128);
    v128.store(y, a11, 176);
    v128.store(y, a10, 160);
    y += stride;
  }
}

// @ts-ignore: decorator
@inline
function rows16(isStream: bool, n: i32, rowStart: usize, edges: usize, val: usize, x: usize, m: i32, y: usize): void {
  const stride = (<usize>m) << 3;
  const rowEnd = rowStart + ((<usize>n) << 2);
  let edge = edgeAt(isStream, edges, load<i32>(rowStart));
  let offset: u32 = isStream ? load<u32>(edge, 4) : 0;
  while (rowStart < rowEnd) {
    rowStart += 4;
    const end = edgeAt(isStream, edges, load<i32>(rowStart));
    let a0 = f64x2.splat(0),
      a1 = f64x2.splat(0),
      a2 = f64x2.splat(0),
      a3 = f64x2.splat(0);
    let a4 = f64x2.splat(0),
      a5 = f64x2.splat(0),
      a6 = f64x2.splat(0),
      a7 = f64x2.splat(0);
    while (edge < end) {
      if (edge == 0) notUnrolled();
      const w = v128.load64_splat(isStream ? edge + 8 : val + (edge << 1));
      const p = x + (isStream ? <usize>offset : <usize>load<u32>(edge) * stride);
      if (isStream) offset = load<u32>(edge, 20);
      a0 = madd_f64x2(v128.load(p), w, a0);
      a1 = madd_f64x2(v128.load(p, 16), w, a1);
      a2 = madd_f64x2(v128.load(p, 32), w, a2);
      a3 = madd_f64x2(v128.load(p, 48), w, a3);
      a4 = madd_f64x2(v128.load(p, 64), w, a4);
      a5 = madd_f64x2(v128.load(p, 80), w, a5);
      a6 = madd_f64x2(v128.load(p, 96), w, a6);
      a7 = madd_f64x2(v128.load(p, 112), w, a7);
      edge += isStream ? 16 : 4;
    }
    v128.store(y, a1, 16);
    v128.store(y, a0);
    v128.store(y, a3, 48);
    v128.store(y, a2, 32);
    v128.store(y, a5, 80);
    v128.store(y, a4, 64);
    v128.store(y, a7, 112);
    v128.store(y, a6, 96);
    y += stride;
  }
}

// @ts-ignore: decorator
@inline
function rows8(isStream: bool, n: i32, rowStart: usize, edges: usize, val: usize, x: usize, m: i32, y: usize): void {
  const stride = (<usize>m) << 3;
  const rowEnd = rowStart + ((<usize>n) << 2);
  let edge = edgeAt(isStream, edges, load<i32>(rowStart));
  let offset: u32 = isStream ? load<u32>(edge, 4) : 0;
  while (rowStart < rowEnd) {
    rowStart += 4;
    const end = edgeAt(isStream, edges, load<i32>(rowStart));
    let a0 = f64x2.splat(0),
      a1 = f64x2.splat(0),
      a2 = f64x2.splat(0),
      a3 = f64x2.splat(0);
    while (edge < end) {
      const w = v128.load64_splat(isStream ? edge + 8 : val + (edge << 1));
      const p = x + (isStream ? <usize>offset : <usize>load<u32>(edge) * stride);
      if (isStream) offset = load<u32>(edge, 20);
      a0 = madd_f64x2(v128.load(p), w, a0);
      a1 = madd_f64x2(v128.load(p, 16), w, a1);
      a2 = madd_f64x2(v128.load(p, 32), w, a2);
      a3 = madd_f64x2(v128.load(p, 48), w, a3);
      edge += isStream ? 16 : 4;
    }
    v128.store(y, a1, 16);
    v128.store(y, a0);
    v128.store(y, a3, 48);
    v128.store(y, a2, 32);
    y += stride;
  }
}

// @ts-ignore: decorator
@inline
function rows4(isStream: bool, n: i32, rowStart: usize, edges: usize, val: usize, x: usize, m: i32, y: usize): void {
  const stride = (<usize>m) << 3;
  const rowEnd = rowStart + ((<usize>n) << 2);
  let edge = edgeAt(isStream, edges, load<i32>(rowStart));
  let offset: u32 = isStream ? load<u32>(edge, 4) : 0;
  while (rowStart < rowEnd) {
    rowStart += 4;
    const end = edgeAt(isStream, edges, load<i32>(rowStart));
    let a0 = f64x2.splat(0),
      a1 = f64x2.splat(0);
    while (edge < end) {
      const w = v128.load64_splat(isStream ? edge + 8 : val + (edge << 1));
      const p = x + (isStream ? <usize>offset : <usize>load<u32>(edge) * stride);
      if (isStream) offset = load<u32>(edge, 20);
      a0 = madd_f64x2(v128.load(p), w, a0);
      a1 = madd_f64x2(v128.load(p, 16), w, a1);
      edge += isStream ? 16 : 4;
    }
    v128.store(y, a1, 16);
    v128.store(y, a0);
    y += stride;
  }
}
