import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { openAssociations } from '../../../src/model/spiking/associations.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { rateGradient } from '../../../src/model/spiking/rates.js';
import type { AssociationsNetwork, SpikingSettings } from '../../../src/model/spiking/settings-types.js';
import { type Precision, sharesOf, type Trainable } from '../../../src/train/trainable.js';
import { sumOfShares } from '../../../src/train/whole-batch.js';
import { freshKernels } from '../../conformance/kernels.js';
import { batchOf, flat, itemsOf, LAYERED, opened, SMALL, settingsFor, weightsOf, withNeuron } from './networks.js';
import {
  type Arithmetic,
  F32,
  F64,
  type Item,
  plainBackward,
  plainConstants,
  plainForward,
  plainGradient,
  publishedGradient,
  type RatesBar,
  type Weights,
} from './plain.js';

const ITEMS = 5;
const AT = { step: 0, epoch: 1 };
const { exp } = elementaryOf(freshKernels(SPIKING_MODULE));

/** Gradients of spikes by the rates as rows of populations. */
function ratesBarOf(
  settings: SpikingSettings,
  trainable: Trainable,
  items: readonly Item[],
  { round }: Arithmetic,
): RatesBar {
  const { rates } = settings;
  const network = settings.network as AssociationsNetwork;
  const { embedding: E, memory: M } = network;
  const { layers } = openAssociations(numericOf(freshKernels(SPIKING_MODULE), settings.precision), network);
  const { survey } = trainable;
  if (survey === undefined) throw new Error('a network without rates');
  const batch = batchOf(items);
  const shares = { from: 0, to: trainable.shares(batch.items).length };
  const spikes = sumOfShares(survey.of(batch, shares, AT), survey.count);
  const bars = rateGradient(layers, spikes, items.length, rates).map(round);
  const row = (from: number, count: number): Float64Array => {
    const own = new Float64Array(4 * Math.ceil(count / 4));
    own.set(bars.subarray(from, from + count));
    return own;
  };
  return {
    facts: row(0, 2 * E),
    query: row(2 * E, E),
    writing: [row(3 * E, M), row(3 * E + M, M)],
    reading: [row(3 * E + 2 * M, M), row(3 * E + 3 * M, M)],
  };
}

/** The gradient of a batch by the plain loop, in shares, whose derivatives by logits are those of the trained network's softmax. */
function plainBatch(
  network: AssociationsNetwork,
  a: Arithmetic,
  weights: Weights,
  items: readonly Item[],
  rates: RatesBar,
  logitsBar: (item: number, logits: readonly number[]) => Float64Array,
): { readonly gradient: number[]; readonly logits: number[]; readonly spikes: number } {
  const constants = plainConstants(network, a, exp);
  const logits: number[] = [];
  let spikes = 0;
  let sum: number[] | undefined;
  for (const { from, to } of sharesOf(items.length, 64)) {
    const gradient = plainGradient(network);
    for (let b = from; b < to; b++) {
      const pass = plainForward(network, a, constants, weights, items[b]);
      logits.push(...pass.logits);
      for (const { k, y } of pass.written) spikes += [...k.z, ...y.z].filter((z) => z > 0).length;
      plainBackward(network, a, constants, weights, items[b], pass, logitsBar(b, pass.logits), rates, gradient);
    }
    const own = flat(publishedGradient(network, gradient));
    const before = sum;
    sum = before === undefined ? own : own.map((value, i) => a.round(before[i] + value));
  }
  return { gradient: sum ?? [], logits, spikes };
}

/** Derivative of the mean cross entropy by logits, as the kernel has it. */
function softmaxBar(precision: Precision, items: readonly Item[], classes: number) {
  const numeric = numericOf(freshKernels(SPIKING_MODULE), precision);
  const k = numeric.pick('cross_entropy');
  const [z, top] = [numeric.room(classes), numeric.room(1)];
  const [target, out] = [numeric.words(1), numeric.kernels.allocate(16)];
  return (item: number, logits: readonly number[]): Float64Array => {
    numeric.view(z, classes).set(logits);
    numeric.kernels.i32(target, 1)[0] = items[item].answer;
    k.cross_entropy(1, classes, z, target, 1 / items.length, out, top);
    return Float64Array.from(numeric.view(z, classes));
  };
}

const NETWORKS: readonly (readonly [string, AssociationsNetwork])[] = [
  ['the published neurons', SMALL],
  ['perfect resets without rest', withNeuron({ perfectReset: true, refractorySteps: 0, tauMembrane: 7 })],
  ['a wide surrogate', withNeuron({ surrogateWidth: 2.5, refractorySteps: 1 })],
  ['a memory that does not learn', { ...SMALL, plasticity: { ...SMALL.plasticity, isOn: false } }],
  ['slow decay of the memory', { ...SMALL, plasticity: { ...SMALL.plasticity, gammaNeg: 0, wMax: 1.7, tauTrace: 60 } }],
  ['one step of delay and one fact', { ...SMALL, readoutDelay: 1, facts: 1 }],
  [
    'time constants so short that what decays comes to 0',
    {
      ...withNeuron({ tauMembrane: 1.2 }),
      ...{ steps: 110, facts: 2, plasticity: { ...SMALL.plasticity, tauTrace: 1.2 } },
    },
  ],
  ['neurons and traces that differ from layer to layer', LAYERED],
  [
    'neurons of features and labels that differ, in words of their own',
    { ...LAYERED, embedding: 35, encoderGain: 7, facts: 2, steps: 25 },
  ],
  [
    'the same that set their membranes to 0',
    { ...LAYERED, neuron: { ...LAYERED.neuron, perfectReset: true }, facts: 2 },
  ],
  ['rows that fill vectors', { ...SMALL, embedding: 8, encoderGain: 8, memory: 36, features: 4, facts: 2 }],
];

describe.each(['f64', 'f32'] as const)('a spiking network in %s', (precision) => {
  const a = precision === 'f64' ? F64 : F32;

  it.each(NETWORKS)(
    'has the bits of the plain loop with %s, whether its forward passes are kept or not',
    (_, network) => {
      const items = itemsOf(network, ITEMS, 3, a.round);
      const batch = batchOf(items);
      for (const keptBytes of [2 ** 30, 0]) {
        const settings = settingsFor(network, precision, ITEMS, { keptBytes });
        const trainable = opened(settings);
        const rates = ratesBarOf(settings, trainable, items, a);
        const bar = softmaxBar(precision, items, network.classes);
        const plain = plainBatch(network, a, weightsOf(trainable), items, rates, bar);
        // a network that sleeps shows nothing
        expect(plain.spikes).toBeGreaterThan(100);
        expect([...trainable.logits(batch)]).toEqual(plain.logits.map((value) => value + 0));
        trainable.lossAndGradient(batch, AT);
        const gradient = [...trainable.gradient()];
        expect(gradient.filter((value) => value !== 0).length).toBeGreaterThan(gradient.length / 4);
        expect(gradient.map((value) => value + 0)).toEqual(plain.gradient.map((value) => value + 0));
      }
    },
  );
});
