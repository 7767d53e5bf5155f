// The first layer of a perceptron without the terms whose input is zero (specification, section 15): four fifths of MNIST's pixels.
//
//   forward   y [rows][out] = x W',   Wt [in][ldw] being W transposed, its rows whole vectors
//   backward  Dt [in][ldw] = or += x' d, what W's gradient is transposed
//
//   list of a row: its nonzero inputs in order, numbers i32 and values;  starts i32 [rows][blocks + 1], a block being 256 inputs
//   list of an input: the rows in which it is nonzero, in order;  starts i32 [in + 1]
//
// A term of zero changes no sum that begins at +0, and the order of the others is that of the dense product (linalg/product.ts): blocks of
// 256 inputs, added in order. So the bits are those of the dense layer. Flops 2 out (nonzero inputs) each way.

import { KC } from '../linalg/gemm';
import { bytesOf, entry, lanes, madd } from '../linalg/lanes';

// @ts-ignore: decorator
@inline
function place(list: usize, i: i32): usize {
  return list + ((<usize>i) << 2);
}

/** Blocks of inputs. */
// @ts-ignore: decorator
@inline
function blocksOf(inputs: i32): i32 {
  return (inputs + KC - 1) / KC;
}

/** Lists the nonzero inputs of x [rows][inputs], row by row. Returns how many there are. */
export function listRows<T extends number>(
  rows: i32,
  inputs: i32,
  x: usize,
  starts: usize,
  numbers: usize,
  values: usize,
): i32 {
  let count = 0;
  let start = starts;
  for (let r = 0; r < rows; r++) {
    for (let j = 0; j < inputs; j++) {
      if (j % KC == 0) {
        store<i32>(start, count);
        start += 4;
      }
      const value = load<T>(entry<T>(x, r * inputs + j));
      if (value == <T>0) continue;
      store<i32>(place(numbers, count), j);
      store<T>(entry<T>(values, count), value);
      count++;
    }
    store<i32>(start, count);
    start += 4;
  }
  return count;
}

/** The same lists by input, made of those by row. */
export function listColumns<T extends number>(
  rows: i32,
  inputs: i32,
  starts: usize,
  numbers: usize,
  values: usize,
  columnStarts: usize,
  rowNumbers: usize,
  rowValues: usize,
): void {
  memory.fill(columnStarts, 0, (<usize>(inputs + 1)) << 2);
  const width = blocksOf(inputs) + 1;
  const count = load<i32>(place(starts, rows * width - 1));
  for (let i = 0; i < count; i++) {
    const at = place(columnStarts, load<i32>(place(numbers, i)) + 1);
    store<i32>(at, load<i32>(at) + 1);
  }
  for (let j = 0; j < inputs; j++) {
    const at = place(columnStarts, j);
    store<i32>(at, load<i32>(at) + load<i32>(at, 4), 4);
  }
  for (let r = rows - 1; r >= 0; r--) {
    const first = load<i32>(place(starts, r * width));
    for (let i = load<i32>(place(starts, r * width + width - 1)) - 1; i >= first; i--) {
      // filled from the end of each list, so that the start of the next one walks back to its own place
      const end = place(columnStarts, load<i32>(place(numbers, i)) + 1);
      const at = load<i32>(end) - 1;
      store<i32>(end, at);
      store<i32>(place(rowNumbers, at), r);
      store<T>(entry<T>(rowValues, at), load<T>(entry<T>(values, i)));
    }
  }
  // every start is now one list behind
  for (let j = 0; j < inputs; j++) store<i32>(place(columnStarts, j), load<i32>(place(columnStarts, j + 1)));
  store<i32>(place(columnStarts, inputs), count);
}

/** Vectors of columns that are summed at once. */
const TOGETHER: i32 = 8;

