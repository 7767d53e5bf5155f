/** What a spiking network does with some items, neuron by neuron and step by step, as tables: what the figures of the original are drawn from. */
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { Precision, Reals } from '../../train/trainable.js';
import type { ResultTable } from '../record.js';
import { type Filled, f64, i32, table, text } from '../recording/filled-columns.js';
import { type AssociationsParts, openAssociations } from './associations.js';
import type { SpikingKernels } from './kernels.js';
import { type Numeric, numericOf } from './numeric.js';
import type { AssociationsNetwork } from './settings-types.js';

/** A population over the steps of a call. */
interface Population {
  readonly name: string;
  readonly neurons: number;
  readonly steps: number;
  /** Where bits and membranes of a step begin: words a step, place of the first neuron, and numbers a step. */
  readonly words: number;
  readonly bits: number;
  readonly first: number;
  readonly potentials: number;
  readonly stride: number;
}

/** Columns that grow, of numbers and of one word. */
export class Rows {
  readonly #columns: readonly number[][];
  readonly #words: string[] = [];

  constructor(numbers: number) {
    this.#columns = Array.from({ length: numbers }, () => []);
  }

  add(word: string, ...numbers: readonly number[]): void {
    this.#words.push(word);
    for (const [i, value] of numbers.entries()) this.#columns[i].push(value);
  }

