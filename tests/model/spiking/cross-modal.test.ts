import { describe, expect, it } from 'vitest';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import { ADAM_DEFAULTS, type CrossModalNetwork, type RateSettings } from '../../../src/model/spiking/settings-types.js';
import { type Batch, sumOfOutcomes, type Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { stream } from './networks.js';
import { SMOOTH, STEP } from './plain.js';
import { CROSS_MODAL } from './small-networks.js';
import { type PairItem, tapedCrossModal } from './taped-cross-modal.js';

const NETWORK = CROSS_MODAL;
const RATES: RateSettings = { weight: 1e-5, target: 20, from: 0 };
const AT = { step: 0, epoch: 0 };

function opened(network: CrossModalNetwork = NETWORK, precision: 'f32' | 'f64' = 'f64', rates = RATES): Trainable {
  const trainable = openAlone(freshKernels(SPIKING_MODULE), {
    ...{ network, precision, items: 3, adam: ADAM_DEFAULTS, maxGradient: 0, rates },
  });
  const draw = stream(2);
  // weights that keep it awake, and let the neurons of the memory, which hear many, not fire all the time
  for (const { name, shape, offset, count } of trainable.tensors) {
    const isMemory = name.includes('ing_layer');
    const largest = shape.length === 1 ? 0.1 : 1.3 * Math.sqrt(12 / (shape[0] + shape[1] * (shape.length > 2 ? 9 : 1)));
    trainable.parameters().set(
      Float64Array.from({ length: count }, () => (2 * draw() - (isMemory ? 0.98 : 0.7)) * largest),
      offset,
    );
  }
  trainable.changed();
  return trainable;
}

function items(count: number): readonly PairItem[] {
  const draw = stream(9);
  const picture = (n: number, middle: number): number[] => Array.from({ length: n }, () => draw() - middle);
  return Array.from({ length: count }, (_, i) => {
    const sounds = [picture(20, 0.3), picture(20, 0.3)];
    const target = i % 2;
    return {
      sounds,
      images: [picture(16, 0), picture(16, 0)],
      query: sounds[target].map((x) => x + 0.1 * draw()),
      target,
    };
  });
}

const batchOf = (all: readonly PairItem[]): Batch => ({
  items: all.length,
  inputs: Float64Array.from(all.flatMap(({ sounds, images, query }) => [...sounds.flat(), ...images.flat(), ...query])),
  targets: Int32Array.from(all, ({ target }) => target),
});

/** A number is compared with the largest of its tensor. */
function expectClose(trainable: Trainable, found: ArrayLike<number>, wanted: ArrayLike<number>, bound: number): void {
  for (const { name, offset, count } of trainable.tensors) {
    const own = Array.from({ length: count }, (_, i) => [found[offset + i], wanted[offset + i]]);
    const largest = Math.max(...own.map(([, value]) => Math.abs(value)));
    expect(largest, name).toBeGreaterThan(0);
    expect(Math.max(...own.map(([a, b]) => Math.abs(a - b))) / largest, name).toBeLessThan(bound);
  }
}

describe('the tape', () => {
  it('has the gradient of its smooth stand-in', () => {
    // smooth spikes are not 0 or 1, so no step of theirs is a rest
    const network = { ...NETWORK, steps: 9, neuron: { ...NETWORK.neuron, refractorySteps: 0 } };
    const { tensors, parameters } = opened(network);
    const [pair] = [items(1)];
    const lossAt = (p: ArrayLike<number>) => tapedCrossModal(network, tensors, p, SMOOTH).loss(pair, RATES);
    const { gradient } = lossAt(parameters());
    const draw = stream(4);
    for (const { name, offset, count } of tensors) {
      const direction = Float64Array.from({ length: count }, () => draw() - 0.5);
      const moved = (by: number) => parameters().map((w, i) => w + by * (direction[i - offset] ?? 0));
      const step = 1e-6;
      const difference = (lossAt(moved(step)).loss - lossAt(moved(-step)).loss) / (2 * step);
      const along = direction.reduce((sum, d, i) => sum + d * gradient[offset + i], 0);
      expect(Math.abs(along), name).toBeGreaterThan(1e-6);
      expect(Math.abs(along - difference), name).toBeLessThan(1e-4 * Math.max(Math.abs(along), 1e-3));
    }
  });
});

describe('a network that answers sounds with images', () => {
  const pairs = items(3);
  const batch = batchOf(pairs);

  it('has the loss, images and gradient of the tape, with the rates of nine layers from the first epoch on', () => {
    const trainable = opened();
    const { loss, targets } = trainable.lossAndGradient(batch, AT);
    const taped = tapedCrossModal(NETWORK, trainable.tensors, trainable.parameters(), STEP).loss(pairs, RATES);
    expect(taped.spikes.every((count) => count > 0)).toBe(true);
    expect(Math.abs(loss / targets - taped.loss)).toBeLessThan(1e-12);
    expectClose(trainable, trainable.gradient(), taped.gradient, 1e-10);
    const said = trainable.logits(batch);
    expect([...said].map((pixel) => Math.round(3 * pixel))).toEqual(
      taped.images.flat().map((pixel) => Math.round(3 * pixel)),
    );
    const later = opened(NETWORK, 'f64', { ...RATES, from: 1 });
    expect(later.lossAndGradient(batch, AT).loss).toBeLessThan(loss);
  });

  it('has its gradient in single precision too', () => {
    const network = { ...NETWORK, readoutDelay: 1 };
    const [double, single] = [opened(network), opened(network, 'f32')];
    double.parameters().set(single.parameters());
    double.changed();
    for (const trainable of [double, single]) trainable.lossAndGradient(batch, AT);
    expectClose(double, single.gradient(), double.gradient(), 1e-3);
  });

  it('says how far its images are from the right ones, and which of those that were shown is nearest', () => {
    const trainable = opened();
    const said = [...trainable.logits(batch)];
    const { loss, correct, targets, lossSquares } = trainable.evaluate(batch);
    const distances = pairs.map(({ images }, b) =>
      images.map((image) => image.reduce((sum, x, i) => sum + (said[16 * b + i] - x) ** 2, 0) / 16),
    );
    const own = pairs.map(({ target }, b) => distances[b][target]);
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
    expect(loss).toBeCloseTo(sum(own), 12);
    expect(lossSquares).toBeCloseTo(sum(own.map((x) => x * x)), 12);
    expect(targets).toBe(3);
    const nearest = distances.map(([a, b]) => (b < a ? 1 : 0));
    expect([...trainable.answers(batch)]).toEqual(nearest);
    expect(correct).toBe(pairs.filter(({ target }, b) => nearest[b] === target).length);
    expect(trainable.scoring?.right.name).toBe('nearest');
  });

  it('is not right where another image is as near', () => {
    const same = pairs.map((pair) => ({ ...pair, images: [pair.images[0], pair.images[0]] }));
    const { correct } = opened().evaluate(batchOf(same));
    expect(correct).toBe(0);
  });

  it('comes to the same bits whoever makes which share', () => {
    const whole = opened();
    const outcome = whole.lossAndGradient(batch, AT);
    const count = whole.shares(3).length;
    const [first, second] = [opened(), opened()];
    const runs = [
      { from: 0, to: 1 },
      { from: 1, to: count },
    ];
    const sums = [first, second].flatMap(({ survey }, i) => Array.from(survey?.of(batch, runs[i], AT) ?? []));
    const neurons = first.survey?.count ?? 1;
    const all = new Float64Array(neurons);
    for (let i = 0; i < sums.length; i++) all[i % neurons] += sums[i];
    const outcomes = [first, second].flatMap((thread, i) => {
      thread.survey?.take(all, batch);
      return thread.gradientOfShares(batch, runs[i], AT, 0);
    });
    expect(count).toBeGreaterThan(1);
    expect(sumOfOutcomes(outcomes)).toEqual(outcome);
  });

  it('sees the same with encoders that stay as they are', () => {
    const [learns, stays] = [opened(), opened({ ...NETWORK, learnsEncoders: false })];
    expect(stays.logits(batch)).toEqual(learns.logits(batch));
    stays.lossAndGradient(batch, AT);
    for (const { name, offset, count } of stays.tensors) {
      const isZero = stays
        .gradient()
        .subarray(offset, offset + count)
        .every((value) => value === 0);
      expect([name, isZero]).toEqual([name, name.includes('encoder.')]);
    }
  });

  it('loses its loss to learning', () => {
    const trainable = opened(NETWORK, 'f32', { ...RATES, weight: 0 });
    const before = trainable.evaluate(batch).loss;
    for (let step = 0; step < 80; step++) {
      trainable.lossAndGradient(batch, { step });
      trainable.optimize(0.01);
    }
    expect(trainable.evaluate(batch).loss).toBeLessThan(0.6 * before);
  });

  it('refuses an answer that is none of the images', () => {
    const wrong = { ...batch, targets: Int32Array.from([0, 2, 0]) };
    expect(() => opened().lossAndGradient(wrong, AT)).toThrow('target 1 is 2, it must be from 0 to 1');
  });
});
