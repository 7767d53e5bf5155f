/** What a command that has runs done gives to them. */
import type { Launcher, LaunchOptions } from './launcher.js';
import type { SweepSurroundings } from './outcome.js';

/** What a command adds to the surroundings of a sweep. */
export interface SimulateSurroundings extends SweepSurroundings {
  /** Who has the tasks done; children of this process if absent. */
  readonly launcher?: Launcher;
  readonly launcherArguments?: LaunchOptions['arguments'];
  /** Forget what was done of a single run, and do all of it again. */
  readonly fromStart?: boolean;
}

/** What the surroundings say to a launcher. */
export function launchOptions(around: SimulateSurroundings): LaunchOptions {
  const { launcherArguments, jobs, retries, failFast, maxFailures } = around;
  return { jobs, retries, failFast, maxFailures, arguments: launcherArguments };
}
