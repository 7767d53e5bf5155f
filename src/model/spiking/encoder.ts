/**
 * The encoding layer (specification, section 3): neurons that are driven by a current which is constant over each fact, and keep their state from one
 * fact to the next.
 */
import type { Numeric } from './numeric.js';
import { padded, wordsOf } from './numeric.js';
import type { RecordPlan } from './record.js';

export interface EncoderShape {
  /** Neurons. */
  readonly n: number;
  readonly steps: number;
  readonly facts: number;
  /** Whether membranes are kept, as perfect resets and records of activity need. */
  readonly keepsPotentials: boolean;
}

export interface Encoder {
  readonly n: number;
  readonly np: number;
  readonly words: number;
  /** Gradient of each spike, [np]: set by the owner. */
  readonly rates: number;
  /** The arrays of a sample are those of this record from now on. */
  place(record: number): void;
  /** The state is 0; facts before `first` have no spikes. */
  begin(first?: number): void;
  /** The steps of a fact with currents [np]. */
  run(fact: number, currents: number): void;
  /** Spikes of the steps from a fact on, [steps][words]. */
  bits(fact: number): number;
  slopes(fact: number): number;
  /** Membranes from a fact on; 0 if they are not kept. */
  potentials(fact: number): number;
  beginBack(): void;
  /** Gradient [np] of the currents of a fact; zBar [steps][np] is that of its spikes. */
  runBack(fact: number, zBar: number, currentsBar: number): void;
  /** Membrane, spike and counter of each neuron, [3 np]. */
  readonly state: number;
}

export function openEncoder(numeric: Numeric, neuron: number, shape: EncoderShape, plan: RecordPlan): Encoder {
  const { size } = numeric;
  const { n, steps, facts, keepsPotentials } = shape;
  const [np, words] = [padded(n), wordsOf(n)];
  const k = numeric.pick('encode', 'encode_back');
  const [state, g, room, rates] = [3, 1, 1, 1].map((rows) => numeric.room(rows * np));
  const places = {
    bits: plan.add(4 * facts * steps * words),
    slopes: plan.add(size * facts * steps * np),
    potentials: plan.add(keepsPotentials ? size * facts * steps * np : 0),
  };
  let base = 0;
  const bits = (fact: number): number => base + places.bits + 4 * fact * steps * words;
  const slopes = (fact: number): number => base + places.slopes + size * fact * steps * np;
  const potentials = (fact: number): number =>
    keepsPotentials ? base + places.potentials + size * fact * steps * np : 0;
  return {
    ...{ n, np, words, rates, state, bits, slopes, potentials },
    place: (record) => {
      base = record;
    },
    begin: (first = 0) => {
      numeric.zero(state, 3 * np);
      numeric.kernels.i32(bits(0), first * steps * words).fill(0);
    },
    run: (fact, currents) =>
      k.encode(neuron, steps, np, words, currents, state, bits(fact), slopes(fact), potentials(fact)),
    beginBack: () => numeric.zero(g, np),
    runBack: (fact, zBar, currentsBar) => {
      const at = [slopes(fact), bits(fact), potentials(fact)] as const;
      k.encode_back(neuron, steps, np, words, zBar, g, ...at, currentsBar, room);
    },
  };
}
