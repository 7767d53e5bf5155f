/**
 * The states of a sweep's tasks, folded from events. A pure state machine: the result depends on the set of events alone and not on
 * the order in which they are applied, because every event carries its number among those of its task.
 */
import type { FailedLine, TaskEvent } from './journal-lines.js';

/** What events alone tell. `lost`: its worker died, or its files turned out not to be whole; it waits to be done again, like `pending`. */
export type Recorded = 'pending' | 'done' | 'failed' | 'lost';

const CODES: readonly Recorded[] = ['pending', 'lost', 'failed', 'done'];

/** Of two events with one number, which only processes that did not see each other write, the one of higher rank counts. */
const RANK = { broken: 1, lost: 1, failed: 2, done: 3 } as const;

export interface TaskFailure {
  readonly task: number;
  readonly code: string;
  readonly message: string;
}

/** Bytes of what a `done` line names: the first 12 hex digits of the identity, and a SHA-256. */
const ID_BYTES = 6;
const HASH_BYTES = 32;

/** States of tasks 0 to `count` - 1, in 43 bytes a task. */
export class TaskStates {
  readonly #rank: Uint8Array;
  readonly #numbers: Uint32Array;
  readonly #ids: Buffer;
  readonly #manifests: Buffer;
  readonly #failures = new Map<number, FailedLine>();
  readonly #counts: { [state in Recorded]: number };

  constructor(count: number) {
    this.#rank = new Uint8Array(count);
    this.#numbers = new Uint32Array(count);
    this.#ids = Buffer.alloc(ID_BYTES * count);
    this.#manifests = Buffer.alloc(HASH_BYTES * count);
    this.#counts = { pending: count, lost: 0, failed: 0, done: 0 };
  }

  get length(): number {
    return this.#rank.length;
  }

  /** Takes an event of one of these tasks into account; false if a newer one is known, and then nothing changes. */
  apply(event: TaskEvent): boolean {
    const { task, n } = event;
    const rank = RANK[event.event];
    if (n < this.#numbers[task] || (n === this.#numbers[task] && rank <= this.#rank[task])) return false;
    this.#counts[CODES[this.#rank[task]]]--;
    this.#counts[CODES[rank]]++;
    this.#numbers[task] = n;
    this.#rank[task] = rank;
    if (event.event === 'failed') this.#failures.set(task, event);
    else this.#failures.delete(task);
    if ('id' in event) this.#ids.write(event.id, ID_BYTES * task, 'hex');
    if (event.event === 'done') this.#manifests.write(event.manifest, HASH_BYTES * task, 'hex');
    return true;
  }

  /** First 12 hex digits of the identity that a task has by its last event that names one; undefined if none did. */
  id(task: number): string | undefined {
    const id = this.#ids.toString('hex', ID_BYTES * task, ID_BYTES * (task + 1));
    return /^0+$/.test(id) ? undefined : id;
  }

  /** SHA-256 of manifest.json of a task that is done. */
  manifest(task: number): string | undefined {
    if (this.of(task) !== 'done') return undefined;
    return this.#manifests.toString('hex', HASH_BYTES * task, HASH_BYTES * (task + 1));
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
