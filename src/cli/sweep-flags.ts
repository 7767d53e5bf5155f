/** Flags of every command that works on a sweep. */
import * as Flags from '@oclif/core/flags';
import { configError } from '../config/problem.js';
import { NODE_DISK } from '../host/disk.js';
import { SYSTEM_CLOCK } from '../host/environment.js';
import type { SignalWatch } from '../host/signals.js';
import { slurmFlag } from '../launch/flags.js';
import { LAUNCHERS } from '../launch/launchers.js';
import { parseNumber } from '../method/number-text.js';
import { placeOf, type RankOptions, type RankPlace } from '../ranks/place.js';
import type { Progress } from '../run/execute.js';
import { USUAL_MINUTES } from '../sweep/work/crew.js';
import { launcherOf, type SimulateSurroundings } from '../sweep/work/launcher.js';
import { quoted } from '../text.js';
import type { MsmCommand } from './command.js';
import { outcomeLine } from './report.js';
import { defaultJobs } from './run-flags.js';

const SWEEP = 'SWEEP';

export const JOBS_FLAG = {
  jobs: Flags.integer({
    helpGroup: SWEEP,
    helpValue: 'N',
    min: 1,
    description: 'Runs of a sweep at the same time, each in a process of its own. Default: one per core.',
  }),
};

export const THREADS_FLAG = {
  threads: Flags.integer({
    helpGroup: 'RUN',
    helpValue: 'N',
    min: 1,
    description:
      'Threads that share each step of a run by itself; the results have the same bytes for any number. Default: 1, and as before when a run is resumed.',
  }),
};

export const RANK_FLAGS = {
  'world-size': Flags.integer({
    helpGroup: 'RUN',
    helpValue: 'N',
    description:
      'Processes that share each step of a run by itself, on this machine or others: start N with the same options (mpirun, srun, by hand); the results have the same bytes for any number. Default: 1.',
  }),
  rank: Flags.integer({
    helpGroup: 'RUN',
    helpValue: 'N',
    description: 'Which of them this one is, from 0 on; rank 0 writes the run. Default: as mpirun, srun or RANK say.',
  }),
  'dist-url': Flags.string({
    helpGroup: 'RUN',
    helpValue: 'URL',
    description:
      'Where they meet: tcp://HOST:PORT, the machine of rank 0; env:// takes it from MASTER_ADDR and MASTER_PORT, and N from WORLD_SIZE or what started them. Default: tcp://127.0.0.1:23456.',
  }),
};

/** The place of this process among those of a run. @throws E_CONFIG, also for several threads beside several processes */
function placeFrom(flags: ParsedFlags): RankPlace | undefined {
  const place = placeOf(flags as RankOptions, process.env);
  const threads = (flags.threads as number | undefined) ?? 1;
  if (place === undefined || threads === 1) return place;
  throw configError(
    `--threads ${threads} and --world-size ${place.size} exclude each other: a process has one thread`,
    '--threads',
    'Start a process for each core.',
  );
}

/** Fewer would end steps that only take long. */
const LEAST_MINUTES = 0.1;

/** @throws E_CONFIG for what is no time */
function patienceFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const minutes = parseNumber(text);
  if (minutes !== undefined && Number.isFinite(minutes) && minutes >= LEAST_MINUTES) return minutes;
  throw configError(
    `--worker-patience ${quoted(text)}: must be a number of minutes, at least ${LEAST_MINUTES}`,
    '--worker-patience',
  );
}

/** What happens when runs of a sweep fail. */
export const FAILURE_FLAGS = {
  retries: Flags.integer({
    helpGroup: SWEEP,
    helpValue: 'N',
    min: 0,
    description: 'Try failed runs again, up to N times; a run that diverged never is. Default: 0.',
  }),
  'fail-fast': Flags.boolean({ helpGroup: SWEEP, description: 'Stop the sweep at the first run that stays failed.' }),
  'max-failures': Flags.integer({
    helpGroup: SWEEP,
    helpValue: 'N',
    min: 0,
    description: 'Stop the sweep when more than N runs stay failed. Default: go on.',
  }),
  'worker-patience': Flags.string({
    helpGroup: SWEEP,
    helpValue: 'MINUTES',
    description: `End a process that gave no sign of life for so many minutes: a step of your own may never return. Default: ${USUAL_MINUTES}.`,
  }),
};

type ParsedFlags = { readonly [name: string]: unknown };

/** What a sweep needs from its flags and from the command that shows its progress. @throws E_CONFIG */
export async function sweepSurroundings(
  command: Pick<MsmCommand<object>, 'say' | 'complain'>,
  flags: ParsedFlags,
  signals: SignalWatch,
  progress: Progress,
): Promise<SimulateSurroundings> {
  const misplaced = flags.launcher === 'slurm' ? undefined : slurmFlag(flags);
  if (misplaced !== undefined) throw configError(`${misplaced} is for --launcher slurm only`, misplaced);
  return {
    disk: NODE_DISK,
    clock: SYSTEM_CLOCK,
    interruption: signals,
    progress,
    threads: flags.threads as number | undefined,
    place: placeFrom(flags),
    jobs: (flags.jobs as number | undefined) ?? defaultJobs(),
    retries: flags.retries as number | undefined,
    failFast: flags['fail-fast'] as boolean | undefined,
    maxFailures: flags['max-failures'] as number | undefined,
    patience: patienceFrom(flags['worker-patience'] as string | undefined),
    launcher: await launcherOf((flags.launcher as string | undefined) ?? 'local', LAUNCHERS),
    launcherArguments: flags,
    onRun: (outcome, count) => {
      const line = outcomeLine(outcome, count);
      // a failure is an error, and --quiet does not silence errors
      if ('error' in outcome) command.complain(line);
      else command.say(line);
    },
    onNote: (text) => command.say(text),
  };
}
