// Batch normalisation of channels (specification, section 11): biased variance over all rows of a batch, which come in parts.
//
//   mean = sum x / m,  var = sum (x - mean)^2 / m,  y = (x - mean) k + b,  k = w / sqrt(var + eps)
//   backward:  xBar = k (yBar - mean(yBar) - (x - mean) q),  q = sum yBar (x - mean) / (m (var + eps))
//   wBar = sum yBar (x - mean) / sqrt(var + eps),  bBar = sum yBar
//
//   x, y, yBar [rows][n], rows of a part one behind the other; sums and what is of a channel [n], in f64 in both precisions
//
// Sums go over rows in their order, one chain a channel, so they depend on the order of parts alone; the variance is of what the mean leaves, so nothing
// cancels. Error of a sum m 2^-53 of that of magnitudes, of y and xBar one rounding to the type. Flops of a number: 1, 3, 2, 4, 5.

import { entry } from '../linalg/lanes';

function ofChannel(channels: usize, c: i32): f64 {
  return load<f64>(entry<f64>(channels, c));
}

function addTo(channels: usize, c: i32, value: f64): void {
  store<f64>(entry<f64>(channels, c), ofChannel(channels, c) + value);
}

function valueOf<T extends number>(x: usize, i: i32): f64 {
  return <f64>load<T>(entry<T>(x, i));
}

/** sums += sum x */
export function sumChannels<T extends number>(rows: i32, n: i32, x: usize, sums: usize): void {
  for (let r = 0; r < rows; r++) for (let c = 0; c < n; c++) addTo(sums, c, valueOf<T>(x, r * n + c));
}

/** squares += sum (x - mean)^2 */
export function sumDeviations<T extends number>(rows: i32, n: i32, x: usize, mean: usize, squares: usize): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < n; c++) {
      const d = valueOf<T>(x, r * n + c) - ofChannel(mean, c);
      addTo(squares, c, d * d);
    }
  }
}

/** y = (x - mean) k + b; y may be x. */
export function normaliseChannels<T extends number>(
  rows: i32,
  n: i32,
  x: usize,
  mean: usize,
  k: usize,
  b: usize,
  y: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < n; c++) {
      const value = (valueOf<T>(x, r * n + c) - ofChannel(mean, c)) * ofChannel(k, c) + ofChannel(b, c);
      store<T>(entry<T>(y, r * n + c), <T>value);
    }
  }
}

/** sums += sum yBar, dots += sum yBar (x - mean) */
export function sumChannelsBack<T extends number>(
  rows: i32,
  n: i32,
  x: usize,
  mean: usize,
  yBar: usize,
  sums: usize,
  dots: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < n; c++) {
      const bar = valueOf<T>(yBar, r * n + c);
      addTo(sums, c, bar);
      addTo(dots, c, bar * (valueOf<T>(x, r * n + c) - ofChannel(mean, c)));
    }
  }
}

/** yBar <- k (yBar - meanBar - (x - mean) q) */
export function normaliseChannelsBack<T extends number>(
  rows: i32,
  n: i32,
  x: usize,
  mean: usize,
  k: usize,
  meanBar: usize,
  q: usize,
  yBar: usize,
): void {
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < n; c++) {
      const bar =
        valueOf<T>(yBar, r * n + c) -
        ofChannel(meanBar, c) -
        (valueOf<T>(x, r * n + c) - ofChannel(mean, c)) * ofChannel(q, c);
      store<T>(entry<T>(yBar, r * n + c), <T>(ofChannel(k, c) * bar));
    }
  }
}
