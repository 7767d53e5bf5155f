/** Learning from a rollout several times over, in groups of tables: who is in which group, and the steps of the optimizer (specification, section 10). */
import { permute } from '../../../train/order.js';
import type { Pause } from '../../../train/pause.js';
import type { CardAgent } from './agent.js';
import type { CardHands } from './hands.js';
import type { PpoLosses, PpoSettings } from './ppo.js';
import type { GroupShape, RolloutShape } from './shares.js';

export interface CardLearning extends PpoSettings, RolloutShape, GroupShape {
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
  /** What `pause` throws leaves the block as it was. */
  gradient(update: number, pass: number, group: number, pause?: Pause): Promise<GroupReport>;
  /** A step of the optimizer with the gradient that was made last. */
  step(rate: number): void;
}

export function openLearner(
  agent: CardAgent,
  hands: Pick<CardHands, 'learn'>,
  { tables: n, groups, longest }: Pick<CardLearning, 'tables' | 'groups' | 'longest'>,
  draws: OrderDraws,
): CardLearner {
  const each = n / groups;
  let length = 0;
  return {
    gradient: async (update, pass, group, pause) => {
      const order = new Int32Array(n);
      permute(order, draws(update, pass));
      const losses = await hands.learn(update, order.slice(group * each, (group + 1) * each), pause);
      length = agent.length();
      return { ...losses, length };
    },
    step: (rate) => agent.step(rate, longest, length),
  };
}
