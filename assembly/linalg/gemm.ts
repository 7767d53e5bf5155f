// Dense matrix times a block of columns, after Goto and van de Geijn (2008), "Anatomy of high-performance matrix multiplication".
//
//   packed A: panels of 4 rows, the last one filled with zeros; panel p at p * 32 k bytes
//             | k = 0: rows 4p..4p+3 (4 f64) | k = 1: 4 f64 | ...
//   x, y:     f64 [k][ldx], [n][ldy], row-major; m columns are used, m a multiple of 4
//   workspace: one block of x, KC rows and up to NC columns, in panels of 4 columns
//             | k = 0: columns 4q..4q+3 (4 f64) | k = 1: 4 f64 | ...     then one 4 x 4 tile for the last rows
//
// A 4 x 4 tile of y lives in 8 registers. One panel of A (8 KB for KC = 256) stays in the first-level cache while the panels of
// x pass by from the second. Sums run over k in order within a block of KC, and blocks are added in order: the bits of y depend
// on k alone.

import { madd_f64x2 } from '../math/simd';

const KC: i32 = 256;
const NC: i32 = 96;

/** Bytes of the workspace of `gemm_f64` for m columns and k rows of x. */
export function gemm_workspace_bytes(m: i32, k: i32): i32 {
  return ((min(k, KC) * min(m, NC)) << 3) + 128;
}

/** Bytes of the packed form of an n x k matrix. */
export function gemm_packed_bytes(n: i32, k: i32): i32 {
  return (((n + 3) & ~3) * k) << 3;
}

/** Packs A (n x k, row-major, lda doubles from row to row) once for any number of products. */
export function gemm_pack_a_f64(n: i32, k: i32, a: usize, lda: i32, packed: usize): void {
  const stride = (<usize>lda) << 3;
  for (let i = 0; i < n; i += 4) {
    for (let j = 0; j < k; j++) {
      const from = a + <usize>i * stride + ((<usize>j) << 3);
      for (let r = 0; r < 4; r++) {
        store<f64>(packed + ((<usize>r) << 3), i + r < n ? load<f64>(from + <usize>r * stride) : 0);
      }
      packed += 32;
    }
  }
}

/**
 * y = A x with A packed; y must not overlap x. Flops 2 n m k; bytes 8 n k (m / 96 times) + 16 k m + 8 n m.
 * `workspace`: `gemm_workspace_bytes(m, k)`.
 */
export function gemm_f64(
  n: i32,
  m: i32,
  k: i32,
  packedA: usize,
  x: usize,
  ldx: i32,
  y: usize,
  ldy: i32,
  workspace: usize,
): void {
  const tile = workspace + ((<usize>min(k, KC) * <usize>min(m, NC)) << 3);
  for (let jc = 0; jc < m; jc += NC) {
    const columns = min(NC, m - jc);
    const target = y + ((<usize>jc) << 3);
    for (let kc = 0; kc < k; kc += KC) {
      const depth = min(KC, k - kc);
      packColumns(depth, columns, x + ((<usize>kc * <usize>ldx + <usize>jc) << 3), ldx, workspace);
      const block = packedA + ((<usize>kc) << 5);
      multiplyBlock(n, columns, depth, block, (<usize>k) << 5, workspace, target, ldy, kc > 0, tile);
    }
  }
}

/** Copies depth rows of `columns` doubles into panels of 4 columns. */
function packColumns(depth: i32, columns: i32, x: usize, ldx: i32, out: usize): void {
  const stride = (<usize>ldx) << 3;
  for (let j = 0; j < columns; j += 4) {
    let from = x + ((<usize>j) << 3);
    for (let i = 0; i < depth; i++) {
      v128.store(out, v128.load(from));
      v128.store(out, v128.load(from, 16), 16);
      from += stride;
      out += 32;
    }
  }
}

