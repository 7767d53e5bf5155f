/** What a launcher whose runs are done by other processes reads in the folder of the sweep: our own files are the truth. */
import { type ErrorCode, MsmError } from '../errors.js';
import { JournalReader } from '../sweep/tasks/journal.js';
import { Looks } from '../sweep/tasks/look.js';
import type { TaskFailure } from '../sweep/tasks/states.js';
import type { Sweep } from '../sweep/tasks/sweep.js';
import { readStates } from '../sweep/tasks/tasks.js';
import {
  isFinal,
  type ListedRun,
  listedRun,
  MOST_RESULTS,
  type OnRun,
  type Outcome,
  type SweepFailure,
} from '../sweep/work/outcome.js';
import { readResult } from '../sweep/work/read-result.js';

/** A view of a sweep that others work on. */
export interface Watched {
  readonly sweep: Sweep;
  /** Runs that were to be done when this began, ascending. */
  readonly open: readonly number[];
  /** Runs of those asked for that were done before. */
  readonly before: number;
  /** Open runs that had been done and are lost or damaged. */
  readonly again: number;
  /** Reads what is new. Throws E_CORRUPT, E_IO. */
  readonly refresh: () => void;
  /** Open runs without an end. */
  readonly unsettled: () => readonly number[];
  /** Whether the journals say that a run failed, in this session or before. */
  readonly hasFailed: (run: number) => boolean;
  /** Runs that stay failed because nobody tries them again in this session. */
  readonly failedCount: () => number;
  /** How everything stands now. */
  readonly outcome: () => Outcome;
}

/** What is reported about one failed run. */
function failureOf(sweep: Sweep, { task, code, message }: TaskFailure, log: string | undefined): SweepFailure {
  const error = new MsmError(code as ErrorCode, message);
  return { index: task, folder: sweep.place(task), axes: sweep.axes(task), error, ...(log !== undefined && { log }) };
}

/**
 * Begins to watch the given runs of a sweep. Runs that failed before count as open only if they may be tried again.
 *
 * @param retries how often a failed run is tried again
 * @param onRun called for each open run that ends from now on
 * @param logOf names the log of a run that failed
 */
export function watchSweep(
  sweep: Sweep,
  tasks: readonly number[] | 'all',
  retries: number,
  onRun: OnRun = () => {},
  logOf: (run: number) => string | undefined = () => undefined,
): Watched {
  const journal = new JournalReader(sweep.folder, sweep.count);
  const first = readStates(sweep, journal, new Looks('sha256'));
  const { states } = journal;
  const all = tasks === 'all' ? Array.from({ length: sweep.count }, (_, i) => i) : tasks;
  const resultOf = (run: number): ListedRun => listedRun(sweep, run, readResult(sweep.place(run)));
  const wanted = all.filter(first.isWanted);
  const mayBeDone = (run: number): boolean => {
    const failure = states.failure(run);
    return first.of(run) !== 'done' && (failure === undefined || (retries > 0 && !isFinal(failure)));
  };
  const open = wanted.filter(mayBeDone);
  // whoever does a lost or damaged run again first says that it was lost
  const undone = new Set(first.undone(wanted));
  const known = new Map(open.map((run) => [run, states.lastEvent(run) + (undone.has(run) ? 1 : 0)]));
  /** Whether a journal mentioned a run since this began: what it said about an open run before no longer holds. */
  const isNew = (run: number): boolean => states.lastEvent(run) > (known.get(run) ?? 0);
  const isDone = (run: number): boolean =>
    known.has(run) ? states.of(run) === 'done' && isNew(run) : first.of(run) === 'done';
  let unsettled = open;
  const isSettled = (run: number): boolean => isDone(run) || (states.of(run) === 'failed' && isNew(run));
  const refresh = (): void => {
    journal.refresh();
    const rest = unsettled.filter((run) => !isSettled(run));
    if (rest.length === unsettled.length) return;
    const ended = unsettled.filter(isSettled);
    unsettled = rest;
    for (const run of ended) {
      const failure = states.failure(run);
      const end = failure === undefined ? resultOf(run) : failureOf(sweep, failure, logOf(run));
      onRun(end, sweep.count);
    }
  };
  const failures = (): readonly TaskFailure[] =>
    wanted.flatMap((run) => (states.of(run) === 'failed' ? [states.failure(run) as TaskFailure] : []));
  // each attempt is an event of its run
  const stays = (failure: TaskFailure): boolean => {
    const before = known.get(failure.task);
    return before === undefined || isFinal(failure) || states.lastEvent(failure.task) - before > retries;
  };
  return {
    sweep,
    open,
    before: wanted.filter(isDone).length,
    again: undone.size,
    refresh,
    unsettled: () => unsettled,
    hasFailed: (run) => states.of(run) === 'failed',
    failedCount: () => failures().filter(stays).length,
    outcome: () => {
      const done = open.filter(isDone);
      return {
        folder: sweep.folder,
        runs: done.slice(0, MOST_RESULTS).map(resultOf),
        done: done.length,
        skipped: wanted.length - open.length - wanted.filter((run) => !known.has(run) && !isDone(run)).length,
        elsewhere: 0,
        failures: failures().map((failure) => failureOf(sweep, failure, logOf(failure.task))),
        left: 0,
      };
    },
  };
}
