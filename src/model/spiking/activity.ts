/** What a network does with some items, neuron by neuron and step by step, as tables: what the figures of the original are drawn from. */
import type { Kernels } from '../../kernel/kernels.js';
import type { Precision, Reals } from '../../train/trainable.js';
import type { ResultTable } from '../record.js';
import { type ActivityRows, activityRows, type Detail, tablesOf } from './activity-tables.js';
import { itemLayout, numbersOf } from './item-layout.js';
import type { SpikingKernels } from './kernels.js';
import { type Numeric, numericOf } from './numeric.js';
import { distanceOf } from './objective.js';
import { watchTwin } from './relu-activity.js';
import type { SpikingNetwork } from './settings-types.js';
import { watchSpikes } from './spike-activity.js';
import type { Watched } from './watched.js';

/** An item whose activity is wanted, and what is right for it. */
export interface RecordedItem {
  readonly numbers: Reals;
  readonly target: number;
}

class Watch {
  readonly rows: ActivityRows = activityRows();
  readonly #numeric: Numeric;
  readonly #network: SpikingNetwork;
  readonly #watched: Watched;
  readonly #detail: Detail;

  constructor(numeric: Numeric, network: SpikingNetwork, watched: Watched, detail: Detail) {
    this.#numeric = numeric;
    this.#network = network;
    this.#watched = watched;
    this.#detail = detail;
  }

  /** Looks at an item whose forward pass was just done. */
  take(example: number, { numbers, target }: RecordedItem, item: number, record: number): void {
    const { opened, takeLayers } = this.#watched;
    this.#takeShown(example, numbers);
    takeLayers(this.rows, example, item, record, this.#detail);
    this.#takeMemory(example, item, record);
    const said = this.#numeric.view(opened.logits(record), opened.classes);
    if (opened.answers === undefined) this.#takeLogits(example, said, target);
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

  /** Weights by key and value before each fact and after the last, or after the last alone. */
  #takeMemory(example: number, item: number, record: number): void {
    const { memory: M, facts } = this.#network;
    const { memory, firstFact, steps } = this.#watched;
    for (let fact = this.#detail === 'steps' ? firstFact(item) : facts; fact <= facts; fact++) {
      const { address, stride } = memory(record, fact);
      const weights = this.#numeric.view(address, M * stride);
      for (let j = 0; j < M; j++) {
        for (let i = 0; i < M; i++)
          this.rows.memory.add('', example, fact, fact * steps, j, i, weights[j * stride + i]);
      }
    }
  }

  #takeLogits(example: number, logits: Reals, target: number): void {
    for (const [c, logit] of logits.entries()) this.rows.logits.add('', example, c, logit, c === target ? 1 : 0);
  }

  /** An answer that is an image, and how far it is from each that was shown. */
  #takeImage(example: number, image: Reals, target: number, item: number): void {
    const { answers, classes: pixels } = this.#watched.opened;
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
  const watched = (network.form === 'relu' ? watchTwin : watchSpikes)(numeric, network);
  const { opened } = watched;
  opened.take(parameters);
  const { width } = opened;
  const [item, record] = [numeric.room(width), kernels.allocate(opened.recordBytes)];
  const watch = new Watch(numeric, network, watched, detail);
  let example = 0;
  for (const one of items) {
    numeric.view(item, width).set(one.numbers);
    opened.forward(item, record);
    watch.take(example++, one, item, record);
  }
  const hasLabels = itemLayout(network).labels !== undefined;
  return tablesOf(watch.rows, { detail, hasLabels, isImage: opened.answers !== undefined, form: network.form });
}
