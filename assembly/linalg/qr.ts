// Orthonormal columns with positive diagonal of R: modified Gram-Schmidt, applied a second time where once is not enough.
//
//   q:       f64 [n][ldq], row-major; columns 0 .. k-1 are replaced
//   scratch: f64  | two panels: [n][8] each | columns: [k][n] | sums: 16 | first, second, inverses: k each | two k x k matrices |
//
// Columns are taken in panels of eight (a first one of four if that leaves fewer places empty). From a panel, which stays in a near
// cache, all columns before it are subtracted one after the other, read from `columns`, where each lies without gaps.
// So the caches carry one stream of these instead of whole rows for each column. What is done to a number does not depend on panels.
// Engines with wide vectors (../wide.ts) take two panels at once through the columns before both: four sums of 256 bits, where two would
// wait for each other.
//
// One pass over the rows of a panel, w_il -= c_l u_i and s_l = sum_i x_i w_il, subtracts a column u and, with the same loads, sums the
// products of the next column x with what is left. `sums` holds c before and s after it, one for each column of the panel.
//
// Columns stay unnormalised (coefficients are s_l / s_j) and are scaled when they are put back.
//
// One application leaves Q^T Q off by some 1e-16 times the condition number (Bjorck 1967), which is little for tangent vectors that
// were orthonormal a few steps ago. What it left is measured, not guessed from the columns. The second application brings them to a
// few ulp of orthogonal for condition numbers up to 1e8 and beyond (Giraud, Langou, Rozloznik and van den Eshof 2005, "twice is
// enough"). Norms are square roots of plain sums of squares: columns must be between 1e-150 and 1e150 long. A column that is exactly
// zero after the subtractions, or too short, gives R_ii = 0, a zero column and the logarithm -Infinity, and no NaN elsewhere; a column
// that depends on earlier ones but for rounding gives a logarithm near ln(1e-16 of its length) and a direction made of rounding. NaN
// or Infinity in a column spreads to others.

import { log_f64 } from '../math/log';
import { hasWideVectors } from '../wide';
import { areOrthonormal_f64 } from './orthonormal';

/** Columns of a panel. */
const PANEL: i32 = 8;

/** Bytes of a row of a panel. */
const ROW: usize = 64;

/** What one application may leave of Q^T Q - 1, times k: half of what is promised, since the probe may see only half of a defect. */
const LEFT_OVER: f64 = 5e-16;

/** What rounding leaves of the lengths after any number of applications, times sqrt(n). */
const OF_LENGTHS: f64 = 1e-16;

/** Bytes of the scratch space of `qr_f64`. */
export function qr_scratch_bytes(n: i32, k: i32): i32 {
  return (n * (2 * PANEL + k) + 2 * PANEL + 3 * k + 2 * k * k) << 3;
}

/**
 * Orthonormalises k columns in place. logs[j] = ln R_jj; r: full upper triangular R [k][k] with zeros below, or 0.
 * `scratch`: `qr_scratch_bytes(n, k)`. Flops 2 n k^2 + 4 n k where one application is enough, else 4 n k^2 + 4 n k; bytes of each
 * application 8 n k^2 in a near cache, n k^2 / 2 from the next. Error of Q^T Q: 1e-15 k, and 1e-16 sqrt(n) of the lengths.
 */
export function qr_f64(n: i32, k: i32, q: usize, ldq: i32, logs: usize, r: usize, scratch: usize): void {
  const row = (<usize>k) << 3;
  const sums = scratch + ((<usize>n * <usize>(2 * PANEL + k)) << 3);
  const first = sums + 2 * ROW;
  const second = first + row;
  const inverses = second + row;
  const r1 = r != 0 ? inverses + row : 0;
  const r2 = r != 0 ? r1 + <usize>k * row : 0;
  if (r != 0) memory.fill(r1, 0, <usize>k * row);
  orthogonalise(n, k, q, ldq, scratch, sums, inverses, first, r1);
  if (areOrthonormal_f64(n, k, q, ldq, LEFT_OVER * <f64>k + OF_LENGTHS * sqrt<f64>(<f64>n), second)) {
    for (let j: usize = 0; j < row; j += 8) store<f64>(logs + j, log_f64(load<f64>(first + j)));
    if (r != 0) memory.copy(r, r1, <usize>k * row);
    return;
  }
  orthogonalise(n, k, q, ldq, scratch, sums, inverses, second, r2);
  for (let j: usize = 0; j < row; j += 8) store<f64>(logs + j, log_f64(load<f64>(first + j) * load<f64>(second + j)));
  if (r != 0) multiplyTriangles(k, r2, r1, r);
}

