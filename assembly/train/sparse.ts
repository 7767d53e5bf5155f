// Products of a perceptron without the terms that are zero (specification, section 15): four fifths of MNIST's pixels, half of the
// activities behind a relu, and of the errors on their way back through it.
//
//   y[i] = sum over the pairs of list i: x_ij w[j]              w [depth][columns], y [items][ldy]
//
//   lists    starts i32 [items * blocks + 1], pairs: list i is cut where a block of entries ends, and lists follow one another. Blocks of
//            rows have 256 entries, those of columns are the shares of a batch
//   pair     | i32 j * STRIP: where row j of a strip begins | x_ij |        two numbers of the type wide
//   w        in strips of 160 bytes of columns (40 f32, 20 f64): | strip 0: rows 0 .. depth - 1 | strip 1 ...; what is missing is 0
//
// A term of zero changes no sum that begins at +0, and the order of the others is that of the dense product (linalg/product.ts): blocks of
// 256 terms, added in order. So the bits are those of the dense product. A block of a strip is 40 KB, most of which stays in the first-level
// cache while the lists of all items pass by. Flops 2 columns (listed entries), 10 vectors of arithmetic for 12 loads: arithmetic is the
// bound. Wider strips mean fewer lists to begin and end, where a processor that did not foresee the end waits for 20 operations; with fewer
// than 8 vectors each fused operation waits for the one before (one core, fast / strict, listed products of a step of the default
// perceptron: 7 vectors 5.2 / 6.1 ms, 8 5.1 / 6.2, 10 4.8 / 5.9, 11 5.1 / 6.1, 12 5.8 / 6.5; in one piece with its loop 10 4.6 / 5.6).

import { KC } from '../linalg/gemm';
import { bytesOf, entry, lanes, madd } from '../linalg/lanes';
import { packAcross, packDown, panelNumbers } from '../linalg/panels';

/** Bytes of a row of a strip: 10 vectors. */
const STRIP: usize = 160;

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

