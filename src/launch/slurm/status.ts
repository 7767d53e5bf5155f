/** What the queue says about a sweep, for people who want to know how it stands. It changes nothing and decides nothing. */
import { isLive } from './answers.js';
import type { Scheduler } from './scheduler.js';
import { SLURM_PROGRAMS } from './scheduler.js';
import { readSubmissions } from './submissions.js';

export interface QueueReport {
  /** Arrays that were handed over, by name; a number is null while it is not known. */
  readonly jobs: readonly { readonly name: string; readonly job: string | null; readonly elements: number }[];
  /** Elements by Slurm's word for their state, as far as Slurm remembers them; null if it gave no answer. */
  readonly states: { readonly [state: string]: number } | null;
}

/** The queue's view of a sweep; undefined if nothing of it was ever handed over to Slurm. Does not throw if the scheduler is silent. */
export async function queueReport(
  folder: string,
  scheduler: Scheduler = SLURM_PROGRAMS,
): Promise<QueueReport | undefined> {
  const submissions = readSubmissions(folder);
  if (submissions.length === 0) return undefined;
  const jobs = submissions.map(({ name, job, elements }) => ({ name, job, elements }));
  const queue = await scheduler.queue(jobs.map(({ name }) => name));
  if (queue === undefined) return { jobs, states: null };
  const states: { [state: string]: number } = {};
  for (const { state } of queue) states[state] = (states[state] ?? 0) + 1;
  return { jobs, states };
}

/** The report as lines for people. */
export function queueLines(report: QueueReport | undefined): readonly string[] {
  if (report === undefined) return [];
  const { jobs, states } = report;
  const numbers = jobs.map(({ job }) => job ?? '?').join(', ');
  if (states === null) return [`Slurm: squeue gives no answer (jobs ${numbers})`];
  const words = Object.entries(states)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([state, count]) => `${count} ${state}`);
  return [`Slurm: jobs ${numbers}: ${words.join(', ') || 'none of them is in the queue'}`];
}

/** Whether an element may still run, as far as is known. */
export const isAnyQueued = (report: QueueReport | undefined): boolean =>
  report !== undefined && (report.states === null || Object.keys(report.states).some(isLive));
