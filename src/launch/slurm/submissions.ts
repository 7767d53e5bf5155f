/**
 * What was handed to Slurm for a sweep, below `slurm/` in its folder. Array n has three files: `n.tasks` (line e + 1 lists the runs of
 * element e), `n.sh` (the script) and `n.json`. The last is written before sbatch is called and again with the job's number after
 * it: one without a number tells that a process was killed in between, and the queue is then asked for the array's name.
 */
import { join } from 'node:path';
import { type DiskOperations, ensureFolder, jsonText, listFolder, readWhole, writeBytes } from '../../host/disk.js';
import { sha256 } from '../../host/environment.js';
import { type JsonKind, readJson } from '../../run/json-file.js';
import { integer, list, oneOf, orNull, record, type Shaped, text } from '../../run/shape.js';
import { parseRanges, printRanges } from '../../sweep/tasks/ranges.js';
import type { QueuedElement } from './answers.js';
import { isLive } from './answers.js';
import type { JobArray } from './cut.js';

const SUBMISSION_FORMAT = 1;

/** What a person says about the jobs: `perElement` is the number of runs of one element. */
const REQUEST = record({
  options: list(record({ name: text() }, { value: text() })),
  perElement: integer(1),
  maxRunning: orNull(integer(1)),
});
export type SlurmRequest = Shaped<typeof REQUEST>;

const SUBMISSION = record({
  format: oneOf([SUBMISSION_FORMAT]),
  number: integer(0),
  /** Name of the job, by which the queue knows it. */
  name: text(),
  elements: integer(1),
  /** Words of sbatch's command line. */
  words: list(text()),
  /** What the person asked for, which holds for later arrays too unless something else is asked for. */
  request: REQUEST,
  /** Number that Slurm gave it; null while that is not known. */
  job: orNull(text()),
});

/** The content of n.json. */
export type Submission = Shaped<typeof SUBMISSION>;

const SUBMISSION_FILE: JsonKind<Submission> = { what: 'a submission', shapes: { [SUBMISSION_FORMAT]: SUBMISSION } };

const slurmFolder = (folder: string): string => join(folder, 'slurm');
const stem = (number: number): string => String(number).padStart(4, '0');

/** Paths of an array's files. */
export function filesOf(
  folder: string,
  number: number,
): { readonly record: string; readonly script: string; readonly tasks: string } {
  const path = join(slurmFolder(folder), stem(number));
  return { record: `${path}.json`, script: `${path}.sh`, tasks: `${path}.tasks` };
}

/** Log of an element, as seen from the sweep's folder; `%a` in place of the element is what sbatch fills in. */
export const logName = (number: number, element: number | '%a'): string =>
  join('logs', `${stem(number)}-${element}.log`);

/**
 * Name of array `number`: the folder's own name for people, and a hash of its place and content.
 *
 * @param identity identity of the sweep's first run
 */
export function arrayName(folder: string, identity: string, number: number): string {
  const shown = folder
    .split('/')
    .at(-1)
    ?.replaceAll(/[^\w.-]/g, '_')
    .slice(0, 30);
  return `msm-${shown}-${sha256(new TextEncoder().encode(`${folder}\n${identity}`)).slice(0, 8)}-${stem(number)}`;
}

/** All arrays that were handed over or were about to be, in order. Throws E_CORRUPT. */
export function readSubmissions(folder: string): readonly Submission[] {
  const names = listFolder(slurmFolder(folder)).filter((name) => /^\d+\.json$/.test(name));
  const read = (name: string): Submission => readJson(join(slurmFolder(folder), name), SUBMISSION_FILE);
  return names.map(read).sort((a, b) => a.number - b.number);
}

/** Writes n.json. Throws E_IO. */
export async function writeSubmission(disk: DiskOperations, folder: string, submission: Submission): Promise<void> {
  await writeBytes(disk, filesOf(folder, submission.number).record, jsonText(submission));
}

/** Writes script and list of a new array; n.json comes last and makes it count. Throws E_IO. */
export async function writeArray(
  disk: DiskOperations,
  folder: string,
  submission: Submission,
  array: JobArray,
  script: string,
): Promise<void> {
  for (const name of ['slurm', 'logs']) ensureFolder(join(folder, name));
  const files = filesOf(folder, submission.number);
  await writeBytes(disk, files.tasks, array.map((runs) => `${printRanges(runs)}\n`).join(''));
  await writeBytes(disk, files.script, script);
  await writeSubmission(disk, folder, submission);
}

/** For each element of an array, the runs that it does. Throws E_IO, E_CONFIG. */
export function readArray(folder: string, number: number): JobArray {
  const path = filesOf(folder, number).tasks;
  const lines = new TextDecoder().decode(readWhole(path)).split('\n').slice(0, -1);
  return lines.map((line) => parseRanges(line, path));
}

/** Runs of a sweep that an element in the queue is going to do, or does. */
export function runsInQueue(
  folder: string,
  submissions: readonly Submission[],
  queue: readonly QueuedElement[],
): ReadonlySet<number> {
  const numbers = new Map(submissions.map(({ name, number }) => [name, number]));
  const live = new Map<number, number[]>();
  for (const { name, element, state } of queue) {
    const number = numbers.get(name);
    if (number === undefined || !isLive(state)) continue;
    live.set(number, [...(live.get(number) ?? []), element]);
  }
  const runs = new Set<number>();
  for (const [number, elements] of live) {
    const array = readArray(folder, number);
    for (const element of elements) for (const run of array[element] ?? []) runs.add(run);
  }
  return runs;
}

/** Where the newest log of a run is, as path from the working folder; undefined if it was never handed over. */
export function logsOfRuns(folder: string, submissions: readonly Submission[]): ReadonlyMap<number, string> {
  const logs = new Map<number, string>();
  for (const { number } of submissions) {
    for (const [element, runs] of readArray(folder, number).entries()) {
      for (const run of runs) logs.set(run, join(folder, logName(number, element)));
    }
  }
  return logs;
}

/** Whether anything of a sweep was ever handed over to Slurm. */
export const wasSubmitted = (folder: string): boolean => readSubmissions(folder).length > 0;
