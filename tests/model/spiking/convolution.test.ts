import { describe, expect, it } from 'vitest';
import { openConvolution } from '../../../src/model/spiking/convolution.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { placeNeuron } from '../../../src/model/spiking/neuron.js';
import { numericOf } from '../../../src/model/spiking/numeric.js';
import { NEURON_DEFAULTS } from '../../../src/model/spiking/settings-types.js';
import { freshKernels } from '../../conformance/kernels.js';

const NEURON = { ...NEURON_DEFAULTS, threshold: 0.7, refractorySteps: 1 };
/** Numbers between -1 and 1 that follow no simple pattern. */
const noise = (count: number, seed: number): number[] =>
  Array.from({ length: count }, (_, i) => (((i + 1) * 7919 + seed * 104729) % 2003) / 1001.5 - 1);

interface Shape {
  readonly height: number;
  readonly width: number;
  readonly inputs: number;
  readonly channels: number;
  readonly steps: number;
}

/** The same by loops over everything: pooled spikes [steps][places][channels]. */
function plain({ height, width, inputs, channels, steps }: Shape, spikes: readonly number[], w: number[], b: number[]) {
  const [v, z, r] = [0, 1, 2].map(() => new Array<number>(height * width * channels).fill(0));
  const pooled: number[] = [];
  for (let t = 0; t < steps; t++) {
    const fired = new Array<number>(v.length).fill(0);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < channels; c++) {
          let current = b[c];
          for (let i = 0; i < inputs; i++)
            for (let k = 0; k < 9; k++) {
              const [row, column] = [y + Math.floor(k / 3) - 1, x + (k % 3) - 1];
              if (row < 0 || column < 0 || row >= height || column >= width) continue;
              current += w[(c * inputs + i) * 9 + k] * spikes[((t * height + row) * width + column) * inputs + i];
            }
          const n = (y * width + x) * channels + c;
          v[n] += current - NEURON.threshold * z[n];
          fired[n] = r[n] === 0 && v[n] > NEURON.threshold ? 1 : 0;
          r[n] = r[n] > 0 ? r[n] - 1 : NEURON.refractorySteps * fired[n];
        }
    z.splice(0, z.length, ...fired);
    for (let y = 0; y + 1 < height; y += 2)
      for (let x = 0; x + 1 < width; x += 2)
        for (let c = 0; c < channels; c++) {
          const at = (dy: number, dx: number): number => z[((y + dy) * width + x + dx) * channels + c];
          pooled.push(Math.max(at(0, 0), at(0, 1), at(1, 0), at(1, 1)));
        }
  }
  return pooled;
}

/** Ours, of several images one after the other. */
function pooledOf(shape: Shape, images: readonly (readonly number[])[], w: number[], b: number[] | undefined) {
  const { height, width, inputs, channels, steps } = shape;
  const numeric = numericOf(freshKernels(SPIKING_MODULE), 'f64');
  const inputStride = 32 * Math.ceil(inputs / 32);
  const layer = openConvolution(numeric, placeNeuron(numeric, NEURON, false), {
    ...{ ...shape, inputStride, hasBias: b !== undefined, learns: false, seesPeak: false },
  });
  const place = (values: readonly number[]): number => {
    const address = numeric.room(values.length);
    numeric.view(address, values.length).set(values);
    return address;
  };
  layer.takeWeights(place(w), b === undefined ? 0 : place(b));
  const places = height * width;
  const words = (places * inputStride) / 32;
  return images.map((spikes) => {
    const at = numeric.kernels.allocate(4 * steps * words);
    const bits = numeric.kernels.i32(at, steps * words);
    for (const [i, spike] of spikes.entries()) {
      const [t, rest] = [Math.floor(i / (places * inputs)), i % (places * inputs)];
      const number = Math.floor(rest / inputs) * inputStride + (rest % inputs);
      if (spike === 1) bits[t * words + (number >> 5)] |= 1 << (number & 31);
    }
    layer.run(at);
    const pooled = numeric.kernels.i32(layer.pooledBits, steps * layer.pooledWords);
    const pooledPlaces = layer.pooledHeight * layer.pooledWidth;
    return Array.from({ length: steps * pooledPlaces * channels }, (_, i) => {
      const [t, rest] = [Math.floor(i / (pooledPlaces * channels)), i % (pooledPlaces * channels)];
      const number = Math.floor(rest / channels) * layer.stride + (rest % channels);
      return (pooled[t * layer.pooledWords + (number >> 5)] >>> (number & 31)) & 1;
    });
  });
}

const spikesOf = ({ height, width, inputs, steps }: Shape, seed: number): number[] =>
  noise(steps * height * width * inputs, seed).map((value) => (value > 0.5 ? 1 : 0));

describe('a spiking convolution', () => {
  it.each([
    { height: 5, width: 7, inputs: 2, channels: 3, steps: 6 },
    { height: 4, width: 2, inputs: 1, channels: 40, steps: 5 },
    { height: 2, width: 3, inputs: 33, channels: 2, steps: 4 },
  ])('is what loops over everything come to, $height x $width, $inputs to $channels', (shape) => {
    const w = noise(shape.channels * shape.inputs * 9, 3);
    const b = noise(shape.channels, 4);
    const images = [spikesOf(shape, 1), spikesOf(shape, 2)];
    const found = pooledOf(shape, images, w, b);
    expect(found).toEqual(images.map((image) => plain(shape, image, w, b)));
    expect(found[0]).toContain(1);
    expect(found[0]).toContain(0);
  });

  it('has no currents of its own without a bias', () => {
    const shape = { height: 4, width: 4, inputs: 1, channels: 2, steps: 5 };
    const w = noise(18, 5);
    const image = spikesOf(shape, 6);
    expect(pooledOf(shape, [image], w, undefined)).toEqual([plain(shape, image, w, [0, 0])]);
  });

  it('takes as many steps in several calls as in one', () => {
    const shape = { height: 60, width: 60, inputs: 1, channels: 32, steps: 20 };
    const w = noise(32 * 9, 7);
    const image = spikesOf(shape, 8);
    expect(pooledOf(shape, [image], w, noise(32, 9))).toEqual([plain(shape, image, w, noise(32, 9))]);
  });
});
