/** A sweep as its folder describes it: the tasks, each computed from its number. Nothing of it changes while the sweep is worked on. */
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import type { ParameterValue } from '../model/schema.js';
import { compileBuild } from '../run/builds.js';
import { type PlannedRuns, planRuns } from '../run/plan-runs.js';
import type { NewRun } from '../run/session.js';
import { refusedAsDamage } from '../run/shape.js';
import type { Compile } from '../run/stored-run.js';
import { ID_DIGITS } from './journal-lines.js';
import { parseRanges } from './ranges.js';
import { readSweepRecord, type SweepRecord, type SweepRequest, sweepFile } from './record.js';
import { restoreRequest } from './stored-request.js';

/** One run of a sweep. Its number never changes, whatever is added to the sweep later. */
export interface Task {
  readonly index: number;
  /** Hex SHA-256 of everything the result depends on. */
  readonly identity: string;
  /** Name of its folder below `runs/`. */
  readonly name: string;
}

export interface Sweep {
  readonly folder: string;
  readonly record: SweepRecord;
  /** Tasks that there ever were; the dropped ones too. */
  readonly count: number;
  readonly dropped: ReadonlySet<number>;
  /** The newest request's plan. */
  readonly planned: PlannedRuns;
  /** @throws RangeError unless 0 <= index < count */
  readonly task: (index: number) => Task;
  /** Folder of a task's run. */
  readonly place: (index: number) => string;
  /** The same for a task whose identity begins with `id`, without planning it again. */
  readonly placeNamed: (index: number, id: string) => string;
  readonly run: (index: number) => NewRun;
  /** The values that tell a task from the others: inputs and parameters that vary, and the replica if there are several. */
  readonly axes: (index: number) => { readonly [key: string]: ParameterValue };
}

/** A request with its plan and the numbers of the runs that it brought. */
interface Part {
  readonly stored: SweepRequest;
  readonly planned: PlannedRuns;
  /** Task `stored.first + k` is run `added[k]` of the plan; undefined if that is k itself. */
  readonly added: readonly number[] | undefined;
  readonly varying: readonly string[];
}

function partOf(path: string, stored: SweepRequest, planned: PlannedRuns): Part {
  const { plan } = planned;
  const last = plan.runCount - 1;
  const isSame =
    plan.runCount === stored.runCount &&
    plan.run(0).identity === stored.ends[0] &&
    plan.run(last).identity === stored.ends[1];
  if (!isSame) {
    throw new MsmError('E_CORRUPT', `${path}: its request does not make the runs that it made when it was written`, {
      place: path,
      next: `It was edited, or written by another version: version ${stored.request.version} made it.`,
    });
  }
  const isAll = stored.added === `0-${last}` || (last === 0 && stored.added === '0');
  return { stored, planned, added: isAll ? undefined : parseRanges(stored.added, path), varying: plan.varying };
}

/** The sweep of requests that were planned already; what a command that has just written sweep.json need not plan twice. */
export function sweepOf(folder: string, record: SweepRecord, plans: readonly PlannedRuns[]): Sweep {
  const parts = record.requests.map((stored, k) => partOf(sweepFile(folder), stored, plans[k]));
  const partWith = (index: number): Part => {
    if (!Number.isInteger(index) || index < 0 || index >= record.taskCount) throw new RangeError(`no task ${index}`);
    let k = parts.length - 1;
    while (parts[k].stored.first > index) k--;
    return parts[k];
  };
  const runOf = (index: number): { readonly part: Part; readonly i: number } => {
    const part = partWith(index);
    const inside = index - part.stored.first;
    return { part, i: part.added?.[inside] ?? inside };
  };
  const nameOf = (index: number, id: string): string =>
    `${String(index).padStart(partWith(index).stored.digits, '0')}-${id}`;
  const task = (index: number): Task => {
    const { part, i } = runOf(index);
    const { identity } = part.planned.plan.run(i);
    return { index, identity, name: nameOf(index, identity.slice(0, ID_DIGITS)) };
  };
  return {
    folder,
    record,
    count: record.taskCount,
    dropped: new Set(parseRanges(record.dropped, sweepFile(folder))),
    planned: parts[parts.length - 1].planned,
    task,
    place: (index) => join(folder, 'runs', task(index).name),
    placeNamed: (index, id) => join(folder, 'runs', nameOf(index, id)),
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

/** A sweep by its folder; `compileFor` gives the kernels that a request is planned with. */
async function planned(folder: string, compileFor: (stored: SweepRequest) => Compile): Promise<Sweep> {
  const record = readSweepRecord(folder);
  const plans: PlannedRuns[] = [];
  for (const stored of record.requests) {
    const request = await restoreRequest(folder, stored, compileFor(stored));
    plans.push(
      await planRuns(request, true).catch((error: unknown) => {
        throw refusedAsDamage(sweepFile(folder), undefined, error);
      }),
    );
  }
  return sweepOf(folder, record, plans);
}

/** Opens a sweep to look at it: whichever kernels it was made with, nothing is computed. Throws E_CORRUPT if it is damaged. */
export function openToRead(folder: string): Promise<Sweep> {
  return planned(folder, ({ request: { kernelSha256: hash } }) => (build) => ({ ...compileBuild(build), hash }));
}

/** Opens a sweep from its folder alone. Throws E_CONFIG if it is none or has other kernels, E_CORRUPT if it is damaged. */
export function openSweep(folder: string, compile: Compile = compileBuild): Promise<Sweep> {
  return planned(folder, () => compile);
}
