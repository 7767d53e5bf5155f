/** The tasks of a sweep and how they stand: the plan from sweep.json, the states from journals and claims. Reading changes nothing. */

import type { ProcessName } from '../run/process.js';
import { livingClaims } from './claims.js';
import { JournalReader } from './journal.js';
import type { Compile } from './record.js';
import type { TaskFailure, TaskState } from './states.js';
import { openSweep, type Sweep, type Task } from './sweep.js';

export type { Sweep, Task, TaskFailure, TaskState };

/** How the tasks stood when they were read. Dropped tasks count nowhere unless they are done. */
export interface States {
  readonly of: (index: number) => TaskState;
  readonly count: (state: TaskState) => number;
  /** Tasks that count: all but those that were dropped before they were done. */
  readonly total: number;
  readonly isWanted: (index: number) => boolean;
  /** Failed tasks, by number. */
  readonly failures: readonly TaskFailure[];
  /** Numbers of the tasks in a state, ascending. */
  readonly indices: (state: TaskState) => readonly number[];
  /** Who does the running tasks. */
  readonly owners: ReadonlyMap<number, ProcessName>;
}

export interface SweepView {
  readonly sweep: Sweep;
  readonly states: States;
  readonly journal: JournalReader;
}

/** How the tasks of an opened sweep stand now; `journal` is read on from where it was left. Throws E_CORRUPT, E_IO. */
export function readStates(sweep: Sweep, journal = new JournalReader(sweep.folder, sweep.count)): States {
  // claims first: a task that ends between the two looks is then done, and not forgotten
  const claims = livingClaims(sweep.folder);
  journal.refresh();
  const recorded = journal.states;
  const owners = new Map([...claims].filter(([task]) => task < sweep.count && recorded.of(task) !== 'done'));
  const of = (index: number): TaskState => (owners.has(index) ? 'running' : recorded.of(index));
  const isWanted = (index: number): boolean => !sweep.dropped.has(index) || of(index) === 'done';
  const counts = { pending: 0, running: 0, done: 0, failed: 0, lost: 0 };
  for (const state of ['pending', 'done', 'failed', 'lost'] as const) counts[state] = recorded.count(state);
  for (const task of owners.keys()) {
    counts[recorded.of(task)]--;
    counts.running++;
  }
  let unwanted = 0;
  for (const task of sweep.dropped) {
    if (isWanted(task)) continue;
    counts[of(task)]--;
    unwanted++;
  }
  const indices = (state: TaskState): readonly number[] => {
    const found: number[] = [];
    for (let i = 0; i < sweep.count; i++) if (of(i) === state && isWanted(i)) found.push(i);
    return found;
  };
  return {
    of,
    count: (state) => counts[state],
    total: sweep.count - unwanted,
    isWanted,
    failures: recorded.failures().filter(({ task }) => of(task) === 'failed' && isWanted(task)),
    indices,
    owners,
  };
}

/** Reads a sweep from its folder. Throws E_CONFIG if it is none or was begun with other kernels, E_CORRUPT if it is damaged. */
export async function readSweep(folder: string, compile?: Compile): Promise<SweepView> {
  const sweep = await openSweep(folder, compile);
  const journal = new JournalReader(folder, sweep.count);
  return { sweep, journal, states: readStates(sweep, journal) };
}
