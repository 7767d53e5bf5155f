/**
 * Spiking networks with a memory (specification, section 4): each fact is encoded and written; the encoded query is read with; the values of the last
 * steps are what logits are made of. Where the spikes of facts and query come from is said by `MemoryItems`.
 */
import { countOf, type TensorPlaces, tensorPlaces } from '../../train/tensors.js';
import type { Tensor } from '../../train/trainable.js';
import { measuresOf } from './measures.js';
import { placeNeuron } from './neuron.js';
import type { Numeric } from './numeric.js';
import { openReadingLayer, type ReadingLayer } from './reading-layer.js';
import { openLogits, type Readout } from './readout.js';
import { planRecord, type RecordPlan } from './record.js';
import type { AnswersShown, RatedLayer, SampleNetwork } from './sample-network.js';
import type { MemoryNetwork, SpikingNetwork } from './settings-types.js';
import type { SpikeSource } from './spike-source.js';
import { TENSOR } from './tensors.js';
import { openWritingLayer, type WritingLayer } from './writing-layer.js';

/** Seconds of a step. */
const STEP = 1e-3;

/** How the items of a task become spikes. */
export interface MemoryItems {
  readonly tensors: readonly Tensor[];
  /** Numbers of an item. */
  readonly width: number;
  readonly facts: SpikeSource;
  readonly query: SpikeSource;
  /** Other parameters act from now on. */
  take(parameters: number): void;
  /** Images that the answer is one of, where it is no class. */
  readonly answers?: AnswersShown;
  /** Facts before which nothing happens: all are empty, and with them the state is 0; absent: none. */
  emptyFacts?(item: number): number;
  /** Facts that are not empty, over whose time the spikes of writing count; absent: all. */
  toldFacts?(item: number): number;
  /** Gradients of a share begin with 0. */
  clear?(): void;
  /** What is left to do with the gradient of a share. */
  finish?(gradient: number): void;
}

/** Where neurons and records of the items are made. */
export interface MemoryPlan {
  /** Constants of the neurons of all layers. */
  readonly neuron: number;
  readonly record: RecordPlan;
}

/** What is made of the values that are read; logits where nothing else is said. */
export type OpenReadout = (reading: ReadingLayer, at: TensorPlaces, plan: MemoryPlan) => Readout;

/** Layers in the order of the terms of the loss; whether they are active while facts are written. */
function ratedLayers(
  { memory: M, steps, facts }: MemoryNetwork,
  { items: { facts: told, query: asked }, readout }: Pick<MemoryParts, 'items' | 'readout'>,
): readonly (RatedLayer & { readonly writes: boolean })[] {
  type Sized = readonly [neurons: number, writes: boolean, isFree?: boolean];
  const sizes: readonly Sized[] = [
    ...told.layers.map(({ neurons, isFree }): Sized => [neurons, true, isFree]),
    ...asked.layers.map(({ neurons, isFree }): Sized => [neurons, false, isFree]),
    [M, true],
    [M, true],
    [M, false],
    [M, false],
    ...readout.layers.map(({ neurons }): Sized => [neurons, false]),
  ];
  let from = 0;
  return sizes.map(([neurons, writes, isFree = false]) => {
    const layer = { from, neurons, seconds: STEP * steps * (writes ? facts : 1), writes, isFree };
    from += neurons;
    return layer;
  });
}

/** The parts of an opened network, for those who look at its activity. */
export interface MemoryParts<I extends MemoryItems = MemoryItems> {
  readonly items: I;
  readonly facts: SpikeSource;
  readonly query: SpikeSource;
  readonly writing: WritingLayer;
  readonly reading: ReadingLayer;
  readonly readout: Readout;
  /** Place of the logits in a record, and the bytes of one. */
  readonly logits: number;
  readonly recordBytes: number;
}

