/** A spiking convolution with pooling as a part of networks: a struct for the kernels, and the arrays of the image that it sees. */
import { layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { CONVOLUTION } from './layers.js';
import type { Numeric } from './numeric.js';

/** Sides of a kernel, and of what is pooled. */
const [KERNEL, POOL] = [9, 2];
const WORD = 32;

export interface ConvolutionShape {
  readonly height: number;
  readonly width: number;
  /** Input channels, and how many numbers of bits a place of the input has. */
  readonly inputs: number;
  readonly inputStride: number;
  readonly channels: number;
  readonly steps: number;
  readonly hasBias: boolean;
  /** Whether there is a way back, which needs the slopes of all steps. */
  readonly learns: boolean;
  readonly seesPeak: boolean;
}

export interface Convolution {
  /** For other kernels. */
  readonly address: number;
  readonly pooledHeight: number;
  readonly pooledWidth: number;
  /** Bits of a place of what is pooled. */
  readonly stride: number;
  /** Pooled spikes [steps][places][stride]. */
  readonly pooledBits: number;
  readonly pooledWords: number;
  /** Weights as published, [channels][inputs][3][3], and biases [channels]; 0 for none. */
  takeWeights(weights: number, bias: number): void;
  clearGradient(): void;
  /** Writes the gradients in the form of weights and biases. */
  giveGradient(weights: number, bias: number): void;
  /** The steps of one image from states of 0. */
  run(inputBits: number): void;
  /** The way back: `next` is the layer that hears this one, or else `pooledBar` is the gradient of the pooled spikes, [steps][places * stride]. */
  runBack(next: Convolution | undefined, pooledBar: number): void;
  /** Largest current of a neuron since the layer was opened or forgot it. */
  peak(): number;
  forgetPeak(): void;
}

/** A call of a kernel takes about this many steps of neurons, some milliseconds. */
const NEURON_STEPS = 2 ** 20;

export function openConvolution(numeric: Numeric, neuron: number, shape: ConvolutionShape): Convolution {
  const { kernels } = numeric;
  const { height, width, inputs, inputStride, channels, steps, hasBias, learns, seesPeak } = shape;
  const padded = WORD * Math.ceil(channels / WORD);
  const places = height * width;
  const n = places * padded;
  const [pooledHeight, pooledWidth] = [Math.floor(height / POOL), Math.floor(width / POOL)];
  const inputWords = Math.ceil((places * inputStride) / WORD);
  const [words, pooledWords] = [n / WORD, (pooledHeight * pooledWidth * padded) / WORD];
  const k = numeric.pick('convolve', 'convolve_back', 'convolution_work', 'transpose');
  const layout = layOut(CONVOLUTION, {});
  const block = openBlock(kernels.memory, CONVOLUTION, layout, kernels.allocate(layout.bytes), true);
  const rows = inputs * KERNEL;
  const [weights, weightsBar] = [numeric.room(rows * padded), learns ? numeric.room(rows * padded) : 0];
  const [bias, biasBar] = hasBias ? [numeric.room(padded), numeric.room(padded)] : [0, 0];
  const [state, carries] = [numeric.room(3 * n), learns ? numeric.room(n) : 0];
  const pooledBits = kernels.allocate(4 * steps * pooledWords);
  setScalars(block, {
    ...{ peak: -Infinity, height, width, channels, padded, words, pooledWords, inputStride, inputWords, neuron },
    ...{ keepsSlopes: learns ? 1 : 0, seesPeak: seesPeak ? 1 : 0 },
    ...{ weights, weightsBar, bias, biasBar, state, carries, pooledBits },
    bits: kernels.allocate(4 * steps * words),
    slopes: numeric.room((learns ? steps : 1) * n),
    xBar: learns ? numeric.room(steps * n) : 0,
  });
  block.set('work', kernels.allocate(k.convolution_work(block.address)));
  const most = Math.max(1, Math.floor(NEURON_STEPS / n));
  return {
    ...{ address: block.address, pooledHeight, pooledWidth, stride: padded, pooledBits, pooledWords },
    takeWeights: (from, biasFrom) => {
      k.transpose(channels, rows, from, rows, weights, padded);
      if (hasBias) numeric.view(bias, channels).set(numeric.view(biasFrom, channels));
    },
    clearGradient: () => {
      numeric.zero(weightsBar, rows * padded);
      if (hasBias) numeric.zero(biasBar, padded);
    },
    giveGradient: (to, biasTo) => {
      k.transpose(rows, channels, weightsBar, padded, to, rows);
      if (hasBias) numeric.view(biasTo, channels).set(numeric.view(biasBar, channels));
    },
    run: (inputBits) => {
      block.set('inputBits', inputBits);
      numeric.view(state, 3 * n).fill(0);
      for (let first = 0; first < steps; first += most) k.convolve(block.address, first, Math.min(most, steps - first));
    },
    runBack: (next, pooledBar) => {
      numeric.zero(carries, n);
      for (let end = steps; end > 0; end -= most)
        k.convolve_back(block.address, next?.address ?? 0, pooledBar, end - 1, Math.min(most, end));
    },
    peak: () => block.get('peak'),
    forgetPeak: () => block.set('peak', -Infinity),
  };
}
