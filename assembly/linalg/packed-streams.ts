// The product of packed.ts for matrices that no cache holds.
//
// One panel after the other is one stream of memory, of which a processor fetches less ahead than it could: at N = 8000 two thirds of the
// time were spent waiting. So four panels are taken at once, a piece of each in turn, which makes four streams. Every sum keeps its
// order: an entry of y gets its terms panel by panel, and that of a row runs along its columns. Where the matrix stays in a cache, taking
// up and leaving the sums of rows at each piece costs a sixth more than packed.ts does.

import { madd_f64x2, sum_f64x2 } from '../math/simd';

/** Panels at once. */
const PANELS: usize = 4;
/** Columns of a piece, times 8. */
const PIECE: usize = 256;
/** Bytes of the sums of the four rows of a panel. */
const SUMS: usize = 64;

/** y = A x with the bits of `symv_packed_f64`. `scratch`: 32 doubles. */
export function symv_streams_f64(matrix: usize, np: i32, x: usize, y: usize, scratch: usize): void {
  const bytes = (<usize>np) << 3;
  memory.fill(y, 0, bytes);
  let first: usize = 0;
  while (first < bytes) {
    const end = min(first + 32 * PANELS, bytes);
    // what of these panels lies above each other, and the block on the diagonal before it
    let panel = matrix;
    for (let i = first, sums = scratch; i < end; i += 32, sums += SUMS) {
      rowsOfDiagonal(panel, x + i, sums);
      piece(panel + 128, x, y, i, i + 32, end, sums);
      panel += (bytes - i) << 2;
    }
    const next = panel;
    for (let from = end; from < bytes; from += PIECE) {
      const to = min(from + PIECE, bytes);
      panel = matrix;
      for (let i = first, sums = scratch; i < end; i += 32, sums += SUMS) {
        piece(panel + ((from - i) << 2), x, y, i, from, to, sums);
        panel += (bytes - i) << 2;
      }
    }
    for (let i = first, sums = scratch; i < end; i += 8, sums += 16) {
      store<f64>(y + i, load<f64>(y + i) + sum_f64x2(v128.load(sums)));
    }
    matrix = next;
    first = end;
  }
}

/** Begins the sums of four rows with their block on the diagonal. `x`: of the rows. */
function rowsOfDiagonal(block: usize, x: usize, sums: usize): void {
  const v = v128.load(x),
    w = v128.load(x, 16);
  for (let r: usize = 0; r < 64; r += 16) {
    v128.store(sums + r, madd_f64x2(v128.load(block + r, 64), w, f64x2.mul(v128.load(block + r), v)));
  }
}

/** Columns `j` to `end`, times 8, of the panel of rows `i`, times 8, which begin at `a`; goes on with the sums of its rows. */
function piece(a: usize, x: usize, y: usize, i: usize, j: usize, end: usize, sums: usize): void {
  const x0 = v128.load64_splat(x + i),
    x1 = v128.load64_splat(x + i, 8);
  const x2 = v128.load64_splat(x + i, 16),
    x3 = v128.load64_splat(x + i, 24);
  let s0 = v128.load(sums),
    s1 = v128.load(sums, 16);
  let s2 = v128.load(sums, 32),
    s3 = v128.load(sums, 48);
  for (; j < end; j += 16) {
    const v = v128.load(x + j);
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
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
}
