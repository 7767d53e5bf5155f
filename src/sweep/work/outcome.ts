/** What work on a sweep takes and gives. */
import { asMsmError, type ErrorCode, MsmError } from '../../errors.js';
import type { SummaryItem } from '../../model/family.js';
import type { ParameterValue } from '../../model/schema.js';
import type { RunResult, Surroundings } from '../../run/session.js';
import type { Sweep } from '../tasks/sweep.js';

/** How failures are handled. */
export interface FailureOptions {
  /** How often a failed task is tried again in this session; a diverged one never is. Default 0. */
  readonly retries?: number;
  /** Stop at the first task that stays failed. */
  readonly failFast?: boolean;
  /** Stop as soon as more than this many tasks stay failed. */
  readonly maxFailures?: number;
  /** Minutes after which a process without a sign of life is ended; absent: ten. */
  readonly patience?: number;
}

/** How many failures do not end the work. */
export function mostFailures({ failFast, maxFailures = Number.POSITIVE_INFINITY }: FailureOptions): number {
  return failFast === true ? 0 : maxFailures;
}

/** What a launcher is asked for. */
export interface LaunchOptions extends FailureOptions {
  /** Runs at the same time on this machine, or on each of those that the launcher uses; absent: in this process. */
  readonly jobs?: number;
  /** The parsed flags of the command, for those that only a launcher understands: partition, time limit. */
  readonly arguments?: { readonly [name: string]: unknown };
}

/** Whether a failure is never tried again: the same parameters diverge at the same step every time. */
export const isFinal = ({ code }: { readonly code: string }): boolean => code === 'E_DIVERGED';

export interface SweepFailure {
  readonly index: number;
  /** Folder of its run. */
  readonly folder: string;
  /** Log of the process that did it; absent: `log.jsonl` in its folder. */
  readonly log?: string;
  /** Values that tell the task from the others. */
  readonly axes: { readonly [key: string]: ParameterValue };
  readonly error: MsmError;
}

/** What is reported about a finished run: its folder has everything, and passing that between processes takes longer than a short run. */
export interface DoneRun {
  readonly folder: string;
  readonly run: Pick<RunResult['run'], 'family' | 'status' | 'identity' | 'steps' | 'wallMs' | 'notes'> & {
    readonly summary: readonly Pick<SummaryItem, 'name' | 'value' | 'reason'>[];
  };
  readonly completion: Pick<RunResult['completion'], 'steps' | 'computeMs'>;
}

/** The part of a result that is reported. */
export function reportedOf({ folder, run, completion }: RunResult): DoneRun {
  const { family, status, identity, steps, wallMs, notes } = run;
  const summary = run.summary.map(({ name, value, reason }) => ({
    name,
    value,
    ...(reason !== undefined && { reason }),
  }));
  return {
    folder,
    run: { family, status, identity, steps, wallMs, summary, ...(notes !== undefined && { notes }) },
    completion: { steps: completion.steps, computeMs: completion.computeMs },
  };
}

/** A finished run with its number and the values that tell it from the others. */
export interface ListedRun extends DoneRun {
  readonly index: number;
  readonly axes: { readonly [key: string]: ParameterValue };
}

/** A finished task of a sweep. */
export const listedRun = (sweep: Pick<Sweep, 'axes'>, index: number, result: DoneRun): ListedRun => ({
  ...result,
  index,
  axes: sweep.axes(index),
});

/** Called for each task as it ends, with the number of tasks that the sweep has. */
export type OnRun = (outcome: ListedRun | SweepFailure, count: number) => void;

/** What work on a sweep needs from its surroundings. */
export interface SweepSurroundings extends Surroundings, FailureOptions {
  /** Runs that go on at the same time, each in a process of its own; absent: one after the other in this process. */
  readonly jobs?: number;
  readonly onRun?: OnRun;
}

/** The note on runs that were done and are done again. */
export const againText = (count: number): string =>
  count === 1 ? '1 run was lost or damaged and is done again' : `${count} runs were lost or damaged and are done again`;

/** Results that an outcome holds at most; `done` counts all. */
export const MOST_RESULTS = 1000;

export interface Outcome {
  readonly folder: string;
  /** Runs done in this session, by number; the first `MOST_RESULTS` that ended. */
  readonly runs: readonly ListedRun[];
  /** How many were done in this session. */
  readonly done: number;
  /** Tasks that were done already, or by others meanwhile. */
  readonly skipped: number;
  /** Tasks that other living processes are doing. */
  readonly elsewhere: number;
  /** Tasks of those asked for that are failed now. */
  readonly failures: readonly SweepFailure[];
  /** Tasks not done because of `failFast` or `maxFailures`. */
  readonly left: number;
  /** This process did a share for another one, which reports for all. */
  readonly isFollower?: boolean;
}

/** An error as plain data, for messages between processes. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly place?: string;
  readonly next?: string;
  readonly data?: { readonly [key: string]: unknown };
}

export function plainError(error: unknown): PlainError {
  const { code, message, place, next, data } = asMsmError(error);
  return { code, message, place, next, data };
}

export function errorOf({ code, message, place, next, data }: PlainError): MsmError {
  return new MsmError(code, message, { place, next, data });
}

/** How one attempt at a task ended. */
export type Attempt =
  | { readonly kind: 'done'; readonly result: DoneRun }
  /** It was done before. */
  | { readonly kind: 'before' }
  /** A living process has it. */
  | { readonly kind: 'elsewhere'; readonly owner: string }
  | { readonly kind: 'failed'; readonly error: PlainError }
  /** Somebody asked to stop, or the disk failed: no more tasks. */
  | { readonly kind: 'ends'; readonly error: PlainError }
  /** It was not begun: the worker stops, or is held up by an earlier task. */
  | { readonly kind: 'back' };
