/**
 * Memorizing associations with spikes (specification, section 4): per fact features and label are encoded side by side and written; the encoded query
 * is read with; the values of the last steps are what logits are made of.
 *
 * One item is [facts * features, labels, query]. Features and labels are two calls of one encoder from the same state, so they are one population of
 * 2 E neurons here.
 */
import { countOf, tensorPlaces } from '../../train/tensors.js';
import { openEncoder } from './encoder.js';
import { SPIKING_MEASURES } from './measures.js';
import { placeNeuron } from './neuron.js';
import type { Numeric } from './numeric.js';
import { openReadingLayer } from './reading-layer.js';
import { planRecord } from './record.js';
import type { RatedLayer, SampleNetwork } from './sample-network.js';
import type { AssociationsNetwork } from './settings-types.js';
import { TENSOR, tensorsOf } from './tensors.js';
import { openWritingLayer } from './writing-layer.js';

/** Seconds of a step. */
const STEP = 1e-3;

/** Layers in the order of the terms of the loss. */
function ratedLayers({ embedding: E, memory: M, steps, facts }: AssociationsNetwork): readonly RatedLayer[] {
  const [writing, reading] = [STEP * steps * facts, STEP * steps];
  const sizes: readonly (readonly [neurons: number, seconds: number])[] = [
    [E, writing],
    [E, writing],
    [E, reading],
    [M, writing],
    [M, writing],
    [M, reading],
    [M, reading],
  ];
  let from = 0;
  return sizes.map(([neurons, seconds]) => {
    const layer = { from, neurons, seconds };
    from += neurons;
    return layer;
  });
}

/** The parts of an opened network, for those who look at its activity. */
export type AssociationsParts = ReturnType<typeof openParts>;

function openParts(numeric: Numeric, network: AssociationsNetwork, keepsPotentials: boolean) {
  const { embedding: E, memory: n, steps, facts, readoutDelay: delay, readoutWindow: window } = network;
  const neuron = placeNeuron(numeric, network.neuron);
  const plan = planRecord();
  const logits = plan.add(numeric.size * (network.classes + 4));
  const factsEncoder = openEncoder(numeric, neuron, { n: 2 * E, steps, facts, keepsPotentials }, plan);
  const queryEncoder = openEncoder(numeric, neuron, { n: E, steps, facts: 1, keepsPotentials }, plan);
  const heard = { n, steps, keepsPotentials };
  const writing = openWritingLayer(
    numeric,
    neuron,
    network.plasticity,
    { ...heard, inputs: 2 * E, facts, feedback: network.feedbackGain },
    plan,
  );
  const reading = openReadingLayer(numeric, neuron, { ...heard, inputs: E, delay, window }, plan);
  return { factsEncoder, queryEncoder, writing, reading, logits, recordBytes: plan.bytes() };
}

export interface SpikingAssociations extends SampleNetwork {
  readonly parts: AssociationsParts;
  /** The parts have the arrays of this record from now on. */
  place(record: number): void;
}

