/**
 * A search: a sweep whose trials follow from the results of earlier ones. Its folder is that of a sweep to which every
 * generation of trials is added as a request. What is suggested is a pure function of the search's seed and of the results of
 * the generations before, so a search that is gone on with plays its history again and comes to the same trials.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { assertSpace } from '../config/plan.js';
import { configError } from '../config/problem.js';
import { pointValues, readSearchSpace, type SearchSpace, trialSpace } from '../config/search-space.js';
import { readSpace, type SeedSource, type TextSpace } from '../config/space.js';
import { canonicalJson, didYouMean, quoted } from '../config/text.js';
import { MsmError } from '../errors.js';
import { elementaryOf } from '../kernel/elementary.js';
import { replicaSeed } from '../method/random.js';
import { trialDraws } from '../method/search/draws.js';
import { nextGeneration } from '../method/search/generation.js';
import type { Observation, Point } from '../method/search/space.js';
import { instantiate } from '../run/builds.js';
import { claimRunFolder } from '../run/claim-folder.js';
import { listFolder, removeAll } from '../run/disk.js';
import { isRunFolder, isSweepFolder, readRun } from '../run/folder.js';
import { type PlannedRuns, planRuns, type SearchedRequest } from '../run/plan-runs.js';
import { createModel } from '../run/session.js';
import { LOCAL } from './launcher.js';
import { MOST_RESULTS, type OnRun, type Outcome } from './outcome.js';
import { type Compile, readSweepRecord, restoreRequest } from './record.js';
import { addRequest, createSweep } from './requests.js';
import { writeResults } from './results.js';
import { betterTrial, type Trial, writeTrials } from './search-table.js';
import { launchOptions, type SimulateSurroundings } from './simulate.js';
import { openSweep } from './sweep.js';
import { readSweep } from './tasks.js';

export interface SearchSummary {
  readonly method: string;
  readonly objective: string;
  readonly direction: 'min' | 'max';
  readonly trials: number;
  /** Trials without an objective: a run failed, or the values do not go together. */
  readonly failed: number;
  readonly best: (Omit<Trial, 'run'> & { readonly folder: string }) | null;
}

export interface SearchOutcome extends Outcome {
  readonly search: SearchSummary;
}

const NO_OUTCOME = { runs: [], done: 0, skipped: 0, elsewhere: 0, failures: [], left: 0 };

function added(sum: Omit<Outcome, 'folder'>, next: Outcome): Omit<Outcome, 'folder'> {
  return {
    runs: [...sum.runs, ...next.runs].slice(0, MOST_RESULTS),
    done: sum.done + next.done,
    skipped: sum.skipped + next.skipped,
    elsewhere: next.elsewhere,
    failures: [...sum.failures, ...next.failures],
    left: next.left,
  };
}

interface TriedPoint extends Trial {
  readonly point: Point;
}

/** Trials that are suggested together. */
interface Generation {
  /** Number of the first of them. */
  readonly first: number;
  readonly points: readonly Point[];
  /** The space of each; undefined if its values do not go together. */
  readonly spaces: readonly (TextSpace | undefined)[];
  /** The plan of those that have one. */
  readonly planned: PlannedRuns | undefined;
}

/** Mean of a summary's item over runs; null if one of them is not done or has no such number. */
function objectiveOf(places: readonly string[], name: string): number | null {
  let sum = 0;
  for (const place of places) {
    const run = isRunFolder(place) ? readRun(place) : undefined;
    const value = run?.status === 'done' ? run.summary.find((item) => item.name === name)?.value : undefined;
    if (value === undefined || value === null) return null;
    sum += value;
  }
  return places.length === 0 ? null : sum / places.length;
}

/** One search in one folder, generation by generation. */
class Search {
  readonly #request: SearchedRequest;
  readonly #space: SearchSpace;
  readonly #seeds: SeedSource;
  readonly #suggest: (history: readonly Observation[]) => readonly Point[];
  readonly #trials: TriedPoint[] = [];
  #outcome: Omit<Outcome, 'folder'> = NO_OUTCOME;
  /** First trial of the newest generation in the folder: what came before it is settled. */
  readonly #settledTo: number;

  constructor(request: SearchedRequest, settledTo: number) {
    const { family, search, build, seed, replicas } = request;
    const kernels = instantiate(build);
    this.#request = request;
    this.#settledTo = settledTo;
    this.#space = readSearchSpace(family.schema, search.space);
    this.#seeds = { seed, replicas, replicaSeed: (of, replica) => replicaSeed(kernels, of, replica) };
    const dimensions = this.#space.searched.map(({ dimension }) => dimension);
    const [draws, elementary] = [trialDraws(kernels, seed), elementaryOf(kernels)];
    this.#suggest = (history) => nextGeneration(search, dimensions, history, draws, elementary);
  }

