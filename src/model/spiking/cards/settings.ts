/** What the parameters of the card game come to. */
import type { AdamSettings } from '../../../train/adam.js';
import { decayedRate } from '../../../train/schedule.js';
import { layersOf } from '../network-settings.js';
import { explicitLayers } from '../parameters-layers.js';
import { ADAM_DEFAULTS } from '../settings-types.js';
import { agentTensors } from './agent.js';
import { type CardRules, observationSize } from './game.js';
import { PLAYER_LAYERS } from './layers.js';
import type { CardLearning } from './learning.js';
import type { CardNetwork } from './network.js';
import type { CardParameters } from './parameters.js';
import type { CardTest } from './run.js';

type P = CardParameters;

export const rulesOf = (p: P): CardRules => ({
  cells: p.num_cells,
  shape: p.card_shape,
  matchReward: p.match_reward,
  flipPenalty: p.flip_penalty,
});

export const networkOf = (p: P): CardNetwork => ({
  ...layersOf(p, p.form, p.form === 'relu' ? 1 : p.embedding_size, PLAYER_LAYERS),
  form: p.form,
  observation: observationSize(rulesOf(p)),
});

export const tensorsOf = (p: P) => agentTensors(networkOf(p), p.num_cells);

/** Values may move by so much without a loss; null: by any. In units of rewards the published bound has no reason. */
function valueClipOf({ value_clip, mode, ppo_clip_param }: P): number | null {
  if (value_clip === null) return mode === 'faithful' ? ppo_clip_param : null;
  return value_clip === 'none' ? null : value_clip;
}

export function learningOf(p: P): CardLearning {
  const valueClip = valueClipOf(p);
  return {
    tables: p.num_envs,
    moves: p.num_steps,
    passes: p.ppo_epochs,
    groups: p.ppo_batches,
    discount: p.discount_factor,
    longest: Math.max(0, p.max_grad_norm),
    clip: p.ppo_clip_param,
    ...(valueClip !== null && { valueClip }),
    valueCoefficient: p.value_coefficient,
    entropyCoefficient: p.entropy_coefficient,
  };
}

/** Whole rollouts in the moves that there are. */
export const updatesOf = (p: P): number => Math.floor(Math.floor(p.num_env_steps / p.num_steps) / p.num_envs);

export const testOf = (p: P): CardTest => ({
  games: p.test_games,
  mostFlips: p.mode === 'faithful' ? undefined : p.most_flips,
});

export const adamOf = (p: P): Omit<AdamSettings, 'rate'> => {
  const { rate: _, ...adam } = ADAM_DEFAULTS;
  return { ...adam, epsilon: p.adam_eps };
};

/** Learning rate of an update. */
export function rateOf(p: P): (update: number) => number {
  const updates = updatesOf(p);
  const decay = { factor: p.learning_rate_decay, every: p.decay_learning_rate_every };
  return (update) =>
    p.decay_lr_linearly ? p.learning_rate * (1 - update / updates) : decayedRate(p.learning_rate, decay, update);
}

/** The parameters with the values that hold where a person said nothing. */
export function explicit(p: P): P {
  const { plasticity, encoderGain } = networkOf(p);
  return {
    ...p,
    ...explicitLayers(p, PLAYER_LAYERS),
    gamma_pos: plasticity.gammaPos,
    gamma_neg: plasticity.gammaNeg,
    encoder_gain: encoderGain,
    value_clip: valueClipOf(p) ?? 'none',
  };
}
