// Layer normalisation of rows (specification, section 5): biased variance, epsilon 1e-5.
//
//   rho = 1/sqrt(var + eps),  n_i = (x_i - mean) rho,  y_i = n_i w_i + b_i
//   backward, u = dy w:  dx_i = rho (u_i - mean(u) - n_i mean(u n)),  dw += dy n,  db += dy
//
//   x, y, normal, dy, dx [rows][n]; rho [rows]; w, b, dw, db [n]; b and db may be 0: there is no bias then
//
// The mean is taken first and the variance of what is left, so nothing cancels. Flops forward 8, backward 12 n a row. Error of y about
// (n / lanes + 8) u max |n w|.

import { entry, lanes, madd, sumLanes } from '../linalg/lanes';
import { sumRow, wholeOf } from './rows';

const EPSILON: f64 = 1e-5;

/** Normalises one row and returns rho. */
// @ts-ignore: decorator
@inline
function normalise<T extends number>(n: i32, x: usize, normal: usize): T {
  const whole = wholeOf<T>(n);
  const mean = <T>(sumRow<T>(x, n) / <T>n);
  const center = v128.splat<T>(mean);
  let squares = v128.splat<T>(<T>0);
  for (let i = 0; i < whole; i += lanes<T>()) {
    const d = v128.sub<T>(v128.load(entry<T>(x, i)), center);
    v128.store(entry<T>(normal, i), d);
    squares = madd<T>(d, d, squares);
  }
  let all = sumLanes<T>(squares);
  for (let i = whole; i < n; i++) {
    const d = <T>(load<T>(entry<T>(x, i)) - mean);
    store<T>(entry<T>(normal, i), d);
    all = <T>(all + <T>(d * d));
  }
  const rho = <T>(<T>1 / sqrt<T>(<T>(<T>(all / <T>n) + <T>EPSILON)));
  const scale = v128.splat<T>(rho);
  for (let i = 0; i < whole; i += lanes<T>()) {
    v128.store(entry<T>(normal, i), v128.mul<T>(v128.load(entry<T>(normal, i)), scale));
  }
  for (let i = whole; i < n; i++) store<T>(entry<T>(normal, i), <T>(load<T>(entry<T>(normal, i)) * rho));
  return rho;
}

/** y, normal and rho of `rows` rows. */
export function layerNorm<T extends number>(
  rows: i32,
  n: i32,
  x: usize,
  w: usize,
  b: usize,
  y: usize,
  normal: usize,
  rho: usize,
): void {
  const whole = wholeOf<T>(n);
  for (let r = 0; r < rows; r++) {
    const u = entry<T>(normal, r * n);
    const out = entry<T>(y, r * n);
    store<T>(entry<T>(rho, r), normalise<T>(n, entry<T>(x, r * n), u));
    for (let i = 0; i < whole; i += lanes<T>()) {
      const scaled = v128.mul<T>(v128.load(entry<T>(u, i)), v128.load(entry<T>(w, i)));
      v128.store(entry<T>(out, i), b == 0 ? scaled : v128.add<T>(scaled, v128.load(entry<T>(b, i))));
    }
    for (let i = whole; i < n; i++) {
      const scaled = <T>(load<T>(entry<T>(u, i)) * load<T>(entry<T>(w, i)));
      store<T>(entry<T>(out, i), b == 0 ? scaled : <T>(scaled + load<T>(entry<T>(b, i))));
    }
  }
}

/** dx += what comes back through the normalisation; dw and db += their parts, row by row. `u`: room for n numbers. */
export function layerNormBackward<T extends number>(
  rows: i32,
  n: i32,
  dy: usize,
  w: usize,
  normal: usize,
  rho: usize,
  dx: usize,
  dw: usize,
  db: usize,
  u: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const from = entry<T>(dy, r * n);
    const unit = entry<T>(normal, r * n);
    parts<T>(n, from, w, unit, dw, db, u);
    const mean = <T>(sumRow<T>(u, n) / <T>n);
    const slope = <T>(weightedSum<T>(n, u, unit) / <T>n);
    spreadBack<T>(n, u, unit, mean, slope, load<T>(entry<T>(rho, r)), entry<T>(dx, r * n));
  }
}

/** u = dy w; dw += dy normal; db += dy. */
// @ts-ignore: decorator
@inline
function parts<T extends number>(n: i32, dy: usize, w: usize, normal: usize, dw: usize, db: usize, u: usize): void {
  const whole = wholeOf<T>(n);
  for (let i = 0; i < whole; i += lanes<T>()) {
    const d = v128.load(entry<T>(dy, i));
    const at = entry<T>(dw, i);
    v128.store(entry<T>(u, i), v128.mul<T>(d, v128.load(entry<T>(w, i))));
    v128.store(at, madd<T>(d, v128.load(entry<T>(normal, i)), v128.load(at)));
    if (db != 0) v128.store(entry<T>(db, i), v128.add<T>(v128.load(entry<T>(db, i)), d));
  }
  for (let i = whole; i < n; i++) {
    const d = load<T>(entry<T>(dy, i));
    const at = entry<T>(dw, i);
    store<T>(entry<T>(u, i), <T>(d * load<T>(entry<T>(w, i))));
    store<T>(at, <T>(<T>(d * load<T>(entry<T>(normal, i))) + load<T>(at)));
    if (db != 0) store<T>(entry<T>(db, i), <T>(load<T>(entry<T>(db, i)) + d));
  }
}

// @ts-ignore: decorator
@inline
function weightedSum<T extends number>(n: i32, u: usize, normal: usize): T {
  const whole = wholeOf<T>(n);
  let sum = v128.splat<T>(<T>0);
  for (let i = 0; i < whole; i += lanes<T>()) {
    sum = madd<T>(v128.load(entry<T>(u, i)), v128.load(entry<T>(normal, i)), sum);
  }
  let all = sumLanes<T>(sum);
  for (let i = whole; i < n; i++) all = <T>(all + <T>(load<T>(entry<T>(u, i)) * load<T>(entry<T>(normal, i))));
  return all;
}

/** dx += rho (u - mean - normal slope). */
// @ts-ignore: decorator
@inline
function spreadBack<T extends number>(n: i32, u: usize, normal: usize, mean: T, slope: T, rho: T, dx: usize): void {
  const whole = wholeOf<T>(n);
  const m = v128.splat<T>(mean);
  const s = v128.splat<T>(slope);
  const scale = v128.splat<T>(rho);
  for (let i = 0; i < whole; i += lanes<T>()) {
    const bent = v128.mul<T>(v128.load(entry<T>(normal, i)), s);
    const left = v128.sub<T>(v128.sub<T>(v128.load(entry<T>(u, i)), m), bent);
    v128.store(entry<T>(dx, i), madd<T>(scale, left, v128.load(entry<T>(dx, i))));
  }
  for (let i = whole; i < n; i++) {
    const bent = <T>(load<T>(entry<T>(normal, i)) * slope);
    const left = <T>(<T>(load<T>(entry<T>(u, i)) - mean) - bent);
    store<T>(entry<T>(dx, i), <T>(<T>(rho * left) + load<T>(entry<T>(dx, i))));
  }
}
