/**
 * The twin without time (specification, section 3): activities are real numbers that are written once a fact, and nothing comes back.
 *
 *   s = relu(gain [W x, embedding]),  k = relu(W_k s),  y = relu(W_v s),  A <- rule(A, k, y) fact by fact
 *   q = relu(gain W query),  k = relu(W_r q),  logits = W_o A k
 */
import { countOf, type TensorPlaces, tensorPlaces } from '../../train/tensors.js';
import { measuresOf } from './measures.js';
import { type Numeric, padded } from './numeric.js';
import { planRecord } from './record.js';
import type { SampleNetwork } from './sample-network.js';
import type { AssociationsNetwork } from './settings-types.js';
import { TENSOR, tensorsOf } from './tensors.js';
import { openWritingWeights } from './writing-layer.js';

/** Units of the memory, and of what is heard to write and to read. */
interface ReluSizes {
  readonly memory: number;
  readonly written: number;
  readonly asked: number;
}

/** Matrices by input: rows of inputs. */
export function openReluWeights(numeric: Numeric, { memory: M, written, asked: E }: ReluSizes, at: TensorPlaces) {
  const np = padded(M);
  const k = numeric.pick('transpose');
  const writing = openWritingWeights(numeric, M, written);
  const [reading, readingBar] = [numeric.room(E * np), numeric.room(E * np)];
  return {
    ...{ writing, reading, readingBar },
    take: (parameters: number) => {
      writing.takeWeights(parameters + at(TENSOR.writing));
      k.transpose(M, E, parameters + at(TENSOR.reading), E, reading, np);
    },
    clear: () => {
      writing.clearGradient();
      numeric.zero(readingBar, E * np);
    },
    give: (gradient: number) => {
      writing.giveGradient(gradient + at(TENSOR.writing));
      k.transpose(E, M, readingBar, np, gradient + at(TENSOR.reading), E);
    },
  };
}

/** Places of a sample's arrays in its record, in bytes. */
function planArrays(numeric: Numeric, { embedding: E, memory: M, facts, classes }: AssociationsNetwork) {
  const { size } = numeric;
  const np = padded(M);
  const plan = planRecord();
  const [heard, activities] = [padded(2 * E) * size, 2 * np * size];
  const places = {
    logits: plan.add(size * classes),
    facts: plan.add(facts * heard),
    written: plan.add(facts * activities),
    memories: plan.add((facts + 1) * M * np * size),
    query: plan.add(padded(E) * size),
    keys: plan.add(np * size),
    values: plan.add(np * size),
  };
  return {
    ...{ np, places, bytes: plan.bytes() },
    heard: (record: number, n: number) => record + places.facts + n * heard,
    written: (record: number, n: number) => record + places.written + n * activities,
    memory: (record: number, n: number) => record + places.memories + n * M * np * size,
  };
}

export interface ReluAssociations extends SampleNetwork {
  readonly np: number;
  /** Keys and values of a fact, np each. */
  written(record: number, fact: number): number;
  /** The memory before a fact, or after the last. */
  memory(record: number, fact: number): number;
  /** Keys and values of the query. */
  read(record: number): { readonly keys: number; readonly values: number };
}

