/**
 * Hands the tasks of a session out to workers. A worker gets one task, or as many as it recently did in a moment: the messages to and
 * from a process about a task take a third of the time that a task of a few milliseconds takes.
 */
import { MsmError } from '../../errors.js';
import type { JournalReader } from '../tasks/journal.js';
import type { Hand } from './attempt.js';
import type { Given, Loss, Worker } from './crew.js';
import type { Ledger } from './ledger.js';
import type { DoneRun, SweepSurroundings } from './outcome.js';

/** Time between two looks at the interruption while children work. */
const POLL_MS = 50;
/** Children that may die while doing one task, besides the retries asked for, before the task counts as failed. */
const MOST_DEATHS = 3;
/** The same of children that fell silent: it takes minutes to find out, and a step that does not return rarely does the next time. */
const MOST_SILENCES = 1;
/** A worker gets tasks for about this time at once, and no more than this many. */
const SHARE_MS = 50;
const MOST_TASKS = 16;

/** A worker that is this process itself. */
export const workerOf = (hand: Hand): Worker => ({
  work: async (tasks, onEnd) => {
    for (const { task, known } of tasks) onEnd({ task, attempt: await hand.attempt(task, known) });
    return undefined;
  },
  close: async () => undefined,
  stop: () => {},
});

/** What the lanes work on. */
export interface Stage {
  readonly ledger: Ledger;
  readonly hand: Hand;
  readonly journal: JournalReader;
  /** What is reported about a finished run. */
  readonly resultOf: (task: number) => DoneRun;
}

/** The lanes of one session: each keeps one worker busy until there is nothing to do. */
class Lanes {
  readonly #stage: Stage;
  readonly #start: () => Worker;
  readonly #around: SweepSurroundings;
  readonly #count: number;
  readonly #workers = new Set<Worker>();
  /** Wakes lanes that found nothing to do, though others may still give something back. */
  #idle: (() => void)[] = [];
  #busy = 0;
  /** What went wrong with the sweep itself: it ends all lanes. */
  #failure: { readonly error: unknown } | undefined;

  constructor(stage: Stage, start: () => Worker, around: SweepSurroundings) {
    this.#stage = stage;
    this.#start = start;
    this.#around = around;
    this.#count = Math.min(around.jobs ?? 1, Math.max(1, stage.ledger.waiting));
  }

