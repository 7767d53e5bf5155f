/**
 * A team of threads in Node. Jobs and their ends go through memory that all threads see, since a message takes as long as a small job; a
 * thread waits for its job in the system, and costs nothing meanwhile. The thread of the run lets signals have their turn while it waits.
 */
import { Worker } from 'node:worker_threads';
import { MsmError } from '../errors.js';
import { doOwn, type OwnWork, type Pause } from '../train/pause.js';
import { type Awaited, JOB_NUMBERS, type Job, type Meeting, type NearTeam, type Team } from '../train/team.js';
import { breathe } from './signals.js';

/** Words that threads wait on: jobs given so far, and threads that have not ended the last. */
export const GIVEN = 0;
export const LEFT = 1;
const WORDS = 2;

/** What a thread is told when all that it works on is there. */
export interface Beginning {
  readonly rank: number;
  readonly size: number;
  readonly memory: { readonly [name: string]: SharedArrayBuffer };
  readonly control: Int32Array;
  readonly job: Float64Array;
}

/** What a thread says when it fails; its error as plain data. */
export interface Failed {
  readonly code: MsmError['code'];
  readonly message: string;
  readonly next?: string;
}

/**
 * Looks at a word before a thread waits in the system, about half a millisecond: the ends of equal shares are that near to each other, and to be woken
 * takes a tenth of it, which a step of a perceptron would pay twelve times.
 */
const LOOKS = 40_000;
/** How long signals, and the news that a thread has died, may have to wait. */
const PATIENCE_MS = 4;
/** How long a thread may take for a job of a millisecond, of which nothing is heard if it has died. */
const SILENCE_MS = 10_000;

/** Waits a moment for a word to be another; returns at once in the usual case. */
export function glance({ words, at, seen }: Awaited): boolean {
  for (let i = 0; i < LOOKS; i++) if (Atomics.load(words, at) !== seen) return true;
  return false;
}

const diedError = (reason: string): MsmError =>
  new MsmError('E_INTERNAL', `a thread of the run ended: ${reason}`, { data: { thread: true } });

class NodeTeam implements Team {
  readonly size: number;
  readonly near: NearTeam = {
    meet: (job, own) => this.#meet(job, own),
    now: (job) => this.#now(job),
  };
  readonly #workers: readonly Worker[];
  readonly #control = new Int32Array(new SharedArrayBuffer(4 * WORDS));
  readonly #job = new Float64Array(new SharedArrayBuffer(8 * JOB_NUMBERS));
  readonly #silenceMs: number;
  #error: MsmError | undefined;
  #isStopped = false;

  constructor(program: URL, data: unknown, size: number, silenceMs: number) {
    this.size = size;
    this.#silenceMs = silenceMs;
    this.#workers = Array.from({ length: size - 1 }, () => this.#start(program, data));
  }

  #start(program: URL, workerData: unknown): Worker {
    const worker = new Worker(program, { workerData });
    // what keeps the process alive is the run
    worker.unref();
    const fail = (error: MsmError): void => {
      this.#error ??= error;
    };
    worker.on('message', ({ code, message, next }: Failed) =>
      fail(new MsmError(code, message, { next, data: { thread: true } })),
    );
    worker.on('error', (error) => fail(diedError(error.message)));
    worker.on('exit', (status) => fail(diedError(`it exited with status ${status}`)));
    return worker;
  }

  begin(memory: Beginning['memory']): void {
    for (const [i, worker] of this.#workers.entries()) {
      const beginning: Beginning = {
        ...{ rank: i + 1, size: this.size, memory },
        ...{ control: this.#control, job: this.#job },
      };
      worker.postMessage(beginning);
    }
  }

  async together(job: Job, own: OwnWork, pause?: Pause): Promise<void> {
    this.#give(job);
    const stoppable = pause && this.#stoppable(pause);
    let wrong: { readonly error: unknown } | undefined;
    try {
      await doOwn(own, stoppable);
    } catch (error) {
      // the others are still at work, and nobody wants it
      if (this.#isStopped) throw error;
      wrong = { error };
    }
    try {
      await this.#ended(stoppable);
    } catch (error) {
      // of the same mistake in all threads, the one that was made here
      wrong ??= { error };
    }
    if (wrong !== undefined) throw wrong.error;
  }

  /** What a pause throws ends the work of all. */
  #stoppable(pause: Pause): Pause {
    return {
      isDue: () => pause.isDue(),
      turn: () =>
        pause.turn().catch((error) => {
          this.#isStopped = true;
          this.#error ??= diedError('that of the run was stopped');
          throw error;
        }),
    };
  }

  async #meet(job: Job, own: Meeting): Promise<void> {
    this.#give(job);
    try {
      for (let next = own.next(); next.done !== true; next = own.next()) await this.#changed(next.value);
    } catch (error) {
      // the others may wait for this thread, and have no more jobs
      this.#error ??= diedError('that of the run failed');
      throw error;
    }
    await this.#ended();
  }

  #now(job: Job): void {
    this.#give(job);
    const [words, at] = [this.#control, LEFT];
    for (let seen = Atomics.load(words, at); seen > 0; seen = Atomics.load(words, at)) {
      if (glance({ words, at, seen })) continue;
      if (Atomics.wait(words, at, seen, this.#silenceMs) !== 'timed-out') continue;
      this.#error ??= diedError('nothing is heard of it');
      throw this.#error;
    }
  }

  #give(job: Job): void {
    if (this.#error !== undefined) throw this.#error;
    const control = this.#control;
    this.#job.set(job);
    Atomics.store(control, LEFT, this.#workers.length);
    Atomics.add(control, GIVEN, 1);
    Atomics.notify(control, GIVEN);
  }

  /** Returns when no other thread is at work. Throws if one of them has failed and never will be again. */
  async #ended(pause?: Pause): Promise<void> {
    const [words, at] = [this.#control, LEFT];
    for (let seen = Atomics.load(words, at); seen > 0; seen = Atomics.load(words, at)) {
      await this.#changed({ words, at, seen }, pause);
    }
    if (this.#error !== undefined) throw this.#error;
  }

  async #changed(awaited: Awaited, pause?: Pause): Promise<void> {
    const { words, at, seen } = awaited;
    while (Atomics.load(words, at) === seen) {
      if (glance(awaited)) return;
      if (this.#error !== undefined) throw this.#error;
      if (Atomics.wait(words, at, seen, PATIENCE_MS) !== 'timed-out') continue;
      await breathe();
      if (pause?.isDue() === true) await pause.turn();
    }
  }

  close(): void {
    for (const worker of this.#workers) {
      worker.removeAllListeners();
      void worker.terminate();
    }
  }
}

/**
 * Starts the threads beside that of the run. `program` calls `serve` (team-member.ts) and finds `data` as its workerData.
 *
 * @param size - threads, that of the run included
 * @param silenceMs - how long a thread may take for a job that is wanted now, before it counts as dead
 */
export const startTeam = (program: URL, data: unknown, size: number, silenceMs = SILENCE_MS): Team =>
  new NodeTeam(program, data, size, silenceMs);