  /** The generation after the trials so far, planned. @throws E_CONFIG if nothing of the first one can run */
  async plan(): Promise<Generation> {
    const { family, search } = this.#request;
    const sign = search.direction === 'min' ? 1 : -1;
    const history = this.#trials.map(({ point, objective }) => ({
      point,
      loss: objective === null ? null : sign * objective,
    }));
    const points = this.#suggest(history);
    const first = this.#trials.length;
    let refusal: unknown;
    const spaces = points.map((point, i): TextSpace | undefined => {
      const space = trialSpace(this.#space, first + i, point);
      try {
        assertSpace(family.schema, readSpace(family.schema, space, this.#seeds));
        return space;
      } catch (error) {
        // values that do not go together are a failed trial, not the end of the search
        if (!(error instanceof MsmError) || error.code !== 'E_CONFIG') throw error;
        refusal ??= error;
        return undefined;
      }
    });
    const wanted = spaces.filter((space) => space !== undefined);
    if (wanted.length === 0 && first === 0) throw refusal;
    const request = { ...this.#request, spaces: wanted, search: { ...search, first } };
    return { first, points, spaces, planned: wanted.length === 0 ? undefined : await planRuns(request) };
  }

  /** Does a generation of which the tasks are in the folder, and takes its results. False if it could not be finished. */
  async run(
    folder: string,
    { first, points, spaces, planned }: Generation,
    tasks: readonly number[],
    around: SimulateSurroundings,
  ): Promise<boolean> {
    if (planned !== undefined && first >= this.#settledTo) {
      const { launcher = LOCAL } = around;
      const wanted = [...new Set(tasks)];
      this.#outcome = added(this.#outcome, await launcher.launch(folder, wanted, launchOptions(around), around));
      if (this.#outcome.elsewhere > 0 || this.#outcome.left > 0) return false;
    }
    const sweep = await openSweep(folder, () => this.#request.build);
    let wanted = 0;
    for (const [i, point] of points.entries()) {
      const runs = planned === undefined || spaces[i] === undefined ? [] : planned.plan.runsOf(wanted++);
      const places = runs.map((run) => sweep.place(tasks[run]));
      const [place] = places;
      this.#trials.push({
        trial: first + i,
        point,
        values: pointValues(this.#space, point),
        objective: objectiveOf(places, this.#request.search.objective),
        run: place === undefined ? null : place.slice(folder.length + 1),
      });
    }
    const { family, search } = this.#request;
    await writeTrials(around.disk, folder, family.schema, this.#space.searched, this.#trials, search);
    return true;
  }

  get isOver(): boolean {
    return this.#trials.length >= this.#request.search.trials;
  }

  /** All that was done, with the best trial. */
  async finish(folder: string, { disk }: SimulateSurroundings): Promise<SearchOutcome> {
    await writeResults(disk, await readSweep(folder, () => this.#request.build));
    const { method, objective, direction } = this.#request.search;
    let best: Trial | undefined;
    for (const trial of this.#trials) best = betterTrial(best, trial, direction);
    const failed = this.#trials.filter((trial) => trial.objective === null).length;
    const told = best && {
      trial: best.trial,
      values: best.values,
      objective: best.objective,
      folder: join(folder, best.run ?? ''),
    };
    const search = { method, objective, direction, trials: this.#trials.length, failed, best: told ?? null };
    return { ...this.#outcome, folder, search };
  }
}

/** The plan of a search's first generation. @throws E_CONFIG as `startSearch` */
export async function planFirst(request: SearchedRequest): Promise<PlannedRuns> {
  const { planned } = await new Search(request, 0).plan();
  if (planned === undefined) throw new MsmError('E_INTERNAL', 'a first generation without a plan');
  assertObjective(planned, request.search.objective);
  return planned;
}

/** @throws E_CONFIG if no run of this kind reports such a number */
function assertObjective(planned: PlannedRuns, objective: string): void {
  const names = createModel(planned.run(0))
    .summary()
    .map(({ name }) => name);
  if (names.includes(objective)) return;
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
  around: SimulateSurroundings,
): Promise<SearchOutcome> {
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

/** Goes on with a search. A failed trial of a settled generation is not tried again: later ones were chosen with it. */
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
    // what a process left that was killed before it wrote anything that counts
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
