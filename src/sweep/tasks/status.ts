/** The progress of a sweep: counts, time left, failures. Reading changes nothing. */

import type { Clock } from '../../host/environment.js';
import { livesHere } from '../../host/process.js';
import type { ParameterValue } from '../../model/schema.js';
import { mayLive } from './claims.js';
import type { JournalReader, Session } from './journal.js';
import { Looks } from './look.js';
import { readStates, type States, type StoredSweep, type TaskState } from './tasks.js';

export interface SweepStatus {
  readonly folder: string;
  readonly total: number;
  readonly done: number;
  readonly running: number;
  readonly failed: number;
  /** Their worker died, or they were done and their folders are gone; they are done again. */
  readonly lost: number;
  /** They were done, and their files are not those of their manifests; they are done again. */
  readonly damaged: number;
  readonly pending: number;
  /** Seconds until all are done at the pace of the processes at work; null if there are none, or nothing was done yet. */
  readonly secondsLeft: number | null;
  /** Processes at work. */
  readonly workers: readonly { readonly host: string; readonly pid: number; readonly task: number }[];
  readonly failures: readonly {
    readonly index: number;
    readonly axes: { readonly [key: string]: ParameterValue };
    readonly code: string;
    readonly message: string;
    readonly log: string;
  }[];
  /** Runs that were done and are lost or damaged. */
  readonly undone: readonly {
    readonly index: number;
    readonly axes: { readonly [key: string]: ParameterValue };
    readonly folder: string;
    readonly state: TaskState;
    readonly reason: string;
  }[];
}

/** Seconds that the open tasks take at the pace of the living sessions; each has its own, counted from its start. */
export function secondsLeft(
  open: number,
  sessions: readonly Pick<Session, 'began' | 'doneCount'>[],
  nowMs: number,
): number | null {
  if (open === 0) return 0;
  const perMs = sessions.reduce((sum, { began, doneCount }) => sum + doneCount / Math.max(1, nowMs - began), 0);
  return perMs > 0 ? open / perMs / 1000 : null;
}

/**
 * The status of a sweep now. `journal` is read on from where it was left; folders that `looks` knows to be whole are not checked again.
 * Throws E_CORRUPT, E_IO.
 */
export const sweepStatus = (
  sweep: StoredSweep,
  journal: JournalReader,
  clock: Clock,
  looks = new Looks('glance'),
): SweepStatus => statusOf(sweep, journal, clock, readStates(sweep, journal, looks));

/** The same of states that were just read. */
export function statusOf(sweep: StoredSweep, journal: JournalReader, clock: Clock, states: States): SweepStatus {
  const [pending, running, lost, damaged] = (['pending', 'running', 'lost', 'damaged'] as const).map(states.count);
  const living =
    states.owners.size === 0
      ? []
      : journal.sessions().filter(({ process }) => livesHere(process) ?? mayLive(sweep.folder, process));
  return {
    folder: sweep.folder,
    total: states.total,
    done: states.count('done'),
    running,
    failed: states.count('failed'),
    lost,
    damaged,
    pending,
    secondsLeft: secondsLeft(pending + running + lost + damaged, living, Date.parse(clock.now())),
    workers: [...states.owners].map(([task, { host, pid }]) => ({ host, pid, task })),
    failures: states.failures.map(({ task, code, message }) => ({
      index: task,
      axes: sweep.axes(task),
      code,
      message,
      log: `${sweep.place(task)}/log.jsonl`,
    })),
    undone: states.undone().map((index) => {
      const { state, reason = '' } = states.at(index);
      return { index, axes: sweep.axes(index), folder: states.place(index), state, reason };
    }),
  };
}
