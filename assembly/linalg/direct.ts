// The register tile of dense products (tile.ts) on an A that is read where it stands, which saves its packing where it is used once. Sums have
// the order and so the bits of packed ones. Its four addresses make it 3 to 8 % slower (one core, 120 x 16 x 120: fast 41.2 instead of 44.4
// GFLOP/s, 33.6 with packing).

import { bytesOf, entry, madd } from './lanes';
import { copyEdge, PANEL_ROWS, panelColumns, storeRow, tilePair } from './tile';
import { hasWideVectors } from '../wide';

/** `tile` of four neighbouring columns of A [terms][..], `step` bytes from term to term. */
function tileAcross<T extends number>(
  depth: i32,
  a: usize,
  step: usize,
  b: usize,
  y: usize,
  stride: usize,
  adds: bool,
): void {
  let c00 = v128.splat<T>(<T>0),
    c01 = v128.splat<T>(<T>0),
    c10 = v128.splat<T>(<T>0),
    c11 = v128.splat<T>(<T>0);
  let c20 = v128.splat<T>(<T>0),
    c21 = v128.splat<T>(<T>0),
    c30 = v128.splat<T>(<T>0),
    c31 = v128.splat<T>(<T>0);
  for (const end = b + ((<usize>depth) << 5); b < end; b += 32) {
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
    a += step;
  }
  storeRow<T>(y, c00, c01, adds);
  storeRow<T>(y + stride, c10, c11, adds);
  storeRow<T>(y + 2 * stride, c20, c21, adds);
  storeRow<T>(y + 3 * stride, c30, c31, adds);
}

/** `tile` of four rows of A, each of which begins at its own address. */
function tileDown<T extends number>(
  depth: i32,
  a0: usize,
  a1: usize,
  a2: usize,
  a3: usize,
  b: usize,
  y: usize,
  stride: usize,
  adds: bool,
): void {
  let c00 = v128.splat<T>(<T>0),
    c01 = v128.splat<T>(<T>0),
    c10 = v128.splat<T>(<T>0),
    c11 = v128.splat<T>(<T>0);
  let c20 = v128.splat<T>(<T>0),
    c21 = v128.splat<T>(<T>0),
    c30 = v128.splat<T>(<T>0),
    c31 = v128.splat<T>(<T>0);
  for (const end = b + ((<usize>depth) << 5); b < end; b += 32) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16);
    let e = v128.load_splat<T>(a0);
    c00 = madd<T>(e, b0, c00);
    c01 = madd<T>(e, b1, c01);
    e = v128.load_splat<T>(a1);
    c10 = madd<T>(e, b0, c10);
    c11 = madd<T>(e, b1, c11);
    e = v128.load_splat<T>(a2);
    c20 = madd<T>(e, b0, c20);
    c21 = madd<T>(e, b1, c21);
    e = v128.load_splat<T>(a3);
    c30 = madd<T>(e, b0, c30);
    c31 = madd<T>(e, b1, c31);
    a0 += sizeof<T>();
    a1 += sizeof<T>();
    a2 += sizeof<T>();
    a3 += sizeof<T>();
  }
  storeRow<T>(y, c00, c01, adds);
  storeRow<T>(y + stride, c10, c11, adds);
  storeRow<T>(y + 2 * stride, c20, c21, adds);
  storeRow<T>(y + 3 * stride, c30, c31, adds);
}

/** The same as `multiplyPanels` with A [rows][..] or, with `isAcross`, A [terms][..] as it stands, `step` bytes from line to line. */
export function multiplyDirect<T extends number>(
  isAcross: bool,
  rows: i32,
  columns: i32,
  depth: i32,
  a: usize,
  step: usize,
  b: usize,
  nextB: usize,
  y: usize,
  stride: usize,
  adds: bool,
  edge: usize,
): void {
  const width = panelColumns<T>();
  for (let i = 0; i < rows; i += PANEL_ROWS) {
    const high = min(PANEL_ROWS, rows - i);
    const last = <usize>(high - 1);
    let right = b;
    let out = y + <usize>i * stride;
    let j = 0;
    for (; hasWideVectors && high == PANEL_ROWS && j + 2 * width <= columns; j += 2 * width) {
      const left = isAcross ? entry<T>(a, i) : a + <usize>i * step;
      const across = isAcross ? step : sizeof<T>(),
        down = isAcross ? sizeof<T>() : step;
      tilePair<T>(depth, left, across, down, right, right + nextB, out, stride, adds);
      right += 2 * nextB;
      out += 64;
    }
    for (; j < columns; j += width) {
      const isWhole = high == PANEL_ROWS && j + width <= columns;
      const target = isWhole ? out : edge;
      const next = isWhole ? stride : 32;
      const sums = isWhole && adds;
      if (isAcross) tileAcross<T>(depth, entry<T>(a, i), step, right, target, next, sums);
      else {
        const row = a + <usize>i * step;
        const second = row + min<usize>(1, last) * step;
        const third = row + min<usize>(2, last) * step;
        tileDown<T>(depth, row, second, third, row + last * step, right, target, next, sums);
      }
      if (!isWhole) copyEdge<T>(high, min(width, columns - j), edge, out, stride, adds);
      right += nextB;
      out += 32;
    }
  }
}
