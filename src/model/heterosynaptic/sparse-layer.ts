/**
 * The first layer on inputs that are mostly zero, with the bits of the dense one (assembly/train/sparse-input.ts). It declines, and the dense
 * layer has its turn, where that is as fast: with few zeros, or rows of outputs that fill no whole vectors.
 */
import type { DenseShape } from './dense.js';
import type { Numeric } from './numeric.js';

export interface SparseLayer {
  take(weights: number): void;
  /** Lists the inputs of the calls that follow. `isAllowed`: whether it may be of use at all. */
  list(x: number, count: number, isAllowed: boolean): void;
  /** False if it declined. */
  forward(x: number, count: number, y: number): boolean;
  /** The gradient of the weights, kept transposed until `finish`; with `adds`, on top of what was kept. False if it declined, with all that was kept at `target`. */
  backward(count: number, d: number, adds: boolean, target: number): boolean;
  /** Writes the gradient that was kept. */
  finish(target: number): void;
}

/** Share of inputs that are not zero from which the dense product is as fast. */
const DENSE_FROM = 0.6;
/** Inputs of a block of sums. */
const BLOCK = 256;

export function openSparseLayer(numeric: Numeric, { inputs, outputs, rows }: DenseShape): SparseLayer {
  const k = numeric.pick('list_rows', 'list_columns', 'sparse_forward', 'sparse_backward', 'transpose');
  const isWhole = outputs % numeric.lanes === 0;
  const most = isWhole ? rows * inputs : 0;
  const starts = numeric.words(rows * (Math.ceil(inputs / BLOCK) + 1));
  const [numbers, rowNumbers] = [numeric.words(most), numeric.words(most)];
  const [values, rowValues] = [numeric.room(most), numeric.room(most)];
  const columnStarts = numeric.words(inputs + 1);
  const transposed = numeric.room(isWhole ? inputs * outputs : 0);
  const made = numeric.room(isWhole ? inputs * outputs : 0);
  let weights = 0;
  let isStale = true;
  let isUsed = false;
  let isUnfinished = false;
  const finish = (target: number): void => {
    if (isUnfinished) k.transpose(inputs, outputs, made, outputs, target, inputs);
    isUnfinished = false;
  };
  return {
    take: (address) => {
      weights = address;
      isStale = true;
    },
    list: (x, count, isAllowed) => {
      isUsed =
        isWhole && isAllowed && k.list_rows(count, inputs, x, starts, numbers, values) < DENSE_FROM * count * inputs;
    },
    forward: (_x, count, y) => {
      if (!isUsed) return false;
      if (isStale) k.transpose(outputs, inputs, weights, inputs, transposed, outputs);
      isStale = false;
      k.sparse_forward(count, inputs, starts, numbers, values, transposed, outputs, y);
      return true;
    },
    backward: (count, d, adds, target) => {
      if (!adds) isUnfinished = false;
      // once a share was dense, the sum stands in place, and those that follow are dense, too
      if (!isUsed || (adds && !isUnfinished)) {
        finish(target);
        return false;
      }
      k.list_columns(count, inputs, starts, numbers, values, columnStarts, rowNumbers, rowValues);
      k.sparse_backward(inputs, columnStarts, rowNumbers, rowValues, d, outputs, made, adds);
      isUnfinished = true;
      return true;
    },
    finish,
  };
}
