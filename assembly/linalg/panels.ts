// Packing of matrices into the panels that tiles read (tile.ts), and transposition.
//
// A panel has `width` numbers for each of the k terms of a sum, one group behind the other:
//
//   | k = 0: width numbers | k = 1: width numbers | ...        panel p at p * width * k numbers; what is missing in the last one is 0

import { storePair } from '../math/simd';
import { bytesOf, entry, lanes } from './lanes';

/** Numbers of all panels for `count` rows or columns. */
// @ts-ignore: decorator
@inline
export function panelNumbers(count: i32, k: i32, width: i32): i32 {
  return ((count + width - 1) / width) * width * k;
}

/** Packs a k x count matrix whose columns become panels: runs of `width` numbers are copied. */
export function packAcross<T extends number>(k: i32, count: i32, from: usize, ld: i32, width: i32, out: usize): void {
  const stride = bytesOf<T>(ld);
  const run = bytesOf<T>(width);
  for (let j = 0; j < count; j += width) {
    let row = entry<T>(from, j);
    const there = min(width, count - j);
    if (there == width) {
      for (let i = 0; i < k; i++) {
        let c: usize = 0;
        for (; c + 32 <= run; c += 32) storePair(out + c, v128.load(row + c), v128.load(row + c, 16));
        if (c < run) v128.store(out + c, v128.load(row + c));
        row += stride;
        out += run;
      }
      continue;
    }
    for (let i = 0; i < k; i++) {
      for (let c = 0; c < width; c++) store<T>(entry<T>(out, c), c < there ? load<T>(entry<T>(row, c)) : <T>0);
      row += stride;
      out += run;
    }
  }
}

/** Packs a count x k matrix whose rows become panels: blocks of it are transposed. `width` is a multiple of the lanes. */
export function packDown<T extends number>(count: i32, k: i32, from: usize, ld: i32, width: i32, out: usize): void {
  const stride = bytesOf<T>(ld);
  const run = bytesOf<T>(width);
  const whole = k - (k % lanes<T>());
  for (let i = 0; i < count; i += width) {
    const rows = from + <usize>i * stride;
    const there = min(width, count - i);
    if (there < width) {
      memory.fill(out, 0, <usize>k * run);
      for (let r = 0; r < there; r++) spread<T>(k, rows + <usize>r * stride, entry<T>(out, r), run);
    } else {
      for (let j = 0; j < whole; j += lanes<T>()) {
        for (let r = 0; r < width; r += lanes<T>()) {
          transposeTile<T>(entry<T>(rows + <usize>r * stride, j), stride, entry<T>(out + <usize>j * run, r), run);
        }
      }
      for (let r = 0; r < width; r++) {
        const row = rows + <usize>r * stride;
        spread<T>(k - whole, entry<T>(row, whole), entry<T>(out + <usize>whole * run, r), run);
      }
    }
    out += <usize>k * run;
  }
}

/** Copies a run of numbers to places `step` bytes apart. */
// @ts-ignore: decorator
@inline
function spread<T extends number>(count: i32, from: usize, out: usize, step: usize): void {
  for (let i = 0; i < count; i++) {
    store<T>(out, load<T>(entry<T>(from, i)));
    out += step;
  }
}

/** Transposes a block of as many rows as a vector has lanes. */
// @ts-ignore: decorator
@inline
function transposeTile<T extends number>(from: usize, stride: usize, out: usize, step: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + stride);
  if (sizeof<T>() == 8) {
    v128.store(out, v128.shuffle<i64>(a, b, 0, 2));
    v128.store(out + step, v128.shuffle<i64>(a, b, 1, 3));
    return;
  }
  const c = v128.load(from + 2 * stride);
  const d = v128.load(from + 3 * stride);
  const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
  v128.store(out, v128.shuffle<i64>(ab, cd, 0, 2));
  v128.store(out + step, v128.shuffle<i64>(ab, cd, 1, 3));
  const AB = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
  const CD = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
  v128.store(out + 2 * step, v128.shuffle<i64>(AB, CD, 0, 2));
  v128.store(out + 3 * step, v128.shuffle<i64>(AB, CD, 1, 3));
}

/** out [columns][ldo] = the transpose of from [rows][ld]. */
export function transpose<T extends number>(rows: i32, columns: i32, from: usize, ld: i32, out: usize, ldo: i32): void {
  const stride = bytesOf<T>(ld);
  const step = bytesOf<T>(ldo);
  const wide = columns - (columns % lanes<T>());
  let i = 0;
  for (; i + lanes<T>() <= rows; i += lanes<T>()) {
    const row = from + <usize>i * stride;
    for (let j = 0; j < wide; j += lanes<T>()) {
      transposeTile<T>(entry<T>(row, j), stride, entry<T>(out + <usize>j * step, i), step);
    }
    for (let r = 0; r < lanes<T>(); r++) {
      spread<T>(
        columns - wide,
        entry<T>(row + <usize>r * stride, wide),
        entry<T>(out + <usize>wide * step, i + r),
        step,
      );
    }
  }
  for (; i < rows; i++) spread<T>(columns, from + <usize>i * stride, entry<T>(out, i), step);
}
