// Rows of any length: sums, products and combinations of numbers that lie one behind the other.
//
// Sums run in as many chains as a vector has lanes and are joined at the end, what fills no vector last: their order depends on n
// alone. Error of a sum: (n / lanes + 3) u sum |terms|.

import { bytesOf, entry, lanes, madd, sumLanes } from '../linalg/lanes';

/** Numbers of n that fill whole vectors. */
// @ts-ignore: decorator
@inline
export function wholeOf<T extends number>(n: i32): i32 {
  return n - (n % lanes<T>());
}

/** The sum of the lanes in all of them, with the bits of `sumLanes`. */
// @ts-ignore: decorator
@inline
export function sumAcross<T extends number>(v: v128): v128 {
  if (sizeof<T>() == 4) {
    const half = f32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
    return f32x4.add(half, v128.shuffle<i32>(half, half, 1, 0, 3, 2));
  }
  return f64x2.add(v, v128.shuffle<i64>(v, v, 1, 0));
}

/** sum_i x_i. */
// @ts-ignore: decorator
@inline
export function sumRow<T extends number>(x: usize, n: i32): T {
  let sum = v128.splat<T>(<T>0);
  const whole = wholeOf<T>(n);
  for (let i = 0; i < whole; i += lanes<T>()) sum = v128.add<T>(sum, v128.load(entry<T>(x, i)));
  let all = sumLanes<T>(sum);
  for (let i = whole; i < n; i++) all = <T>(all + load<T>(entry<T>(x, i)));
  return all;
}

/** sum_i x_i y_i. */
// @ts-ignore: decorator
@inline
export function dotRow<T extends number>(x: usize, y: usize, n: i32): T {
  let sum = v128.splat<T>(<T>0);
  const whole = wholeOf<T>(n);
  for (let i = 0; i < whole; i += lanes<T>()) {
    sum = madd<T>(v128.load(entry<T>(x, i)), v128.load(entry<T>(y, i)), sum);
  }
  let all = sumLanes<T>(sum);
  for (let i = whole; i < n; i++) all = <T>(all + <T>(load<T>(entry<T>(x, i)) * load<T>(entry<T>(y, i))));
  return all;
}

/** y += x. */
// @ts-ignore: decorator
@inline
export function addRow<T extends number>(x: usize, y: usize, n: i32): void {
  const whole = wholeOf<T>(n);
  for (let i = 0; i < whole; i += lanes<T>()) {
    v128.store(entry<T>(y, i), v128.add<T>(v128.load(entry<T>(y, i)), v128.load(entry<T>(x, i))));
  }
  for (let i = whole; i < n; i++) store<T>(entry<T>(y, i), <T>(load<T>(entry<T>(y, i)) + load<T>(entry<T>(x, i))));
}

/** y += x, n numbers of any length, with sums over parts of a gradient in mind. Bytes 3 n numbers. */
export function add<T extends number>(n: i32, x: usize, y: usize): void {
  addRow<T>(x, y, n);
}

/** Adds a bias [n] to each of `rows` rows of x [rows][ld]. */
export function addBias<T extends number>(rows: i32, n: i32, x: usize, ld: i32, bias: usize): void {
  for (let r = 0; r < rows; r++) addRow<T>(bias, entry<T>(x, r * ld), n);
}

// @ts-ignore: decorator
@inline
function putSum<T extends number>(at: usize, sum: v128, adds: bool): void {
  v128.store(at, adds ? v128.add<T>(v128.load(at), sum) : sum);
}

/** out [n] = or += the sum of the rows of x [rows][ld], in order. Flops rows n. */
export function sumRows<T extends number>(rows: i32, n: i32, x: usize, ld: i32, out: usize, adds: bool): void {
  const whole = wholeOf<T>(n);
  const step = (<usize>ld) << alignof<T>();
  let j = 0;
  // a cache line of each row at once
  for (; j + 4 * lanes<T>() <= n; j += 4 * lanes<T>()) {
    let a = v128.splat<T>(<T>0),
      b = v128.splat<T>(<T>0),
      c = v128.splat<T>(<T>0),
      d = v128.splat<T>(<T>0);
    let from = entry<T>(x, j);
    for (let r = 0; r < rows; r++, from += step) {
      a = v128.add<T>(a, v128.load(from));
      b = v128.add<T>(b, v128.load(from, 16));
      c = v128.add<T>(c, v128.load(from, 32));
      d = v128.add<T>(d, v128.load(from, 48));
    }
    const at = entry<T>(out, j);
    putSum<T>(at, a, adds);
    putSum<T>(at + 16, b, adds);
    putSum<T>(at + 32, c, adds);
    putSum<T>(at + 48, d, adds);
  }
  for (; j < whole; j += lanes<T>()) {
    let sum = v128.splat<T>(<T>0);
    let from = entry<T>(x, j);
    for (let r = 0; r < rows; r++, from += step) sum = v128.add<T>(sum, v128.load(from));
    putSum<T>(entry<T>(out, j), sum, adds);
  }
  for (j = whole; j < n; j++) {
    let sum: T = <T>0;
    for (let r = 0; r < rows; r++) sum = <T>(sum + load<T>(entry<T>(x, r * ld + j)));
    const at = entry<T>(out, j);
    store<T>(at, adds ? <T>(load<T>(at) + sum) : sum);
  }
}

/** Rows of y [rows][ldy] = x [rows][n]: columns that were made by themselves, at their place among others. Bytes 2 rows n numbers. */
export function placeColumns<T extends number>(rows: i32, n: i32, x: usize, y: usize, ldy: i32): void {
  const whole = wholeOf<T>(n);
  for (let r = 0; r < rows; r++, x += bytesOf<T>(n), y += bytesOf<T>(ldy)) {
    // to call for a copy of so few bytes takes longer than the copy
    for (let i = 0; i < whole; i += lanes<T>()) v128.store(entry<T>(y, i), v128.load(entry<T>(x, i)));
    for (let i = whole; i < n; i++) store<T>(entry<T>(y, i), load<T>(entry<T>(x, i)));
  }
}

/** Sum of squares of n numbers in double precision, and of x y: what diagnostics of weights and updates are made of. */
export function dotWide<T extends number>(n: i32, x: usize, y: usize): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += <f64>load<T>(entry<T>(x, i)) * <f64>load<T>(entry<T>(y, i));
  return sum;
}
