/** One session of one run: starts it in a new folder or goes on with it, and keeps run.json true whatever happens. */

import { canonicalJson } from '../config/text.js';
import { MsmError } from '../errors.js';
import type { Family, Model } from '../model/family.js';
import { familyOfFile } from '../model/family-named.js';
import type { RecordRequest } from '../model/record.js';
import type { Parameters } from '../model/schema.js';
import { type CompiledBuild, instantiate } from './builds.js';
import { loadCheckpoint } from './checkpoint.js';
import { Diary } from './diary.js';
import { type DiskOperations, removeAll } from './disk.js';
import { type Clock, describeEnvironment, type Environment, packageVersion } from './environment.js';
import { type Completion, execute, type Interruption, type Progress, removeWork } from './execute.js';
import {
  identityOf,
  inFolder,
  type Manifest,
  type Output,
  RUN_FORMAT,
  type RunRecord,
  readRun,
  removeLeftovers,
} from './folder.js';
import { keepInputs, restoreInputs, storedInputs } from './input-copies.js';
import { type GivenInput, inputArrays } from './inputs.js';
import { lockFolder, removeStaleLock } from './lock.js';
import { restoreRecord, storeRecord } from './record-request.js';
import { describeTables, Recorder } from './recorder.js';
import type { KernelsFor } from './reused-kernels.js';

/** What every session needs from its surroundings. */
export interface Surroundings {
  readonly disk: DiskOperations;
  readonly clock: Clock;
  readonly interruption: Interruption;
  readonly progress: Progress;
  /** Whether the caller has the run's folder for itself already, so that it needs no lock: a sweep has claims. */
  readonly isClaimed?: boolean;
  /** What run.json says of host and program; looked up if absent, which takes longer than a short run. */
  readonly environment?: Environment;
}

/** All that defines a new run. */
export interface NewRun {
  readonly family: Family;
  readonly parameters: Parameters;
  readonly seed: number;
  readonly replica: number;
  readonly identity: string;
  readonly build: CompiledBuild;
  readonly inputs: readonly GivenInput[];
  readonly record: RecordRequest;
  readonly output: Output;
}

export interface RunResult {
  readonly folder: string;
  readonly run: RunRecord;
  readonly completion: Completion;
}

