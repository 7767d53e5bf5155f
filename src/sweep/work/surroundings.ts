/** What a command passes on to the runs that it has done. */
import type { Launcher, LaunchOptions } from './launcher.js';
import type { SweepSurroundings } from './outcome.js';

/** What a command adds to the surroundings of a sweep. */
export interface SimulateSurroundings extends SweepSurroundings {
  /** The launcher that has the tasks done; children of this process if absent. */
  readonly launcher?: Launcher;
  readonly launcherArguments?: LaunchOptions['arguments'];
  /** Forget what a single run has done, and do all of it again. */
  readonly fromStart?: boolean;
}

/** What a launcher gets from the surroundings. */
export function launchOptions(around: SimulateSurroundings): LaunchOptions {
  const { launcherArguments, jobs, retries, failFast, maxFailures } = around;
  return { jobs, retries, failFast, maxFailures, arguments: launcherArguments };
}
