/** How one run goes on, by what it has on the disk. */
import { curvesOf } from '../figure/curves.js';
import type { Clock } from '../host/environment.js';
import type { RunRecord, RunStatus } from './run-record.js';
import { runNow } from './show.js';
import { type WrittenTable, writtenSoFar } from './written.js';

export interface StatusOfRun {
  readonly folder: string;
  readonly family: string;
  readonly status: RunStatus;
  /** Steps done by the newest checkpoint, or by the end; null before the first checkpoint. */
  readonly step: number | null;
  readonly steps: number;
  /** Age of that checkpoint; null where there is none, as of a run that is done. */
  readonly secondsSinceWritten: number | null;
  /** By the pace so far; null where it is not known, as of a run that was gone on with. */
  readonly secondsLeft: number | null;
  /** Why it ended, if it failed or was interrupted. */
  readonly reason?: string;
  /** Numbers of the last row that is written of each table of curves; null where there is nothing. */
  readonly last?: { readonly [name: string]: number | null };
}

/** A run as it stands, with the rows that an unfinished one has written. */
export interface LookAtRun {
  readonly status: StatusOfRun;
  readonly tables: readonly WrittenTable[];
}

function lastOf(tables: readonly WrittenTable[]): StatusOfRun['last'] {
  const found = curvesOf(tables.map((table) => ({ ...table, nRows: 0 }))).flatMap(({ table, values }) =>
    values.map(({ name }) => {
      const columns = tables.find((one) => one.name === table)?.columns;
      const value = columns?.find((column) => column.name === name)?.values.at(-1);
      return [name, value === undefined || Number.isNaN(value) ? null : value] as const;
    }),
  );
  return Object.fromEntries(found);
}

/** What the time left follows from; times in milliseconds since 1970. */
interface Pace extends Pick<RunRecord, 'status' | 'step' | 'steps' | 'sessions'> {
  readonly startedMs: number;
  readonly savedMs: number;
  readonly nowMs: number;
}

/** Seconds until the end if steps go on as fast as until the newest checkpoint; null if that is not known: a session that was killed left no time. */
export function secondsLeft({ status, step, steps, sessions, startedMs, savedMs, nowMs }: Pace): number | null {
  const took = savedMs - startedMs;
  if (status !== 'running' || sessions > 1 || step === 0 || took <= 0) return null;
  return Math.max(0, ((steps - step) * took) / step - (nowMs - savedMs)) / 1000;
}

/** Looks at a run. Throws E_CONFIG if the folder is not one of a run, E_CORRUPT, E_IO. */
export async function lookAtRun(folder: string, clock: Clock): Promise<LookAtRun> {
  const run = runNow(folder);
  const { family, status, steps, error } = run;
  const common = { folder, family, status, steps, ...(error !== null && { reason: error.message }) };
  const written = status === 'done' ? undefined : await writtenSoFar(folder);
  if (written === undefined) {
    const step = status === 'done' ? run.step : null;
    return { status: { ...common, step, secondsSinceWritten: null, secondsLeft: null }, tables: [] };
  }
  const { step, savedMs, tables } = written;
  const nowMs = Date.parse(clock.now());
  const left = secondsLeft({ ...run, status, step, savedMs, nowMs, startedMs: Date.parse(run.started) });
  const age = Math.max(0, (nowMs - savedMs) / 1000);
  const last = lastOf(tables);
  return { status: { ...common, step, secondsSinceWritten: age, secondsLeft: left, last }, tables };
}
