/** Waits for runs that were handed to Slurm. The journals say what is done; the queue only says whether somebody may still be working. */
import { MsmError } from '../../errors.js';
import type { Clock } from '../../host/environment.js';
import type { Interruption } from '../../host/signals.js';
import { pause } from '../pace.js';
import type { Watched } from '../settled.js';
import { isLive, type QueuedElement } from './answers.js';
import type { Scheduler } from './scheduler.js';
import { runsInQueue, type Submission } from './submissions.js';

export interface Waiting {
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly interruption: Interruption;
  readonly watched: Watched;
  /** The arrays handed over so far, as they are known now. */
  readonly submissions: () => readonly Submission[];
  /** Tries to hand over what the cluster did not take; true if nothing is left to hand over. */
  readonly submitRest: () => Promise<boolean>;
  /** Failed runs beyond which everything is cancelled. */
  readonly maxFailures: number;
  readonly onNote: (text: string) => void;
}

/** Time between two looks at the queue: a cluster's controller has better things to do. */
const FIRST_QUEUE_MS = 500;
const LAST_QUEUE_MS = 15_000;
/** Answers in a row without a job of ours before runs count as abandoned: results may take a moment to appear on other machines. */
const EMPTY_ANSWERS = 3;
/** Silence of scheduler and journals after which waiting makes no sense. */
export const SILENCE_MS = 900_000;

/** `2 OUT_OF_MEMORY, 1 TIMEOUT`: what the queue remembers of jobs that are over. */
function endsText(queue: readonly QueuedElement[]): string {
  const counts = new Map<string, number>();
  for (const { state } of queue) {
    if (!isLive(state) && state !== 'COMPLETED') counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

const runsText = (count: number): string => `${count} ${count === 1 ? 'run' : 'runs'}`;

/** How to cancel all arrays of a sweep, in words. */
const cancelWords = (submissions: readonly Submission[]): string =>
  `scancel --name=${submissions.map(({ name }) => name).join(',')}`;

/** The message to somebody who does not want to wait any longer. */
export function stoppedWaiting(folder: string, submissions: readonly Submission[], left: number): MsmError {
  const next = [
    `See how they stand: msm status ${folder}. Wait again: msm resume ${folder} --launcher slurm.`,
    `Cancel them: ${cancelWords(submissions)}`,
  ];
  return new MsmError('E_INTERRUPTED', `stopped waiting; the jobs of ${runsText(left)} go on without this program`, {
    place: folder,
    next: next.join(' '),
  });
}

/** Runs that neither ended nor have a job. That does not make them failed. */
function leftAlone(folder: string, runs: readonly number[], queue: readonly QueuedElement[]): MsmError {
  const ends = endsText(queue);
  const said = ends === '' ? '' : ` (Slurm says of its jobs: ${ends})`;
  return new MsmError('E_INTERRUPTED', `${runsText(runs.length)} have neither a result nor a job in the queue${said}`, {
    place: folder,
    next: `Their logs are in ${folder}/logs. Hand them over again with: msm resume ${folder} --launcher slurm`,
    data: { runs: runs.slice(0, 1000) },
  });
}

/**
 * Waits until all open runs have ended. Whatever the scheduler says or does not say, no run is called failed but by its own journal.
 *
 * @throws E_INTERRUPTED if somebody asks to stop waiting, or if runs are left for which the queue has no job (several answers in a
 *   row); E_SCHEDULER if neither the queue nor the journals say anything for SILENCE_MS
 */
export async function waitForRuns(waiting: Waiting, silenceMs = SILENCE_MS): Promise<void> {
  const { watched, clock, interruption, scheduler } = waiting;
  const { folder } = watched.sweep;
  let [queueMs, asked, empty, isTold] = [FIRST_QUEUE_MS, clock.milliseconds(), 0, false];
  let [heard, unsettled] = [clock.milliseconds(), watched.unsettled().length];
  for (let look = 0; ; look++) {
    watched.refresh();
    const runs = watched.unsettled();
    if (runs.length === 0) return;
    if (interruption.isRequested()) throw stoppedWaiting(folder, waiting.submissions(), runs.length);
    if (runs.length !== unsettled) [unsettled, heard, look] = [runs.length, clock.milliseconds(), 0];
    if (watched.failedCount() > waiting.maxFailures) {
      await scheduler.cancel(waiting.submissions().map(({ name }) => name));
      return;
    }
    if (clock.milliseconds() - asked >= queueMs) {
      const submissions = waiting.submissions();
      const queue = await scheduler.queue(submissions.map(({ name }) => name));
      [asked, queueMs] = [clock.milliseconds(), Math.min(2 * queueMs, LAST_QUEUE_MS)];
      if (queue === undefined) {
        if (!isTold) waiting.onNote('squeue gives no answer; the results of the jobs are still watched');
        isTold = true;
      } else {
        [heard, isTold] = [clock.milliseconds(), false];
        const isAllHandedOver = await waiting.submitRest();
        const live = runsInQueue(folder, submissions, queue);
        const isAlone = isAllHandedOver && !runs.some((run) => live.has(run));
        empty = isAlone ? empty + 1 : 0;
        if (isAlone) queueMs = FIRST_QUEUE_MS;
        if (empty >= EMPTY_ANSWERS) {
          watched.refresh();
          // a run that failed before and was not tried again stays failed; only the others have not ended
          const lost = watched.unsettled().filter((run) => !watched.hasFailed(run));
          if (lost.length > 0) throw leftAlone(folder, lost, queue);
          return;
        }
      }
    }
    if (clock.milliseconds() - heard > silenceMs) {
      throw new MsmError(
        'E_SCHEDULER',
        `squeue gave no answer and no run ended for ${Math.round(silenceMs / 60_000)} min`,
        {
          place: folder,
          next: `Nothing is lost, and jobs may be running. Wait again with: msm resume ${folder} --launcher slurm`,
        },
      );
    }
    await pause(look);
  }
}
