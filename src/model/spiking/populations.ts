/** Populations of neurons, one for each layer, as those see them who look at what single neurons do. */
import type { Reals } from '../../train/trainable.js';
import type { Rows } from './columns.js';
import { MEMORY_LAYERS } from './measures.js';
import type { Numeric } from './numeric.js';
import type { SpikeTrain } from './spike-trains.js';

export interface Population {
  readonly name: string;
  readonly neurons: number;
  /** Whether it is active in all facts; else in the query. */
  readonly writes: boolean;
  /** Where bits of a step begin: words a step, and place of the first neuron. */
  readonly words: number;
  readonly bits: number;
  readonly first: number;
  /** Membranes by step; undefined where they are not kept, or spikes have none of their own. */
  readonly membranes: Rows | undefined;
}

/** Layers whose traces the rule reads. */
export const TRACED: readonly string[] = MEMORY_LAYERS.slice(0, 2).map(({ name }) => name);

/** The populations of a network whose arrays are placed. */
export function populationsOf(trains: readonly SpikeTrain[]): readonly Population[] {
  return trains.flatMap(({ layers, words, writes, bits, membranes }) => {
    const potentials = membranes();
    let before = 0;
    return layers.map(({ name, neurons }, i) => {
      const first = before;
      before += neurons;
      return { name, neurons, writes, words, bits: bits(), first, membranes: potentials[i] };
    });
  });
}

/** Spikes of a population in some steps from the first on: [steps][neurons], 1 or 0. */
export function spikesOf(
  { kernels }: Numeric,
  { neurons, words, bits, first }: Pick<Population, 'neurons' | 'words' | 'bits' | 'first'>,
  steps: number,
): Uint8Array {
  const all = kernels.i32(bits, steps * words);
  const spikes = new Uint8Array(steps * neurons);
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < neurons; i++) {
      const at = first + i;
      spikes[t * neurons + i] = (all[t * words + (at >> 5)] >>> (at & 31)) & 1;
    }
  }
  return spikes;
}

/** Membranes of the neurons of a population in a step. */
export const membranesIn = (numeric: Numeric, { address, stride }: Rows, neurons: number, step: number): Reals =>
  numeric.view(address + step * stride * numeric.size, neurons);

/**
 * A step of traces: trace <- (1 - keep) spike + keep trace.
 *
 * @param spikes - from the first neuron of the step on
 */
export function stepTraces(traces: Float64Array, keep: number, spikes: Uint8Array): void {
  for (const [i, trace] of traces.entries()) traces[i] = (1 - keep) * spikes[i] + keep * trace;
}

/** A time step, in seconds. */
export const SECONDS = 1e-3;
