/** The reading layer as a part of networks: a struct for the kernels, and the arrays of a sample in its record. */
import { layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { READING } from './layers.js';
import type { PairNeurons } from './neuron.js';
import { type Numeric, padded, wordsOf } from './numeric.js';
import type { RecordPlan } from './record.js';

export interface ReadingShape {
  /** Key neurons, and value neurons. */
  readonly n: number;
  readonly inputs: number;
  readonly steps: number;
  readonly delay: number;
  /** Last steps that count for the readout. */
  readonly window: number;
  readonly keepsPotentials: boolean;
}

export interface ReadingLayer {
  readonly np: number;
  readonly words: number;
  /** By input [inputs + n][np]; set by `takeWeights`. */
  readonly weights: number;
  readonly weightsBar: number;
  /** Gradient of each spike, [np of keys, np of values]: set by the owner. */
  readonly rates: number;
  /** Gradient of the inputs of keys over the steps, [steps][np], and of those of values behind it. */
  readonly inputsBar: number;
  /** Gradient of the readout, [np]: set by the owner. */
  readonly readoutBar: number;
  /** Weights as published, [n][inputs + n]. */
  takeWeights(parameters: number): void;
  clearGradient(): void;
  /** Writes the gradient in the form of the weights. */
  giveGradient(gradient: number): void;
  /** The arrays of a sample are those of this record from now on; `inputBits` are the spikes that it hears, `memory` [n][np] is read. */
  place(record: number, inputBits: number, memory: number): void;
  /** All steps, from states of 0; or from those that are, with spikes of values [delay][words] that come back at first. */
  read(before?: number): void;
  /** Spikes of each value neuron in the window, [np]. */
  readout(): number;
  keyBits(): number;
  /** From the first step on. */
  valueBits(): number;
  slopes(): number;
  potentials(): number;
  readonly states: number;
  /**
   * Adds to the gradient of the memory at `memoryBar`. `spikesBar` [steps][2 np] or 0. `delayBar`: others read on from the states after the last step,
   * and this is the gradient [delay][np] of what came back to them from here.
   */
  readBack(memoryBar: number, spikesBar?: number, delayBar?: number): void;
  /** Spikes [delay][words] of values that come back to whoever reads on. */
  lastValueBits(): number;
  /** Gradient [delay][np] of the values before the first step that came back, once `readBack` is done. */
  giveDelay(delayBar: number): void;
}

export function openReadingLayer(
  numeric: Numeric,
  neurons: PairNeurons,
  shape: ReadingShape,
  plan: RecordPlan,
): ReadingLayer {
  const { kernels, size } = numeric;
  const { n, inputs, steps, delay, window, keepsPotentials } = shape;
  const [np, words, inputWords] = [padded(n), wordsOf(n), wordsOf(inputs)];
  const k = numeric.pick('read_query', 'read_query_back', 'reading_work', 'spikes_back', 'transpose');
  const layout = layOut(READING, {});
  const block = openBlock(kernels.memory, READING, layout, kernels.allocate(layout.bytes), true);
  const all = inputs + n;
  const [weights, weightsBar] = [numeric.room(all * np), numeric.room(all * np)];
  const [states, rates, carries, readoutBar] = [6, 2, 2, 1].map((rows) => numeric.room(rows * np));
  const inputsBar = numeric.room(2 * steps * np);
  // slopes of spikes whose own slopes count elsewhere, and a gradient to begin with
  const [everySlope, none] = [numeric.room(delay * np), numeric.room(np)];
  numeric.view(everySlope, delay * np).fill(1);
  const places = {
    keyBits: plan.add(4 * steps * words),
    valueBits: plan.add(4 * (delay + steps) * words),
    slopes: plan.add(size * steps * 2 * np),
    potentials: plan.add(keepsPotentials ? size * steps * 2 * np : 0),
    readout: plan.add(size * np),
  };
  setScalars(block, {
    ...{ n, np, words, inputs, inputWords, steps, delay, window },
    ...{ keyNeuron: neurons.keys, valueNeuron: neurons.values },
    ...{ weights, weightsBar, states, rates, carries, readoutBar, inputsBar },
  });
  block.set('work', kernels.allocate(k.reading_work(block.address)));
  let base = 0;
  const place = (record: number, inputBits: number, memory: number): void => {
    base = record;
    setScalars(block, {
      ...{ inputBits, memory },
      keyBits: record + places.keyBits,
      valueBits: record + places.valueBits,
      slopes: record + places.slopes,
      potentials: keepsPotentials ? record + places.potentials : 0,
      readout: record + places.readout,
    });
  };
  return {
    ...{ np, words, weights, weightsBar, rates, inputsBar, readoutBar, states, place },
    takeWeights: (parameters) => k.transpose(n, all, parameters, all, weights, np),
    clearGradient: () => numeric.zero(weightsBar, all * np),
    giveGradient: (gradient) => k.transpose(all, n, weightsBar, np, gradient, all),
    read: (before) => {
      const first = kernels.i32(base + places.valueBits, delay * words);
      if (before === undefined) {
        numeric.zero(states, 6 * np);
        first.fill(0);
      } else {
        first.set(kernels.i32(before, delay * words));
      }
      k.read_query(block.address);
    },
    readout: () => base + places.readout,
    keyBits: () => base + places.keyBits,
    valueBits: () => base + places.valueBits + 4 * delay * words,
    slopes: () => base + places.slopes,
    potentials: () => (keepsPotentials ? base + places.potentials : 0),
    lastValueBits: () => base + places.valueBits + 4 * steps * words,
    readBack: (memoryBar, spikesBar = 0, delayBar = 0) => {
      setScalars(block, { memoryBar, spikesBar, delayBar });
      if (delayBar === 0) numeric.zero(carries, 2 * np);
      k.read_query_back(block.address);
    },
    giveDelay: (delayBar) => {
      const own = weights + inputs * np * size;
      k.spikes_back(Math.min(delay, steps), n, np, everySlope, np, own, inputsBar, delayBar, none);
    },
  };
}