/** One application. lengths[j]: that of column j before it was scaled, inverses[j]: 1 / length or 0. r: [k][k] upper triangle, or 0. */
function orthogonalise(
  n: i32,
  k: i32,
  q: usize,
  ldq: i32,
  panel: usize,
  sums: usize,
  inverses: usize,
  lengths: usize,
  r: usize,
): void {
  const size = <usize>n * ROW;
  const columns = panel + 2 * size;
  let l = 0;
  let width = ((k - 1) & 4) != 0 ? PANEL : PANEL / 2;
  while (l < k) {
    const used = min(hasWideVectors && l > 0 ? 2 * PANEL : width, k - l);
    takeIn(n, min(used, PANEL), q + ((<usize>l) << 3), ldq, panel);
    const above = r != 0 ? r + ((<usize>l) << 3) : 0;
    if (used > PANEL) {
      takeIn(n, used - PANEL, q + ((<usize>(l + PANEL)) << 3), ldq, panel + size);
      subtractFromTwo(n, panel, l, columns, inverses, used, sums, above, k);
    } else subtractColumns(n, panel, l, columns, inverses, used, sums, above, k);
    finish(n, panel, l, columns, min(used, PANEL), sums, inverses, lengths, q, ldq, r, k);
    l += min(used, PANEL);
    if (used > PANEL) {
      const beside = r != 0 ? above + ROW + ((<usize>(l - PANEL) * <usize>k) << 3) : 0;
      subtractPanel(n, panel, l - PANEL, columns, inverses, used - PANEL, sums + ROW, beside, k);
      finish(n, panel + size, l, columns, used - PANEL, sums + ROW, inverses, lengths, q, ldq, r, k);
      l += used - PANEL;
    }
    width = PANEL;
  }
}

/** Makes the `used` columns of the panel that begins with column l orthogonal to each other, keeps them for others, and puts them back. */
function finish(
  n: i32,
  panel: usize,
  l: i32,
  columns: usize,
  used: i32,
  sums: usize,
  inverses: usize,
  lengths: usize,
  q: usize,
  ldq: i32,
  r: usize,
  k: i32,
): void {
  const at = (<usize>l) << 3;
  const own = columns + at * <usize>n;
  const diagonal = r != 0 ? r + at + at * <usize>k : 0;
  orthogonalisePanel(n, panel, l, own, used, sums, inverses + at, lengths + at, diagonal, k);
  if (l + used < k) keepColumns(n, panel, own);
  putBack(n, used, panel, inverses + at, q + at, ldq);
}

/** Copies `used` columns of q into the panel. */
function takeIn(n: i32, used: i32, q: usize, ldq: i32, panel: usize): void {
  const stride = (<usize>ldq) << 3;
  if (used == PANEL) {
    for (let i = 0; i < n; i++) {
      const v0 = v128.load(q),
        v1 = v128.load(q, 16);
      const v2 = v128.load(q, 32),
        v3 = v128.load(q, 48);
      keep(panel, v0, v1, v2, v3);
      panel += ROW;
      q += stride;
    }
    return;
  }
  const bytes = (<usize>used) << 3;
  memory.fill(panel, 0, <usize>n * ROW);
  for (let i = 0; i < n; i++) {
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) v128.store(panel + j, v128.load(q + j));
    if (j < bytes) store<f64>(panel + j, load<f64>(q + j));
    panel += ROW;
    q += stride;
  }
}

