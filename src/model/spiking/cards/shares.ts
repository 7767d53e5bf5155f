/**
 * Learning from what was played (specification, section 10). Nothing is played again for that: a share begins from the states that its tables had at the first
 * move. A group of tables is cut into shares by its size alone, and the gradients of shares are added up in their order, whoever made which.
 */
import type { Pieces } from '../../../train/pieces.js';
import { type Share, sharesOf } from '../../../train/trainable.js';
import type { Numeric } from '../numeric.js';
import type { CardAgent } from './agent.js';
import { statesIn, wordsOfState } from './network-states.js';
import { type PpoLosses, type PpoSettings, ppo } from './ppo.js';
import type { CardsBlock } from './state.js';

/** Bytes in which the records of a share may be kept from its way forward to its way back; a share that needs more goes forward twice. */
const KEPT_BYTES = 256 * 2 ** 20;

/** A table has so many moves and steps that it may be a share of its own. */
const ROWS_OF_TABLE = 64;

export interface RolloutShape {
  readonly tables: number;
  readonly moves: number;
}

export interface GroupShape {
  readonly tables: number;
  readonly groups: number;
}

/** Shares of a group. */
export const sharesOfGroup = ({ tables, groups }: GroupShape): readonly Share[] =>
  sharesOf(tables / groups, ROWS_OF_TABLE);

/**
 * What a run of neighbouring shares of a group has of its losses, in pieces of a table, and the sum of their gradients in a slot.
 *
 * @param tables - those of the group
 * @param run - numbers of shares
 */
export type LearnShares = (tables: Int32Array, run: Share, slot: number) => Pieces<readonly PpoLosses[]>;

/**
 * @param keptBytes - the published sizes need 3 MB
 * @throws RangeError if groups do not divide the tables
 */
export function openShares(
  numeric: Numeric,
  agent: CardAgent,
  block: CardsBlock,
  settings: PpoSettings & RolloutShape & GroupShape,
  keptBytes = KEPT_BYTES,
): LearnShares {
  const { player, elementary, network, slots } = agent;
  const { tables: n, moves, groups } = settings;
  if (n % groups !== 0) throw new RangeError(`${groups} groups do not divide ${n} tables`);
  const { observation: O, memory: M } = network;
  const { kernels } = numeric;
  const k = numeric.pick('add');
  const shares = sharesOfGroup(settings);
  const most = Math.max(...shares.map(({ from, to }) => to - from));
  const words = wordsOfState(player);
  const keepsAll = most * moves * player.recordBytes <= keptBytes;
  const records = Array.from({ length: moves * (keepsAll ? most : 1) }, () => kernels.allocate(player.recordBytes));
  const recordOf = (g: number, s: number): number => records[keepsAll ? g * moves + s : s];
  const seen = Array.from({ length: moves }, () => numeric.room(O));
  const replayed = kernels.allocate(4 * words);
  const before = statesIn(block, 'before', words);
  const partRoom = numeric.later(shares.length > 1 ? 1 : 0, agent.count);
  let part = 0;

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
  const isFirst = (table: number): readonly boolean[] =>
    Array.from({ length: moves }, (_, s) => block.u8('firsts')[s * n + table] === 1);
  /** The moves of a table once more, the g-th of a share, with their features [moves, own tables, memory]. */
  const replay = (g: number, own: Int32Array, features: Float64Array): void => {
    const table = own[g];
    kernels.i32(replayed, words).set(kernels.i32(before(table), words));
    show(table);
    for (const [s, first] of isFirst(table).entries()) {
      player.move(seen[s], first, replayed, recordOf(g, s));
      features.set(numeric.view(player.features(recordOf(g, s)), M), (s * own.length + g) * M);
    }
  };
  const back = (g: number, own: Int32Array, bars: Float64Array, gradient: number): void => {
    const table = own[g];
    show(table);
    const mine = new Float64Array(moves * M);
    for (let s = 0; s < moves; s++) {
      const at = (s * own.length + g) * M;
      mine.set(bars.subarray(at, at + M), s * M);
    }
    const made = Array.from({ length: moves }, (_, s) => recordOf(g, s));
    player.back(seen, isFirst(table), made, mine, gradient);
  };
  const learnShare = function* (own: Int32Array, rows: number, gradient: number): Pieces<PpoLosses> {
    const features = new Float64Array(moves * own.length * M);
    for (const g of own.keys()) {
      replay(g, own, features);
      yield;
    }
    const judged = agent.judge(features, cut(block.f64('observations'), own, O));
    const batch = {
      actions: cut(block.i32('actions'), own),
      advantages: cut(block.f64('advantages'), own),
      returns: cut(block.f64('returns'), own),
      oldLogProbabilities: cut(block.f64('logs'), own),
      oldValues: cut(block.f64('values'), own),
    };
    const outcome = ppo(elementary, settings, batch, judged.logits, judged.values, rows);
    agent.clear(gradient);
    const bars = agent.judgeBack(judged, outcome.logits, outcome.values, gradient);
    for (const g of own.keys()) {
      // records of one table at a time were written over by those behind it
      if (!keepsAll && own.length > 1) replay(g, own, features);
      back(g, own, bars, gradient);
      yield;
    }
    agent.finish(gradient);
    const { total, policy, value, entropy } = outcome;
    return { total, policy, value, entropy };
  };

  return function* (tables, { from, to }, slot) {
    const target = slots.at(slot);
    const found: PpoLosses[] = [];
    for (const share of shares.slice(from, to)) {
      if (part === 0 && found.length > 0) part = partRoom();
      const place = found.length === 0 ? target : part;
      found.push(yield* learnShare(tables.slice(share.from, share.to), moves * tables.length, place));
      if (place !== target) k.add(agent.count, part, target);
    }
    return found;
  };
}
