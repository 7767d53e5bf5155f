/** Has the tasks of a sweep done by children of this process. */
import { livingClaims } from '../tasks/claims.js';
import { Looks } from '../tasks/look.js';
import type { LaunchOptions, Outcome, SweepSurroundings } from './outcome.js';
import { workOn } from './work.js';

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

/** Does tasks as a launcher does. Waits for tasks that other processes have, and takes over those whose owner dies. */
export async function launchHere(
  folder: string,
  tasks: readonly number[] | 'all',
  options: LaunchOptions,
  around: SweepSurroundings,
): Promise<Outcome> {
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
}
