/** A sweep as its folder describes it: the tasks, each computed from its number. None of this changes while the sweep is worked on. */
import { basename, join } from 'node:path';
import { MsmError } from '../../errors.js';
import { compileBuild } from '../../host/builds.js';
import type { DiskOperations } from '../../host/disk.js';
import { packageVersion } from '../../host/environment.js';
import { lockFolder } from '../../host/lock.js';
import { assertFilesThere, type DatasetReference, movedDatasets } from '../../input/data-references.js';
import type { GivenInput } from '../../input/inputs.js';
import type { ParameterValue } from '../../model/schema.js';
import { listOwn } from '../../run/layout.js';
import type { NewRun } from '../../run/new-run.js';
import { type PlannedRuns, planRuns } from '../../run/plan-runs.js';
import type { Compile } from '../../run/stored-run.js';
import { canonicalJson } from '../../text.js';
import { ID_DIGITS } from './journal-lines.js';
import { parseRanges } from './ranges.js';
import { readSweepRecord, type SweepRecord, type SweepRequest, sweepFile, writeSweepRecord } from './record.js';
import { restoreRequest } from './stored-request.js';

/** One run of a sweep. Its number never changes, whatever is added to the sweep later. */
export interface Task {
  readonly index: number;
  /** Hex SHA-256 of everything the result depends on. */
  readonly identity: string;
  /** Name of its folder below `runs/`. */
  readonly name: string;
}

/** What can be known of a sweep without planning it. */
export interface StoredSweep {
  readonly folder: string;
  readonly record: SweepRecord;
  /** How many tasks there ever were, including dropped ones. */
  readonly count: number;
  readonly dropped: ReadonlySet<number>;
  /** The newest request's plan; undefined if this version of the program makes a different one from the version that made the sweep. */
  readonly planned: PlannedRuns | undefined;
  /** Identity of a task according to the plan; undefined without one. */
  readonly identity: (index: number) => string | undefined;
  /** Folder of a task's run. */
  readonly place: (index: number) => string;
  /** The same for a task whose identity begins with `id`, without planning it again. */
  readonly placeNamed: (index: number, id: string) => string;
  /** The values that tell a task from the others: inputs and parameters that vary, and the replica if there are several. */
  readonly axes: (index: number) => { readonly [key: string]: ParameterValue };
}

export interface Sweep extends StoredSweep {
  /** The given arrays of all requests. */
  readonly arrays: readonly GivenInput[];
  /** @throws RangeError unless 0 <= index < count */
  readonly task: (index: number) => Task;
  readonly run: (index: number) => NewRun;
}

/** A request with its plan and the numbers of the runs that it added. */
interface Part {
  readonly stored: SweepRequest;
  readonly planned: PlannedRuns;
  /** Task `stored.first + k` is run `added[k]` of the plan; undefined if that is k itself. */
  readonly added: readonly number[] | undefined;
  readonly varying: readonly string[];
}

/** The error for a plan that is not the one that was made: by another version, if the request cannot have been edited (version 0.1 had no checksum). */
function otherPlan(path: string, { format }: SweepRecord, { request }: SweepRequest, cause?: unknown): MsmError {
  const next = `Version ${request.version} of msm made it.`;
  if (format >= 3 && request.version !== packageVersion()) {
    const message = `${path}: this version of msm does not make the runs that its request made when it was written`;
    return new MsmError('E_CONFIG', message, {
      place: path,
      next: `Go on with the version that made it. ${next}`,
      cause,
    });
  }
  return new MsmError('E_CORRUPT', `${path}: its request does not make the runs that it made when it was written`, {
    place: path,
    next: `It was edited, or written by another version. ${next}`,
    cause,
  });
}

/** Throws E_CORRUPT, E_CONFIG unless a plan is the one that was made when the request was written. */
function assertSamePlan(path: string, record: SweepRecord, stored: SweepRequest, { plan }: PlannedRuns): void {
  const isSame =
    plan.runCount === stored.runCount &&
    plan.run(0).identity === stored.ends[0] &&
    plan.run(plan.runCount - 1).identity === stored.ends[1];
  if (!isSame) throw otherPlan(path, record, stored);
}

function partOf(path: string, stored: SweepRequest, planned: PlannedRuns): Part {
  const { plan } = planned;
  const last = plan.runCount - 1;
  const isAll = stored.added === `0-${last}` || (last === 0 && stored.added === '0');
  return { stored, planned, added: isAll ? undefined : parseRanges(stored.added, path), varying: plan.varying };
}

/** The request that added a task. */
function requestWith({ requests, taskCount }: SweepRecord, index: number): number {
  if (!Number.isInteger(index) || index < 0 || index >= taskCount) throw new RangeError(`no task ${index}`);
  let k = requests.length - 1;
  while (requests[k].first > index) k--;
  return k;
}

