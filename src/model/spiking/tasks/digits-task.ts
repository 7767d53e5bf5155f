/** An encoder of sounds or of images, trained before a network learns with it: a classifier of digits (specification, section 11). */
import type { SpikingParameters } from '../parameters.js';
import type { DigitsNetwork } from '../settings-types.js';
import { digitItems } from './cross-modal.js';
import { crossModalData, crossModalOptions, encoderOf, sides } from './cross-modal-task.js';
import { pictureFlops, TIMELESS } from './encoder-flops.js';
import { drawn, normalised, records, spikes } from './pretraining-checks.js';
import type { Task } from './task.js';

type P = SpikingParameters;

const DIGITS = 10;

export function digitsNetwork(p: P): DigitsNetwork {
  const encoder = p.audio ? 'audio' : 'image';
  const { height, width, channels } = encoderOf(encoder, p);
  return {
    ...{ kind: 'digits', form: 'relu', encoder, height, width, channels, hasNorm: p.use_batch_norm },
    classes: DIGITS,
  };
}

export const DIGITS_TASK: Task = {
  kind: 'digits',
  network: digitsNetwork,
  items: ({ kernels, parameters: p, data }) => ({
    ...digitItems(kernels, crossModalOptions(p), p.audio ? 'sounds' : 'images', data),
    tables: [],
  }),
  data: crossModalData,
  check: (p) => [
    ...[sides(p), spikes(p), drawn(p), records(p)],
    normalised(p, [{ encoder: digitsNetwork(p), pictures: p.batch_size }]),
  ],
  flops: (p) => p.batch_size * pictureFlops(digitsNetwork(p), TIMELESS, true),
};
