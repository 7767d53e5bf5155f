/** What the programs of Slurm print, read by pure functions. An answer that is not understood means "unknown", never a failure. */

/** What became of a call: the exit status is null if the program could not be started or did not end in time. */
export interface Answer {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** An element of a job array as the queue shows it. */
export interface QueuedElement {
  /** Name of its array. */
  readonly name: string;
  readonly arrayJob: string;
  readonly element: number;
  /** Slurm's word, as `PENDING`. */
  readonly state: string;
  readonly reason: string;
}

/** The columns asked of squeue: array job, element, state, reason, name; the name is last because it may contain anything. */
export const QUEUE_FORMAT = '%F|%K|%T|%r|%j';

const QUEUE_COLUMNS = 5;

/** States that a job does not leave by itself. Every other word, also an unknown one, means that it may still run. */
const ENDED = new Set([
  'BOOT_FAIL',
  'CANCELLED',
  'COMPLETED',
  'DEADLINE',
  'FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'REVOKED',
  'TIMEOUT',
]);

/** Whether a job in this state may still do something. */
export const isLive = (state: string): boolean => !ENDED.has(state);

/**
 * Elements in the answer of `squeue --array --format=QUEUE_FORMAT` with its header. Undefined if that is not an answer: the program
 * failed, printed no header, or printed a line that cannot be understood.
 */
export function parseQueue({ status, stdout }: Answer): readonly QueuedElement[] | undefined {
  if (status !== 0) return undefined;
  const [header, ...lines] = stdout.split('\n').filter((line) => line.trim() !== '');
  if (header === undefined || header.split('|').length !== QUEUE_COLUMNS || !/NAME/.test(header)) return undefined;
  const elements: QueuedElement[] = [];
  for (const line of lines) {
    const [arrayJob, element, state, reason, ...name] = line.split('|').map((word) => word.trim());
    if (!/^\d+$/.test(arrayJob) || !/^[A-Z_]+$/.test(state ?? '') || name.length === 0) return undefined;
    // a job that is no array has N/A for its element
    if (!/^\d+$/.test(element)) continue;
    elements.push({ arrayJob, element: Number(element), state, reason, name: name.join('|') });
  }
  return elements;
}

/** The job's number in the answer of `sbatch --parsable`: `123` or `123;cluster`. Undefined if it is not there. */
export function parseJobNumber({ status, stdout }: Answer): string | undefined {
  if (status !== 0) return undefined;
  // a site's own wrapper may print lines before
  return /^(\d+)(?:;\S*)?$/.exec(stdout.trim().split('\n').at(-1) ?? '')?.[1];
}

/** Elements that one array may have, from `scontrol show config`; the largest index is one less than MaxArraySize. */
export function parseMaxArraySize({ status, stdout }: Answer): number | undefined {
  const size = status === 0 ? /^\s*MaxArraySize\s*=\s*(\d+)\s*$/m.exec(stdout)?.[1] : undefined;
  return size === undefined ? undefined : Number(size);
}

/** Smallest of the limits that `sacctmgr --noheader --parsable2 ... format=MaxSubmit` prints, one a line, empty for none. */
export function parseMaxSubmit({ status, stdout }: Answer): number | undefined {
  if (status !== 0) return undefined;
  const limits = stdout
    .split('\n')
    .filter((line) => /^\d+$/.test(line.trim()))
    .map(Number);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/**
 * Why sbatch took no job: `unreachable` (or never answered, so that the job may be there), `full` (too many jobs for now), or
 * `refused` (the options or the script).
 */
export type Refusal = 'unreachable' | 'full' | 'refused';

const UNREACHABLE =
  /unable to contact|connect(?:ion)? (?:failure|refused|timed out)|socket timed out|zero bytes|cannot stat file|configuration file|protocol authentication|munge|communication|cannot execute|ENOENT/i;
const FULL = /MaxSubmitJob|job submit limit|MaxJobCount|temporarily unable|too many jobs|Resource temporarily/i;

/** Reads sbatch's words. Text that is not known counts as a refusal only if the program ended by itself. */
export function refusalOf({ status, stderr }: Answer): Refusal {
  if (status === null || UNREACHABLE.test(stderr)) return 'unreachable';
  return FULL.test(stderr) ? 'full' : 'refused';
}

/** The last sentence of what a program said, without its name: `invalid partition specified: nope`. */
export function lastWords({ status, stderr }: Answer): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.replace(/^\s*(?:\w+: )?(?:error: |fatal: )?/, '').trim())
    .filter((line) => line !== '' && !/^Try "/.test(line));
  if (lines.length > 0) return lines[lines.length - 1];
  return status === null ? 'it did not answer' : `it ended with status ${status}`;
}