/** `keepsPotentials`: membranes stand in the records, as records of activity and perfect resets need. */
export function openAssociations(
  numeric: Numeric,
  network: AssociationsNetwork,
  keepsPotentials = network.neuron.perfectReset,
): SpikingAssociations {
  const { size } = numeric;
  const { features: F, embedding: E, memory: M, classes: C, facts, steps, encoderGain } = network;
  const k = numeric.pick('apply_dense', 'scale_to', 'add_multiple', 'dense_weights_back', 'dense_back', 'spikes_back');
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const parts = openParts(numeric, network, keepsPotentials);
  const { factsEncoder, queryEncoder, writing, reading } = parts;
  const layers = ratedLayers(network);
  const counter = openCounter(numeric, parts, network);
  // a population's currents have a place of their own, so that what is behind its last neuron stays 0
  const [currents, currentsBar] = [numeric.room(factsEncoder.np), numeric.room(factsEncoder.np)];
  const queryCurrents = numeric.room(queryEncoder.np);
  const zBar = numeric.room(steps * factsEncoder.np);
  let parameters = 0;

  const fact = (item: number, n: number): number => item + n * F * size;
  const labelOf = (item: number, n: number): number => numeric.view(item + (facts * F + n) * size, 1)[0];
  const query = (item: number): number => item + (facts * F + facts) * size;
  const embedding = (item: number, n: number, base: number): number =>
    base + at(TENSOR.embedding) + labelOf(item, n) * E * size;
  const place = (record: number): void => {
    factsEncoder.place(record);
    queryEncoder.place(record);
    writing.place(record, factsEncoder.bits(0));
    reading.place(record, queryEncoder.bits(0), writing.memory(facts));
  };

  const write = (item: number): void => {
    factsEncoder.begin();
    writing.begin();
    for (let n = 0; n < facts; n++) {
      k.apply_dense(E, F, parameters + at(TENSOR.input), fact(item, n), encoderGain, currents);
      k.scale_to(E, encoderGain, embedding(item, n, parameters), currents + E * size);
      factsEncoder.run(n, currents);
      writing.write(n);
    }
  };
  const read = (item: number): void => {
    queryEncoder.begin();
    k.apply_dense(E, F, parameters + at(TENSOR.input), query(item), encoderGain, queryCurrents);
    queryEncoder.run(0, queryCurrents);
    reading.read();
  };
  const readBack = (item: number, gradient: number): void => {
    queryEncoder.beginBack();
    reading.readBack(writing.memoryBar);
    const { np, rates } = queryEncoder;
    const { weights, inputsBar } = reading;
    k.spikes_back(steps, E, np, queryEncoder.slopes(0), reading.np, weights, inputsBar, zBar, rates);
    queryEncoder.runBack(0, zBar, currentsBar);
    k.dense_weights_back(E, F, currentsBar, query(item), encoderGain, gradient + at(TENSOR.input));
  };
  const writeBack = (item: number, gradient: number): void => {
    factsEncoder.beginBack();
    const { np, rates } = factsEncoder;
    const { weights, inputsBar } = writing;
    for (let n = facts - 1; n >= 0; n--) {
      writing.writeBack(n);
      k.spikes_back(steps, 2 * E, np, factsEncoder.slopes(n), 2 * writing.np, weights, inputsBar, zBar, rates);
      factsEncoder.runBack(n, zBar, currentsBar);
      k.dense_weights_back(E, F, currentsBar, fact(item, n), encoderGain, gradient + at(TENSOR.input));
      k.add_multiple(E, encoderGain, currentsBar + E * size, embedding(item, n, gradient));
    }
  };

  return {
    ...{ tensors, layers, parts, place },
    width: facts * F + facts + F,
    classes: C,
    recordBytes: parts.recordBytes,
    measures: SPIKING_MEASURES,
    take: (address) => {
      parameters = address;
      writing.takeWeights(address + at(TENSOR.writing));
      reading.takeWeights(address + at(TENSOR.reading));
    },
    takeRates: (gradient) => {
      for (const [i, address] of rateAddresses(parts, E * size, size).entries()) {
        const { from, neurons } = layers[i];
        numeric.view(address, neurons).set(gradient.subarray(from, from + neurons));
      }
    },
    forward: (item, record) => {
      place(record);
      write(item);
      read(item);
      k.apply_dense(C, M, parameters + at(TENSOR.output), reading.readout(), 1, record + parts.logits);
    },
    logits: (record) => record + parts.logits,
    count: (record, counters) => {
      place(record);
      counter.count(counters);
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
    },
  };
}

/** Where the gradient of each spike by the rates stands, in the order of layers; labels stand behind features in one population. */
const rateAddresses = (
  { factsEncoder, queryEncoder, writing, reading }: AssociationsParts,
  half: number,
  size: number,
): readonly number[] => [
  factsEncoder.rates,
  factsEncoder.rates + half,
  queryEncoder.rates,
  writing.rates,
  writing.rates + writing.np * size,
  reading.rates,
  reading.rates + reading.np * size,
];

/** Counts spikes of the parts, whose arrays are placed, and adds them up layer by layer. */
function openCounter({ kernels }: Numeric, parts: AssociationsParts, network: AssociationsNetwork) {
  const { factsEncoder, queryEncoder, writing, reading } = parts;
  const { embedding: E, memory: M, steps, facts } = network;
  const countSpikes = kernels.kernel('count_spikes');
  const all = steps * facts;
  const populations: readonly {
    readonly words: number;
    readonly steps: number;
    readonly neurons: number;
    readonly bits: () => number;
  }[] = [
    { words: factsEncoder.words, steps: all, neurons: 2 * E, bits: () => factsEncoder.bits(0) },
    { words: queryEncoder.words, steps, neurons: E, bits: () => queryEncoder.bits(0) },
    { words: writing.words, steps: all, neurons: M, bits: writing.keyBits },
    { words: writing.words, steps: all, neurons: M, bits: writing.valueBits },
    { words: reading.words, steps, neurons: M, bits: reading.keyBits },
    { words: reading.words, steps, neurons: M, bits: reading.valueBits },
  ];
  const most = 32 * Math.max(...populations.map(({ words }) => words));
  const room = kernels.allocate(4 * most);
  return {
    count: (counters: Float64Array): void => {
      let from = 0;
      for (const { words, steps: own, neurons, bits } of populations) {
        kernels.i32(room, most).fill(0);
        countSpikes(own, words, bits(), room);
        const counts = kernels.i32(room, neurons);
        for (let i = 0; i < neurons; i++) counters[from + i] += counts[i];
        from += neurons;
      }
    },
  };
}