/** Copies the columns of the panel to `out`, [8][n]. */
function keepColumns(n: i32, panel: usize, out: usize): void {
  const column = (<usize>n) << 3;
  for (let i = n; i > 1; i -= 2) {
    keepPair(panel, out, column);
    keepPair(panel + 16, out + 2 * column, column);
    keepPair(panel + 32, out + 4 * column, column);
    keepPair(panel + 48, out + 6 * column, column);
    panel += 2 * ROW;
    out += 16;
  }
  if ((n & 1) == 0) return;
  for (let j: usize = 0; j < ROW; j += 8) {
    store<f64>(out, load<f64>(panel + j));
    out += column;
  }
}

/** Two columns in two rows. */
// @ts-ignore: decorator
@inline
function keepPair(panel: usize, out: usize, column: usize): void {
  const a = v128.load(panel),
    b = v128.load(panel, ROW);
  v128.store(out, v128.shuffle<i64>(a, b, 0, 2));
  v128.store(out + column, v128.shuffle<i64>(a, b, 1, 3));
}

/** Copies `used` columns of the panel, each times its factor, to q. */
function putBack(n: i32, used: i32, panel: usize, factors: usize, q: usize, ldq: i32): void {
  const stride = (<usize>ldq) << 3;
  if (used == PANEL) {
    const f0 = v128.load(factors),
      f1 = v128.load(factors, 16),
      f2 = v128.load(factors, 32),
      f3 = v128.load(factors, 48);
    for (let i = 0; i < n; i++) {
      const v0 = f64x2.mul(v128.load(panel), f0),
        v1 = f64x2.mul(v128.load(panel, 16), f1);
      const v2 = f64x2.mul(v128.load(panel, 32), f2),
        v3 = f64x2.mul(v128.load(panel, 48), f3);
      keep(q, v0, v1, v2, v3);
      panel += ROW;
      q += stride;
    }
    return;
  }
  const bytes = (<usize>used) << 3;
  for (let i = 0; i < n; i++) {
    let j: usize = 0;
    for (; j + 16 <= bytes; j += 16) v128.store(q + j, f64x2.mul(v128.load(panel + j), v128.load(factors + j)));
    if (j < bytes) store<f64>(q + j, load<f64>(panel + j) * load<f64>(factors + j));
    panel += ROW;
    q += stride;
  }
}

/**
 * Subtracts all but the last of `count` earlier columns, [count][n], from the panel; `sums` then has the coefficients of the last.
 * inverses: 1 / length of each. r: row 0 of R at the panel's first column, k doubles a row, or 0; its rows of the earlier columns are
 * written.
 */
function subtractColumns(
  n: i32,
  panel: usize,
  count: i32,
  columns: usize,
  inverses: usize,
  used: i32,
  sums: usize,
  r: usize,
  k: i32,
): void {
  let c0 = f64x2.splat(0),
    c1 = c0,
    c2 = c0,
    c3 = c0;
  const end = panel + <usize>n * ROW;
  // Nothing to subtract yet: coefficients of zero times column 0.
  let u = columns,
    x = columns;
  for (let next = 0; next < count; next++) {
    let s0 = f64x2.splat(0),
      s1 = f64x2.splat(0),
      s2 = f64x2.splat(0),
      s3 = f64x2.splat(0);
    let left = u,
      pivot = x;
    u = x;
    x += (<usize>n) << 3;
    for (let p = panel; p < end; p += ROW) {
      const a = v128.load64_splat(left);
      const v0 = f64x2.sub(v128.load(p), f64x2.mul(c0, a));
      const v1 = f64x2.sub(v128.load(p, 16), f64x2.mul(c1, a));
      const v2 = f64x2.sub(v128.load(p, 32), f64x2.mul(c2, a));
      const v3 = f64x2.sub(v128.load(p, 48), f64x2.mul(c3, a));
      keep(p, v0, v1, v2, v3);
      const b = v128.load64_splat(pivot);
      s0 = f64x2.add(s0, f64x2.mul(v0, b));
      s1 = f64x2.add(s1, f64x2.mul(v1, b));
      s2 = f64x2.add(s2, f64x2.mul(v2, b));
      s3 = f64x2.add(s3, f64x2.mul(v3, b));
      left += 8;
      pivot += 8;
    }
    const inverse = v128.load64_splat(inverses + ((<usize>next) << 3));
    c0 = f64x2.mul(s0, inverse);
    c1 = f64x2.mul(s1, inverse);
    c2 = f64x2.mul(s2, inverse);
    c3 = f64x2.mul(s3, inverse);
    if (r != 0) {
      keep(sums, c0, c1, c2, c3);
      for (let j: usize = 0; j < (<usize>used) << 3; j += 8) store<f64>(r + j, load<f64>(sums + j));
      r += (<usize>k) << 3;
    }
    c0 = f64x2.mul(c0, inverse);
    c1 = f64x2.mul(c1, inverse);
    c2 = f64x2.mul(c2, inverse);
    c3 = f64x2.mul(c3, inverse);
  }
  keep(sums, c0, c1, c2, c3);
}

