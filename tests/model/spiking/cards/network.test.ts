import { describe, expect, it } from 'vitest';
import { type CardNetwork, cardTensors, openSpikingPlayer } from '../../../../src/model/spiking/cards/network.js';
import { SPIKING_MODULE } from '../../../../src/model/spiking/kernels.js';
import { numericOf, padded } from '../../../../src/model/spiking/numeric.js';
import { NEURON_DEFAULTS, PLASTICITY_DEFAULTS } from '../../../../src/model/spiking/settings-types.js';
import { TENSOR } from '../../../../src/model/spiking/tensors.js';
import { countOf } from '../../../../src/train/tensors.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { draws } from '../../../dataset/draws.js';

const NETWORK: CardNetwork = {
  form: 'spiking',
  observation: 6,
  embedding: 8,
  memory: 7,
  steps: 20,
  readoutDelay: 1,
  readoutWindow: 12,
  encoderGain: 8,
  feedbackGain: 0.2,
  neuron: NEURON_DEFAULTS,
  plasticity: { ...PLASTICITY_DEFAULTS, gammaPos: 0.9 },
};

/** A network with drawn parameters, its moves, and the gradient of a sum over the features of each. */
function open(changes: Partial<CardNetwork> = {}) {
  const network = { ...NETWORK, ...changes };
  const numeric = numericOf(freshKernels(SPIKING_MODULE), 'f64');
  const tensors = cardTensors(network);
  const count = countOf(tensors);
  const parameters = numeric.room(count);
  numeric.view(parameters, count).set(Float64Array.from({ length: count }, (_, i) => 1.6 * draws(1, i) - 0.6));
  const player = openSpikingPlayer(numeric, network);
  player.take(parameters);
  const state = numeric.kernels.allocate(player.stateBytes);
  const observations: number[] = [];
  const records: number[] = [];
  const firsts: boolean[] = [];
  return {
    numeric,
    player,
    state,
    parameters,
    move: (seen: readonly number[], isFirst: boolean): readonly number[] => {
      const [observation, record] = [numeric.room(network.observation), numeric.kernels.allocate(player.recordBytes)];
      numeric.view(observation, seen.length).set(seen);
      player.move(observation, isFirst, state, record);
      observations.push(observation);
      records.push(record);
      firsts.push(isFirst);
      return [...numeric.view(player.features(record), network.memory)];
    },
    gradient: (bars: Float64Array): Float64Array => {
      const gradient = numeric.room(count);
      player.clear();
      player.back(observations, firsts, records, bars, gradient);
      player.finish(gradient);
      return Float64Array.from(numeric.view(gradient, count));
    },
  };
}

const seen = (n: number): readonly number[] => Array.from({ length: 6 }, (_, i) => draws(50 + n, i));
const bars = (moves: number): Float64Array => Float64Array.from({ length: moves * 7 }, (_, i) => draws(90, i) - 0.4);

/** Numbers that differ by the order of a few thousand sums. */
const CLOSE = 1e-12;

