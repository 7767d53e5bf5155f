/** Runs a model in its folder from where it stands to the end, safely. */
import { advanceToEnd } from '../engine/advance.js';
import { finiteResults, finiteSummary } from '../engine/finite.js';
import { MsmError } from '../errors.js';
import { type DiskOperations, removeAll, type WrittenFile } from '../host/disk.js';
import type { Clock } from '../host/environment.js';
import { breathe, type Interruption } from '../host/signals.js';
import type { Model } from '../model/family.js';
import type { TableDescription } from '../table/table.js';
import { saveCheckpoint } from './checkpoint.js';
import { CheckpointPace } from './checkpoint-pace.js';
import { writeChunk } from './chunks.js';
import type { Diary } from './diary.js';
import { exportResults, exportState, exportTables, exportWeights } from './export.js';
import { inFolder, type Manifest, type Output, type RunRecord, resultHash, writeManifest } from './folder.js';
import { keepLast } from './last-state.js';
import { ensureOwn } from './layout.js';
import type { Recorder } from './recorder.js';

/** A run that lasts longer than this announces itself in its folder. */
const ANNOUNCED_MS = 50;

export interface Progress {
  /** Steps done out of all, and recent steps per second. */
  readonly update: (step: number, steps: number) => void;
}

export interface Execution {
  readonly disk: DiskOperations;
  readonly clock: Clock;
  readonly folder: string;
  readonly identity: string;
  readonly model: Model;
  readonly recorder: Recorder;
  readonly tables: readonly TableDescription[];
  readonly metadata: { readonly [key: string]: string };
  readonly output: Output;
  /** Files already in the folder that the manifest must name. */
  readonly inputs: Manifest['files'];
  readonly diary: Diary;
  /** Whether its last state is kept, so that a longer run can go on from it. */
  readonly keepsLast: boolean;
  readonly interruption: Interruption;
  readonly progress: Progress;
  /** Whether the folder is still ours: a process that slept for long may have lost it to another. */
  readonly isHeld: () => boolean;
}

/** What run.json says about the results. */
export type Said = Pick<RunRecord, 'steps' | 'summary' | 'notes'>;

export interface Completion {
  readonly said: Said;
  /** Steps that this session did, and the time that it spent in them. */
  readonly steps: number;
  readonly computeMs: number;
  /** SHA-256 of the manifest, which stands for all results. */
  readonly manifestSha256: string;
}

/** Throws E_INTERRUPTED if the folder is no longer ours: nothing must be written then. */
function assertHeld({ folder, isHeld }: Execution): void {
  if (isHeld()) return;
  throw new MsmError('E_INTERRUPTED', `another process has taken ${folder} over; nothing is lost`, {
    place: folder,
    next: 'This process gave no sign of life for too long. Nothing needs to be done.',
  });
}

/** Writes the groups that are full. */
export async function storeFull({
  disk,
  folder,
  recorder,
  diary,
}: Pick<Execution, 'disk' | 'folder' | 'recorder' | 'diary'>): Promise<void> {
  const { chunks } = inFolder(folder);
  // whoever finds a chunk or a checkpoint must be able to tell whose it is
  await diary.announce();
  await recorder.ready();
  for (const { table, index, bytes } of recorder.takeFull()) {
    ensureOwn(chunks);
    recorder.keep(table, await writeChunk(disk, chunks, table, index, bytes));
  }
}

/** The commit point: chunks first, then the checkpoint that counts them. */
async function commit(execution: Execution): Promise<void> {
  const { disk, folder, identity, model, recorder, diary } = execution;
  await storeFull(execution);
  ensureOwn(inFolder(folder).checkpoints);
  await saveCheckpoint(disk, folder, identity, model.block, recorder);
  diary.log('checkpoint', { step: model.step() });
}

