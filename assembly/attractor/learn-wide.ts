// The loop of learn.ts for engines with wide vectors (../wide.ts), with the same bits: two vectors of a row are learned at once, and only their
// products are added one after the other. There no sum is put off, so that the loop needs none of the exits that learn.ts has for others.

import { madd_f64x2, storePair, sum_f64x2 } from '../math/simd';

/** As `attractor_learn_f64`. 8.1 instead of 9.2 us at np = 256 (AMD EPYC, Node 24). */
export function learnWide(J: usize, np: i32, a: usize, s: usize, field: usize): void {
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
      for (; j < end; j += 32) {
        const p0 = J + j,
          p1 = p0 + row,
          p2 = p1 + row,
          p3 = p2 + row;
        const x = v128.load(s + j),
          y = v128.load(s + j, 16);
        f0 = learnFour(p0, a0, x, y, x, y, f0);
        f1 = learnFour(p1, a1, x, y, x, y, f1);
        f2 = learnFour(p2, a2, x, y, x, y, f2);
        f3 = learnFour(p3, a3, x, y, x, y, f3);
      }
      if (end == row) break;
      const d0 = J + i,
        d1 = d0 + row,
        d2 = d1 + row,
        d3 = d2 + row;
      const left = v128.load(s + i),
        right = v128.load(s + i, 16);
      f0 = learnFour(d0, a0, f64x2.replace_lane(left, 0, 0), right, left, right, f0);
      f1 = learnFour(d1, a1, f64x2.replace_lane(left, 1, 0), right, left, right, f1);
      f2 = learnFour(d2, a2, left, f64x2.replace_lane(right, 0, 0), left, right, f2);
      f3 = learnFour(d3, a3, left, f64x2.replace_lane(right, 1, 0), left, right, f3);
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

/** J += a u for four columns of a row, u in two vectors; returns sum + J x, x likewise. */
// @ts-ignore: decorator
@inline
function learnFour(at: usize, a: v128, u: v128, v: v128, x: v128, y: v128, sum: v128): v128 {
  const low = madd_f64x2(a, u, v128.load(at)),
    high = madd_f64x2(a, v, v128.load(at, 16));
  storePair(at, low, high);
  return madd_f64x2(high, y, madd_f64x2(low, x, sum));
}