function multiplyBlock(
  n: i32,
  columns: i32,
  depth: i32,
  a: usize,
  panel: usize,
  b: usize,
  y: usize,
  ldy: i32,
  adds: bool,
  tile: usize,
): void {
  const stride = (<usize>ldy) << 3;
  const step = (<usize>depth) << 5;
  for (let i = 0; i < n; i += 4) {
    const rows = min(4, n - i);
    let right = b;
    let out = y + <usize>i * stride;
    for (let j = 0; j < columns; j += 4) {
      if (rows == 4) tile4x4(depth, a, right, out, stride, adds);
      else {
        tile4x4(depth, a, right, tile, 32, false);
        copyRows(rows, tile, out, stride, adds);
      }
      right += step;
      out += 32;
    }
    a += panel;
  }
}

/** The last, incomplete rows of y from a complete tile. */
function copyRows(rows: i32, tile: usize, out: usize, stride: usize, adds: bool): void {
  for (let r = 0; r < rows; r++) {
    let low = v128.load(tile),
      high = v128.load(tile, 16);
    if (adds) {
      low = f64x2.add(v128.load(out), low);
      high = f64x2.add(v128.load(out, 16), high);
    }
    v128.store(out, low);
    v128.store(out, high, 16);
    tile += 32;
    out += stride;
  }
}

/**
 * y[0..3][0..3] = or += a panel of A times a panel of x: 8 accumulators, 2 vectors of columns, 1 splat.
 *
 * Not unrolled: two updates of one accumulator in one pass become one nested expression in the compiler's hands, both
 * operands of x stay alive, and registers spill (strict 13.1 instead of 16.2 GFLOP/s, fused 12 instead of 24).
 */
function tile4x4(depth: i32, a: usize, b: usize, y: usize, stride: usize, adds: bool): void {
  let c00 = f64x2.splat(0),
    c01 = f64x2.splat(0),
    c10 = f64x2.splat(0),
    c11 = f64x2.splat(0);
  let c20 = f64x2.splat(0),
    c21 = f64x2.splat(0),
    c30 = f64x2.splat(0),
    c31 = f64x2.splat(0);
  const end = a + ((<usize>depth) << 5);
  for (; a < end; a += 32) {
    const b0 = v128.load(b),
      b1 = v128.load(b, 16);
    let e = v128.load64_splat(a);
    c00 = madd_f64x2(e, b0, c00);
    c01 = madd_f64x2(e, b1, c01);
    e = v128.load64_splat(a, 8);
    c10 = madd_f64x2(e, b0, c10);
    c11 = madd_f64x2(e, b1, c11);
    e = v128.load64_splat(a, 16);
    c20 = madd_f64x2(e, b0, c20);
    c21 = madd_f64x2(e, b1, c21);
    e = v128.load64_splat(a, 24);
    c30 = madd_f64x2(e, b0, c30);
    c31 = madd_f64x2(e, b1, c31);
    b += 32;
  }
  storeRow(y, c00, c01, adds);
  storeRow(y + stride, c10, c11, adds);
  storeRow(y + 2 * stride, c20, c21, adds);
  storeRow(y + 3 * stride, c30, c31, adds);
}

// @ts-ignore: decorator
@inline
function storeRow(y: usize, low: v128, high: v128, adds: bool): void {
  if (adds) {
    low = f64x2.add(v128.load(y), low);
    high = f64x2.add(v128.load(y, 16), high);
  }
  v128.store(y, low);
  v128.store(y, high, 16);
}

/** y = A x by the definition, A row-major with lda doubles from row to row: the reference of tests and measurements. */
export function gemm_plain_f64(
  n: i32,
  m: i32,
  k: i32,
  a: usize,
  lda: i32,
  x: usize,
  ldx: i32,
  y: usize,
  ldy: i32,
): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum: f64 = 0;
      for (let l = 0; l < k; l++) {
        const left = load<f64>(a + ((<usize>i * <usize>lda + <usize>l) << 3));
        sum += left * load<f64>(x + ((<usize>l * <usize>ldx + <usize>j) << 3));
      }
      store<f64>(y + ((<usize>i * <usize>ldy + <usize>j) << 3), sum);
    }
  }
}