/** Advances to the end, writing full chunks as they come and checkpoints when they are due. Throws E_INTERRUPTED after a checkpoint, E_DIVERGED, E_IO. */
async function doSteps(execution: Execution): Promise<{ readonly steps: number; readonly computeMs: number }> {
  const { model, recorder, clock, interruption, progress, diary } = execution;
  const first = model.step();
  const began = clock.milliseconds();
  const pace = new CheckpointPace(clock.milliseconds);
  const computeMs = await advanceToEnd(model, recorder, clock.milliseconds, async () => {
    progress.update(model.step(), model.steps);
    await breathe();
    await recorder.ready();
    const isStopped = interruption.isRequested() && model.step() < model.steps;
    const now = clock.milliseconds();
    if (now - began > ANNOUNCED_MS) await diary.announce();
    const isDue = isStopped || pace.isDue(now, recorder.hasFull);
    if (isDue || recorder.hasFull) assertHeld(execution);
    if (isDue) await pace.timed(now, () => commit(execution));
    else if (recorder.hasFull) await storeFull(execution);
    if (isStopped) throw interrupted(execution);
  });
  return { steps: model.step() - first, computeMs };
}

function interrupted({ folder, model }: Execution): MsmError {
  return new MsmError('E_INTERRUPTED', `stopped after step ${model.step()} of ${model.steps}; nothing is lost`, {
    place: folder,
    next: `Go on with: msm resume ${folder}`,
    data: { step: model.step(), steps: model.steps },
  });
}

/** What a run made, all of it finite. Throws E_DIVERGED as `doSteps` does, also for a number that appears only at the end. */
async function outcomeOf(execution: Execution) {
  const { disk, folder, model, metadata, keepsLast } = execution;
  const work = await doSteps(execution);
  // before the summary, whose kernels leave traces in the state
  const last = keepsLast ? [await keepLast(disk, folder, model.block)] : [];
  const summary = finiteSummary(model.summary(), model.step());
  const results = finiteResults(model.results?.() ?? [], model.step());
  const state = await exportState(disk, folder, model, metadata);
  const weights = await exportWeights(disk, folder, model, metadata);
  return { work, summary, results, others: [...last, state, ...weights] };
}

/** Runs to the end and writes the final files and the manifest; after a divergence the record of the steps before it. */
export async function execute(execution: Execution): Promise<Completion> {
  const { disk, folder, metadata, output } = execution;
  let outcome: Awaited<ReturnType<typeof outcomeOf>>;
  try {
    outcome = await outcomeOf(execution);
  } catch (error) {
    if (!(error instanceof MsmError) || error.code !== 'E_DIVERGED') throw error;
    // the steps before the divergence may have filled a group
    if (execution.recorder.hasFull) await storeFull(execution);
    await writeFiles(execution, [], { status: 'failed' });
    throw error;
  }
  const { work, summary, others } = outcome;
  const results = await exportResults(disk, folder, outcome.results, metadata, output);
  // a run may have decided to stop before its planned number of steps
  const { steps } = execution.model;
  const notes = execution.model.notes?.() ?? [];
  const said: Said = { steps, summary, ...(notes.length > 0 && { notes }) };
  const { sha256 } = await writeFiles(execution, [...results, ...others], { status: 'done', ...said });
  return { said, ...work, manifestSha256: sha256 };
}

/** Writes the recorded tables and a manifest that names them, the files that are already there, and what run.json will say about the results. */
async function writeFiles(
  execution: Execution,
  others: Manifest['files'],
  ends: Pick<RunRecord, 'status'> & Partial<Said>,
): Promise<WrittenFile> {
  const { disk, folder, identity, model, recorder, tables, output, inputs, diary } = execution;
  assertHeld(execution);
  const recorded = await exportTables(disk, folder, tables, recorder, output);
  const files = [...recorded, ...others, ...inputs];
  const run = resultHash({ ...diary.stored, step: model.step(), ...ends });
  assertHeld(execution);
  return writeManifest(disk, folder, { identity, files, run });
}

/** Removes what only an unfinished run needs; called once run.json says `done`. */
export function removeWork(folder: string): void {
  for (const place of [inFolder(folder).checkpoints, inFolder(folder).chunks]) removeAll(place);
}
