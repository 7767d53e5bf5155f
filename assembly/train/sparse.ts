// Products of a perceptron without the terms that are zero (specification, section 15): four fifths of MNIST's pixels, half of the
// activities behind a relu, and of the errors on their way back through it.
//
//   y[i] = sum over the pairs of list i: x_ij w[j]              w [depth][columns], y [items][ldy]
//
//   lists    starts i32 [items * blocks + 1], pairs: list i is cut where a block of entries ends, and lists follow one another. Blocks of
//            rows have 256 entries, those of columns are the shares of a batch
//   pair     | i32 j * STRIP: where row j of a strip begins | x_ij |        two numbers of the type wide
//   w        in strips of 112 bytes of columns (28 f32, 14 f64): | strip 0: rows 0 .. depth - 1 | strip 1 ...; what is missing is 0
//
// A term of zero changes no sum that begins at +0, and the order of the others is that of the dense product (linalg/product.ts): blocks of
// 256 terms, added in order. So the bits are those of the dense product. A block of a strip is 32 KB and stays in the first-level cache
// while the lists of all items pass by. Flops 2 columns (listed entries), 8 vectors of arithmetic for 10 loads: arithmetic is the bound.

import { KC } from '../linalg/gemm';
import { bytesOf, entry, lanes, madd } from '../linalg/lanes';
import { packAcross, packDown, panelNumbers } from '../linalg/panels';

/** Bytes of a row of a strip: 7 vectors. */
const STRIP: usize = 112;

/** Columns of a strip. */
// @ts-ignore: decorator
@inline
function stripColumns<T extends number>(): i32 {
  return <i32>STRIP / <i32>sizeof<T>();
}

/** Numbers of the strips of `columns` columns. */
export function stripNumbers<T extends number>(columns: i32, depth: i32): i32 {
  return panelNumbers(columns, depth, stripColumns<T>());
}

/** Packs w [depth][ld], or with `isTransposed` w' [columns][ld], into strips. */
export function packStrips<T extends number>(
  isTransposed: bool,
  columns: i32,
  depth: i32,
  w: usize,
  ld: i32,
  out: usize,
): void {
  if (isTransposed) packDown<T>(columns, depth, w, ld, stripColumns<T>(), out);
  else packAcross<T>(depth, columns, w, ld, stripColumns<T>(), out);
}

// @ts-ignore: decorator
@inline
function place(list: usize, i: i32): usize {
  return list + ((<usize>i) << 2);
}

/** Blocks of entries. */
// @ts-ignore: decorator
@inline
function blocksOf(entries: i32): i32 {
  return (entries + KC - 1) / KC;
}

/** Address of a pair. */
// @ts-ignore: decorator
@inline
function pair<T extends number>(pairs: usize, i: i32): usize {
  return pairs + (bytesOf<T>(i) << 1);
}

/** Which entry a pair is. */
// @ts-ignore: decorator
@inline
function columnOf(at: usize): i32 {
  return <i32>(load<u32>(at) / <u32>STRIP);
}

/** 1 for a number that is not zero, NaN among them. */
// @ts-ignore: decorator
@inline
function isThere<T extends number>(at: usize): i32 {
  // all bits but that of the sign; no branch, for which is zero cannot be foreseen
  if (sizeof<T>() == 4) return i32(load<u32>(at) << 1 != 0);
  return i32(load<u64>(at) << 1 != 0);
}

/** Lists the entries of the rows of x [rows][n] that are not zero. Returns how many there are. `pairs`: room for rows n + 1. */
export function listRows<T extends number>(rows: i32, n: i32, x: usize, starts: usize, pairs: usize): i32 {
  let count = 0;
  let start = starts;
  for (let r = 0; r < rows; r++) {
    for (let from = 0; from < n; from += KC) {
      store<i32>(start, count);
      start += 4;
      const end = min(from + KC, n);
      for (let j = from; j < end; j++, x += sizeof<T>()) {
        const at = pair<T>(pairs, count);
        store<i32>(at, j * <i32>STRIP);
        store<T>(at, load<T>(x), sizeof<T>());
        count += isThere<T>(x);
      }
    }
  }
  store<i32>(start, count);
  return count;
}

/**
 * Of lists of the rows [rows][n] those of the columns: the rows that have an entry there, in order. A block of theirs ends before each of the
 * rows `ends`, i32 [blocks]; the last of these is the number of rows. `columnStarts`: i32 [n * blocks + 1].
 */
