/** What a network of layers is to its trainer (trainer.ts): forward and backward passes over a part of a batch in linear memory. */
import type { Rank } from '../../train/team.js';
import type { Share, Tensor, UnitSplit } from '../../train/trainable.js';

/** A batch in linear memory. */
export interface PlacedBatch {
  /** Numbers of the network's precision, or tokens as i32. */
  readonly inputs: number;
  /** Classes or tokens, i32. */
  readonly targets: number;
  /** Tokens of each item; of a network without sequences the width of an item. */
  readonly length: number;
}

/** What a gradient is made for. */
export interface Pass {
  readonly batch: PlacedBatch;
  /** Neighbours: one, or several whose items are no more than `itemsTogether`. */
  readonly shares: readonly Share[];
  /** What a target counts: one over the targets of the whole batch. */
  readonly scale: number;
  readonly step: number;
  /** Address of the gradient. */
  readonly gradient: number;
  /** Whether it is added to what is there. Only asked of networks that add. */
  readonly adds: boolean;
  /** Where the sum of losses and the number of correct predictions go, two f64 for each share. */
  readonly outcome: number;
}

/** The units of a network that a thread of a team has (src/train/trainable.ts). */
export interface Units {
  /** Of each stage: those before it whose numbers it reads. */
  readonly needs: UnitSplit['needs'];
  /** Numbers that go between threads, at most. */
  readonly numbers: number;
  /** Other parameters act from now on, those at this address. */
  take(parameters: number): void;
  /** A stage of the forward and backward pass of shares; the gradient is that of its own rows. */
  learn(pass: Pass, stage: number): void;
  /** Ends the gradients of one or several shares. */
  finish(gradient: number): void;
  /** What a thread makes in a stage. */
  made: UnitSplit['made'];
  /** The rows of tensors that a thread has. */
  partsOf(rank: number): readonly Tensor[];
  /** Whether other threads read such rows. */
  isReadByAll(part: Tensor): boolean;
}

export interface Network {
  readonly tensors: readonly Tensor[];
  /** Rows that an item has in products: more rows make more shares. */
  readonly rowsOfItem: number;
  /** Numbers or tokens of an item, at most. */
  readonly width: number;
  readonly hasTokens: boolean;
  readonly targetsOfItem: number;
  readonly classes: number;
  /** Items that shares may have together to be computed at once, with the bits of one after the other; 0: each share by itself. */
  readonly itemsTogether: number;
  /** Whether a share's gradient may be added to that of earlier ones, with the bits of a sum of both. */
  adds(share: Share): boolean;
  /** Other parameters act from now on, those at this address. */
  take(parameters: number): void;
  /** Forward and backward pass of shares. */
  learn(pass: Pass): void;
  /** Ends the gradients of one or several shares, of which `learn` may have kept something for the end. */
  finish(gradient: number): void;
  /** Logits of a share without dropout, as tests see them, from `logits` on: [rows of targets, classes]. */
  look(batch: PlacedBatch, share: Share, logits: number): void;
  /** Its units that a thread has, for batches of `itemsTogether` items at most; absent or undefined: it is not shared like this. */
  units?(place: Rank): Units | undefined;
}
