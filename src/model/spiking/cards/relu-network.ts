/**
 * The twin without time of the network that plays cards (specification, section 3). Only the memory goes on from move to move:
 *
 *   s = relu(gain W o),  k = relu(W_k s),  y = relu(W_v s),  A <- rule(A, k, y),  h = A relu(W_r s)
 */
import { tensorPlaces } from '../../../train/tensors.js';
import { MEMORY_LAYERS } from '../measures.js';
import { type Numeric, padded } from '../numeric.js';
import { planRecord } from '../record.js';
import { openReluWeights } from '../relu-weights.js';
import { TENSOR } from '../tensors.js';
import { ENCODER } from './layers.js';
import { type CardNetwork, type CardPlayer, cardStateBytes, cardTensors } from './network.js';

/** Places of the arrays of a move in its record, in bytes. */
function planArrays({ size }: Numeric, { embedding: E, memory: M }: CardNetwork) {
  const np = padded(M);
  const plan = planRecord();
  const places = {
    heard: plan.add(padded(E) * size),
    written: plan.add(2 * np * size),
    before: plan.add(M * np * size),
    after: plan.add(M * np * size),
    keys: plan.add(np * size),
    values: plan.add(np * size),
  };
  return { np, places, bytes: plan.bytes() };
}

/** Opens the network; parameters are taken later. */
export function openReluPlayer(numeric: Numeric, network: CardNetwork): CardPlayer {
  const { size } = numeric;
  const { observation: O, embedding: E, memory: M, encoderGain: gain } = network;
  const { gammaPos, gammaNeg, wMax, isOn } = network.plasticity;
  const k = numeric.pick(
    ...(['apply_dense', 'dense_weights_back', 'rectify', 'rectify_back', 'combine', 'combine_back'] as const),
    ...(['update_memory', 'update_memory_back', 'add'] as const),
  );
  const tensors = cardTensors(network);
  const at = tensorPlaces(tensors, size);
  const weights = openReluWeights(numeric, { memory: M, written: E, asked: E }, at);
  const { np, places, bytes } = planArrays(numeric, network);
  const [heardBar, askedBar, activitiesBar, keysBar, valuesBar] = [E, E, 2 * np, np, np].map((n) =>
    numeric.room(padded(n)),
  );
  const [memoryBar, factors, room] = [M * np, 2, 64].map((n) => numeric.room(n));
  const half = np * size;
  let parameters = 0;
  const memoryIn = (address: number) => numeric.view(address, M * np);

  const readBack = (record: number): void => {
    const [s, keys] = [record + places.heard, record + places.keys];
    k.combine_back(M, np, keys, record + places.after, valuesBar, keysBar, memoryBar);
    k.rectify_back(np, keys, keysBar);
    k.combine_back(E, np, s, weights.reading, keysBar, askedBar, weights.readingBar);
  };
  const writeBack = (record: number): void => {
    const [s, a] = [record + places.heard, record + places.written];
    numeric.zero(activitiesBar, 2 * np);
    if (isOn) {
      const [aBar, vBar] = [activitiesBar, activitiesBar + half];
      const rule = [a, aBar, a + half, vBar, gammaPos, gammaNeg, wMax, factors, room] as const;
      k.update_memory_back(M, np, record + places.before, memoryBar, ...rule);
    }
    k.rectify_back(2 * np, a, activitiesBar);
    k.combine_back(E, 2 * np, s, weights.writing.weights, activitiesBar, heardBar, weights.writing.weightsBar);
  };

  return {
    tensors,
    layers: [],
    recordBytes: bytes,
    stateBytes: cardStateBytes(network, size),
    stride: np,
    take: (address) => {
      parameters = address;
      weights.take(address);
    },
    move: (observation, isFirst, state, record) => {
      const [s, a] = [record + places.heard, record + places.written];
      const [before, after] = [record + places.before, record + places.after];
      if (isFirst) numeric.zero(before, M * np);
      else memoryIn(before).set(memoryIn(state));
      k.apply_dense(E, O, parameters + at(TENSOR.embedding), observation, gain, s);
      k.rectify(E, s);
      k.combine(E, 2 * np, s, weights.writing.weights, a);
      k.rectify(2 * np, a);
      memoryIn(after).set(memoryIn(before));
      if (isOn) k.update_memory(M, np, after, a, a + half, gammaPos, gammaNeg, wMax, factors);
      k.combine(E, np, s, weights.reading, record + places.keys);
      k.rectify(np, record + places.keys);
      k.combine(M, np, record + places.keys, after, record + places.values);
      memoryIn(state).set(memoryIn(after));
    },
    features: (record) => record + places.values,
    memoryOf: (record) => record + places.after,
    populations: () => [],
    activities: (record) => {
      const { heard, written, keys, values } = places;
      const memory = [written, written + half, keys, values].map((place) => numeric.view(record + place, M));
      return [
        { name: ENCODER.name, values: numeric.view(record + heard, E) },
        ...MEMORY_LAYERS.map(({ name }, i) => ({ name, values: memory[i] })),
      ];
    },
    spikes: () => [],
    clear: weights.clear,
    back: (observations, first, records, featuresBar, gradient) => {
      for (let i = records.length - 1; i >= 0; i--) {
        const record = records[i];
        if (i === records.length - 1 || first[i + 1]) numeric.zero(memoryBar, M * np);
        numeric.zero(valuesBar, np);
        numeric.view(valuesBar, M).set(featuresBar.subarray(i * M, (i + 1) * M));
        readBack(record);
        writeBack(record);
        k.add(E, askedBar, heardBar);
        k.rectify_back(E, record + places.heard, heardBar);
        k.dense_weights_back(E, O, heardBar, observations[i], gain, gradient + at(TENSOR.embedding));
      }
    },
    finish: weights.give,
  };
}
