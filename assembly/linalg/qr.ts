// Orthonormal columns with positive diagonal of R: modified Gram-Schmidt, applied twice.
//
//   q:       f64 [n][ldq], row-major; columns 0 .. k-1 are replaced
//   scratch: f64 [n][kp], kp = k rounded up to a multiple of 4, padding zero; then four rows of kp; then two k x k matrices
//
// One pass over the rows subtracts column j from all later ones and, with the same loads, sums the products of column j + 1 with
// them: k passes instead of 2 k. Columns stay unnormalised (coefficients are s_l / s_j) and are scaled when they are copied back.
//
// The second application brings the columns to a few ulp of orthogonal for condition numbers up to 1e8 and beyond (Giraud,
// Langou, Rozloznik and van den Eshof 2005, "twice is enough"). Norms are square roots of plain sums of squares: columns must
// be between 1e-150 and 1e150 long. A column that is exactly zero after the subtractions, or too short, gives R_ii = 0, a zero
// column and the logarithm -Infinity, and no NaN elsewhere; a column that depends on earlier ones but for rounding gives a
// logarithm near ln(1e-16 of its length) and a direction made of rounding. NaN or Infinity in a column spreads to others.

import { log_f64 } from '../math/log';

/** Bytes of the scratch space of `qr_f64`. */
export function qr_scratch_bytes(n: i32, k: i32): i32 {
  const kp = (k + 3) & ~3;
  return (n * kp + 4 * kp + 2 * k * k) << 3;
}

/**
 * Orthonormalises k columns in place. logs[j] = ln R_jj; r: full upper triangular R [k][k] with zeros below, or 0.
 * `scratch`: `qr_scratch_bytes(n, k)`. Flops 4 n k^2 (both applications); bytes 16 n k^2 in cache. Error of Q^T Q: 1e-15 k.
 */
export function qr_f64(n: i32, k: i32, q: usize, ldq: i32, logs: usize, r: usize, scratch: usize): void {
  const kp = (k + 3) & ~3;
  const row = (<usize>kp) << 3;
  const sums = scratch + <usize>n * row;
  const inverses = sums + row;
  const first = inverses + row;
  const second = first + row;
  const r1 = r != 0 ? second + row : 0;
  const r2 = r != 0 ? r1 + ((<usize>k * <usize>k) << 3) : 0;
  copyIn(n, k, kp, q, ldq, scratch);
  orthogonalise(n, k, kp, scratch, sums, inverses, first, r1);
  scaleColumns(n, kp, scratch, inverses);
  orthogonalise(n, k, kp, scratch, sums, inverses, second, r2);
  scaleColumns(n, kp, scratch, inverses);
  copyOut(n, k, kp, scratch, q, ldq);
  for (let j: usize = 0; j < <usize>k; j++) {
    store<f64>(logs + (j << 3), log_f64(load<f64>(first + (j << 3)) * load<f64>(second + (j << 3))));
  }
  if (r != 0) multiplyTriangles(k, r2, r1, r);
}

function copyIn(n: i32, k: i32, kp: i32, q: usize, ldq: i32, out: usize): void {
  const used = (<usize>k) << 3,
    row = (<usize>kp) << 3;
  for (let i = 0; i < n; i++) {
    memory.copy(out, q, used);
    memory.fill(out + used, 0, row - used);
    out += row;
    q += (<usize>ldq) << 3;
  }
}

function copyOut(n: i32, k: i32, kp: i32, from: usize, q: usize, ldq: i32): void {
  for (let i = 0; i < n; i++) {
    memory.copy(q, from, (<usize>k) << 3);
    from += (<usize>kp) << 3;
    q += (<usize>ldq) << 3;
  }
}

function scaleColumns(n: i32, kp: i32, w: usize, factors: usize): void {
  const row = (<usize>kp) << 3;
  for (let i = 0; i < n; i++) {
    for (let j: usize = 0; j < row; j += 16) {
      v128.store(w + j, f64x2.mul(v128.load(w + j), v128.load(factors + j)));
    }
    w += row;
  }
}

/**
 * Makes the columns of w orthogonal without normalising them. diagonal[j] = length, inverses[j] = 1 / length or 0; padding
 * of `inverses` is zero. r: [k][k] upper triangle, or 0.
 */