/** Pairs of so many bytes. */
// @ts-ignore: decorator
@inline
function countOf<T extends number>(bytes: usize): i32 {
  return <i32>(bytes >> (alignof<T>() + 1));
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

/** Adds entry j of a row to a list if it is not zero; returns where the list then ends. */
// @ts-ignore: decorator
@inline
function listEntry<T extends number>(x: usize, j: i32, at: usize): usize {
  store<i32>(at, j * <i32>STRIP);
  store<T>(at, load<T>(x), sizeof<T>());
  return at + ((<usize>isThere<T>(x) * 2) << alignof<T>());
}

/** By which of four entries are zero, a bit for each: bytes from the pair of the first to those of the others and to what comes then. */
// prettier-ignore
const PLACES = memory.data<u8>([
  8, 16, 24, 32,  0, 8, 16, 24,  8, 8, 16, 24,  0, 0, 8, 16,
  8, 16, 16, 24,  0, 8, 8, 16,  8, 8, 8, 16,  0, 0, 0, 8,
  8, 16, 24, 24,  0, 8, 16, 16,  8, 8, 16, 16,  0, 0, 8, 8,
  8, 16, 16, 16,  0, 8, 8, 8,  8, 8, 8, 8,  0, 0, 0, 0,
]);

/** Lists four entries of f32; `offsets`: those of their rows. Returns where the list then ends. */
// @ts-ignore: decorator
@inline
function listFour(x: usize, offsets: v128, at: usize): usize {
  const v = v128.load(x);
  // all bits but that of the sign, as above
  const isZero = i32x4.eq(i32x4.shl(v, 1), i32x4.splat(0));
  const places = PLACES + ((<usize>i32x4.bitmask(isZero)) << 2);
  const low = v128.shuffle<i32>(offsets, v, 0, 4, 1, 5);
  const high = v128.shuffle<i32>(offsets, v, 2, 6, 3, 7);
  // each pair is written, and what is zero is overwritten by the next one
  v128.store64_lane(at, low, 0);
  v128.store64_lane(at + <usize>load<u8>(places), low, 1);
  v128.store64_lane(at + <usize>load<u8>(places, 1), high, 0);
  v128.store64_lane(at + <usize>load<u8>(places, 2), high, 1);
  return at + <usize>load<u8>(places, 3);
}

/** Lists the entries of the rows of x [rows][n] that are not zero. Returns how many there are. `pairs`: room for rows n + 1. */
export function listRows<T extends number>(rows: i32, n: i32, x: usize, starts: usize, pairs: usize): i32 {
  let start = starts;
  let at = pairs;
  const step = i32x4.splat(4 * <i32>STRIP);
  for (let r = 0; r < rows; r++) {
    for (let from = 0; from < n; from += KC) {
      store<i32>(start, countOf<T>(at - pairs));
      start += 4;
      const end = min(from + KC, n);
      let j = from;
      if (sizeof<T>() == 4) {
        const first = from * <i32>STRIP;
        let offsets = i32x4.add(i32x4.splat(first), i32x4(0, <i32>STRIP, 2 * <i32>STRIP, 3 * <i32>STRIP));
        for (; j + 4 <= end; j += 4, x += 16) {
          at = listFour(x, offsets, at);
          offsets = i32x4.add(offsets, step);
        }
      }
      for (; j < end; j++, x += sizeof<T>()) at = listEntry<T>(x, j, at);
    }
  }
  const count = countOf<T>(at - pairs);
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

/**
 * One item and one strip: y = or += what the pairs from `at` to `end` come to. 10 accumulators, 1 splat, and room for 4 loads.
 *
 * The loop is never left at a row 0 or 1: the questions cut it into three pieces. All loads of a piece come first in the engine's hands, and
 * with ten of them registers would go through memory (fast: 6.3 ms instead of 4.8). Pieces are even and sums end in one place, the upper
 * one of two first: engines that make 256-bit operations find the pairs (default perceptron: 2.9 instead of 4.5 ms a step).
 */
// @ts-ignore: decorator
@inline
function combineStrip<T extends number>(at: usize, end: usize, w: usize, y: usize, adds: bool): void {
  let a = v128.splat<T>(<T>0),
    b = v128.splat<T>(<T>0),
    c = v128.splat<T>(<T>0),
    d = v128.splat<T>(<T>0),
    e = v128.splat<T>(<T>0);
  let f = v128.splat<T>(<T>0),
    g = v128.splat<T>(<T>0),
    h = v128.splat<T>(<T>0),
    i = v128.splat<T>(<T>0),
    j = v128.splat<T>(<T>0);
  for (; at < end; at += 2 * sizeof<T>()) {
    const s = v128.load_splat<T>(at, sizeof<T>());
    const row = w + <usize>load<u32>(at);
    a = madd<T>(s, v128.load(row, 0), a);
    b = madd<T>(s, v128.load(row, 16), b);
    c = madd<T>(s, v128.load(row, 32), c);
    d = madd<T>(s, v128.load(row, 48), d);
    if (row == 0) break;
    e = madd<T>(s, v128.load(row, 64), e);
    f = madd<T>(s, v128.load(row, 80), f);
    if (row == 1) break;
    g = madd<T>(s, v128.load(row, 96), g);
    h = madd<T>(s, v128.load(row, 112), h);
    i = madd<T>(s, v128.load(row, 128), i);
    j = madd<T>(s, v128.load(row, 144), j);
  }
  if (adds) {
    a = v128.add<T>(v128.load(y), a);
    b = v128.add<T>(v128.load(y, 16), b);
    c = v128.add<T>(v128.load(y, 32), c);
    d = v128.add<T>(v128.load(y, 48), d);
    e = v128.add<T>(v128.load(y, 64), e);
    f = v128.add<T>(v128.load(y, 80), f);
    g = v128.add<T>(v128.load(y, 96), g);
    h = v128.add<T>(v128.load(y, 112), h);
    i = v128.add<T>(v128.load(y, 128), i);
    j = v128.add<T>(v128.load(y, 144), j);
  }
  v128.store(y, b, 16);
  v128.store(y, a);
  v128.store(y, d, 48);
  v128.store(y, c, 32);
  v128.store(y, f, 80);
  v128.store(y, e, 64);
  v128.store(y, h, 112);
  v128.store(y, g, 96);
  v128.store(y, j, 144);
  v128.store(y, i, 128);
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
