/** Has the runs of a sweep done by job arrays of Slurm. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { MsmError } from '../../errors.js';
import { ensureFolder } from '../../host/disk.js';
import { lockFolder } from '../../host/lock.js';
import { assertDataThere, openSweep } from '../../sweep/tasks/sweep.js';
import type { Launcher, LaunchOptions } from '../../sweep/work/launcher.js';
import { againText, mostFailures, type Outcome, type SweepSurroundings } from '../../sweep/work/outcome.js';
import { watchSweep } from '../settled.js';
import { slurmArguments } from './arguments.js';
import { type Scheduler, SLURM_PROGRAMS } from './scheduler.js';
import { logsOfRuns, readSubmissions, runsInQueue } from './submissions.js';
import { assertTaken, type Handover, recoverSubmissions, submitRuns } from './submit.js';
import { waitForRuns } from './wait.js';

/** Arguments of `msm work` that say how failures are handled. */
export function workWords({ retries, failFast, maxFailures, patience }: LaunchOptions): readonly string[] {
  return [
    ...(retries === undefined ? [] : ['--retries', String(retries)]),
    ...(failFast === true ? ['--fail-fast'] : []),
    ...(maxFailures === undefined ? [] : ['--max-failures', String(maxFailures)]),
    ...(patience === undefined ? [] : ['--worker-patience', String(patience)]),
  ];
}

async function launch(
  scheduler: Scheduler,
  folder: string,
  tasks: readonly number[] | 'all',
  options: LaunchOptions,
  around: SweepSurroundings,
): Promise<Outcome> {
  const given = slurmArguments(options.arguments ?? {}, readSubmissions(folder).at(-1)?.request);
  const sweep = await openSweep(folder);
  const place = realpathSync(folder);
  let logs: ReadonlyMap<number, string> = new Map();
  const watched = watchSweep(sweep, tasks, options.retries ?? 0, around.onRun, (run) => logs.get(run));
  const handover: Handover = {
    disk: around.disk,
    scheduler,
    folder: place,
    identity: sweep.task(0).identity,
    arguments: given,
    workWords: workWords(options),
  };
  let left: readonly number[] = [];
  /** Hands over what no job in the queue is going to do; one process at a time, so that nothing is handed over twice. */
  const handOver = async (): Promise<void> => {
    ensureFolder(join(place, 'slurm'));
    const lock = lockFolder(join(place, 'slurm'));
    try {
      const recovered = await recoverSubmissions(handover);
      const live = runsInQueue(place, recovered.submissions, recovered.queue);
      watched.refresh();
      const runs = watched.unsettled().filter((run) => !live.has(run));
      left = await submitRuns(handover, runs, recovered);
      const jobs = readSubmissions(place).filter(({ number }) => number > (recovered.submissions.at(-1)?.number ?? 0));
      for (const { job, elements } of jobs) around.onNote?.(`submitted job ${job}: ${elements} elements`);
    } finally {
      lock.release();
      logs = logsOfRuns(folder, readSubmissions(place));
    }
  };
  if (watched.again > 0) around.onNote?.(againText(watched.again));
  if (watched.open.length > 0) {
    assertDataThere(sweep);
    await handOver();
  }
  if (left.length > 0) {
    around.onNote?.(`${left.length} runs wait until the queue takes more jobs`);
  }
  if (given.isDetached) {
    watched.refresh();
    return { ...watched.outcome(), elsewhere: watched.unsettled().length - left.length, left: left.length };
  }
  await waitForRuns({
    scheduler,
    clock: around.clock,
    interruption: around.interruption,
    watched,
    submissions: () => readSubmissions(place),
    submitRest: async () => {
      try {
        if (left.length > 0) await handOver();
      } catch (error) {
        // unknown, not failed: it is tried again after the next answer
        if (!(error instanceof MsmError) || error.code !== 'E_SCHEDULER') throw error;
      }
      return left.length === 0;
    },
    maxFailures: mostFailures(options),
    onNote: (text) => around.onNote?.(text),
  });
  const outcome = watched.outcome();
  return { ...outcome, left: watched.unsettled().length };
}

/** The launcher over a scheduler. */
export const slurmLauncher = (scheduler: Scheduler): Launcher => ({
  name: 'slurm',
  prepare: async (out, _, options) => {
    await assertTaken(scheduler, slurmArguments(options.arguments ?? {}));
    return { out, isLeader: true };
  },
  launch: (folder, tasks, options, around) => launch(scheduler, folder, tasks, options, around),
});

export const SLURM: Launcher = slurmLauncher(SLURM_PROGRAMS);
