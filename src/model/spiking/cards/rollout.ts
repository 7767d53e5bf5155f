/**
 * Playing (specification, section 10): a move on all tables at a time, drawn while the agent learns, the likeliest in a test. All that a later move or the
 * learning needs stands in the block of the run.
 */
import type { Numeric } from '../numeric.js';
import type { CardAgent } from './agent.js';
import { drawAction, likeliest, logProbabilities } from './policy.js';
import { advantagesOf, returnsOf } from './returns.js';
import type { CardsBlock } from './state.js';
import { type FinishedGame, NO_MOVE, type Tables } from './tables.js';

/** Words of the state of a network in the block: whole numbers of both precisions. */
export const wordsOfState = ({ stateBytes }: { readonly stateBytes: number }): number => 2 * Math.ceil(stateBytes / 8);

/** Addresses of the states of networks in the block. */
export const statesIn = (block: CardsBlock, name: 'networks' | 'before', words: number) => (table: number) =>
  block.pointer(name) + 4 * words * table;

/** The draw for the action of a table at a move of the run. */
export type ActionDraw = (move: number, table: number) => number;

export interface RolloutShape {
  readonly tables: number;
  readonly moves: number;
}

export interface Playing {
  /** Nothing was played yet. */
  begin(): void;
  /** The states of all networks are put by, for the learning that follows the rollout. */
  putBy(): void;
  /** Makes a move of a rollout; `made` are those of the run before it. Returns the games that are over by it. */
  move(tables: Tables, at: number, made: number): readonly FinishedGame[];
  /** Ends a rollout: what its moves were worth. Returns the share of the variance of returns that values explain; undefined if there is none. */
  appraise(tables: Tables, discount: number): number | undefined;
  /** The likeliest move on those tables that still play. */
  likeliest(tables: Tables, plays: (table: number) => boolean): readonly FinishedGame[];
}

/** 1 - var(returns - values) / var(returns). */
function explainedOf(returns: Float64Array, values: Float64Array): number | undefined {
  const variance = (of: (i: number) => number): number => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < returns.length; i++) sum += of(i);
    const mean = sum / returns.length;
    for (let i = 0; i < returns.length; i++) squares += (of(i) - mean) * (of(i) - mean);
    return squares;
  };
  const all = variance((i) => returns[i]);
  return all > 0 ? 1 - variance((i) => returns[i] - values[i]) / all : undefined;
}

export function openPlaying(
  numeric: Numeric,
  agent: CardAgent,
  block: CardsBlock,
  { tables: n, moves }: RolloutShape,
  draw: ActionDraw,
): Playing {
  const { player, network, elementary } = agent;
  const { observation: O, memory: M } = network;
  const { kernels } = numeric;
  const words = wordsOfState(player);
  const [record, seen] = [kernels.allocate(player.recordBytes), numeric.room(O)];
  // one that is thrown away: the value of the last observation must not move the game on
  const beyond = kernels.allocate(4 * words);
  const stateOf = statesIn(block, 'networks', words);

  /** What the networks of some tables make of what is seen, [their number, memory]; `at` is where the state of a table stands. */
  const hear = (tables: Tables, own: readonly number[], at: (table: number) => number, counts: boolean) => {
    const features = new Float64Array(own.length * M);
    for (const [row, table] of own.entries()) {
      numeric.view(seen, O).set(tables.observations.subarray(table * O, (table + 1) * O));
      player.move(seen, block.u8('isNew')[table] === 1, at(table), record);
      const heard = numeric.view(player.features(record), M);
      features.set(heard, row * M);
      if (!counts) continue;
      if (heard.every((x) => x === 0)) block.set('silent', block.get('silent') + 1);
      const spikes = block.f64('spikes');
      for (const [layer, count] of player.spikes(record).entries()) spikes[layer] += count;
    }
    return features;
  };
  const all = Array.from({ length: n }, (_, table) => table);
  const rowOf = (logits: Float64Array, row: number, rows: number) =>
    logits.subarray((row * logits.length) / rows, ((row + 1) * logits.length) / rows);

  return {
    begin: () => void block.u8('isNew').fill(1),
    putBy: () => void block.i32('before').set(block.i32('networks')),
    move: (tables, at, made) => {
      const [first, end] = [at * n, (at + 1) * n];
      block.f64('observations').set(tables.observations, first * O);
      block.u8('firsts').set(block.u8('isNew'), first);
      const { logits, values } = agent.judge(hear(tables, all, stateOf, true), tables.observations);
      block.f64('values').set(values, first);
      for (const table of all) {
        const law = logProbabilities(elementary, rowOf(logits, table, n));
        const action = drawAction(elementary, law, draw(made, table));
        block.i32('actions')[first + table] = action;
        block.f64('logs')[first + table] = law[action];
      }
      const games = tables.step(block.i32('actions').subarray(first, end));
      block.f64('rewards').set(tables.rewards, first);
      block.u8('isNew').set(tables.done);
      return games;
    },
    appraise: (tables, discount) => {
      const thrownAway = (table: number): number => {
        kernels.i32(beyond, words).set(kernels.i32(stateOf(table), words));
        return beyond;
      };
      const next = agent.judge(hear(tables, all, thrownAway, false), tables.observations).values;
      const masks = new Float64Array((moves + 1) * n);
      for (const [i, isFirst] of [...block.u8('firsts'), ...block.u8('isNew')].entries()) masks[i] = 1 - isFirst;
      const values = block.f64('values');
      const returns = returnsOf({ steps: moves, games: n }, block.f64('rewards'), masks, next, discount);
      block.f64('returns').set(returns.subarray(0, moves * n));
      block.f64('advantages').set(advantagesOf(returns, values));
      return explainedOf(block.f64('returns'), values);
    },
    likeliest: (tables, plays) => {
      const own = all.filter(plays);
      const observations = Float64Array.from({ length: own.length * O }, (_, i) => {
        return tables.observations[own[Math.floor(i / O)] * O + (i % O)];
      });
      const { logits } = agent.judge(hear(tables, own, stateOf, false), observations);
      const chosen = new Int32Array(n).fill(NO_MOVE);
      for (const [row, table] of own.entries()) chosen[table] = likeliest(rowOf(logits, row, own.length));
      const games = tables.step(chosen);
      block.u8('isNew').set(tables.done);
      return games;
    },
  };
}
