// The register tile of all dense products, after Goto and van de Geijn (2008), "Anatomy of high-performance matrix multiplication".
//
//   A: panels of 4 rows     | k = 0: rows 4p..4p+3    (4 numbers)      | k = 1: ... |
//   B: panels of 32 bytes   | k = 0: 8 f32 or 4 f64 neighbouring columns | k = 1: ... |
//
// 4 rows times 32 bytes of C live in 8 registers: 4 x 8 for f32, 4 x 4 for f64. Sums run over k in order.

import { storePair } from '../math/simd';
import { bytesOf, madd } from './lanes';
import { hasWideVectors } from '../wide';

/** Rows of a panel of A. */
export const PANEL_ROWS: i32 = 4;

/** Columns of a panel of B. */
// @ts-ignore: decorator
@inline
export function panelColumns<T extends number>(): i32 {
  return 32 / <i32>sizeof<T>();
}

/**
 * y[0..3][32 bytes] = or += a panel of A times a panel of B: 8 accumulators, 2 vectors of columns, 1 splat.
 * Flops 8 depth times the columns of a panel.
 *
 * Not unrolled: two updates of one accumulator in one pass become one nested expression in the compiler's hands, both
 * operands of B stay alive, and registers spill (f64, strict: 13.1 instead of 16.2 GFLOP/s; fused: 12 instead of 24).
 */
export function tile<T extends number>(depth: i32, a: usize, b: usize, y: usize, stride: usize, adds: bool): void {
  let c00 = v128.splat<T>(<T>0),
    c01 = v128.splat<T>(<T>0),
    c10 = v128.splat<T>(<T>0),
    c11 = v128.splat<T>(<T>0);
  let c20 = v128.splat<T>(<T>0),
    c21 = v128.splat<T>(<T>0),
    c30 = v128.splat<T>(<T>0),
    c31 = v128.splat<T>(<T>0);
  const end = a + bytesOf<T>(depth << 2);
  for (; a < end; a += 4 * sizeof<T>()) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16);
    let e = v128.load_splat<T>(a);
    c00 = madd<T>(e, b0, c00);
    c01 = madd<T>(e, b1, c01);
    e = v128.load_splat<T>(a, sizeof<T>());
    c10 = madd<T>(e, b0, c10);
    c11 = madd<T>(e, b1, c11);
    e = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = madd<T>(e, b0, c20);
    c21 = madd<T>(e, b1, c21);
    e = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = madd<T>(e, b0, c30);
    c31 = madd<T>(e, b1, c31);
    b += 32;
  }
  storeRow<T>(y, c00, c01, adds);
  storeRow<T>(y + stride, c10, c11, adds);
  storeRow<T>(y + 2 * stride, c20, c21, adds);
  storeRow<T>(y + 3 * stride, c30, c31, adds);
}

/**
 * `tile` of two panels of B side by side, for engines with wide vectors (../wide.ts): 4 rows times 64 bytes of C. One panel has 4 sums of 256
 * bits there, each of which waits for the one before it; with 8 none waits, and a number of A that is loaded serves twice as many products
 * (f64, strict: 61 instead of 44 GFLOP/s; fused: 61 instead of 35). `across`, `down`: bytes of A from term to term, from row to row.
 */
