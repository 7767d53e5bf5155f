/** The golden card game: observations and rewards of scripted actions, what they are worth, and actor and critic from given features. */

import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { elementaryOf } from '../../kernel/elementary.js';
import type { CardRules, Deal } from '../../model/spiking/cards/game.js';
import {
  besides,
  type Layer,
  noGradients,
  passBack,
  passThrough,
  type Stack,
} from '../../model/spiking/cards/heads.js';
import { ppo } from '../../model/spiking/cards/ppo.js';
import { advantagesOf, returnsOf } from '../../model/spiking/cards/returns.js';
import { openTables } from '../../model/spiking/cards/tables.js';
import { type Comparison, equal, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';

/** Share of the largest number of an array, as the README of the files has it. */
const BOUND = 1e-9;
/** The file states them nowhere: the defaults of the game. */
const [MATCH_REWARD, FLIP_PENALTY] = [25, -0.5];

interface Sizes {
  readonly steps: number;
  readonly games: number;
  readonly rules: CardRules;
}

function sizesOf(golden: Golden): Sizes {
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
  const { steps, games, rules } = sizesOf(golden);
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
    sizesOf(golden),
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

const stackOf = (params: Golden, ...names: readonly string[]): Stack =>
  names.map((name): Layer => ({ weight: params.numbers(`${name}W`), bias: params.numbers(`${name}b`) }));

const ACTOR = ['a1', 'a2', 'pi'] as const;
const CRITIC = ['c1', 'c2', 'v'] as const;

/** Actor, critic and losses from the features that the network is to have. */
export function checkHeads(golden: Golden, { kernels }: Context): readonly Comparison[] {
  const elementary = elementaryOf(kernels(CORE_MODULE));
  const { steps, games } = sizesOf(golden);
  const [inputs, expected, config] = [golden.part('inputs'), golden.part('expected'), golden.part('config')];
  const rows = steps * games;
  const features = expected.numbers('features');
  const seen = expected
    .numbers('observations')
    .subarray(0, (expected.numbers('observations').length / (steps + 1)) * steps);
  const [actor, critic] = [stackOf(inputs.part('params'), ...ACTOR), stackOf(inputs.part('params'), ...CRITIC)];
  const acting = passThrough(elementary, actor, features, rows);
  const judging = passThrough(elementary, critic, besides(seen, features, rows), rows);
  const [logits, values] = [acting[ACTOR.length], judging[CRITIC.length]];
  const settings = {
    clip: config.number('ppo_clip'),
    valueCoefficient: config.number('c_v'),
    entropyCoefficient: config.number('c_e'),
  };
  const batch = {
    actions: inputs.integers('actions'),
    advantages: expected.numbers('advantages'),
    returns: expected.numbers('returns').subarray(0, rows),
    oldLogProbabilities: inputs.numbers('old_log_prob'),
    oldValues: inputs.numbers('old_value'),
  };
  const outcome = ppo(elementary, settings, batch, logits, values);
  const one = (name: string, value: number) => relative(name, [value], expected.numbers(name), BOUND);
  const grads = expected.part('grads');
  const gradients = (names: readonly string[], stack: Stack, passage: readonly Float64Array[], by: Float64Array) => {
    const made = noGradients(stack);
    passBack(stack, made, passage, by);
    return names.flatMap((name, l) => [
      relative(`${name}W`, made[l].weight, grads.numbers(`${name}W`), BOUND),
      relative(`${name}b`, made[l].bias, grads.numbers(`${name}b`), BOUND),
    ]);
  };
  return [
    relative('logits', logits, expected.numbers('logits'), BOUND),
    relative('values', values, expected.numbers('values'), BOUND),
    one('total_loss', outcome.total),
    one('value_loss', outcome.value),
    one('policy_loss', outcome.policy),
    one('entropy', outcome.entropy),
    ...gradients(ACTOR, actor, acting, outcome.logits),
    ...gradients(CRITIC, critic, judging, outcome.values),
  ];
}
