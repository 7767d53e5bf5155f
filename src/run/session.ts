/** One session of one run: starts it in a new folder or goes on with it, and keeps run.json true whatever happens. */

import { availableParallelism } from 'node:os';
import { MsmError } from '../errors.js';
import { instantiate } from '../host/builds.js';
import { type DiskOperations, removeAll } from '../host/disk.js';
import { type Clock, describeEnvironment, type Environment, packageVersion } from '../host/environment.js';
import { type Lock, lockFolder, removeStaleLock } from '../host/lock.js';
import { memoryError } from '../host/memory.js';
import type { KernelsFor } from '../host/reused-kernels.js';
import type { Interruption } from '../host/signals.js';
import { type DatasetReference, datasetsOf } from '../input/data-references.js';
import { inputArrays } from '../input/inputs.js';
import type { Family, Model } from '../model/family.js';
import { revisionOf } from '../model/schema.js';
import type { RankPlace } from '../ranks/place.js';
import { canonicalJson } from '../text.js';
import type { Team } from '../train/team.js';
import { loadCheckpoint } from './checkpoint.js';
import { Diary } from './diary.js';
import { type Completion, execute, type Progress, removeWork, storeFull } from './execute.js';
import { inFolder, type Manifest, RUN_FORMAT, type RunRecord, readRun, removeLeftovers } from './folder.js';
import { inputFile } from './given-inputs.js';
import { keepInputs, storedInputs } from './input-copies.js';
import { keepsLast, takeUp } from './last-state.js';
import { memoryOf } from './memory.js';
import { keepModel, keptModel, storedModel } from './model-copy.js';
import type { NewRun } from './new-run.js';
import { describeTables, Recorder } from './recorder.js';
import { storeRecord } from './stored-record.js';
import type { Compile } from './stored-run.js';

/** What every session needs from its surroundings. */
export interface Surroundings {
  readonly disk: DiskOperations;
  readonly clock: Clock;
  readonly interruption: Interruption;
  readonly progress: Progress;
  /** The folder of a finished run that is the same but shorter: this one begins where that ended. */
  readonly goesOnFrom?: string;
  /** Whether the caller already has the run's folder to itself, so that no lock is needed: a sweep has claims. */
  readonly isClaimed?: boolean;
  /** Threads that work on a run by itself, also when it is resumed; as many as before if absent, one at first. */
  readonly threads?: number;
  /** The place of this process among several that do the run; absent: it is the only one. */
  readonly place?: RankPlace;
  /** Called once for each thing that people should know but need not act on. */
  readonly onNote?: (text: string) => void;
  /** What run.json says about host and program; looked up if absent, which takes longer than a short run. */
  readonly environment?: Environment;
}

export interface RunResult {
  readonly folder: string;
  readonly run: RunRecord;
  readonly completion: Completion;
}

/** Why a run does not have its memory: no run can have that much, or the system does not give it. */
function refusedMemory(run: NewRun, cause: RangeError): MsmError {
  const estimate = run.family.estimate(run.parameters, run.record);
  try {
    memoryOf(run, estimate);
  } catch (error) {
    if (error instanceof MsmError) return error;
    // the system refuses that, too
  }
  return memoryError(estimate.stateBytes, cause);
}

