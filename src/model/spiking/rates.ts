/**
 * Mean firing rates as a part of the loss (specification, section 5): of a layer of n neurons that were active for d seconds in each of B samples,
 *
 *   rate_i = spikes_i / (B d),  R = mean_i (rate_i - target)^2,  dR/dspike = 2 (rate_i - target) / (n B d)
 */
import type { RatedLayer } from './sample-network.js';
import type { RateSettings } from './settings-types.js';

export interface RateLoss {
  /** R of each layer; 0 of those that are free. */
  readonly terms: readonly number[];
  /** weight * sum of the terms. */
  readonly loss: number;
}

/** @param spikes - of each neuron over a batch of `items`, layer by layer */
export function rateLoss(
  layers: readonly RatedLayer[],
  spikes: ArrayLike<number>,
  items: number,
  { weight, target }: RateSettings,
): RateLoss {
  const terms = layers.map(({ from, neurons, seconds, isFree }) => {
    let sum = 0;
    if (isFree === true) return sum;
    for (let i = from; i < from + neurons; i++) {
      const distance = spikes[i] / (items * seconds) - target;
      sum += distance * distance;
    }
    return sum / neurons;
  });
  return { terms, loss: weight * terms.reduce((sum, term) => sum + term, 0) };
}

/** Its gradient by each spike, neuron by neuron. */
export function rateGradient(
  layers: readonly RatedLayer[],
  spikes: ArrayLike<number>,
  items: number,
  { weight, target }: RateSettings,
): Float64Array {
  const gradient = new Float64Array(spikes.length);
  for (const { from, neurons, seconds, isFree } of layers) {
    if (isFree === true) continue;
    const share = (2 * weight) / (neurons * items * seconds);
    for (let i = from; i < from + neurons; i++) gradient[i] = share * (spikes[i] / (items * seconds) - target);
  }
  return gradient;
}