/** The model of a run, with a memory of its own. A size beyond what WebAssembly can address is a mistake of the configuration. */
export function createModel(run: NewRun, kernelsFor: KernelsFor = instantiate): Model {
  try {
    const { parameters, seed, record } = run;
    return run.family.create({
      kernels: kernelsFor(run.build),
      parameters,
      inputs: inputArrays(run.inputs),
      seed,
      record,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const { stateBytes } = run.family.estimate(run.parameters, run.record);
    throw new MsmError('E_CONFIG', `the state needs ${(stateBytes / 2 ** 30).toFixed(1)} GiB, which cannot be had`, {
      place: '--N',
      next: 'One run can use at most 4 GiB: make the network smaller.',
      cause: error,
    });
  }
}

/** Notes on the parameters of a family, as text: the same for all its runs. */
const NOTES = new WeakMap<Family, string>();

function notesOf(family: Family): string {
  const known = NOTES.get(family);
  if (known !== undefined) return known;
  const text = JSON.stringify(
    family.schema.parameters.map(({ key, symbol, unit, help }) => ({ key, symbol, unit, meaning: help })),
  );
  NOTES.set(family, text);
  return text;
}

/** What every file of the run says of its origin. */
function metadataOf(run: NewRun): { readonly [key: string]: string } {
  return {
    'msm.family': run.family.schema.name,
    'msm.identity': run.identity,
    'msm.seed': String(run.seed),
    'msm.parameters': canonicalJson(run.parameters),
    'msm.parameter-notes': notesOf(run.family),
    'msm.build': run.build.build,
    'msm.kernel': run.build.hash,
  };
}

function recordOfNew(run: NewRun, model: Model, { clock, environment }: Surroundings): RunRecord {
  return {
    format: RUN_FORMAT,
    status: 'running',
    family: run.family.schema.name,
    identity: run.identity,
    parameters: run.parameters,
    seed: run.seed,
    replica: run.replica,
    build: run.build.build,
    kernelSha256: run.build.hash,
    version: packageVersion(),
    inputs: storedInputs(run.inputs),
    record: storeRecord(run.record),
    output: run.output,
    step: 0,
    steps: model.steps,
    summary: [],
    environment: environment ?? describeEnvironment(),
    started: clock.now(),
    ended: null,
    wallMs: 0,
    sessions: 1,
    exitStatus: null,
    error: null,
  };
}

/**
 * Starts a run, with the model made of it, in a folder that was just made for it. Throws what `execute` throws; run.json then says
 * so. If not even run.json can be written, the folder goes as well: nobody could go on with it.
 */
export async function startRun(folder: string, run: NewRun, model: Model, around: Surroundings): Promise<RunResult> {
  const unlock = around.isClaimed === true ? () => {} : lockNew(folder);
  try {
    const stored = recordOfNew(run, model, around);
    const diary = new Diary(around.disk, around.clock, folder, stored);
    const files = await begin(folder, run, diary, around);
    return await work(folder, run, model, diary, files, around);
  } finally {
    unlock();
  }
}

/** Locks a folder that was just made; a disk without room for that much gets it removed. */
function lockNew(folder: string): () => void {
  try {
    return lockFolder(folder);
  } catch (error) {
    if (error instanceof MsmError && error.code === 'E_IO') removeAll(folder);
    throw error;
  }
}

async function begin(
  folder: string,
  run: NewRun,
  diary: Diary,
  { disk, isClaimed }: Surroundings,
): Promise<Manifest['files']> {
  try {
    const files = await keepInputs(disk, folder, run.inputs);
    // the journal of a sweep knows of its runs: there it can wait
    if (isClaimed !== true) await diary.announce();
    return files;
  } catch (error) {
    removeAll(folder);
    throw error;
  }
}

/** What must be as it was for a run or sweep to be the same when it goes on. Throws E_CONFIG if the kernels changed. */
export function assertSameKernels(
  folder: string,
  { kernelSha256, version }: { readonly kernelSha256: string; readonly version: string },
  build: CompiledBuild,
): void {
  if (build.hash === kernelSha256) return;
  throw new MsmError('E_CONFIG', `${folder} was begun with other kernels (${kernelSha256.slice(0, 12)})`, {
    place: folder,
    next: `Resume it with version ${version} of msm, or start it again.`,
  });
}

/** Checks that run.json can be gone on with. Throws E_CONFIG if the kernels changed, E_CORRUPT if it was edited. */
async function resumable(
  folder: string,
  stored: RunRecord,
  compile: (build: 'strict' | 'fast') => CompiledBuild,
): Promise<Pick<NewRun, 'family' | 'build'>> {
  const family = await familyOfFile(stored.family, folder);
  if (identityOf(stored) !== stored.identity) {
    throw new MsmError('E_CORRUPT', `${folder}: parameters, seed or inputs in run.json are not those it began with`, {
      place: inFolder(folder).run,
      next: 'Start a new run with the parameters that you want.',
    });
  }
  const build = compile(stored.build);
  assertSameKernels(folder, stored, build);
  return { family, build };
}

/**
 * Goes on with a run from its last checkpoint, or from the start if it has none. Undefined if it is complete already. Throws
 * E_CONFIG if the kernels changed or another process works there, E_CORRUPT for damaged files.
 */
export async function resumeRun(
  folder: string,
  compile: (build: 'strict' | 'fast') => CompiledBuild,
  around: Surroundings,
): Promise<RunResult | undefined> {
  if (readRun(folder).status === 'done') {
    // it may have been killed between its last word and tidying up
    removeWork(folder);
    removeStaleLock(folder);
    return undefined;
  }
  const unlock = around.isClaimed === true ? () => {} : lockFolder(folder);
  try {
    // again: the process that worked here may have finished it a moment ago
    const stored = readRun(folder);
    if (stored.status === 'done') return undefined;
    const { family, build } = await resumable(folder, stored, compile);
    removeLeftovers(folder);
    const inputs = await restoreInputs(folder, stored.inputs);
    const run: NewRun = { ...stored, family, build, inputs, record: restoreRecord(stored.record) };
    const model = createModel(run);
    const files = await keepInputs(around.disk, folder, inputs);
    const again = {
      ...stored,
      status: 'running',
      sessions: stored.sessions + 1,
      error: null,
      exitStatus: null,
    } as const;
    const diary = new Diary(around.disk, around.clock, folder, again);
    await diary.announce();
    return await work(folder, run, model, diary, files, around);
  } finally {
    unlock();
  }
}

async function work(
  folder: string,
  run: NewRun,
  model: Model,
  diary: Diary,
  inputs: Manifest['files'],
  around: Surroundings,
): Promise<RunResult> {
  const { clock } = around;
  const { stored } = diary;
  const { chunks, checkpoints } = inFolder(folder);
  const began = clock.milliseconds();
  const metadata = metadataOf(run);
  const tables = describeTables(model.tables, metadata);
  const recorder = new Recorder(tables, chunks);
  const ended = (): Pick<RunRecord, 'ended' | 'wallMs' | 'step'> => ({
    ended: clock.now(),
    wallMs: stored.wallMs + Math.round(clock.milliseconds() - began),
    step: model.step(),
  });
  try {
    const { output, identity } = run;
    const from = loadCheckpoint(checkpoints, identity, model.block, recorder) ?? 0;
    diary.log(stored.sessions === 1 ? 'start' : 'resume', { step: from });
    const completion = await execute({
      ...around,
      folder,
      identity,
      model,
      recorder,
      tables,
      metadata,
      output,
      inputs,
      diary,
    });
    const { summary } = completion;
    // a run may have decided to stop before the steps it was planned for
    const { steps } = model;
    const notes = model.notes?.() ?? [];
    const done = await diary.finish({ ...ended(), steps, summary, ...(notes.length > 0 && { notes }) });
    removeWork(folder);
    return { folder, run: done, completion };
  } catch (error) {
    const failure = withNext(error, folder);
    await diary.fail(failure, ended());
    throw failure;
  }
}

/** What the person can do next, where only the run knows it: a disk that failed or a divergence loses nothing that came before. */
function withNext(error: unknown, folder: string): unknown {
  if (!(error instanceof MsmError)) return error;
  const { code, message, place, data } = error;
  const next = {
    E_IO: `Nothing before the last checkpoint is lost: when the disk is well, go on with: msm resume ${folder}`,
    E_DIVERGED: `${error.next ?? ''} Look at the steps before it with: msm show ${folder}`.trim(),
  }[code as string];
  return next === undefined ? error : new MsmError(code, message, { place, data, next, cause: error });
}