/** `subtractColumns` of two panels, one behind the other, of which `used` columns are used; 16 sums. */
function subtractFromTwo(
  n: i32,
  panel: usize,
  count: i32,
  columns: usize,
  inverses: usize,
  used: i32,
  sums: usize,
  r: usize,
  k: i32,
): void {
  let c0 = f64x2.splat(0),
    c1 = c0,
    c2 = c0,
    c3 = c0;
  let d0 = c0,
    d1 = c0,
    d2 = c0,
    d3 = c0;
  const size = <usize>n * ROW,
    column = (<usize>n) << 3;
  const end = panel + size;
  let u = columns,
    ahead: usize = 0;
  for (let next = 0; next < count; next++) {
    let s0 = f64x2.splat(0),
      s1 = s0,
      s2 = s0,
      s3 = s0;
    let t0 = s0,
      t1 = s0,
      t2 = s0,
      t3 = s0;
    let left = u;
    for (let p = panel; p < end; p += ROW) {
      const a = v128.load64_splat(left),
        b = v128.load64_splat(left + ahead);
      const v0 = f64x2.sub(v128.load(p), f64x2.mul(c0, a));
      const v1 = f64x2.sub(v128.load(p, 16), f64x2.mul(c1, a));
      const v2 = f64x2.sub(v128.load(p, 32), f64x2.mul(c2, a));
      const v3 = f64x2.sub(v128.load(p, 48), f64x2.mul(c3, a));
      keep(p, v0, v1, v2, v3);
      s0 = f64x2.add(s0, f64x2.mul(v0, b));
      s1 = f64x2.add(s1, f64x2.mul(v1, b));
      s2 = f64x2.add(s2, f64x2.mul(v2, b));
      s3 = f64x2.add(s3, f64x2.mul(v3, b));
      const q = p + size;
      const w0 = f64x2.sub(v128.load(q), f64x2.mul(d0, a));
      const w1 = f64x2.sub(v128.load(q, 16), f64x2.mul(d1, a));
      const w2 = f64x2.sub(v128.load(q, 32), f64x2.mul(d2, a));
      const w3 = f64x2.sub(v128.load(q, 48), f64x2.mul(d3, a));
      keep(q, w0, w1, w2, w3);
      t0 = f64x2.add(t0, f64x2.mul(w0, b));
      t1 = f64x2.add(t1, f64x2.mul(w1, b));
      t2 = f64x2.add(t2, f64x2.mul(w2, b));
      t3 = f64x2.add(t3, f64x2.mul(w3, b));
      left += 8;
    }
    u += ahead;
    ahead = column;
    const inverse = v128.load64_splat(inverses + ((<usize>next) << 3));
    c0 = f64x2.mul(s0, inverse);
    c1 = f64x2.mul(s1, inverse);
    c2 = f64x2.mul(s2, inverse);
    c3 = f64x2.mul(s3, inverse);
    d0 = f64x2.mul(t0, inverse);
    d1 = f64x2.mul(t1, inverse);
    d2 = f64x2.mul(t2, inverse);
    d3 = f64x2.mul(t3, inverse);
    if (r != 0) {
      keep(sums, c0, c1, c2, c3);
      keep(sums + ROW, d0, d1, d2, d3);
      for (let j: usize = 0; j < (<usize>used) << 3; j += 8) store<f64>(r + j, load<f64>(sums + j));
      r += (<usize>k) << 3;
    }
    c0 = f64x2.mul(c0, inverse);
    c1 = f64x2.mul(c1, inverse);
    c2 = f64x2.mul(c2, inverse);
    c3 = f64x2.mul(c3, inverse);
    d0 = f64x2.mul(d0, inverse);
    d1 = f64x2.mul(d1, inverse);
    d2 = f64x2.mul(d2, inverse);
    d3 = f64x2.mul(d3, inverse);
  }
  keep(sums, c0, c1, c2, c3);
  keep(sums + ROW, d0, d1, d2, d3);
}

