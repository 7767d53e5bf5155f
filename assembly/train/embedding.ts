// Tokens to rows and back, and rows that stand for several.

import { bytesOf, entry, lanes } from '../linalg/lanes';
import { addRow, wholeOf } from './rows';

// @ts-ignore: decorator
@inline
function index(list: usize, i: i32): i32 {
  return load<i32>(list + ((<usize>i) << 2));
}

/** x [rows][n] = tokens' rows of wte + rows 0 to T - 1 of wpe, again and again; tokens i32 [rows]. */
export function embed<T extends number>(
  rows: i32,
  length: i32,
  n: i32,
  tokens: usize,
  wte: usize,
  wpe: usize,
  x: usize,
): void {
  const whole = wholeOf<T>(n);
  for (let r = 0; r < rows; r++) {
    const a = entry<T>(wte, index(tokens, r) * n);
    const b = entry<T>(wpe, (r % length) * n);
    const out = entry<T>(x, r * n);
    for (let i = 0; i < whole; i += lanes<T>()) {
      v128.store(entry<T>(out, i), v128.add<T>(v128.load(entry<T>(a, i)), v128.load(entry<T>(b, i))));
    }
    for (let i = whole; i < n; i++) {
      store<T>(entry<T>(out, i), <T>(load<T>(entry<T>(a, i)) + load<T>(entry<T>(b, i))));
    }
  }
}

/** The way back: dx is added to the rows of tokens and of positions, in order of the rows. */
export function embedBackward<T extends number>(
  rows: i32,
  length: i32,
  n: i32,
  tokens: usize,
  dx: usize,
  dwte: usize,
  dwpe: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const from = entry<T>(dx, r * n);
    addRow<T>(from, entry<T>(dwte, index(tokens, r) * n), n);
    addRow<T>(from, entry<T>(dwpe, (r % length) * n), n);
  }
}

/** out [rows][n] = rows of x by their numbers, i32 [rows]. */
export function gatherRows<T extends number>(rows: i32, n: i32, x: usize, list: usize, out: usize): void {
  const run = bytesOf<T>(n);
  for (let r = 0; r < rows; r++) memory.copy(entry<T>(out, r * n), entry<T>(x, index(list, r) * n), run);
}

/** Adds each row of x [rows][n] to that row of out whose number stands in the list, in order of the rows. */
export function scatterRows<T extends number>(rows: i32, n: i32, x: usize, list: usize, out: usize): void {
  for (let r = 0; r < rows; r++) addRow<T>(entry<T>(x, r * n), entry<T>(out, index(list, r) * n), n);
}

/** y [count] = bytes divided by scale. Quotients of such numbers are the same whether rounded to f32 at once or through f64. */
export function spreadBytes<T extends number>(count: i32, x: usize, scale: f64, y: usize): void {
  const whole = count - (count % 4);
  const divisor = v128.splat<T>(<T>scale);
  for (let i = 0; i < whole; i += 4) {
    const words = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x + <usize>i)));
    const at = entry<T>(y, i);
    if (sizeof<T>() == 4) v128.store(at, f32x4.div(f32x4.convert_i32x4_u(words), divisor));
    else {
      v128.store(at, f64x2.div(f64x2.convert_low_i32x4_u(words), divisor));
      const high = v128.shuffle<i32>(words, words, 2, 3, 2, 3);
      v128.store(at, f64x2.div(f64x2.convert_low_i32x4_u(high), divisor), 16);
    }
  }
  for (let i = whole; i < count; i++) store<T>(entry<T>(y, i), <T>(<f64>load<u8>(x + <usize>i) / scale));
}
