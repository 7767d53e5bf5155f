/** Runs a plan: one run in one folder, or a sweep of runs below one folder. */
import { existsSync } from 'node:fs';
import { MsmError } from '../errors.js';
import { listFolder, removeAll } from '../host/disk.js';
import type { RankPlace } from '../ranks/place.js';
import { claimRunFolder } from '../run/claim-folder.js';
import { isRunFolder, isSweepFolder, readRun } from '../run/folder.js';
import type { NewRun } from '../run/new-run.js';
import type { PlannedRuns } from '../run/plan-runs.js';
import { createModel, type RunResult, resumeRun, startRun, teamFor } from '../run/session.js';
import { assertOneThread, LOCAL, launchOptions, type SimulateSurroundings } from '../sweep/work/launcher.js';
import type { OnRun, Outcome } from '../sweep/work/outcome.js';

export type SimulationResult = Outcome;
export { isSweepFolder };

/** The outcome of a single run; `result` is undefined if it was finished before. */
export const single = (folder: string, result: RunResult | undefined): Outcome => ({
  folder,
  runs: result === undefined ? [] : [{ ...result, index: 0, axes: {} }],
  done: result === undefined ? 0 : 1,
  skipped: result === undefined ? 1 : 0,
  elsewhere: 0,
  failures: [],
  left: 0,
});

/** A process beside the first of several that do a run: nothing of it is written here. */
export async function follow(
  run: NewRun,
  place: RankPlace,
  { interruption, onNote }: SimulateSurroundings,
): Promise<Outcome> {
  onNote?.(`rank ${place.rank} of ${place.size} works for rank 0 at ${place.host}, port ${place.port}`);
  const { takePart } = await import('../run/ranks.js');
  await takePart(run, place, interruption);
  return { ...single('', undefined), skipped: 0, isFollower: true };
}

/** A run that is no part of a sweep, in a new folder. */
async function byItself(run: NewRun, out: string | undefined, around: SimulateSurroundings): Promise<Outcome> {
  if (around.place !== undefined && around.place.rank > 0) return follow(run, around.place, around);
  const team = await teamFor(run, around.threads ?? 1, around);
  try {
    const model = createModel(run, undefined, team);
    const folder = claimRunFolder(out, run.family.schema.name);
    return single(folder, await startRun(folder, run, model, around));
  } finally {
    team?.close();
  }
}

/**
 * Runs everything that was planned. The first model is made before the folder, so that an input with wrong values leaves nothing
 * behind. A sweep goes on after a run that failed; an interruption or a failing disk ends it.
 *
 * @param out the new folder; undefined: the next free one below `runs/`
 * @throws E_CONFIG if `out` exists or an input is wrong; for a single run what ends it; E_INTERRUPTED, E_IO
 */
export async function simulate(
  planned: PlannedRuns,
  out: string | undefined,
  around: SimulateSurroundings,
  onRun?: OnRun,
): Promise<Outcome> {
  const { plan, request } = planned;
  const { launcher = LOCAL } = around;
  if (plan.runCount === 1 && launcher === LOCAL) return byItself(planned.run(0), out, around);
  assertOneThread(
    around,
    plan.runCount === 1 ? 'another program does this one' : `this is a sweep of ${plan.runCount} runs`,
  );
  createModel(planned.run(0));
  const prepared = await launcher.prepare?.(out, request.family.schema.name, launchOptions(around));
  if (prepared?.isLeader === false && prepared.out !== undefined) {
    return launcher.launch(prepared.out, 'all', launchOptions(around), around);
  }
  const folder = claimRunFolder(prepared === undefined ? out : prepared.out, request.family.schema.name);
  // what sweeps alone need is loaded where it is used: a single run starts without it
  const { createSweep } = await import('../sweep/tasks/requests.js');
  try {
    await createSweep(around.disk, folder, planned);
  } catch (error) {
    removeAll(folder);
    throw error;
  }
  return finishSweep(folder, { onRun, ...around });
}

/**
 * Runs what was planned in a folder that may exist: `--out DIR --resume`. What the folder holds of it already is kept, by identity.
 * Tasks of a sweep that are neither done nor wanted now are dropped.
 *
 * @throws E_CONFIG if the folder holds another run, a sweep of another kind, or neither
 */
export async function simulateAgain(
  planned: PlannedRuns,
  out: string,
  around: SimulateSurroundings,
  onRun?: OnRun,
): Promise<Outcome> {
  if (isSweepFolder(out)) {
    assertOneThread(around, `${out} is a sweep`);
    const { addRequest } = await import('../sweep/tasks/requests.js');
    const { added, dropped } = await addRequest(around.disk, out, planned, true, () => planned.request.build);
    if (added > 0) around.onNote?.(`${added} new runs`);
    if (dropped > 0) around.onNote?.(`${dropped} runs of earlier requests that are not done are left out`);
    return finishSweep(out, { onRun, ...around });
  }
  if (isRunFolder(out)) {
    const { identity } = readRun(out);
    if (planned.plan.runCount > 1 || planned.run(0).identity !== identity) {
      throw new MsmError('E_CONFIG', `${out} holds a single run and not this one`, {
        place: '--out',
        next: 'Choose another folder with --out.',
      });
    }
    const { data = [] } = planned.request;
    if (around.place !== undefined && around.place.rank > 0) return follow(planned.run(0), around.place, around);
    return single(out, await resumeRun(out, () => planned.request.build, around, { moved: () => data }));
  }
  // left by a process that was killed before it wrote anything that counts
  if (existsSync(out) && listFolder(out).length === 0) removeAll(out);
  return simulate(planned, out, around, onRun);
}

/** Has all open tasks of a sweep done, and writes the table of results. */
export async function finishSweep(folder: string, around: SimulateSurroundings): Promise<Outcome> {
  const [{ Looks }, { writeSweepResults }, { withTableLog }] = await Promise.all([
    import('../sweep/tasks/look.js'),
    import('../collect/results.js'),
    import('../sweep/tasks/table-log.js'),
  ]);
  const looks = new Looks('size', true);
  const onRun: OnRun = (ended, count) => {
    // after the next task was handed out
    if (!('error' in ended)) setImmediate(() => looks.remember(ended.folder));
    around.onRun?.(ended, count);
  };
  const outcome = await (around.launcher ?? LOCAL).launch(folder, 'all', launchOptions(around), { ...around, onRun });
  if (outcome.isFollower === true) return outcome;
  await withTableLog(folder, around.disk, around.clock, (disk) =>
    writeSweepResults(disk, folder, looks, around.onNote),
  );
  return outcome;
}