/** Stores a row of a panel: the upper one of two vectors first, as engines want it that make one store of both. */
// @ts-ignore: decorator
@inline
function keep(to: usize, a: v128, b: v128, c: v128, d: v128): void {
  v128.store(to, b, 16);
  v128.store(to, a);
  v128.store(to, d, 48);
  v128.store(to, c, 32);
}

/**
 * Makes the columns of the panel orthogonal to each other without normalising them, and to the last of the `earlier` ones, which ends
 * where `columns` begins and whose coefficients `sums` holds. Writes their lengths and the inverses of these, or 0.
 * r: R at the panel's place on the diagonal, k doubles a row, or 0.
 */
function orthogonalisePanel(
  n: i32,
  panel: usize,
  earlier: i32,
  columns: usize,
  used: i32,
  sums: usize,
  inverses: usize,
  lengths: usize,
  r: usize,
  k: i32,
): void {
  let left = earlier > 0 ? columns - ((<usize>n) << 3) : panel;
  let stride: usize = earlier > 0 ? 8 : ROW;
  for (let j = 0; j < used; j++) {
    const at = (<usize>j) << 3;
    const own = panel + at;
    // lanes before column j have coefficients of zero; the first half is left alone when it is done
    if (j >= 4) pass4(n, panel + 32, left, stride, own, sums + 32);
    else if (used > 4) pass8(n, panel, left, stride, own, sums);
    else pass4(n, panel, left, stride, own, sums);
    const length = sqrt<f64>(load<f64>(sums + at));
    const inverse = length == 0 ? 0 : 1 / length;
    store<f64>(lengths + at, length);
    store<f64>(inverses + at, inverse);
    for (let l: usize = 0; l <= at; l += 8) store<f64>(sums + l, 0);
    if (r != 0) store<f64>(r + at, length);
    scale(j + 1, used, sums, inverse, r);
    if (r != 0) r += (<usize>k) << 3;
    left = own;
    stride = ROW;
  }
}

/**
 * Subtracts the last of `earlier` columns, [earlier][n], and all but the last of a finished panel behind them, from the `used` columns of
 * the next panel. `sums` has the coefficients of that last column before it, those of the last of the panel after it. r: row `earlier` of
 * R at the first of the columns, k doubles a row, or 0; its rows of the finished panel are written.
 */
function subtractPanel(
  n: i32,
  panel: usize,
  earlier: i32,
  columns: usize,
  inverses: usize,
  used: i32,
  sums: usize,
  r: usize,
  k: i32,
): void {
  let left = columns + ((<usize>(earlier - 1) * <usize>n) << 3);
  let stride: usize = 8;
  for (let j = 0; j < PANEL; j++) {
    const own = panel + ((<usize>j) << 3);
    pass8(n, panel + <usize>n * ROW, left, stride, own, sums);
    scale(0, used, sums, load<f64>(inverses + ((<usize>(earlier + j)) << 3)), r);
    if (r != 0) r += (<usize>k) << 3;
    left = own;
    stride = ROW;
  }
}

