/**
 * Learning from what was played (specification, section 10): several times over, in groups of tables. Nothing is played again for that: a group begins from the
 * states that its tables had at the first move.
 */
import { permute } from '../../../train/order.js';
import type { Numeric } from '../numeric.js';
import type { CardAgent } from './agent.js';
import { type PpoLosses, type PpoSettings, ppo } from './ppo.js';
import { type RolloutShape, statesIn, wordsOfState } from './rollout.js';
import type { CardsBlock } from './state.js';

export interface CardLearning extends PpoSettings, RolloutShape {
  /** Passes over a rollout, and groups of tables of each (ppo_epochs, ppo_batches). */
  readonly passes: number;
  readonly groups: number;
  readonly discount: number;
  /** Longest gradient; 0: any. */
  readonly longest: number;
}

/** Uniform draws for the order of tables in a pass, [tables]. */
export type OrderDraws = (update: number, pass: number) => ArrayLike<number>;

/** What a group came to before the step. */
export interface GroupReport extends PpoLosses {
  readonly length: number;
}

/** Learns from a group of a pass: makes its gradient, which `step` uses. */
export interface CardLearner {
  gradient(update: number, pass: number, group: number): GroupReport;
  /** A step of the optimizer with the gradient that was made last. */
  step(rate: number): void;
}

/** Bytes in which the records of a group may be kept from its way forward to its way back; a group that needs more goes forward twice. */
const KEPT_BYTES = 256 * 2 ** 20;

/** @param keptBytes - the published sizes need 11 MB */
export function openLearner(
  numeric: Numeric,
  agent: CardAgent,
  block: CardsBlock,
  settings: CardLearning,
  draws: OrderDraws,
  keptBytes = KEPT_BYTES,
): CardLearner {
  const { player, elementary, network } = agent;
  const { tables: n, moves, groups, longest } = settings;
  if (n % groups !== 0) throw new RangeError(`${groups} groups do not divide ${n} tables`);
  const { observation: O, memory: M } = network;
  const { kernels } = numeric;
  const words = wordsOfState(player);
  const each = n / groups;
  const keepsAll = each * moves * player.recordBytes <= keptBytes;
  const records = Array.from({ length: moves * (keepsAll ? each : 1) }, () => kernels.allocate(player.recordBytes));
  const recordOf = (g: number, s: number): number => records[keepsAll ? g * moves + s : s];
  const seen = Array.from({ length: moves }, () => numeric.room(O));
  const replayed = kernels.allocate(4 * words);
  const before = statesIn(block, 'before', words);
  let length = 0;

  /** The rows [moves, own] of some tables, of `width` numbers each. */
  const cut = (all: ArrayLike<number>, own: Int32Array, width = 1): Float64Array =>
    Float64Array.from({ length: moves * own.length * width }, (_, i) => {
      const row = Math.floor(i / width);
      const [s, g] = [Math.floor(row / own.length), row % own.length];
      return all[(s * n + own[g]) * width + (i % width)];
    });
  const show = (table: number): void => {
    for (let s = 0; s < moves; s++) {
      const from = (s * n + table) * O;
      numeric.view(seen[s], O).set(block.f64('observations').subarray(from, from + O));
    }
  };
  /** The moves of a table of the group once more, with their features. */
  const replay = (g: number, table: number, features: Float64Array): void => {
    kernels.i32(replayed, words).set(kernels.i32(before(table), words));
    show(table);
    for (let s = 0; s < moves; s++) {
      player.move(seen[s], block.u8('firsts')[s * n + table] === 1, replayed, recordOf(g, s));
      features.set(numeric.view(player.features(recordOf(g, s)), M), (s * each + g) * M);
    }
  };
  const back = (g: number, table: number, bars: Float64Array): void => {
    show(table);
    const first = Array.from({ length: moves }, (_, s) => block.u8('firsts')[s * n + table] === 1);
    const own = Float64Array.from({ length: moves * M }, (_, i) => {
      return bars[(Math.floor(i / M) * each + g) * M + (i % M)];
    });
    const made = Array.from({ length: moves }, (_, s) => recordOf(g, s));
    player.back(seen, first, made, own, agent.gradient);
  };

  return {
    gradient: (update, pass, group) => {
      const order = new Int32Array(n);
      permute(order, draws(update, pass));
      const own = order.slice(group * each, (group + 1) * each);
      const features = new Float64Array(moves * each * M);
      for (const [g, table] of own.entries()) replay(g, table, features);
      const judged = agent.judge(features, cut(block.f64('observations'), own, O));
      const batch = {
        actions: cut(block.i32('actions'), own),
        advantages: cut(block.f64('advantages'), own),
        returns: cut(block.f64('returns'), own),
        oldLogProbabilities: cut(block.f64('logs'), own),
        oldValues: cut(block.f64('values'), own),
      };
      const outcome = ppo(elementary, settings, batch, judged.logits, judged.values);
      agent.clear();
      const bars = agent.judgeBack(judged, outcome.logits, outcome.values);
      for (const [g, table] of own.entries()) {
        // records of one table at a time were written over by those behind it
        if (!keepsAll && each > 1) replay(g, table, features);
        back(g, table, bars);
      }
      length = agent.finish();
      return { ...outcome, length };
    },
    step: (rate) => agent.step(rate, longest, length),
  };
}