/** A sweep none of whose requests is planned. Folders of runs are found by their numbers. */
function storedSweep(folder: string, record: SweepRecord): StoredSweep {
  const nameOf = (index: number, id: string): string =>
    `${String(index).padStart(record.requests[requestWith(record, index)].digits, '0')}-${id}`;
  const runs = join(folder, 'runs');
  let names: ReadonlyMap<number, string> | undefined;
  return {
    folder,
    record,
    count: record.taskCount,
    dropped: new Set(parseRanges(record.dropped, sweepFile(folder))),
    planned: undefined,
    identity: () => undefined,
    place: (index) => {
      names ??= new Map(listOwn(runs).map((name) => [Number.parseInt(name, 10), name]));
      return join(runs, names.get(index) ?? nameOf(index, 'unknown'));
    },
    placeNamed: (index, id) => join(runs, nameOf(index, id)),
    axes: () => ({}),
  };
}

/** The sweep of planned requests. */
function sweepOf(folder: string, record: SweepRecord, plans: readonly PlannedRuns[]): Sweep {
  const stored = storedSweep(folder, record);
  const parts = record.requests.map((request, k) => partOf(sweepFile(folder), request, plans[k]));
  const runOf = (index: number): { readonly part: Part; readonly i: number } => {
    const part = parts[requestWith(record, index)];
    const inside = index - part.stored.first;
    return { part, i: part.added?.[inside] ?? inside };
  };
  const identity = (index: number): string => {
    const { part, i } = runOf(index);
    return part.planned.plan.run(i).identity;
  };
  const place = (index: number): string => stored.placeNamed(index, identity(index).slice(0, ID_DIGITS));
  return {
    ...stored,
    planned: parts[parts.length - 1].planned,
    identity,
    place,
    arrays: parts.flatMap((part) => [...part.planned.kept.values()]),
    task: (index) => {
      const own = identity(index);
      return { index, identity: own, name: basename(stored.placeNamed(index, own.slice(0, ID_DIGITS))) };
    },
    run: (index) => {
      const { part, i } = runOf(index);
      return part.planned.run(i);
    },
    axes: (index) => {
      const { part, i } = runOf(index);
      const { parameters, replica } = part.planned.plan.run(i);
      const values = {
        ...part.planned.inputsOf(i),
        ...Object.fromEntries(part.varying.map((key) => [key, parameters[key]])),
      };
      return part.planned.plan.spaces.some(({ seeds }) => seeds.length > 1) ? { ...values, replica } : values;
    },
  };
}

/** A sweep by its folder. Without `compile` it is only looked at. */
async function planned(folder: string, record: SweepRecord, compile?: Compile): Promise<Sweep> {
  const path = sweepFile(folder);
  const plans: PlannedRuns[] = [];
  for (const stored of record.requests) {
    const request = await restoreRequest(folder, stored, compile);
    const plan = await planRuns(request, true).catch((error: unknown) => {
      // nobody typed it there
      throw error instanceof MsmError && error.code === 'E_CONFIG' ? otherPlan(path, record, stored, error) : error;
    });
    assertSamePlan(path, record, stored, plan);
    plans.push(plan);
  }
  return sweepOf(folder, record, plans);
}

/**
 * Opens a sweep to look at it: whichever kernels and version it was made with, nothing is computed. Throws E_CORRUPT if it is
 * damaged.
 */
export async function openToRead(folder: string): Promise<StoredSweep> {
  const record = readSweepRecord(folder);
  try {
    return await planned(folder, record);
  } catch (error) {
    // what this version plans differently can still be looked at: journals and manifests say what the runs are
    if (error instanceof MsmError && error.code === 'E_CONFIG') return storedSweep(folder, record);
    throw error;
  }
}

/** Opens a sweep from its folder alone, to work on it. Throws E_CONFIG if it is none, or has other kernels, another revision or plans; E_CORRUPT if it is damaged. */
export async function openSweep(folder: string, compile: Compile = compileBuild): Promise<Sweep> {
  const record = readSweepRecord(folder);
  return planned(folder, record, compile);
}

/** Looks whether the data sets of a sweep are where they were; only runs that are yet to be done need them. @throws E_CONFIG, E_CORRUPT */
export function assertDataThere({ record }: Pick<Sweep, 'record'>): void {
  for (const { request } of record.requests) assertFilesThere(request.data ?? []);
}

/** The references to data sets of all requests, each once. */
export const datasetsOfSweep = ({ requests }: SweepRecord): readonly DatasetReference[] => {
  const all = requests.flatMap(({ request }) => request.data ?? []);
  return [...new Map(all.map((one) => [canonicalJson(one), one])).values()];
};

/** Says in sweep.json where the data sets of a sweep are now. @throws E_CONFIG, E_CORRUPT as `movedDatasets`; E_IO */
export async function moveDatasets(disk: DiskOperations, folder: string, path: string): Promise<void> {
  const lock = lockFolder(folder);
  try {
    const record = readSweepRecord(folder);
    movedDatasets(datasetsOfSweep(record), path);
    const requests = record.requests.map((one) => {
      const { data } = one.request;
      return data === undefined ? one : { ...one, request: { ...one.request, data: movedDatasets(data, path) } };
    });
    await writeSweepRecord(disk, folder, { ...record, requests });
  } finally {
    lock.release();
  }
}
