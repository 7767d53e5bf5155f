/** What a run of training does with its network, batch by batch: alone, or as the first of several threads. */
import { Board, boardMemory, type PostedBatch } from './board.js';
import { jobOf, type KindOfJob, type TrainingJob } from './jobs.js';
import { Partner, runOf } from './partner.js';
import { type OwnWork, type Pause, withPauses } from './pause.js';
import type { Job, Team } from './team.js';
import {
  type Batch,
  type Outcome,
  type StepMoment,
  sumOfOutcomes,
  type Tensor,
  type Trainable,
  type UnitSplit,
} from './trainable.js';
import { UnitPartner } from './unit-partner.js';
import { clipFactor } from './whole-batch.js';

export interface Steps {
  /** Loss of a batch and, where it is finite, a step with its gradient. What `pause` throws leaves the state as it was. */
  learn(batch: Batch, at: StepMoment, pause?: Pause): Outcome | Promise<Outcome>;
  /** Loss of a batch without a step; the network then has the answers. */
  judge(batch: Batch, pause?: Pause): Outcome | Promise<Outcome>;
  /** Makes N:M masks; the optimizer starts anew. */
  prune(n: number, m: number): void;
  /** Sees to it that the block of the run has all that steps did: whoever reads parameters or the block asks for it first. */
  settle(): void;
}

/** Makes a gradient shorter that is longer than it may be. */
function clip({ clipping, tensors }: Trainable): void {
  if (clipping === undefined) return;
  const factor = clipFactor(clipping, tensors.map(clipping.squares));
  if (factor < 1) for (const tensor of tensors) clipping.scale(tensor, factor);
}

/** All is done by the thread of the run. */
export function ownSteps(network: Trainable): Steps {
  const { inPieces } = network;
  const step = (outcome: Outcome, { rate }: StepMoment): Outcome => {
    if (!Number.isFinite(outcome.loss)) return outcome;
    clip(network);
    network.optimize(rate);
    return outcome;
  };
  return {
    learn: (batch, at, pause) =>
      inPieces === undefined || pause === undefined
        ? step(network.lossAndGradient(batch, at), at)
        : withPauses(inPieces.lossAndGradient(batch, at), pause).then((outcome) => step(outcome, at)),
    judge: (batch, pause) =>
      inPieces === undefined || pause === undefined
        ? network.evaluate(batch)
        : withPauses(inPieces.evaluate(batch), pause),
    prune: (n, m) => {
      network.prune(n, m);
      network.restart();
    },
    settle: () => {},
  };
}

/** The thread of the run in a team, with the bits of `ownSteps`. */
class TeamSteps implements Steps {
  readonly #network: Trainable;
  readonly #team: Team;
  readonly #board: Board;
  readonly #partner: Partner;
  readonly #split: UnitSplit | undefined;
  readonly #units: UnitPartner | undefined;
  #version = 0;
  /** What the others have of the state: nothing that counts, all, or what they need for steps by units or by shares. */
  #others: 'nothing' | 'all' | 'units' | 'shares' = 'nothing';
  /** Of which others made a step that this thread has not taken yet. */
  #pending: readonly Tensor[] = [];
  /** Whether the others have put that up. */
  #isGiven = true;

  constructor(network: Trainable, team: Team) {
    const place = { rank: 0, size: team.size };
    const split = network.split?.(place);
    const memory = boardMemory(network, split);
    this.#network = network;
    this.#team = team;
    this.#board = new Board(network, memory);
    this.#partner = new Partner(network, this.#board, place);
    this.#split = split;
    this.#units = split && new UnitPartner(network, split, this.#board, place);
    team.begin(memory);
  }

