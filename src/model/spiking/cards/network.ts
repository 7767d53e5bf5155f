/**
 * The recurrent spiking network of the card game (specification, section 4): each observation is encoded, written into the memory and read back with the same
 * spikes; the values of the last steps are features. Neurons, traces, memory, and what comes back to the reading keys go on from move to move, until
 * a game ends.
 *
 * A move has a record of its own. What a record goes on from is in its first moment and in the state that is handed in.
 */
import { placeTensors, tensorPlaces } from '../../../train/tensors.js';
import type { Reals, Tensor } from '../../../train/trainable.js';
import { sideBySide } from '../columns.js';
import { openEncoder } from '../encoder.js';
import type { MemoryLayers } from '../network-settings.js';
import { memoryNeurons, placeNeurons } from '../neuron.js';
import { type Numeric, padded, wordsOf } from '../numeric.js';
import { type Population, populationsOf } from '../populations.js';
import { openReadingLayer } from '../reading-layer.js';
import { planRecord } from '../record.js';
import { memoryTrains, type SpikeTrain } from '../spike-trains.js';
import { TENSOR } from '../tensors.js';
import { openWritingLayer } from '../writing-layer.js';
import { ENCODER, PLAYER_LAYERS } from './layers.js';

export interface CardNetwork extends MemoryLayers {
  /** `relu`: the twin without time. */
  readonly form: 'spiking' | 'relu';
  /** Numbers of an observation. */
  readonly observation: number;
}

/** Parameters of the network without its heads. */
export const cardTensors = ({ form, observation: O, embedding: E, memory: M }: CardNetwork): readonly Tensor[] =>
  placeTensors([
    [TENSOR.embedding, [E, O]],
    [TENSOR.writing, [2 * M, E]],
    // values come back to the keys of the reading layer; without time there is nothing to come back
    [TENSOR.reading, [M, form === 'spiking' ? E + M : E]],
  ]);

/** A layer of neurons that spike. */
export interface PlayerLayer {
  readonly name: string;
  readonly of: string;
  readonly neurons: number;
}

/** Activities of the units of a layer without time. */
export interface LayerActivity {
  readonly name: string;
  readonly values: Reals;
}

/** The network as those see it who play and learn. */
export interface CardPlayer {
  readonly tensors: readonly Tensor[];
  /** Layers whose spikes are counted. */
  readonly layers: readonly PlayerLayer[];
  /** Bytes of the record of a move, and of a state between moves. */
  readonly recordBytes: number;
  readonly stateBytes: number;
  /** Other parameters act from now on, those at this address. */
  take(parameters: number): void;
  /** A move from a state, or from nothing where a game begins; the state after it takes the place of that before. */
  move(observation: number, isFirst: boolean, state: number, record: number): void;
  /** Spikes of each value neuron in the window, [padded memory]. */
  features(record: number): number;
  /** The memory after a move: rows of keys, [memory, padded memory]. */
  memoryOf(record: number): number;
  /** Numbers of a row of the memory. */
  readonly stride: number;
  /** What each layer of neurons that spike did in a move; none of the twin without time. */
  populations(record: number): readonly Population[];
  /** What each unit of the twin said in a move, by layer; none of a network that spikes. */
  activities(record: number): readonly LayerActivity[];
  /** How many there are, of each layer. */
  spikes(record: number): readonly number[];
  clear(): void;
  /**
   * Adds the gradient of moves that were made one after the other, whose derivatives by the features are given.
   *
   * @param first - whether each is the first of a game
   * @param featuresBar - [moves, memory]
   */
  back(
    observations: readonly number[],
    first: readonly boolean[],
    records: readonly number[],
    featuresBar: Float64Array,
    gradient: number,
  ): void;
  /** Ends a gradient. */
  finish(gradient: number): void;
}

