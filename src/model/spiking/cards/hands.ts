/** Who does what takes long in a run of the card game: its own thread, or a team (crew.ts), with the same bits. */
import { type Pause, withPauses } from '../../../train/pause.js';
import type { Share } from '../../../train/trainable.js';
import type { Hear, Heard } from './hearing.js';
import type { PpoLosses } from './ppo.js';
import type { LearnShares } from './shares.js';

/** What a thread can do with what is in its block. */
export interface CardWork {
  readonly hear: Hear;
  /** Absent: there is nothing to learn. */
  readonly learn?: LearnShares;
  /** Shares of a group. */
  readonly shares: readonly Share[];
}

export interface CardHands {
  /** Has the networks of some tables hear; `goesOn`: their states in the block are those after it. */
  hear(tables: Int32Array, goesOn: boolean): Promise<Heard>;
  /** Losses of a group of an update, and its gradient in slot 0 of the agent. What `pause` throws comes out, and nothing was done. */
  learn(update: number, tables: Int32Array, pause?: Pause): Promise<PpoLosses>;
}

/** What shares come to as a whole, in their order. */
export const sumOfLosses = (shares: readonly PpoLosses[]): PpoLosses =>
  shares.reduce((sum, one) => ({
    total: sum.total + one.total,
    policy: sum.policy + one.policy,
    value: sum.value + one.value,
    entropy: sum.entropy + one.entropy,
  }));

/** All is done by the thread of the run. */
export const ownHands = ({ hear, learn, shares }: CardWork): CardHands => ({
  hear: async (tables, goesOn) => hear(tables, goesOn),
  learn: async (_, tables, pause) => {
    if (learn === undefined) throw new Error('there is nobody who learns');
    return sumOfLosses(await withPauses(learn(tables, { from: 0, to: shares.length }, 0), pause));
  },
});
