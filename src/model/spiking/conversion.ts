/**
 * Spiking encoders of ones that were trained without spikes (specification, section 11): the thresholds of a block are the largest current that images cause
 * in it, with the thresholds of the blocks before it. What a block adds to all that it hears, as one that was normalised over batches does, is a current of each
 * step. It counts beside spikes as it did beside numbers if it is so much as the spikes of a step that stand for 1: s_0 of pixels, and s_i = s_{i-1} / threshold_i.
 */
import type { TensorPlaces } from '../../train/tensors.js';
import type { Reals } from '../../train/trainable.js';
import { type LearnedEncoderShape, openLearnedEncoder } from './learned-encoder.js';
import { placeNeuron } from './neuron.js';
import type { Numeric } from './numeric.js';
import type { NeuronSettings, PictureEncoder } from './settings-types.js';
import { type EncoderName, encoderTensor } from './tensors.js';

/** An encoder as it stands in a network. */
export interface ConvertedEncoder {
  readonly name: EncoderName;
  readonly shape: PictureEncoder;
  readonly hasBias: boolean;
  readonly steps: number;
  readonly neuron: NeuronSettings;
  readonly at: TensorPlaces;
}

interface ConversionOptions {
  /** What thresholds are measured with, [pixels] each; absent: they are those of the encoder. */
  readonly images?: readonly Reals[];
  /** Of the largest current that becomes the threshold; 1 as published. */
  readonly share?: number;
  /** Whether biases are what is added to numbers, and become currents; absent: they are currents. */
  readonly addsToNumbers?: boolean;
}

export interface Conversion {
  /** Of each block; where all currents hold neurons back, the one that the encoder has. */
  readonly thresholds: readonly number[];
  /** Of each block; none where there are none. */
  readonly biases: readonly Float64Array[];
}

/** @param parameters - of the network */
export function convertEncoder(
  numeric: Numeric,
  { name, shape: encoded, hasBias, steps, neuron, at }: ConvertedEncoder,
  parameters: Reals,
  { images, share = 1, addsToNumbers = false }: ConversionOptions,
): Conversion {
  const { height, width, channels, thresholds } = encoded;
  const pixels = height * width;
  // memory may grow, and take what it held elsewhere
  const given = parameters.slice();
  const shape: LearnedEncoderShape = { height, width, channels, thresholds, hasBias, steps, learns: false };
  const { encoder, take, setThreshold } = openLearnedEncoder(
    numeric,
    placeNeuron(numeric, neuron),
    neuron,
    name,
    { ...shape, seesPeaks: images !== undefined },
    at,
  );
  const [weights, image] = [numeric.room(given.length), numeric.room(pixels)];
  numeric.view(weights, given.length).set(given);
  take(weights);
  const show = (one: ArrayLike<number>): void => {
    numeric.view(image, pixels).set(one);
    encoder.run(image);
  };
  /** Spikes of a pixel of 1 in a step. */
  const ofOne = (): number => {
    show(new Float64Array(pixels).fill(1));
    const words = numeric.kernels.i32(encoder.pixelBits, steps * encoder.pixelWords);
    return words.filter((word, i) => i % encoder.pixelWords === 0 && (word & 1) === 1).length / steps;
  };
  let stands = addsToNumbers ? ofOne() : 1;
  const found = encoder.blocks.map((block, i) => {
    const bias = hasBias ? numeric.view(weights + at(encoderTensor(name, i, 'bias')), channels[i]) : new Float64Array();
    const scaled = Float64Array.from(bias, (one) => stands * one);
    bias.set(scaled);
    take(weights);
    if (images !== undefined) {
      block.forgetPeak();
      for (const one of images) show(one);
    }
    const peak = images === undefined ? 0 : block.peak();
    const threshold = peak > 0 ? share * peak : thresholds[i];
    setThreshold(i, threshold);
    if (addsToNumbers) stands /= threshold;
    return { threshold, biases: scaled };
  });
  return {
    thresholds: found.map(({ threshold }) => threshold),
    biases: hasBias ? found.map(({ biases }) => biases) : [],
  };
}
