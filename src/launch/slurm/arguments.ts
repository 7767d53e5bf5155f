/** What a person says about a submission, and the words of sbatch's command line that follow from it. */

import { arrayRange } from './cut.js';
import { optionWord, type SbatchOption, sbatchOptions } from './options.js';
import { SIGNAL_SECONDS } from './script.js';
import { logName, type SlurmRequest } from './submissions.js';

export interface SlurmArguments extends SlurmRequest {
  /** Return after submitting. */
  readonly isDetached: boolean;
}

/**
 * Reads parsed flags.
 *
 * @param last what was asked for when jobs of the same sweep were submitted before: it holds if the flags say nothing of jobs
 * @throws E_CONFIG for an option that cannot be passed through
 */
export function slurmArguments(flags: { readonly [name: string]: unknown }, last?: SlurmRequest): SlurmArguments {
  const options = sbatchOptions(flags);
  const perElement = flags['tasks-per-job'] as number | undefined;
  const maxRunning = flags['max-running'] as number | undefined;
  const isDetached = flags.detach === true;
  const isSilent = options.length === 0 && perElement === undefined && maxRunning === undefined;
  if (isSilent && last !== undefined) return { ...last, isDetached };
  return { options, perElement: perElement ?? 1, maxRunning: maxRunning ?? null, isDetached };
}

/** Seconds of a time as Slurm writes it: minutes, m:s, h:m:s, d-h, d-h:m, d-h:m:s. Undefined for other text, as UNLIMITED. */
export function timeSeconds(text: string): number | undefined {
  const match = /^(?:(\d+)-)?(\d+)(?::(\d+))?(?::(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [days, ...parts] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const [a, b, c] = parts as readonly (number | undefined)[];
  const first = a ?? 0;
  if (days !== undefined) return days * 86_400 + first * 3600 + (b ?? 0) * 60 + (c ?? 0);
  if (c !== undefined) return first * 3600 + (b ?? 0) * 60 + c;
  return first * 60 + (b ?? 0);
}

/** Seconds before the time limit at which a job is told to stop: a third of a short limit, so that something is left to work in. */
function signalSeconds(options: readonly SbatchOption[]): number {
  const limit = timeSeconds(options.find(({ name }) => name === 'time')?.value ?? '');
  return limit === undefined ? SIGNAL_SECONDS : Math.max(1, Math.min(SIGNAL_SECONDS, Math.floor(limit / 3)));
}

export interface ArrayWords {
  readonly folder: string;
  readonly number: number;
  readonly name: string;
  readonly elements: number;
  /** Number of the job that this array has to wait for. */
  readonly after?: string;
}

/** Words of sbatch's command line but for the script. Those of the person come last: of a name given twice sbatch takes the last. */
export function sbatchWords(
  { options, maxRunning }: Pick<SlurmArguments, 'options' | 'maxRunning'>,
  { folder, number, name, elements, after }: ArrayWords,
): readonly string[] {
  return [
    `--job-name=${name}`,
    `--array=${arrayRange(elements, maxRunning ?? undefined)}`,
    `--chdir=${folder}`,
    `--output=${logName(number, '%a')}`,
    '--open-mode=append',
    '--requeue',
    `--signal=B:USR1@${signalSeconds(options)}`,
    ...(after === undefined ? [] : [`--dependency=afterany:${after}`]),
    ...options.map(optionWord),
  ];
}
