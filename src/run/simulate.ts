/** Runs a plan: one run in one folder, or a sweep of runs one after the other below one folder. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Setting } from '../config/settings.js';
import { printSweep } from '../config/sweep.js';
import { MsmError } from '../errors.js';
import { FAMILIES } from '../model/families.js';
import type { CompiledBuild } from './builds.js';
import { claimFolder, type DiskOperations, ensureFolder, jsonText, listFolder, removeAll, writeBytes } from './disk.js';
import { describeEnvironment, type Environment, packageVersion } from './environment.js';
import { type Fields, inFolder, isRunFolder, type Output, readJson, readRun, removeLeftovers } from './folder.js';
import { keepInputs } from './inputs.js';
import { lockFolder } from './lock.js';
import { type PlannedRuns, planRuns } from './plan-runs.js';
import { openPool } from './pool.js';
import type { RecordTexts } from './record-request.js';
import { assertSameKernels, createModel, type RunResult, resumeRun, type Surroundings, startRun } from './session.js';
import { writeResults } from './sweep-table.js';

const SWEEP_FORMAT = 1;

/** The content of sweep.json: the request, from which the plan follows. */
interface SweepRecord {
  readonly format: typeof SWEEP_FORMAT;
  readonly family: string;
  readonly settings: readonly { readonly key: string; readonly text: string }[];
  readonly inputFiles: { readonly [key: string]: string };
  readonly seed: number;
  readonly replicas: number;
  readonly record: RecordTexts;
  readonly output: Output;
  readonly build: 'strict' | 'fast';
  readonly kernelSha256: string;
  readonly version: string;
  readonly runCount: number;
}

const SWEEP_FIELDS: Fields<SweepRecord> = {
  family: 'string',
  settings: 'array',
  inputFiles: 'object',
  seed: 'number',
  replicas: 'number',
  record: 'object',
  output: 'object',
  build: 'string',
  kernelSha256: 'string',
};

export interface SweepFailure {
  readonly index: number;
  readonly folder: string;
  readonly error: MsmError;
}

export interface SimulationResult {
  readonly folder: string;
  readonly runs: readonly RunResult[];
  /** Runs that were complete already. */
  readonly skipped: number;
  readonly failures: readonly SweepFailure[];
}

/** Told of each run of a sweep as it ends. */
export type OnRun = (index: number, count: number, outcome: RunResult | SweepFailure) => void;

const sweepFile = (folder: string): string => join(folder, 'sweep.json');

/** Whether a folder is that of a sweep. */
export const isSweepFolder = (folder: string): boolean => existsSync(sweepFile(folder));

/** Takes a new folder: the one named, or the next free `runs/FAMILY-0001`. Throws E_CONFIG if the one named exists. */
export function claimRunFolder(out: string | undefined, family: string): string {
  if (out === undefined) {
    ensureFolder('runs');
    for (let i = 1; ; i++) {
      const folder = join('runs', `${family}-${String(i).padStart(4, '0')}`);
      if (claimFolder(folder)) return folder;
    }
  }
  if (dirname(out) !== '.') ensureFolder(dirname(out));
  if (claimFolder(out)) return out;
  let next = 'Choose another folder with --out, or leave --out away for a new one.';
  if (isRunFolder(out)) {
    const { status } = readRun(out);
    next =
      status === 'done' ? `It holds a finished run; look at it with: msm show ${out}` : `Go on with: msm resume ${out}`;
  } else if (isSweepFolder(out)) next = `It holds a sweep; go on with: msm resume ${out}`;
  throw new MsmError('E_CONFIG', `${out} exists already; nothing was written`, { place: '--out', next });
}

/**
 * Runs everything that was planned. The first model is made before the folder, so that an input with wrong values leaves nothing
 * behind. A sweep goes on after a run that failed; an interruption or a failing disk ends it.
 */
export async function simulate(
  planned: PlannedRuns,
  out: string | undefined,
  around: Surroundings,
  onRun: OnRun = () => {},
): Promise<SimulationResult> {
  const { request, plan } = planned;
  const { name } = request.family.schema;
  const first = planned.run(0);
  const model = createModel(first);
  const folder = claimRunFolder(out, name);
  if (plan.runCount === 1) {
    return { folder, runs: [await startRun(folder, first, model, around)], skipped: 0, failures: [] };
  }
  try {
    await writeSweep(around.disk, folder, planned);
  } catch (error) {
    removeAll(folder);
    throw error;
  }
  return runSweep(folder, planned, around, onRun);
}

/** Writes the request, after copies of the given arrays: with these the sweep can go on whatever becomes of the originals. */
async function writeSweep(
  disk: DiskOperations,
  folder: string,
  { request, settings, plan, inputs }: PlannedRuns,
): Promise<void> {
  await keepInputs(disk, folder, inputs);
  const record: SweepRecord = {
    format: SWEEP_FORMAT,
    family: request.family.schema.name,
    settings: settings.map(({ key, values }: Setting) => ({ key, text: printSweep(values) })),
    inputFiles: request.inputFiles,
    seed: request.seed,
    replicas: request.replicas,
    record: request.record,
    output: request.output,
    build: request.build.build,
    kernelSha256: request.build.hash,
    version: packageVersion(),
    runCount: plan.runCount,
  };
  await writeBytes(disk, sweepFile(folder), jsonText(record));
}

