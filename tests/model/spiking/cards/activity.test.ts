/** What is recorded of games, against the player that is tested and plain loops. */
import { describe, expect, it } from 'vitest';
import { activityTables } from '../../../../src/model/spiking/cards/activity.js';
import type { CardNetwork } from '../../../../src/model/spiking/cards/network.js';
import { likeliest } from '../../../../src/model/spiking/cards/policy.js';
import { NO_MOVE } from '../../../../src/model/spiking/cards/tables.js';
import { spikesOf } from '../../../../src/model/spiking/populations.js';
import { type Row, rowsOf } from '../recorded-rows.js';
import { openSmall } from './small-agent.js';

const GAMES = 2;
const MOST_FLIPS = 4;

function recorded(
  detail: 'steps' | 'moves' = 'steps',
  precision: 'f32' | 'f64' = 'f64',
  network: Partial<CardNetwork> = {},
) {
  const small = openSmall({ precision, network });
  const seen = activityTables(small.numeric, small.agent, {
    ...{ games: GAMES, mostFlips: MOST_FLIPS, tables: small.tables(true), count: 4, detail },
  });
  return { ...small, seen };
}

describe('the record of games', () => {
  const { agent, seen: tables } = recorded();
  const { memory: M, steps: T, embedding: E, neuron, plasticity } = agent.network;
  const layers = { encoder: E, write_key: M, write_value: M, read_key: M, read_value: M };
  const moves = rowsOf(tables, 'moves');
  const of = (name: string, game: number, layer: string): readonly Row[] =>
    rowsOf(tables, name).filter((row) => row.game === game && row.layer === layer);
  const movesOf = (game: number): number => moves.filter((row) => row.game === game).length;

  it('has the spikes and moves of the player that is tested, bit for bit', () => {
    for (const precision of ['f64', 'f32'] as const) {
      const { numeric, agent: own, seen: all, tables: open } = recorded('steps', precision);
      const { player, network } = own;
      const grids = open(true);
      const [state, record] = [player.stateBytes, player.recordBytes].map((n) => numeric.kernels.allocate(n));
      const observation = numeric.room(network.observation);
      const spikes = rowsOf(all, 'spikes').filter(({ game }) => game === 0);
      for (const row of rowsOf(all, 'moves').filter(({ game }) => game === 0)) {
        const observed = grids.observations.slice(0, network.observation);
        numeric.view(observation, observed.length).set(observed);
        player.move(observation, row.move === 0, state, record);
        for (const population of player.populations(record)) {
          const wanted = [...spikesOf(numeric, population, T).entries()].filter(([, spike]) => spike === 1);
          const found = spikes.filter(({ move, layer }) => move === row.move && layer === population.name);
          expect(found.map(({ step, unit }) => Number(step) * population.neurons + Number(unit))).toEqual(
            wanted.map(([i]) => i),
          );
        }
        const features = Float64Array.from(numeric.view(player.features(record), M));
        expect(row.cell).toBe(likeliest(own.judge(features, observed).logits));
        grids.step([row.cell as number, NO_MOVE, NO_MOVE, NO_MOVE]);
      }
    }
  });

  it('has membranes from which the spikes follow, also after the moves before', () => {
    for (const [layer, neurons] of Object.entries(layers)) {
      const potentials = of('potentials', 1, layer);
      expect(potentials, layer).toHaveLength(movesOf(1) * T * neurons);
      const last = new Int32Array(neurons).fill(-1000);
      const fired = potentials.filter(({ move, step, unit, potential }) => {
        const [t, i] = [Number(move) * T + Number(step), Number(unit)];
        if (t - last[i] <= neuron.refractorySteps || Number(potential) <= neuron.threshold) return false;
        last[i] = t;
        return true;
      });
      expect(
        of('spikes', 1, layer).map(({ move, step, unit }) => [move, step, unit]),
        layer,
      ).toEqual(fired.map(({ move, step, unit }) => [move, step, unit]));
    }
  });

  it('has traces of plain loops over the spikes of a game, of which the rule makes the memory after each move', () => {
    const keep = Math.exp(-1 / plasticity.tauTrace);
    const { gammaPos, gammaNeg, wMax } = plasticity;
    for (let game = 0; game < GAMES; game++) {
      const [keys, values] = ['write_key', 'write_value'].map((layer) => {
        const place = ({ move, step, unit }: Row) => (Number(move) * T + Number(step)) * M + Number(unit);
        const spikes = new Set(of('spikes', game, layer).map(place));
        const traces = of('traces', game, layer);
        expect(traces).toHaveLength(movesOf(game) * T * M);
        const own = new Float64Array(M);
        for (const [at, row] of traces.entries()) {
          expect(place(row)).toBe(at);
          own[at % M] = keep * own[at % M] + (spikes.has(at) ? 1 - keep : 0);
          expect(Math.abs(Number(row.trace) - own[at % M])).toBeLessThan(1e-15);
        }
        return traces.map(({ trace }) => Number(trace));
      });
      const memory = rowsOf(tables, 'memory').filter((row) => row.game === game);
      const weights = new Float64Array(M * M);
      for (let t = 0; t < movesOf(game) * T; t++) {
        for (let i = 0; i < M * M; i++) {
          const [key, value] = [keys[t * M + Math.floor(i / M)], values[t * M + (i % M)]];
          weights[i] += gammaPos * (wMax - weights[i]) * value * key - gammaNeg * key * key * weights[i];
        }
        if ((t + 1) % T !== 0) continue;
        const after = memory.slice(Math.floor(t / T) * M * M, Math.floor(t / T + 1) * M * M);
        for (const [i, { weight }] of after.entries())
          expect(Math.abs(Number(weight) - weights[i])).toBeLessThan(1e-12);
      }
      expect(Math.max(...weights)).toBeGreaterThan(0.01);
    }
  });

  it('has without detail what is left of each move alone, with the same numbers', () => {
    const { seen: short } = recorded('moves');
    expect(short.map(({ name }) => name)).toEqual(['moves', 'rates', 'memory']);
    for (const name of ['moves', 'rates', 'memory']) expect(rowsOf(short, name)).toEqual(rowsOf(tables, name));
  });

  it('has of the twin without time what its units say, and nothing of spikes', () => {
    const twin = { form: 'relu', ...{ steps: 1, readoutDelay: 1, readoutWindow: 1 } } as const;
    const [{ seen, agent: own }, { seen: short }] = (['steps', 'moves'] as const).map((detail) =>
      recorded(detail, 'f64', twin),
    );
    expect(seen.map(({ name }) => name)).toEqual(['moves', 'activities', 'memory']);
    expect(short.map(({ name }) => name)).toEqual(['moves', 'memory']);
    const { embedding, memory } = own.network;
    const activities = rowsOf(seen, 'activities');
    expect(activities).toHaveLength(rowsOf(seen, 'moves').length * (embedding + 4 * memory));
    expect(activities.some(({ layer, activity }) => layer === 'read_value' && Number(activity) > 0)).toBe(true);
  });
});
