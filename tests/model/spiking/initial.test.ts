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
function drawn(set: Partial<SpikingParameters>, seed: number, readoutGain?: number): ReadonlyMap<string, Float64Array> {
  const kernels = freshKernels(SPIKING_MODULE);
  const network = openAlone(kernels, settingsOf(spikingParameters({ ...set, batch_size: 1, precision: 'f64' })));
  drawParameters(kernels as unknown as Kernels, network, seed, { readoutGain });
  const all = network.parameters();
  return new Map(
    network.tensors.map(({ name, offset, count }) => [name, Float64Array.from(all).slice(offset, offset + count)]),
  );
}

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
      const shares = (weights.get(name) as Float64Array).map((weight) => weight / bound).sort();
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
    const [usual, small] = [1, 0.125].map((gain) => drawn({ form }, 5, gain));
    expect(drawn({ form }, 5)).toEqual(usual);
    for (const [name, weights] of usual) {
      expect(small.get(name), name).toEqual(name === 'output_layer.weight' ? weights.map((w) => w / 8) : weights);
    }
  });
});

describe('the gain of the read-out', () => {
  const refused = (set: Partial<SpikingParameters>): readonly string[] =>
    SPIKING_SCHEMA.compatible(spikingParameters(set)).flatMap(({ key, message }) =>
      key === 'readout_gain' ? [message] : [],
    );

  it.each(['cross-modal', 'pretrain-protonet'] as const)('is refused with task = %s, which has none', (task) => {
    expect(refused({ task })).toEqual([]);
    expect(refused({ task, readout_gain: 0.1 })).toEqual([
      `readout_gain has no effect with task = ${task}, whose network has no read-out`,
    ]);
  });

  it.each(['associations', 'qa', 'omniglot', 'pretrain-digits'] as const)('is taken with task = %s', (task) => {
    expect(refused({ task, readout_gain: 0.1 })).toEqual([]);
  });
});
