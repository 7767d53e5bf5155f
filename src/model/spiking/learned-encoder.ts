/** An encoder of images with what is learned of it: its blocks, of neurons that add up what they hear, by the names of tensors. */
import type { TensorPlaces } from '../../train/tensors.js';
import {
  encodedNeurons,
  encoderCount,
  type ImageEncoder,
  type ImageEncoderShape,
  openImageEncoder,
} from './image-encoder.js';
import { openNeuron } from './neuron.js';
import type { Numeric } from './numeric.js';
import type { NeuronSettings } from './settings-types.js';
import { type EncoderName, encoderTensor, thresholdsTensor } from './tensors.js';

export interface LearnedEncoderShape extends ImageEncoderShape {
  /** Threshold of the neurons of each block. */
  readonly thresholds: readonly number[];
  /** They stand behind the weights instead. */
  readonly keepsThresholds?: boolean;
}

export interface LearnedEncoder {
  readonly encoder: ImageEncoder;
  /** Neurons that are heard. */
  readonly n: number;
  setThreshold(block: number, threshold: number): void;
  /** Other parameters act from now on, those at this address. */
  take(parameters: number): void;
  /** Gradients of a share begin with 0. */
  clear(): void;
  finish(gradient: number): void;
}

/** @param pixels - constants of the neurons of pixels */
export function openLearnedEncoder(
  numeric: Numeric,
  pixels: number,
  neuron: NeuronSettings,
  name: EncoderName,
  { thresholds, keepsThresholds = false, ...shape }: LearnedEncoderShape,
  at: TensorPlaces,
): LearnedEncoder {
  const { hasBias, learns } = shape;
  const neurons = thresholds.map((threshold) =>
    openNeuron(numeric, { ...neuron, threshold, perfectReset: false }, false),
  );
  const encoder = openImageEncoder(numeric, { pixels, blocks: neurons.map(({ address }) => address) }, shape);
  /** Places of weights and biases of a block from an address on. */
  const places = (base: number, i: number): readonly [weights: number, bias: number] => [
    base + at(encoderTensor(name, i, 'weight')),
    hasBias ? base + at(encoderTensor(name, i, 'bias')) : 0,
  ];
  const count = encoderCount(shape.channels, hasBias ? 1 : 0) + (keepsThresholds ? neurons.length : 0);
  let acting: Float32Array | Float64Array | undefined;
  const takeThresholds = (address: number): void => {
    for (const [i, threshold] of numeric.view(address, neurons.length).entries()) neurons[i].setThreshold(threshold);
  };
  /** Whether the weights at an address, which stand one behind the other, are others than those that act. */
  const isOther = (parameters: number): boolean => {
    const given = numeric.view(places(parameters, 0)[0], count);
    const before = acting;
    if (before !== undefined && given.every((value, i) => value === before[i])) return false;
    acting = given.slice();
    return true;
  };
  return {
    encoder,
    n: encodedNeurons(shape),
    setThreshold: (block, threshold) => neurons[block].setThreshold(threshold),
    take: (parameters) => {
      if (!isOther(parameters)) return;
      encoder.changed();
      for (const [i, own] of encoder.blocks.entries()) own.takeWeights(...places(parameters, i));
      if (keepsThresholds) takeThresholds(parameters + at(thresholdsTensor(name)));
    },
    clear: () => {
      if (learns) for (const own of encoder.blocks) own.clearGradient();
    },
    finish: (gradient) => {
      if (learns) for (const [i, own] of encoder.blocks.entries()) own.giveGradient(...places(gradient, i));
    },
  };
}
