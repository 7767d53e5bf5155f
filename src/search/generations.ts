/**
 * The generations of a search: what is suggested, done and learned from the results. What is suggested is a pure function of the
 * search's seed and of the results of earlier generations, so a search that is resumed replays its history and arrives
 * at the same trials.
 */
import { join } from 'node:path';
import { writeSweepResults } from '../collect/results.js';
import { assertSpace } from '../config/plan.js';
import { pointValues, readSearchSpace, type SearchSpace, trialSpace } from '../config/search-space.js';
import type { SeedSource } from '../config/seeds.js';
import { readSpace, type TextSpace } from '../config/space.js';
import { MsmError } from '../errors.js';
import { instantiate } from '../host/builds.js';
import { elementaryOf } from '../kernel/elementary.js';
import { replicaSeed } from '../method/random.js';
import { trialDraws } from '../method/search/draws.js';
import { nextGeneration } from '../method/search/generation.js';
import type { Observation, Point } from '../method/search/space.js';
import { isRunFolder, readRun } from '../run/folder.js';
import { type PlannedRuns, planRuns, type SearchedRequest } from '../run/plan-runs.js';
import { openSweep } from '../sweep/tasks/sweep.js';
import { withTableLog } from '../sweep/tasks/table-log.js';
import { LOCAL, launchOptions, type SimulateSurroundings } from '../sweep/work/launcher.js';
import { MOST_RESULTS, type Outcome } from '../sweep/work/outcome.js';
import { betterTrial, type Trial, writeTrials } from './table.js';

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
export interface Generation {
  /** Number of the first of them. */
  readonly first: number;
  readonly points: readonly Point[];
  /** The space of each; undefined if its values do not go together. */
  readonly spaces: readonly (TextSpace | undefined)[];
  /** The plan of those trials that have a space. */
  readonly planned: PlannedRuns | undefined;
}

/** Mean of a summary's item over runs; null if any of them is not done or has no such number. */
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
export class Search {
  readonly #request: SearchedRequest;
  readonly #space: SearchSpace;
  readonly #seeds: SeedSource;
  readonly #suggest: (history: readonly Observation[]) => readonly Point[];
  readonly #trials: TriedPoint[] = [];
  #outcome: Omit<Outcome, 'folder'> = NO_OUTCOME;
  /** First trial of the newest generation in the folder; everything before it is settled. */
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

  /** Does a generation whose tasks are in the folder, and takes its results. False if it could not be finished. */
  async run(
    folder: string,
    { first, points, spaces, planned }: Generation,
    tasks: readonly number[],
    around: SimulateSurroundings,
  ): Promise<boolean> {
    if (planned !== undefined) {
      const { launcher = LOCAL } = around;
      // a failed trial of a settled generation stays failed, since later ones were chosen with it; a lost one is done again, to the same result
      const retries = first >= this.#settledTo ? around.retries : 0;
      const options = launchOptions({ ...around, retries });
      const outcome = await launcher.launch(folder, [...new Set(tasks)], options, { ...around, retries });
      this.#outcome = added(this.#outcome, outcome);
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
    const { searched } = this.#space;
    await withTableLog(folder, around.disk, around.clock, (disk) =>
      writeTrials(disk, folder, family.schema, searched, this.#trials, search),
    );
    return true;
  }

  get isOver(): boolean {
    return this.#trials.length >= this.#request.search.trials;
  }

  /** All that was done, with the best trial. */
  async finish(folder: string, { disk, clock, onNote }: SimulateSurroundings): Promise<SearchOutcome> {
    await withTableLog(folder, disk, clock, (logged) => writeSweepResults(logged, folder, undefined, onNote));
    const { method, objective, direction } = this.#request.search;
    let best: Trial | undefined;
    for (const trial of this.#trials) best = betterTrial(best, trial, direction);
    const failed = this.#trials.filter((trial) => trial.objective === null).length;
    const found = best && {
      trial: best.trial,
      values: best.values,
      objective: best.objective,
      folder: join(folder, best.run ?? ''),
    };
    const search = { method, objective, direction, trials: this.#trials.length, failed, best: found ?? null };
    return { ...this.#outcome, folder, search };
  }
}
