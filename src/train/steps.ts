/** What a run of training does with its network, batch by batch: alone, or as the first of several threads. */
import { Board, boardMemory, type PostedBatch } from './board.js';
import { jobOf, type KindOfJob } from './jobs.js';
import { Partner, runOf } from './partner.js';
import type { Team } from './team.js';
import { type Batch, type Outcome, type StepMoment, sumOfOutcomes, type Trainable } from './trainable.js';
import { clipFactor } from './whole-batch.js';

export interface Steps {
  /** Loss of a batch and, where it is finite, a step with its gradient. */
  learn(batch: Batch, at: StepMoment): Outcome | Promise<Outcome>;
  /** Loss of a batch without a step; the network then has the answers. */
  judge(batch: Batch): Outcome | Promise<Outcome>;
  /** Makes N:M masks; the optimizer starts anew. */
  prune(n: number, m: number): void;
}

/** Makes a gradient shorter that is longer than it may be. */
function clip({ clipping, tensors }: Trainable): void {
  if (clipping === undefined) return;
  const factor = clipFactor(clipping, tensors.map(clipping.squares));
  if (factor < 1) for (const tensor of tensors) clipping.scale(tensor, factor);
}

/** All is done by the thread of the run. */
export function ownSteps(network: Trainable): Steps {
  return {
    learn: (batch, at) => {
      const outcome = network.lossAndGradient(batch, at);
      if (!Number.isFinite(outcome.loss)) return outcome;
      clip(network);
      network.optimize(at.rate);
      return outcome;
    },
    judge: (batch) => network.evaluate(batch),
    prune: (n, m) => {
      network.prune(n, m);
      network.restart();
    },
  };
}

/** The thread of the run in a team, with the bits of `ownSteps`. */
class TeamSteps implements Steps {
  readonly #network: Trainable;
  readonly #team: Team;
  readonly #board: Board;
  readonly #partner: Partner;
  #version = 0;
  /** Whether the others have all of the state. */
  #isLoaded = false;

  constructor(network: Trainable, team: Team) {
    const memory = boardMemory(network);
    this.#network = network;
    this.#team = team;
    this.#board = new Board(network, memory);
    this.#partner = new Partner(network, this.#board, { rank: 0, size: team.size });
    team.begin(memory);
  }

  async learn(batch: Batch, at: StepMoment): Promise<Outcome> {
    const [network, board, partner] = [this.#network, this.#board, this.#partner];
    const { isWatched = false, rate } = at;
    const posted = await this.#post(batch);
    const job = { ...at, batch: posted };
    if (network.survey !== undefined) await this.#all('survey', job, () => partner.survey(posted, at));
    await this.#all('gradient', job, () => partner.gradient(posted, at));
    const outcomes = network.shares(batch.items).map((_, share) => board.outcome(share));
    const outcome = sumOfOutcomes(outcomes);
    if (!Number.isFinite(outcome.loss)) return outcome;
    // whoever shortens a gradient must know all of it first
    if (network.clipping !== undefined) await this.#all('add', job, () => partner.add(posted));
    await this.#all('update', job, () => partner.update(posted, { rate, isWatched }));
    board.takePieces(partner.others);
    this.#version++;
    if (isWatched) for (const tensor of partner.others) network.addPart(tensor, board.part(board.whole, tensor), true);
    return outcome;
  }

  async judge(batch: Batch): Promise<Outcome> {
    const [network, board, partner] = [this.#network, this.#board, this.#partner];
    const posted = await this.#post(batch);
    await this.#all('look', { batch: posted, step: 0 }, () => partner.look(posted));
    const shares = network.shares(batch.items);
    for (let rank = 1; rank < this.#team.size; rank++) {
      const run = runOf(shares.length, { rank, size: this.#team.size });
      if (run.from === run.to) continue;
      const place = network.logitsOf(batch, run);
      place.set(board.logits(shares[run.from].from, place.length));
    }
    return network.score(batch);
  }

  prune(n: number, m: number): void {
    this.#network.prune(n, m);
    this.#network.restart();
    this.#isLoaded = false;
  }

  /** Puts a batch up, for threads that have the state. */
  async #post(batch: Batch): Promise<PostedBatch> {
    const posted = this.#board.post(batch);
    if (this.#isLoaded) return posted;
    this.#board.putState();
    this.#version++;
    await this.#all('load', { batch: posted, step: 0 }, () => {});
    this.#isLoaded = true;
    return posted;
  }

  #all(kind: KindOfJob, job: StepMoment & { readonly batch: PostedBatch }, own: () => void): Promise<void> {
    return this.#team.together(jobOf({ kind, ...job, version: this.#version }), own);
  }
}

/** Steps of a run that has other threads beside its own. */
export const teamSteps = (network: Trainable, team: Team): Steps => new TeamSteps(network, team);