export function listColumns<T extends number>(
  rows: i32,
  n: i32,
  starts: usize,
  pairs: usize,
  blocks: i32,
  ends: usize,
  columnStarts: usize,
  columnPairs: usize,
): void {
  const cells = n * blocks;
  memory.fill(columnStarts, 0, (<usize>(cells + 1)) << 2);
  const width = blocksOf(n);
  let block = 0;
  for (let r = 0; r < rows; r++) {
    if (r == load<i32>(place(ends, block))) block++;
    const to = pair<T>(pairs, load<i32>(place(starts, (r + 1) * width)));
    for (let from = pair<T>(pairs, load<i32>(place(starts, r * width))); from < to; from += 2 * sizeof<T>()) {
      const at = place(columnStarts, columnOf(from) * blocks + block + 1);
      store<i32>(at, load<i32>(at) + 1);
    }
  }
  for (let j = 0; j < cells; j++) {
    const at = place(columnStarts, j);
    store<i32>(at, load<i32>(at) + load<i32>(at, 4), 4);
  }
  for (let r = rows - 1; r >= 0; r--) {
    if (block > 0 && r < load<i32>(place(ends, block - 1))) block--;
    const first = load<i32>(place(starts, r * width));
    for (let i = load<i32>(place(starts, (r + 1) * width)) - 1; i >= first; i--) {
      const from = pair<T>(pairs, i);
      // filled from the end of each list, so that the start of the next one walks back to its own place
      const end = place(columnStarts, columnOf(from) * blocks + block + 1);
      const at = load<i32>(end) - 1;
      store<i32>(end, at);
      const to = pair<T>(columnPairs, at);
      store<i32>(to, r * <i32>STRIP);
      store<T>(to, load<T>(from, sizeof<T>()), sizeof<T>());
    }
  }
  // every start is now one list behind
  const count = load<i32>(place(starts, rows * width));
  for (let j = 0; j < cells; j++) store<i32>(place(columnStarts, j), load<i32>(place(columnStarts, j + 1)));
  store<i32>(place(columnStarts, cells), count);
}

/** One item and one strip: y = or += what the pairs from `at` to `end` come to. 7 accumulators, 1 splat. */
function combineStrip<T extends number>(at: usize, end: usize, w: usize, y: usize, adds: bool): void {
  let a = v128.splat<T>(<T>0),
    b = v128.splat<T>(<T>0),
    c = v128.splat<T>(<T>0),
    d = v128.splat<T>(<T>0);
  let e = v128.splat<T>(<T>0),
    f = v128.splat<T>(<T>0),
    g = v128.splat<T>(<T>0);
  for (; at < end; at += 2 * sizeof<T>()) {
    const s = v128.load_splat<T>(at, sizeof<T>());
    const row = w + <usize>load<u32>(at);
    a = madd<T>(s, v128.load(row), a);
    b = madd<T>(s, v128.load(row, 16), b);
    c = madd<T>(s, v128.load(row, 32), c);
    d = madd<T>(s, v128.load(row, 48), d);
    e = madd<T>(s, v128.load(row, 64), e);
    f = madd<T>(s, v128.load(row, 80), f);
    g = madd<T>(s, v128.load(row, 96), g);
  }
  put<T>(y, a, adds);
  put<T>(y + 16, b, adds);
  put<T>(y + 32, c, adds);
  put<T>(y + 48, d, adds);
  put<T>(y + 64, e, adds);
  put<T>(y + 80, f, adds);
  put<T>(y + 96, g, adds);
}

// @ts-ignore: decorator
@inline
function put<T extends number>(y: usize, v: v128, adds: bool): void {
  v128.store(y, adds ? v128.add<T>(v128.load(y), v) : v);
}

/** What belongs to y of a strip that stands over its end. */
function copyStrip<T extends number>(columns: i32, strip: usize, y: usize, adds: bool): void {
  const whole = columns - (columns % lanes<T>());
  for (let j = 0; j < whole; j += lanes<T>()) put<T>(entry<T>(y, j), v128.load(entry<T>(strip, j)), adds);
  for (let j = whole; j < columns; j++) {
    const value = load<T>(entry<T>(strip, j));
    const at = entry<T>(y, j);
    store<T>(at, adds ? <T>(load<T>(at) + value) : value);
  }
}

/** y [items][ldy] = or += the sums of all lists over w [depth][columns] in strips. `edge`: 128 bytes. */
export function combineListed<T extends number>(
  items: i32,
  blocks: i32,
  starts: usize,
  pairs: usize,
  depth: i32,
  w: usize,
  columns: i32,
  y: usize,
  ldy: i32,
  adds: bool,
  edge: usize,
): void {
  // what y has of an item stays in the cache from block to block where w does
  const together = depth > KC ? 1 : blocks;
  for (let j = 0; j < columns; j += stripColumns<T>()) {
    const there = min(stripColumns<T>(), columns - j);
    for (let first = 0; first < blocks; first += together) {
      let out = entry<T>(y, j);
      let start = place(starts, first);
      for (let i = 0; i < items; i++) {
        for (let b = first; b < first + together; b++, start += 4) {
          const at = pair<T>(pairs, load<i32>(start));
          const end = pair<T>(pairs, load<i32>(start, 4));
          const isAdded = adds || b > 0;
          if (at == end && isAdded) continue;
          if (there == stripColumns<T>()) combineStrip<T>(at, end, w, out, isAdded);
          else {
            combineStrip<T>(at, end, w, edge, false);
            copyStrip<T>(there, edge, out, isAdded);
          }
        }
        start += (<usize>(blocks - together)) << 2;
        out += bytesOf<T>(ldy);
      }
    }
    w += <usize>depth * STRIP;
  }
}
