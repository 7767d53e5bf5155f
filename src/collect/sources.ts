/** Which runs there are in the folders that are collected, and what is wrong with those that cannot be. */
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { configError } from '../config/problem.js';
import { isRunFolder, isSweepFolder } from '../run/folder.js';
import { JournalReader } from '../sweep/tasks/journal.js';
import type { CollectedRun, Look, Looks } from '../sweep/tasks/look.js';
import type { TaskState } from '../sweep/tasks/standing.js';
import { openToRead } from '../sweep/tasks/sweep.js';
import { readStates } from '../sweep/tasks/tasks.js';
import { pathText } from '../text.js';

/** `pending`: not begun. `interrupted`: begun, but nobody is working on it. `duplicate`: the same run was already found. */
export type CollectedState = TaskState | 'interrupted' | 'duplicate';

export interface FoundRun {
  /** The folder as it was named. */
  readonly source: string;
  /** Number in the plan; 0 for a run that is in no sweep. */
  readonly index: number;
  /** Folder of the run; that of the sweep if it was not begun. */
  readonly folder: string;
  readonly state: CollectedState;
  /** Why it is not collected. */
  readonly reason?: string;
  /** Whether it was done once and is now lost or damaged. */
  readonly wasDone?: boolean;
  /** Only for runs that are done. */
  readonly run?: CollectedRun;
}

/** A run that is in no sweep, as its folder describes it. */
function ofLook(look: Look): Pick<FoundRun, 'state' | 'reason' | 'run'> {
  switch (look.kind) {
    case 'whole':
      return { state: 'done', run: look.run };
    case 'damaged':
      return { state: 'damaged', reason: look.reason };
    case 'nothing':
      return { state: 'pending', reason: 'not begun' };
    case 'begun': {
      const { status, reason } = look;
      return { state: status === 'failed' || status === 'running' ? status : 'interrupted', reason };
    }
  }
}

/** What is said about runs when nothing more is known about them. */
const REASONS: { readonly [state in CollectedState]?: string } = {
  running: 'a process is at it',
  lost: 'its worker died, or its files were not whole; it waits to be done again',
};

/** Runs of a sweep as they stand, by the rule that `msm status`, `verify` and `resume` follow. */
async function runsOfSweep(source: string, looks: Looks): Promise<readonly FoundRun[]> {
  const sweep = await openToRead(source);
  const states = readStates(sweep, new JournalReader(source, sweep.count), looks);
  const failures = new Map(states.failures.map(({ task, code, message }) => [task, `${code}: ${message}`]));
  const undone = new Set(states.undone());
  const found: FoundRun[] = [];
  for (let index = 0; index < sweep.count; index++) {
    // a run that was done before its request changed still counts; one that was not done then is no longer wanted
    if (!states.isWanted(index) && !undone.has(index)) continue;
    const { state, reason, begun, run } = states.at(index);
    const isPending = state === 'pending';
    found.push({
      source,
      index,
      folder: isPending && begun === null ? source : states.place(index),
      state: isPending && begun !== null ? 'interrupted' : state,
      reason: failures.get(index) ?? reason ?? (isPending ? (begun ?? 'not begun') : REASONS[state]),
      ...(undone.has(index) && { wasDone: true }),
      run,
    });
  }
  return found;
}

/** Whether a source is a table that was collected before. */
export const isTableFile = (source: string): boolean => /\.(parquet|arrow|csv)$/.test(source);

/** Throws E_CONFIG if there is nothing to collect in a place. */
function assertSource(source: string): void {
  if (!existsSync(source)) throw configError(`${pathText(source)} does not exist`, source);
  if (isTableFile(source) && statSync(source).isFile()) return;
  if (isSweepFolder(source) || isRunFolder(source)) return;
  throw configError(
    `${source} is not a sweep, run or table: it holds neither sweep.json nor run.json`,
    source,
    'Name the folder of a sweep, as runs/hebbian-0001.',
  );
}

/** Throws E_CONFIG unless there is something to collect in every place. */
export function assertSources(sources: readonly string[]): void {
  if (sources.length === 0) throw configError('no folder was named');
  for (const source of sources) assertSource(source);
}

/** All runs of a sweep in the order of the plan, or the one run of a folder. Nothing is changed. Throws E_CONFIG, E_CORRUPT, E_IO. */
export async function findRuns(sources: readonly string[], looks: Looks): Promise<readonly FoundRun[]> {
  assertSources(sources);
  const seen = new Map<string, string>();
  const found: FoundRun[] = [];
  for (const source of sources) {
    if (isTableFile(source)) continue;
    const runs = isSweepFolder(source)
      ? await runsOfSweep(source, looks)
      : [{ source, index: 0, folder: source, ...ofLook(looks.at(source)) }];
    for (const one of runs) {
      const earlier = one.run === undefined ? undefined : seen.get(one.run.identity);
      if (one.run !== undefined) seen.set(one.run.identity, one.folder);
      if (earlier === undefined) found.push(one);
      else found.push({ ...one, state: 'duplicate', reason: `the same run as ${earlier}`, run: undefined });
    }
  }
  return found;
}

/** Name of a run for a file: its number and the beginning of its identity. */
export const partName = ({ folder, index, run }: FoundRun): string => {
  const name = basename(folder);
  return /^\d+-[0-9a-f]{12}$/.test(name) ? name : `${index}-${run?.identity.slice(0, 12)}`;
};
