/** Launchers: ways to have the tasks of a sweep done. Whatever does them, the journals and the runs' folders are the truth. */
import { configError } from '../../config/problem.js';
import type { MsmError } from '../../errors.js';
import { didYouMean, quoted } from '../../text.js';
import { livingClaims } from '../tasks/claims.js';
import type { FailureOptions, Outcome, SweepSurroundings } from './outcome.js';

export interface LaunchOptions extends FailureOptions {
  /** Runs at the same time on this machine, or on each of those that the launcher uses; absent: in this process. */
  readonly jobs?: number;
  /** The parsed flags of the command, for those that only a launcher understands: partition, time limit. */
  readonly arguments?: { readonly [name: string]: unknown };
}

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

/** Time between two looks at what other processes have claimed. */
const LOOK_MS = 200;

/** Waits until no living process claims any of the tasks that others have. True if somebody asked to stop meanwhile. */
async function othersDone(folder: string, before: ReadonlySet<number>, around: SweepSurroundings): Promise<boolean> {
  for (;;) {
    if (around.interruption.isRequested()) return true;
    const now = livingClaims(folder);
    if (![...before].some((task) => now.has(task))) return false;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Children of this process. Waits for tasks that other processes have, and takes over those whose owner dies. */
export const LOCAL: Launcher = {
  name: 'local',
  launch: async (folder, tasks, options, around) => {
    // loaded here: a single run starts without it
    const [{ workOn }, { Looks }] = await Promise.all([import('./work.js'), import('../tasks/look.js')]);
    // what this session has found to be whole is not hashed again
    const looks = new Looks('sha256');
    const all: SweepSurroundings = { ...around, ...options };
    const asked = tasks === 'all' ? undefined : new Set(tasks);
    const first = await workOn(folder, tasks, all, undefined, looks);
    let [outcome, last] = [first, first];
    while (last.elsewhere > 0) {
      const others = [...livingClaims(folder).keys()].filter((task) => asked === undefined || asked.has(task));
      around.onNote?.(`${last.elsewhere} runs are done by other processes; waiting for them`);
      await othersDone(folder, new Set(others), around);
      // retries belong to this session: failures of others are reported, not tried again
      last = await workOn(folder, tasks, { ...all, retries: 0 }, undefined, looks);
      const done = outcome.done + last.done;
      const runs = [...outcome.runs, ...last.runs];
      outcome = { ...last, runs, done, skipped: last.skipped - outcome.done };
    }
    return outcome;
  },
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
