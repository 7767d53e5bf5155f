// Whether columns are orthonormal, seen by one vector instead of by the products of all pairs.
//
// With E = Q^T Q - 1 and a vector z of signs, e = Q^T (Q z) - z = E z; a row of Q serves both products at one visit. An entry that is
// alone in its row of E is seen as it is, |e_j|. Signs make of a row of many a sum of the size of its norm, at least that of its largest
// entry. Where they happen to cancel, the same entries stand in other rows too, E being symmetric: all would have to cancel for a
// defect to be missed, and what rounding leaves is not made for these signs. Those are a hash of the index, without a pattern that
// columns could share, as alternating signs have one.

import { storePair } from '../math/simd';

/** Bytes of the scratch space of `areOrthonormal_f64`. */
export function orthonormal_scratch_bytes(k: i32): i32 {
  return k << 4;
}

/**
 * Whether columns 0 .. k-1 of q, [n][ldq], are orthonormal within a tolerance: |e_j| <= tolerance for each. A column of zeros has 1
 * there, and NaN is never within. `scratch`: `orthonormal_scratch_bytes(k)`. Flops 4 n k, bytes 8 n k and 32 n k in a near cache. Its
 * own rounding is about 1e-16 sqrt(n).
 */
export function areOrthonormal_f64(n: i32, k: i32, q: usize, ldq: i32, tolerance: f64, scratch: usize): bool {
  const row = (<usize>k) << 3;
  const signs = scratch,
    e = scratch + row;
  for (let j = 0; j < k; j++) {
    const sign = signOf(j);
    store<f64>(signs + ((<usize>j) << 3), sign);
    store<f64>(e + ((<usize>j) << 3), -sign);
  }
  for (let i = 0; i < n; i++) {
    addRow(row, q, signs, e);
    q += (<usize>ldq) << 3;
  }
  // written so that NaN is not within
  for (let j: usize = 0; j < row; j += 8) if (!(abs(load<f64>(e + j)) <= tolerance)) return false;
  return true;
}

/** 1 or -1: a bit of a hash of the index. */
function signOf(index: u32): f64 {
  let h = (index + 1) * 0x9e3779b1;
  h = (h ^ (h >> 15)) * 0x85ebca77;
  h = (h ^ (h >> 13)) * 0xc2b2ae3d;
  return <f64>(1 - <i32>((h >> 15) & 2));
}

/** e += (row . signs) row. */
// @ts-ignore: decorator
@inline
function addRow(bytes: usize, row: usize, signs: usize, e: usize): void {
  let s0 = f64x2.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0;
  let j: usize = 0;
  for (; j + 64 <= bytes; j += 64) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(row + j), v128.load(signs + j)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(row + j, 16), v128.load(signs + j, 16)));
    s2 = f64x2.add(s2, f64x2.mul(v128.load(row + j, 32), v128.load(signs + j, 32)));
    s3 = f64x2.add(s3, f64x2.mul(v128.load(row + j, 48), v128.load(signs + j, 48)));
  }
  for (; j + 16 <= bytes; j += 16) s0 = f64x2.add(s0, f64x2.mul(v128.load(row + j), v128.load(signs + j)));
  if (j < bytes) s1 = f64x2.add(s1, f64x2.mul(v128.load64_zero(row + j), v128.load64_zero(signs + j)));
  s0 = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  const sum = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
  const y = f64x2.splat(sum);
  for (j = 0; j + 32 <= bytes; j += 32) {
    const low = f64x2.add(v128.load(e + j), f64x2.mul(y, v128.load(row + j)));
    const high = f64x2.add(v128.load(e + j, 16), f64x2.mul(y, v128.load(row + j, 16)));
    storePair(e + j, low, high);
  }
  if (j + 16 <= bytes) {
    v128.store(e + j, f64x2.add(v128.load(e + j), f64x2.mul(y, v128.load(row + j))));
    j += 16;
  }
  if (j < bytes) store<f64>(e + j, load<f64>(e + j) + sum * load<f64>(row + j));
}
