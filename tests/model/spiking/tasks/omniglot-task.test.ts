import { describe, expect, it } from 'vitest';
import { emptyBitmap } from '../../../../src/dataset/bitmap.js';
import type { Dataset } from '../../../../src/dataset/dataset.js';
import { CORE_MODULE } from '../../../../src/kernel/core-kernels.js';
import type { SpikingParameters } from '../../../../src/model/spiking/parameters.js';
import { SPIKING_SCHEMA } from '../../../../src/model/spiking/schema.js';
import { scheduleOf } from '../../../../src/model/spiking/settings.js';
import { CHARACTERS, charactersNetwork } from '../../../../src/model/spiking/tasks/omniglot-task.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { spikingParameters } from '../parameters.js';

const characters = (set: Partial<SpikingParameters> = {}): SpikingParameters =>
  spikingParameters({ task: 'omniglot', embedding_size: 64, num_classes: 5, ...set });
const networkOf = (set: Partial<SpikingParameters> = {}) => charactersNetwork(characters(set));
const violations = (set: Partial<SpikingParameters>): readonly string[] | undefined =>
  SPIKING_SCHEMA.compatible?.(characters(set)).map(({ message }) => message);

/** Folders with a few empty drawings: 14 characters to learn from, of which 2 are for validation, and 2 for the test. */
function files(): Dataset {
  const { bits } = emptyBitmap(8, 8);
  const bytes = Uint8Array.from([...new TextEncoder().encode('P4\n8 8\n'), ...bits]);
  const tree = (from: number, to: number) =>
    Array.from({ length: 2 * (to - from) }, (_, i) => {
      const path = `L/character${String(from + (i >> 1) + 1).padStart(2, '0')}/0001_0${(i & 1) + 1}.png`;
      return { path, name: path, bytes };
    });
  return { files: {}, trees: { background: tree(0, 14), evaluation: tree(14, 16) } };
}