function orthogonalise(
  n: i32,
  k: i32,
  kp: i32,
  w: usize,
  sums: usize,
  inverses: usize,
  diagonal: usize,
  r: usize,
): void {
  const row = (<usize>kp) << 3;
  memory.fill(inverses, 0, row);
  memory.fill(sums, 0, row);
  // Nothing to subtract yet: coefficients of zero times column 0.
  subtractAndSum(n, kp, w, 0, 0, sums);
  for (let j = 0; j < k; j++) {
    const at = (<usize>j) << 3;
    const length = sqrt<f64>(load<f64>(sums + at));
    const inverse = length == 0 ? 0 : 1 / length;
    store<f64>(diagonal + at, length);
    store<f64>(inverses + at, inverse);
    for (let l = 0; l <= j; l++) store<f64>(sums + ((<usize>l) << 3), 0);
    if (r != 0) store<f64>(r + ((<usize>j * <usize>k) << 3) + at, length);
    for (let l = j + 1; l < k; l++) {
      const s = load<f64>(sums + ((<usize>l) << 3)) * inverse;
      if (r != 0) store<f64>(r + ((<usize>j * <usize>k + <usize>l) << 3), s);
      store<f64>(sums + ((<usize>l) << 3), s * inverse);
    }
    if (j + 1 < k) subtractAndSum(n, kp, w, j, j + 1, sums);
  }
}

/**
 * w_il -= c_l w_ij, then s_l = sum_i w_i,next w_il, for all columns from the group of four of `next` on. `sums` holds c on entry
 * and s on return; lanes before `next` must hold c = 0. The first block holds column `next`, so the others find it updated.
 */
function subtractAndSum(n: i32, kp: i32, w: usize, j: i32, next: i32, sums: usize): void {
  let l = next & ~3;
  for (; l + 8 <= kp; l += 8) block8(n, kp, w, j, next, l, sums);
  if (l < kp) block4(n, kp, w, j, next, l, sums);
}

function block8(n: i32, kp: i32, w: usize, j: i32, next: i32, l: i32, sums: usize): void {
  const row = (<usize>kp) << 3;
  const at = sums + ((<usize>l) << 3);
  const c0 = v128.load(at),
    c1 = v128.load(at, 16),
    c2 = v128.load(at, 32),
    c3 = v128.load(at, 48);
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0),
    s2 = f64x2.splat(0),
    s3 = f64x2.splat(0);
  let left = w + ((<usize>j) << 3);
  let pivot = w + ((<usize>next) << 3);
  let p = w + ((<usize>l) << 3);
  for (let i = 0; i < n; i++) {
    const u = v128.load64_splat(left);
    const v0 = f64x2.sub(v128.load(p), f64x2.mul(c0, u));
    const v1 = f64x2.sub(v128.load(p, 16), f64x2.mul(c1, u));
    const v2 = f64x2.sub(v128.load(p, 32), f64x2.mul(c2, u));
    const v3 = f64x2.sub(v128.load(p, 48), f64x2.mul(c3, u));
    v128.store(p, v0);
    v128.store(p, v1, 16);
    v128.store(p, v2, 32);
    v128.store(p, v3, 48);
    const x = v128.load64_splat(pivot);
    s0 = f64x2.add(s0, f64x2.mul(v0, x));
    s1 = f64x2.add(s1, f64x2.mul(v1, x));
    s2 = f64x2.add(s2, f64x2.mul(v2, x));
    s3 = f64x2.add(s3, f64x2.mul(v3, x));
    left += row;
    pivot += row;
    p += row;
  }
  v128.store(at, s0);
  v128.store(at, s1, 16);
  v128.store(at, s2, 32);
  v128.store(at, s3, 48);
}

function block4(n: i32, kp: i32, w: usize, j: i32, next: i32, l: i32, sums: usize): void {
  const row = (<usize>kp) << 3;
  const at = sums + ((<usize>l) << 3);
  const c0 = v128.load(at),
    c1 = v128.load(at, 16);
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0);
  let left = w + ((<usize>j) << 3);
  let pivot = w + ((<usize>next) << 3);
  let p = w + ((<usize>l) << 3);
  for (let i = 0; i < n; i++) {
    const u = v128.load64_splat(left);
    const v0 = f64x2.sub(v128.load(p), f64x2.mul(c0, u));
    const v1 = f64x2.sub(v128.load(p, 16), f64x2.mul(c1, u));
    v128.store(p, v0);
    v128.store(p, v1, 16);
    const x = v128.load64_splat(pivot);
    s0 = f64x2.add(s0, f64x2.mul(v0, x));
    s1 = f64x2.add(s1, f64x2.mul(v1, x));
    left += row;
    pivot += row;
    p += row;
  }
  v128.store(at, s0);
  v128.store(at, s1, 16);
}

/** out = a b for upper triangular k x k matrices: A = Q1 R1 and Q1 = Q2 R2 give R = R2 R1. */
function multiplyTriangles(k: i32, a: usize, b: usize, out: usize): void {
  const row = (<usize>k) << 3;
  memory.fill(out, 0, <usize>k * row);
  for (let i = 0; i < k; i++) {
    const target = out + <usize>i * row;
    for (let q = i; q < k; q++) {
      const factor = load<f64>(a + <usize>i * row + ((<usize>q) << 3));
      for (let l = q; l < k; l++) {
        const at = (<usize>l) << 3;
        store<f64>(target + at, load<f64>(target + at) + factor * load<f64>(b + <usize>q * row + at));
      }
    }
  }
}
