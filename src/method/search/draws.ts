/** Random numbers of searches, by trial, dimension and position. */
import type { Kernels } from '../../kernel/kernels.js';
import { PURPOSE, randomSource } from '../random.js';
import type { Draws } from './space.js';

/** Positions that a trial may use in each dimension. */
const PER_TRIAL = 64;

/** The draws of one trial of a search. */
export type TrialDraws = (trial: number) => Draws;

/** Draws for a search's seed; one buffer in the kernels' memory serves all of them. */
export function trialDraws(kernels: Kernels, seed: number): TrialDraws {
  const source = randomSource(kernels, seed);
  const address = kernels.allocate(8 * PER_TRIAL);
  return (trial) => (dimension, count) => {
    if (count > PER_TRIAL) throw new RangeError(`a trial has ${PER_TRIAL} numbers in each dimension, not ${count}`);
    source.uniform({ address, count, purpose: PURPOSE.search, stream: dimension, first: trial * PER_TRIAL }, 0, 1);
    return kernels.f64(address, count).slice();
  };
}