describe('characters as a task', () => {
  it('have the published network where nobody says otherwise', () => {
    expect(networkOf()).toMatchObject({
      ...{ kind: 'characters', height: 28, width: 28, channels: [64, 64, 64, 64], thresholds: [0.1, 0.1, 0.1, 0.1] },
      ...{ embedding: 64, memory: 100, classes: 5, facts: 5, steps: 100, encoderGain: 1 },
      ...{ hasBias: true, learnsImages: true },
    });
  });

  it.each([
    [4, 2],
    [7, 2],
    [8, 3],
    [14, 3],
    [16, 4],
    [105, 6],
  ])('of %i pixels a side go through %i blocks, to a single place', (image_size, blocks) => {
    const { channels } = networkOf({ image_size, encoder_channels: 32 });
    expect(channels).toEqual(Array(blocks).fill(32));
    let side = image_size;
    for (const _ of channels) side = Math.floor(side / 2);
    expect(side).toBe(1);
  });

  it('keep the encoder of images as it is, or its neurons without a current of their own, if a person says so', () => {
    expect(networkOf({ freeze_protonet: 1 }).learnsImages).toBe(false);
    expect(networkOf({ fix_cnn_thresholds: true }).hasBias).toBe(false);
  });

  it('have the published thresholds and no biases with an encoder that was trained before', () => {
    const own = networkOf({ use_pretrained_protonet: 1 });
    expect(own).toMatchObject({ thresholds: [0.9151, 4.712, 3.1376, 2.6661], hasBias: false });
    expect(networkOf({ use_pretrained_protonet: 1, cnn_thresholds: [1, 2, 3, 4] }).thresholds).toEqual([1, 2, 3, 4]);
    expect(networkOf({ cnn_thresholds: [1, 2, 3, 4] })).toMatchObject({ thresholds: [1, 2, 3, 4], hasBias: true });
  });

  it('come in as many batches as a person says, or in as many items', () => {
    const sizes = { train_size: 100, validation_size: 50, test_size: 20, batch_size: 8 };
    expect(scheduleOf(characters(sizes)).sizes).toEqual({ training: 100, validation: 50, test: 20 });
    const few = characters({ ...sizes, iterations: 3 });
    expect(scheduleOf(few).sizes).toEqual({ training: 24, validation: 24, test: 20 });
    const { examples } = CHARACTERS.items({
      kernels: freshKernels(CORE_MODULE),
      parameters: few,
      inputs: {},
      data: {},
    });
    expect(examples.sizes).toEqual(scheduleOf(few).sizes);
    expect(violations({ ...sizes, iterations: 13 })).toEqual([]);
    expect(violations({ ...sizes, iterations: 14 })).toEqual([
      'iterations = 14 with batch_size = 8 are more than the 100 episodes of train_size, which is the most of an epoch: choose a larger train_size',
    ]);
  });

  it('have the sides that the network sees', () => {
    const p = characters({ image_size: 14, num_classes: 3, batch_size: 2 });
    const { examples, notes } = CHARACTERS.items({
      kernels: freshKernels(CORE_MODULE),
      parameters: p,
      inputs: {},
      data: {},
    });
    expect(examples.batch('test', [0]).inputs).toHaveLength(2 * (4 * 14 * 14 + 3));
    expect(notes.join()).toContain('stand-in');
  });

  it('are others in each validation of faithful mode alone', () => {
    const inputsOf = (mode: SpikingParameters['mode'], epoch: number): string => {
      const p = characters({ mode, image_size: 8, batch_size: 1, validation_size: 5 });
      const { examples } = CHARACTERS.items({
        kernels: freshKernels(CORE_MODULE),
        parameters: p,
        inputs: {},
        data: {},
      });
      return examples.batch('validation', [0], 0, epoch).inputs.join('');
    };
    expect(inputsOf('right', 1)).toBe(inputsOf('right', 0));
    expect(inputsOf('faithful', 1)).not.toBe(inputsOf('faithful', 0));
  });

  it('have more operations with more channels, and fewer with an encoder that stays', () => {
    const flopsOf = (set: Partial<SpikingParameters>): number => CHARACTERS.flops?.(characters(set)) ?? 0;
    expect(flopsOf({ encoder_channels: 32 })).toBeLessThan(flopsOf({}) / 3);
    expect(flopsOf({ freeze_protonet: 1 })).toBeCloseTo(flopsOf({}) / 3, 0);
  });

  it.each([
    [
      { form: 'relu', learn_if_thresholds: true },
      'learn_if_thresholds has no effect with form = relu, whose units have no thresholds',
    ],
    [
      { embedding_size: 80 },
      'embedding_size = 80 must be a multiple of 32 with task = omniglot, where spikes of labels stand beside those of images',
    ],
    [{ cnn_thresholds: [1, 2] }, 'cnn_thresholds has 2 numbers, and image_size = 28 has 4 blocks'],
    [{ cnn_thresholds: [1, 0, 1, 1] }, 'cnn_thresholds has a 0: a threshold is more than that'],
    [
      { cnn_thresholds: [1, 2, 3, 4], learn_if_thresholds: true },
      'cnn_thresholds has no effect with learn_if_thresholds = true',
    ],
    [
      { use_pretrained_protonet: 1, image_size: 14 },
      'cnn_thresholds is missing: the published thresholds are of four blocks, and image_size = 14 has 3; give them, or choose learn_if_thresholds = true',
    ],
  ] as const)('refuse %o', (set, message) => {
    expect(violations(set as Partial<SpikingParameters>)).toContain(message);
  });

  it('need as many classes in each part of the data as an episode has', () => {
    const check = (num_classes: number) =>
      CHARACTERS.data?.data.check(characters({ num_classes }), files()).map(({ message }) => message);
    expect(check(8)).toEqual([]);
    expect(check(9)).toEqual(['num_classes = 9 is more than the 8 classes for validation']);
    const isOptional = (num_classes: number) => CHARACTERS.data?.data.request(characters({ num_classes })).isOptional;
    expect([isOptional(80), isOptional(81)]).toEqual([true, false]);
  });
});
