/** What the folder of a run holds, looked at without changing anything. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { MsmError } from '../../errors.js';
import { isErrno } from '../../host/disk.js';
import { sha256 } from '../../host/environment.js';
import { isLocked } from '../../host/lock.js';
import type { SummaryItem } from '../../model/family.js';
import {
  fileSize,
  inFolder,
  isRunFolder,
  type Manifest,
  type RunRecord,
  readManifest,
  readRun,
} from '../../run/folder.js';
import { hashOwn, readOwn } from '../../run/layout.js';
import { OTHER_PARAMETERS, runProblem, verifyRun } from '../../run/verify.js';

/** The part of run.json that is kept: with all of it, a hundred thousand runs would fill the memory. */
export type CollectedRun = Pick<
  RunRecord,
  | 'family'
  | 'revision'
  | 'model'
  | 'version'
  | 'identity'
  | 'parameters'
  | 'seed'
  | 'replica'
  | 'build'
  | 'kernelSha256'
  | 'steps'
  | 'inputs'
  | 'data'
  | 'output'
  | 'record'
> & { readonly summary: CollectedSummary };

/** Numbers of a summary apart from what they are, which is one object for all runs that say the same. */
export interface CollectedSummary {
  readonly items: readonly Omit<SummaryItem, 'value'>[];
  readonly values: readonly SummaryItem['value'][];
}

/** A summary as it is kept. */
export const summaryOf = (summary: readonly SummaryItem[], intern: Intern = (value) => value): CollectedSummary => ({
  items: intern(summary.map(({ value: _, ...item }) => item)),
  values: summary.map(({ value }) => value),
});

/** The items of a summary with their numbers. */
export const itemsOf = ({ items, values }: CollectedSummary): readonly SummaryItem[] =>
  items.map((item, i) => ({ ...item, value: values[i] }));

/** What the folder of a run holds. */
export type Look =
  | { readonly kind: 'nothing' }
  /** Not finished, or not even begun. */
  | { readonly kind: 'begun'; readonly status: RunRecord['status'] | null; readonly reason: string }
  /** Finished, and all files are those of its manifest; `manifest` is the SHA-256 of manifest.json. */
  | { readonly kind: 'whole'; readonly manifest: string; readonly identity: string; readonly run?: CollectedRun }
  | { readonly kind: 'damaged'; readonly reason: string };

/**
 * How a run's files are compared with the manifest: `sha256` by their content; `size` by their sizes, and run.json by what it says;
 * `glance` by sizes alone, if the manifest is the one that a journal names.
 */
export type Check = 'sha256' | 'size' | 'glance';

/** One object for all equal ones. */
type Intern = <T>(value: T) => T;

/** Different values that are remembered. Where all runs differ, as their parameters do in a grid, the texts to find them by would take more than they save. */
const MOST_KNOWN = 1000;

function interner(): Intern {
  const known = new Map<string, unknown>();
  return <T>(value: T): T => {
    const key = JSON.stringify(value);
    if (!known.has(key) && known.size < MOST_KNOWN) known.set(key, value);
    return (known.get(key) ?? value) as T;
  };
}

/** The part that is kept; what all runs of a sweep share is kept once. */
function kept(run: RunRecord, intern: Intern): CollectedRun {
  const { family, revision, identity, seed, replica, build, steps } = run;
  const [version, kernelSha256] = [intern(run.version), intern(run.kernelSha256)];
  const summary = summaryOf(run.summary, intern);
  const [parameters, output, record] = [intern(run.parameters), intern(run.output), intern(run.record)];
  const model = run.model === undefined ? {} : { model: intern(run.model) };
  const inputs = intern(run.inputs);
  const data = run.data === undefined ? {} : { data: intern(run.data) };
  const made = { version, identity, seed, replica, build, kernelSha256, ...(revision !== undefined && { revision }) };
  const own = { family, ...model, ...data, ...made, steps };
  return { ...own, parameters, inputs, output, record, summary };
}

/** What is wrong with the sizes of a run's files. */
function sizeProblem(folder: string, { files }: Manifest): string | undefined {
  const wrong = files.find(({ path, bytes }) => fileSize(join(folder, path)) !== bytes);
  return wrong && `${wrong.path} is missing or has another size`;
}

