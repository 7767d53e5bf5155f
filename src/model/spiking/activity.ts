/** What a spiking network does with some items, neuron by neuron and step by step, as tables: what the figures of the original are drawn from. */
import { elementaryOf } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { Precision, Reals } from '../../train/trainable.js';
import type { ResultTable } from '../record.js';
import { type ActivityRows, activityRows, type Detail, tablesOf } from './activity-tables.js';
import { itemLayout, numbersOf } from './item-layout.js';
import type { SpikingKernels } from './kernels.js';
import type { SpikingMemory } from './memory-network.js';
import { type Numeric, numericOf } from './numeric.js';
import { distanceOf } from './objective.js';
import { openMemory } from './open.js';
import { membranesIn, type Population, populationsOf, SECONDS, spikesOf, stepTraces, TRACED } from './populations.js';
import type { SpikingNetwork } from './settings-types.js';

/** An item whose activity is wanted, and what is right for it. */
export interface RecordedItem {
  readonly numbers: Reals;
  readonly target: number;
}

/** What a network does, which is opened with membranes and has parameters. */
class Watch {
  readonly rows: ActivityRows = activityRows();
  readonly #numeric: Numeric;
  readonly #network: SpikingNetwork;
  readonly #opened: SpikingMemory;
  readonly #detail: Detail;
  /** Factor of traces from step to step. */
  readonly #keep: number;

  constructor(numeric: Numeric, network: SpikingNetwork, opened: SpikingMemory, detail: Detail) {
    this.#numeric = numeric;
    this.#network = network;
    this.#opened = opened;
    this.#detail = detail;
    this.#keep = elementaryOf(numeric.kernels).exp(-1 / network.plasticity.tauTrace);
  }

  /** Looks at an item whose forward pass was just done. */
  take(example: number, { numbers, target }: RecordedItem, item: number, record: number): void {
    this.#takeShown(example, numbers);
    for (const population of populationsOf(this.#opened.trains)) this.#takePopulation(example, population, item);
    this.#takeMemory(example, item);
    const said = this.#numeric.view(this.#opened.logits(record), this.#opened.classes);
    if (this.#opened.answers === undefined) this.#takeLogits(example, said, target);
    else this.#takeImage(example, said, target, item);
  }

  #takeShown(example: number, numbers: Reals): void {
    const layout = itemLayout(this.#network);
    const { told, query, labels, facts } = layout;
    const { shown, facing } = this.rows;
    const show = (layer: string, fact: number, own: Reals): void => {
      for (const [i, value] of own.entries()) shown.add(layer, example, fact, i, value);
    };
    for (let fact = 0; fact < facts; fact++) {
      for (const part of told) {
        const own = numbersOf(numbers, layout, part, fact);
        if (own === undefined) continue;
        if (part === labels) facing.add('', example, fact, own[0]);
        else if (this.#detail === 'steps') show(part.layer, fact, own);
      }
    }
    if (this.#detail === 'steps') show(query.layer, facts, numbers.subarray(query.from, query.from + query.numbers));
  }

  #takePopulation(example: number, population: Population, item: number): void {
    const { name, neurons, writes } = population;
    const { facts, steps: T } = this.#network;
    const steps = writes ? facts * T : T;
    const spikes = spikesOf(this.#numeric, population, steps);
    const counts = new Float64Array(neurons);
    for (const [i, spike] of spikes.entries()) counts[i % neurons] += spike;
    const seconds = SECONDS * T * (writes ? this.#opened.activeFacts(item) : 1);
    for (const [i, count] of counts.entries()) this.rows.rates.add(name, example, i, count / seconds);
    if (this.#detail === 'trials') return;
    const first = writes ? this.#opened.firstFact(item) * T : 0;
    // the query comes after all facts
    const before = writes ? 0 : facts * T;
    for (let t = first; t < steps; t++) this.#takeStep(example, population, spikes, t, before);
    if (TRACED.includes(name)) this.#takeTraces(example, population, spikes, first);
  }

  #takeStep(example: number, population: Population, spikes: Uint8Array, t: number, before: number): void {
    const { name, neurons, membranes } = population;
    const { fired, potentials } = this.rows;
    for (let i = 0; i < neurons; i++) if (spikes[t * neurons + i] === 1) fired.add(name, example, before + t, i);
    if (membranes === undefined) return;
    const own = membranesIn(this.#numeric, membranes, neurons, t);
    for (const [i, potential] of own.entries()) potentials.add(name, example, before + t, i, potential);
  }

  #takeTraces(example: number, { name, neurons }: Population, spikes: Uint8Array, first: number): void {
    const keep = this.#keep;
    const traces = new Float64Array(neurons);
    for (let t = first; t < spikes.length / neurons; t++) {
      stepTraces(traces, keep, spikes.subarray(t * neurons));
      for (const [i, trace] of traces.entries()) this.rows.traces.add(name, example, t, i, trace);
    }
  }

  /** Weights by key and value before each fact and after the last, or after the last alone. */
  #takeMemory(example: number, item: number): void {
    const { memory: M, facts, steps } = this.#network;
    const { np, memory } = this.#opened.parts.writing;
    const from = this.#detail === 'steps' ? this.#opened.firstFact(item) : facts;
    for (let fact = from; fact <= facts; fact++) {
      const weights = this.#numeric.view(memory(fact), M * np);
      for (let j = 0; j < M; j++) {
        for (let i = 0; i < M; i++) this.rows.memory.add('', example, fact, fact * steps, j, i, weights[j * np + i]);
      }
    }
  }

  #takeLogits(example: number, logits: Reals, target: number): void {
    for (const [c, logit] of logits.entries()) this.rows.logits.add('', example, c, logit, c === target ? 1 : 0);
  }

  /** An answer that is an image, and how far it is from each that was shown. */
  #takeImage(example: number, image: Reals, target: number, item: number): void {
    const { answers, classes: pixels } = this.#opened;
    if (answers === undefined) return;
    for (let n = 0; n < answers.count; n++) {
      const shown = this.#numeric.view(answers.of(item) + n * pixels * this.#numeric.size, pixels);
      this.rows.distances.add('', example, n, distanceOf(image, shown) / pixels, n === target ? 1 : 0);
      if (n === target) for (const [i, value] of image.entries()) this.rows.pixels.add('', example, i, value, shown[i]);
    }
  }
}

/** @param parameters - address of the weights */
export function activityTables(
  kernels: Kernels<SpikingKernels>,
  precision: Precision,
  network: SpikingNetwork,
  parameters: number,
  items: Iterable<RecordedItem>,
  detail: Detail,
): readonly ResultTable[] {
  const numeric = numericOf(kernels, precision);
  const opened = openMemory(numeric, network, true);
  opened.take(parameters);
  const { width } = opened;
  const [item, record] = [numeric.room(width), kernels.allocate(opened.recordBytes)];
  const watch = new Watch(numeric, network, opened, detail);
  let example = 0;
  for (const one of items) {
    numeric.view(item, width).set(one.numbers);
    opened.forward(item, record);
    watch.take(example++, one, item, record);
  }
  return tablesOf(watch.rows, itemLayout(network), opened.answers !== undefined, detail);
}