function openParts(numeric: Numeric, network: CardNetwork, keepsPotentials: boolean) {
  const { embedding: inputs, memory: n, steps, readoutDelay: delay, readoutWindow: window } = network;
  if (delay > steps) throw new RangeError(`readout_delay = ${delay} is more than the ${steps} steps of a move`);
  const neuron = placeNeurons(numeric, network);
  const ofMemory = memoryNeurons(neuron);
  const plan = planRecord();
  const heard = { n, inputs, steps, keepsPotentials };
  const encoder = openEncoder(numeric, neuron(ENCODER.name), { n: inputs, steps, facts: 1, keepsPotentials }, plan);
  const writing = openWritingLayer(
    numeric,
    ofMemory.writing,
    network.plasticity,
    { ...heard, facts: 1, feedback: network.feedbackGain },
    plan,
  );
  const reading = openReadingLayer(numeric, ofMemory.reading, { ...heard, delay, window }, plan);
  return { encoder, writing, reading, recordBytes: plan.bytes() };
}

type Parts = ReturnType<typeof openParts>;

/** Numbers of a state, and words of the spikes in it that come back. */
function stateSizes({ form, embedding, memory: n, readoutDelay }: CardNetwork) {
  const np = padded(n);
  if (form === 'relu') return { numbers: n * np, delayed: 0 };
  return { numbers: 3 * padded(embedding) + (12 + 2 + n) * np, delayed: readoutDelay * wordsOf(n) };
}

/** Bytes of a state between moves, in numbers of `size` bytes. */
export function cardStateBytes(network: CardNetwork, size: number): number {
  const { numbers, delayed } = stateSizes(network);
  return numbers * size + 4 * delayed;
}

/** Where the parts of a state stand: neurons of all layers, traces and memory, then what comes back. */
function openCarry(numeric: Numeric, { encoder, writing, reading }: Parts, network: CardNetwork) {
  const { kernels, size } = numeric;
  const { memory: n } = network;
  const { numbers, delayed } = stateSizes(network);
  /** Each with its place now, and how many numbers it has. */
  const pieces = (moment: number): readonly (readonly [address: number, count: number])[] => [
    [encoder.state, 3 * encoder.np],
    [writing.states, 6 * writing.np],
    [reading.states, 6 * reading.np],
    [moment, (2 + n) * writing.np],
  ];
  const copy = (state: number, moment: number, isOut: boolean): void => {
    let at = state;
    for (const [address, count] of pieces(moment)) {
      const [from, to] = isOut ? [address, at] : [at, address];
      numeric.view(to, count).set(numeric.view(from, count));
      at += count * size;
    }
  };
  return {
    bytes: cardStateBytes(network, size),
    /** Spikes that come back, in a state. */
    delayed: (state: number) => state + numbers * size,
    load: (state: number, moment: number) => copy(state, moment, false),
    save: (state: number, moment: number, bits: number): void => {
      copy(state, moment, true);
      kernels.i32(state + numbers * size, delayed).set(kernels.i32(bits, delayed));
    },
  };
}

/** Bits that are 1 in some words. */
function bitsIn(words: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < words.length; i++) {
    for (let word = words[i]; word !== 0; word &= word - 1) sum++;
  }
  return sum;
}

