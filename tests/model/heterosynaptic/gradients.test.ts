import { describe, expect, it } from 'vitest';
import type { NetworkSettings } from '../../../src/model/heterosynaptic/open.js';
import type { Batch, Trainable } from '../../../src/train/trainable.js';
import { batchFor, gpt, opened, perceptron } from './networks.js';

/** Steps of differences: their error is of order h^2, and rounding / h, both below 1e-9. */
const H = 1e-5;
/** Every entry of small tensors, some of large ones. */
const MOST = 24;

function meanLoss(trainable: Trainable, batch: Batch): number {
  const { loss, targets } = trainable.lossAndGradient(batch, { step: 4 });
  return loss / targets;
}

/** Largest difference between the gradient and central differences, over the largest entry of the tensor's gradient or 1e-3. */
function gradientErrors(network: NetworkSettings, items: number): readonly (readonly [string, number])[] {
  const trainable = opened({ network, items });
  const batch = batchFor(network, items);
  meanLoss(trainable, batch);
  const gradient = Float64Array.from(trainable.gradient());
  return trainable.tensors.map(({ name, offset, count }) => {
    const scale = gradient.subarray(offset, offset + count).reduce((most, g) => Math.max(most, Math.abs(g)), 1e-3);
    let worst = 0;
    for (let i = 0; i < count; i += Math.max(1, Math.floor(count / MOST))) {
      const at = offset + i;
      const value = trainable.parameters()[at];
      const shifted = [H, -H].map((h) => {
        trainable.parameters()[at] = value + h;
        trainable.changed();
        return meanLoss(trainable, batch);
      });
      trainable.parameters()[at] = value;
      worst = Math.max(worst, Math.abs((shifted[0] - shifted[1]) / (2 * H) - gradient[at]) / scale);
    }
    return [name, worst] as const;
  });
}

const NETWORKS: readonly (readonly [string, NetworkSettings, number])[] = [
  ['a perceptron', perceptron([9, 7, 6, 4]), 5],
  ['a perceptron without hidden layers', perceptron([5, 3]), 4],
  ['mixing in blocks', perceptron([9, 7, 6, 4], { type: 'block_diagonal', alpha: 0.4, block: 3 }), 5],
  ['mixing of all', perceptron([9, 7, 6, 4], { type: 'full_dense', alpha: 0.2 }), 5],
  ['a transformer', gpt(), 3],
  ['one that sees no later tokens, without biases', gpt({ isCausal: true, hasBias: false }), 3],
  ['one of which the last positions are read', gpt({ heads: 4 }, 2), 3],
  ['one of a single layer', gpt({ layers: 1, width: 6 }, 2), 2],
  ['one of odd width', gpt({ width: 9, heads: 3, context: 5 }, 3), 3],
  ['one with many rows alike', gpt({ vocabulary: 2, context: 4 }, 2), 8],
  ['dropout', gpt({}, 2, 0.3), 3],
  ['a transformer that mixes in blocks', gpt({}, 2, 0, { type: 'block_diagonal', alpha: 0.4, block: 5 }), 3],
  ['a transformer that mixes all', gpt({}, 0, 0, { type: 'full_dense', alpha: 0.1 }), 3],
  ['several shares', gpt({ vocabulary: 3, context: 8, layers: 1 }, 3), 13],
];

describe('gradients', () => {
  it.each(NETWORKS)('of %s agree with differences of the loss', (_, network, items) => {
    for (const [name, error] of gradientErrors(network, items)) expect(error, name).toBeLessThan(1e-6);
  });
});
