/**
 * Spiking networks with a memory (specification, section 4): each fact is encoded and written; the encoded query is read with; the values of the last
 * steps are what logits are made of. Where the spikes of facts and query come from is said by `MemoryItems`.
 */
import { countOf, type TensorPlaces, tensorPlaces } from '../../train/tensors.js';
import type { Tensor } from '../../train/trainable.js';
import { measuresOf } from './measures.js';
import { type LayerNeurons, memoryNeurons, placeNeurons } from './neuron.js';
import type { Numeric } from './numeric.js';
import { SECONDS } from './populations.js';
import { openReadingLayer, type ReadingLayer } from './reading-layer.js';
import { openLogits, type Readout } from './readout.js';
import { planRecord, type RecordPlan } from './record.js';
import type { AnswersShown, RatedLayer, SampleNetwork } from './sample-network.js';
import type { MemoryNetwork, SpikingNetwork } from './settings-types.js';
import type { SpikeSource } from './spike-source.js';
import { neuronsOf, type SpikeTrain, type SpikingParts, spikeTrains } from './spike-trains.js';
import { TENSOR } from './tensors.js';
import { openWritingLayer } from './writing-layer.js';

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
  /** Constants of the neurons of each layer. */
  readonly neuron: LayerNeurons;
  readonly record: RecordPlan;
}

/** What is made of the values that are read; logits where nothing else is said. */
export type OpenReadout = (reading: ReadingLayer, at: TensorPlaces, plan: MemoryPlan) => Readout;

/** Layers in the order of the terms of the loss; whether they are active while facts are written. */
function ratedLayers(
  { steps, facts }: MemoryNetwork,
  trains: readonly SpikeTrain[],
): readonly (RatedLayer & { readonly writes: boolean })[] {
  let from = 0;
  return trains.flatMap(({ layers, writes }) =>
    layers.map(({ neurons, isFree = false }) => {
      const layer = { from, neurons, seconds: SECONDS * steps * (writes ? facts : 1), writes, isFree };
      from += neurons;
      return layer;
    }),
  );
}

/** The parts of an opened network, for those who look at its activity. */
export interface MemoryParts<I extends MemoryItems = MemoryItems> extends SpikingParts {
  readonly items: I;
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
  const neuron = placeNeurons(numeric, network);
  const ofMemory = memoryNeurons(neuron);
  const plan = planRecord();
  const logits = plan.add(numeric.size * (network.classes + 4));
  const items = open({ neuron, record: plan });
  const heard = { n, steps, keepsPotentials };
  const writing = openWritingLayer(
    numeric,
    ofMemory.writing,
    network.plasticity,
    { ...heard, inputs: items.facts.n, facts, feedback: network.feedbackGain },
    plan,
  );
  const reading = openReadingLayer(numeric, ofMemory.reading, { ...heard, inputs: items.query.n, delay, window }, plan);
  const readout = openReadout(reading, tensorPlaces(items.tensors, numeric.size), { neuron, record: plan });
  const { facts: told, query } = items;
  return { items, facts: told, query, writing, reading, readout, logits, recordBytes: plan.bytes() };
}

export interface SpikingMemory<I extends MemoryItems = MemoryItems> extends SampleNetwork {
  readonly parts: MemoryParts<I>;
  /** All that spikes, once a record is placed. */
  readonly trains: readonly SpikeTrain[];
  /** Facts of an item before which nothing happens. */
  firstFact(item: number): number;
  /** Facts of an item over whose time the spikes of writing count. */
  activeFacts(item: number): number;
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
  const trains = spikeTrains(parts, network, size);
  const layers = ratedLayers(network, trains);
  const counter = openCounter(numeric, trains, network);
  const rates = openRates(numeric, trains, layers);
  const zBar = numeric.room(steps * Math.max(told.np, asked.np));
  const firstFact = (item: number): number => items.emptyFacts?.(item) ?? 0;
  const activeFacts = (item: number): number => items.toldFacts?.(item) ?? facts;
  /** How much more a spike of writing counts than in an item that is full. */
  const weightOf = (item: number): number => facts / activeFacts(item);

  const place = (record: number): void => {
    told.place(record);
    asked.place(record);
    writing.place(record, told.bits());
    reading.place(record, asked.bits(), writing.memory(facts));
    readout.place(record);
  };
  const write = (item: number): void => {
    const first = firstFact(item);
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
    for (let fact = facts - 1; fact >= firstFact(item); fact--) {
      writing.writeBack(fact);
      k.spikes_back(steps, n, np, told.slopes(fact), 2 * writing.np, weights, inputsBar, zBar, rates);
      told.back(item, fact, zBar, gradient);
    }
  };

  return {
    ...{ tensors, layers, parts, trains, place, width, firstFact, activeFacts },
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
function openRates(numeric: Numeric, trains: readonly SpikeTrain[], layers: ReturnType<typeof ratedLayers>) {
  const addresses = trains.flatMap(({ rates }) => rates);
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

/** Counts spikes of a record that was placed, and adds them up layer by layer. */
function openCounter({ kernels }: Numeric, trains: readonly SpikeTrain[], { steps, facts }: MemoryNetwork) {
  const countSpikes = kernels.kernel('count_spikes');
  const most = 32 * Math.max(...trains.map(({ words }) => words));
  const room = kernels.allocate(4 * most);
  const neurons = trains.map(neuronsOf);
  return {
    count: (counters: Float64Array, weight: number): void => {
      let from = 0;
      for (const [train, { words, writes, bits }] of trains.entries()) {
        kernels.i32(room, most).fill(0);
        countSpikes(writes ? steps * facts : steps, words, bits(), room);
        const counts = kernels.i32(room, neurons[train]);
        // entries() would make an array for each neuron, which is most of what a step leaves to be collected
        for (let i = 0; i < counts.length; i++) counters[from + i] += writes ? weight * counts[i] : counts[i];
        from += counts.length;
      }
    },
  };
}
