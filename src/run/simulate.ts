/** Runs a plan: one run in one folder, or a sweep of runs one after the other below one folder. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Setting } from '../config/settings.js';
import { printSweep } from '../config/sweep.js';
import { MsmError } from '../errors.js';
import { FAMILIES } from '../model/families.js';
import type { CompiledBuild } from './builds.js';
import { claimFolder, type DiskOperations, ensureFolder, jsonText, listFolder, writeBytes } from './disk.js';
import { isRunFolder, type Output, readJson, readRun } from './folder.js';
import { type PlannedRuns, planRuns } from './plan-runs.js';
import type { RecordTexts } from './record-request.js';
import { type RunResult, resumeRun, type Surroundings, startRun } from './session.js';

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
  readonly runCount: number;
}

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

/** Runs everything that was planned. A sweep goes on after a failure; the first interruption ends it. */
export async function simulate(
  planned: PlannedRuns,
  out: string | undefined,
  around: Surroundings,
  onRun: OnRun = () => {},
): Promise<SimulationResult> {
  const { request, plan } = planned;
  const folder = claimRunFolder(out, request.family.schema.name);
  if (plan.runCount === 1) {
    const result = await startRun(folder, planned.run(0), around);
    return { folder, runs: [result], skipped: 0, failures: [] };
  }
  await writeSweep(around.disk, folder, planned);
  return runSweep(folder, planned, around, onRun);
}

async function writeSweep(
  disk: DiskOperations,
  folder: string,
  { request, settings, plan }: PlannedRuns,
): Promise<void> {
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
  const { plan } = planned;
  const below = join(folder, 'runs');
  ensureFolder(below);
  const digits = String(plan.runCount - 1).length;
  const [runs, failures]: [RunResult[], SweepFailure[]] = [[], []];
  let skipped = 0;
  for (const { index, identity } of plan) {
    const place = join(below, `${String(index).padStart(digits, '0')}-${identity.slice(0, 12)}`);
    if (isRunFolder(place) && readRun(place).status === 'done') {
      skipped++;
      continue;
    }
    try {
      const isNew = claimFolder(place);
      const begin = isNew || !isRunFolder(place);
      const result = begin
        ? await startRun(place, planned.run(index), around)
        : await resumeRun(place, () => planned.request.build, around);
      runs.push(result);
      onRun(index, plan.runCount, result);
    } catch (error) {
      if (!(error instanceof MsmError) || error.code === 'E_INTERRUPTED') throw pointTo(error, folder);
      failures.push({ index, folder: place, error });
      onRun(index, plan.runCount, failures[failures.length - 1]);
    }
  }
  return { folder, runs, skipped, failures };
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
    const stored = readJson<SweepRecord>(sweepFile(folder), SWEEP_FORMAT, "a sweep's folder");
    const family = FAMILIES[stored.family];
    const planned = await planRuns({ ...stored, family, build: compile(stored.build) });
    return runSweep(folder, planned, around, onRun);
  }
  if (!isRunFolder(folder)) {
    const below = listFolder(folder).length > 0 ? 'it holds neither run.json nor sweep.json' : 'there is nothing in it';
    throw new MsmError('E_CONFIG', `${folder} is no run or sweep: ${below}`, { place: folder });
  }
  if (readRun(folder).status === 'done') return { folder, runs: [], skipped: 1, failures: [] };
  return { folder, runs: [await resumeRun(folder, compile, around)], skipped: 0, failures: [] };
}
