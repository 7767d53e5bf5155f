/** Launchers: ways to have the tasks of a sweep done. Whatever does them, the journals and the runs' folders are the truth. */
import { configError } from '../../config/problem.js';
import type { MsmError } from '../../errors.js';
import { didYouMean, quoted } from '../../text.js';
import type { LaunchOptions, Outcome, SweepSurroundings } from './outcome.js';

export type { LaunchOptions };

export interface Launcher {
  readonly name: string;
  /**
   * Called before anything is written. Checks what can be checked, and says which folder a new sweep gets (none: the next free one) and
   * whether this process is the one that makes it; another one only takes part in `launch`.
   *
   * @throws E_CONFIG for arguments that are refused, E_SCHEDULER
   */
  readonly prepare?: (
    out: string | undefined,
    family: string,
    options: LaunchOptions,
  ) => Promise<{ readonly out: string | undefined; readonly isLeader: boolean }>;
  /**
   * Has the tasks done that are neither done nor under way. Returns when none of them is left to do, or none that it may do.
   *
   * @throws E_INTERRUPTED when asked to stop, after checkpoints; E_IO; E_SCHEDULER if a scheduler cannot be reached: that changes no state
   */
  readonly launch: (
    folder: string,
    tasks: readonly number[] | 'all',
    options: LaunchOptions,
    around: SweepSurroundings,
  ) => Promise<Outcome>;
}

/** What a command adds to the surroundings of a sweep. */
export interface SimulateSurroundings extends SweepSurroundings {
  /** The launcher that has the tasks done; children of this process if absent. */
  readonly launcher?: Launcher;
  readonly launcherArguments?: LaunchOptions['arguments'];
  /** Forget what a single run has done, and do all of it again. */
  readonly fromStart?: boolean;
  /** Where data sets are now, if they are not where they were. */
  readonly data?: string;
}

/** Refuses several threads where there are several runs. @throws E_CONFIG; `what` it is instead of one */
export function assertOneThread(
  { threads = 1, place }: Pick<SimulateSurroundings, 'threads' | 'place'>,
  what: string,
): void {
  if (place !== undefined) {
    throw configError(
      `--world-size ${place.size} is for a run by itself, and ${what}`,
      '--world-size',
      'Runs of a sweep are shared out by --launcher mpi or slurm.',
    );
  }
  if (threads === 1) return;
  throw configError(
    `--threads ${threads} is for a run by itself, and ${what}`,
    '--threads',
    'Each run of a sweep has one thread; --jobs says how many runs go on at the same time.',
  );
}

/** What a launcher gets from the surroundings. */
export function launchOptions(around: SimulateSurroundings): LaunchOptions {
  const { launcherArguments, jobs, retries, failFast, maxFailures, patience } = around;
  return { jobs, retries, failFast, maxFailures, patience, arguments: launcherArguments };
}

/** Children of this process. */
export const LOCAL: Launcher = {
  name: 'local',
  // loaded here: a single run starts without it
  launch: async (...given) => (await import('./local.js')).launchHere(...given),
};

/** Loaders of launchers by name. */
export type Launchers = { readonly [name: string]: () => Promise<Launcher> };
export const LAUNCHERS: Launchers = { local: async () => LOCAL };

/** The launcher of a name. @throws E_CONFIG with the nearest name */
export async function launcherOf(name: string, launchers: Launchers = LAUNCHERS): Promise<Launcher> {
  if (Object.hasOwn(launchers, name)) return launchers[name]();
  const names = Object.keys(launchers);
  const problem: MsmError = configError(
    `--launcher ${quoted(name)}: there is no such launcher. ${didYouMean(name, names)}`.trim(),
    '--launcher',
    `Launchers: ${names.join(', ')}.`,
  );
  throw problem;
}
