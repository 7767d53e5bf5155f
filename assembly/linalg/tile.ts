// The register tile of all dense products, after Goto and van de Geijn (2008), "Anatomy of high-performance matrix multiplication".
//
//   A: panels of 4 rows     | k = 0: rows 4p..4p+3    (4 numbers)      | k = 1: ... |
//   B: panels of 32 bytes   | k = 0: 8 f32 or 4 f64 neighbouring columns | k = 1: ... |
//
// 4 rows times 32 bytes of C live in 8 registers: 4 x 8 for f32, 4 x 4 for f64. Sums run over k in order.

import { bytesOf, madd } from './lanes';

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

// @ts-ignore: decorator
@inline
export function storeRow<T extends number>(y: usize, low: v128, high: v128, adds: bool): void {
  if (adds) {
    low = v128.add<T>(v128.load(y), low);
    high = v128.add<T>(v128.load(y, 16), high);
  }
  v128.store(y, low);
  v128.store(y, high, 16);
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
    for (let j = 0; j < columns; j += width) {
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