function contentProblem(folder: string): string | undefined {
  const { files, isIdentityRight, runProblem: problem } = verifyRun(folder);
  const wrong = files.find(({ status }) => status !== 'ok');
  if (wrong !== undefined) return `${wrong.path} is ${wrong.status}`;
  return isIdentityRight ? problem : OTHER_PARAMETERS;
}

function quickProblem(folder: string, run: RunRecord): string | undefined {
  const manifest = readManifest(folder);
  const wrong = sizeProblem(folder, manifest);
  return wrong ?? runProblem(folder, run, manifest);
}

/** What run.json says of its end, as a sentence. */
function failureOf({ error, step, steps }: RunRecord): string {
  const { message } = (error ?? {}) as { readonly message?: unknown };
  return typeof message === 'string' ? message : `stopped at step ${step} of ${steps}`;
}

function lookInside(folder: string, check: 'sha256' | 'size', intern: Intern | undefined): Look {
  if (!isRunFolder(folder)) return { kind: 'begun', status: null, reason: 'run.json is missing' };
  const run = readRun(folder);
  const { status, step, steps, identity } = run;
  if (status !== 'done') {
    const isWorking = status === 'running' && isLocked(folder);
    const reason = status === 'failed' ? failureOf(run) : `at step ${step} of ${steps}`;
    return { kind: 'begun', status: status === 'running' && !isWorking ? 'interrupted' : status, reason };
  }
  const reason = check === 'size' ? quickProblem(folder, run) : contentProblem(folder);
  if (reason !== undefined) return { kind: 'damaged', reason };
  const manifest = hashOwn(inFolder(folder).manifest).sha256;
  return { kind: 'whole', manifest, identity, ...(intern !== undefined && { run: kept(run, intern) }) };
}

/** A manifest names a few files. */
const MOST_MANIFEST_BYTES = 2 ** 23;

/** Compares the sizes of files with a manifest that a journal names. The manifest is as it was written, so its content needs no check. */
function glance(folder: string, expected: string): Look {
  const bytes = readOwn(inFolder(folder).manifest, MOST_MANIFEST_BYTES);
  if (sha256(bytes) !== expected) return { kind: 'damaged', reason: OTHER_MANIFEST };
  const manifest = JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
  const reason = isRunFolder(folder) ? sizeProblem(folder, manifest) : 'run.json is missing';
  if (reason !== undefined) return { kind: 'damaged', reason };
  return { kind: 'whole', manifest: expected, identity: manifest.identity };
}

export const OTHER_MANIFEST = 'its manifest.json is not the one that the journal names';

/** Damage as the result of a look; a failing disk is thrown. */
function damageOf(error: unknown): Look {
  if (!(error instanceof MsmError)) throw error;
  // a file that is not there is damage of the folder and not a failure of the disk
  if (error.code === 'E_IO' && !isErrno(error, 'ENOENT', 'ENOTDIR')) throw error;
  return { kind: 'damaged', reason: error.message };
}

/** Looks at the folders of runs, only once at each that is whole. */
export class Looks {
  readonly check: Check;
  readonly #intern: Intern | undefined;
  readonly #whole = new Map<string, Look>();

  /** @param keepsRuns whether what run.json says is kept, for tables */
  constructor(check: Check, keepsRuns = false) {
    this.check = check;
    this.#intern = keepsRuns ? interner() : undefined;
  }

  /**
   * What a folder holds. Throws E_IO.
   *
   * @param manifest SHA-256 of its manifest, if a journal names one
   */
  at(folder: string, manifest?: string): Look {
    const known = this.#whole.get(folder);
    if (known !== undefined) return known;
    const look = this.#look(folder, manifest);
    if (look.kind === 'whole') this.#whole.set(folder, look);
    return look;
  }

  /** Remembers a run that is done, while others go on; whatever is wrong with it is found once somebody asks. */
  remember(folder: string): void {
    try {
      this.at(folder);
    } catch {
      // the decision: a disk that fails is reported by whoever needs the table
    }
  }

  #look(folder: string, manifest: string | undefined): Look {
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'nothing' };
    if (!stats.isDirectory()) return { kind: 'damaged', reason: 'it is not a folder, and links are not followed' };
    try {
      if (this.check === 'glance' && manifest !== undefined) return glance(folder, manifest);
      return lookInside(folder, this.check === 'sha256' ? 'sha256' : 'size', this.#intern);
    } catch (error) {
      return damageOf(error);
    }
  }
}
