/**
 * Learning to play (specification, section 10): all tables are played for some moves, then those moves are learned from several times over, in groups of
 * tables. What was played is not played again for that: a group begins from the states that its tables had at the first move.
 */
import { permute } from '../../../train/order.js';
import type { Numeric } from '../numeric.js';
import type { CardAgent, Judgement } from './agent.js';
import { drawAction, likeliest, logProbabilities } from './policy.js';
import { type PpoLosses, type PpoSettings, ppo } from './ppo.js';
import { advantagesOf, returnsOf } from './returns.js';
import type { FinishedGame, Tables } from './tables.js';

export interface CardLearning extends PpoSettings {
  /** Tables, and moves of a rollout (num_envs, num_steps). */
  readonly tables: number;
  readonly moves: number;
  /** Passes over a rollout, and groups of tables of each (ppo_epochs, ppo_batches). */
  readonly passes: number;
  readonly groups: number;
  readonly discount: number;
  /** Longest gradient. */
  readonly longest: number;
}

/** Draws of an update: for the action of each table at each move, and for orders of tables. */
export interface LearningDraws {
  action(move: number, table: number): number;
  /** [tables] */
  order(update: number, pass: number): ArrayLike<number>;
}

/** What an update came to: means over its steps. */
export interface UpdateReport extends PpoLosses {
  readonly games: readonly FinishedGame[];
  readonly gradientLength: number;
}

export interface CardLearner {
  /** Plays and learns once. */
  update(rate: number): UpdateReport;
  /** Plays without learning, the likeliest move each, until so many games are over or so many moves made; on tables of its own. */
  test(tables: Tables, games: number, moves: number): readonly FinishedGame[];
}

/** What was played: arrays are [moves, tables, ...]. */
interface Rollout {
  readonly observations: Float64Array;
  readonly actions: Int32Array;
  readonly logs: Float64Array;
  readonly values: Float64Array;
  readonly returns: Float64Array;
  readonly advantages: Float64Array;
  readonly isFirst: readonly boolean[];
}

/** Moves of some tables from their states; returns features [tables, memory]. */
type Play = (
  observations: Float64Array,
  isFirst: (table: number) => boolean,
  states: readonly number[],
) => Float64Array;

function openPlay(numeric: Numeric, { player, network }: CardAgent): Play {
  const { observation: O, memory: M } = network;
  const [record, seen] = [numeric.kernels.allocate(player.recordBytes), numeric.room(O)];
  return (observations, isFirst, states) => {
    const features = new Float64Array(states.length * M);
    for (const [table, state] of states.entries()) {
      numeric.view(seen, O).set(observations.subarray(table * O, (table + 1) * O));
      player.move(seen, isFirst(table), state, record);
      features.set(numeric.view(player.features(record), M), table * M);
    }
    return features;
  };
}

