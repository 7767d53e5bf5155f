// The three dense products of a training step, on row-major matrices of any size:
//
//   form 0: C = A B        A [m][lda], B [k][ldb]        error of the data:   d W
//   form 1: C = A' B       A [k][lda], B [k][ldb]        gradient of weights: d' h
//   form 2: C = A B'       A [m][lda], B [n][ldb]        layer:               h W'
//
// Both are packed into panels (panels.ts) and multiplied in register tiles (tile.ts). A matrix that many products share is packed once.
// Sums run over k in order within a block of 256 terms, and blocks are added in order: the bits of C depend on k alone, so any part of
// the rows may be computed by itself. Flops 2 m n k; bytes moved for packing 2 (m k + k n) numbers.
//
// Error, strict build: of each entry at most (min(k, 256) + k/256) u sum |a b|, u = 2^-24 or 2^-53.

import { KC } from './gemm';
import { multiplyDirect } from './direct';
import { bytesOf, entry } from './lanes';
import { packAcross, packDown, panelNumbers } from './panels';
import { multiplyPanels, PANEL_ROWS, panelColumns } from './tile';

const A_IS_TRANSPOSED: i32 = 1;
const B_IS_TRANSPOSED: i32 = 2;

/** Bytes of a block of packed B that stays in the second-level cache. */
const BLOCK: i32 = 1 << 17;

/** Bytes of packed A for m rows. */
// @ts-ignore: decorator
@inline
export function leftBytes<T extends number>(m: i32, k: i32): usize {
  return bytesOf<T>(panelNumbers(m, k, PANEL_ROWS));
}

/** Bytes of packed B for n columns. */
// @ts-ignore: decorator
@inline
export function rightBytes<T extends number>(n: i32, k: i32): usize {
  return bytesOf<T>(panelNumbers(n, k, panelColumns<T>()));
}

/** Bytes of the workspace of `product`. */
export function productBytes<T extends number>(m: i32, n: i32, k: i32): i32 {
  return <i32>(leftBytes<T>(m, k) + rightBytes<T>(n, k)) + 128;
}

/** Packs A of a product of the given form. */
export function packLeft<T extends number>(form: i32, m: i32, k: i32, a: usize, lda: i32, out: usize): void {
  if (form & A_IS_TRANSPOSED) packAcross<T>(k, m, a, lda, PANEL_ROWS, out);
  else packDown<T>(m, k, a, lda, PANEL_ROWS, out);
}

/** Packs B of a product of the given form. */
export function packRight<T extends number>(form: i32, n: i32, k: i32, b: usize, ldb: i32, out: usize): void {
  if (form & B_IS_TRANSPOSED) packDown<T>(n, k, b, ldb, panelColumns<T>(), out);
  else packAcross<T>(k, n, b, ldb, panelColumns<T>(), out);
}

/** Columns of a block of packed B. */
// @ts-ignore: decorator
@inline
function blockColumns<T extends number>(depth: i32): i32 {
  const width = panelColumns<T>();
  return max(width, (BLOCK / (depth * <i32>sizeof<T>())) & -width);
}

/** C [m][ldc] = or += packed A times packed B. `edge`: 128 bytes. */
export function multiplyPacked<T extends number>(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  b: usize,
  c: usize,
  ldc: i32,
  adds: bool,
  edge: usize,
): void {
  const width = panelColumns<T>();
  const nextA = bytesOf<T>(PANEL_ROWS * k);
  const nextB = bytesOf<T>(width * k);
  for (let kc = 0; kc < k; kc += KC) {
    const depth = min(KC, k - kc);
    const columns = blockColumns<T>(depth);
    for (let jc = 0; jc < n; jc += columns) {
      const right = b + <usize>(jc / width) * nextB + ((<usize>kc) << 5);
      const left = entry<T>(a, PANEL_ROWS * kc);
      const out = entry<T>(c, jc);
      const some = min(columns, n - jc);
      multiplyPanels<T>(m, some, depth, left, nextA, right, nextB, out, bytesOf<T>(ldc), adds || kc > 0, edge);
    }
  }
}

/** The same, bit by bit, with A of the given form as it stands: for one that is used once. */
export function multiplyRows<T extends number>(
  form: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  c: usize,
  ldc: i32,
  adds: bool,
  edge: usize,
): void {
  const width = panelColumns<T>();
  const isAcross = (form & A_IS_TRANSPOSED) != 0;
  const nextB = bytesOf<T>(width * k);
  const step = bytesOf<T>(lda),
    stride = bytesOf<T>(ldc);
  for (let kc = 0; kc < k; kc += KC) {
    const depth = min(KC, k - kc);
    const columns = blockColumns<T>(depth);
    const left = entry<T>(a, isAcross ? kc * lda : kc);
    for (let jc = 0; jc < n; jc += columns) {
      const right = b + <usize>(jc / width) * nextB + ((<usize>kc) << 5);
      const out = entry<T>(c, jc);
      const some = min(columns, n - jc);
      multiplyDirect<T>(isAcross, m, some, depth, left, step, right, nextB, out, stride, adds || kc > 0, edge);
    }
  }
}

/** C [m][ldc] = or += the product of the given form, k > 0. C must not overlap A or B. `workspace`: `productBytes(m, n, k)`. */
export function product<T extends number>(
  form: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  adds: bool,
  workspace: usize,
): void {
  const left = workspace + 128;
  const right = left + leftBytes<T>(m, k);
  packLeft<T>(form, m, k, a, lda, left);
  packRight<T>(form, n, k, b, ldb, right);
  multiplyPacked<T>(m, n, k, left, right, c, ldc, adds, workspace);
}

/** Bytes of the workspace of `productOfRows`. */
export function rowsBytes<T extends number>(n: i32, k: i32): i32 {
  return <i32>rightBytes<T>(n, k) + 128;
}

/** `product` with the same bits, B packed and A as it stands. `workspace`: `rowsBytes(n, k)`. */
export function productOfRows<T extends number>(
  form: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  workspace: usize,
): void {
  packRight<T>(form, n, k, b, ldb, workspace + 128);
  multiplyRows<T>(form, m, n, k, a, lda, workspace + 128, c, ldc, false, workspace);
}

/** The same by the definition, each sum in the order of k: the reference of tests and measurements. */
export function productPlain<T extends number>(
  form: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  adds: bool,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum: T = <T>0;
      for (let l = 0; l < k; l++) {
        const left = form & A_IS_TRANSPOSED ? l * lda + i : i * lda + l;
        const right = form & B_IS_TRANSPOSED ? j * ldb + l : l * ldb + j;
        sum = <T>(sum + <T>(load<T>(entry<T>(a, left)) * load<T>(entry<T>(b, right))));
      }
      const out = entry<T>(c, i * ldc + j);
      store<T>(out, adds ? <T>(load<T>(out) + sum) : sum);
    }
  }
}