export function openReluAssociations(numeric: Numeric, network: AssociationsNetwork): ReluAssociations {
  const { size } = numeric;
  const { features: F, embedding: E, memory: M, classes: C, facts, encoderGain: gain } = network;
  const { gammaPos, gammaNeg, wMax, isOn } = network.plasticity;
  const k = numeric.pick(
    ...(['apply_dense', 'scale_to', 'add_multiple', 'dense_weights_back', 'dense_back', 'rectify'] as const),
    ...(['rectify_back', 'combine', 'combine_back', 'update_memory', 'update_memory_back'] as const),
  );
  const tensors = tensorsOf(network);
  const at = tensorPlaces(tensors, size);
  const weights = openReluWeights(numeric, { memory: M, written: 2 * E, asked: E }, at);
  const { np, places, bytes, heard, written, memory } = planArrays(numeric, network);
  const [inputsBar, activitiesBar, valuesBar] = [padded(2 * E), 2 * np, np].map((n) => numeric.room(n));
  const [memoryBar, factors, room] = [M * np, 2, 64].map((n) => numeric.room(n));
  const half = np * size;
  let parameters = 0;

  const fact = (item: number, n: number): number => item + n * F * size;
  const labelOf = (item: number, n: number): number => numeric.view(item + (facts * F + n) * size, 1)[0];
  const query = (item: number): number => item + (facts * F + facts) * size;
  const embedding = (item: number, n: number, base: number): number =>
    base + at(TENSOR.embedding) + labelOf(item, n) * E * size;

  const write = (item: number, record: number): void => {
    numeric.zero(memory(record, 0), M * np);
    for (let n = 0; n < facts; n++) {
      const [s, a, A] = [heard(record, n), written(record, n), memory(record, n + 1)];
      k.apply_dense(E, F, parameters + at(TENSOR.input), fact(item, n), gain, s);
      k.scale_to(E, gain, embedding(item, n, parameters), s + E * size);
      k.rectify(2 * E, s);
      k.combine(2 * E, 2 * np, s, weights.writing.weights, a);
      k.rectify(2 * np, a);
      numeric.view(A, M * np).set(numeric.view(memory(record, n), M * np));
      if (isOn) k.update_memory(M, np, A, a, a + half, gammaPos, gammaNeg, wMax, factors);
    }
  };
  const read = (item: number, record: number): void => {
    const [q, keys, values] = [record + places.query, record + places.keys, record + places.values];
    k.apply_dense(E, F, parameters + at(TENSOR.input), query(item), gain, q);
    k.rectify(E, q);
    k.combine(E, np, q, weights.reading, keys);
    k.rectify(np, keys);
    k.combine(M, np, keys, memory(record, facts), values);
    k.apply_dense(C, M, parameters + at(TENSOR.output), values, 1, record + places.logits);
  };
  const readBack = (item: number, record: number, gradient: number): void => {
    const [q, keys] = [record + places.query, record + places.keys];
    numeric.zero(memoryBar, M * np);
    k.combine_back(M, np, keys, memory(record, facts), valuesBar, activitiesBar, memoryBar);
    k.rectify_back(np, keys, activitiesBar);
    k.combine_back(E, np, q, weights.reading, activitiesBar, inputsBar, weights.readingBar);
    k.rectify_back(E, q, inputsBar);
    k.dense_weights_back(E, F, inputsBar, query(item), gain, gradient + at(TENSOR.input));
  };
  const writeBack = (item: number, record: number, gradient: number): void => {
    for (let n = facts - 1; n >= 0; n--) {
      const [s, a] = [heard(record, n), written(record, n)];
      numeric.zero(activitiesBar, 2 * np);
      if (isOn) {
        const back = [
          a,
          activitiesBar,
          a + half,
          activitiesBar + half,
          gammaPos,
          gammaNeg,
          wMax,
          factors,
          room,
        ] as const;
        k.update_memory_back(M, np, memory(record, n), memoryBar, ...back);
      }
      k.rectify_back(2 * np, a, activitiesBar);
      k.combine_back(2 * E, 2 * np, s, weights.writing.weights, activitiesBar, inputsBar, weights.writing.weightsBar);
      k.rectify_back(2 * E, s, inputsBar);
      k.dense_weights_back(E, F, inputsBar, fact(item, n), gain, gradient + at(TENSOR.input));
      k.add_multiple(E, gain, inputsBar + E * size, embedding(item, n, gradient));
    }
  };

  return {
    ...{ tensors, np, written, memory },
    read: (record) => ({ keys: record + places.keys, values: record + places.values }),
    layers: [],
    width: facts * F + facts + F,
    classes: C,
    recordBytes: bytes,
    measures: measuresOf(network),
    take: (address) => {
      parameters = address;
      weights.take(address);
    },
    takeRates: () => {},
    forward: (item, record) => {
      write(item, record);
      read(item, record);
    },
    logits: (record) => record + places.logits,
    count: () => {},
    isSilent: (record) => numeric.view(record + places.values, M).every((value) => value === 0),
    clear: (gradient) => {
      numeric.zero(gradient, countOf(tensors));
      weights.clear();
    },
    backward: (item, record, logitsBar, gradient) => {
      k.dense_weights_back(C, M, logitsBar, record + places.values, 1, gradient + at(TENSOR.output));
      numeric.zero(valuesBar, np);
      k.dense_back(C, M, parameters + at(TENSOR.output), logitsBar, valuesBar);
      readBack(item, record, gradient);
      writeBack(item, record, gradient);
    },
    finish: weights.give,
  };
}
