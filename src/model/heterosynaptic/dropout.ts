/** Dropout at the places of a network (assembly/train/dropout.ts): masks by place, step and entry. */
import { words } from '../../method/random.js';
import type { Numeric } from './numeric.js';
import { PURPOSE } from './purposes.js';

export interface DropoutSettings {
  /** Share of entries that become 0, below 1. */
  readonly probability: number;
  readonly seed: number;
}

/** Where and when. */
export interface DropoutPlace {
  /** Number of the place in the network. */
  readonly site: number;
  readonly step: number;
  /** Number of the first entry within the batch. */
  readonly first: number;
}

export interface Dropout {
  readonly isActive: boolean;
  /** Words of the settings of attention that say where it stands: threshold, seed, purpose. */
  readonly words: readonly [threshold: number, seedLow: number, seedHigh: number, purpose: number];
  /** y = x with entries left out, or x itself: the address of what acts. */
  apply(at: DropoutPlace, count: number, x: number, y: number): number;
}

const WORD = 2 ** 32;

export function openDropout(numeric: Numeric, { probability, seed }: DropoutSettings): Dropout {
  const k = numeric.pick('dropout');
  const threshold = Math.min(WORD - 1, Math.ceil(probability * WORD));
  const scale = 1 / (1 - threshold / WORD);
  const [low, high] = words(seed);
  const draws = numeric.kernels.allocate(64);
  return {
    isActive: threshold > 0,
    words: [threshold, low, high, PURPOSE.dropout],
    apply: ({ site, step, first }, count, x, y) => {
      if (threshold === 0) return x;
      k.dropout(count, x, y, first, threshold, scale, low, high, PURPOSE.dropout, site, step, draws);
      return y;
    },
  };
}
