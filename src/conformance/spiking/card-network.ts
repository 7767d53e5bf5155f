/** Actor, critic and losses of the golden card game, and the recurrent network that they hear: features, memory, gradients. */
import { CORE_MODULE } from '../../kernel/core-kernels.js';
import { type Elementary, elementaryOf } from '../../kernel/elementary.js';
import { observationSize } from '../../model/spiking/cards/game.js';
import {
  besides,
  type Layer,
  noGradients,
  passBack,
  passThrough,
  type Stack,
} from '../../model/spiking/cards/heads.js';
import { type CardPlayer, cardTensors, openSpikingPlayer } from '../../model/spiking/cards/network.js';
import { type PpoOutcome, ppo } from '../../model/spiking/cards/ppo.js';
import { SPIKING_MODULE } from '../../model/spiking/kernels.js';
import { type Numeric, numericOf } from '../../model/spiking/numeric.js';
import { TENSOR } from '../../model/spiking/tensors.js';
import { countOf } from '../../train/tensors.js';
import type { Precision } from '../../train/trainable.js';
import { type Comparison, relative } from '../compare.js';
import type { Golden } from '../golden.js';
import type { Context } from '../kind.js';
import { BOUND, gameSizes } from './card-game.js';
import { PUBLISHED } from './networks.js';
import { configOf, judgeOf, takeRows, transposed } from './play.js';

const ACTOR = ['a1', 'a2', 'pi'] as const;
const CRITIC = ['c1', 'c2', 'v'] as const;

const stackOf = (params: Golden, ...names: readonly string[]): Stack =>
  names.map((name): Layer => ({ weight: params.numbers(`${name}W`), bias: params.numbers(`${name}b`) }));

interface Heads {
  readonly logits: Float64Array;
  readonly values: Float64Array;
  readonly outcome: PpoOutcome;
  readonly actor: Stack<Float64Array>;
  readonly critic: Stack<Float64Array>;
  /** Derivative of the loss by the features, [steps, games, memory]. */
  readonly featuresBar: Float64Array;
}

/** Observations before each move, [steps, games, size]. */
function seenOf(golden: Golden): Float64Array {
  const { steps, games, rules } = gameSizes(golden);
  return golden
    .part('expected')
    .numbers('observations')
    .subarray(0, steps * games * observationSize(rules));
}

