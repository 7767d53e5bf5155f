/** Goes on with whatever a folder holds: a run, a sweep, a search, a run of a sweep. */
import { basename } from 'node:path';
import { MsmError } from '../errors.js';
import { listFolder } from '../host/disk.js';
import { type DatasetReference, movedDatasets } from '../input/data-references.js';
import type { RankPlace } from '../ranks/place.js';
import { isRunFolder, isSweepFolder, readRun } from '../run/folder.js';
import { assertFolder, type PlaceInSweep, placeInSweep } from '../run/layout.js';
import { resumeRun } from '../run/session.js';
import type { Compile } from '../run/stored-run.js';
import type { SweepView } from '../sweep/tasks/tasks.js';
import { assertOneThread, LOCAL, type SimulateSurroundings } from '../sweep/work/launcher.js';
import type { OnRun, Outcome } from '../sweep/work/outcome.js';
import { finishSweep, follow, single } from './simulate.js';

/**
 * Goes on with a run or a sweep, or with a sweep through the folder of one of its runs. What is already finished is reported as skipped.
 *
 * @throws E_CONFIG if the folder is neither or was begun with other kernels
 */
export async function resume(
  folder: string,
  compile: Compile,
  around: SimulateSurroundings,
  onRun?: OnRun,
): Promise<Outcome> {
  const { data: path } = around;
  if (isSweepFolder(folder)) {
    assertOneThread(around, `${folder} is a sweep`);
    if (path !== undefined) await moveInSweep(around, folder, path);
    if (around.fromStart === true) throw refuseFromStart(`${folder} is a sweep`, folder);
    const { isSearchFolder, resumeSearch } = await import('../search/search.js');
    if (isSearchFolder(folder)) return resumeSearch(folder, compile, around, onRun);
    return finishSweep(folder, { onRun, ...around });
  }
  assertFolder(folder);
  const place = placeInSweep(folder);
  if (place !== undefined && around.fromStart === true) {
    throw refuseFromStart(`${folder} is a run of the sweep ${place.sweep}`, place.sweep);
  }
  if (place !== undefined) assertOneThread(around, `${folder} is a run of the sweep ${place.sweep}`);
  if (place !== undefined && path !== undefined) await moveInSweep(around, place.sweep, path);
  if (place !== undefined) return resumeTask(place, folder, { onRun, ...around });
  if (!isRunFolder(folder)) {
    const below = listFolder(folder).length > 0 ? 'it holds neither run.json nor sweep.json' : 'there is nothing in it';
    throw new MsmError('E_CONFIG', `${folder} is neither a run nor a sweep: ${below}`, { place: folder });
  }
  if (around.place !== undefined && around.place.rank > 0) return followStored(folder, around.place, compile, around);
  const moved = path === undefined ? undefined : (data: readonly DatasetReference[]) => movedDatasets(data, path);
  return single(folder, await resumeRun(folder, compile, around, { fromStart: around.fromStart, moved }));
}

/** Takes part in a run that rank 0 goes on with. */
async function followStored(
  folder: string,
  place: RankPlace,
  compile: Compile,
  around: SimulateSurroundings,
): Promise<Outcome> {
  const stored = readRun(folder);
  if (stored.status === 'done' && around.fromStart !== true) return single(folder, undefined);
  const { restoreRun } = await import('../run/stored-run.js');
  const data = around.data === undefined ? undefined : movedDatasets(stored.data ?? [], around.data);
  return follow(await restoreRun(folder, { ...stored, ...(data !== undefined && { data }) }, compile), place, around);
}

async function moveInSweep({ disk }: SimulateSurroundings, sweep: string, path: string): Promise<void> {
  const { moveDatasets } = await import('../sweep/tasks/sweep.js');
  await moveDatasets(disk, sweep, path);
}

const refuseFromStart = (what: string, sweep: string): MsmError =>
  new MsmError('E_CONFIG', `--from-start is for a run by itself, and ${what}`, {
    place: '--from-start',
    next: `What is damaged or lost of a sweep is done again by: msm resume ${sweep}`,
  });

/** A run of a sweep is claimed through the sweep, so that nobody else does it at the same time. */
async function resumeTask(
  { sweep, name }: PlaceInSweep,
  folder: string,
  around: SimulateSurroundings,
): Promise<Outcome> {
  const { readSweep } = await import('../sweep/tasks/tasks.js');
  const view: SweepView = await readSweep(sweep);
  const task = Number.parseInt(name, 10);
  const isTask = task < view.sweep.count && basename(view.sweep.place(task)) === name;
  if (!isTask) throw new MsmError('E_CONFIG', `${folder} is not a run of the sweep ${sweep}`, { place: folder });
  const { retries, failFast, maxFailures, patience, jobs } = around;
  return LOCAL.launch(sweep, [task], { jobs, retries, failFast, maxFailures, patience }, around);
}
