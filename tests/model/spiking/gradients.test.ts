import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import type { AssociationsNetwork } from '../../../src/model/spiking/settings-types.js';
import { sumOfOutcomes } from '../../../src/train/trainable.js';
import { clipFactor, sumOfShares } from '../../../src/train/whole-batch.js';
import { freshKernels } from '../../conformance/kernels.js';
import {
  batchOf,
  flat,
  itemsOf,
  LAYERED,
  opened,
  SMALL,
  settingsFor,
  stream,
  weightsOf,
  withNeuron,
} from './networks.js';
import {
  F64,
  plainBackward,
  plainConstants,
  plainForward,
  plainGradient,
  publishedGradient,
  type RatesBar,
  SMOOTH,
  type Weights,
} from './plain.js';

const { exp } = elementaryOf(freshKernels(SPIKING_MODULE));
const [ITEM] = itemsOf(SMALL, 1);

/** Drawn gradients of spikes, the same at every step. */
function drawnRates({ embedding: E, memory: M }: AssociationsNetwork): RatesBar {
  const draw = stream(5);
  const row = (n: number): Float64Array =>
    Float64Array.from({ length: 4 * Math.ceil(n / 4) }, (_, i) => (i < n ? 0.02 * (draw() - 0.5) : 0));
  return { facts: row(2 * E), query: row(E), writing: [row(M), row(M)], reading: [row(M), row(M)] };
}

const BAR = Float64Array.from([0.3, -0.7, 0.2, 0.5, -0.3]);

const product = (z: Float64Array, bar: Float64Array): number => z.reduce((sum, value, i) => sum + value * bar[i], 0);

/** What is differentiated: a functional of logits and spikes, with spikes that are smooth. */
function functional(network: AssociationsNetwork, weights: Weights, rates: RatesBar): number {
  const pass = plainForward(network, F64, plainConstants(network, F64, exp), weights, ITEM, SMOOTH);
  let sum = pass.logits.reduce((all, value, o) => all + BAR[o] * value, 0);
  for (const { s, k, y } of pass.written) {
    sum += product(s.z, rates.facts) + product(k.z, rates.writing[0]) + product(y.z, rates.writing[1]);
  }
  for (const { s, k, y } of pass.read) {
    sum += product(s.z, rates.query) + product(k.z, rates.reading[0]) + product(y.z, rates.reading[1]);
  }
  return sum;
}

const TENSORS = ['input', 'embedding', 'writing', 'reading', 'output'] as const;
const FREE = { refractorySteps: 0 };

/** What layers have of their own, but for their rests. */
const withoutRests = ({ layerNeurons = {} }: AssociationsNetwork) =>
  Object.fromEntries(Object.entries(layerNeurons).map(([layer, own]) => [layer, { ...own, ...FREE }]));

/** Smooth spikes are not 0 or 1, so no step of theirs is a rest. */
const NETWORKS: readonly (readonly [string, AssociationsNetwork])[] = [
  ['soft resets', withNeuron(FREE)],
  ['perfect resets', withNeuron({ ...FREE, perfectReset: true })],
  ['neurons and traces that differ from layer to layer', { ...LAYERED, layerNeurons: withoutRests(LAYERED) }],
];

/** Central differences over 1e-6 of weights of about 1: rounding 1e-10, curvature 1e-6 of a functional of about 1. */
const [STEP, BOUND] = [1e-6, 2e-5];

describe('the plain loop, whose bits the kernels have', () => {
  it.each(NETWORKS)('has the gradient of its smooth stand-in with %s', (_, network) => {
    const weights = weightsOf(opened(settingsFor(network, 'f64', 1)));
    const rates = drawnRates(network);
    const constants = plainConstants(network, F64, exp);
    const pass = plainForward(network, F64, constants, weights, ITEM, SMOOTH);
    const gradient = plainGradient(network);
    plainBackward(network, F64, constants, weights, ITEM, pass, BAR, rates, gradient);
    const found = publishedGradient(network, gradient);
    const draw = stream(11);
    for (const tensor of TENSORS) {
      const directions = weights[tensor].map((row) => row.map(() => draw() - 0.5));
      const moved = (by: number): Weights => ({
        ...weights,
        [tensor]: weights[tensor].map((row, r) => row.map((value, i) => value + by * directions[r][i])),
      });
      const difference =
        (functional(network, moved(STEP), rates) - functional(network, moved(-STEP), rates)) / (2 * STEP);
      const along = found[tensor].reduce((sum, row, r) => sum + product(row, directions[r]), 0);
      expect(Math.abs(along)).toBeGreaterThan(1e-3);
      expect(Math.abs(along - difference), tensor).toBeLessThan(BOUND * Math.max(1, Math.abs(along)));
    }
  });
});

