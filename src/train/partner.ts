/**
 * What each thread of a team does in a step: the gradients of its shares, then the update of its tensors, whose parts it adds up in the order
 * of shares. The thread of the run is one of them. Before the gradients there may be a survey, whose sums every thread adds up; gradients that
 * may be too long are added up by all before anybody makes a step.
 *
 * The first thread has the first shares, so it adds them where they are. Any other keeps each of its shares by itself, since what comes before
 * it in the sum was made elsewhere.
 */
import type { Board, PostedBatch } from './board.js';
import type { Pieces } from './pieces.js';
import type { Rank } from './team.js';
import type { Moment, Reals, Share, StepMoment, Tensor, Trainable } from './trainable.js';
import { clipFactor, sumOfShares } from './whole-batch.js';

/** The shares of a thread, of `count`: neighbours, and those of the first thread are not fewer than others'. */
export const runOf = (count: number, { rank, size }: Rank): Share => ({
  from: Math.ceil((rank * count) / size),
  to: Math.ceil(((rank + 1) * count) / size),
});

/** The tensors that each thread updates: the largest first, each to the thread that has least. */
export function tensorsOfThreads(tensors: readonly Tensor[], size: number): readonly (readonly Tensor[])[] {
  const owned = Array.from({ length: size }, (): Tensor[] => []);
  const loads = owned.map(() => 0);
  for (const tensor of [...tensors].sort((a, b) => b.count - a.count)) {
    const thread = loads.indexOf(Math.min(...loads));
    owned[thread].push(tensor);
    loads[thread] += tensor.count;
  }
  return owned;
}

/** Where a thread other than the first keeps a share of its run; slot 0 is for the sum. */
const slotOf = ({ from }: Share, share: number): number => 1 + share - from;

const entries = (all: Reals, { offset, count }: Tensor): Reals => all.subarray(offset, offset + count);

export class Partner {
  readonly #network: Trainable;
  readonly #board: Board;
  readonly #place: Rank;
  /** Tensors that it updates, and those that others do. */
  readonly #mine: readonly Tensor[];
  readonly others: readonly Tensor[];

  constructor(network: Trainable, board: Board, place: Rank) {
    this.#network = network;
    this.#board = board;
    this.#place = place;
    // no more owners than shares: a step of one share may change tensors by what only the first thread knows, as running statistics of a batch
    const owned = tensorsOfThreads(network.tensors, Math.min(place.size, network.shares(network.items).length));
    this.#mine = owned[place.rank] ?? [];
    this.others = owned.filter((_, thread) => thread !== place.rank).flat();
  }

  #runIn({ items }: PostedBatch, place: Rank = this.#place): Share {
    return runOf(this.#network.shares(items).length, place);
  }

  /** The shares that the first thread has added up. */
  #head(posted: PostedBatch): Share {
    return this.#runIn(posted, { ...this.#place, rank: 0 });
  }

  /** What its shares bring to the sums that all need. */
  *survey(posted: PostedBatch, at: Moment): Pieces<void> {
    const [{ survey, inPieces }, board, run] = [this.#network, this.#board, this.#runIn(posted)];
    if (survey === undefined || run.to === run.from) return;
    const batch = board.batch(posted);
    board.putSums(run.from, inPieces === undefined ? survey.of(batch, run, at) : yield* inPieces.survey(batch, run));
  }

  /** Gradients of its shares; what others will update goes on the board. */
  *gradient(posted: PostedBatch, at: Moment): Pieces<void> {
    const [{ survey, shares }, board, run] = [this.#network, this.#board, this.#runIn(posted)];
    survey?.take(sumOfShares(board.sums(shares(posted.items).length), survey.count), board.batch(posted));
    if (this.#place.rank === 0) yield* this.#add(posted, run, at, 0);
    else
      for (let share = run.from; share < run.to; share++)
        yield* this.#add(posted, { from: share, to: share + 1 }, at, slotOf(run, share));
  }

  *#add(posted: PostedBatch, run: Share, at: Moment, slot: number): Pieces<void> {
    const [network, board] = [this.#network, this.#board];
    const { inPieces } = network;
    const batch = board.batch(posted);
    const outcomes =
      inPieces === undefined
        ? network.gradientOfShares(batch, run, at, slot)
        : yield* inPieces.gradientOfShares(batch, run, at, slot);
    for (const [i, outcome] of outcomes.entries()) board.putOutcome(run.from + i, outcome);
    const made = network.slot(slot);
    for (const tensor of this.others) board.part(run.from, tensor).set(entries(made, tensor));
  }

  /** Adds up the parts of its tensors, and says how long they are if anybody needs to know. */
  add(posted: PostedBatch): void {
    const [{ tensors, clipping }, board] = [this.#network, this.#board];
    for (const tensor of this.#mine) {
      this.#addUp(tensor, posted);
      if (clipping !== undefined) board.putSquares(tensors.indexOf(tensor), clipping.squares(tensor));
    }
  }

  /** Makes a step with its tensors. `isWatched`: the gradient goes on the board as the step left it. */
  update(posted: PostedBatch, { rate, isWatched = false }: Pick<StepMoment, 'rate' | 'isWatched'>): void {
    const [network, board] = [this.#network, this.#board];
    const { clipping } = network;
    if (clipping === undefined) this.add(posted);
    else {
      const factor = clipFactor(clipping, board.squares());
      if (factor < 1) for (const tensor of this.#mine) clipping.scale(tensor, factor);
    }
    network.optimize(rate, this.#mine);
    board.putPieces(this.#mine);
    if (isWatched) board.putGradient(this.#mine);
  }

  #addUp(tensor: Tensor, posted: PostedBatch): void {
    const [network, board] = [this.#network, this.#board];
    const [mine, head] = [this.#runIn(posted), this.#head(posted)];
    if (this.#place.rank > 0) network.addPart(tensor, board.part(0, tensor), true);
    for (let share = head.to; share < network.shares(posted.items).length; share++) {
      const isMine = share >= mine.from && share < mine.to;
      const part = isMine ? entries(network.slot(slotOf(mine, share)), tensor) : board.part(share, tensor);
      network.addPart(tensor, part, false);
    }
  }

  /** Logits of its shares. */
  *look(posted: PostedBatch): Pieces<void> {
    const [network, board] = [this.#network, this.#board];
    const [batch, run] = [board.batch(posted), this.#runIn(posted)];
    if (network.inPieces === undefined) network.look(batch, run);
    else yield* network.inPieces.look(batch, run);
    if (this.#place.rank === 0 || run.from === run.to) return;
    const made = network.logitsOf(batch, run);
    board.logits(network.shares(posted.items)[run.from].from, made.length).set(made);
  }
}
