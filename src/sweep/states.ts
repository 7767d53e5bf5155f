/**
 * The states of a sweep's tasks, folded from events. A pure state machine: the result depends on the set of events alone and not on
 * the order in which they are applied, because every event carries its number among those of its task.
 */
import type { FailedLine, TaskEvent } from './journal-lines.js';

/** `lost`: its worker died or its files are not whole; it waits to be done again, like `pending`. `running` is told by claims. */
export type TaskState = 'pending' | 'running' | 'done' | 'failed' | 'lost';

/** What events alone tell. */
type Recorded = Exclude<TaskState, 'running'>;

const CODES: readonly Recorded[] = ['pending', 'lost', 'failed', 'done'];

/** Of two events with one number, which only processes that did not see each other write, the one of higher rank counts. */
const RANK = { broken: 1, lost: 1, failed: 2, done: 3 } as const;

export interface TaskFailure {
  readonly task: number;
  readonly code: string;
  readonly message: string;
}

/** States of tasks 0 to `count` - 1, in 9 bytes a task. */
export class TaskStates {
  readonly #rank: Uint8Array;
  readonly #numbers: Uint32Array;
  readonly #failures = new Map<number, FailedLine>();
  readonly #counts: { [state in Recorded]: number };
  /** Events of tasks that the plan does not have; more than 0 means that sweep.json and the journals do not belong together. */
  #foreign = 0;

  constructor(count: number) {
    this.#rank = new Uint8Array(count);
    this.#numbers = new Uint32Array(count);
    this.#counts = { pending: count, lost: 0, failed: 0, done: 0 };
  }

  get length(): number {
    return this.#rank.length;
  }

  get foreign(): number {
    return this.#foreign;
  }

  /** Takes an event into account; an older one than is known changes nothing. */
  apply(event: TaskEvent): void {
    const { task, n } = event;
    if (task >= this.#rank.length) {
      this.#foreign++;
      return;
    }
    const rank = RANK[event.event];
    if (n < this.#numbers[task] || (n === this.#numbers[task] && rank <= this.#rank[task])) return;
    this.#counts[CODES[this.#rank[task]]]--;
    this.#counts[CODES[rank]]++;
    this.#numbers[task] = n;
    this.#rank[task] = rank;
    if (event.event === 'failed') this.#failures.set(task, event);
    else this.#failures.delete(task);
  }

  of(task: number): Recorded {
    return CODES[this.#rank[task]];
  }

  /** Number of the last event of a task; 0 if it has none. */
  lastEvent(task: number): number {
    return this.#numbers[task];
  }

  count(state: Recorded): number {
    return this.#counts[state];
  }

  /** The failed tasks, by number. */
  failures(): readonly TaskFailure[] {
    const all = [...this.#failures.values()].map(({ task, code, message }) => ({ task, code, message }));
    return all.sort((a, b) => a.task - b.task);
  }

  failure(task: number): TaskFailure | undefined {
    const line = this.#failures.get(task);
    return line && { task, code: line.code, message: line.message };
  }
}
