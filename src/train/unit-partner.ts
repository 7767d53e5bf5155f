/** What each thread of a team does where every thread has some units of a network (trainable.ts). The thread of the run is one of them. */
import type { Board } from './board.js';
import type { TrainingJob } from './jobs.js';
import type { Rank } from './team.js';
import type { Made, StepMoment, Tensor, Trainable, UnitSplit } from './trainable.js';

export class UnitPartner {
  readonly #network: Trainable;
  readonly #split: UnitSplit;
  readonly #board: Board;
  readonly #place: Rank;
  /** What it updates. */
  readonly #mine: readonly Tensor[];
  /** What others update, and what it reads of that. */
  readonly others: readonly Tensor[];
  readonly read: readonly Tensor[];

  constructor(network: Trainable, split: UnitSplit, board: Board, place: Rank) {
    this.#network = network;
    this.#split = split;
    this.#board = board;
    this.#place = place;
    this.#mine = split.parts[place.rank];
    this.others = split.parts.filter((_, rank) => rank !== place.rank).flat();
    this.read = this.others.filter(split.isReadByAll);
  }

  /** Takes what others made in the stage before, does its own part of this one, and the step with it where it is the last. */
  stage({ batch: posted, stage = 0 }: Pick<TrainingJob, 'batch' | 'stage'>, at: StepMoment): void {
    const [split, board] = [this.#split, this.#board];
    const batch = board.batch(posted);
    const made = (before: number, rank: number): Made => split.made(before, rank, batch.items);
    if (stage > 0) {
      for (let rank = 0; rank < this.#place.size; rank++) {
        if (rank !== this.#place.rank) board.takeMade(made(stage - 1, rank));
      }
    }
    split.stage(batch, at, stage);
    if (stage < split.stages - 1) board.putMade(made(stage, this.#place.rank));
    else if (Number.isFinite(split.outcome().loss)) this.#update(at);
  }

  #update({ rate, isWatched = false }: StepMoment): void {
    const [network, board, mine] = [this.#network, this.#board, this.#mine];
    network.optimize(rate, mine);
    // the thread of the run has all of the state; others have what they read
    board.putPieces(this.#place.rank === 0 ? mine.filter(this.#split.isReadByAll) : mine);
    if (isWatched) board.putGradient(mine);
  }
}