/** Actor, critic and losses from features [steps, games, memory]. */
function headsOf(golden: Golden, elementary: Elementary, features: Float64Array): Heads {
  const { steps, games } = gameSizes(golden);
  const [inputs, expected, config] = [golden.part('inputs'), golden.part('expected'), golden.part('config')];
  const rows = steps * games;
  const [actor, critic] = [ACTOR, CRITIC].map((names) => stackOf(inputs.part('params'), ...names));
  const acting = passThrough(elementary, actor, features, rows);
  const judging = passThrough(elementary, critic, besides(seenOf(golden), features, rows), rows);
  const [logits, values] = [acting[ACTOR.length], judging[CRITIC.length]];
  const settings = {
    clip: config.number('ppo_clip'),
    valueClip: config.number('ppo_clip'),
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
  const gradients = [noGradients(actor), noGradients(critic)];
  const fromActor = passBack(actor, gradients[0], acting, outcome.logits);
  const fromCritic = passBack(critic, gradients[1], judging, outcome.values);
  const [size, own] = [fromCritic.length / rows, features.length / rows];
  const featuresBar = fromActor.map(
    (bar, i) => bar + fromCritic[Math.floor(i / own) * size + (size - own) + (i % own)],
  );
  return { logits, values, outcome, actor: gradients[0], critic: gradients[1], featuresBar };
}

/** Actor, critic and losses from the features that the network is to have. */
export function checkHeads(golden: Golden, { kernels }: Context): readonly Comparison[] {
  const expected = golden.part('expected');
  const elementary = elementaryOf(kernels(CORE_MODULE));
  const { logits, values, outcome, actor, critic } = headsOf(golden, elementary, expected.numbers('features'));
  const one = (name: string, value: number) => relative(name, [value], expected.numbers(name), BOUND);
  const grads = expected.part('grads');
  const gradients = (names: readonly string[], stack: Stack<Float64Array>) =>
    names.flatMap((name, l) => [
      relative(`${name}W`, stack[l].weight, grads.numbers(`${name}W`), BOUND),
      relative(`${name}b`, stack[l].bias, grads.numbers(`${name}b`), BOUND),
    ]);
  return [
    relative('logits', logits, expected.numbers('logits'), BOUND),
    relative('values', values, expected.numbers('values'), BOUND),
    one('total_loss', outcome.total),
    one('value_loss', outcome.value),
    one('policy_loss', outcome.policy),
    one('entropy', outcome.entropy),
    ...gradients(ACTOR, actor),
    ...gradients(CRITIC, critic),
  ];
}

/** Names of the parameters in the golden file. */
const NAMES: { readonly [tensor: string]: string } = {
  [TENSOR.embedding]: 'W_emb',
  [TENSOR.writing]: 'W_write',
  [TENSOR.reading]: 'W_read',
};

interface Opened {
  readonly numeric: Numeric;
  readonly player: CardPlayer;
  readonly memory: number;
}

function opened(golden: Golden, precision: Precision, { kernels }: Context): Opened {
  const numeric = numericOf(kernels(SPIKING_MODULE), precision);
  const sizes = golden.part('sizes');
  const { steps, delay, neuron, plasticity } = configOf(golden.part('config'));
  const [embedding, memory] = [sizes.count('E'), sizes.count('M')];
  const network = {
    ...{ observation: observationSize(gameSizes(golden).rules), embedding, memory, steps, neuron, plasticity },
    ...PUBLISHED,
    form: 'spiking' as const,
    readoutDelay: delay,
    encoderGain: embedding,
  };
  const tensors = cardTensors(network);
  const parameters = numeric.room(countOf(tensors));
  const params = golden.part('inputs').part('params');
  for (const { name, offset, count } of tensors) {
    numeric.view(parameters + offset * numeric.size, count).set(params.numbers(NAMES[name]));
  }
  const player = openSpikingPlayer(numeric, network);
  player.take(parameters);
  return { numeric, player, memory };
}

/** The moves of one game after the other at each table, forward and back. */
export function checkPlayer(golden: Golden, precision: Precision, context: Context): readonly Comparison[] {
  const { numeric, player, memory } = opened(golden, precision, context);
  const { steps, games } = gameSizes(golden);
  const expected = golden.part('expected');
  const judge = judgeOf(precision, golden.number('margin'));
  const seen = seenOf(golden);
  const size = seen.length / (steps * games);
  const masks = expected.numbers('masks');
  const features = new Float64Array(steps * games * memory);
  const memories: number[] = [];
  const rollouts = Array.from({ length: games }, (_, table) => {
    const state = numeric.kernels.allocate(player.stateBytes);
    const moves = Array.from({ length: steps }, (_step, s) => {
      const [record, observation] = [numeric.kernels.allocate(player.recordBytes), numeric.room(size)];
      const row = s * games + table;
      numeric.view(observation, size).set(seen.subarray(row * size, (row + 1) * size));
      const isFirst = masks[row] === 0;
      player.move(observation, isFirst, state, record);
      features.set(numeric.view(player.features(record), memory), row * memory);
      return { record, observation, isFirst };
    });
    const last = player.memoryOf(moves[steps - 1].record);
    memories.push(...transposed(takeRows(numeric, last, memory, memory), memory, memory));
    return moves;
  });
  const { featuresBar } = headsOf(golden, elementaryOf(numeric.kernels), features);
  const count = countOf(player.tensors);
  const gradient = numeric.room(count);
  player.clear();
  for (const [table, moves] of rollouts.entries()) {
    const bars = moves.flatMap((_, s) => {
      const row = s * games + table;
      return [...featuresBar.subarray(row * memory, (row + 1) * memory)];
    });
    player.back(
      moves.map(({ observation }) => observation),
      moves.map(({ isFirst }) => isFirst),
      moves.map(({ record }) => record),
      Float64Array.from(bars),
      gradient,
    );
  }
  player.finish(gradient);
  const grads = expected.part('grads');
  return [
    judge.spikes('features', [...features], expected.numbers('features')),
    judge.reals('final_mem', memories, expected.numbers('final_mem')),
    ...player.tensors.map(({ name, offset, count: own }) => {
      const found = numeric.view(gradient + offset * numeric.size, own);
      return judge.reals(NAMES[name], found, grads.numbers(NAMES[name]));
    }),
  ];
}
