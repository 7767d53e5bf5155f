import { describe, expect, it } from 'vitest';
import type { NetworkSettings } from '../../../src/model/heterosynaptic/open.js';
import type { Batch, Outcome, Precision, Reals } from '../../../src/train/trainable.js';
import { groupsOf, largestShare, sharesOf, sumOfOutcomes } from '../../../src/train/trainable.js';
import { batchFor, gpt, opened, perceptron } from './networks.js';

const CASES: readonly (readonly [string, Precision, NetworkSettings, number])[] = [
  ['a perceptron', 'f64', perceptron([20, 16, 8, 4], { type: 'block_diagonal', alpha: 0.3, block: 4 }), 263],
  ['a perceptron in single precision', 'f32', perceptron([300, 16, 4]), 149],
  ['one whose shares are longer than a block of sums', 'f64', perceptron([5, 3]), 1100],
  ['one of whose shares only the last is longer than that', 'f64', perceptron([5, 8, 3]), 1025],
  ['a transformer', 'f32', gpt({ context: 12 }, 3), 11],
  ['a transformer with dropout', 'f64', gpt({ context: 12 }, 3, 0.2), 11],
];

function sumOfParts(network: NetworkSettings, precision: Precision, batch: Batch) {
  const { items } = batch;
  const worker = opened({ network, precision, items });
  const count = worker.shares(items).length;
  // computed in any order, each by whoever has time
  const outcomes: Outcome[] = [];
  const parts: Reals[] = [];
  for (let share = count - 1; share >= 0; share--) {
    [outcomes[share]] = worker.gradientOfShares(batch, { from: share, to: share + 1 }, { step: 2 }, 1);
    parts[share] = worker.slot(1).slice();
  }
  const main = opened({ network, precision, items });
  for (const [share, part] of parts.entries()) {
    for (const tensor of main.tensors) {
      main.addPart(tensor, part.subarray(tensor.offset, tensor.offset + tensor.count), share === 0);
    }
  }
  return { count, total: sumOfOutcomes(outcomes), gradient: main.gradient() };
}

describe('the shares of a batch', () => {
  it('depend on its size alone, and are all of it', () => {
    for (const items of [1, 31, 63, 64, 130, 1000]) {
      const shares = sharesOf(items);
      expect(shares[0].from).toBe(0);
      expect(shares.at(-1)?.to).toBe(items);
      for (let i = 1; i < shares.length; i++) expect(shares[i].from).toBe(shares[i - 1].to);
    }
    expect([127, 128, 192, 256, 1000].map((items) => sharesOf(items).length)).toEqual([1, 2, 3, 4, 4]);
    expect([sharesOf(3, 120).length, largestShare(256), largestShare(32, 120)]).toEqual([3, 127, 8]);
  });

  it('are taken together up to a number of items, and never cut', () => {
    const sizes = (items: number, most: number) =>
      groupsOf(sharesOf(items), most).map((group) => group.map(({ from, to }) => to - from));
    expect(sizes(128, 256)).toEqual([[64, 64]]);
    expect(sizes(256, 128)).toEqual([
      [64, 64],
      [64, 64],
    ]);
    expect(sizes(300, 256)).toEqual([[75, 75, 75], [75]]);
    expect(sizes(1025, 256)).toEqual([[256], [256], [256], [257]]);
    expect(sizes(192, 0)).toEqual([[64], [64], [64]]);
  });

  it.each(CASES)('of %s come to the same bits, whoever computes them', (_, precision, network, items) => {
    const batch = batchFor(network, items, 0.9);
    const whole = opened({ network, precision, items });
    const outcome = whole.lossAndGradient(batch, { step: 2 });
    const { count, total, gradient } = sumOfParts(network, precision, batch);
    expect(count).toBeGreaterThan(1);
    expect(total).toEqual(outcome);
    expect(gradient).toEqual(whole.gradient());
  });

  it.each(['f32', 'f64'] as const)('have the same bits with and without the terms that are zero (%s)', (precision) => {
    // with 15 units behind the inputs no rows are whole vectors, so the first layer is dense; its first 15 are those of the other
    const [items, inputs] = [100, 600];
    const [plain, sparse] = [15, 16].map((hidden) => {
      const network = perceptron([inputs, hidden, 3]);
      const trainable = opened({ network, precision, items });
      const parameters = trainable.parameters();
      for (const { shape, offset, count } of trainable.tensors) {
        const width = shape[1] ?? 1;
        for (let i = 0; i < count; i++) {
          // what belongs to the sixteenth unit is zero
          const [row, column] = [Math.floor(i / width), i % width];
          const isExtra = shape[0] === 16 ? row === 15 : shape[1] === 16 && column === 15;
          parameters[offset + i] = isExtra ? 0 : ((row * 37 + column * 11) % 23) / 23 - 0.4;
        }
      }
      trainable.changed();
      const batch = batchFor(network, items, 0.85);
      const outcome = trainable.lossAndGradient(batch, { step: 0 });
      return { outcome, gradient: trainable.gradient().slice(0, 15 * inputs) };
    });
    expect(sparse.outcome).toEqual(plain.outcome);
    expect(sparse.gradient).toEqual(plain.gradient);
  });

  it('may be dense and sparse in one batch', () => {
    const network = perceptron([40, 8, 3]);
    const batch = batchFor(network, 256, 0.9);
    const inputs = batch.inputs as Float64Array;
    for (const share of [0, 2]) {
      const mixed = inputs.slice();
      for (let i = share * 64 * 40; i < (share + 1) * 64 * 40; i++) mixed[i] = 0.5;
      const whole = opened({ network, items: 256 });
      whole.lossAndGradient({ ...batch, inputs: mixed }, { step: 0 });
      const { gradient } = sumOfParts(network, 'f64', { ...batch, inputs: mixed });
      expect(gradient).toEqual(whole.gradient());
    }
  });
});
