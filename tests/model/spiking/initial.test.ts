import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../../src/kernel/kernels.js';
import { drawParameters } from '../../../src/model/spiking/initial.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import type { SpikingParameters } from '../../../src/model/spiking/parameters.js';
import { SPIKING_SCHEMA } from '../../../src/model/spiking/schema.js';
import { settingsOf } from '../../../src/model/spiking/settings.js';
import { freshKernels } from '../../conformance/kernels.js';
import { spikingParameters } from './parameters.js';

/** Weights as they are drawn, by the names of tensors. */
function drawn(
  set: Partial<SpikingParameters>,
  seed: number,
  how: Parameters<typeof drawParameters>[3] = {},
): ReadonlyMap<string, Float64Array> {
  const kernels = freshKernels(SPIKING_MODULE);
  const network = openAlone(kernels, settingsOf(spikingParameters({ ...set, batch_size: 1, precision: 'f64' })));
  drawParameters(kernels as unknown as Kernels, network, seed, how);
  const all = network.parameters();
  return new Map(
    network.tensors.map(({ name, offset, count }) => [name, Float64Array.from(all).slice(offset, offset + count)]),
  );
}

/** The weights of a tensor that there is. */
const of = (weights: ReadonlyMap<string, Float64Array>, name: string): Float64Array => {
  const found = weights.get(name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
};

/** Xavier's bound with gain sqrt 2, of a layer from so many to so many. */
const xavier = (inputs: number, outputs: number): number => Math.sqrt(12 / (inputs + outputs));

// sizes as published: 80 encoding neurons, 100 keys and values, 10 features and labels
describe.each([
  ['spiking', 180],
  ['relu', 80],
] as const)('weights of form %s at the start', (form, heard) => {
  const BOUNDS: readonly (readonly [string, number])[] = [
    ['input_layer.weight', xavier(10, 80)],
    ['embedding_layer.embedding.weight', xavier(80, 10)],
    ['writing_layer.W', xavier(160, 200)],
    ['reading_layer.W', xavier(heard, 100)],
    ['output_layer.weight', 1 / Math.sqrt(100)],
  ];

  it('are uniform within the published bounds', () => {
    const weights = drawn({ form }, 5);
    expect([...weights.keys()]).toEqual(BOUNDS.map(([name]) => name));
    for (const [name, bound] of BOUNDS) {
      const shares = of(weights, name)
        .map((weight) => weight / bound)
        .sort();
      const n = shares.length;
      expect(Math.max(-shares[0], shares[n - 1]), name).toBeLessThanOrEqual(1);
      // Kolmogorov's distance from the uniform law; 2.2 / sqrt n is passed by chance once in ten thousand
      const distance = shares.reduce((most, x, i) => Math.max(most, Math.abs((i + 0.5) / n - (x + 1) / 2)), 0);
      expect(Math.sqrt(n) * distance, name).toBeLessThan(2.2);
    }
  });

  it('differ from seed to seed', () => {
    const [one, other] = [5, 6].map((seed) => drawn({ form }, seed));
    for (const [name] of BOUNDS) expect(one.get(name)?.[0], name).not.toBe(other.get(name)?.[0]);
  });

  it('have a smaller read-out where its gain is smaller, and are the same else', () => {
    const [usual, small] = [1, 0.125].map((readoutGain) => drawn({ form }, 5, { readoutGain }));
    expect(drawn({ form }, 5)).toEqual(usual);
    for (const [name, weights] of usual) {
      expect(small.get(name), name).toEqual(name === 'output_layer.weight' ? weights.map((w) => w / 8) : weights);
    }
  });

  it('have, where keys are aligned, the same for a query as for what is shown, within their own bound', () => {
    const [usual, aligned] = [false, true].map((alignsKeys) => drawn({ form }, 5, { form, alignsKeys }));
    const [writing, own] = [of(aligned, 'writing_layer.W'), of(aligned, 'reading_layer.W')];
    for (const [name, weights] of usual) if (name !== 'reading_layer.W') expect(of(aligned, name)).toEqual(weights);
    const stretch = xavier(heard, 100) / xavier(160, 200);
    const before = of(usual, 'reading_layer.W');
    const differences = own.map((weight, at) => {
      const [key, input] = [Math.floor(at / heard), at % heard];
      // features are the first of what the writing layer hears; values come back behind the query
      return weight - (input < 80 ? stretch * writing[key * 160 + input] : before[at]);
    });
    expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1e-15);
  });
});

describe('a start that has no effect', () => {
  const refused = (set: Partial<SpikingParameters>): readonly string[] =>
    SPIKING_SCHEMA.compatible(spikingParameters(set)).flatMap(({ key, message }) =>
      key in set && key !== 'task' ? [message] : [],
    );

  it.each(['cross-modal', 'pretrain-protonet'] as const)('is refused with task = %s, which has no read-out', (task) => {
    expect(refused({ task, readout_gain: 1 })).toEqual([]);
    expect(refused({ task, readout_gain: 0.1 })).toEqual([
      `readout_gain has no effect with task = ${task}, whose network has no read-out`,
    ]);
  });

  it.each(['pretrain-digits', 'pretrain-protonet'] as const)(
    'is refused with task = %s, which has no memory',
    (task) => {
      expect(refused({ task, aligned_keys: false })).toEqual([]);
      expect(refused({ task, aligned_keys: true })).toEqual([
        `aligned_keys has no effect with task = ${task}, whose network has no memory`,
      ]);
    },
  );

  it.each(['associations', 'qa', 'omniglot'] as const)('is none with task = %s', (task) => {
    expect(refused({ task, readout_gain: 0.1, aligned_keys: true })).toEqual([]);
  });
});
