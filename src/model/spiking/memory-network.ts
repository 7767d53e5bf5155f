/**
 * Spiking networks with a memory (specification, section 4): each fact is encoded and written; the encoded query is read with; the values of the last
 * steps are what logits are made of. What the encoders are driven by is said by `ItemCurrents`.
 */
import { countOf, tensorPlaces } from '../../train/tensors.js';
import { openEncoder } from './encoder.js';
import type { ItemCurrents } from './item-currents.js';
import { measuresOf } from './measures.js';
import { placeNeuron } from './neuron.js';
import type { Numeric } from './numeric.js';
import { openReadingLayer } from './reading-layer.js';
import { planRecord } from './record.js';
import type { RatedLayer, SampleNetwork } from './sample-network.js';
import type { MemoryNetwork, SpikingNetwork } from './settings-types.js';
import { TENSOR } from './tensors.js';
import { openWritingLayer } from './writing-layer.js';

/** Seconds of a step. */
const STEP = 1e-3;

const neuronsOf = (layers: ItemCurrents['facts']): number => layers.reduce((sum, { neurons }) => sum + neurons, 0);

/** Layers in the order of the terms of the loss; whether they are active while facts are written. */
function ratedLayers(
  { memory: M, steps, facts }: MemoryNetwork,
  { facts: encoded, query }: ItemCurrents,
): readonly (RatedLayer & { readonly writes: boolean })[] {
  const sizes: readonly (readonly [neurons: number, writes: boolean])[] = [
    ...encoded.map(({ neurons }) => [neurons, true] as const),
    [query.neurons, false],
    [M, true],
    [M, true],
    [M, false],
    [M, false],
  ];
  let from = 0;
  return sizes.map(([neurons, writes]) => {
    const layer = { from, neurons, seconds: STEP * steps * (writes ? facts : 1), writes };
    from += neurons;
    return layer;
  });
}

/** The parts of an opened network, for those who look at its activity. */
export type MemoryParts = ReturnType<typeof openParts>;

function openParts(numeric: Numeric, network: MemoryNetwork, currents: ItemCurrents, keepsPotentials: boolean) {
  const { memory: n, steps, facts, readoutDelay: delay, readoutWindow: window } = network;
  const [told, asked] = [neuronsOf(currents.facts), currents.query.neurons];
  const neuron = placeNeuron(numeric, network.neuron);
  const plan = planRecord();
  const logits = plan.add(numeric.size * (network.classes + 4));
  const factsEncoder = openEncoder(numeric, neuron, { n: told, steps, facts, keepsPotentials }, plan);
  const queryEncoder = openEncoder(numeric, neuron, { n: asked, steps, facts: 1, keepsPotentials }, plan);
  const heard = { n, steps, keepsPotentials };
  const writing = openWritingLayer(
    numeric,
    neuron,
    network.plasticity,
    { ...heard, inputs: told, facts, feedback: network.feedbackGain },
    plan,
  );
  const reading = openReadingLayer(numeric, neuron, { ...heard, inputs: asked, delay, window }, plan);
  return { factsEncoder, queryEncoder, writing, reading, logits, recordBytes: plan.bytes() };
}

