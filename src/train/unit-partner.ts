/** What each thread of a team does where every thread has some units of a network (trainable.ts). The thread of the run is one of them. */
import type { Board } from './board.js';
import type { TrainingJob } from './jobs.js';
import type { Meeting, Rank } from './team.js';
import type { StepMoment, Tensor, Trainable, UnitSplit } from './trainable.js';

/** Stages before which all threads must have done what comes before, where they see what others do between such stages alone. */
function beginningsOf(needs: UnitSplit['needs']): readonly number[] {
  const found = [0];
  for (const [stage, needed] of needs.entries()) {
    const from = found[found.length - 1];
    if (needed.some((one) => one >= from)) found.push(stage);
  }
  return found;
}

type Posted = Pick<TrainingJob, 'batch' | 'stage'>;

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
  /** Stages of which each begins a job, where threads do not meet within one. */
  readonly beginnings: readonly number[];
  /** Stages that were done in batches before this one, in jobs within which threads meet. */
  #done = 0;

  constructor(network: Trainable, split: UnitSplit, board: Board, place: Rank) {
    this.#network = network;
    this.#split = split;
    this.#board = board;
    this.#place = place;
    this.#mine = split.parts[place.rank];
    this.others = split.parts.filter((_, rank) => rank !== place.rank).flat();
    this.read = this.others.filter(split.isReadByAll);
    this.beginnings = beginningsOf(split.needs);
  }

  /** Does a batch, and the step with it; waits for what others make of it. */
  *all(posted: Posted, at: StepMoment): Meeting {
    const [{ needs }, board, { rank, size }] = [this.#split, this.#board, this.#place];
    const before = this.#done;
    this.#done = (before + needs.length) | 0;
    for (const [stage, needed] of needs.entries()) {
      for (const one of needed) {
        for (let other = 0; other < size; other++) if (other !== rank) yield* board.until(other, before + one + 1);
      }
      this.#stage(posted, at, stage, true);
      board.reach(rank, before + stage + 1);
    }
  }

  /** The stages of a batch from one on, as far as all that they need was made before it. */
  stages(posted: Posted, at: StepMoment): void {
    const { stage: first = 0 } = posted;
    const end = this.beginnings.find((beginning) => beginning > first) ?? this.#split.needs.length;
    for (let stage = first; stage < end; stage++) this.#stage(posted, at, stage);
  }

  /** Takes what a stage needs of others, does its own part of it, and the step with it where it is the last. */
  #stage({ batch: posted }: Posted, at: StepMoment, stage: number, isNear = false): void {
    const [split, board, { rank, size }] = [this.#split, this.#board, this.#place];
    const batch = board.batch(posted);
    for (const needed of split.needs[stage]) {
      for (let other = 0; other < size; other++) {
        if (other !== rank) for (const made of split.made(needed, other, batch.items)) board.takeMade(made);
      }
    }
    split.stage(batch, at, stage);
    for (const made of split.made(stage, rank, batch.items)) board.putMade(made);
    if (stage === split.needs.length - 1 && Number.isFinite(split.outcome().loss)) this.#update(at, isNear);
  }

  /** Puts up what its steps came to, for the thread of the run, which has all of the state. */
  give(): void {
    this.#board.putPieces(this.#mine);
  }

  #update({ rate, isWatched = false }: StepMoment, isNear: boolean): void {
    const [network, board, mine] = [this.#network, this.#board, this.#mine];
    network.optimize(rate, mine);
    // who is near is asked for the rest when somebody wants it
    if (isNear || this.#place.rank === 0) board.putPieces(mine.filter(this.#split.isReadByAll));
    else this.give();
    if (isWatched) board.putGradient(mine);
  }
}
