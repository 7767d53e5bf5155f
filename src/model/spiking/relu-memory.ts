/**
 * The twin without time (specification, section 3): activities are real numbers that are written once a fact, and nothing comes back. With s of a fact
 * and q of the query, which depend on the task (`relu-sources.ts`),
 *
 *   k = relu(W_k s),  y = relu(W_v s),  A <- rule(A, k, y) fact by fact,  k = relu(W_r q),  values = A k
 *
 * and an answer is made of the values (`relu-readout.ts`).
 */
import { countOf, tensorPlaces } from '../../train/tensors.js';
import type { Tensor } from '../../train/trainable.js';
import { measuresOf } from './measures.js';
import { type Numeric, padded } from './numeric.js';
import { planRecord } from './record.js';
import type { ReluReadout } from './relu-readout.js';
import { type ReluSource, unitsOf } from './relu-sources.js';
import { openReluWeights } from './relu-weights.js';
import type { AnswersShown, NormedItems, SampleNetwork } from './sample-network.js';
import type { SpikingNetwork } from './settings-types.js';

/** How the items of a task become activities, and values an answer. */
export interface ReluItems {
  readonly tensors: readonly Tensor[];
  /** Numbers of an item. */
  readonly width: number;
  readonly facts: ReluSource;
  readonly query: ReluSource;
  readonly readout: ReluReadout;
  /** Images that the answer is one of, where it is no class. */
  readonly answers?: AnswersShown;
  /** Other parameters act from now on. */
  take(parameters: number): void;
  /** Gradients of a share begin with 0. */
  clear?(): void;
  /** What is left to do with the gradient of a share. */
  finish?(gradient: number): void;
  /** Absent: nothing is normalised over a batch. */
  readonly norm?: NormedItems;
}

/** Places of a sample's arrays in its record, in bytes. */
function planArrays({ size }: Numeric, { memory: M, facts, classes }: SpikingNetwork, told: number, asked: number) {
  const np = padded(M);
  const plan = planRecord();
  const [heard, activities] = [padded(told) * size, 2 * np * size];
  const places = {
    outputs: plan.add(size * classes),
    facts: plan.add(facts * heard),
    written: plan.add(facts * activities),
    memories: plan.add((facts + 1) * M * np * size),
    query: plan.add(padded(asked) * size),
    keys: plan.add(np * size),
    values: plan.add(np * size),
  };
  return {
    ...{ np, places, bytes: plan.bytes() },
    heard: (record: number, n: number) => record + places.facts + n * heard,
    written: (record: number, n: number) => record + places.written + n * activities,
    memory: (record: number, n: number) => record + places.memories + n * M * np * size,
    asked: (record: number) => record + places.query,
    read: (record: number) => ({ keys: record + places.keys, values: record + places.values }),
  };
}

/** What stands in the record of a sample, and where. */
type ReluPlaces = Omit<ReturnType<typeof planArrays>, 'places' | 'bytes'>;

export interface ReluMemory extends SampleNetwork {
  readonly sources: Pick<ReluItems, 'facts' | 'query'>;
  /** Activities of facts and query; of keys, and of values behind them; and the memory before a fact, or after the last. */
  readonly arrays: ReluPlaces;
}

