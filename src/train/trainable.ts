/**
 * What the training engine drives: a network that has parameters, says loss and gradient of a batch, and steps. Perceptron, GPT and
 * spiking networks are such networks.
 *
 * A batch is cut into shares by its size alone (`sharesOf`). The gradient of a batch is ((share 0 + share 1) + share 2) + ..., whoever
 * computed which share, so one thread and several give the same bits.
 */
import type { ArrayDeclaration, Block } from '../kernel/struct.js';
import type { Pieces } from './pieces.js';
import type { Scoring } from './scoring.js';
import type { Rank } from './team.js';

/** f32 for speed, f64 for proof: one source of kernels makes both. */
export type Precision = 'f32' | 'f64';
export type Reals = Float32Array | Float64Array;

/** A named array of parameters within the flat array of all. */
export interface Tensor {
  readonly name: string;
  /** Weights are [out, in]; one dimension: a bias or a scale, which no rule couples. */
  readonly shape: readonly number[];
  /** Numbers before it in the flat array. */
  readonly offset: number;
  readonly count: number;
}

/** Items with what they are to be answered with; the arrays may be larger than is used and are copied before a call returns. */
export interface Batch {
  readonly items: number;
  /** [items, width]: numbers, or bytes that count as k/255, for perceptrons; tokens for sequences. */
  readonly inputs: Uint8Array | Float32Array | Float64Array | Int32Array;
  /** [items, targets of an item]: classes or tokens, or which of the images of an item is its answer. */
  readonly targets: Int32Array;
  /** Tokens of each item; absent: as many as the network takes. */
  readonly length?: number;
}

/** What a batch or a share of it came to. Sums, so that shares and batches add up. */
export interface Outcome {
  /** Sum of the losses of all targets: of cross-entropies in nats, or of what the network's `scoring` says. */
  readonly loss: number;
  /** Targets that are right: the largest logit (the lowest class of several, class 0 where logits are not numbers), or as `scoring` says. */
  readonly correct: number;
  readonly targets: number;
  /** Sum of the squares of the losses of all targets; absent: nobody knows. */
  readonly lossSquares?: number;
  /** Sums over targets of what else the network measures while it learns, in the order of its `measures`; absent: none. */
  readonly measures?: readonly number[];
}

/** What shares of a batch, in their order, come to as a whole. */
export function sumOfOutcomes(outcomes: readonly Outcome[]): Outcome {
  let [loss, correct, targets] = [0, 0, 0];
  let measures: readonly number[] | undefined;
  for (const one of outcomes) {
    loss += one.loss;
    correct += one.correct;
    targets += one.targets;
    const before = measures;
    measures = before === undefined ? one.measures : one.measures?.map((sum, i) => before[i] + sum);
  }
  return { loss, correct, targets, ...(measures !== undefined && { measures }) };
}

/** A number that a network comes to beside the loss while it learns: the mean over targets of what outcomes sum up. */
export interface Measure {
  readonly name: string;
  readonly symbol?: string;
  readonly meaning: string;
  readonly unit?: string;
  /** Whether the summary has it too, as it was in the last epoch. */
  readonly isSummarised?: boolean;
  /** What it means, as a clause that the number of an epoch can follow, if it is 0 in a whole epoch: a layer that is silent. */
  readonly whenZero?: string;
}

/** Sums over a whole batch that each share must know before it makes its gradient. */
export interface Survey {
  /** Sums of a share. */
  readonly count: number;
  /** Those of each share of a run, one share behind the other. */
  of(batch: Batch, run: Share, at: Moment): ArrayLike<number>;
  /** Takes what all shares come to: it holds for the gradients that are made next, which are of this batch. */
  take(sums: Float64Array, batch: Batch): void;
}

/** Gradients longer than this are made so long before a step. */
export interface Clipping {
  readonly longest: number;
  /** Sum of the squares of the gradient of a tensor, in the order of its numbers. */
  squares(tensor: Tensor): number;
  /** Multiplies the gradient of a tensor. */
  scale(tensor: Tensor, factor: number): void;
}

/** Items `from` to `to` (not included) of a batch. */
export interface Share {
  readonly from: number;
  readonly to: number;
}

/** Most shares of a batch, and rows that a share has at least: with fewer, each thread spends too much of a step on a gradient of the whole size. */
export const MOST_SHARES = 4;
const FEWEST_ROWS = 64;

