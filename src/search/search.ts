/**
 * A search: a sweep whose trials follow from the results of earlier ones. Its folder is that of a sweep to which every
 * generation of trials is added as a request.
 */
import { existsSync } from 'node:fs';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { listFolder, removeAll } from '../host/disk.js';
import { describeEnvironment } from '../host/environment.js';
import { claimRunFolder } from '../run/claim-folder.js';
import { isSweepFolder } from '../run/folder.js';
import type { PlannedRuns, SearchedRequest } from '../run/plan-runs.js';
import { createModel } from '../run/session.js';
import type { Compile } from '../run/stored-run.js';
import { readSweepRecord } from '../sweep/tasks/record.js';
import { addRequest, createSweep } from '../sweep/tasks/requests.js';
import { restoreRequest } from '../sweep/tasks/stored-request.js';
import { LOCAL, launchOptions, type SimulateSurroundings } from '../sweep/work/launcher.js';
import type { OnRun } from '../sweep/work/outcome.js';
import { canonicalJson, didYouMean, quoted } from '../text.js';
import { Search, type SearchOutcome } from './generations.js';

export type { SearchOutcome, SearchSummary } from './generations.js';

/** The plan of a search's first generation. @throws E_CONFIG as `startSearch` */
export async function planFirst(request: SearchedRequest): Promise<PlannedRuns> {
  const { planned } = await new Search(request, 0).plan();
  if (planned === undefined) throw new MsmError('E_INTERNAL', 'a first generation without a plan');
  assertObjective(planned, request.search.objective);
  return planned;
}

/**
 * Names of the numbers that a run of this kind reports, from the first of these runs that can be made and is finite; undefined if all
 * of them diverge before their first step.
 *
 * @throws E_CONFIG if no run can be made, and that is not because they diverge
 */
function summaryNames({ plan, run }: PlannedRuns): readonly string[] | undefined {
  let refusal: unknown;
  for (let i = 0; i < plan.runCount; i++) {
    try {
      return createModel(run(i))
        .summary()
        .map(({ name }) => name);
    } catch (error) {
      // a failed trial, which the search goes on from
      if (!(error instanceof MsmError) || !['E_DIVERGED', 'E_CONFIG'].includes(error.code)) throw error;
      if (error.code === 'E_CONFIG') refusal ??= error;
    }
  }
  if (refusal !== undefined) throw refusal;
  return undefined;
}

/** @throws E_CONFIG if no run of this kind reports such a number */
function assertObjective(planned: PlannedRuns, objective: string): void {
  const names = summaryNames(planned);
  if (names === undefined || names.includes(objective)) return;
  const guess = didYouMean(objective, names);
  const message = `--objective ${quoted(objective)}: the summary of a run has no such number. ${guess}`.trim();
  throw configError(message, '--objective', `It has: ${names.join(', ')}.`);
}

/** Ranks of one program cannot wait for each other's results here. */
function assertLauncher({ launcher = LOCAL }: SimulateSurroundings): void {
  if (launcher.name !== 'mpi') return;
  throw configError('--search and --launcher mpi exclude each other', '--launcher', 'Use local or slurm.');
}

/** Adds generation after generation until the budget is used up, or one cannot be finished now. */
async function goOn(
  search: Search,
  folder: string,
  { build }: SearchedRequest,
  given: SimulateSurroundings,
): Promise<SearchOutcome> {
  // looked up once and not for each generation, since it takes longer than a short run
  const around = { ...given, environment: given.environment ?? describeEnvironment() };
  while (!search.isOver) {
    const generation = await search.plan();
    const { planned } = generation;
    const tasks =
      planned === undefined ? [] : (await addRequest(around.disk, folder, planned, false, () => build)).tasks;
    if (!(await search.run(folder, generation, tasks, around))) break;
  }
  return search.finish(folder, around);
}

/**
 * Searches in a new folder.
 *
 * @param out the new folder; undefined: the next free one below `runs/`
 * @throws E_CONFIG for a wrong space, objective or folder, before anything is written; E_INTERRUPTED, E_IO
 */
export async function startSearch(
  request: SearchedRequest,
  out: string | undefined,
  around: SimulateSurroundings,
  onRun?: OnRun,
): Promise<SearchOutcome> {
  assertLauncher(around);
  const surroundings = { onRun, ...around };
  const search = new Search(request, 0);
  const generation = await search.plan();
  const { planned } = generation;
  if (planned === undefined) throw new MsmError('E_INTERNAL', 'a first generation without a plan');
  assertObjective(planned, request.search.objective);
  const name = request.family.schema.name;
  const prepared = await around.launcher?.prepare?.(out, name, launchOptions(around));
  const folder = claimRunFolder(prepared === undefined ? out : prepared.out, name);
  try {
    await createSweep(around.disk, folder, planned);
  } catch (error) {
    removeAll(folder);
    throw error;
  }
  const tasks = Array.from({ length: planned.plan.runCount }, (_, i) => i);
  if (!(await search.run(folder, generation, tasks, surroundings))) return search.finish(folder, surroundings);
  return goOn(search, folder, request, surroundings);
}

/** Whether a sweep's folder is that of a search. Throws E_CORRUPT if sweep.json is damaged. */
export function isSearchFolder(folder: string): boolean {
  return readSweepRecord(folder).requests[0].request.search !== undefined;
}

/** The search of a folder again, from sweep.json alone, and the first trial of its newest generation. */
async function restoreSearch(
  folder: string,
  compile: Compile,
): Promise<{ readonly request: SearchedRequest; readonly newest: number }> {
  const { requests } = readSweepRecord(folder);
  const request = await restoreRequest(folder, requests[0], compile);
  const newest = requests[requests.length - 1].request.search;
  if (request.search === undefined || newest === undefined) {
    throw new MsmError('E_CORRUPT', `${folder} is a search and also something else`, { place: folder });
  }
  return { request: { ...request, search: newest }, newest: newest.first ?? 0 };
}

/** Goes on with a search. A failed trial of a settled generation is not tried again, since later ones were chosen with it. */
export async function resumeSearch(
  folder: string,
  compile: Compile,
  around: SimulateSurroundings,
  onRun?: OnRun,
): Promise<SearchOutcome> {
  assertLauncher(around);
  const { request, newest } = await restoreSearch(folder, compile);
  const surroundings = { onRun, ...around };
  return goOn(new Search(request, newest), folder, request, surroundings);
}

/**
 * Goes on with a search in a folder that may exist, perhaps to more trials than it had.
 *
 * @throws E_CONFIG if the folder holds something else than this search
 */
export async function searchAgain(
  request: SearchedRequest,
  folder: string,
  around: SimulateSurroundings,
  onRun?: OnRun,
): Promise<SearchOutcome> {
  if (!isSweepFolder(folder)) {
    // left by a process that was killed before it wrote anything that counts
    if (existsSync(folder) && listFolder(folder).length === 0) removeAll(folder);
    return startSearch(request, folder, around, onRun);
  }
  assertLauncher(around);
  const stored = await restoreSearch(folder, () => request.build);
  const sameness = ({ search, seed, replicas, record }: SearchedRequest): string => {
    const { trials, first, space, ...rest } = search;
    const settings = space.settings.map(({ key, text }) => ({ key, text }));
    return canonicalJson(JSON.parse(JSON.stringify({ rest, space: { ...space, settings }, seed, replicas, record })));
  };
  if (sameness(stored.request) !== sameness(request)) {
    throw configError(`${folder} holds another search than this one`, '--out', 'Choose another folder with --out.');
  }
  const surroundings = { onRun, ...around };
  return goOn(new Search(request, stored.newest), folder, request, surroundings);
}
