/** The golden card game: observations and rewards of scripted actions, and what they are worth. */

import type { CardRules, Deal } from '../../model/spiking/cards/game.js';
import { advantagesOf, returnsOf } from '../../model/spiking/cards/returns.js';
import { openTables } from '../../model/spiking/cards/tables.js';
import { type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';

/** Share of the largest number of an array, as the README of the files has it. */
export const BOUND = 1e-9;
/** The file states them nowhere: the defaults of the game. */
const [MATCH_REWARD, FLIP_PENALTY] = [25, -0.5];

export interface GameSizes {
  readonly steps: number;
  readonly games: number;
  readonly rules: CardRules;
}

export function gameSizes(golden: Golden): GameSizes {
  const sizes = golden.part('sizes');
  return {
    steps: sizes.count('S'),
    games: sizes.count('n'),
    rules: {
      cells: sizes.count('num_cells'),
      shape: sizes.count('card_shape'),
      matchReward: MATCH_REWARD,
      flipPenalty: FLIP_PENALTY,
    },
  };
}

/** The scripted game. */
export function checkGame(golden: Golden): readonly Comparison[] {
  const { steps, games, rules } = gameSizes(golden);
  const [inputs, expected] = [golden.part('inputs'), golden.part('expected')];
  const decks = [inputs.rows('decks_per_env'), inputs.rows('deck_after_reset')];
  const images = inputs.rows('images');
  const deal = (table: number, game: number): Deal => ({
    deck: Int32Array.from(decks[game][table]),
    images: images[table],
  });
  const tables = openTables(games, rules, deal);
  const actions = inputs.integers('actions');
  const observations = [...tables.observations];
  const [rewards, done, masks]: number[][] = [[], [], new Array(games).fill(0)];
  for (let s = 0; s < steps; s++) {
    tables.step(actions.subarray(s * games, (s + 1) * games));
    observations.push(...tables.observations);
    rewards.push(...tables.rewards);
    done.push(...tables.done);
    masks.push(...Array.from(tables.done, (over) => 1 - over));
  }
  const same = (name: string, values: readonly number[]) => equal(name, values, [...expected.numbers(name)]);
  return [
    same('observations', observations),
    same('rewards', rewards),
    same('done', done),
    same('masks', masks),
    ...checkWorth(golden, masks),
  ];
}

/** Returns and advantages of the golden rewards. */
function checkWorth(golden: Golden, masks: readonly number[]): readonly Comparison[] {
  const [inputs, expected] = [golden.part('inputs'), golden.part('expected')];
  const returns = returnsOf(
    gameSizes(golden),
    expected.numbers('rewards'),
    masks,
    inputs.numbers('next_value'),
    golden.number('gamma'),
  );
  const advantages = advantagesOf(returns, inputs.numbers('old_value_for_returns'));
  return [
    relative('returns', returns, expected.numbers('returns'), BOUND),
    relative('advantages', advantages, expected.numbers('advantages'), BOUND),
  ];
}
