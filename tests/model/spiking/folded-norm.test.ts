import { describe, expect, it } from 'vitest';
import { openBatchNorm } from '../../../src/model/spiking/batch-norm.js';
import { foldNorm } from '../../../src/model/spiking/folded-norm.js';
import { takeEncoders } from '../../../src/model/spiking/given-encoders.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { SPIKING } from '../../../src/model/spiking/model.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { openAlone } from '../../../src/model/spiking/open.js';
import { openReluBlock, reluBlockBytes } from '../../../src/model/spiking/relu-block.js';
import { settingsOf } from '../../../src/model/spiking/settings.js';
import { NORM_TENSORS, normTensor } from '../../../src/model/spiking/tensors.js';
import { freshKernels } from '../../conformance/kernels.js';
import { stream } from './networks.js';
import { readGolden } from './normed-golden.js';
import { spikingParameters } from './parameters.js';

const GOLDEN = readGolden('batch_norm');
const [SIDE, CHANNELS, CLASSES] = [6, 4, 3];

/** Blocks of a convolution, biases, relu and the largest of 2 x 2, written out: [channels][side][side] of a picture. */
function plainBlock(x: readonly number[], side: number, weights: ArrayLike<number>, biases: ArrayLike<number>) {
  const inputs = x.length / (side * side);
  const heard = (c: number, row: number, column: number): number => {
    let sum = biases[c];
    for (let i = 0; i < inputs; i++)
      for (let dy = 0; dy < 3; dy++)
        for (let dx = 0; dx < 3; dx++) {
          const [y, z] = [row + dy - 1, column + dx - 1];
          if (y < 0 || z < 0 || y >= side || z >= side) continue;
          sum += weights[((c * inputs + i) * 3 + dy) * 3 + dx] * x[(i * side + y) * side + z];
        }
    return Math.max(0, sum);
  };
  const half = Math.floor(side / 2);
  return Array.from({ length: biases.length * half * half }, (_, at) => {
    const [c, row, column] = [Math.floor(at / (half * half)), 2 * (Math.floor(at / half) % half), 2 * (at % half)];
    return Math.max(...[0, 1].flatMap((y) => [0, 1].map((z) => heard(c, row + y, column + z))));
  });
}

describe('tensors of encoders that are normalised', () => {
  const named = (key: string, set: object) =>
    SPIKING.inputParts?.(key, spikingParameters({ task: 'omniglot', image_size: 4, encoder_channels: 32, ...set }));

  it.each<readonly [string, string, object, string]>([
    ['an encoder', 'protonet', { use_pretrained_protonet: 1 }, 'Choose --use-batch-norm.'],
    ['a twin', 'weights', { form: 'relu' }, 'Choose --use-batch-norm.'],
    ['a network with spikes', 'weights', {}, 'Give the encoder alone, as --protonet, with --use-batch-norm.'],
  ])('are refused by %s without them', (_, key, set, next) => {
    const { parts = [], refuses, special } = named(key, set) ?? {};
    expect(parts.filter(({ name }) => name.includes('.bn.'))).toEqual([]);
    expect([refuses?.names.length, refuses?.next, special]).toEqual([8, next, undefined]);
  });

  it.each<readonly [string, string, object]>([
    ['an encoder for spikes', 'protonet', { use_pretrained_protonet: 1 }],
    ['one for a twin', 'protonet', { use_pretrained_protonet: 1, form: 'relu' }],
    ['a twin', 'weights', { form: 'relu' }],
  ])('are parts of %s with them', (_, key, set) => {
    const { parts = [], refuses, special } = named(key, { ...set, use_batch_norm: true }) ?? {};
    expect(parts.map(({ name }) => name).filter((name) => name.includes('.bn.'))).toEqual(special?.names);
    expect(refuses).toBeUndefined();
    expect(special?.next).toBe('Leave out --use-batch-norm, or train the encoder with it.');
  });
});

