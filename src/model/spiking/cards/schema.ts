/** Inputs and observables of the card game, the one list of each, and what its parameters must fulfil together. */
import type { FamilySchema, ObservableDescription, Violation } from '../../schema.js';
import { layerViolations } from '../parameters-layers.js';
import { PLAYER_LAYERS } from './layers.js';
import { CARD_PARAMETERS, type CardParameters } from './parameters.js';
import { updatesOf } from './settings.js';

type P = CardParameters;

/** The published program has states of these sizes alone. */
const PUBLISHED = { embedding_size: 80, readout_delay: 1 } as const;

const published = (p: P): readonly Violation[] =>
  (['embedding_size', 'readout_delay'] as const).flatMap((key) =>
    p.mode === 'faithful' && p.form === 'spiking' && p[key] !== PUBLISHED[key]
      ? [{ key, message: `${key} = ${p[key]} fails in the original; choose mode = right, or ${PUBLISHED[key]}` }]
      : [],
  );

function groups(p: P): readonly Violation[] {
  if (updatesOf(p) === 0 || p.num_envs % p.ppo_batches === 0) return [];
  const fitting = Array.from({ length: Math.min(p.ppo_batches, p.num_envs) }, (_, i) => i + 1);
  const nearest = fitting.findLast((count) => p.num_envs % count === 0);
  return [
    {
      key: 'ppo_batches',
      message: `ppo_batches = ${p.ppo_batches} does not divide num_envs = ${p.num_envs}; ${nearest} does`,
    },
  ];
}

function delay(p: P): readonly Violation[] {
  if (p.form === 'relu' || p.readout_delay <= p.num_time_steps) return [];
  const message = `readout_delay = ${p.readout_delay} is more than num_time_steps = ${p.num_time_steps}, the steps of a move`;
  return [{ key: 'readout_delay', message }];
}

function something(p: P): readonly Violation[] {
  if (updatesOf(p) > 0 || p.test_games > 0) return [];
  const message = `num_env_steps = ${p.num_env_steps} is less than a rollout of ${p.num_steps * p.num_envs} moves, and test_games = 0: there is nothing to do`;
  return [{ key: 'num_env_steps', message }];
}

const layers = (p: P): readonly Violation[] =>
  layerViolations(p, { all: PLAYER_LAYERS, own: PLAYER_LAYERS, whose: 'the game' });

function recorded({ record_games: n, test_games }: P): readonly Violation[] {
  if (n <= test_games) return [];
  return [{ key: 'record_games', message: `record_games = ${n} is more than test_games = ${test_games}` }];
}

const number = (
  name: string,
  symbol: string,
  meaning: string,
  more: Partial<ObservableDescription> = {},
): ObservableDescription => ({
  ...{ name, symbol, meaning, shape: [], cost: 'none', byDefault: true, at: 'during' },
  ...more,
});

const OBSERVABLES: readonly ObservableDescription[] = [
  number(
    'loss',
    'L',
    'what is minimised: value_coefficient times the value loss, plus policy loss, less entropy_coefficient times entropy; mean over the steps of the optimizer',
  ),
  number('policy_loss', '', 'loss of the policy; what the progress line of the original calls entropy'),
  number('value_loss', '', 'half the mean squared distance of expected from actual returns'),
  number('entropy', 'H', 'mean entropy of the choice of a move', { unit: 'nats' }),
  number('explained_variance', '', 'share of the variance of returns that expected ones explain', { nullable: true }),
  number('gradient_norm', '|∇L|', 'mean length of the gradient before it is shortened'),
  number('rate', 'η', 'learning rate'),
  number('games', '', 'games that were over'),
  number('flips', '', 'mean flips of those games', { nullable: true }),
  number('reward', '', 'mean sum of rewards of those games', { nullable: true }),
  number('silent', '', 'share of moves of which the readout saw nothing'),
  ...PLAYER_LAYERS.map(({ name, of }) => number(`rate_${name}`, '', `mean firing rate of ${of}`, { unit: 'Hz' })),
];

export const CARDS_SCHEMA: FamilySchema<P> = {
  name: 'cards',
  // 2: gradients are added table by table in at most four shares of a group
  revision: 2,
  summary: 'a card game that spiking networks with a Hebbian memory learn by reward',
  parameters: CARD_PARAMETERS,
  inputs: [
    {
      key: 'weights',
      symbol: 'w(0)',
      type: 'f64',
      shape: ['weights'],
      help: 'weights at the start, by the names of their tensors (.safetensors, .npz) or all one after the other; drawn otherwise',
    },
  ],
  observables: OBSERVABLES,
  compatible: (p) => [...published(p), ...groups(p), ...delay(p), ...something(p), ...recorded(p), ...layers(p)],
};

/** What the network in this form has to observe. */
export const observablesOf = ({ form }: Pick<P, 'form'>): readonly ObservableDescription[] =>
  OBSERVABLES.filter(({ name }) => form === 'spiking' || !PLAYER_LAYERS.some((layer) => name === `rate_${layer.name}`));