export function openReluMemory(numeric: Numeric, network: SpikingNetwork, items: ReluItems): ReluMemory {
  const { size } = numeric;
  const { memory: M, classes, facts } = network;
  const { gammaPos, gammaNeg, wMax, isOn } = network.plasticity;
  const k = numeric.pick(
    ...(['rectify', 'rectify_back', 'combine', 'combine_back', 'update_memory', 'update_memory_back'] as const),
  );
  const { tensors, width, facts: told, query: asked, readout, answers, norm } = items;
  const [heardUnits, askedUnits] = [unitsOf(told), unitsOf(asked)];
  const sizes = { memory: M, written: heardUnits, asked: askedUnits };
  const weights = openReluWeights(numeric, sizes, tensorPlaces(tensors, size));
  const { places, bytes, ...arrays } = planArrays(numeric, network, heardUnits, askedUnits);
  const { np, heard, written, memory } = arrays;
  const most = padded(Math.max(heardUnits, askedUnits));
  const [inputsBar, activitiesBar, valuesBar] = [most, 2 * np, np].map((n) => numeric.room(n));
  const [memoryBar, factors, room] = [M * np, 2, 64].map((n) => numeric.room(n));
  const half = np * size;

  const write = (item: number, record: number): void => {
    numeric.zero(memory(record, 0), M * np);
    for (let n = 0; n < facts; n++) {
      const [s, a, A] = [heard(record, n), written(record, n), memory(record, n + 1)];
      told.run(item, n, s);
      k.rectify(heardUnits, s);
      k.combine(heardUnits, 2 * np, s, weights.writing.weights, a);
      k.rectify(2 * np, a);
      numeric.view(A, M * np).set(numeric.view(memory(record, n), M * np));
      if (isOn) k.update_memory(M, np, A, a, a + half, gammaPos, gammaNeg, wMax, factors);
    }
  };
  const read = (item: number, record: number): void => {
    const q = arrays.asked(record);
    const { keys, values } = arrays.read(record);
    asked.run(item, 0, q);
    k.rectify(askedUnits, q);
    k.combine(askedUnits, np, q, weights.reading, keys);
    k.rectify(np, keys);
    k.combine(M, np, keys, memory(record, facts), values);
    readout.run(values, record + places.outputs);
  };
  const readBack = (item: number, record: number, gradient: number): void => {
    const q = arrays.asked(record);
    const { keys } = arrays.read(record);
    numeric.zero(memoryBar, M * np);
    k.combine_back(M, np, keys, memory(record, facts), valuesBar, activitiesBar, memoryBar);
    k.rectify_back(np, keys, activitiesBar);
    k.combine_back(askedUnits, np, q, weights.reading, activitiesBar, inputsBar, weights.readingBar);
    asked.back(item, 0, inputsBar, gradient);
  };
  const writeBack = (item: number, record: number, gradient: number): void => {
    const { weights: own, weightsBar } = weights.writing;
    for (let n = facts - 1; n >= 0; n--) {
      const [s, a] = [heard(record, n), written(record, n)];
      numeric.zero(activitiesBar, 2 * np);
      if (isOn) {
        const bars = [a, activitiesBar, a + half, activitiesBar + half] as const;
        const rule = [gammaPos, gammaNeg, wMax, factors, room] as const;
        k.update_memory_back(M, np, memory(record, n), memoryBar, ...bars, ...rule);
      }
      k.rectify_back(2 * np, a, activitiesBar);
      k.combine_back(heardUnits, 2 * np, s, own, activitiesBar, inputsBar, weightsBar);
      told.back(item, n, inputsBar, gradient);
    }
  };

  return {
    ...{ tensors, width, classes, arrays, sources: { facts: told, query: asked } },
    ...(answers !== undefined && { answers }),
    ...(norm !== undefined && { norm }),
    layers: [],
    recordBytes: bytes,
    measures: measuresOf(network),
    take: (address) => {
      items.take(address);
      weights.take(address);
      readout.take(address);
    },
    takeRates: () => {},
    forward: (item, record) => {
      write(item, record);
      read(item, record);
    },
    logits: (record) => record + places.outputs,
    count: () => {},
    isSilent: (record) => numeric.view(arrays.read(record).values, M).every((value) => value === 0),
    clear: (gradient) => {
      numeric.zero(gradient, countOf(tensors));
      weights.clear();
      items.clear?.();
    },
    backward: (item, record, outputsBar, gradient) => {
      numeric.zero(valuesBar, np);
      readout.back(arrays.read(record).values, record + places.outputs, outputsBar, valuesBar, gradient);
      readBack(item, record, gradient);
      writeBack(item, record, gradient);
    },
    finish: (gradient) => {
      weights.give(gradient);
      items.finish?.(gradient);
    },
  };
}
