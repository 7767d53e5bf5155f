/** Hands runs over to Slurm in job arrays. A kill at any point loses no job and doubles none without notice. */
import { fileURLToPath } from 'node:url';
import { configError } from '../../config/problem.js';
import { MsmError } from '../../errors.js';
import { type DiskOperations, removeAll } from '../../host/disk.js';
import { packageVersion } from '../../host/environment.js';
import { type Answer, isLive, lastWords, type QueuedElement, refusalOf } from './answers.js';
import { type SlurmArguments, sbatchWords } from './arguments.js';
import { cutArrays, type JobArray } from './cut.js';
import type { Scheduler } from './scheduler.js';
import { scriptText } from './script.js';
import { arrayName, filesOf, readSubmissions, type Submission, writeArray, writeSubmission } from './submissions.js';

export interface Handover {
  readonly disk: DiskOperations;
  readonly scheduler: Scheduler;
  /** Absolute folder of the sweep. */
  readonly folder: string;
  /** Identity of the sweep's first run. */
  readonly identity: string;
  readonly arguments: SlurmArguments;
  /** Further arguments for `msm work`. */
  readonly workWords: readonly string[];
}

/** Elements of an array if the cluster does not give its limit: Slurm's own default, less one because some sites take one off. */
const USUAL_ARRAY = 1000;

const PROGRAM = fileURLToPath(new URL('../../../bin/run.js', import.meta.url));

/** Error of a scheduler that gave no answer. What was submitted before is in the folder and in the queue. */
export function unreachable(folder: string, program: string, answer?: Answer): MsmError {
  const said = answer === undefined ? '' : `: ${lastWords(answer)}`;
  return new MsmError('E_SCHEDULER', `${program} gives no answer${said}`, {
    place: folder,
    next: `Nothing is lost. When Slurm answers again, go on with: msm resume ${folder} --launcher slurm`,
  });
}

function refused(folder: string, answer: Answer): MsmError {
  const next = `Mend the options and go on with: msm resume ${folder} --launcher slurm ...`;
  return configError(`sbatch refuses the jobs: ${lastWords(answer)}`, '--launcher slurm', next);
}

function scriptOf({ folder, workWords }: Handover, number: number): string {
  return scriptText({
    title: `Array ${number} of the sweep in ${folder.replaceAll('\n', ' ')}, made by msm ${packageVersion()}.`,
    node: process.execPath,
    program: PROGRAM,
    folder,
    tasks: filesOf(folder, number).tasks,
    words: workWords,
  });
}

/**
 * Asks sbatch whether it would take jobs with these options. Nothing is submitted or written.
 *
 * @throws E_CONFIG if it would not, E_SCHEDULER if it gives no answer
 */
export async function assertTaken(scheduler: Scheduler, options: SlurmArguments): Promise<void> {
  const words = sbatchWords(options, { folder: process.cwd(), number: 0, name: 'msm-check', elements: 1 });
  const answer = await scheduler.check(words, '#!/bin/bash\ntrue\n');
  if (answer.status === 0) return;
  const kind = refusalOf(answer);
  if (kind === 'unreachable') {
    throw new MsmError('E_SCHEDULER', `sbatch gives no answer: ${lastWords(answer)}`, {
      place: '--launcher slurm',
      next: 'Nothing was written. Start it again when Slurm answers, or leave --launcher away to run it here.',
    });
  }
  if (kind === 'full') return;
  throw configError(`sbatch refuses the jobs: ${lastWords(answer)}; nothing was written`, '--launcher slurm');
}

/**
 * The arrays handed over so far and their elements in the queue. One that was about to be submitted when its process was killed
 * gets its number if the queue knows its name.
 *
 * @throws E_SCHEDULER if the queue gives no answer
 */
