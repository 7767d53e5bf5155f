/** Runs a plan: one run in one folder, or a sweep of runs below one folder. Goes on with either. */
import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { MsmError } from '../errors.js';
import { listFolder, removeAll } from '../host/disk.js';
import { claimRunFolder } from '../run/claim-folder.js';
import { isRunFolder, isSweepFolder, readRun } from '../run/folder.js';
import { assertFolder } from '../run/layout.js';
import type { PlannedRuns } from '../run/plan-runs.js';
import { createModel, type RunResult, resumeRun, startRun } from '../run/session.js';
import type { Compile } from '../run/stored-run.js';
import type { SweepView } from '../sweep/tasks/tasks.js';
import { type Launcher, type LaunchOptions, LOCAL } from '../sweep/work/launcher.js';
import type { OnRun, Outcome, SweepSurroundings } from '../sweep/work/outcome.js';

export type SimulationResult = Outcome;
export { isSweepFolder };

/** What a command adds to the surroundings of a sweep. */
export interface SimulateSurroundings extends SweepSurroundings {
  /** Who has the tasks done; children of this process if absent. */
  readonly launcher?: Launcher;
  readonly launcherArguments?: LaunchOptions['arguments'];
  /** Forget what was done of a single run, and do all of it again. */
  readonly fromStart?: boolean;
}

/** The outcome of a single run; `result` is undefined if it was finished before. */
const single = (folder: string, result: RunResult | undefined): Outcome => ({
  folder,
  runs: result === undefined ? [] : [{ ...result, index: 0, axes: {} }],
  done: result === undefined ? 0 : 1,
  skipped: result === undefined ? 1 : 0,
  elsewhere: 0,
  failures: [],
  left: 0,
});

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
  const first = planned.run(0);
  const model = createModel(first);
  const prepared = await launcher.prepare?.(out, request.family.schema.name, launchOptions(around));
  if (prepared?.isLeader === false && prepared.out !== undefined) {
    return launcher.launch(prepared.out, 'all', launchOptions(around), around);
  }
  const folder = claimRunFolder(prepared === undefined ? out : prepared.out, request.family.schema.name);
  if (plan.runCount === 1 && launcher === LOCAL) return single(folder, await startRun(folder, first, model, around));
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
    return single(out, await resumeRun(out, () => planned.request.build, around));
  }
  // what a process left that was killed before it wrote anything that counts
  if (existsSync(out) && listFolder(out).length === 0) removeAll(out);
  return simulate(planned, out, around, onRun);
}

/** What the surroundings say to a launcher. */
export function launchOptions(around: SimulateSurroundings): LaunchOptions {
  const { launcherArguments, jobs, retries, failFast, maxFailures } = around;
  return { jobs, retries, failFast, maxFailures, arguments: launcherArguments };
}

/** Has all tasks of a sweep done that are not, and writes the table of results. */
async function finishSweep(folder: string, around: SimulateSurroundings): Promise<Outcome> {
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

/**
 * Goes on with a run or a sweep, or with a sweep through the folder of one of its runs. What is finished is reported as skipped.
 *
 * @throws E_CONFIG if the folder is neither or was begun with other kernels
 */
export async function resume(
  folder: string,
  compile: Compile,
  around: SimulateSurroundings,
  onRun?: OnRun,
): Promise<Outcome> {
  if (isSweepFolder(folder)) {
    if (around.fromStart === true) throw refuseFromStart(`${folder} is a sweep`, folder);
    const { isSearchFolder, resumeSearch } = await import('../search/search.js');
    if (isSearchFolder(folder)) return resumeSearch(folder, compile, around, onRun);
    return finishSweep(folder, { onRun, ...around });
  }
  assertFolder(folder);
  const above = dirname(dirname(folder));
  const isOfSweep = basename(dirname(folder)) === 'runs' && isSweepFolder(above);
  if (isOfSweep && around.fromStart === true) throw refuseFromStart(`${folder} is a run of the sweep ${above}`, above);
  if (isOfSweep) return resumeTask(above, folder, { onRun, ...around });
  if (!isRunFolder(folder)) {
    const below = listFolder(folder).length > 0 ? 'it holds neither run.json nor sweep.json' : 'there is nothing in it';
    throw new MsmError('E_CONFIG', `${folder} is no run or sweep: ${below}`, { place: folder });
  }
  return single(folder, await resumeRun(folder, compile, around, { fromStart: around.fromStart }));
}

const refuseFromStart = (what: string, sweep: string): MsmError =>
  new MsmError('E_CONFIG', `--from-start is for a run by itself, and ${what}`, {
    place: '--from-start',
    next: `What is damaged or lost of a sweep is done again by: msm resume ${sweep}`,
  });

/** A run of a sweep is claimed through the sweep, so that nobody else does it at the same time. */
async function resumeTask(above: string, place: string, around: SimulateSurroundings): Promise<Outcome> {
  const { readSweep } = await import('../sweep/tasks/tasks.js');
  const view: SweepView = await readSweep(above);
  const task = Number.parseInt(basename(place), 10);
  const isTask = task < view.sweep.count && basename(view.sweep.place(task)) === basename(place);
  if (!isTask) throw new MsmError('E_CONFIG', `${place} is no run of the sweep ${above}`, { place });
  const { retries, failFast, maxFailures, jobs } = around;
  return LOCAL.launch(above, [task], { jobs, retries, failFast, maxFailures }, around);
}
