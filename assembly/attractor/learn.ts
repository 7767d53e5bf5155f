// The learning update and the field that follows from it, in one pass over J.
//
//   J_ij += a_i s_j for i != j,   field_i = sum_j J_ij s_j with the new J
//
// J lies in rows of np doubles, np a multiple of 4, padding zero; rows go in fours that share the loads of s:
//
//   row i    | 0 .. i-1 | i i+1 i+2 i+3 | i+4 .. np-1 |     the block of four columns holds the four diagonals
//
// Sums run as in `dots_f64` (linalg/vectors.ts), so a field made here has the bits of one made there.

import { madd_f64x2, sum_f64x2 } from '../math/simd';

/**
 * One learning update. a, s, field: np doubles, padding of a and s zero. The diagonal is used but not changed.
 * Flops 4 np^2, bytes 16 np^2 + 8 np^2/4: J is read and written once.
 */
export function attractor_learn_f64(J: usize, np: i32, a: usize, s: usize, field: usize): void {
  const row = (<usize>np) << 3;
  for (let i: usize = 0; i < row; i += 32) {
    const a0 = v128.load64_splat(a + i),
      a1 = v128.load64_splat(a + i, 8),
      a2 = v128.load64_splat(a + i, 16),
      a3 = v128.load64_splat(a + i, 24);
    let f0 = f64x2.splat(0),
      f1 = f64x2.splat(0),
      f2 = f64x2.splat(0),
      f3 = f64x2.splat(0);
    let j: usize = 0;
    for (; j < i; j += 16) {
      const x = v128.load(s + j);
      const p = J + j;
      f0 = learnPair(p, a0, x, x, f0);
      f1 = learnPair(p + row, a1, x, x, f1);
      f2 = learnPair(p + 2 * row, a2, x, x, f2);
      f3 = learnPair(p + 3 * row, a3, x, x, f3);
    }
    const d = J + i;
    const left = v128.load(s + i);
    f0 = learnPair(d, a0, f64x2.replace_lane(left, 0, 0), left, f0);
    f1 = learnPair(d + row, a1, f64x2.replace_lane(left, 1, 0), left, f1);
    f2 = learnPair(d + 2 * row, a2, left, left, f2);
    f3 = learnPair(d + 3 * row, a3, left, left, f3);
    const right = v128.load(s + i, 16);
    f0 = learnPair(d + 16, a0, right, right, f0);
    f1 = learnPair(d + row + 16, a1, right, right, f1);
    f2 = learnPair(d + 2 * row + 16, a2, f64x2.replace_lane(right, 0, 0), right, f2);
    f3 = learnPair(d + 3 * row + 16, a3, f64x2.replace_lane(right, 1, 0), right, f3);
    for (j = i + 32; j < row; j += 16) {
      const x = v128.load(s + j);
      const p = J + j;
      f0 = learnPair(p, a0, x, x, f0);
      f1 = learnPair(p + row, a1, x, x, f1);
      f2 = learnPair(p + 2 * row, a2, x, x, f2);
      f3 = learnPair(p + 3 * row, a3, x, x, f3);
    }
    store<f64>(field + i, sum_f64x2(f0));
    store<f64>(field + i, sum_f64x2(f1), 8);
    store<f64>(field + i, sum_f64x2(f2), 16);
    store<f64>(field + i, sum_f64x2(f3), 24);
    J += row << 2;
  }
}

/** J += a u for two columns; returns sum + J x. */
// @ts-ignore: decorator
@inline
function learnPair(at: usize, a: v128, u: v128, x: v128, sum: v128): v128 {
  const J = madd_f64x2(a, u, v128.load(at));
  v128.store(at, J);
  return madd_f64x2(J, x, sum);
}

/**
 * sum over i != j of (a_i s_j)^2, the squared change of all weights, from the two vectors alone:
 * sum_i a_i^2 (sum_j s_j^2 - s_i^2). np doubles each. Relative error below np ulp for n >= 2 unless one s dominates all others.
 */
export function attractor_weight_change_f64(a: usize, s: usize, np: i32): f64 {
  const bytes = (<usize>np) << 3;
  let squares = f64x2.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = v128.load(s + j);
    squares = f64x2.add(squares, f64x2.mul(x, x));
  }
  const total = f64x2.splat(sum_f64x2(squares));
  let change = f64x2.splat(0);
  for (let j: usize = 0; j < bytes; j += 16) {
    const x = v128.load(s + j);
    const c = v128.load(a + j);
    change = f64x2.add(change, f64x2.mul(f64x2.mul(c, c), f64x2.sub(total, f64x2.mul(x, x))));
  }
  return sum_f64x2(change);
}