/** sum over entries `from` to `to` of a list: value times 8 vectors of the listed row of w. Stored at y, or added to it. */
function combineWide<T extends number>(
  from: i32,
  to: i32,
  numbers: usize,
  values: usize,
  w: usize,
  stride: usize,
  y: usize,
  adds: bool,
): void {
  let a = v128.splat<T>(<T>0),
    b = v128.splat<T>(<T>0),
    c = v128.splat<T>(<T>0),
    d = v128.splat<T>(<T>0);
  let e = v128.splat<T>(<T>0),
    f = v128.splat<T>(<T>0),
    g = v128.splat<T>(<T>0),
    h = v128.splat<T>(<T>0);
  for (let i = from; i < to; i++) {
    const x = v128.load_splat<T>(entry<T>(values, i));
    const row = w + <usize>load<i32>(place(numbers, i)) * stride;
    a = madd<T>(x, v128.load(row), a);
    b = madd<T>(x, v128.load(row, 16), b);
    c = madd<T>(x, v128.load(row, 32), c);
    d = madd<T>(x, v128.load(row, 48), d);
    e = madd<T>(x, v128.load(row, 64), e);
    f = madd<T>(x, v128.load(row, 80), f);
    g = madd<T>(x, v128.load(row, 96), g);
    h = madd<T>(x, v128.load(row, 112), h);
  }
  put<T>(y, a, adds);
  put<T>(y + 16, b, adds);
  put<T>(y + 32, c, adds);
  put<T>(y + 48, d, adds);
  put<T>(y + 64, e, adds);
  put<T>(y + 80, f, adds);
  put<T>(y + 96, g, adds);
  put<T>(y + 112, h, adds);
}

// @ts-ignore: decorator
@inline
function put<T extends number>(y: usize, v: v128, adds: bool): void {
  v128.store(y, adds ? v128.add<T>(v128.load(y), v) : v);
}

/** The same for one vector. */
// @ts-ignore: decorator
@inline
function combineOne<T extends number>(
  from: i32,
  to: i32,
  numbers: usize,
  values: usize,
  w: usize,
  stride: usize,
  y: usize,
  adds: bool,
): void {
  let sum = v128.splat<T>(<T>0);
  for (let i = from; i < to; i++) {
    const row = w + <usize>load<i32>(place(numbers, i)) * stride;
    sum = madd<T>(v128.load_splat<T>(entry<T>(values, i)), v128.load(row), sum);
  }
  put<T>(y, sum, adds);
}

/** y [rows][ldw] = x W' from the lists of rows; ldw is a multiple of the lanes and the same for y and Wt. */
export function sparseForward<T extends number>(
  rows: i32,
  inputs: i32,
  starts: usize,
  numbers: usize,
  values: usize,
  w: usize,
  ldw: i32,
  y: usize,
): void {
  const blocks = blocksOf(inputs);
  const stride = bytesOf<T>(ldw);
  for (let j: usize = 0; j < stride;) {
    const isWide = j + 16 * TOGETHER <= stride;
    for (let r = 0; r < rows; r++) {
      const out = y + <usize>r * stride + j;
      for (let b = 0; b < blocks; b++) {
        const at = place(starts, r * (blocks + 1) + b);
        const from = load<i32>(at);
        const to = load<i32>(at, 4);
        if (isWide) combineWide<T>(from, to, numbers, values, w + j, stride, out, b > 0);
        else combineOne<T>(from, to, numbers, values, w + j, stride, out, b > 0);
      }
    }
    j += isWide ? 16 * TOGETHER : 16;
  }
}

/** Dt [inputs][ldw] = or += x' d from the lists of inputs; d [rows][ldw], rows up to 256. */
export function sparseBackward<T extends number>(
  inputs: i32,
  columnStarts: usize,
  rowNumbers: usize,
  rowValues: usize,
  d: usize,
  ldw: i32,
  dt: usize,
  adds: bool,
): void {
  const stride = bytesOf<T>(ldw);
  for (let j: usize = 0; j < stride;) {
    const isWide = j + 16 * TOGETHER <= stride;
    for (let i = 0; i < inputs; i++) {
      const from = load<i32>(place(columnStarts, i));
      const to = load<i32>(place(columnStarts, i + 1));
      if (adds && from == to) continue;
      const out = dt + <usize>i * stride + j;
      if (isWide) combineWide<T>(from, to, rowNumbers, rowValues, d + j, stride, out, adds);
      else combineOne<T>(from, to, rowNumbers, rowValues, d + j, stride, out, adds);
    }
    j += isWide ? 16 * TOGETHER : 16;
  }
}