  learn(batch: Batch, at: StepMoment, pause?: Pause): Promise<Outcome> {
    const [split, units] = [this.#split, this.#units];
    if (split === undefined || units === undefined || batch.items > split.items) {
      return this.#learnByShares(batch, at, pause);
    }
    return this.#learnByUnits(split, units, batch, at);
  }

  async #learnByUnits(split: UnitSplit, units: UnitPartner, batch: Batch, at: StepMoment): Promise<Outcome> {
    const [team, job] = [this.#team, { ...at, batch: await this.#post(batch, 'units') }];
    if (this.#pending.length > 0) this.#board.takePieces(units.read, 1);
    if (team.near !== undefined) await team.near.meet(this.#job('units', job), units.all(job, at));
    else {
      for (const stage of units.beginnings) {
        await this.#all('stages', { ...job, stage }, () => units.stages({ ...job, stage }, at));
      }
    }
    const outcome = split.outcome();
    if (Number.isFinite(outcome.loss)) {
      this.#stepped(units.others, at);
      this.#isGiven = team.near === undefined;
    } else this.settle();
    this.#others = 'units';
    return outcome;
  }

  async #learnByShares(batch: Batch, at: StepMoment, pause: Pause | undefined): Promise<Outcome> {
    const [network, board, partner] = [this.#network, this.#board, this.#partner];
    const { isWatched = false, rate } = at;
    const posted = await this.#post(batch, 'shares');
    const job = { ...at, batch: posted };
    if (network.survey !== undefined) await this.#all('survey', job, () => partner.survey(posted, at), pause);
    await this.#all('gradient', job, () => partner.gradient(posted, at), pause);
    const outcomes = network.shares(batch.items).map((_, share) => board.outcome(share));
    const outcome = sumOfOutcomes(outcomes);
    if (!Number.isFinite(outcome.loss)) return outcome;
    // whoever shortens a gradient must know all of it first
    if (network.clipping !== undefined) await this.#all('add', job, () => partner.add(posted));
    await this.#all('update', job, () => partner.update(posted, { rate, isWatched }));
    this.#stepped(partner.others, at);
    this.settle();
    this.#others = 'shares';
    return outcome;
  }

  #stepped(tensors: readonly Tensor[], { isWatched = false }: StepMoment): void {
    this.#pending = tensors;
    this.#version++;
    if (isWatched) this.#board.takeGradient(tensors);
  }

  settle(): void {
    if (!this.#isGiven) this.#team.near?.now(this.#job('give', { batch: { items: 0, kind: 0, length: 0 }, step: 0 }));
    this.#isGiven = true;
    this.#board.takePieces(this.#pending);
    this.#pending = [];
  }

  async judge(batch: Batch, pause?: Pause): Promise<Outcome> {
    const [network, board, partner] = [this.#network, this.#board, this.#partner];
    const posted = await this.#post(batch, 'shares');
    await this.#all('look', { batch: posted, step: 0 }, () => partner.look(posted), pause);
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
    this.settle();
    this.#network.prune(n, m);
    this.#network.restart();
    this.#others = 'nothing';
  }

  /** Puts a batch up, for threads that have what they need of the state. */
  async #post(batch: Batch, needed: 'units' | 'shares'): Promise<PostedBatch> {
    const posted = this.#board.post(batch);
    if (this.#others === 'all' || this.#others === needed) return posted;
    this.settle();
    this.#board.putState();
    this.#version++;
    await this.#all('load', { batch: posted, step: 0 }, () => {});
    this.#others = 'all';
    return posted;
  }

  #all(kind: KindOfJob, job: Omit<TrainingJob, 'kind' | 'version'>, own: OwnWork, pause?: Pause): Promise<void> {
    return this.#team.together(this.#job(kind, job), own, pause);
  }

  #job(kind: KindOfJob, job: Omit<TrainingJob, 'kind' | 'version'>): Job {
    return jobOf({ kind, ...job, version: this.#version });
  }
}

/** Steps of a run that has other threads beside its own. */
export const teamSteps = (network: Trainable, team: Team): Steps => new TeamSteps(network, team);
