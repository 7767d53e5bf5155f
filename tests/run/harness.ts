/** What the tests of runs share: requests from texts, surroundings that a test controls, and a look at all bytes of a folder. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { GivenTexts } from '../../src/config/inputs.js';
import type { RecordTexts } from '../../src/config/record-request.js';
import { plainSpace } from '../../src/config/space.js';
import { compileBuild } from '../../src/host/builds.js';
import { type DiskOperations, NODE_DISK } from '../../src/host/disk.js';
import { type Clock, describeEnvironment } from '../../src/host/environment.js';
import type { Family } from '../../src/model/family.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import type { Output } from '../../src/run/folder.js';
import { type PlannedRuns, planRuns } from '../../src/run/plan-runs.js';
import type { Surroundings } from '../../src/run/session.js';
import { resume } from '../../src/simulate/resume.js';
import { type SimulationResult, simulate } from '../../src/simulate/simulate.js';
import { parseLine } from '../../src/sweep/tasks/journal-lines.js';
import { readTable } from '../../src/table/read.js';

/** Values of parameters as text, by key. */
export type Texts = { readonly [key: string]: string | number };

export interface PlanOptions {
  /** The hebbian one if absent. */
  readonly family?: Family;
  readonly record?: RecordTexts;
  readonly seed?: number;
  readonly replicas?: number;
  readonly output?: Output;
  readonly inputFiles?: GivenTexts;
}

/** The plan of texts as the command line makes it. */
export function plan(texts: Texts, options: PlanOptions = {}): Promise<PlannedRuns> {
  return planRuns({
    family: options.family ?? HEBBIAN,
    spaces: [plainSpace(Object.entries(texts).map(([key, value]) => ({ key, text: String(value) })))],
    inputFiles: options.inputFiles ?? {},
    seed: options.seed ?? 0,
    replicas: options.replicas ?? 1,
    record: options.record ?? {},
    output: options.output ?? { format: 'parquet', parquet: 'compact' },
    build: compileBuild((options.family ?? HEBBIAN).module, 'strict'),
  });
}

/** A clock that advances by what `tick` says at each look: it sets the pace of spans and checkpoints. */
export function fakeClock(tick: () => number): Clock {
  let at = 0;
  return {
    now: () => '2000-01-01T00:00:00.000Z',
    milliseconds: () => {
      at += tick();
      return at;
    },
  };
}

/** Every look at the clock takes longer than the time between checkpoints: spans of one step, a checkpoint after each. */
export const HASTY_MS = 40_000;

export interface Around {
  readonly tick?: () => number;
  readonly disk?: DiskOperations;
  /** Spans of steps after which somebody asks the run to stop. */
  readonly spans?: number;
}

/** A clock that stands still while a checkpoint is written, so that checkpoints cost nothing and are written whenever time has passed. */
function withFreeCheckpoints(clock: Clock, disk: DiskOperations): Pick<Surroundings, 'clock' | 'disk'> {
  let [at, isWriting] = [0, false];
  const open: DiskOperations['open'] = (path, flags) => {
    isWriting ||= path.includes('.ckpt');
    return disk.open(path, flags);
  };
  const milliseconds = (): number => {
    if (!isWriting) at = clock.milliseconds();
    isWriting = false;
    return at;
  };
  return { disk: { ...disk, open }, clock: { ...clock, milliseconds } };
}

/** Asked for once: the state of the repository takes longer than a short run. */
const environment = describeEnvironment();

/** Surroundings of a session. */
export function surroundings({ tick = () => 1, disk = NODE_DISK, spans }: Around = {}): Surroundings {
  let asked = 0;
  return {
    environment,
    ...withFreeCheckpoints(fakeClock(tick), disk),
    interruption: { isRequested: () => spans !== undefined && ++asked >= spans },
    progress: { update: () => {} },
  };
}

/** A run or sweep in a new folder. */
export async function start(
  folder: string,
  texts: Texts,
  options: PlanOptions = {},
  around: Around = {},
): Promise<SimulationResult> {
  return simulate(await plan(texts, options), folder, surroundings(around));
}

/** Goes on in a folder. */
export function goOn(folder: string, around: Around = {}): Promise<SimulationResult> {
  return resume(folder, compileBuild, surroundings(around));
}

/** Uniform numbers in [0, 1) from a seed that the test prints (Park and Miller's generator). */
export function randomFrom(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return (state - 1) / 2147483646;
  };
}

/** Paths of all files below a folder. */
export function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Files that tell when, where and by whom a run or sweep was made, and so differ between equal ones. */
const CIRCUMSTANCES = /(^|\/)(run\.json|log\.jsonl)$|^journal\//;

/** SHA-256 of all data files of a run or sweep, by path; work of an unfinished run included. */
export function dataHashes(folder: string): { readonly [path: string]: string } {
  const files = filesBelow(folder).filter((path) => !CIRCUMSTANCES.test(path));
  return Object.fromEntries(files.map((path) => [path, hashOf(readFileSync(join(folder, path)))]));
}

/** The lines of a journal; the last may be cut, as a killed process leaves it. */
function journalLines(text: string, place: string): void {
  let format: number | undefined;
  for (const [k, line] of text.split('\n').slice(0, -1).entries()) {
    const parsed = parseLine(line, place, k + 1, format);
    if (parsed.event === 'session') format = parsed.format;
  }
}

/** Reads every visible table and JSON file below a folder; throws at the first that cannot be read. */
export async function assertReadable(folder: string): Promise<void> {
  for (const path of filesBelow(folder)) {
    const isHidden = path.split('/').some((part) => part.startsWith('.'));
    if (isHidden) continue;
    const place = join(folder, path);
    if (/\.(parquet|arrow|csv)$/.test(path)) await readTable(readFileSync(place), relative('.', place));
    else if (path.endsWith('.json')) JSON.parse(readFileSync(place, 'utf8'));
    else if (path.startsWith('journal/')) journalLines(readFileSync(place, 'utf8'), place);
  }
}
