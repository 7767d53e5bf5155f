/** What it costs to see pictures through spiking convolutions, about. */
import type { PictureEncoder } from '../settings-types.js';

/** Share of neurons of an encoder that fire in a step. */
const ACTIVE = 0.1;
/** Operations of a synapse whose neuron fires, in a pass; a batch is passed through an encoder twice, and once back if it is learned. */
const FLOPS = 2;
const PASSES = { learned: 3, frozen: 1 } as const;

/** Steps that a pass without time counts as: all units are active in it. */
export const TIMELESS = 1 / ACTIVE;

/** Operations of a picture that is shown for some steps. */
export function pictureFlops(
  { height, width, channels }: Pick<PictureEncoder, 'height' | 'width' | 'channels'>,
  steps: number,
  learns: boolean,
): number {
  let synapses = 0;
  for (const [i, own] of channels.entries()) {
    synapses += (height >> i) * (width >> i) * 9 * own * (i === 0 ? 1 : channels[i - 1]);
  }
  return steps * (learns ? PASSES.learned : PASSES.frozen) * FLOPS * ACTIVE * synapses;
}