  /** Runs all lanes to their ends. Throws what ended them, if it was not the work. */
  async run(): Promise<void> {
    const { jobs, interruption } = this.#around;
    const look = (): void => {
      if (interruption.isRequested()) this.#stopAll();
    };
    const watch = jobs === undefined ? undefined : setInterval(look, POLL_MS);
    try {
      await Promise.all(Array.from({ length: this.#count }, () => this.#lane()));
    } finally {
      clearInterval(watch);
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Works until there is nothing to do; an error that is not of a task ends all lanes. */
  async #lane(): Promise<void> {
    let worker: Worker | undefined;
    try {
      let most = 1;
      while (this.#failure === undefined) {
        const tasks = this.#share(most);
        if (tasks.length > 0) {
          const began = this.#around.clock.milliseconds();
          worker ??= this.#hire();
          worker = await this.#do(tasks, worker);
          most = this.#most((this.#around.clock.milliseconds() - began) / tasks.length);
          this.#pass();
        } else if (this.#isOver()) {
          break;
        } else {
          // what it has done is on the disk and its memory free while others take hours
          await this.#close(worker);
          worker = undefined;
          await this.#wait();
        }
      }
    } catch (error) {
      this.#failure ??= { error };
      this.#stopAll();
    } finally {
      this.#wake();
      await this.#close(worker);
    }
  }

  /** Up to `most` tasks; none if none is left or the work ends. Near the end nobody takes what others could do. */
  #share(most: number): readonly Given[] {
    const { ledger, journal } = this.#stage;
    if (!ledger.isStopping && ledger.waiting > 0 && this.#around.interruption.isRequested()) {
      ledger.end(new MsmError('E_INTERRUPTED', 'stopped between two runs'));
    }
    const size = Math.max(1, Math.min(most, Math.floor(ledger.waiting / (2 * this.#count))));
    const tasks: Given[] = [];
    for (let task = ledger.next(); task !== undefined; task = tasks.length < size ? ledger.next() : undefined) {
      tasks.push({ task, known: journal.states.lastEvent(task) });
    }
    return tasks;
  }

  /** Has a worker do tasks; returns it if it can do more. Throws what `#takeLoss` throws. */
  async #do(tasks: readonly Given[], worker: Worker): Promise<Worker | undefined> {
    const { ledger } = this.#stage;
    let backs = 0;
    this.#busy++;
    const loss = await worker
      .work(tasks, ({ task, attempt }) => {
        if (attempt.kind === 'back') backs++;
        ledger.take(task, attempt);
        if (ledger.isStopping) this.#stopAll();
        if (backs > 0 || ledger.isStopping) this.#wake();
      })
      .finally(() => this.#busy--);
    if (loss !== undefined) {
      this.#workers.delete(worker);
      this.#takeLoss(loss);
      return undefined;
    }
    if (backs < tasks.length) return worker;
    // it was asked to stop: it does nothing more
    await this.#close(worker);
    return undefined;
  }

  /** Tasks that a worker is to get at once if each takes so many milliseconds. */
  #most(tookMs: number): number {
    return this.#around.jobs === undefined ? 1 : Math.min(MOST_TASKS, Math.floor(SHARE_MS / Math.max(tookMs, 1)));
  }

  /** The tasks of a worker that died: each was done after all, not begun, or the one that it died of. Throws E_CORRUPT, E_IO. */
  #takeLoss({ reason, tasks, wasSilent = false }: Loss): void {
    const { ledger, hand, journal, resultOf } = this.#stage;
    journal.refresh();
    const isDone = (task: number): boolean => journal.states.of(task) === 'done';
    const open = tasks.filter((task) => !isDone(task));
    for (const task of tasks) {
      if (isDone(task)) ledger.take(task, { kind: 'done', result: resultOf(task) });
      else if (task !== open[0]) ledger.take(task, { kind: 'back' });
    }
    if (open.length === 0) return;
    const most = (wasSilent ? MOST_SILENCES : MOST_DEATHS) + (this.#around.retries ?? 0);
    const isHopeless = ledger.died(open[0], reason, most);
    if (isHopeless) hand.noteFailed(open[0], 'E_INTERNAL', reason);
  }

  #hire(): Worker {
    const worker = this.#start();
    this.#workers.add(worker);
    return worker;
  }

  /** Closes a worker; one that died is no longer among ours. */
  async #close(worker: Worker | undefined): Promise<void> {
    if (worker === undefined || !this.#workers.delete(worker)) return;
    const problem = await worker.close();
    if (problem?.kind === 'ends') this.#stage.ledger.take(-1, problem);
  }

  #stopAll(): void {
    for (const worker of this.#workers) worker.stop();
  }

  /** Whether a lane that found nothing to do will never find anything. */
  #isOver(): boolean {
    return this.#busy === 0 || this.#stage.ledger.isStopping;
  }

  /** Waits until there may be something to do again, unless there already is. */
  async #wait(): Promise<void> {
    if (this.#busy > 0 && this.#stage.ledger.waiting === 0) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  /** Lets the other lanes know how things stand once a share is done. */
  #pass(): void {
    const { ledger } = this.#stage;
    if (ledger.isStopping) this.#stopAll();
    if (this.#busy === 0 || ledger.waiting > 0 || ledger.isStopping) this.#wake();
  }

  #wake(): void {
    for (const go of this.#idle) go();
    this.#idle = [];
  }
}

/** Hands tasks out until none is left or the work ends. Throws E_CORRUPT, E_IO for journals that cannot be read, after all workers ended. */
export const handOut = (stage: Stage, start: () => Worker, around: SweepSurroundings): Promise<void> =>
  new Lanes(stage, start, around).run();
