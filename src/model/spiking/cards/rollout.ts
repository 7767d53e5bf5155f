/**
 * Playing (specification, section 10): a move on all tables at a time, drawn while the agent learns, the likeliest in a test. All that a later move or the
 * learning needs stands in the block of the run.
 */
import type { Elementary } from '../../../kernel/elementary.js';
import type { CardHands } from './hands.js';
import type { Heard } from './hearing.js';
import { drawAction, likeliest, logProbabilities } from './policy.js';
import { advantagesOf, returnsOf } from './returns.js';
import type { RolloutShape } from './shares.js';
import type { CardsBlock } from './state.js';
import { type FinishedGame, NO_MOVE, type Tables } from './tables.js';

/** The draw for the action of a table at a move of the run. */
export type ActionDraw = (move: number, table: number) => number;

export interface Playing {
  /** Nothing was played yet. */
  begin(): void;
  /** The states of all networks are put by, for the learning that follows the rollout. */
  putBy(): void;
  /** Makes a move of a rollout; `made` are those of the run before it. Resolves to the games that are over by it. */
  move(tables: Tables, at: number, made: number): Promise<readonly FinishedGame[]>;
  /** Ends a rollout: what its moves were worth. Resolves to the share of the variance of returns that values explain; undefined if there is none. */
  appraise(discount: number): Promise<number | undefined>;
  /** The likeliest move on those tables that still play. */
  likeliest(tables: Tables, plays: (table: number) => boolean): Promise<readonly FinishedGame[]>;
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

/** @param hands - who has the networks hear; tables have their state in the block */
export function openPlaying(
  elementary: Elementary,
  hands: Pick<CardHands, 'hear'>,
  block: CardsBlock,
  { tables: n, moves }: RolloutShape,
  draw: ActionDraw,
): Playing {
  const all = Int32Array.from({ length: n }, (_, table) => table);
  const rowOf = (logits: Float64Array, row: number, rows: number) =>
    logits.subarray((row * logits.length) / rows, ((row + 1) * logits.length) / rows);
  const count = ({ silent, spikes }: Heard): void => {
    block.set('silent', block.get('silent') + silent.reduce((sum, one) => sum + one, 0));
    const sums = block.f64('spikes');
    for (const [i, more] of spikes.entries()) sums[i % sums.length] += more;
  };

  return {
    begin: () => void block.u8('isNew').fill(1),
    putBy: () => void block.i32('before').set(block.i32('networks')),
    move: async (tables, at, made) => {
      const [first, end] = [at * n, (at + 1) * n];
      block.f64('observations').set(tables.observations, at * tables.observations.length);
      block.u8('firsts').set(block.u8('isNew'), first);
      const heard = await hands.hear(all, true);
      const { logits, values } = heard;
      count(heard);
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
    appraise: async (discount) => {
      // the value of the last observation must not move the game on
      const next = (await hands.hear(all, false)).values;
      const masks = new Float64Array((moves + 1) * n);
      for (const [i, isFirst] of [...block.u8('firsts'), ...block.u8('isNew')].entries()) masks[i] = 1 - isFirst;
      const values = block.f64('values');
      const returns = returnsOf({ steps: moves, games: n }, block.f64('rewards'), masks, next, discount);
      block.f64('returns').set(returns.subarray(0, moves * n));
      block.f64('advantages').set(advantagesOf(returns, values));
      return explainedOf(block.f64('returns'), values);
    },
    likeliest: async (tables, plays) => {
      const own = all.filter(plays);
      const { logits } = await hands.hear(own, true);
      const chosen = new Int32Array(n).fill(NO_MOVE);
      for (const [row, table] of own.entries()) chosen[table] = likeliest(rowOf(logits, row, own.length));
      const games = tables.step(chosen);
      block.u8('isNew').set(tables.done);
      return games;
    },
  };
}
