/**
 * Hands the tasks of a session out to workers. A worker gets one task, or as many as it did lately in a moment: to tell a process of a
 * task and to be told of its end takes a third as long as to do a task of a few milliseconds.
 */
import { MsmError } from '../../errors.js';
import type { JournalReader } from '../tasks/journal.js';
import type { Hand } from './attempt.js';
import type { Given, Loss, Worker } from './crew.js';
import type { Ledger } from './ledger.js';
import type { DoneRun, SweepSurroundings } from './outcome.js';

/** Time between two looks at the interruption while children work. */
const POLL_MS = 50;
/** Children that may die over one task, beside the retries asked for, before the task counts as failed. */
const MOST_DEATHS = 3;
/** A worker gets tasks for about this time at once, and no more than this many. */
const SHARE_MS = 50;
const MOST_TASKS = 16;

/** A worker that is this process itself. */
export const workerOf = ({ attempt }: Hand): Worker => ({
  work: async (tasks, onEnd) => {
    for (const { task, known } of tasks) onEnd({ task, attempt: await attempt(task, known) });
    return undefined;
  },
  close: async () => undefined,
  stop: () => {},
});

/** What is worked on. */
export interface Stage {
  readonly ledger: Ledger;
  readonly hand: Hand;
  readonly journal: JournalReader;
  /** What is told of a run that is done. */
  readonly resultOf: (task: number) => DoneRun;
}

/** Hands tasks out until none is left or the work ends. Throws E_CORRUPT, E_IO for journals that cannot be read, after all workers ended. */
export async function handOut(
  { ledger, hand, journal, resultOf }: Stage,
  start: () => Worker,
  around: SweepSurroundings,
): Promise<void> {
  const { jobs, clock, interruption } = around;
  const workers = new Set<Worker>();
  const stopAll = (): void => {
    for (const worker of workers) worker.stop();
  };
  const lanes = Math.min(jobs ?? 1, Math.max(1, ledger.waiting));
  /** Those who found nothing to do, though others may still give something back. */
  let idle: (() => void)[] = [];
  let busy = 0;
  /** What went wrong with the sweep itself: then all end. */
  let failure: { readonly error: unknown } | undefined;
  const wake = (): void => {
    for (const go of idle) go();
    idle = [];
  };

  /** Up to `most` tasks; none if none is left or the work ends. Near the end nobody takes what others could do. */
  const share = (most: number): readonly Given[] => {
    if (!ledger.isStopping && ledger.waiting > 0 && interruption.isRequested()) {
      ledger.end(new MsmError('E_INTERRUPTED', 'stopped between two runs'));
    }
    const size = Math.max(1, Math.min(most, Math.floor(ledger.waiting / (2 * lanes))));
    const tasks: Given[] = [];
    for (let task = ledger.next(); task !== undefined; task = tasks.length < size ? ledger.next() : undefined) {
      tasks.push({ task, known: journal.states.lastEvent(task) });
    }
    return tasks;
  };

  /** The tasks of a worker that died: done after all, not begun, or the one over which it died. Throws E_CORRUPT, E_IO. */
  const bury = ({ reason, tasks }: Loss): void => {
    journal.refresh();
    const isDone = (task: number): boolean => journal.states.of(task) === 'done';
    const open = tasks.filter((task) => !isDone(task));
    for (const task of tasks) {
      if (isDone(task)) ledger.take(task, { kind: 'done', result: resultOf(task) });
      else if (task !== open[0]) ledger.take(task, { kind: 'back' });
    }
    if (open.length === 0) return;
    const isHopeless = ledger.died(open[0], reason, MOST_DEATHS + (around.retries ?? 0));
    if (isHopeless) hand.noteFailed(open[0], 'E_INTERNAL', reason);
  };

  const close = async (worker: Worker | undefined): Promise<void> => {
    if (worker === undefined) return;
    workers.delete(worker);
    const problem = await worker.close();
    if (problem?.kind === 'ends') ledger.take(-1, problem);
  };

  /** Does shares until there is nothing to do. Throws what `bury` throws. */
  const lane = async (): Promise<void> => {
    let worker: Worker | undefined;
    let most = 1;
    try {
      while (failure === undefined) {
        const tasks = share(most);
        if (tasks.length === 0) {
          if (busy === 0 || ledger.isStopping) break;
          // what it has done is on the disk and its memory free while others take hours
          await close(worker);
          worker = undefined;
          // meanwhile others may have come to their end
          if (busy > 0 && ledger.waiting === 0) await new Promise<void>((resolve) => idle.push(resolve));
          continue;
        }
        if (worker === undefined) {
          worker = start();
          workers.add(worker);
        }
        const began = clock.milliseconds();
        let backs = 0;
        busy++;
        const loss: Loss | undefined = await worker
          .work(tasks, ({ task, attempt }) => {
            if (attempt.kind === 'back') backs++;
            ledger.take(task, attempt);
            if (ledger.isStopping) stopAll();
            if (backs > 0 || ledger.isStopping) wake();
          })
          .finally(() => busy--);
        const took = (clock.milliseconds() - began) / tasks.length;
        most = jobs === undefined ? 1 : Math.min(MOST_TASKS, Math.floor(SHARE_MS / Math.max(took, 1)));
        if (loss !== undefined) {
          workers.delete(worker);
          worker = undefined;
          bury(loss);
        } else if (backs === tasks.length) {
          // it was told to stop: it does nothing more
          await close(worker);
          worker = undefined;
        }
        if (ledger.isStopping) stopAll();
        if (busy === 0 || ledger.waiting > 0 || ledger.isStopping) wake();
      }
    } catch (error) {
      failure ??= { error };
      stopAll();
    } finally {
      wake();
      await close(worker);
    }
  };

  const watch = jobs === undefined ? undefined : setInterval(() => interruption.isRequested() && stopAll(), POLL_MS);
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    clearInterval(watch);
  }
  if (failure !== undefined) throw failure.error;
}
