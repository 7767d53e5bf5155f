/** Lists of what is not zero, and products by them (assembly/train/sparse.ts), against their definitions. */
import { describe, expect, it } from 'vitest';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import { numericOf } from '../../../src/model/heterosynaptic/numeric.js';
import { openSparseLists } from '../../../src/model/heterosynaptic/sparse-lists.js';
import type { Precision, Reals } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { stream } from './networks.js';

/** Bytes of a row of a strip, and terms of a block of sums. */
const STRIP = 160;
const BLOCK = 256;

/** Rows and entries: tails of four, rows of more than a block, a single entry. */
const SIZES = [
  [1, 1],
  [3, 7],
  [6, 40],
  [2, 259],
  [5, 600],
] as const;

function opened(precision: Precision) {
  const numeric = numericOf(freshKernels(HETEROSYNAPTIC_MODULE), precision);
  const filled = (values: ArrayLike<number>): number => {
    const address = numeric.room(values.length);
    numeric.view(address, values.length).set(values);
    return address;
  };
  return { numeric, filled, k: numeric.pick('combine_listed', 'pack_strips', 'strip_numbers', 'product_plain') };
}

/** Numbers of which about half are zero, one in eight of these with a sign. */
function someZero(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, () => (draw() < 0.5 ? (draw() < 0.125 ? -0 : 0) : 2 * draw() - 1));
}

/** The lists of a matrix: for each cell the entries [index, value] in order. */
function listsAt(numeric: ReturnType<typeof opened>['numeric'], starts: number, pairs: number, cells: number) {
  const { kernels, precision, size } = numeric;
  const edges = kernels.i32(starts, cells + 1);
  const count = edges[cells];
  const words = kernels.i32(pairs, (count * 2 * size) / 4);
  const values: Reals = numeric.view(pairs, 2 * count);
  return Array.from({ length: cells }, (_, cell) =>
    Array.from({ length: edges[cell + 1] - edges[cell] }, (_, i) => {
      const at = edges[cell] + i;
      return [words[precision === 'f32' ? 2 * at : 4 * at] / STRIP, values[2 * at + 1]];
    }),
  );
}

describe.each(['f32', 'f64'] as const)('lists of what is not zero in %s', (precision) => {
  it.each(SIZES)('of %i rows of %i entries are those of the definition', (rows, entries) => {
    const { numeric, filled } = opened(precision);
    const x = someZero(rows * entries, stream(3));
    // what is no number is there
    x[x.length - 1] = Number.NaN;
    const at = filled(x);
    const own = numeric.view(at, x.length).slice();
    const lists = openSparseLists(numeric, entries, rows);
    const ends = rows > 2 ? [1, rows - 1, rows] : [rows];
    lists.list(at, ends);
    const { blocks, starts, pairs } = lists.byRow();
    const wanted: number[][][] = [];
    for (let r = 0; r < rows; r++) {
      for (let from = 0; from < entries; from += BLOCK) {
        const block = Array.from({ length: Math.min(BLOCK, entries - from) }, (_, i) => from + i);
        wanted.push(block.map((j) => [j, own[r * entries + j]]).filter(([, value]) => value !== 0));
      }
    }
    expect(listsAt(numeric, starts, pairs, rows * blocks)).toEqual(wanted);
    expect(lists.density()).toBe(wanted.flat().length / (rows * entries));
    const columns = lists.byColumn();
    const cells: number[][][] = [];
    for (let j = 0; j < entries; j++) {
      for (const [i, end] of ends.entries()) {
        const share = Array.from({ length: end - (ends[i - 1] ?? 0) }, (_, r) => (ends[i - 1] ?? 0) + r);
        cells.push(share.map((r) => [r, own[r * entries + j]]).filter(([, value]) => value !== 0));
      }
    }
    expect(listsAt(numeric, columns.starts, columns.pairs, entries * ends.length)).toEqual(cells);
  });
});

describe.each(['f32', 'f64'] as const)('products by lists in %s', (precision) => {
  it.each([1, 19, 20, 21, 39, 40, 41, 95])('with %i columns have the bits of the definition', (columns) => {
    const { numeric, filled, k } = opened(precision);
    const { size } = numeric;
    for (const [items, depth] of SIZES) {
      const draw = stream(5);
      const x = filled(someZero(items * depth, draw));
      const w = filled(Array.from({ length: depth * columns }, () => 2 * draw() - 1));
      const before = Array.from({ length: items * columns + 1 }, () => 2 * draw() - 1);
      const strips = numeric.room(k.strip_numbers(columns, depth));
      k.pack_strips(false, columns, depth, w, columns, strips);
      const lists = openSparseLists(numeric, depth, items);
      lists.list(x, [items]);
      const { blocks, starts, pairs } = lists.byRow();
      const edge = numeric.kernels.allocate(STRIP);
      for (const adds of [false, true]) {
        const [y, plain] = [filled(before), filled(before)];
        k.combine_listed(items, blocks, starts, pairs, depth, strips, columns, y, columns, adds, edge);
        for (let from = 0; from < depth; from += BLOCK) {
          const terms = Math.min(BLOCK, depth - from);
          const [left, right] = [x + from * size, w + from * columns * size];
          k.product_plain(0, items, columns, terms, left, depth, right, columns, plain, columns, adds || from > 0);
        }
        // nothing behind the last entry is written
        const length = items * columns + 1;
        expect(numeric.view(y, length), `${items} x ${depth}, ${adds}`).toEqual(numeric.view(plain, length));
      }
    }
  });
});
