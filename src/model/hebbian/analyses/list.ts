/** The analyses of this family. */
import type { Analysis } from '../../analysis.js';
import type { HebbianParameters } from '../parameters.js';
import { BASINS } from './basins.js';
import { CAPACITY } from './capacity.js';
import { EVENTS } from './events.js';
import { PROBABILITIES } from './probabilities.js';
import { RETRIEVAL } from './retrieval.js';

export const HEBBIAN_ANALYSES: readonly Analysis<HebbianParameters>[] = [
  EVENTS,
  PROBABILITIES,
  RETRIEVAL,
  CAPACITY,
  BASINS,
];
