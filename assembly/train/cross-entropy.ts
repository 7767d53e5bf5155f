// Softmax with cross-entropy, row by row (specification, sections 4 and 5).
//
//   loss = ln sum_j exp(z_j - m) - (z_t - m),  m = max z        d_j = (softmax_j - [j = t]) scale
//
// exp and its sum are taken in the type of the logits, the logarithm and the sum of losses in f64. Error of an exponential: (3 |z - m| + 4) u
// of it, of a loss (n / lanes + 7) u, of a derivative the same times scale. The predicted class is the lowest one of those with the largest logit; class 0 if there is none
// because logits are not numbers, which is what the argmax of such rows is elsewhere.

import { entry, lanes, maxLanes, sumLanes } from '../linalg/lanes';
import { log_f64 } from '../math/log';
import { storePair } from '../math/simd';
import { exponentScale, powerBelow } from './elementary';
import { wholeOf } from './rows';

/** Index of the largest of n numbers, the first of several. */
// @ts-ignore: decorator
@inline
export function argmax<T extends number>(x: usize, n: i32): i32 {
  let best = 0;
  let value = load<T>(x);
  for (let i = 1; i < n; i++) {
    const other = load<T>(entry<T>(x, i));
    if (other > value) {
      value = other;
      best = i;
    }
  }
  return best;
}

/** The largest of n numbers, in four chains. What is not a number is passed over or returned: it makes all exponentials that anyway. */
// @ts-ignore: decorator
@inline
export function largest<T extends number>(x: usize, n: i32): T {
  const whole = wholeOf<T>(n);
  let all = load<T>(x);
  if (whole > 0) {
    const step = 4 * lanes<T>();
    const first = v128.load(x);
    let most = first,
      b = first,
      c = first,
      d = first;
    let i = 0;
    for (; i + step <= whole; i += step) {
      const at = entry<T>(x, i);
      most = v128.pmax<T>(most, v128.load(at));
      b = v128.pmax<T>(b, v128.load(at, 16));
      c = v128.pmax<T>(c, v128.load(at, 32));
      d = v128.pmax<T>(d, v128.load(at, 48));
    }
    for (; i < whole; i += lanes<T>()) most = v128.pmax<T>(most, v128.load(entry<T>(x, i)));
    most = v128.pmax<T>(v128.pmax<T>(most, b), v128.pmax<T>(c, d));
    all = maxLanes<T>(most);
  }
  for (let i = whole; i < n; i++) all = <T>max<T>(all, load<T>(entry<T>(x, i)));
  return all;
}

/** x [n] <- exp(scale (x - m)), m the largest and scale positive; returns the sum. */
export function exponentials<T extends number>(x: usize, n: i32, scale: T, m: T): T {
  const whole = wholeOf<T>(n);
  const low = v128.splat<T>(m);
  const steepness = <T>(scale * exponentScale<T>());
  const factor = v128.splat<T>(steepness);
  let sum = v128.splat<T>(<T>0);
  let pair = 0;
  for (; pair + 2 * lanes<T>() <= whole; pair += 2 * lanes<T>()) {
    const at = entry<T>(x, pair);
    const e = powerBelow<T>(v128.mul<T>(factor, v128.sub<T>(v128.load(at), low)));
    const f = powerBelow<T>(v128.mul<T>(factor, v128.sub<T>(v128.load(at, 16), low)));
    storePair(at, e, f);
    sum = v128.add<T>(v128.add<T>(sum, e), f);
  }
  if (pair < whole) {
    const e = powerBelow<T>(v128.mul<T>(factor, v128.sub<T>(v128.load(entry<T>(x, pair)), low)));
    v128.store(entry<T>(x, pair), e);
    sum = v128.add<T>(sum, e);
  }
  let all = sumLanes<T>(sum);
  for (let i = whole; i < n; i++) {
    const difference = <T>(steepness * <T>(load<T>(entry<T>(x, i)) - m));
    const e = v128.extract_lane<T>(powerBelow<T>(v128.splat<T>(difference)), 0);
    store<T>(entry<T>(x, i), e);
    all = <T>(all + e);
  }
  return all;
}

/** x [n] *= c. */
// @ts-ignore: decorator
@inline
export function scaleRow<T extends number>(x: usize, n: i32, c: T): void {
  const whole = wholeOf<T>(n);
  const factor = v128.splat<T>(c);
  for (let i = 0; i < whole; i += lanes<T>())
    v128.store(entry<T>(x, i), v128.mul<T>(factor, v128.load(entry<T>(x, i))));
  for (let i = whole; i < n; i++) store<T>(entry<T>(x, i), <T>(c * load<T>(entry<T>(x, i))));
}

/**
 * Losses of logits z [rows][n] with targets i32 [rows], 0 to n - 1; z becomes the derivative times scale. The sum of the losses goes to
 * `out` and the number of correct predictions behind it, both f64. `top`: room for one number.
 */
export function crossEntropy<T extends number>(
  rows: i32,
  n: i32,
  z: usize,
  targets: usize,
  scale: T,
  out: usize,
  top: usize,
): void {
  let loss: f64 = 0;
  let correct = 0;
  for (let r = 0; r < rows; r++) {
    const row = entry<T>(z, r * n);
    const target = load<i32>(targets + ((<usize>r) << 2));
    const own = load<T>(entry<T>(row, target));
    if (argmax<T>(row, n) == target) correct++;
    store<T>(top, largest<T>(row, n));
    const sum = exponentials<T>(row, n, <T>1, load<T>(top));
    loss += log_f64(<f64>sum) - (<f64>own - <f64>load<T>(top));
    scaleRow<T>(row, n, <T>(scale / sum));
    const at = entry<T>(row, target);
    store<T>(at, <T>(load<T>(at) - scale));
  }
  store<f64>(out, loss);
  store<f64>(out, <f64>correct, 8);
}

/** Index of the largest entry of each row of z [rows][n], as i32. */
export function predict<T extends number>(rows: i32, n: i32, z: usize, out: usize): void {
  for (let r = 0; r < rows; r++) store<i32>(out + ((<usize>r) << 2), argmax<T>(entry<T>(z, r * n), n));
}