function openParts<I extends MemoryItems>(
  numeric: Numeric,
  network: MemoryNetwork,
  open: (plan: MemoryPlan) => I,
  keepsPotentials: boolean,
  openReadout: OpenReadout,
): MemoryParts<I> {
  const { memory: n, steps, facts, readoutDelay: delay, readoutWindow: window } = network;
  const neuron = placeNeuron(numeric, network.neuron);
  const plan = planRecord();
  const logits = plan.add(numeric.size * (network.classes + 4));
  const items = open({ neuron, record: plan });
  const heard = { n, steps, keepsPotentials };
  const writing = openWritingLayer(
    numeric,
    neuron,
    network.plasticity,
    { ...heard, inputs: items.facts.n, facts, feedback: network.feedbackGain },
    plan,
  );
  const reading = openReadingLayer(numeric, neuron, { ...heard, inputs: items.query.n, delay, window }, plan);
  const readout = openReadout(reading, tensorPlaces(items.tensors, numeric.size), { neuron, record: plan });
  const { facts: told, query } = items;
  return { items, facts: told, query, writing, reading, readout, logits, recordBytes: plan.bytes() };
}

export interface SpikingMemory<I extends MemoryItems = MemoryItems> extends SampleNetwork {
  readonly parts: MemoryParts<I>;
  /** The parts have the arrays of this record from now on. */
  place(record: number): void;
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export function openMemoryNetwork<I extends MemoryItems>(
  numeric: Numeric,
  network: MemoryNetwork & Pick<SpikingNetwork, 'form' | 'kind'>,
  open: (plan: MemoryPlan) => I,
  keepsPotentials: boolean,
  openReadout: OpenReadout = (reading, at) => openLogits(numeric, network, reading, at),
): SpikingMemory<I> {
  const { size } = numeric;
  const { memory: M, classes: C, facts, steps } = network;
  const k = numeric.pick('spikes_back');
  const parts = openParts(numeric, network, open, keepsPotentials, openReadout);
  const { items, facts: told, query: asked, writing, reading, readout } = parts;
  const { tensors, width } = items;
  const at = tensorPlaces(tensors, size);
  const layers = ratedLayers(network, parts);
  const counter = openCounter(numeric, parts, network);
  const rates = openRates(numeric, parts, layers);
  const zBar = numeric.room(steps * Math.max(told.np, asked.np));
  const firstOf = (item: number): number => items.emptyFacts?.(item) ?? 0;
  /** How much more a spike of writing counts than in an item that is full. */
  const weightOf = (item: number): number => (items.toldFacts === undefined ? 1 : facts / items.toldFacts(item));

  const place = (record: number): void => {
    told.place(record);
    asked.place(record);
    writing.place(record, told.bits());
    reading.place(record, asked.bits(), writing.memory(facts));
    readout.place(record);
  };
  const write = (item: number): void => {
    const first = firstOf(item);
    told.begin(first);
    writing.begin(first);
    for (let n = first; n < facts; n++) {
      told.run(item, n);
      writing.write(n);
    }
  };
  const read = (item: number): void => {
    asked.begin(0);
    asked.run(item, 0);
    reading.read();
  };
  const readBack = (item: number, spikesBar: number, gradient: number): void => {
    asked.beginBack();
    reading.readBack(writing.memoryBar, spikesBar);
    const { n, np, rates } = asked;
    k.spikes_back(steps, n, np, asked.slopes(0), reading.np, reading.weights, reading.inputsBar, zBar, rates);
    asked.back(item, 0, zBar, gradient);
  };
  const writeBack = (item: number, gradient: number): void => {
    told.beginBack();
    const { n, np, rates } = told;
    const { weights, inputsBar } = writing;
    for (let fact = facts - 1; fact >= firstOf(item); fact--) {
      writing.writeBack(fact);
      k.spikes_back(steps, n, np, told.slopes(fact), 2 * writing.np, weights, inputsBar, zBar, rates);
      told.back(item, fact, zBar, gradient);
    }
  };

  return {
    ...{ tensors, layers, parts, place, width },
    classes: C,
    recordBytes: parts.recordBytes,
    ...(items.answers !== undefined && { answers: items.answers }),
    measures: measuresOf(network),
    take: (address) => {
      items.take(address);
      writing.takeWeights(address + at(TENSOR.writing));
      reading.takeWeights(address + at(TENSOR.reading));
      readout.take(address);
    },
    takeRates: rates.take,
    forward: (item, record) => {
      place(record);
      write(item);
      read(item);
      readout.run(record + parts.logits);
    },
    logits: (record) => record + parts.logits,
    count: (item, record, counters) => {
      place(record);
      counter.count(counters, weightOf(item));
    },
    isSilent: (record) => {
      place(record);
      return numeric.view(reading.readout(), M).every((spikes) => spikes === 0);
    },
    clear: (gradient) => {
      numeric.zero(gradient, countOf(tensors));
      writing.clearGradient();
      reading.clearGradient();
      readout.clear();
      items.clear?.();
    },
    backward: (item, record, logitsBar, gradient) => {
      place(record);
      rates.weigh(weightOf(item));
      const spikesBar = readout.back(logitsBar, gradient);
      writing.beginBack();
      readBack(item, spikesBar, gradient);
      writeBack(item, gradient);
    },
    finish: (gradient) => {
      writing.giveGradient(gradient + at(TENSOR.writing));
      reading.giveGradient(gradient + at(TENSOR.reading));
      readout.finish(gradient);
      items.finish?.(gradient);
    },
  };
}

/** The gradient of each spike by the rates, where the parts look for it; layers of one source stand side by side. */
function openRates(
  numeric: Numeric,
  { facts, query, writing, reading, readout }: MemoryParts,
  layers: ReturnType<typeof ratedLayers>,
) {
  const { size } = numeric;
  const placesOf = ({ layers: own, rates }: SpikeSource): readonly number[] => {
    let from = 0;
    return own.map(({ neurons }) => {
      const at = rates + from * size;
      from += neurons;
      return at;
    });
  };
  const addresses = [
    ...placesOf(facts),
    ...placesOf(query),
    writing.rates,
    writing.rates + writing.np * size,
    reading.rates,
    reading.rates + reading.np * size,
    ...readout.layers.map(({ rates }) => rates),
  ];
  let given: Float64Array = new Float64Array(0);
  let weight = 0;
  const put = (wanted: number): void => {
    for (const [i, { from, neurons, writes }] of layers.entries()) {
      const own = given.subarray(from, from + neurons);
      numeric.view(addresses[i], neurons).set(writes && wanted !== 1 ? own.map((bar) => bar * wanted) : own);
    }
    weight = wanted;
  };
  return {
    take: (gradient: Float64Array): void => {
      given = gradient;
      put(1);
    },
    /** From now on a spike of writing counts so many times. */
    weigh: (wanted: number): void => {
      if (wanted !== weight) put(wanted);
    },
  };
}

/** Counts spikes of the parts, whose arrays are placed, and adds them up layer by layer. */
function openCounter({ kernels }: Numeric, parts: MemoryParts, { memory: M, steps, facts }: MemoryNetwork) {
  const { facts: told, query: asked, writing, reading, readout } = parts;
  const countSpikes = kernels.kernel('count_spikes');
  const all = steps * facts;
  const populations: readonly {
    readonly words: number;
    readonly steps: number;
    readonly neurons: number;
    readonly writes: boolean;
    readonly bits: () => number;
  }[] = [
    { words: told.words, steps: all, neurons: told.n, writes: true, bits: told.bits },
    { words: asked.words, steps, neurons: asked.n, writes: false, bits: asked.bits },
    { words: writing.words, steps: all, neurons: M, writes: true, bits: writing.keyBits },
    { words: writing.words, steps: all, neurons: M, writes: true, bits: writing.valueBits },
    { words: reading.words, steps, neurons: M, writes: false, bits: reading.keyBits },
    { words: reading.words, steps, neurons: M, writes: false, bits: reading.valueBits },
    ...readout.layers.map((layer) => ({ ...layer, steps, writes: false })),
  ];
  const most = 32 * Math.max(...populations.map(({ words }) => words));
  const room = kernels.allocate(4 * most);
  return {
    count: (counters: Float64Array, weight: number): void => {
      let from = 0;
      for (const { words, steps: own, neurons, writes, bits } of populations) {
        kernels.i32(room, most).fill(0);
        countSpikes(own, words, bits(), room);
        const counts = kernels.i32(room, neurons);
        for (let i = 0; i < neurons; i++) counters[from + i] += writes ? weight * counts[i] : counts[i];
        from += neurons;
      }
    },
  };
}