/** The shares of a batch of `items` with `rows` rows each; they depend on these two numbers alone. */
export function sharesOf(items: number, rows = 1): readonly Share[] {
  const most = Math.min(MOST_SHARES, items, Math.floor((items * rows) / FEWEST_ROWS));
  const count = Math.max(1, most);
  return Array.from({ length: count }, (_, i) => ({
    from: Math.floor((i * items) / count),
    to: Math.floor(((i + 1) * items) / count),
  }));
}

/** Shares in groups of neighbours that have at most `items` items together, or of one share. */
export function groupsOf(shares: readonly Share[], items: number): readonly (readonly Share[])[] {
  const groups: Share[][] = [];
  for (const share of shares) {
    const last = groups.at(-1);
    if (last !== undefined && share.to - last[0].from <= items) last.push(share);
    else groups.push([share]);
  }
  return groups;
}

/** Most items of a share, of all batches of up to `items`. */
export function largestShare(items: number, rows = 1): number {
  let most = 1;
  for (let n = 1; n <= items; n++) for (const { from, to } of sharesOf(n, rows)) most = Math.max(most, to - from);
  return most;
}

/** Arrays that a trainable network keeps in the state block of its run, and the sizes that their shapes name. */
export interface TrainableState {
  readonly arrays: readonly ArrayDeclaration[];
  readonly sizes: { readonly [size: string]: number };
}

/** Numbers of an array in the state block, by their places in it. */
export interface Piece {
  readonly array: string;
  readonly from: number;
  readonly count: number;
}

/** When a gradient is made: masks of dropout are a function of the seed, `step`, place in the network and entry. */
export interface Moment {
  /** Optimizer steps done over the whole run. */
  readonly step: number;
  /** Epochs of the fit that are done; absent: 0. */
  readonly epoch?: number;
}

/** When a step is, how long it is, and whether somebody wants to see what it does to the gradient. */
export interface StepMoment extends Moment {
  /** Learning rate; absent: that of the network's settings. */
  readonly rate?: number;
  readonly isWatched?: boolean;
}

/** Numbers that a thread makes in a stage for others. */
export interface Made {
  /** Where it stands among all that goes between threads. */
  readonly from: number;
  /** The place for them in the memory of this thread, whoever makes them; valid until the memory grows. */
  readonly numbers: Reals;
}

/**
 * A network of which each thread of a team computes some units of every layer, for all items of a batch. What goes between threads is then
 * activities and errors, which are fewer numbers than weights where a batch is small, and each weight is packed, gets its gradient and makes its
 * step in one thread. A unit is the sum of the same terms in the same order whoever computes it, so this changes no bit.
 *
 * A batch is learned in stages. Some read what all threads have made in earlier ones; between them are others that read nothing, so that a thread
 * has something to do while the rest are not as far.
 */
export interface UnitSplit {
  /** Most items of a batch that is learned like this. */
  readonly items: number;
  /** Of each stage, in their order: those before it whose numbers it reads. */
  readonly needs: readonly (readonly number[])[];
  /** Numbers that go between threads, at most. */
  readonly numbers: number;
  /** By thread: tensors, or rows of them, of which it makes the gradient and the step. */
  readonly parts: readonly (readonly Tensor[])[];
  /** Whether other threads read the parameters of such a part while they learn. */
  isReadByAll(part: Tensor): boolean;
  /** Does a stage of a batch. In the last one the gradient of its parts is there, where `gradient()` has it. */
  stage(batch: Batch, at: Moment, stage: number): void;
  /** What a thread makes in a stage of a batch of so many items: this thread all of it, another one what this thread reads of it. */
  made(stage: number, rank: number, items: number): readonly Made[];
  /** What the batch of the last stage came to: all of it, and in all threads the same. */
  outcome(): Outcome;
}