describe('the recurrent network of the card game', () => {
  it('remembers what was before in a game, and nothing of another', () => {
    const network = open();
    const [first, second] = [network.move(seen(0), true), network.move(seen(1), false)];
    expect([...first, ...second].some((spikes) => spikes > 0)).toBe(true);
    expect(network.move(seen(1), true)).not.toEqual(second);
    expect(network.move(seen(0), true)).toEqual(first);
    expect(network.move(seen(1), false)).toEqual(second);
  });

  it('has neurons and traces of single layers, which are those of all where all have them', () => {
    const own = { threshold: 0.06, tauMembrane: 11, refractorySteps: 1 };
    const layers = ['encoder', 'write_key', 'write_value', 'read_key', 'read_value'];
    const plasticity = { ...NETWORK.plasticity, tauTrace: 9 };
    const played = (changes: Partial<CardNetwork>) => {
      const network = open(changes);
      const features = [network.move(seen(0), true), network.move(seen(1), false)];
      return { features, gradient: [...network.gradient(bars(2))] };
    };
    const shared = played({ neuron: { ...NETWORK.neuron, ...own }, plasticity });
    const layerNeurons = Object.fromEntries(layers.map((name) => [name, own]));
    const traces = { ...NETWORK.plasticity, tauKeys: 9, tauValues: 9 };
    expect(played({ layerNeurons, plasticity: traces })).toEqual(shared);
    expect(shared).not.toEqual(played({}));
    for (const layer of layers) {
      expect(played({ layerNeurons: { [layer]: { threshold: 1e-3, refractorySteps: 0 } } }), layer).not.toEqual(
        played({}),
      );
    }
    expect(played({ plasticity: { ...NETWORK.plasticity, tauKeys: 3 } })).not.toEqual(played({}));
  });

  it('goes on from a state that was put by', () => {
    const network = open({ readoutDelay: 3 });
    network.move(seen(0), true);
    const { numeric, player, state } = network;
    const kept = Int32Array.from(numeric.kernels.i32(state, player.stateBytes / 4));
    const next = network.move(seen(1), false);
    network.move(seen(2), false);
    numeric.kernels.i32(state, player.stateBytes / 4).set(kept);
    expect(network.move(seen(1), false)).toEqual(next);
  });

  it('has the gradient of each game by itself', () => {
    const both = open();
    for (const [n, isFirst] of [true, false, true, false].entries()) both.move(seen(n), isFirst);
    const [one, other] = [open(), open()];
    for (const n of [0, 1]) one.move(seen(n), n === 0);
    for (const n of [2, 3]) other.move(seen(n), n === 2);
    const [a, b] = [one.gradient(bars(4).subarray(0, 14)), other.gradient(bars(4).subarray(14))];
    for (const [i, x] of both.gradient(bars(4)).entries()) expect(Math.abs(x - a[i] - b[i])).toBeLessThan(CLOSE);
    expect(a.some((x) => x !== 0)).toBe(true);
  });

  it.each([1, 3, 20])(
    'is the same in two moves as in one of twice the steps, where the memory stays as it is, delay %d',
    (readoutDelay) => {
      const plasticity = { ...PLASTICITY_DEFAULTS, isOn: false };
      const [halves, whole] = [open({ readoutDelay, plasticity }), open({ readoutDelay, plasticity, steps: 40 })];
      // a state of nothing, but for its memory
      for (const { numeric, player, state } of [halves, whole]) {
        const delayed = 4 * readoutDelay;
        const memory = player.stateBytes - delayed - 8 * 7 * padded(7);
        const rows = numeric.view(state + memory, 7 * padded(7));
        for (let key = 0; key < 7; key++)
          for (let i = 0; i < 7; i++) rows[key * padded(7) + i] = 0.4 * draws(7, key * 7 + i);
      }
      halves.move(seen(0), false);
      const features = halves.move(seen(0), false);
      expect(whole.move(seen(0), false)).toEqual(features);
      expect(features.some((spikes) => spikes > 0)).toBe(true);
      const bar = bars(1);
      const [a, b] = [halves.gradient(Float64Array.from([...new Float64Array(7), ...bar])), whole.gradient(bar)];
      for (const [i, x] of a.entries()) expect(Math.abs(x - b[i]), `parameter ${i}`).toBeLessThan(CLOSE);
      expect(a.some((x) => x !== 0)).toBe(true);
    },
  );

  it('has the gradient of keys that have neither trace nor slope in a move, and nearly fired in the one before', () => {
    // inputs 0 to 3 fire in the first move, and with them all keys but the first, whose membrane only comes near; 4 to 7 fire in the second, and with them the
    // values. Had the first key fired, the memory would have more to read
    const network = open({
      neuron: { ...NEURON_DEFAULTS, perfectReset: true },
      plasticity: { ...PLASTICITY_DEFAULTS, gammaPos: 20 },
    });
    const { numeric, player } = network;
    const early = (input: number): boolean => input < 4;
    const keys = (key: number): number => (key === 0 ? 0.08 : 0.75);
    const made: { readonly [name: string]: (row: number, column: number) => number } = {
      [TENSOR.embedding]: (input, seenAt) => [early(input) ? 1 : 0, early(input) ? -1 : 1][seenAt] ?? 0,
      [TENSOR.writing]: (row, input) => (row < 7 !== early(input) ? -2 : row < 7 ? keys(row) : 2),
      [TENSOR.reading]: (_, input) => (input >= 8 || early(input) ? 0 : 2),
    };
    for (const { name, shape, offset, count } of player.tensors) {
      const values = Float64Array.from({ length: count }, (_, i) => made[name](Math.floor(i / shape[1]), i % shape[1]));
      numeric.view(network.parameters + offset * 8, count).set(values);
    }
    player.take(network.parameters);
    expect(network.move([1, 0, 0, 0, 0, 0], true).every((x) => x === 0)).toBe(true);
    expect(network.move([0, 1, 0, 0, 0, 0], false).some((x) => x > 0)).toBe(true);
    const gradient = network.gradient(Float64Array.from([...new Float64Array(7), ...bars(1)]));
    const { offset = 0 } = player.tensors.find(({ name }) => name === TENSOR.writing) ?? {};
    // of the first key by an input that fires in the first move alone
    expect(gradient[offset]).not.toBe(0);
  });

  it('refuses to wait longer than a move', () => {
    expect(() => open({ readoutDelay: 21 })).toThrow('readout_delay = 21 is more than the 20 steps of a move');
  });
});
