/** Makes a sweep from a request, and adds requests to an existing one: what was done is kept, nothing is numbered anew. */
import { dirname, join } from 'node:path';
import type { KeptFile } from '../../config/inputs.js';
import { configError } from '../../config/problem.js';
import { compileBuild } from '../../host/builds.js';
import type { DiskOperations } from '../../host/disk.js';
import { lockFolder } from '../../host/lock.js';
import type { GivenInput } from '../../input/inputs.js';
import { keepCopies } from '../../run/input-copies.js';
import { ensureOwn } from '../../run/layout.js';
import { keepModel, storedModel } from '../../run/model-copy.js';
import type { PlannedRuns } from '../../run/plan-runs.js';
import type { Compile } from '../../run/stored-run.js';
import { recordFlags } from './command-line.js';
import { JournalReader } from './journal.js';
import { Looks } from './look.js';
import { printRanges } from './ranges.js';
import {
  type KeptInput,
  keptPath,
  placeOf,
  readSweepRecord,
  SWEEP_FORMAT,
  type SweepRecord,
  type SweepRequest,
  writeSweepRecord,
} from './record.js';
import { arraysOf, storeRequest } from './stored-request.js';
import { openSweep, type Sweep } from './sweep.js';
import { readStates } from './tasks.js';

/** Most tasks that a search will have, so that all of its folders have names of one length. */
function mostTasks({ plan, request }: PlannedRuns): number {
  return (request.search?.trials ?? 0) * plan.spaces[0].seeds.length * plan.variants;
}

/**
 * Files with the arrays of a plan: those that the sweep has already, and new ones below the place of request k. Throws E_IO, E_CORRUPT.
 *
 * @param known arrays of earlier requests
 */
async function keepArrays(
  disk: DiskOperations,
  folder: string,
  k: number,
  { kept }: PlannedRuns,
  known: readonly GivenInput[] = [],
): Promise<readonly KeptInput[]> {
  const same = (one: GivenInput): KeptFile | undefined => known.find((other) => isSameArray(one, other))?.kept;
  const fresh = new Map([...kept].filter(([, one]) => same(one) === undefined));
  const written = fresh.size === 0 ? [] : await keepCopies(disk, folderOf(folder, k), fresh);
  const made = new Map([...fresh.keys()].map((name, i) => [name, written[i]]));
  return [...kept].map(([name, one]): KeptInput => {
    const file = made.get(name);
    return file === undefined
      ? { name, ...(same(one) as KeptFile) }
      : { name, ...file, path: keptPath(placeOf(k), file.path) };
  });
}

/** Whether two arrays make the same file. */
const isSameArray = (a: GivenInput, b: GivenInput): boolean =>
  a.key === b.key && a.sha256 === b.sha256 && a.shape.join() === b.shape.join();

/** What sweep.json says about a plan whose runs `added` are new; `inputs` are the files of its given arrays. */
function partOf(
  planned: PlannedRuns,
  added: readonly number[],
  first: number,
  k: number,
  inputs: readonly KeptInput[],
  model = storedModel(planned.request.family),
): SweepRequest {
  const { plan, request } = planned;
  const last = plan.runCount - 1;
  return {
    request: { ...storeRequest(request), ...(model !== undefined && { model }) },
    place: placeOf(k),
    runCount: plan.runCount,
    added: printRanges(added),
    first,
    digits: String(Math.max(first + added.length, mostTasks(planned)) - 1).length,
    ends: [plan.run(0).identity, plan.run(last).identity],
    inputs,
  };
}

/** Turns the new folder `folder` into that of a sweep. sweep.json comes last: without it the folder is not a sweep. Throws E_IO. */
export async function createSweep(disk: DiskOperations, folder: string, planned: PlannedRuns): Promise<void> {
  const inputs = await keepArrays(disk, folder, 0, planned);
  await keepModel(disk, folder, planned.request.family);
  const added = Array.from({ length: planned.plan.runCount }, (_, i) => i);
  const record: SweepRecord = {
    format: SWEEP_FORMAT,
    taskCount: added.length,
    dropped: '',
    requests: [partOf(planned, added, 0, 0, inputs)],
  };
  await writeSweepRecord(disk, folder, record);
}

export interface AddedRequest {
  /** The numbers that runs 0, 1, ... of the request's plan have as tasks, old or new. */
  readonly tasks: readonly number[];
  /** How many of them are new. */
  readonly added: number;
  /** Tasks that were not done and that the request does not want. */
  readonly dropped: number;
}

/**
 * Adds a request to a sweep. Runs are known by identity: those that the sweep has keep number and folder, others get the next numbers.
 *
 * @param isOnly whether tasks that are not done and that this request does not have are dropped (a changed grid), or stay wanted
 *   (a search, which adds to what it asked for)
 * @throws E_CONFIG if the request is of another family or kernel than the sweep, or another process changes the sweep now; E_IO
 */
