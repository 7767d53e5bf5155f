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
import { hasWideVectors } from '../wide';
import { learnWide } from './learn-wide';

/**
 * One learning update. a, s, field: np doubles, padding of a and s zero. The diagonal is used but not changed.
 * Flops 4 np^2, bytes 16 np^2 + 8 np^2/4: J is read and written once.
 */
export function attractor_learn_f64(J: usize, np: i32, a: usize, s: usize, field: usize): void {
  if (hasWideVectors) learnWide(J, np, a, s, field);
  else learnRows(J, np, a, s, field);
}

function learnRows(J: usize, np: i32, a: usize, s: usize, field: usize): void {
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
    let j: usize = 0,
      end = i;
    for (;;) {
      // Four vectors a round save addresses and tests. At an exit the engine has to have the sums; without one it would put them off until
      // its registers are full of weights.
      for (; j < end; j += 64) {
        let x: v128;
        const p0 = J + j,
          p1 = p0 + row,
          p2 = p1 + row,
          p3 = p2 + row;
        x = v128.load(s + j);
        f0 = learnPair(0, p0, a0, x, x, f0);
        f1 = learnPair(0, p1, a1, x, x, f1);
        f2 = learnPair(0, p2, a2, x, x, f2);
        f3 = learnPair(0, p3, a3, x, x, f3);
        if (j + 16 >= end) break;
        x = v128.load(s + j, 16);
        f0 = learnPair(1, p0, a0, x, x, f0);
        f1 = learnPair(1, p1, a1, x, x, f1);
        f2 = learnPair(1, p2, a2, x, x, f2);
        f3 = learnPair(1, p3, a3, x, x, f3);
        if (j + 32 >= end) break;
        x = v128.load(s + j, 32);
        f0 = learnPair(2, p0, a0, x, x, f0);
        f1 = learnPair(2, p1, a1, x, x, f1);
        f2 = learnPair(2, p2, a2, x, x, f2);
        f3 = learnPair(2, p3, a3, x, x, f3);
        if (j + 48 >= end) break;
        x = v128.load(s + j, 48);
        f0 = learnPair(3, p0, a0, x, x, f0);
        f1 = learnPair(3, p1, a1, x, x, f1);
        f2 = learnPair(3, p2, a2, x, x, f2);
        f3 = learnPair(3, p3, a3, x, x, f3);
      }
      if (end == row) break;
      const d0 = J + i,
        d1 = d0 + row,
        d2 = d1 + row,
        d3 = d2 + row;
      const left = v128.load(s + i);
      f0 = learnPair(0, d0, a0, f64x2.replace_lane(left, 0, 0), left, f0);
      f1 = learnPair(0, d1, a1, f64x2.replace_lane(left, 1, 0), left, f1);
      f2 = learnPair(0, d2, a2, left, left, f2);
      f3 = learnPair(0, d3, a3, left, left, f3);
      const right = v128.load(s + i, 16);
      f0 = learnPair(1, d0, a0, right, right, f0);
      f1 = learnPair(1, d1, a1, right, right, f1);
      f2 = learnPair(1, d2, a2, f64x2.replace_lane(right, 0, 0), right, f2);
      f3 = learnPair(1, d3, a3, f64x2.replace_lane(right, 1, 0), right, f3);
      j = i + 32;
      end = row;
    }
    store<f64>(field + i, sum_f64x2(f0));
    store<f64>(field + i, sum_f64x2(f1), 8);
    store<f64>(field + i, sum_f64x2(f2), 16);
    store<f64>(field + i, sum_f64x2(f3), 24);
    J += row << 2;
  }
}

/** J += a u for the two columns of vector `k` from `at`; returns sum + J x. */
// @ts-ignore: decorator
@inline
function learnPair(k: i32, at: usize, a: v128, u: v128, x: v128, sum: v128): v128 {
  let J: v128;
  if (k == 0) {
    J = madd_f64x2(a, u, v128.load(at));
    v128.store(at, J);
  } else if (k == 1) {
    J = madd_f64x2(a, u, v128.load(at, 16));
    v128.store(at, J, 16);
  } else if (k == 2) {
    J = madd_f64x2(a, u, v128.load(at, 32));
    v128.store(at, J, 32);
  } else {
    J = madd_f64x2(a, u, v128.load(at, 48));
    v128.store(at, J, 48);
  }
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
