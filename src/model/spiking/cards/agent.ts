/**
 * Who plays cards: the spiking network with actor and critic on its features, all parameters in one array, and Adam with gradients of bounded length
 * (specification, sections 4 and 10).
 */
import { type Elementary, elementaryOf } from '../../../kernel/elementary.js';
import { type AdamSettings, adamStep } from '../../../train/adam.js';
import { openSlots, type Slots } from '../../../train/slots.js';
import { countOf, placeTensors } from '../../../train/tensors.js';
import type { Tensor } from '../../../train/trainable.js';
import type { Numeric } from '../numeric.js';
import { besides, type Layer, type Passage, passBack, passThrough, type Stack } from './heads.js';
import { type CardNetwork, type CardPlayer, cardTensors, openSpikingPlayer } from './network.js';
import { openReluPlayer } from './relu-network.js';

/** Layers of actor and critic by their names, the last one without tanh. */
const [ACTOR, CRITIC] = [
  ['actor.0', 'actor.1', 'policy'],
  ['critic.0', 'critic.1', 'value'],
] as const;

/** Parameters of the network and its heads, in the order in which steps go through them. */
export function agentTensors(network: CardNetwork, actions: number): readonly Tensor[] {
  const { observation: O, memory: M } = network;
  const layer = (name: string, outputs: number, inputs: number) =>
    [
      [`${name}.weight`, [outputs, inputs]],
      [`${name}.bias`, [outputs]],
    ] as const;
  return placeTensors([
    ...cardTensors(network).map(({ name, shape }) => [name, shape] as const),
    ...layer(ACTOR[0], M, M),
    ...layer(ACTOR[1], M, M),
    ...layer(ACTOR[2], actions, M),
    ...layer(CRITIC[0], M, O + M),
    ...layer(CRITIC[1], M, M),
    ...layer(CRITIC[2], 1, M),
  ]);
}

/** What actor and critic make of features. */
export interface Judgement {
  /** [rows, actions] */
  readonly logits: Float64Array;
  /** [rows] */
  readonly values: Float64Array;
  readonly passages: readonly [actor: Passage, critic: Passage];
}

export interface CardAgent {
  readonly elementary: Elementary;
  readonly tensors: readonly Tensor[];
  readonly count: number;
  readonly network: CardNetwork;
  readonly player: CardPlayer;
  /** Address of all parameters. */
  readonly stored: number;
  /** All parameters; whoever writes to them calls `changed()`. */
  parameters(): Float32Array | Float64Array;
  changed(): void;
  /** Those that were put by as the best so far. */
  best(): Float32Array | Float64Array;
  /** @param features - [rows, memory], observations [rows, size] */
  judge(features: Float64Array, observations: Float64Array): Judgement;
  /** Adds the gradient of the heads to one of all parameters, and returns that by the features. */
  judgeBack(judgement: Judgement, byLogits: Float64Array, byValues: Float64Array, gradient: number): Float64Array;
  /** Gradients of shares; the one in slot 0 is that of a step. */
  readonly slots: Slots;
  /** The one in slot 0; valid until the memory grows. */
  gradient(): Float32Array | Float64Array;
  /** A gradient begins with 0. */
  clear(gradient: number): void;
  /** Ends it. */
  finish(gradient: number): void;
  /** Length of the gradient in slot 0. */
  length(): number;
  /** Steps of the optimizer that made the parameters. */
  steps(): number;
  /** A step of Adam with it; its length is given, and made no larger than `longest`. */
  step(rate: number, longest: number, length: number): void;
}

/** Where an agent keeps what outlasts a step: addresses of arrays of as many numbers as it has parameters, and the steps done. */
export interface AgentMemory {
  readonly parameters: number;
  readonly moment: number;
  readonly variance: number;
  /** Parameters that were the best so far. */
  readonly best: number;
  steps(): number;
  stepped(): void;
}

