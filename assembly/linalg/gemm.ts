// Dense matrix times a block of columns, for products that share one matrix.
//
//   packed A: panels of 4 rows (tile.ts), the last one filled with zeros; panel p at p * 32 k bytes
//   x, y:     f64 [k][ldx], [n][ldy], row-major; m columns are used, m a multiple of 4
//   workspace: one block of x, KC rows and up to NC columns, in panels of 4 columns, then one tile for the last rows
//
// One panel of A (8 KB for KC = 256) stays in the first-level cache while the panels of x pass by from the second. Sums run over k in
// order within a block of KC, and blocks are added in order: the bits of y depend on k alone.

import { multiplyPanels } from './tile';

export const KC: i32 = 256;
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
  const edge = workspace + ((<usize>min(k, KC) * <usize>min(m, NC)) << 3);
  const stride = (<usize>ldy) << 3;
  for (let jc = 0; jc < m; jc += NC) {
    const columns = min(NC, m - jc);
    const target = y + ((<usize>jc) << 3);
    for (let kc = 0; kc < k; kc += KC) {
      const depth = min(KC, k - kc);
      packColumns(depth, columns, x + ((<usize>kc * <usize>ldx + <usize>jc) << 3), ldx, workspace);
      const block = packedA + ((<usize>kc) << 5);
      const next = (<usize>depth) << 5;
      multiplyPanels<f64>(n, columns, depth, block, (<usize>k) << 5, workspace, next, target, stride, kc > 0, edge);
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
