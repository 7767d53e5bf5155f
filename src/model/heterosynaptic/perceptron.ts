/**
 * The perceptron (specification, section 4): dense layers with relu, activities mixed behind each hidden one.
 *
 *   z_i = h_{i-1} W_i' + b_i,  a_i = relu(z_i),  h_i = a_i C';  logits = z of the last
 *   d_{i-1} = (d_i W_i C) where a_{i-1} > 0,  dW_i = d_i' h_{i-1},  db_i = sum of the rows of d_i
 *
 * Pixels, activities behind a relu and errors on their way back through it are zero in large part: layers leave those out.
 */
import { largestShare } from '../../train/trainable.js';
import { hasUnitsForAll, stripOf } from './columns.js';
import type { Corruptions } from './coupling.js';
import { perceptronTensors } from './layout.js';
import type { Network } from './network.js';
import type { Numeric } from './numeric.js';
import { openUnits } from './perceptron-units.js';
import { ROWS_OF_BLOCK } from './sparse-layer.js';

export interface PerceptronSettings {
  /** Units from input to output. */
  readonly sizes: readonly number[];
  readonly corruption: Corruptions;
  /** Most items of a batch. */
  readonly items: number;
}

export function openPerceptron(numeric: Numeric, { sizes, corruption, items }: PerceptronSettings): Network {
  const together = Math.min(items, ROWS_OF_BLOCK);
  const rows = Math.max(largestShare(items), together);
  const all = openUnits(numeric, { sizes, corruption, rows }, { rank: 0, size: 1 });
  return {
    tensors: perceptronTensors(sizes),
    rowsOfItem: 1,
    width: sizes[0],
    hasTokens: false,
    targetsOfItem: 1,
    classes: sizes[sizes.length - 1],
    itemsTogether: ROWS_OF_BLOCK,
    adds: ({ from, to }) => to - from <= ROWS_OF_BLOCK,
    take: all.take,
    learn: (pass) => {
      for (let stage = 0; stage < all.needs.length; stage++) all.learn(pass, stage);
    },
    finish: all.finish,
    look: all.look,
    units: (place) => {
      const hidden = sizes.slice(1, -1);
      const isShared = hidden.length > 0 && hidden.every((n) => hasUnitsForAll(n, place, stripOf(numeric)));
      return isShared ? openUnits(numeric, { sizes, corruption, rows: together }, place) : undefined;
    },
  };
}
