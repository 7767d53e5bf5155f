/** Where all random numbers of a run come from, so that reference data can put theirs in place of drawn ones. */
import type { Kernels } from '../../kernel/kernels.js';
import { randomSource } from '../../method/random.js';
import type { Noise } from './advance.js';
import type { AttractorKernels } from './kernels.js';
import { PURPOSE } from './purposes.js';

/** Most noise levels of an attractor search: each has its own stream of draws. */
export const MOST_LEVELS = 4096;

export interface RunDraws {
  /** Noise of the steps of the run from number `first` on. */
  noise(first: number): Noise;
  /** Writes the pattern of each epoch, i32 below `patterns`, to an address. */
  order(address: number, epochs: number, patterns: number): void;
  /** The pattern, below `count`, of a trial of a phase. */
  pick(phase: number, trial: number, count: number): number;
  /** Standard normal numbers [n] for the probe of a trial of a phase. */
  probe(phase: number, trial: number): ArrayLike<number>;
  /** Standard normal numbers [n] for the start from a pattern at a noise level of a phase. */
  start(phase: number, level: number, pattern: number): ArrayLike<number>;
}

/** Draws by position from a seed: each phase, level and trial has its own, whatever came before it. */
export function seededDraws(kernels: Kernels<AttractorKernels>, n: number, seed: number): RunDraws {
  const source = randomSource(kernels, seed);
  const address = kernels.allocate(8 * n);
  const normals = (purpose: number, stream: number, row: number): Float64Array => {
    source.normal({ address, count: n, purpose, stream, first: row * n }, 0, 1);
    return kernels.f64(address, n);
  };
  return {
    noise: (first) => ({ seed, first }),
    order: (to, epochs, patterns) =>
      source.integer({ address: to, count: epochs, purpose: PURPOSE.order, stream: 0, first: 0 }, patterns),
    pick: (phase, trial, count) => {
      source.integer({ address, count: 1, purpose: PURPOSE.trial, stream: phase, first: trial }, count);
      return kernels.i32(address, 1)[0];
    },
    probe: (phase, trial) => normals(PURPOSE.probe, phase, trial),
    start: (phase, level, pattern) => normals(PURPOSE.start, phase * MOST_LEVELS + level, pattern),
  };
}
