import { describe, expect, it } from 'vitest';
import { drawParameters } from '../../../src/model/spiking/initial.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import {
  ADAM_DEFAULTS,
  type CharactersNetwork,
  PLASTICITY_DEFAULTS,
} from '../../../src/model/spiking/settings-types.js';
import { encoderTensor, TENSOR } from '../../../src/model/spiking/tensors.js';
import type { Batch, Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { CHARACTERS } from './small-networks.js';

const NETWORK = CHARACTERS;
const { height: HEIGHT, width: WIDTH } = NETWORK;
const PIXELS = HEIGHT * WIDTH;

function opened(network: CharactersNetwork): Trainable {
  const kernels = freshKernels(SPIKING_MODULE);
  const trainable = openAlone(kernels, {
    ...{ network, precision: 'f64', items: 2, adam: ADAM_DEFAULTS, maxGradient: 0 },
    rates: { weight: 1e-4, target: 10 },
  });
  drawParameters(kernels, trainable, 7, { kind: 'characters' });
  return trainable;
}

/** Bars in rows and columns, and one of them again. */
function batchOf(targets: readonly number[]): Batch {
  const image = (kind: number, at: number): number[] =>
    Array.from({ length: PIXELS }, (_, i) => ((kind === 0 ? i % WIDTH : Math.floor(i / WIDTH)) === at ? 1 : 0));
  const items = targets.map((target) => [...image(0, 2), ...image(1, 3), 0, 1, ...image(target, 2 + target)]);
  return { items: targets.length, inputs: Float64Array.from(items.flat()), targets: Int32Array.from(targets) };
}

const gradientOf = (trainable: Trainable, name: string) => {
  const { offset, count } = trainable.tensors.find((tensor) => tensor.name === name) as Trainable['tensors'][number];
  return [...trainable.gradient().subarray(offset, offset + count)];
};

const AT = { step: 0, epoch: 1 };
const isAny = (values: Iterable<number>): boolean => [...values].some((value) => value !== 0);

describe('a network that sees characters once', () => {
  it('has gradients of all its tensors', () => {
    const trainable = opened(NETWORK);
    trainable.lossAndGradient(batchOf([0, 1]), AT);
    for (const { name } of trainable.tensors) expect([name, isAny(gradientOf(trainable, name))]).toEqual([name, true]);
  });

  it('has the gradient of a batch that is the mean of those of its items but for the rates', () => {
    const trainable = opened(NETWORK);
    const first = { ...AT, epoch: 0 };
    const each = [0, 1].map((target) => {
      trainable.lossAndGradient(batchOf([target]), first);
      return trainable.gradient().slice();
    });
    trainable.lossAndGradient(batchOf([0, 1]), first);
    for (const [i, value] of trainable.gradient().entries())
      expect(value).toBeCloseTo((each[0][i] + each[1][i]) / 2, 12);
  });

  it('takes what an image says of the encoder from facts and query alike', () => {
    const trainable = opened({ ...NETWORK, plasticity: { ...PLASTICITY_DEFAULTS, isOn: false } });
    // nothing is remembered, so nothing is read: what is left are the rates of the images
    const { loss } = trainable.lossAndGradient(batchOf([0]), AT);
    expect(loss).toBeGreaterThan(Math.log(2));
    expect(isAny(gradientOf(trainable, encoderTensor('image', 0, 'weight')))).toBe(true);
    expect(isAny(gradientOf(trainable, TENSOR.output))).toBe(false);
  });

  it('sees the same with an encoder that stays as it is, whose rates are no part of the loss', () => {
    const [learns, stays] = [opened(NETWORK), opened({ ...NETWORK, learnsImages: false })];
    const batch = batchOf([0, 1]);
    expect(stays.logits(batch)).toEqual(learns.logits(batch));
    const [more, less] = [learns, stays].map((trainable) => trainable.lossAndGradient(batch, AT).loss);
    expect(less).toBeLessThan(more);
    expect(isAny(gradientOf(stays, encoderTensor('image', 1, 'weight')))).toBe(false);
    expect(isAny(gradientOf(stays, encoderTensor('image', 0, 'bias')))).toBe(false);
    expect(isAny(gradientOf(stays, TENSOR.writing))).toBe(true);
  });

  it('hears all places of images that are not pooled to one', () => {
    const trainable = opened({ ...NETWORK, channels: [32] });
    const shapes = trainable.tensors.map(({ name, shape }) => `${name} ${shape.join(' x ')}`);
    // 6 x 5 pixels are pooled to 3 x 2
    expect(shapes).toContain('writing_layer.W 24 x 224');
    expect(shapes).toContain('reading_layer.W 12 x 204');
    trainable.lossAndGradient(batchOf([0, 1]), AT);
    for (const { name } of trainable.tensors) expect([name, isAny(gradientOf(trainable, name))]).toEqual([name, true]);
  });

  it('sees images that it has seen with the weights that it has now', () => {
    const batch = batchOf([0, 1]);
    const before = opened(NETWORK);
    const first = before.logits(batch).slice();
    // what ends the weights and biases of the encoder, and what begins them
    const end = (before.tensors.find(({ name }) => name === TENSOR.embedding)?.offset ?? 0) - 1;
    for (const at of [end, 0]) {
      const other = opened(NETWORK);
      for (const network of [before, other]) {
        network.parameters().set(opened(NETWORK).parameters());
        network.parameters()[at] += 0.5;
        network.changed();
      }
      expect(before.logits(batch)).toEqual(other.logits(batch));
      expect(before.logits(batch)).not.toEqual(first);
    }
  });

  it('hears labels whose spikes fill no whole words as those that do', () => {
    // twelve labels more, which nobody hears
    const [own, more] = [opened({ ...NETWORK, embedding: 20 }), opened(NETWORK)];
    const parts = (trainable: Trainable) =>
      Object.fromEntries(
        trainable.tensors.map(({ name, shape, offset, count }) => [
          name,
          { width: shape[1], rows: trainable.parameters().subarray(offset, offset + count) },
        ]),
      );
    const [from, to] = [parts(own), parts(more)];
    for (const [name, { width, rows }] of Object.entries(to)) {
      const { width: less, rows: given } = from[name];
      if (rows.length === given.length) rows.set(given);
      else
        rows.fill(0).forEach((_, i) => {
          if (i % width < less) rows[i] = given[Math.floor(i / width) * less + (i % width)];
        });
    }
    more.changed();
    const batch = batchOf([0, 1]);
    expect([...own.logits(batch)]).toEqual([...more.logits(batch)]);
    expect(isAny(own.logits(batch))).toBe(true);
  });
});
