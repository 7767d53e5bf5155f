/** Which runs there are in the folders that are collected, and what is wrong with those that cannot be. */
import { existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { listFolder } from '../run/disk.js';
import {
  fileSize,
  identityOf,
  isRunFolder,
  isSweepFolder,
  type RunRecord,
  readManifest,
  readRun,
} from '../run/folder.js';
import { isLocked } from '../run/lock.js';
import { verifyRun } from '../run/verify.js';
import { JournalReader } from './journal.js';
import { parseRanges } from './ranges.js';
import { readSweepRecord } from './record.js';

/** What of run.json is kept: with all of it, a hundred thousand runs would fill the memory. */
export type CollectedRun = Pick<
  RunRecord,
  | 'family'
  | 'identity'
  | 'parameters'
  | 'seed'
  | 'replica'
  | 'build'
  | 'kernelSha256'
  | 'steps'
  | 'output'
  | 'record'
  | 'summary'
>;

/** One object for all that are equal. */
export type Intern = <T>(value: T) => T;

function interner(): Intern {
  const known = new Map<string, unknown>();
  return <T>(value: T): T => {
    const key = JSON.stringify(value);
    if (!known.has(key)) known.set(key, value);
    return known.get(key) as T;
  };
}

/** The part that is kept; texts that all runs of a sweep share are there once. */
function kept(run: RunRecord, intern: Intern): CollectedRun {
  const { family, identity, seed, replica, build, kernelSha256, steps } = run;
  const summary = run.summary.map((item) => ({ ...item, name: intern(item.name), meaning: intern(item.meaning) }));
  const [parameters, output, record] = [intern(run.parameters), intern(run.output), intern(run.record)];
  return { family, identity, seed, replica, build, kernelSha256, steps, parameters, output, record, summary };
}

/** `pending`: not begun. `duplicate`: the same run was found before. */
export type CollectedState = 'done' | 'damaged' | 'failed' | 'running' | 'interrupted' | 'pending' | 'duplicate';

export interface FoundRun {
  /** The folder as it was named. */
  readonly source: string;
  /** Number in the plan; 0 for a run of its own. */
  readonly index: number;
  /** Folder of the run; that of the sweep if it was not begun. */
  readonly folder: string;
  readonly state: CollectedState;
  /** Why it is not collected. */
  readonly reason?: string;
  /** Of runs that are done. */
  readonly run?: CollectedRun;
}

/** How a run's files are compared with the manifest. */
export type Check = 'sha256' | 'size';

/** What is wrong with the files of a run that is done, by their sizes alone. */
function quickProblem(folder: string, run: RunRecord): string | undefined {
  const { files, identity } = readManifest(folder);
  const wrong = files.find(({ path, bytes }) => fileSize(join(folder, path)) !== bytes);
  if (wrong !== undefined) return `${wrong.path} is missing or has another size`;
  return identityOf(run) === identity && run.identity === identity ? undefined : EDITED;
}

const EDITED = 'parameters, seed or inputs in run.json are not those of the results';

function fullProblem(folder: string): string | undefined {
  const { files, isIdentityRight } = verifyRun(folder);
  const wrong = files.find(({ status }) => status !== 'ok');
  if (wrong !== undefined) return `${wrong.path} is ${wrong.status}`;
  return isIdentityRight ? undefined : EDITED;
}

/** What run.json says of its end, as a sentence. */
function failureOf({ error, step, steps }: RunRecord): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : `stopped at step ${step} of ${steps}`;
}

type Look = Pick<FoundRun, 'state' | 'reason' | 'run'>;

/** What was seen of runs. Those that are done can be looked at while others go on, so that the table at the end need not wait for them. */
export class Looks {
  readonly #intern = interner();
  readonly #check: Check;
  readonly #done = new Map<string, Look>();

  constructor(check: Check) {
    this.#check = check;
  }