export interface SpikingMemory extends SampleNetwork {
  readonly parts: MemoryParts;
  /** The parts have the arrays of this record from now on. */
  place(record: number): void;
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export function openMemoryNetwork(
  numeric: Numeric,
  network: MemoryNetwork & Pick<SpikingNetwork, 'form' | 'kind'>,
  currents: ItemCurrents,
  keepsPotentials = network.neuron.perfectReset,
): SpikingMemory {
  const { size } = numeric;
  const { memory: M, classes: C, facts, steps } = network;
  const k = numeric.pick('apply_dense', 'dense_weights_back', 'dense_back', 'spikes_back');
  const { tensors, width } = currents;
  const at = tensorPlaces(tensors, size);
  const parts = openParts(numeric, network, currents, keepsPotentials);
  const { factsEncoder, queryEncoder, writing, reading } = parts;
  const layers = ratedLayers(network, currents);
  const counter = openCounter(numeric, parts, network);
  const rates = openRates(numeric, parts, layers);
  // a population's currents have a place of their own, so that what is behind its last neuron stays 0
  const [told, toldBar] = [numeric.room(factsEncoder.np), numeric.room(factsEncoder.np)];
  const [asked, askedBar] = [numeric.room(queryEncoder.np), numeric.room(queryEncoder.np)];
  const zBar = numeric.room(steps * Math.max(factsEncoder.np, queryEncoder.np));
  const firstOf = (item: number): number => currents.emptyFacts?.(item) ?? 0;
  /** How much more a spike of writing counts than in an item that is full. */
  const weightOf = (item: number): number => (currents.toldFacts === undefined ? 1 : facts / currents.toldFacts(item));
  let parameters = 0;

  const place = (record: number): void => {
    factsEncoder.place(record);
    queryEncoder.place(record);
    writing.place(record, factsEncoder.bits(0));
    reading.place(record, queryEncoder.bits(0), writing.memory(facts));
  };
  const write = (item: number): void => {
    const first = firstOf(item);
    factsEncoder.begin(first);
    writing.begin(first);
    for (let n = first; n < facts; n++) {
      currents.ofFact(item, n, told);
      factsEncoder.run(n, told);
      writing.write(n);
    }
  };
  const read = (item: number): void => {
    queryEncoder.begin();
    currents.ofQuery(item, asked);
    queryEncoder.run(0, asked);
    reading.read();
  };
  const readBack = (item: number, gradient: number): void => {
    queryEncoder.beginBack();
    reading.readBack(writing.memoryBar);
    const { n, np } = queryEncoder;
    const { weights, inputsBar } = reading;
    k.spikes_back(steps, n, np, queryEncoder.slopes(0), reading.np, weights, inputsBar, zBar, queryEncoder.rates);
    queryEncoder.runBack(0, zBar, askedBar);
    currents.queryBack(item, askedBar, gradient);
  };
  const writeBack = (item: number, gradient: number): void => {
    factsEncoder.beginBack();
    const { n: neurons, np } = factsEncoder;
    const { weights, inputsBar } = writing;
    for (let n = facts - 1; n >= firstOf(item); n--) {
      writing.writeBack(n);
      const slopes = factsEncoder.slopes(n);
      k.spikes_back(steps, neurons, np, slopes, 2 * writing.np, weights, inputsBar, zBar, factsEncoder.rates);
      factsEncoder.runBack(n, zBar, toldBar);
      currents.factBack(item, n, toldBar, gradient);
    }
  };

  return {
    ...{ tensors, layers, parts, place, width },
    classes: C,
    recordBytes: parts.recordBytes,
    measures: measuresOf(network),
    take: (address) => {
      parameters = address;
      currents.take(address);
      writing.takeWeights(address + at(TENSOR.writing));
      reading.takeWeights(address + at(TENSOR.reading));
    },
    takeRates: rates.take,
    forward: (item, record) => {
      place(record);
      write(item);
      read(item);
      k.apply_dense(C, M, parameters + at(TENSOR.output), reading.readout(), 1, record + parts.logits);
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
    },
    backward: (item, record, logitsBar, gradient) => {
      place(record);
      rates.weigh(weightOf(item));
      k.dense_weights_back(C, M, logitsBar, reading.readout(), 1, gradient + at(TENSOR.output));
      numeric.zero(reading.readoutBar, reading.np);
      k.dense_back(C, M, parameters + at(TENSOR.output), logitsBar, reading.readoutBar);
      writing.beginBack();
      readBack(item, gradient);
      writeBack(item, gradient);
    },
    finish: (gradient) => {
      writing.giveGradient(gradient + at(TENSOR.writing));
      reading.giveGradient(gradient + at(TENSOR.reading));
      currents.finish?.(gradient);
    },
  };
}

/** The gradient of each spike by the rates, where the parts look for it; layers of one encoder stand side by side. */
function openRates(
  numeric: Numeric,
  { factsEncoder, queryEncoder, writing, reading }: MemoryParts,
  layers: ReturnType<typeof ratedLayers>,
) {
  const { size } = numeric;
  const encoded = layers.slice(0, -5).map(({ from }) => factsEncoder.rates + from * size);
  const addresses = [
    ...encoded,
    queryEncoder.rates,
    writing.rates,
    writing.rates + writing.np * size,
    reading.rates,
    reading.rates + reading.np * size,
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
  const { factsEncoder, queryEncoder, writing, reading } = parts;
  const countSpikes = kernels.kernel('count_spikes');
  const all = steps * facts;
  const populations: readonly {
    readonly words: number;
    readonly steps: number;
    readonly neurons: number;
    readonly writes: boolean;
    readonly bits: () => number;
  }[] = [
    { words: factsEncoder.words, steps: all, neurons: factsEncoder.n, writes: true, bits: () => factsEncoder.bits(0) },
    { words: queryEncoder.words, steps, neurons: queryEncoder.n, writes: false, bits: () => queryEncoder.bits(0) },
    { words: writing.words, steps: all, neurons: M, writes: true, bits: writing.keyBits },
    { words: writing.words, steps: all, neurons: M, writes: true, bits: writing.valueBits },
    { words: reading.words, steps, neurons: M, writes: false, bits: reading.keyBits },
    { words: reading.words, steps, neurons: M, writes: false, bits: reading.valueBits },
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