export async function addRequest(
  disk: DiskOperations,
  folder: string,
  planned: PlannedRuns,
  isOnly: boolean,
  compile: Compile = compileBuild,
): Promise<AddedRequest> {
  const lock = lockFolder(folder);
  try {
    // before its kernels are compared, which are others in each family
    assertSameFamily(folder, readSweepRecord(folder), planned);
    const sweep = await openSweep(folder, compile);
    const { record } = sweep;
    assertFits(folder, record, planned);
    const known = new Map<string, number>();
    for (let i = 0; i < sweep.count; i++) known.set(sweep.task(i).identity, i);
    const added: number[] = [];
    const tasks: number[] = [];
    for (const { index, identity } of planned.plan) {
      const old = known.get(identity);
      tasks.push(old ?? sweep.count + added.length);
      if (old === undefined) added.push(index);
    }
    const isDone = isOnly ? doneTest(sweep) : () => true;
    const dropped = droppedBy(sweep.dropped, tasks, isDone, sweep.count);
    const next = printRanges(dropped);
    if (added.length > 0 || next !== record.dropped) {
      const k = record.requests.length;
      const isNew = added.length > 0;
      // requests of version 0.1 did not say what their arrays were; the plan that was just made from them is right
      const requests = record.requests.map((one) =>
        one.inputs === undefined ? { ...one, inputs: [...arraysOf(folder, one).values()] } : one,
      );
      if (isNew) {
        const inputs = await keepArrays(disk, folder, k, planned, sweep.arrays);
        // the copy is that of the first request: the model as read is the same, though comments may differ
        requests.push(partOf(planned, added, sweep.count, k, inputs, record.requests[0].request.model));
      }
      await writeSweepRecord(disk, folder, {
        ...record,
        taskCount: sweep.count + added.length,
        dropped: next,
        requests,
      });
    }
    return { tasks, added: added.length, dropped: dropped.length };
  } finally {
    lock.release();
  }
}

/** The folder for the arrays of request k, made. */
function folderOf(folder: string, k: number): string {
  if (k === 0) return folder;
  const place = join(folder, placeOf(k));
  for (const one of [dirname(place), place]) ensureOwn(one);
  return place;
}

/** Tells which tasks are done, by the sizes of their files. */
function doneTest(sweep: Sweep): (task: number) => boolean {
  const states = readStates(sweep, new JournalReader(sweep.folder, sweep.count), new Looks('glance'));
  return (task) => states.of(task) === 'done';
}

/** @param keeps which tasks are still wanted though the request does not have them */
function droppedBy(
  before: ReadonlySet<number>,
  wanted: readonly number[],
  keeps: (task: number) => boolean,
  count: number,
): readonly number[] {
  const asked = new Set(wanted);
  const isDropped = (task: number): boolean => !asked.has(task) && (before.has(task) || !keeps(task));
  return Array.from({ length: count }, (_, task) => task).filter(isDropped);
}

const NO_MODEL = { sha256: 'that ships' };

function otherSweep(folder: string, what: string, has: string, wants: string): never {
  throw configError(
    `${folder} is a sweep of ${what} ${has}, not ${wants}`,
    '--out',
    'Choose another folder with --out, or leave --resume away.',
  );
}

/** One table of results needs one family. */
function assertSameFamily(folder: string, { requests }: SweepRecord, { request }: PlannedRuns): void {
  const [has, wants] = [requests[0].request.family, request.family.schema.name];
  if (has !== wants) otherSweep(folder, 'the family', has, wants);
}

/** One plan needs one model, one build and one set of tables. */
function assertFits(folder: string, { requests }: SweepRecord, { request }: PlannedRuns): void {
  const { request: first } = requests[0];
  const refuse = (what: string, has: string, wants: string): never => otherSweep(folder, what, has, wants);
  if (first.model?.sha256 !== request.family.copy?.sha256) {
    const name = ({ sha256 }: { readonly sha256: string } = NO_MODEL) => sha256.slice(0, 12);
    refuse('the model', name(first.model), name(request.family.copy));
  }
  if (first.build !== request.build.build) refuse('build', first.build, request.build.build);
  if (first.kernelSha256 !== request.build.hash) {
    refuse('kernels', first.kernelSha256.slice(0, 12), request.build.hash.slice(0, 12));
  }
  // what is recorded is not part of a run's identity, so runs of the two requests would be taken for each other
  const [has, wants] = [first, request].map((one) => recordFlags(one).join(' '));
  const asSaid = (flags: string): string => (flags === '' ? 'as usual' : `with ${flags}`);
  if (has !== wants) refuse('runs recorded', asSaid(has), asSaid(wants));
}