export function tilePair<T extends number>(
  depth: i32,
  a: usize,
  across: usize,
  down: usize,
  b: usize,
  d: usize,
  y: usize,
  stride: usize,
  adds: bool,
): void {
  let c00 = v128.splat<T>(<T>0),
    c01 = v128.splat<T>(<T>0),
    c02 = v128.splat<T>(<T>0),
    c03 = v128.splat<T>(<T>0);
  let c10 = v128.splat<T>(<T>0),
    c11 = v128.splat<T>(<T>0),
    c12 = v128.splat<T>(<T>0),
    c13 = v128.splat<T>(<T>0);
  let c20 = v128.splat<T>(<T>0),
    c21 = v128.splat<T>(<T>0),
    c22 = v128.splat<T>(<T>0),
    c23 = v128.splat<T>(<T>0);
  let c30 = v128.splat<T>(<T>0),
    c31 = v128.splat<T>(<T>0),
    c32 = v128.splat<T>(<T>0),
    c33 = v128.splat<T>(<T>0);
  const third = down + down,
    fourth = third + down;
  for (const end = b + ((<usize>depth) << 5); b < end; b += 32) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16),
      b2 = v128.load(d),
      b3 = v128.load(d, 16);
    let e = v128.load_splat<T>(a);
    c00 = madd<T>(e, b0, c00);
    c01 = madd<T>(e, b1, c01);
    c02 = madd<T>(e, b2, c02);
    c03 = madd<T>(e, b3, c03);
    e = v128.load_splat<T>(a + down);
    c10 = madd<T>(e, b0, c10);
    c11 = madd<T>(e, b1, c11);
    c12 = madd<T>(e, b2, c12);
    c13 = madd<T>(e, b3, c13);
    e = v128.load_splat<T>(a + third);
    c20 = madd<T>(e, b0, c20);
    c21 = madd<T>(e, b1, c21);
    c22 = madd<T>(e, b2, c22);
    c23 = madd<T>(e, b3, c23);
    e = v128.load_splat<T>(a + fourth);
    c30 = madd<T>(e, b0, c30);
    c31 = madd<T>(e, b1, c31);
    c32 = madd<T>(e, b2, c32);
    c33 = madd<T>(e, b3, c33);
    a += across;
    d += 32;
  }
  storeRow<T>(y, c00, c01, adds);
  storeRow<T>(y + 32, c02, c03, adds);
  y += stride;
  storeRow<T>(y, c10, c11, adds);
  storeRow<T>(y + 32, c12, c13, adds);
  y += stride;
  storeRow<T>(y, c20, c21, adds);
  storeRow<T>(y + 32, c22, c23, adds);
  y += stride;
  storeRow<T>(y, c30, c31, adds);
  storeRow<T>(y + 32, c32, c33, adds);
}

/** Stores 32 bytes of C, or adds them to what is there. */
// @ts-ignore: decorator
@inline
export function storeRow<T extends number>(y: usize, low: v128, high: v128, adds: bool): void {
  if (adds) {
    low = v128.add<T>(v128.load(y), low);
    high = v128.add<T>(v128.load(y, 16), high);
  }
  storePair(y, low, high);
}

/**
 * y (rows x columns, `stride` bytes from row to row) = or += packed A times packed B over `depth` terms. `nextA`, `nextB`: bytes from
 * panel to panel. `edge`: 128 bytes for tiles that stand over the last row or column, of which only what belongs to y is taken.
 */
export function multiplyPanels<T extends number>(
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  nextA: usize,
  b: usize,
  nextB: usize,
  y: usize,
  stride: usize,
  adds: bool,
  edge: usize,
): void {
  const width = panelColumns<T>();
  for (let i = 0; i < rows; i += PANEL_ROWS) {
    const isHigh = i + PANEL_ROWS <= rows;
    let right = b;
    let out = y + <usize>i * stride;
    let j = 0;
    for (; hasWideVectors && isHigh && j + 2 * width <= columns; j += 2 * width) {
      tilePair<T>(depth, a, 4 * sizeof<T>(), sizeof<T>(), right, right + nextB, out, stride, adds);
      right += 2 * nextB;
      out += 64;
    }
    for (; j < columns; j += width) {
      if (isHigh && j + width <= columns) tile<T>(depth, a, right, out, stride, adds);
      else {
        tile<T>(depth, a, right, edge, 32, false);
        copyEdge<T>(min(PANEL_ROWS, rows - i), min(width, columns - j), edge, out, stride, adds);
      }
      right += nextB;
      out += 32;
    }
    a += nextA;
  }
}

/** What belongs to y of a tile that stands over its end. */
export function copyEdge<T extends number>(
  rows: i32,
  columns: i32,
  edge: usize,
  out: usize,
  stride: usize,
  adds: bool,
): void {
  const width = bytesOf<T>(columns);
  for (let r = 0; r < rows; r++) {
    for (let c: usize = 0; c < width; c += sizeof<T>()) {
      const value = load<T>(edge + c);
      store<T>(out + c, adds ? load<T>(out + c) + value : value);
    }
    edge += 32;
    out += stride;
  }
}