/** Opens learning on tables that stand at the beginning of their games. */
export function openLearner(
  numeric: Numeric,
  agent: CardAgent,
  tables: Tables,
  settings: CardLearning,
  draws: LearningDraws,
): CardLearner {
  const { player, elementary, network } = agent;
  const { tables: n, moves, passes, groups, discount, longest } = settings;
  if (n % groups !== 0) throw new RangeError(`${groups} groups do not divide ${n} tables`);
  const { observation: O, memory: M } = network;
  const words = player.stateBytes / 4;
  const placeStates = () => Array.from({ length: n }, () => numeric.kernels.allocate(player.stateBytes));
  const [states, before] = [placeStates(), placeStates()];
  // one that is thrown away: the value of the last observation must not move the game on
  const [beyond, replayed] = [numeric.kernels.allocate(player.stateBytes), numeric.kernels.allocate(player.stateBytes)];
  const copy = (from: number, to: number): void => numeric.kernels.i32(to, words).set(numeric.kernels.i32(from, words));
  const records = Array.from({ length: moves }, () => numeric.kernels.allocate(player.recordBytes));
  const seen = Array.from({ length: moves }, () => numeric.room(O));
  const play = openPlay(numeric, agent);
  let [updates, made] = [0, 0];
  let isNew: readonly boolean[] = Array.from({ length: n }, () => true);

  const valueBeyond = (): Float64Array => {
    const features = new Float64Array(n * M);
    for (const [table, state] of states.entries()) {
      copy(state, beyond);
      const one = tables.observations.subarray(table * O, (table + 1) * O);
      features.set(
        play(one, () => isNew[table], [beyond]),
        table * M,
      );
    }
    return agent.judge(features, tables.observations).values;
  };

  const rollout = (games: FinishedGame[]): Rollout => {
    for (const [table, state] of states.entries()) copy(state, before[table]);
    const observations = new Float64Array(moves * n * O);
    const actions = new Int32Array(moves * n);
    const [logs, values, rewards] = [0, 1, 2].map(() => new Float64Array(moves * n));
    const masks = new Float64Array((moves + 1) * n);
    const isFirst: boolean[] = [];
    for (let s = 0; s < moves; s++, made++) {
      observations.set(tables.observations, s * n * O);
      isFirst.push(...isNew);
      const features = play(tables.observations, (table) => isNew[table], states);
      const judged = agent.judge(features, tables.observations);
      const options = judged.logits.length / n;
      for (let table = 0; table < n; table++) {
        const law = logProbabilities(elementary, judged.logits.subarray(table * options, (table + 1) * options));
        const action = drawAction(elementary, law, draws.action(made, table));
        actions[s * n + table] = action;
        logs[s * n + table] = law[action];
      }
      values.set(judged.values, s * n);
      games.push(...tables.step(actions.subarray(s * n, (s + 1) * n)));
      rewards.set(tables.rewards, s * n);
      isNew = Array.from(tables.done, (over) => over === 1);
      for (let table = 0; table < n; table++) masks[(s + 1) * n + table] = isNew[table] ? 0 : 1;
    }
    const returns = returnsOf({ steps: moves, games: n }, rewards, masks, valueBeyond(), discount);
    return { observations, actions, logs, values, returns, advantages: advantagesOf(returns, values), isFirst };
  };

  /** The rows [moves, own] of some tables, of `width` numbers each. */
  const cut = (all: ArrayLike<number>, own: Int32Array, width = 1): Float64Array =>
    Float64Array.from({ length: moves * own.length * width }, (_, i) => {
      const row = Math.floor(i / width);
      const [s, g] = [Math.floor(row / own.length), row % own.length];
      return all[(s * n + own[g]) * width + (i % width)];
    });

  const learn = (own: Int32Array, played: Rollout, rate: number): PpoLosses & { readonly length: number } => {
    const features = new Float64Array(moves * own.length * M);
    const replay = (g: number): void => {
      copy(before[own[g]], replayed);
      for (let s = 0; s < moves; s++) {
        const row = s * n + own[g];
        numeric.view(seen[s], O).set(played.observations.subarray(row * O, (row + 1) * O));
        player.move(seen[s], played.isFirst[row], replayed, records[s]);
        features.set(numeric.view(player.features(records[s]), M), (s * own.length + g) * M);
      }
    };
    for (let g = 0; g < own.length; g++) replay(g);
    const judged: Judgement = agent.judge(features, cut(played.observations, own, O));
    const batch = {
      actions: cut(played.actions, own),
      advantages: cut(played.advantages, own),
      returns: cut(played.returns, own),
      oldLogProbabilities: cut(played.logs, own),
      oldValues: cut(played.values, own),
    };
    const outcome = ppo(elementary, settings, batch, judged.logits, judged.values);
    agent.clear();
    const bars = agent.judgeBack(judged, outcome.logits, outcome.values);
    for (let g = 0; g < own.length; g++) {
      // records are those of one table at a time; the last one's are still there
      if (own.length > 1) replay(g);
      const first = Array.from({ length: moves }, (_, s) => played.isFirst[s * n + own[g]]);
      const ownBars = Float64Array.from({ length: moves * M }, (_, i) => {
        return bars[(Math.floor(i / M) * own.length + g) * M + (i % M)];
      });
      player.back(seen, first, records, ownBars, agent.gradient);
    }
    return { ...outcome, length: agent.step(rate, longest) };
  };

  return {
    update: (rate) => {
      const games: FinishedGame[] = [];
      const played = rollout(games);
      const order = new Int32Array(n);
      const each = n / groups;
      const sums = { total: 0, policy: 0, value: 0, entropy: 0, length: 0 };
      for (let pass = 0; pass < passes; pass++) {
        permute(order, draws.order(updates, pass));
        for (let group = 0; group < groups; group++) {
          const one = learn(order.slice(group * each, (group + 1) * each), played, rate);
          for (const key of ['total', 'policy', 'value', 'entropy', 'length'] as const) sums[key] += one[key];
        }
      }
      updates++;
      const { length, ...losses } = sums;
      const mean = (x: number): number => x / (passes * groups);
      return {
        total: mean(losses.total),
        policy: mean(losses.policy),
        value: mean(losses.value),
        entropy: mean(losses.entropy),
        games,
        gradientLength: mean(length),
      };
    },
    test: (own, wanted, most) => {
      const count = own.rewards.length;
      const fresh = Array.from({ length: count }, () => numeric.kernels.allocate(player.stateBytes));
      const games: FinishedGame[] = [];
      let firsts: readonly boolean[] = Array.from({ length: count }, () => true);
      for (let s = 0; s < most && games.length < wanted; s++) {
        const features = play(own.observations, (table) => firsts[table], fresh);
        const { logits } = agent.judge(features, own.observations);
        const options = logits.length / count;
        const chosen = fresh.map((_, table) => likeliest(logits.subarray(table * options, (table + 1) * options)));
        games.push(...own.step(chosen));
        firsts = Array.from(own.done, (over) => over === 1);
      }
      return games;
    },
  };
}