describe('running statistics that are part of weights and biases', () => {
  it('say what PyTorch says with the layers beside each other', () => {
    const after = GOLDEN.steps[GOLDEN.steps.length - 1].after;
    const folded = [0, 1].map((i) =>
      foldNorm(
        after[`image_encoder.${i}.weight`],
        NORM_TENSORS.map((of) => after[normTensor('image', i, of)]),
      ),
    );
    let loss = 0;
    for (const [item, target] of GOLDEN.targets.entries()) {
      let code: readonly number[] = GOLDEN.pictures.slice(item * SIDE * SIDE, (item + 1) * SIDE * SIDE);
      for (const [i, { weights, biases }] of folded.entries()) code = plainBlock(code, SIDE >> i, weights, biases);
      const logits = Array.from({ length: CLASSES }, (_, c) =>
        code.reduce((sum, value, d) => sum + value * after['output_layer.weight'][c * CHANNELS + d], 0),
      );
      loss += Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[target];
    }
    expect(Math.abs(loss / GOLDEN.targets.length - GOLDEN.judged)).toBeLessThan(1e-13);
  });

  it('say what blocks here say with the layers beside each other', () => {
    const numeric = numericOf(freshKernels(SPIKING_MODULE), 'f64');
    const shape = { height: 5, width: 4, inputs: 3, channels: CHANNELS, learns: false, hearsUnits: false };
    const [count, places] = [CHANNELS * 27, 20 * CHANNELS];
    const draw = stream(5);
    const rows = (n: number, least: number) => Float64Array.from({ length: n }, () => least + draw());
    const [kernels, norm] = [rows(count, -0.5), [0.2, -0.5, -0.3, 0.1].map((least) => rows(CHANNELS, least))];
    const inputs = numeric.room(60);
    numeric.view(inputs, 60).set(rows(60, -0.5));
    const heardBy = (weights: Float64Array) => {
      const block = openReluBlock(numeric, shape);
      const [parameters, state] = [numeric.room(count), numeric.kernels.allocate(reluBlockBytes(shape, 8))];
      new Uint8Array(numeric.kernels.memory.buffer, state, reluBlockBytes(shape, 8)).fill(0);
      numeric.view(parameters, count).set(weights);
      block.takeWeights(parameters);
      block.place(state);
      block.hear(inputs);
      return block.units;
    };
    const beside = heardBy(kernels);
    const parameters = numeric.room(4 * CHANNELS);
    numeric.view(parameters, 4 * CHANNELS).set(norm.flatMap((part) => [...part]));
    const at = (name: string) => NORM_TENSORS.findIndex((of) => normTensor('image', 0, of) === name) * CHANNELS * 8;
    const own = openBatchNorm(numeric, { name: 'image', block: 0, rows: 20, channels: CHANNELS }, at);
    own.take(parameters);
    own.run(beside);
    const { weights, biases } = foldNorm(kernels, norm);
    const within = numeric.view(heardBy(weights), places).map((value, i) => value + biases[i % CHANNELS]);
    for (const [i, value] of within.entries())
      expect(Math.abs(value - numeric.view(beside, places)[i])).toBeLessThan(1e-13);
  });

  it.each(['omniglot', 'cross-modal'] as const)(
    'stand where the spiking network of %s has its own, rounded once',
    (task) => {
      const sizes = { image_size: 4, num_mfcc: 4, num_mfcc_time_samples: 5, encoder_channels: 32, embedding_size: 32 };
      const p = spikingParameters({
        ...{ task, memory_size: 8, num_time_steps: 5, ...sizes, use_pretrained_protonet: 1, use_batch_norm: true },
      });
      const network = openAlone(freshKernels(SPIKING_MODULE), settingsOf(p));
      const draw = stream(7);
      // two blocks of 32 channels, each with its kernels and four numbers a channel
      const given = Float64Array.from({ length: 32 * (9 + 4) + 32 * (32 * 9 + 4) }, () => 0.1 + draw());
      const keys = task === 'omniglot' ? ['protonet'] : ['image_protonet', 'audio_protonet'];
      takeEncoders(p, Object.fromEntries(keys.map((key) => [key, given])), network);
      const encoders = task === 'omniglot' ? ['image'] : ['image', 'audio'];
      for (const encoder of encoders) {
        let from = 0;
        const next = (count: number) => {
          from += count;
          return given.subarray(from - count, from);
        };
        for (const [block, inputs] of [1, 32].entries()) {
          const kernels = next(32 * inputs * 9);
          const norm = [next(32), next(32), next(32), next(32)];
          const wanted = foldNorm(kernels, norm);
          for (const [of, values] of [
            ['weight', wanted.weights],
            ['bias', wanted.biases],
          ] as const) {
            const tensor = network.tensors.find(({ name }) => name === `${encoder}_encoder.${block}.${of}`);
            const { offset, count } = tensor ?? { offset: 0, count: 0 };
            expect(Array.from(network.parameters().subarray(offset, offset + count))).toEqual(
              Array.from(Float32Array.from(values)),
            );
          }
        }
      }
    },
  );
});
