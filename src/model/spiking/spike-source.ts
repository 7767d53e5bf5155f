/** Where the spikes come from that a memory network writes or reads with: facts one after the other, or a single query. */
import { type Rows, sideBySide } from './columns.js';
import { openEncoder } from './encoder.js';
import type { CurrentsOf, EncodedLayer } from './item-currents.js';
import type { Numeric } from './numeric.js';
import type { RecordPlan } from './record.js';

export interface SpikeSource {
  /** Layers whose rates count by themselves; they stand side by side. */
  readonly layers: readonly EncodedLayer[];
  /** Neurons, their numbers in a row, and words of their spikes in a step. */
  readonly n: number;
  readonly np: number;
  readonly words: number;
  /** Gradient of each spike by the rates, [np]: set by the owner. */
  readonly rates: number;
  /** The arrays of a sample are those of this record from now on. */
  place(record: number): void;
  /** States are 0; facts before `first` have no spikes. */
  begin(first: number): void;
  /** The steps of a fact of an item. */
  run(item: number, fact: number): void;
  /** Spikes of all facts, [facts steps][words]. */
  bits(): number;
  /** Membranes of each layer in all facts; undefined where they are not kept, or spikes have none of their own. */
  membranes(): readonly (Rows | undefined)[];
  beginBack(): void;
  /** Where the gradient of the spikes of a fact is asked for: [steps][np], 0 where it is not. */
  slopes(fact: number): number;
  /** Adds to the gradient of parameters; zBar [steps][np] is that of the spikes of a fact. */
  back(item: number, fact: number, zBar: number, gradient: number): void;
}

interface EncodedShape {
  readonly layers: readonly EncodedLayer[];
  readonly steps: number;
  readonly facts: number;
  readonly keepsPotentials: boolean;
}

/** Spikes of an encoding layer that is driven by currents. */
export function openEncodedSource(
  numeric: Numeric,
  neuron: number,
  { layers, ...shape }: EncodedShape,
  { forward, backward }: CurrentsOf,
  plan: RecordPlan,
): SpikeSource {
  const n = layers.reduce((sum, { neurons }) => sum + neurons, 0);
  const encoder = openEncoder(numeric, neuron, { ...shape, n }, plan);
  const { np, words, rates, place, slopes } = encoder;
  // a population's currents have a place of their own, so that what is behind its last neuron stays 0
  const [currents, currentsBar] = [numeric.room(np), numeric.room(np)];
  const widths = layers.map(({ neurons }) => neurons);
  const membranes = (): readonly (Rows | undefined)[] =>
    sideBySide(numeric, { address: encoder.potentials(0), stride: np }, widths);
  return {
    ...{ layers, n, np, words, rates, place, slopes, membranes },
    begin: encoder.begin,
    run: (item, fact) => {
      forward(item, fact, currents);
      encoder.run(fact, currents);
    },
    bits: () => encoder.bits(0),
    beginBack: encoder.beginBack,
    back: (item, fact, zBar, gradient) => {
      encoder.runBack(fact, zBar, currentsBar);
      backward(item, fact, currentsBar, gradient);
    },
  };
}