export interface Trainable {
  readonly precision: Precision;
  readonly tensors: readonly Tensor[];
  /** Numbers of all tensors. */
  readonly count: number;
  /** Those among them that are counted and not learned, as running statistics; absent: none. */
  readonly unlearned?: number;
  /** Most items of a batch. */
  readonly items: number;
  /** Numbers or tokens of an item, at most. */
  readonly width: number;
  /** Targets of each item, at most. */
  readonly targetsOfItem: number;
  /** How many of these say something of their own in a test; absent: all, as if each were an item. */
  readonly trialsOfItem?: number;
  /** Numbers that are said of each target: a logit of each class or token that it may be, or an image. */
  readonly classes: number;
  readonly block: Block;
  /** Names of its arrays in the block: all that a step depends on beside the batch. */
  readonly arrays: readonly string[];
  /** How it is judged; absent: targets are classes. */
  readonly scoring?: Scoring;
  /** What outcomes of learning have beside the loss; absent: nothing. */
  readonly measures?: readonly Measure[];
  /** Absent: a share needs to know nothing of the others. */
  readonly survey?: Survey;
  /** Absent: gradients are taken as long as they are. */
  readonly clipping?: Clipping;

  /** Stored parameters; valid until the memory grows. Whoever writes to them calls `changed()`. */
  parameters(): Reals;
  /** Parameters or masks were written from outside. */
  changed(): void;
  /** Mean gradient over the targets of a batch, with masks applied; a step of the optimizer uses it up. */
  gradient(): Reals;

  shares(items: number): readonly Share[];
  /** Loss of a batch, and its gradient in `gradient()`: what its shares come to (`learnWhole`), before any clipping. */
  lossAndGradient(batch: Batch, at: Moment): Outcome;
  /** The same, `evaluate`, and what threads have shares of, in pieces of at most about a second, of networks with long steps. */
  readonly inPieces?: {
    lossAndGradient(batch: Batch, at: Moment): Pieces<Outcome>;
    evaluate(batch: Batch): Pieces<Outcome>;
    /** Sums of the survey. */
    survey(batch: Batch, run: Share): Pieces<Float64Array>;
    gradientOfShares(batch: Batch, run: Share, at: Moment, slot: number): Pieces<readonly Outcome[]>;
    look(batch: Batch, run: Share): Pieces<void>;
  };
  /**
   * What the shares of a run of neighbouring ones come to, and the sum of their gradients in a slot. Slot 0 is `gradient()`; others are made
   * when they are first asked for. A network with a `survey` has taken that of the batch before.
   *
   * @param run - numbers of shares
   */
  gradientOfShares(batch: Batch, run: Share, at: Moment, slot: number): readonly Outcome[];
  /** The gradient in a slot; valid until the memory grows. */
  slot(slot: number): Reals;
  /**
   * The network for a thread of a team that has some units of each layer instead of some shares of a batch; absent, or undefined for such a
   * place: threads have shares. Called once at most.
   */
  split?(place: Rank): UnitSplit | undefined;
  /** Adds a part of the gradient of a tensor to `gradient()`; the first replaces what was there. */
  addPart(tensor: Tensor, part: Reals, isFirst: boolean): void;

  /** Loss without dropout, with the corruption of tests: `look` at all shares and `score`. */
  evaluate(batch: Batch): Outcome;
  /** Logits as `evaluate` sees them, [items, rows of an item, classes]; valid until the next call. Targets are not read. */
  logits(batch: Batch): Reals;
  /** Makes the logits of a run of shares. */
  look(batch: Batch, run: Share): void;
  /** The place of the logits of a run of shares, whoever makes them; valid until the memory grows. */
  logitsOf(batch: Batch, run: Share): Reals;
  /** The loss that the logits in their place come to; they are used up. */
  score(batch: Batch): Outcome;
  /** The answer to each target, of the logits that were scored last; valid until the memory grows. */
  answers(batch: Batch): Int32Array;

  /** One step of the optimizer with `gradient()`, of some tensors if not of all; `rate` replaces the rate of its settings. */
  optimize(rate?: number, tensors?: readonly Tensor[]): void;
  /** What such a step changes of a tensor, its parameters first. */
  piecesOf(tensor: Tensor): readonly Piece[];
  /** Moments and their count start anew. */
  restart(): void;
  /** Makes N:M masks of the weights as they act now and restarts the optimizer. Names what no mask fits. */
  prune(n: number, m: number): { readonly skipped: readonly string[] };
  /** Takes masks that were made elsewhere, as those who share the work on a batch do; the optimizer goes on. */
  setMasks(masks: Uint8Array): void;
  /** Mask of each parameter, 1 or 0; undefined while nothing is pruned. */
  masks(): Uint8Array | undefined;
}
