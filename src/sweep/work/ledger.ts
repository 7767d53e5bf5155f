/** What one session does with the tasks it was given: which comes next, which failed, when to stop. No disk, no clock, no processes. */
import type { MsmError } from '../../errors.js';
import type { TaskFailure } from '../tasks/states.js';
import type { Sweep } from '../tasks/sweep.js';
import type { States } from '../tasks/tasks.js';
import {
  type Attempt,
  type DoneRun,
  errorOf,
  isFinal,
  type ListedRun,
  listedRun,
  MOST_RESULTS,
  mostFailures,
  type Outcome,
  type PlainError,
  type SweepFailure,
  type SweepSurroundings,
} from './outcome.js';

type Given = Pick<SweepSurroundings, 'retries' | 'failFast' | 'maxFailures' | 'onRun' | 'onNote'>;

export class Ledger {
  readonly #sweep: Sweep;
  readonly #given: Given;
  /** Tasks in the order in which they are done; those that come back are put at the end. */
  readonly #queue: number[] = [];
  readonly #asked: ReadonlySet<number>;
  readonly #tries = new Map<number, number>();
  readonly #deaths = new Map<number, number>();
  readonly #elsewhere = new Set<number>();
  readonly #failures = new Map<number, SweepFailure>();
  readonly #results: ListedRun[] = [];
  /** Tasks that were given back: they come first. */
  readonly #returned: number[] = [];
  #at = 0;
  #done = 0;
  #skipped = 0;
  #isHalted = false;
  #fatal: MsmError | undefined;

  constructor(sweep: Sweep, states: States, tasks: readonly number[] | 'all', given: Given) {
    this.#sweep = sweep;
    this.#given = given;
    const all = tasks === 'all' ? Array.from({ length: sweep.count }, (_, i) => i) : tasks;
    const wanted = all.filter((task) => states.isWanted(task));
    this.#asked = new Set(wanted);
    const failures = new Map(states.failures.map((failure) => [failure.task, failure]));
    const again: number[] = [];
    for (const task of wanted) {
      const failure = failures.get(task);
      if (states.of(task) === 'done') this.#skipped++;
      else if (failure === undefined) this.#queue.push(task);
      else if (this.#mayRetry(task, failure)) again.push(task);
      else this.#failures.set(task, this.#failureOf(failure));
    }
    for (const task of again) this.#queue.push(task);
    if (this.#isTooMuch()) this.#isHalted = true;
  }

  /** Why all work ended, if it did. */
  get fatal(): MsmError | undefined {
    return this.#fatal;
  }

  /** Tasks that have not been handed out yet. */
  get waiting(): number {
    return this.#returned.length + this.#queue.length - this.#at;
  }

  /** Whether workers should stop as soon as they can. */
  get isStopping(): boolean {
    return this.#fatal !== undefined || this.#isHalted;
  }

  /** The next task, if there is one and work goes on. */
  next(): number | undefined {
    // finding the queue empty must not count: a task may come back to it later
    if (this.isStopping || this.waiting === 0) return undefined;
    return this.#returned.shift() ?? this.#queue[this.#at++];
  }

  /** Ends all work; the first reason stays. */
  end(error: MsmError): void {
    this.#fatal ??= error;
  }

  /** Notes how an attempt ended. */
  take(task: number, attempt: Attempt): void {
    switch (attempt.kind) {
      case 'done':
        this.#finish(task, attempt.result);
        return;
      case 'before':
        this.#skipped++;
        return;
      case 'elsewhere':
        this.#elsewhere.add(task);
        return;
      case 'back':
        this.#returned.push(task);
        return;
      case 'failed':
        if (this.#mayRetry(task, attempt.error)) {
          this.#queue.push(task);
          this.#given.onNote?.(
            `run ${task} failed and is tried again: ${attempt.error.code}: ${attempt.error.message}`,
          );
        } else this.#fail(task, attempt.error);
        return;
      case 'ends':
        // workers that stopped because others failed did as they were told
        if (!this.#isHalted || attempt.error.code !== 'E_INTERRUPTED') this.end(errorOf(attempt.error));
    }
  }

  /** Notes that a worker died while doing a task, which is done again unless that happened too often; returns true in that case. */
  died(task: number, reason: string, most: number): boolean {
    const deaths = (this.#deaths.get(task) ?? 0) + 1;
    this.#deaths.set(task, deaths);
    if (this.isStopping) return false;
    if (deaths <= most) {
      this.#queue.push(task);
      this.#given.onNote?.(`run ${task} is lost and done again: ${reason}`);
      return false;
    }
    this.#fail(task, { code: 'E_INTERNAL', message: `${reason}, ${deaths} times` });
    return true;
  }

  /** How the work stands in one phrase, for the person who interrupted it. */
  progressText(): string {
    return `${this.#done + this.#skipped} of ${this.#asked.size} runs done`;
  }

  /** The result, with what others did meanwhile. */
  outcome(now: States): Outcome {
    let [skipped, elsewhere] = [this.#skipped, 0];
    for (const task of this.#elsewhere) {
      if (now.of(task) === 'done') skipped++;
      else elsewhere++;
    }
    return {
      folder: this.#sweep.folder,
      runs: [...this.#results].sort((a, b) => a.index - b.index),
      done: this.#done,
      skipped,
      elsewhere,
      failures: [...this.#failures.values()].sort((a, b) => a.index - b.index),
      left: this.#asked.size - this.#done - skipped - elsewhere - this.#failures.size,
    };
  }

  #finish(task: number, result: DoneRun): void {
    const listed = listedRun(this.#sweep, task, result);
    this.#done++;
    if (this.#results.length < MOST_RESULTS) this.#results.push(listed);
    this.#given.onRun?.(listed, this.#sweep.count);
  }

  #mayRetry(task: number, failure: { readonly code: string }): boolean {
    if (isFinal(failure)) return false;
    const tries = (this.#tries.get(task) ?? 0) + 1;
    this.#tries.set(task, tries);
    return tries <= (this.#given.retries ?? 0);
  }

  #failureOf({ task, code, message }: TaskFailure): SweepFailure {
    return this.#described(task, { code: code as PlainError['code'], message });
  }

  #described(task: number, error: PlainError): SweepFailure {
    const { place, axes } = this.#sweep;
    return { index: task, folder: place(task), axes: axes(task), error: errorOf(error) };
  }

  #fail(task: number, error: PlainError): void {
    const failure = this.#described(task, error);
    this.#failures.set(task, failure);
    this.#given.onRun?.(failure, this.#sweep.count);
    if (this.#isTooMuch()) this.#isHalted = true;
  }

  #isTooMuch(): boolean {
    return this.#failures.size > mostFailures(this.#given);
  }
}