  /** Remembers a run that is done; whatever is wrong with it is found when it is asked for. */
  remember(folder: string): void {
    try {
      const look = lookAt(folder, this.#check, this.#intern);
      if (look.state === 'done') this.#done.set(folder, look);
    } catch {
      // the decision: a disk that fails is reported by whoever needs the table
    }
  }

  /** Throws E_IO. */
  at(folder: string): Look {
    return this.#done.get(folder) ?? lookAt(folder, this.#check, this.#intern);
  }
}

/** Looks at a run's folder without changing anything. */
function lookAt(folder: string, check: Check, intern: Intern): Look {
  if (!isRunFolder(folder)) return { state: 'pending', reason: 'not begun' };
  try {
    const run = readRun(folder);
    if (run.status === 'done') {
      const problem = check === 'size' ? quickProblem(folder, run) : fullProblem(folder);
      return problem === undefined ? { state: 'done', run: kept(run, intern) } : { state: 'damaged', reason: problem };
    }
    if (run.status === 'failed') return { state: 'failed', reason: failureOf(run) };
    const isWorking = run.status === 'running' && isLocked(folder);
    return { state: isWorking ? 'running' : 'interrupted', reason: `at step ${run.step} of ${run.steps}` };
  } catch (error) {
    if (!(error instanceof MsmError) || error.code === 'E_IO') throw error;
    return { state: 'damaged', reason: error.message };
  }
}

/** Number of a run from the name of its folder. */
const indexOf = (name: string): number => Number(/^(\d+)-/.exec(name)?.[1] ?? Number.NaN);

/** Why runs failed, as the journals tell it: some fail before they have a folder. */
function failuresOf(source: string, taskCount: number): ReadonlyMap<number, string> {
  try {
    const reader = new JournalReader(source, taskCount);
    reader.refresh();
    return new Map(reader.states.failures().map(({ task, code, message }) => [task, `${code}: ${message}`]));
  } catch (error) {
    // the decision: folders of runs say which are done, and a damaged journal takes only reasons away
    if (error instanceof MsmError && error.code === 'E_CORRUPT') return new Map();
    throw error;
  }
}

function* runsOfSweep(source: string, looks: Looks): Generator<FoundRun> {
  const { taskCount, dropped } = readSweepRecord(source);
  const failures = failuresOf(source, taskCount);
  const isDropped = new Set(parseRanges(dropped, source));
  const names = new Map(listFolder(join(source, 'runs')).map((name) => [indexOf(name), name]));
  for (let index = 0; index < taskCount; index++) {
    const name = names.get(index);
    const folder = name === undefined ? source : join(source, 'runs', name);
    const found: Look = name === undefined ? { state: 'pending', reason: 'not begun' } : looks.at(folder);
    const failure = found.state === 'pending' ? failures.get(index) : undefined;
    const look: Look = failure === undefined ? found : { state: 'failed', reason: failure };
    // a run that was done before its request was changed stands; one that was not is wanted by nobody
    if (isDropped.has(index) && look.state !== 'done') continue;
    yield { source, index, folder, ...look };
  }
}

/** Whether a source is a table that was collected before. */
export const isTableFile = (source: string): boolean => /\.(parquet|arrow|csv)$/.test(source);

/** Throws E_CONFIG if there is nothing that can be collected at a place. */
function assertSource(source: string): void {
  if (!existsSync(source)) throw configError(`${source} does not exist`, source);
  if (isTableFile(source) && statSync(source).isFile()) return;
  if (isSweepFolder(source) || isRunFolder(source)) return;
  throw configError(
    `${source} is no sweep, run or table: it holds neither sweep.json nor run.json`,
    source,
    'Name the folder of a sweep, as runs/hebbian-0001.',
  );
}

/** Throws E_CONFIG unless there is something to collect at every place. */
export function assertSources(sources: readonly string[]): void {
  if (sources.length === 0) throw configError('no folder was named');
  for (const source of sources) assertSource(source);
}

/** All runs of a sweep in the order of the plan, or the one run of a folder. Nothing is changed. Throws E_CONFIG, E_CORRUPT, E_IO. */
export function findRuns(sources: readonly string[], looks: Looks): readonly FoundRun[] {
  assertSources(sources);
  const seen = new Map<string, string>();
  const found: FoundRun[] = [];
  for (const source of sources) {
    if (isTableFile(source)) continue;
    const runs = isSweepFolder(source)
      ? runsOfSweep(source, looks)
      : [{ source, index: 0, folder: source, ...looks.at(source) }];
    for (const one of runs) {
      const earlier = one.run === undefined ? undefined : seen.get(one.run.identity);
      if (one.run !== undefined) seen.set(one.run.identity, one.folder);
      if (earlier === undefined) found.push(one);
      else found.push({ ...one, state: 'duplicate', reason: `the same run as ${earlier}`, run: undefined });
    }
  }
  return found;
}

/** Name of a run for a file: its number and the beginning of its identity. */
export const partName = ({ folder, index, run }: FoundRun): string => {
  const name = basename(folder);
  return /^\d+-[0-9a-f]{12}$/.test(name) ? name : `${index}-${run?.identity.slice(0, 12)}`;
};