export async function recoverSubmissions({ disk, scheduler, folder }: Handover): Promise<{
  readonly submissions: readonly Submission[];
  readonly queue: readonly QueuedElement[];
}> {
  const stored = readSubmissions(folder);
  if (stored.length === 0) return { submissions: [], queue: [] };
  const queue = await scheduler.queue(stored.map(({ name }) => name));
  if (queue === undefined) throw unreachable(folder, 'squeue');
  const jobs = new Map(queue.map(({ name, arrayJob }) => [name, arrayJob]));
  const submissions: Submission[] = [];
  for (const submission of stored) {
    const job = submission.job ?? jobs.get(submission.name) ?? null;
    const known = { ...submission, job };
    if (job !== submission.job) await writeSubmission(disk, folder, known);
    submissions.push(known);
  }
  return { submissions, queue };
}

/** Number of the newest array that has something in the queue. */
function lastLive(submissions: readonly Submission[], queue: readonly QueuedElement[]): string | undefined {
  const live = new Set(queue.filter(({ state }) => isLive(state)).map(({ name }) => name));
  return submissions.filter(({ name, job }) => job !== null && live.has(name)).at(-1)?.job ?? undefined;
}

/** Hands one array over; undefined if the cluster takes no more for now. */
async function submitArray(
  handover: Handover,
  array: JobArray,
  number: number,
  after?: string,
): Promise<string | undefined> {
  const { disk, scheduler, folder, identity } = handover;
  const name = arrayName(folder, identity, number);
  const words = sbatchWords(handover.arguments, { folder, number, name, elements: array.length, after });
  const { options, perElement, maxRunning } = handover.arguments;
  const request = { options, perElement, maxRunning };
  const submission: Submission = { format: 1, number, name, elements: array.length, words, request, job: null };
  await writeArray(disk, folder, submission, array, scriptOf(handover, number));
  const files = filesOf(folder, number);
  const submitted = await scheduler.submit([...words, files.script]);
  if ('job' in submitted) {
    await writeSubmission(disk, folder, { ...submission, job: submitted.job });
    return submitted.job;
  }
  const { answer } = submitted;
  const kind = answer.status === 0 ? 'unreachable' : refusalOf(answer);
  // sbatch may have accepted it all the same: its record stays, and the queue is asked about it when the sweep goes on
  if (kind === 'unreachable') throw unreachable(folder, 'sbatch', answer);
  for (const path of [files.record, files.script, files.tasks]) removeAll(path);
  if (kind === 'full') return undefined;
  throw refused(folder, answer);
}

/**
 * Hands runs over. With a limit on running elements, an array waits for the one before it, since Slurm's limit is one of each array.
 *
 * @param runs ascending indices
 * @param recovered what was handed over before
 * @returns the runs that the cluster does not take for now, because too many jobs are in the queue
 * @throws E_CONFIG if sbatch refuses the options, E_SCHEDULER if it gives no answer
 */
export async function submitRuns(
  handover: Handover,
  runs: readonly number[],
  { submissions, queue }: Awaited<ReturnType<typeof recoverSubmissions>>,
): Promise<readonly number[]> {
  const { scheduler, arguments: given } = handover;
  const limits = [await scheduler.maxArraySize(), await scheduler.maxSubmit()];
  let elements = Math.max(1, Math.min(limits[0] ?? USUAL_ARRAY, limits[1] ?? Number.POSITIVE_INFINITY));
  let number = submissions.at(-1)?.number ?? 0;
  let after = given.maxRunning === null ? undefined : lastLive(submissions, queue);
  let left = runs;
  while (left.length > 0) {
    const [array] = cutArrays(left.slice(0, elements * given.perElement), given.perElement, elements);
    const job = await submitArray(handover, array, number + 1, after);
    if (job === undefined) {
      if (elements === 1) return left;
      // the limit cannot always be read: a smaller array may still be taken
      elements = Math.floor(Math.min(elements, array.length) / 2) || 1;
      continue;
    }
    number++;
    if (given.maxRunning !== null) after = job;
    left = left.slice(array.flat().length);
  }
  return [];
}
