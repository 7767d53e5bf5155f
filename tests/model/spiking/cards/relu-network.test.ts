import { describe, expect, it } from 'vitest';
import { type CardNetwork, cardTensors } from '../../../../src/model/spiking/cards/network.js';
import { openReluPlayer } from '../../../../src/model/spiking/cards/relu-network.js';
import { SPIKING_MODULE } from '../../../../src/model/spiking/kernels.js';
import { numericOf } from '../../../../src/model/spiking/numeric.js';
import { NEURON_DEFAULTS, PLASTICITY_DEFAULTS } from '../../../../src/model/spiking/settings-types.js';
import { countOf } from '../../../../src/train/tensors.js';
import { freshKernels } from '../../../conformance/kernels.js';
import { draws } from '../../../dataset/draws.js';

const [O, E, M, MOVES] = [6, 5, 7, 4];
const [GAMMA_POS, GAMMA_NEG, W_MAX] = [0.1, 0.2, 1];

const NETWORK: CardNetwork = {
  ...{ form: 'relu', observation: O, embedding: E, memory: M, steps: 1, readoutDelay: 1, readoutWindow: 1 },
  ...{ encoderGain: 1, feedbackGain: 0.2, neuron: NEURON_DEFAULTS },
  plasticity: { ...PLASTICITY_DEFAULTS, gammaPos: GAMMA_POS, gammaNeg: GAMMA_NEG, wMax: W_MAX },
};

const TENSORS = cardTensors(NETWORK);
const COUNT = countOf(TENSORS);
const drawn = Float64Array.from({ length: COUNT }, (_, i) => draws(1, i) - 0.4);
const seen = Array.from({ length: MOVES }, (_, n) => Float64Array.from({ length: O }, (_, i) => draws(50 + n, i)));
const bars = Float64Array.from({ length: MOVES * M }, (_, i) => draws(90, i) - 0.4);

const relu = (x: number): number => Math.max(0, x);

interface PlainMove {
  readonly features: readonly number[];
  /** By layer. */
  readonly activities: { readonly [layer: string]: readonly number[] };
}

/** All moves by the formulas, entry by entry. */
function plainMoves(parameters: Float64Array, firsts: readonly boolean[]): readonly PlainMove[] {
  const matrix = (t: number, row: number, x: readonly number[]): number =>
    x.reduce((sum, xi, i) => sum + parameters[TENSORS[t].offset + row * x.length + i] * xi, 0);
  const rows = (t: number, from: number, n: number, x: readonly number[]): number[] =>
    Array.from({ length: n }, (_, row) => relu(matrix(t, from + row, x)));
  let memory: number[][] = [];
  return seen.map((observed, n) => {
    if (firsts[n]) memory = Array.from({ length: M }, () => new Array<number>(M).fill(0));
    const s = rows(0, 0, E, [...observed]);
    const [keys, values] = [rows(1, 0, M, s), rows(1, M, M, s)];
    memory = memory.map((row, i) =>
      row.map((a, j) => a + GAMMA_POS * (W_MAX - a) * values[i] * keys[j] - GAMMA_NEG * keys[j] * keys[j] * a),
    );
    const asked = rows(2, 0, M, s);
    const features = memory.map((row) => row.reduce((sum, a, j) => sum + a * asked[j], 0));
    const written = { write_key: keys, write_value: values };
    return { features, activities: { encoder: s, ...written, read_key: asked, read_value: features } };
  });
}

const plain = (parameters: Float64Array, firsts: readonly boolean[]): readonly (readonly number[])[] =>
  plainMoves(parameters, firsts).map(({ features }) => features);

function open(firsts: readonly boolean[]) {
  const numeric = numericOf(freshKernels(SPIKING_MODULE), 'f64');
  const player = openReluPlayer(numeric, NETWORK);
  const [parameters, gradient] = [numeric.room(COUNT), numeric.room(COUNT)];
  numeric.view(parameters, COUNT).set(drawn);
  player.take(parameters);
  const state = numeric.kernels.allocate(player.stateBytes);
  const records = seen.map(() => numeric.kernels.allocate(player.recordBytes));
  const observations = seen.map(() => numeric.room(O));
  const features = seen.map((observed, n) => {
    numeric.view(observations[n], O).set(observed);
    player.move(observations[n], firsts[n], state, records[n]);
    return [...numeric.view(player.features(records[n]), M)];
  });
  player.clear();
  player.back(observations, firsts, records, bars, gradient);
  player.finish(gradient);
  const activities = records.map((record) =>
    Object.fromEntries(player.activities(record).map(({ name, values }) => [name, [...values]])),
  );
  return { features, gradient: numeric.view(gradient, COUNT), layers: player.layers, activities };
}

/** Sums of some tens of terms in another order. */
const CLOSE = 1e-13;
/** Of central differences with this step, whose error is that of its square. */
const STEP = 1e-6;
const DIFFERENCE = 1e-8;

describe.each([
  ['one game', [true, false, false, false]],
  ['two games', [true, false, true, false]],
] as const)('the twin without time in %s', (_, firsts) => {
  it('has the features of its formulas, and no layer that spikes', () => {
    const { features, layers } = open(firsts);
    const expected = plain(drawn, firsts);
    for (const [n, row] of expected.entries())
      for (const [i, x] of row.entries()) expect(Math.abs(features[n][i] - x)).toBeLessThan(CLOSE);
    expect(features.flat().some((x) => x > 0.01)).toBe(true);
    expect(layers).toEqual([]);
  });

  it('says what each unit of each layer did in each move', () => {
    const { activities } = open(firsts);
    for (const [n, { activities: expected }] of plainMoves(drawn, firsts).entries()) {
      expect(Object.keys(activities[n])).toEqual(Object.keys(expected));
      for (const [layer, values] of Object.entries(expected)) {
        expect(activities[n][layer], layer).toHaveLength(values.length);
        for (const [i, x] of values.entries()) expect(Math.abs(activities[n][layer][i] - x), layer).toBeLessThan(CLOSE);
      }
    }
  });

  it('has the gradient that differences have, through the memory of all moves of a game', () => {
    const { gradient } = open(firsts);
    const loss = (parameters: Float64Array): number =>
      plain(parameters, firsts)
        .flat()
        .reduce((sum, x, i) => sum + x * bars[i], 0);
    const moved = (at: number, by: number) => drawn.map((x, i) => (i === at ? x + by : x));
    for (let i = 0; i < COUNT; i++) {
      const slope = (loss(moved(i, STEP)) - loss(moved(i, -STEP))) / (2 * STEP);
      expect(Math.abs(slope - gradient[i]), `parameter ${i}`).toBeLessThan(DIFFERENCE);
    }
    expect(gradient.every((x) => x === 0)).toBe(false);
  });
});