/** `keepsPotentials`: membranes are kept; absent: where perfect resets need them. */
export const openPlayer = (numeric: Numeric, network: CardNetwork, keepsPotentials?: boolean): CardPlayer =>
  network.form === 'relu' ? openReluPlayer(numeric, network) : openSpikingPlayer(numeric, network, keepsPotentials);

/** @param adam - its rate is given with each step */
export function openAgent(
  numeric: Numeric,
  network: CardNetwork,
  actions: number,
  adam: Omit<AdamSettings, 'rate'>,
  memory: AgentMemory,
): CardAgent {
  const { size } = numeric;
  const elementary = elementaryOf(numeric.kernels);
  const tensors = agentTensors(network, actions);
  const count = countOf(tensors);
  const { parameters: stored, moment, variance } = memory;
  const player = openPlayer(numeric, network);
  const k = numeric.pick('adam', 'add', 'dot_wide', 'scale_to');
  const slots = openSlots(numeric, tensors, k.add);
  const view = (base: number, name: string) => {
    const tensor = tensors.find((one) => one.name === name) as Tensor;
    return numeric.view(base + tensor.offset * size, tensor.count);
  };
  const stackOf = (base: number, names: readonly string[]): Stack<Float32Array | Float64Array> =>
    names.map((name) => ({ weight: view(base, `${name}.weight`), bias: view(base, `${name}.bias`) }));

  const headBack = (names: readonly string[], passage: Passage, by: Float64Array, gradient: number): Float64Array => {
    const wide = (array: Float32Array | Float64Array) => Float64Array.from(array);
    const own = stackOf(gradient, names);
    const sums = own.map(({ weight, bias }): Layer<Float64Array> => ({ weight: wide(weight), bias: wide(bias) }));
    const byInput = passBack(stackOf(stored, names), sums, passage, by);
    for (const [l, { weight, bias }] of own.entries()) {
      weight.set(sums[l].weight);
      bias.set(sums[l].bias);
    }
    return byInput;
  };

  return {
    ...{ elementary, tensors, count, network, player, stored, slots },
    parameters: () => numeric.view(stored, count),
    changed: () => player.take(stored),
    best: () => numeric.view(memory.best, count),
    judge: (features, observations) => {
      const rows = features.length / network.memory;
      const acting = passThrough(elementary, stackOf(stored, ACTOR), features, rows);
      const judging = passThrough(elementary, stackOf(stored, CRITIC), besides(observations, features, rows), rows);
      return { logits: acting[ACTOR.length], values: judging[CRITIC.length], passages: [acting, judging] };
    },
    judgeBack: ({ passages: [acting, judging] }, byLogits, byValues, gradient) => {
      const fromActor = headBack(ACTOR, acting, byLogits, gradient);
      const fromCritic = headBack(CRITIC, judging, byValues, gradient);
      const [own, all] = [network.memory, network.observation + network.memory];
      return fromActor.map((by, i) => by + fromCritic[Math.floor(i / own) * all + (all - own) + (i % own)]);
    },
    gradient: () => numeric.view(slots.gradient, count),
    clear: (gradient) => {
      numeric.zero(gradient, count);
      player.clear();
    },
    finish: (gradient) => player.finish(gradient),
    length: () => {
      // squares of each tensor by itself, then summed in their order
      const squares = tensors.map(({ offset, count: n }) => {
        const at = slots.gradient + offset * size;
        return k.dot_wide(n, at, at);
      });
      return Math.sqrt(squares.reduce((sum, x) => sum + x, 0));
    },
    steps: memory.steps,
    step: (rate, longest, length) => {
      const { gradient } = slots;
      const factor = longest > 0 ? Math.min(1, longest / (length + 1e-6)) : 1;
      if (factor < 1) k.scale_to(count, factor, gradient, gradient);
      memory.stepped();
      adamStep(k.adam, { ...adam, rate }, memory.steps(), { count, p: stored, g: gradient, moment, variance });
      player.take(stored);
    },
  };
}
