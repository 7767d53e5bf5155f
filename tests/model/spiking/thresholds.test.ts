import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import type { Kernels } from '../../../src/kernel/kernels.js';
import { drawParameters } from '../../../src/model/spiking/initial.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import { settingsOf } from '../../../src/model/spiking/settings.js';
import { CHARACTERS, charactersNetwork } from '../../../src/model/spiking/tasks/omniglot-task.js';
import { balancedThresholds } from '../../../src/model/spiking/thresholds.js';
import { tensorPlaces } from '../../../src/train/tensors.js';
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

describe('thresholds of an encoder of images', () => {
  it('are the largest currents, block after block, each with the thresholds before it', () => {
    const p = { ...P, precision: 'f64' as const };
    const { hasBias, steps, neuron, ...shape } = charactersNetwork(p);
    const numeric = numericOf(freshKernels(SPIKING_MODULE), 'f64');
    const all = openAlone(freshKernels(SPIKING_MODULE), settingsOf(p));
    const at = (block: number) => all.tensors.find(({ name }) => name === `image_encoder.${block}.weight`);
    const encoder = { name: 'image', shape, hasBias, steps, neuron, at: tensorPlaces(all.tensors, 8) } as const;
    const weights = new Float64Array(all.count);
    // each pixel says itself, with these weights, to one channel; the next block hears that channel alone
    const centre = (block: number, channel: number, weight: number): void => {
      const { offset, shape } = at(block) as { offset: number; shape: readonly number[] };
      weights[offset + channel * shape[1] * 9 + 4] = weight;
    };
    centre(0, 0, 2);
    centre(0, 1, 3);
    centre(1, 0, 5);
    const blank = new Float64Array(64);
    const ink = new Float64Array(64).fill(1);
    const images = [blank, ink];
    // nothing is heard of a third block without weights: its threshold stays as it is
    expect(balancedThresholds(numeric, encoder, weights, images)).toEqual([3, 5, 0.1]);
    expect(balancedThresholds(numeric, encoder, weights, [blank])).toEqual([0.1, 0.1, 0.1]);
    // so is that of whoever hears nothing but a share of the largest
    expect(balancedThresholds(numeric, encoder, weights, images, 0.5)).toEqual([1.5, 2.5, 0.1]);
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
