// Symmetric matrices as the upper triangle in panels of 4 rows.
//
// Panel p holds rows 4p..4p+3 and columns 4p..np-1. Two columns of its four rows make 64 bytes, one cache line, so that the
// whole panel is one stream:
//
//   panel p, columns 4p + 2c, 4p + 2c + 1:
//   | row 0: 2 f64 | row 1: 2 f64 | row 2: 2 f64 | row 3: 2 f64 |
//
// The 4 x 4 block on the diagonal is stored whole; its halves are mirror images bit for bit. np is a multiple of 4.

import { madd_f64x2, sum_f64x2 } from '../math/simd';

/** Bytes from the start of the matrix to panel p. */
// @ts-ignore: decorator
@inline
export function panelOffset(p: i32, np: i32): usize {
  return (<usize>p * <usize>np - 2 * <usize>p * (<usize>p - 1)) << 5;
}

/** Address of the 4 x 4 block of rows 4p.. and columns 4q.., q >= p: two runs of 64 bytes. */
// @ts-ignore: decorator
@inline
export function blockAddress(matrix: usize, p: i32, q: i32, np: i32): usize {
  return matrix + panelOffset(p, np) + ((<usize>(q - p)) << 7);
}

/**
 * y = A x. Each stored element is loaded once and used twice, for y_i and for y_j.
 * Flops 2 np^2, bytes 4 np^2 (half of a dense product). Error <= np/2 + 4 ulp of sum_j |A_ij x_j|.
 */
export function symv_packed_f64(matrix: usize, np: i32, x: usize, y: usize): void {
  const bytes = (<usize>np) << 3;
  memory.fill(y, 0, bytes);
  let a = matrix;
  for (let i: usize = 0; i < bytes; i += 32) {
    const x0 = v128.load64_splat(x + i),
      x1 = v128.load64_splat(x + i, 8);
    const x2 = v128.load64_splat(x + i, 16),
      x3 = v128.load64_splat(x + i, 24);
    let v = v128.load(x + i);
    let s0 = f64x2.mul(v128.load(a), v),
      s1 = f64x2.mul(v128.load(a, 16), v);
    let s2 = f64x2.mul(v128.load(a, 32), v),
      s3 = f64x2.mul(v128.load(a, 48), v);
    v = v128.load(x + i, 16);
    s0 = madd_f64x2(v128.load(a, 64), v, s0);
    s1 = madd_f64x2(v128.load(a, 80), v, s1);
    s2 = madd_f64x2(v128.load(a, 96), v, s2);
    s3 = madd_f64x2(v128.load(a, 112), v, s3);
    a += 128;
    for (let j = i + 32; j < bytes; j += 16) {
      v = v128.load(x + j);
      let e = v128.load(a);
      s0 = madd_f64x2(e, v, s0);
      let t = madd_f64x2(e, x0, v128.load(y + j));
      e = v128.load(a, 16);
      s1 = madd_f64x2(e, v, s1);
      t = madd_f64x2(e, x1, t);
      e = v128.load(a, 32);
      s2 = madd_f64x2(e, v, s2);
      t = madd_f64x2(e, x2, t);
      e = v128.load(a, 48);
      s3 = madd_f64x2(e, v, s3);
      t = madd_f64x2(e, x3, t);
      v128.store(y + j, t);
      a += 64;
    }
    store<f64>(y + i, load<f64>(y + i) + sum_f64x2(s0));
    store<f64>(y + i, load<f64>(y + i, 8) + sum_f64x2(s1), 8);
    store<f64>(y + i, load<f64>(y + i, 16) + sum_f64x2(s2), 16);
    store<f64>(y + i, load<f64>(y + i, 24) + sum_f64x2(s3), 24);
  }
}

/** Makes a diagonal block the mirror image of its upper half and clears its diagonal. Layout as stored: column pairs. */
export function mirror_hollow_block_f64(block: usize): void {
  for (let r: usize = 0; r < 4; r++) {
    for (let c: usize = 0; c < r; c++) store<f64>(element(block, r, c), load<f64>(element(block, c, r)));
    store<f64>(element(block, r, r), 0);
  }
}

/** Address of row r, column c of a stored 4 x 4 block. */
// @ts-ignore: decorator
@inline
export function element(block: usize, r: usize, c: usize): usize {
  return block + ((c >> 1) << 6) + (r << 4) + ((c & 1) << 3);
}

/**
 * Packs four full rows 4p..4p+3 (np doubles each, one after the other) of a symmetric matrix: the upper part is taken, the
 * block on the diagonal is mirrored and made hollow.
 */
export function pack_panel_f64(matrix: usize, np: i32, p: i32, rows: usize): void {
  const stride = (<usize>np) << 3;
  const first = (<usize>p) << 5;
  let a = matrix + panelOffset(p, np);
  for (let j = first; j < stride; j += 16) {
    for (let r: usize = 0; r < 4; r++) v128.store(a + (r << 4), v128.load(rows + r * stride + j));
    a += 64;
  }
  mirror_hollow_block_f64(matrix + panelOffset(p, np));
}