/** Opens the network; parameters are taken later. `keepsPotentials`: membranes stand in the records, as records of games and perfect resets need. */
export function openSpikingPlayer(
  numeric: Numeric,
  network: CardNetwork,
  keepsPotentials = network.neuron.perfectReset,
): CardPlayer {
  const { size } = numeric;
  const { observation: O, embedding: E, memory: M, steps, readoutDelay, encoderGain } = network;
  const k = numeric.pick('apply_dense', 'dense_weights_back', 'spikes_back');
  const tensors = cardTensors(network);
  const at = tensorPlaces(tensors, size);
  const parts = openParts(numeric, network, keepsPotentials);
  const { encoder, writing, reading, recordBytes } = parts;
  const carry = openCarry(numeric, parts, network);
  const [currents, currentsBar] = [numeric.room(encoder.np), numeric.room(encoder.np)];
  const zBar = numeric.room(steps * encoder.np);
  const delayBar = numeric.room(readoutDelay * reading.np);
  let parameters = 0;

  const place = (record: number): void => {
    encoder.place(record);
    writing.place(record, encoder.bits(0));
    reading.place(record, encoder.bits(0), writing.memory(1));
  };
  const begin = (state: number, isFirst: boolean): void => {
    encoder.begin();
    writing.begin();
    if (isFirst) return;
    // keys may have had slopes in moves before, so adjoints of none are left out
    writing.goOn();
    carry.load(state, writing.traces(0));
  };
  const spikesBack = (): void => {
    const slopes = encoder.slopes(0);
    k.spikes_back(
      steps,
      E,
      encoder.np,
      slopes,
      2 * writing.np,
      writing.weights,
      writing.inputsBar,
      zBar,
      encoder.rates,
    );
    k.spikes_back(steps, E, encoder.np, slopes, reading.np, reading.weights, reading.inputsBar, zBar, 0);
  };
  const moveBack = (
    observation: number,
    record: number,
    isLast: boolean,
    bar: Float64Array,
    gradient: number,
  ): void => {
    place(record);
    if (isLast) {
      encoder.beginBack();
      writing.beginBack();
    }
    numeric.zero(reading.readoutBar, reading.np);
    numeric.view(reading.readoutBar, M).set(bar);
    reading.readBack(writing.memoryBar, 0, isLast ? 0 : delayBar);
    reading.giveDelay(delayBar);
    writing.writeBack(0);
    spikesBack();
    encoder.runBack(0, zBar, currentsBar);
    k.dense_weights_back(E, O, currentsBar, observation, encoderGain, gradient + at(TENSOR.embedding));
  };

  const layers: readonly PlayerLayer[] = [
    ...PLAYER_LAYERS.map((layer) => ({ ...layer, neurons: layer === ENCODER ? E : M })),
  ];
  const heard: SpikeTrain = {
    ...{ layers: layers.slice(0, 1), words: encoder.words, writes: true, rates: [encoder.rates] },
    bits: () => encoder.bits(0),
    membranes: () => sideBySide(numeric, { address: encoder.potentials(0), stride: encoder.np }, [E]),
  };
  const trains = [heard, ...memoryTrains(parts, M, size)];
  const populations: CardPlayer['populations'] = (record) => {
    place(record);
    return populationsOf(trains);
  };
  const spikesAt = (bits: number, words: number): number => bitsIn(numeric.kernels.i32(bits, steps * words));

  return {
    tensors,
    layers,
    recordBytes,
    stateBytes: carry.bytes,
    take: (address) => {
      parameters = address;
      writing.takeWeights(address + at(TENSOR.writing));
      reading.takeWeights(address + at(TENSOR.reading));
    },
    move: (observation, isFirst, state, record) => {
      place(record);
      begin(state, isFirst);
      k.apply_dense(E, O, parameters + at(TENSOR.embedding), observation, encoderGain, currents);
      encoder.run(0, currents);
      writing.write(0);
      reading.read(isFirst ? undefined : carry.delayed(state));
      carry.save(state, writing.traces(1), reading.lastValueBits());
    },
    features: (record) => {
      place(record);
      return reading.readout();
    },
    memoryOf: (record) => {
      place(record);
      return writing.memory(1);
    },
    stride: writing.np,
    populations,
    activities: () => [],
    spikes: (record) => populations(record).map(({ words, bits }) => spikesAt(bits, words)),
    clear: () => {
      writing.clearGradient();
      reading.clearGradient();
    },
    back: (observations, first, records, featuresBar, gradient) => {
      for (let s = records.length - 1; s >= 0; s--) {
        const isLast = s === records.length - 1 || first[s + 1];
        moveBack(observations[s], records[s], isLast, featuresBar.subarray(s * M, (s + 1) * M), gradient);
      }
    },
    finish: (gradient) => {
      writing.giveGradient(gradient + at(TENSOR.writing));
      reading.giveGradient(gradient + at(TENSOR.reading));
    },
  };
}
