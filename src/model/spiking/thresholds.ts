/**
 * Thresholds of an encoder that was trained without spikes (specification, section 11): those of a block are the largest current that images cause in it, with
 * the thresholds of the blocks before it.
 */
import type { TensorPlaces } from '../../train/tensors.js';
import type { Reals } from '../../train/trainable.js';
import { openLearnedEncoder } from './learned-encoder.js';
import { placeNeuron } from './neuron.js';
import type { Numeric } from './numeric.js';
import type { NeuronSettings, PictureEncoder } from './settings-types.js';
import type { EncoderName } from './tensors.js';

/** An encoder as it stands in a network. */
export interface BalancedEncoder {
  readonly name: EncoderName;
  readonly shape: PictureEncoder;
  readonly hasBias: boolean;
  readonly steps: number;
  readonly neuron: NeuronSettings;
  readonly at: TensorPlaces;
}

/**
 * @param parameters - of the network
 * @param images - [pixels] each
 * @param share - of the largest current that becomes the threshold; 1 as published
 * @returns a threshold for each block; where all currents hold neurons back, the one that the network has
 */
export function balancedThresholds(
  numeric: Numeric,
  { name, shape: encoded, hasBias, steps, neuron, at }: BalancedEncoder,
  parameters: Reals,
  images: readonly Reals[],
  share = 1,
): readonly number[] {
  const { height, width, channels, thresholds } = encoded;
  // memory may grow, and take what it held elsewhere
  const given = parameters.slice();
  const shape = { height, width, channels, thresholds, hasBias, steps, learns: false, seesPeaks: true };
  const { encoder, take, setThreshold } = openLearnedEncoder(
    numeric,
    placeNeuron(numeric, neuron),
    neuron,
    name,
    shape,
    at,
  );
  const [weights, image] = [numeric.room(given.length), numeric.room(height * width)];
  numeric.view(weights, given.length).set(given);
  take(weights);
  return encoder.blocks.map((block, i) => {
    block.forgetPeak();
    for (const one of images) {
      numeric.view(image, height * width).set(one);
      encoder.run(image);
    }
    const peak = block.peak();
    const threshold = peak > 0 ? share * peak : thresholds[i];
    setThreshold(i, threshold);
    return threshold;
  });
}