  words(name: string, meaning: string): Filled {
    return text(name, meaning, this.#words);
  }

  whole(at: number, name: string, meaning: string): Filled {
    return i32(name, meaning, Int32Array.from(this.#columns[at]));
  }

  real(at: number, name: string, meaning: string, unit?: string): Filled {
    return f64(name, meaning, Float64Array.from(this.#columns[at]), unit);
  }
}

/** The populations of a network whose arrays are placed. */
function populationsOf(
  { size }: Numeric,
  { factsEncoder, queryEncoder, writing, reading }: AssociationsParts,
  { embedding: E, memory: M, facts, steps }: AssociationsNetwork,
): readonly Population[] {
  const all = facts * steps;
  const enc = { neurons: E, steps: all, words: factsEncoder.words, bits: factsEncoder.bits(0) };
  const encoded = { ...enc, potentials: factsEncoder.potentials(0), stride: factsEncoder.np };
  const asked = { words: queryEncoder.words, bits: queryEncoder.bits(0), potentials: queryEncoder.potentials(0) };
  const layer = (of: typeof writing | typeof reading) => ({ neurons: M, words: of.words, first: 0, stride: 2 * of.np });
  const [write, read] = [writing, reading].map((of) => ({
    keys: of.potentials(),
    values: of.potentials() + of.np * size,
  }));
  return [
    { ...encoded, name: 'features', first: 0 },
    { ...encoded, name: 'labels', first: E },
    { ...asked, name: 'query', neurons: E, steps, first: 0, stride: queryEncoder.np },
    { ...layer(writing), name: 'write_key', steps: all, bits: writing.keyBits(), potentials: write.keys },
    { ...layer(writing), name: 'write_value', steps: all, bits: writing.valueBits(), potentials: write.values },
    { ...layer(reading), name: 'read_key', steps, bits: reading.keyBits(), potentials: read.keys },
    { ...layer(reading), name: 'read_value', steps, bits: reading.valueBits(), potentials: read.values },
  ];
}

/** Spikes of a population: [steps][neurons], 1 or 0. */
export function spikesOf(
  { kernels }: Numeric,
  { neurons, steps, words, bits, first }: Omit<Population, 'name' | 'potentials' | 'stride'>,
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

/** Layers whose traces the rule reads. */
const TRACED: readonly string[] = ['write_key', 'write_value'];

/** A batch of items whose activity is wanted, [items, width], and the class that is right for each. */
export interface RecordedItems {
  readonly items: number;
  readonly inputs: Reals;
  readonly targets: Int32Array;
}

/** What was seen of some items, as rows of each table. */
class Activity {
  readonly #network: AssociationsNetwork;
  /** Factor of traces from step to step. */
  readonly #keep: number;
  readonly shown = new Rows(4);
  readonly facing = new Rows(3);
  readonly said = new Rows(4);
  readonly fired = new Rows(3);
  readonly rates = new Rows(3);
  readonly membranes = new Rows(4);
  readonly traced = new Rows(4);
  readonly memory = new Rows(6);

  constructor(network: AssociationsNetwork, keep: number) {
    this.#network = network;
    this.#keep = keep;
  }

  takeInputs(example: number, row: Reals): void {
    const { features: F, facts } = this.#network;
    for (let n = 0; n <= facts; n++) {
      const from = n < facts ? n * F : facts * F + facts;
      for (let i = 0; i < F; i++) this.shown.add('', example, n, i, row[from + i]);
      if (n < facts) this.facing.add('', example, n, row[facts * F + n]);
    }
  }

  takePopulation(example: number, numeric: Numeric, population: Population): void {
    const { name, neurons, steps, potentials, stride, first } = population;
    const spikes = spikesOf(numeric, population);
    const values = numeric.view(potentials, steps * stride);
    // the query comes after all pairs
    const before = LATE.includes(name) ? this.#network.facts * this.#network.steps : 0;
    const [counts, traces] = [new Float64Array(neurons), new Float64Array(neurons)];
    for (let t = 0; t < steps; t++) {
      for (let i = 0; i < neurons; i++) {
        const spike = spikes[t * neurons + i];
        counts[i] += spike;
        if (spike === 1) this.fired.add(name, example, before + t, i);
        this.membranes.add(name, example, before + t, i, values[t * stride + first + i]);
        if (!TRACED.includes(name)) continue;
        traces[i] = (1 - this.#keep) * spike + this.#keep * traces[i];
        this.traced.add(name, example, before + t, i, traces[i]);
      }
    }
    for (let i = 0; i < neurons; i++) this.rates.add(name, example, i, counts[i] / (SECONDS * steps));
  }

  /** Weights by key and value after some pairs, rows of `stride`. */
  takeMemory(example: number, fact: number, weights: Reals, stride: number): void {
    const { memory: M, steps } = this.#network;
    for (let j = 0; j < M; j++) {
      for (let i = 0; i < M; i++) this.memory.add('', example, fact, fact * steps, j, i, weights[j * stride + i]);
    }
  }

  takeLogits(example: number, logits: Reals, answer: number): void {
    for (const [c, logit] of logits.entries()) this.said.add('', example, c, logit, c === answer ? 1 : 0);
  }
}

/** Layers of the query. */
const LATE: readonly string[] = ['query', 'read_key', 'read_value'];

/** A step. */
const SECONDS = 1e-3;

/** @param parameters - address of the weights */
export function activityTables(
  kernels: Kernels<SpikingKernels>,
  precision: Precision,
  network: AssociationsNetwork,
  parameters: number,
  { items, inputs, targets }: RecordedItems,
): readonly ResultTable[] {
  const numeric = numericOf(kernels, precision);
  const opened = openAssociations(numeric, network, true);
  opened.take(parameters);
  const { width, parts, classes } = opened;
  const { memory: M, facts } = network;
  const [item, record] = [numeric.room(width), kernels.allocate(opened.recordBytes)];
  const { exp } = elementaryOf(kernels as unknown as Kernels);
  const activity = new Activity(network, exp(-1 / network.plasticity.tauTrace));
  for (let example = 0; example < items; example++) {
    const row = inputs.subarray(example * width, (example + 1) * width);
    numeric.view(item, width).set(row);
    opened.forward(item, record);
    activity.takeInputs(example, row);
    for (const one of populationsOf(numeric, parts, network)) activity.takePopulation(example, numeric, one);
    const { np, memory } = parts.writing;
    for (let n = 0; n <= facts; n++) activity.takeMemory(example, n, numeric.view(memory(n), M * np), np);
    activity.takeLogits(example, numeric.view(opened.logits(record), classes), targets[example]);
  }
  return tablesOf(activity);
}

function tablesOf({ shown, facing, said, fired, rates, membranes, traced, memory }: Activity): readonly ResultTable[] {
  const example = (rows: Rows): Filled => rows.whole(0, 'example', 'number of the example among those of the test');
  const layer = (rows: Rows): Filled => rows.words('layer', 'population of neurons');
  const step = (rows: Rows): Filled => rows.whole(1, 'step', 'time step of the trial: all facts, then the query');
  const unit = (rows: Rows, at: number): Filled => rows.whole(at, 'unit', 'neuron of the layer');
  return [
    table('inputs', 'what was shown', [
      example(shown),
      shown.whole(1, 'fact', 'number of the pair; that behind the last is the query'),
      shown.whole(2, 'feature', 'place in the vector'),
      shown.real(3, 'value', 'number there'),
    ]),
    table('labels', 'label of each pair', [
      example(facing),
      facing.whole(1, 'fact', 'number of the pair'),
      facing.whole(2, 'label', 'its label'),
    ]),
    table('logits', 'what the network answers', [
      example(said),
      said.whole(1, 'class', 'label'),
      said.real(2, 'logit', 'logit of the label'),
      said.whole(3, 'is_answer', '1 for the right one'),
    ]),
    table('spikes', 'each spike', [example(fired), layer(fired), step(fired), unit(fired, 2)]),
    table('rates', 'mean firing rate of each neuron', [
      example(rates),
      layer(rates),
      unit(rates, 1),
      rates.real(2, 'rate', 'spikes over the time in which the layer was active', 'Hz'),
    ]),
    table('potentials', 'membrane of each neuron after each step', [
      example(membranes),
      layer(membranes),
      step(membranes),
      unit(membranes, 2),
      membranes.real(3, 'potential', 'membrane potential'),
    ]),
    table('traces', 'traces that the rule reads, after each step', [
      example(traced),
      layer(traced),
      step(traced),
      unit(traced, 2),
      traced.real(3, 'trace', 'trace of the spikes of the neuron'),
    ]),
    table('memory', 'the memory before each pair and after the last', [
      example(memory),
      memory.whole(1, 'fact', 'pairs that were written'),
      memory.whole(2, 'step', 'time step of the trial'),
      memory.whole(3, 'key', 'key neuron'),
      memory.whole(4, 'value', 'value neuron'),
      memory.real(5, 'weight', 'synapse from the key to the value'),
    ]),
  ];
}
