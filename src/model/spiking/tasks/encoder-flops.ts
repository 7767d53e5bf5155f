/** What it costs to see pictures through spiking convolutions, about. */
import type { PictureEncoder } from '../settings-types.js';

type Encoder = Pick<PictureEncoder, 'height' | 'width' | 'channels'>;

/** Share of neurons of an encoder that fire in a step. */
const ACTIVE = 0.1;
/** Operations of a synapse whose neuron fires, in a pass; a batch is passed through an encoder twice, and once back if it is learned. */
const FLOPS = 2;
const PASSES = { learned: 3, frozen: 1 } as const;

/** Steps that a pass without time counts as: all units are active in it. */
export const TIMELESS = 1 / ACTIVE;

const synapsesOf = ({ height, width, channels }: Encoder): number =>
  channels.reduce((sum, own, i) => sum + (height >> i) * (width >> i) * 9 * own * (i === 0 ? 1 : channels[i - 1]), 0);

/** Operations of a picture that is shown for some steps. */
export const pictureFlops = (encoder: Encoder, steps: number, learns: boolean): number =>
  steps * (learns ? PASSES.learned : PASSES.frozen) * FLOPS * ACTIVE * synapsesOf(encoder);