async function runSweep(
  folder: string,
  planned: PlannedRuns,
  around: Surroundings,
  onRun: OnRun,
): Promise<SimulationResult> {
  const unlock = lockFolder(folder);
  try {
    removeLeftovers(folder);
    // once: asking git takes longer than a short run
    const environment = around.environment ?? describeEnvironment();
    return await runAll(folder, planned, { ...around, environment }, onRun);
  } finally {
    unlock();
  }
}

async function runAll(
  folder: string,
  planned: PlannedRuns,
  around: Surroundings & { readonly environment: Environment },
  onRun: OnRun,
): Promise<SimulationResult> {
  const { plan } = planned;
  ensureFolder(join(folder, 'runs'));
  const [runs, failures]: [RunResult[], SweepFailure[]] = [[], []];
  let [skipped, next] = [0, 0];
  let fatal: unknown;
  const jobs = Math.min(around.jobs ?? 1, plan.runCount);
  const pool = jobs > 1 ? await openPool(folder, planned.request.build, jobs, around) : undefined;
  const lane = async (): Promise<void> => {
    while (next < plan.runCount && fatal === undefined) {
      const index = next++;
      try {
        assertWanted(around, folder, index, plan.runCount);
        const result = await (pool?.run(index) ?? runOfSweep(folder, planned, index, around));
        if (result === undefined) skipped++;
        else {
          runs.push(result);
          onRun(index, plan.runCount, result);
        }
      } catch (error) {
        const endsAll = !(error instanceof MsmError) || error.code === 'E_INTERRUPTED' || error.code === 'E_IO';
        if (endsAll) {
          fatal ??= error;
          pool?.stop();
          continue;
        }
        failures.push({ index, folder: placeOf(folder, planned, index), error });
        onRun(index, plan.runCount, failures[failures.length - 1]);
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: jobs }, lane));
  } finally {
    await pool?.close();
  }
  if (fatal !== undefined) throw pointTo(fatal, folder);
  const places = Array.from({ length: plan.runCount }, (_, index) => placeOf(folder, planned, index));
  await writeResults(around.disk, folder, planned, places);
  const byFolder = (a: { readonly folder: string }, b: { readonly folder: string }): number =>
    a.folder < b.folder ? -1 : 1;
  return { folder, runs: runs.sort(byFolder), skipped, failures: failures.sort(byFolder) };
}

/** Folder of run `index` of a sweep. */
function placeOf(folder: string, { plan }: PlannedRuns, index: number): string {
  const digits = String(plan.runCount - 1).length;
  return join(folder, 'runs', `${String(index).padStart(digits, '0')}-${plan.run(index).identity.slice(0, 12)}`);
}

/** A run of a sweep, from its start or from where it stands; undefined if it was complete. */
export async function runOfSweep(
  folder: string,
  planned: PlannedRuns,
  index: number,
  around: Surroundings,
): Promise<RunResult | undefined> {
  const place = placeOf(folder, planned, index);
  if (isRunFolder(place)) return resumeRun(place, () => planned.request.build, around);
  const run = planned.run(index);
  const model = createModel(run);
  // a folder without run.json is that of a process killed as it began
  claimFolder(place);
  return startRun(place, run, model, around);
}

/** A run of a few steps never asks whether it should stop: the sweep asks for it. */
function assertWanted({ interruption }: Surroundings, folder: string, index: number, count: number): void {
  if (!interruption.isRequested()) return;
  throw new MsmError('E_INTERRUPTED', `stopped before run ${index + 1} of ${count}; nothing is lost`, {
    place: folder,
    data: { runs: index, of: count },
  });
}

/** An interrupted run of a sweep is resumed through the sweep. */
function pointTo(error: unknown, folder: string): unknown {
  if (!(error instanceof MsmError)) return error;
  return new MsmError(error.code, error.message, {
    place: folder,
    next: `Go on with: msm resume ${folder}`,
    data: error.data,
    cause: error,
  });
}

/** Goes on with a run or a sweep. A finished one is reported as skipped. Throws E_CONFIG if the folder is neither. */
export async function resume(
  folder: string,
  compile: (build: 'strict' | 'fast') => CompiledBuild,
  around: Surroundings,
  onRun: OnRun = () => {},
): Promise<SimulationResult> {
  if (isSweepFolder(folder)) {
    return runSweep(folder, await planAgain(folder, compile), around, onRun);
  }
  if (!isRunFolder(folder)) {
    const below = listFolder(folder).length > 0 ? 'it holds neither run.json nor sweep.json' : 'there is nothing in it';
    throw new MsmError('E_CONFIG', `${folder} is no run or sweep: ${below}`, { place: folder });
  }
  const result = await resumeRun(folder, compile, around);
  return { folder, runs: result === undefined ? [] : [result], skipped: result === undefined ? 1 : 0, failures: [] };
}

/** The plan of a sweep from its folder alone. */
export async function planAgain(
  folder: string,
  compile: (build: 'strict' | 'fast') => CompiledBuild,
): Promise<PlannedRuns> {
  const path = sweepFile(folder);
  const stored = readJson<SweepRecord>(path, SWEEP_FORMAT, "a sweep's folder", SWEEP_FIELDS);
  const family = FAMILIES[stored.family];
  if (family === undefined) {
    throw new MsmError('E_CORRUPT', `${path}: there is no model family '${stored.family}'`, { place: path });
  }
  const build = compile(stored.build);
  assertSameKernels(folder, stored, build);
  const copies = Object.keys(stored.inputFiles).map((key) => [key, join(inFolder(folder).inputs, `${key}.arrow`)]);
  return planRuns({ ...stored, family, build, inputFiles: Object.fromEntries(copies) });
}
