/** Small networks that memorize associations, their weights and batches, drawn without the program's own draws. */
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import {
  ADAM_DEFAULTS,
  type AssociationsNetwork,
  NEURON_DEFAULTS,
  PLASTICITY_DEFAULTS,
  type SpikingSettings,
} from '../../../src/model/spiking/settings-types.js';
import type { Batch, Precision, Trainable } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import type { Item, Weights } from './plain.js';

/** Uniform numbers in [0, 1) from a 32-bit generator. */
export function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Sizes that fill no vector. */
export const SMALL: AssociationsNetwork = {
  ...{ kind: 'associations', form: 'spiking', features: 3, embedding: 7, memory: 9, classes: 5, facts: 3 },
  ...{ steps: 40, readoutDelay: 2, encoderGain: 7, feedbackGain: 0.2, readoutWindow: 15 },
  neuron: NEURON_DEFAULTS,
  plasticity: { ...PLASTICITY_DEFAULTS, gammaPos: 0.6 },
};

export const withNeuron = (given: Partial<AssociationsNetwork['neuron']>): AssociationsNetwork => ({
  ...SMALL,
  neuron: { ...NEURON_DEFAULTS, ...given },
});

/** Every layer has neurons of its own, and so have the traces of keys and of values. */
export const LAYERED: AssociationsNetwork = {
  ...SMALL,
  layerNeurons: {
    features: { threshold: 0.15, tauMembrane: 12 },
    labels: { threshold: 0.07, refractorySteps: 1 },
    query: { tauMembrane: 9, refractorySteps: 5 },
    write_key: { threshold: 0.05, tauMembrane: 30 },
    write_value: { threshold: 0.08, refractorySteps: 2 },
    read_key: { threshold: 0.12, tauMembrane: 14 },
    read_value: { threshold: 0.03, refractorySteps: 0 },
  },
  plasticity: { ...SMALL.plasticity, tauKeys: 8, tauValues: 35 },
};

export const settingsFor = (
  network: AssociationsNetwork,
  precision: Precision,
  items: number,
  given: Partial<SpikingSettings> = {},
): SpikingSettings => ({
  ...{ network, precision, items, adam: ADAM_DEFAULTS, maxGradient: 0, rates: { weight: 1e-4, target: 5 } },
  ...given,
});

/** A network with weights that keep it awake. */
export function opened(settings: SpikingSettings, seed = 1): Trainable {
  const trainable = openAlone(freshKernels(SPIKING_MODULE), settings);
  const draw = stream(seed);
  for (const { shape, offset, count } of trainable.tensors) {
    const largest = 1.4 * Math.sqrt(12 / (shape[0] + shape[1]));
    const own = Float64Array.from({ length: count }, () => (2 * draw() - 0.8) * largest);
    trainable.parameters().set(own, offset);
  }
  trainable.changed();
  return trainable;
}

/** Parameters as rows. */
export function weightsOf({ tensors, parameters }: Pick<Trainable, 'tensors' | 'parameters'>): Weights {
  const matrices = tensors.map(({ shape: [count, width], offset }) =>
    Array.from({ length: count }, (_, r) =>
      Float64Array.from(parameters().subarray(offset + r * width, offset + (r + 1) * width)),
    ),
  );
  const [input, embedding, writing, reading, output] = matrices;
  return { input, embedding, writing, reading, output };
}

/** Rows of all tensors in their order, one behind the other. */
export const flat = ({ input, embedding, writing, reading, output }: Weights): number[] =>
  [input, embedding, writing, reading, output].flatMap((matrix) => matrix.flatMap((row) => [...row]));

export function itemsOf(
  { features: F, classes, facts }: AssociationsNetwork,
  count: number,
  seed = 3,
  round: (x: number) => number = (x) => x,
): readonly Item[] {
  const draw = stream(seed);
  return Array.from({ length: count }, () => {
    const features = Array.from({ length: facts }, () => Float64Array.from({ length: F }, () => round(draw())));
    const labels = Array.from({ length: facts }, (_, n) => (n + Math.floor(draw() * classes)) % classes);
    const asked = Math.floor(draw() * facts);
    return { features, labels, query: features[asked], answer: labels[asked] };
  });
}

export function batchOf(items: readonly Item[]): Batch {
  const inputs = items.flatMap(({ features, labels, query }) => [
    ...features.flatMap((row) => [...row]),
    ...labels,
    ...query,
  ]);
  return {
    items: items.length,
    inputs: Float64Array.from(inputs),
    targets: Int32Array.from(items, ({ answer }) => answer),
  };
}
