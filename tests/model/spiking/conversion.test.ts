import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import type { Kernels } from '../../../src/kernel/kernels.js';
import { convertEncoder } from '../../../src/model/spiking/conversion.js';
import { drawParameters } from '../../../src/model/spiking/initial.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import { settingsOf } from '../../../src/model/spiking/settings.js';
import { CHARACTERS, charactersNetwork } from '../../../src/model/spiking/tasks/omniglot-task.js';
import { tensorPlaces } from '../../../src/train/tensors.js';
import type { Tensor } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { spikingParameters } from './parameters.js';

const SMALL = { image_size: 8, encoder_channels: 32, embedding_size: 32, memory_size: 10, num_time_steps: 20 };
const P = spikingParameters({ task: 'omniglot', num_classes: 2, batch_size: 2, train_size: 20, ...SMALL });

function begun(set: Partial<typeof P>) {
  const p = { ...P, ...set };
  const kernels = freshKernels(SPIKING_MODULE);
  const network = openAlone(kernels, settingsOf(p));
  drawParameters(kernels as unknown as Kernels, network, 3, { kind: 'characters' });
  const { examples } = CHARACTERS.items({ kernels: freshKernels(CORE_MODULE), parameters: p, inputs: {}, data: {} });
  CHARACTERS.start?.(kernels, p, network, examples);
  const tensor = network.tensors.find(({ name }) => name === 'image_encoder.thresholds');
  const thresholds = tensor && [...network.parameters().subarray(tensor.offset, tensor.offset + tensor.count)];
  return { network, examples, thresholds };
}

/** An encoder of three blocks, and weights of its network: each pixel says itself to one channel, and the next block hears that channel alone. */
function plainEncoder(set: Partial<typeof P> = {}) {
  const p = { ...P, precision: 'f64' as const, ...set };
  const { hasBias, steps, neuron, ...shape } = charactersNetwork(p);
  const all = openAlone(freshKernels(SPIKING_MODULE), settingsOf(p));
  const encoder = { name: 'image', shape, hasBias, steps, neuron, at: tensorPlaces(all.tensors, 8) } as const;
  const weights = new Float64Array(all.count);
  const tensor = (block: number, of: string) =>
    all.tensors.find(({ name }) => name === `image_encoder.${block}.${of}`) as Tensor;
  const centre = (block: number, channel: number, weight: number): void => {
    const { offset, shape } = tensor(block, 'weight');
    weights[offset + channel * shape[1] * 9 + 4] = weight;
  };
  centre(0, 0, 2);
  centre(0, 1, 3);
  centre(1, 0, 5);
  return { numeric: numericOf(freshKernels(SPIKING_MODULE), 'f64'), encoder, weights, tensor };
}

describe('thresholds of an encoder of images', () => {
  it('are the largest currents, block after block, each with the thresholds before it', () => {
    const { numeric, encoder, weights } = plainEncoder();
    const measured = (images: readonly Float64Array[], share?: number) =>
      convertEncoder(numeric, encoder, weights, { images, share }).thresholds;
    const blank = new Float64Array(64);
    const ink = new Float64Array(64).fill(1);
    const images = [blank, ink];
    // nothing is heard of a third block without weights: its threshold stays as it is
    expect(measured(images)).toEqual([3, 5, 0.1]);
    expect(measured([blank])).toEqual([0.1, 0.1, 0.1]);
    // so is that of whoever hears nothing but a share of the largest
    expect(measured(images, 0.5)).toEqual([1.5, 2.5, 0.1]);
  });

  it('stand among the weights where they are measured, and act from there', () => {
    const active = { thr: 0.02, num_time_steps: 60, memory_size: 30 };
    const { network, examples, thresholds } = begun({ ...active, learn_if_thresholds: true });
    expect(thresholds?.every((threshold) => threshold > 0 && threshold !== active.thr)).toBe(true);
    const batch = examples.batch('test', [0, 1]);
    const given = begun({ ...active, cnn_thresholds: thresholds ?? null });
    const encoder = network.tensors.findIndex(({ name }) => name === 'image_encoder.thresholds');
    // the draws of what stands behind it are others
    for (const { name, offset, count } of network.tensors.slice(encoder + 1)) {
      const own = given.network.tensors.find((tensor) => tensor.name === name);
      given.network.parameters().set(network.parameters().subarray(offset, offset + count), own?.offset);
    }
    given.network.changed();
    expect(given.thresholds).toBeUndefined();
    const logits = network.logits(batch).slice();
    expect(logits.some((logit) => logit !== 0)).toBe(true);
    expect(given.network.logits(batch)).toEqual(logits);
    // learning leaves them alone
    network.lossAndGradient(examples.batch('training', [0, 1], 0, 0), { step: 0, epoch: 1 });
    network.optimize(0.1);
    const { offset, count } = network.tensors[encoder];
    expect([...network.parameters().subarray(offset, offset + count)]).toEqual(thresholds);
  });
});

describe('what a block adds to all that it hears', () => {
  /** Spikes of a step of a pixel that is 1. */
  const S = 0.25;
  const added = (thresholds: readonly number[]) => {
    // the neuron of a pixel reaches its threshold in the third step, and then fires in every fourth: in 5 of 20
    const made = plainEncoder({ cnn_thresholds: thresholds, num_time_steps: 20 });
    for (const [block, bias] of [2, -6, 1].entries()) made.weights[made.tensor(block, 'bias').offset + 1] = bias;
    return made;
  };
  const ofChannel = (biases: readonly Float64Array[], c: number) => biases.map((bias) => bias[c]);

  it('counts beside spikes as it did beside numbers: by those of a step that stand for 1', () => {
    const { numeric, encoder, weights } = added([4, 0.5, 0.1]);
    const { thresholds, biases } = convertEncoder(numeric, encoder, weights, { addsToNumbers: true });
    expect(thresholds).toEqual([4, 0.5, 0.1]);
    expect(ofChannel(biases, 1)).toEqual([2 * S, (-6 * S) / 4, S / 4 / 0.5]);
    expect(ofChannel(biases, 0)).toEqual([0, 0, 0]);
  });

  it('is part of the currents that thresholds are measured by', () => {
    const { numeric, encoder, weights } = added([1, 1, 1]);
    const images = [new Float64Array(64).fill(1)];
    const { thresholds, biases } = convertEncoder(numeric, encoder, weights, { images, addsToNumbers: true });
    // what the second channel of the first block hears: a spike with a weight of 3, and 2 s beside it
    expect(thresholds[0]).toBe(3 + 2 * S);
    // the first channel, with a weight of 5, says that of the second block
    expect(thresholds[1]).toBe(5);
    expect(ofChannel(biases, 1)).toEqual([2 * S, (-6 * S) / 3.5, S / 3.5 / 5]);
  });

  it('stays as it is where it is a current', () => {
    const { numeric, encoder, weights } = added([4, 0.5, 0.1]);
    expect(ofChannel(convertEncoder(numeric, encoder, weights, {}).biases, 1)).toEqual([2, -6, 1]);
  });

  it('is nothing where there is none', () => {
    const { numeric, encoder, weights } = plainEncoder({ fix_cnn_thresholds: true });
    expect(convertEncoder(numeric, encoder, weights, { addsToNumbers: true }).biases).toEqual([]);
  });
});