/** Makes coefficients, s / length^2, of the sums from `first` on, and writes s / length to their row of R if that is not 0. */
// @ts-ignore: decorator
@inline
function scale(first: i32, used: i32, sums: usize, inverse: f64, r: usize): void {
  for (let l = (<usize>first) << 3; l < (<usize>used) << 3; l += 8) {
    const s = load<f64>(sums + l) * inverse;
    if (r != 0) store<f64>(r + l, s);
    store<f64>(sums + l, s * inverse);
  }
}

/** A pass over the panel with one of its own columns as the next; the numbers of the one before it are `stride` bytes apart. */
function pass8(n: i32, p: usize, left: usize, stride: usize, pivot: usize, sums: usize): void {
  const c0 = v128.load(sums),
    c1 = v128.load(sums, 16),
    c2 = v128.load(sums, 32),
    c3 = v128.load(sums, 48);
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0),
    s2 = f64x2.splat(0),
    s3 = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    const u = v128.load64_splat(left);
    const v0 = f64x2.sub(v128.load(p), f64x2.mul(c0, u));
    const v1 = f64x2.sub(v128.load(p, 16), f64x2.mul(c1, u));
    const v2 = f64x2.sub(v128.load(p, 32), f64x2.mul(c2, u));
    const v3 = f64x2.sub(v128.load(p, 48), f64x2.mul(c3, u));
    keep(p, v0, v1, v2, v3);
    const x = v128.load64_splat(pivot);
    s0 = f64x2.add(s0, f64x2.mul(v0, x));
    s1 = f64x2.add(s1, f64x2.mul(v1, x));
    s2 = f64x2.add(s2, f64x2.mul(v2, x));
    s3 = f64x2.add(s3, f64x2.mul(v3, x));
    left += stride;
    pivot += ROW;
    p += ROW;
  }
  keep(sums, s0, s1, s2, s3);
}

/** The same for four of the columns. */
function pass4(n: i32, p: usize, left: usize, stride: usize, pivot: usize, sums: usize): void {
  const c0 = v128.load(sums),
    c1 = v128.load(sums, 16);
  let s0 = f64x2.splat(0),
    s1 = f64x2.splat(0);
  for (let i = 0; i < n; i++) {
    const u = v128.load64_splat(left);
    const v0 = f64x2.sub(v128.load(p), f64x2.mul(c0, u));
    const v1 = f64x2.sub(v128.load(p, 16), f64x2.mul(c1, u));
    v128.store(p, v1, 16);
    v128.store(p, v0);
    const x = v128.load64_splat(pivot);
    s0 = f64x2.add(s0, f64x2.mul(v0, x));
    s1 = f64x2.add(s1, f64x2.mul(v1, x));
    left += stride;
    pivot += ROW;
    p += ROW;
  }
  v128.store(sums, s1, 16);
  v128.store(sums, s0);
}

/** out = a b for upper triangular k x k matrices: A = Q1 R1 and Q1 = Q2 R2 give R = R2 R1. */
function multiplyTriangles(k: i32, a: usize, b: usize, out: usize): void {
  const row = (<usize>k) << 3;
  memory.fill(out, 0, <usize>k * row);
  for (let i = 0; i < k; i++) {
    for (let q = i; q < k; q++) {
      const factor = v128.load64_splat(a + ((<usize>q) << 3));
      const from = b + <usize>q * row;
      let l = (<usize>q) << 3;
      for (; l + 16 <= row; l += 16) {
        v128.store(out + l, f64x2.add(v128.load(out + l), f64x2.mul(factor, v128.load(from + l))));
      }
      if (l < row) store<f64>(out + l, load<f64>(out + l) + f64x2.extract_lane(factor, 0) * load<f64>(from + l));
    }
    a += row;
    out += row;
  }
}
