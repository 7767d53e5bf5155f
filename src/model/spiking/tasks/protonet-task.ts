/** An encoder of characters, trained before a network learns with it: a prototypical network on the episodes of characters seen once. */
import type { SpikingParameters } from '../parameters.js';
import type { PrototypesNetwork } from '../settings-types.js';
import { pictureFlops, TIMELESS } from './encoder-flops.js';
import { characterItems, charactersData, encoderBlocks } from './omniglot-task.js';
import { drawn, records, spikes } from './pretraining-checks.js';
import type { Task } from './task.js';

type P = SpikingParameters;

export const prototypesNetwork = (p: P): PrototypesNetwork => ({
  ...{ kind: 'prototypes', form: 'relu', encoder: 'image' },
  ...{ height: p.image_size, width: p.image_size, classes: p.num_classes },
  channels: encoderBlocks(p),
});

export const PROTOTYPES: Task = {
  kind: 'prototypes',
  network: prototypesNetwork,
  items: characterItems,
  data: { data: charactersData },
  check: (p) => [spikes(p), drawn(p), records(p)],
  flops: (p) => p.batch_size * (p.num_classes + 1) * pictureFlops(prototypesNetwork(p), TIMELESS, true),
};
