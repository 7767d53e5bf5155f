/** The neurons of a memory network that spike, in the order of the terms of the loss. */
import type { Rows } from './columns.js';
import type { EncodedLayer } from './item-currents.js';
import { MEMORY_LAYERS } from './measures.js';
import type { ReadingLayer } from './reading-layer.js';
import type { Readout } from './readout.js';
import type { SpikeSource } from './spike-source.js';
import type { WritingLayer } from './writing-layer.js';

/** Neurons whose spikes stand side by side in each step. */
export interface SpikeTrain {
  readonly layers: readonly EncodedLayer[];
  /** Words of the spikes of a step. */
  readonly words: number;
  /** Whether they are active in all facts; else in the query. */
  readonly writes: boolean;
  /** Where each layer looks for the gradient of its spikes by the rates. */
  readonly rates: readonly number[];
  /** Spikes of all steps in the record that was placed, [steps][words]. */
  bits(): number;
  /** Membranes of each layer over the same steps; undefined where they are not kept, or spikes have none of their own. */
  membranes(): readonly (Rows | undefined)[];
}

export interface SpikingParts {
  readonly facts: SpikeSource;
  readonly query: SpikeSource;
  readonly writing: WritingLayer;
  readonly reading: ReadingLayer;
  readonly readout: Readout;
}

export const neuronsOf = ({ layers }: Pick<SpikeTrain, 'layers'>): number =>
  layers.reduce((sum, { neurons }) => sum + neurons, 0);

/** @param size - bytes of a number */
function heard(source: SpikeSource, writes: boolean, size: number): SpikeTrain {
  const { layers, words, bits, membranes } = source;
  let before = 0;
  const rates = layers.map(({ neurons }) => {
    const own = source.rates + before * size;
    before += neurons;
    return own;
  });
  return { layers, words, writes, rates, bits, membranes };
}

/** Keys, or values, of a layer with a memory: `behind` numbers come before them. */
function remembered(
  layer: WritingLayer | ReadingLayer,
  name: string,
  neurons: number,
  writes: boolean,
  behind: number,
  bits: () => number,
): SpikeTrain {
  const { words, np } = layer;
  const membranes = (): readonly (Rows | undefined)[] => {
    const address = layer.potentials();
    return [address === 0 ? undefined : { address: address + behind, stride: 2 * np }];
  };
  return { layers: [{ name, neurons }], words, writes, rates: [layer.rates + behind], bits, membranes };
}

/** Keys and values that are written, then those that are read. */
export function memoryTrains(
  { writing, reading }: Pick<SpikingParts, 'writing' | 'reading'>,
  M: number,
  size: number,
): readonly SpikeTrain[] {
  const [writeKey, writeValue, readKey, readValue] = MEMORY_LAYERS.map(({ name }) => name);
  const [ofWriting, ofReading] = [writing, reading].map(({ np }) => np * size);
  return [
    remembered(writing, writeKey, M, true, 0, writing.keyBits),
    remembered(writing, writeValue, M, true, ofWriting, writing.valueBits),
    remembered(reading, readKey, M, false, 0, reading.keyBits),
    remembered(reading, readValue, M, false, ofReading, reading.valueBits),
  ];
}

export function spikeTrains(
  parts: SpikingParts,
  { memory }: { readonly memory: number },
  size: number,
): readonly SpikeTrain[] {
  const { facts, query, readout } = parts;
  return [
    heard(facts, true, size),
    heard(query, false, size),
    ...memoryTrains(parts, memory, size),
    ...readout.layers.map(
      ({ name, neurons, words, rates, bits, membranes }): SpikeTrain => ({
        ...{ layers: [{ name, neurons }], words, writes: false, rates: [rates], bits },
        membranes: () => [membranes()],
      }),
    ),
  ];
}