/** The model of a run, with a memory of its own. Throws E_CONFIG if it cannot have that. `team`: threads that share its work. */
export function createModel(run: NewRun, kernelsFor: KernelsFor = instantiate, team?: Team): Model {
  try {
    const { parameters, seed, record } = run;
    return run.family.create({
      kernels: kernelsFor(run.build),
      parameters,
      inputs: inputArrays(run.inputs),
      data: datasetsOf(run.data),
      seed,
      record,
      ...(team !== undefined && { team }),
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw refusedMemory(run, error);
  }
}

/**
 * The threads, or processes, that share the work of a run; undefined if it has one. Whoever starts them closes the team.
 *
 * @throws E_CONFIG if its family has no work for several, or ranks do not fit together; E_INTERRUPTED
 */
export async function teamFor(run: NewRun, asked: number, around: Surroundings): Promise<Team | undefined> {
  const { onNote, place } = around;
  if (place !== undefined) return (await import('./ranks.js')).teamOfRanks(run, place, around);
  // loaded where it is used: a run with one thread starts without it
  if (asked === 1) return undefined;
  const { teamOf, threadsOf } = await import('./threads.js');
  const { count, notes } = threadsOf(run.family, run.parameters, asked);
  for (const note of notes) onNote?.(note);
  return teamOf(run, count);
}

/** Threads that a run had before, on a machine that may have fewer processors. */
const remembered = (stored = 1): number => Math.min(stored, availableParallelism());

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

/** What every file of the run says about its origin. */
function metadataOf(run: NewRun): { readonly [key: string]: string } {
  const revision = revisionOf(run.family.schema);
  return {
    'msm.family': run.family.schema.name,
    'msm.identity': run.identity,
    'msm.seed': String(run.seed),
    'msm.parameters': canonicalJson(run.parameters),
    'msm.parameter-notes': notesOf(run.family),
    'msm.build': run.build.build,
    'msm.kernel': run.build.hash,
    ...(revision !== undefined && { 'msm.revision': String(revision) }),
    ...(run.family.copy !== undefined && { 'msm.model': run.family.copy.sha256 }),
  };
}

function recordOfNew(run: NewRun, model: Model, { clock, environment, threads = 1 }: Surroundings): RunRecord {
  const revision = revisionOf(run.family.schema);
  return {
    format: RUN_FORMAT,
    status: 'running',
    family: run.family.schema.name,
    ...(revision !== undefined && { revision }),
    ...(run.family.copy !== undefined && { model: storedModel(run.family) }),
    identity: run.identity,
    parameters: run.parameters,
    seed: run.seed,
    replica: run.replica,
    build: run.build.build,
    kernelSha256: run.build.hash,
    version: packageVersion(),
    inputs: storedInputs(run.inputs),
    ...(run.data.length > 0 && { data: run.data.map(({ reference }) => reference) }),
    record: storeRecord(run.record),
    output: run.output,
    step: 0,
    steps: model.steps,
    summary: [],
    manifestSha256: null,
    environment: environment ?? describeEnvironment(),
    started: clock.now(),
    ended: null,
    wallMs: 0,
    sessions: 1,
    ...(threads > 1 && { threads }),
    exitStatus: null,
    error: null,
  };
}

/**
 * Starts a run, whose model was already made, in a folder that was just made for it. Throws what `execute` throws; run.json then says
 * so. If not even run.json can be written, the folder is removed: nobody could resume it.
 */
export async function startRun(folder: string, run: NewRun, model: Model, around: Surroundings): Promise<RunResult> {
  const lock = around.isClaimed === true ? CLAIMED : lockNew(folder);
  try {
    const stored = recordOfNew(run, model, around);
    const diary = new Diary(around.disk, around.clock, folder, stored);
    const files = await begin(folder, run, diary, around);
    return await work(folder, run, model, diary, files, { ...around, isHeld: lock.isHeld });
  } finally {
    lock.release();
  }
}

/** Instead of a lock: whoever has claimed the run checks that claim itself. */
const CLAIMED: Lock = { isHeld: () => true, release: () => {} };

/** Locks a folder that was just made, and removes it if the disk has no room even for the lock. */
function lockNew(folder: string): Lock {
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
    // the journal of a sweep knows its runs, so run.json can wait, and the model is in the folder of the sweep
    if (isClaimed === true) return files;
    const ofModel = await keepModel(disk, folder, run.family);
    await diary.announce();
    return [...files, ...ofModel];
  } catch (error) {
    removeAll(folder);
    throw error;
  }
}

export interface ResumeOptions {
  /** Forget what was done, even if it was everything, and do the whole run again. */
  readonly fromStart?: boolean;
  /** Where its data sets are now; absent: where they were. Throws as `movedDatasets`. */
  readonly moved?: (data: readonly DatasetReference[]) => readonly DatasetReference[];
}

/** A run that is done: makes sure that its files are there, and removes what a process left that was killed while tidying up. Throws E_CORRUPT. */
async function settle(folder: string, { isClaimed }: Surroundings): Promise<undefined> {
  // whoever claimed it has already checked
  if (isClaimed !== true) {
    (await import('./verify.js')).assertIntact(folder);
    for (const input of readRun(folder).inputs) inputFile(folder, input);
  }
  removeWork(folder);
  removeStaleLock(folder);
}

/**
 * Goes on with a run from its last checkpoint, or from the start if it has none. Undefined if it is complete already. Throws
 * E_CONFIG if the kernels changed or another process works there, E_CORRUPT for damaged files.
 */
export async function resumeRun(
  folder: string,
  compile: Compile,
  around: Surroundings,
  { fromStart = false, moved = (data) => data }: ResumeOptions = {},
): Promise<RunResult | undefined> {
  const isOver = ({ status }: RunRecord): boolean => status === 'done' && !fromStart;
  if (isOver(readRun(folder))) return settle(folder, around);
  const lock = around.isClaimed === true ? CLAIMED : lockFolder(folder);
  let team: Team | undefined;
  try {
    // once more: the process that worked here may have finished it a moment ago
    const found = readRun(folder);
    if (isOver(found)) return undefined;
    const data = moved(found.data ?? []);
    const stored = { ...found, ...(data.length > 0 && { data }) };
    const { restoreRun } = await import('./stored-run.js');
    const run = await restoreRun(folder, stored, compile);
    removeLeftovers(folder);
    const threads = around.threads ?? stored.threads ?? 1;
    team = await teamFor(run, around.threads ?? remembered(stored.threads), around);
    const model = createModel(run, instantiate, team);
    if (fromStart) removeWork(folder);
    // the manifest of a run that diverged or was done: it says nothing about what comes now
    removeAll(inFolder(folder).manifest);
    const files = [...(await keepInputs(around.disk, folder, run.inputs)), ...keptModel(folder, stored.model)];
    const { notes: _, threads: __, ...before } = stored;
    const again = {
      ...before,
      status: 'running',
      steps: model.steps,
      summary: [],
      sessions: stored.sessions + 1,
      ...(threads > 1 && { threads }),
      manifestSha256: null,
      error: null,
      exitStatus: null,
    } as const;
    const diary = new Diary(around.disk, around.clock, folder, again);
    await diary.announce();
    return await work(folder, run, model, diary, files, { ...around, isHeld: lock.isHeld });
  } finally {
    team?.close();
    lock.release();
  }
}

async function work(
  folder: string,
  run: NewRun,
  model: Model,
  diary: Diary,
  inputs: Manifest['files'],
  around: Surroundings & Pick<Lock, 'isHeld'>,
): Promise<RunResult> {
  const { clock } = around;
  const { stored } = diary;
  const began = clock.milliseconds();
  const metadata = metadataOf(run);
  const tables = describeTables(model.tables, metadata);
  const recorder = new Recorder(tables);
  const ended = (): Pick<RunRecord, 'ended' | 'wallMs' | 'step'> => ({
    ended: clock.now(),
    wallMs: stored.wallMs + Math.round(clock.milliseconds() - began),
    step: model.step(),
  });
  try {
    const { output, identity } = run;
    const saved = loadCheckpoint(folder, { identity, block: model.block, recorder });
    const from = saved ?? (await beginAt(folder, model, recorder, diary, around));
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
      keepsLast: keepsLast(run),
    });
    const { manifestSha256 } = completion;
    const done = await diary.finish({ ...ended(), ...completion.said, manifestSha256 });
    removeWork(folder);
    return { folder, run: done, completion };
  } catch (error) {
    const failure = withNext(error, folder);
    // whoever took over the run says how it goes on
    if (around.isHeld()) await diary.fail(failure, ended());
    throw failure;
  }
}