describe('a batch', () => {
  const items = 7;
  const batch = batchOf(itemsOf(SMALL, items));
  const at = { step: 0, epoch: 2 };
  const settings = settingsFor(SMALL, 'f32', items, { maxGradient: 0.01 });
  const whole = opened(settings);
  const outcome = whole.lossAndGradient(batch, at);
  const gradient = [...whole.gradient()];

  it('comes to the same bits whoever makes which share', () => {
    const shares = whole.shares(items);
    expect(shares.length).toBe(4);
    const threads = [opened(settings), opened(settings), opened(settings)];
    const runs = [
      { from: 0, to: 2 },
      { from: 2, to: 3 },
      { from: 3, to: 4 },
    ];
    const sums = threads.flatMap(({ survey }, rank) => Array.from(survey?.of(batch, runs[rank], at) ?? []));
    const outcomes = threads.flatMap((thread, rank) => {
      thread.survey?.take(sumOfShares(sums, thread.survey.count), batch);
      return thread.gradientOfShares(batch, runs[rank], at, rank === 0 ? 0 : 1);
    });
    const [first, ...others] = threads;
    for (const other of others) {
      for (const tensor of first.tensors) {
        const { offset, count } = tensor;
        first.addPart(tensor, other.slot(1).subarray(offset, offset + count), false);
      }
    }
    expect([...first.gradient()]).toEqual(gradient);
    expect(sumOfOutcomes(outcomes)).toEqual(outcome);
  });

  it('says that it is too long before it is clipped, and is as long as it may be after', () => {
    const { clipping, tensors } = whole;
    if (clipping === undefined) throw new Error('gradients may be of any length');
    const squares = tensors.map(clipping.squares);
    const length = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
    expect(length).toBeGreaterThan(0.01);
    const factor = clipFactor(clipping, squares);
    for (const tensor of tensors) clipping.scale(tensor, factor);
    const clipped = Math.sqrt(tensors.map(clipping.squares).reduce((sum, square) => sum + square, 0));
    expect(Math.abs(clipped - 0.01 * (length / (length + 1e-6)))).toBeLessThan(1e-8);
  });

  it('has the rates in its loss and gradient from epoch 1 on, and measures them before', () => {
    const first = opened(settings);
    const plain = first.lossAndGradient(batch, { step: 0, epoch: 0 });
    expect(plain.measures).toEqual(outcome.measures);
    const rates = (outcome.measures?.[1] ?? Number.NaN) / items;
    expect(rates).toBeGreaterThan(0);
    expect(Math.abs((outcome.loss - plain.loss) / items - rates)).toBeLessThan(1e-12 * rates + 1e-14);
    expect([...first.gradient()]).not.toEqual(gradient);
    // what a step of learning says is the loss of judging, without the rates
    expect(Math.abs(first.evaluate(batch).loss - plain.loss)).toBeLessThan(1e-6 * plain.loss);
  });

  it('is learned anew when parameters are others, though its forward passes were kept', () => {
    const trainable = opened(settings);
    trainable.lossAndGradient(batch, at);
    trainable.optimize();
    const after = opened(settings);
    after.parameters().set(trainable.parameters());
    after.changed();
    trainable.lossAndGradient(batch, at);
    after.lossAndGradient(batch, at);
    expect([...trainable.gradient()]).toEqual([...after.gradient()]);
    const other = batchOf(itemsOf(SMALL, items, 8));
    trainable.lossAndGradient(other, at);
    after.changed();
    after.lossAndGradient(other, at);
    expect([...trainable.gradient()]).toEqual([...after.gradient()]);
  });

  it('loses its loss to learning', () => {
    const trainable = opened(settingsFor(SMALL, 'f32', items, { rates: { weight: 0, target: 0 } }));
    const before = trainable.evaluate(batch).loss;
    for (let step = 0; step < 60; step++) {
      trainable.lossAndGradient(batch, { step });
      trainable.optimize(0.01);
    }
    expect(trainable.evaluate(batch).loss).toBeLessThan(0.5 * before);
  });

  it('refuses what is no class, and items that are not there', () => {
    const trainable = opened(settings);
    const wrong = { ...batch, targets: Int32Array.from(batch.targets, (_, i) => (i === 2 ? 5 : 0)) };
    expect(() => trainable.lossAndGradient(wrong, at)).toThrow('target 2 is 5, it must be from 0 to 4');
    expect(() => trainable.evaluate({ ...batch, items: 8 })).toThrow('a batch of 8 items, of 1 to 7');
    expect(() => trainable.prune(2, 4)).toThrow('cannot be pruned');
  });

  it('has all gradients in the order of its tensors', () => {
    expect(flat(weightsOf(whole)).length).toBe(whole.count);
    expect(whole.tensors.map(({ name, shape }) => `${name} ${shape.join(' x ')}`)).toEqual([
      'input_layer.weight 7 x 3',
      'embedding_layer.embedding.weight 5 x 7',
      'writing_layer.W 18 x 14',
      'reading_layer.W 9 x 16',
      'output_layer.weight 5 x 9',
    ]);
  });
});