/** The step at which a run without a checkpoint begins: where a shorter run ended, if there is one. */
async function beginAt(
  folder: string,
  { block }: Model,
  recorder: Recorder,
  diary: Diary,
  { disk, goesOnFrom }: Surroundings,
): Promise<number> {
  if (goesOnFrom === undefined) return 0;
  const step = await takeUp(goesOnFrom, { block, recorder }, () => storeFull({ disk, folder, recorder, diary }));
  diary.log('taken up', { from: goesOnFrom, step });
  return step;
}

/** What the person can do next, if only the run knows: a failing disk or a divergence loses nothing that came before. */
function withNext(error: unknown, folder: string): unknown {
  if (!(error instanceof MsmError)) return error;
  const { code, message, place, data } = error;
  const saved = `Nothing before the last checkpoint is lost: go on with: msm resume ${folder}`;
  const next = {
    // of a thread that ended, by whatever it was
    E_INTERNAL: data.thread === true ? saved : undefined,
    E_IO: `Nothing before the last checkpoint is lost: when the disk is well, go on with: msm resume ${folder}`,
    E_DIVERGED: `${error.next ?? ''} Look at the steps before it with: msm show ${folder}`.trim(),
  }[code as string];
  return next === undefined ? error : new MsmError(code, message, { place, data, next, cause: error });
}
