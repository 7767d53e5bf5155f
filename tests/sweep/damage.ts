/** A small sweep with everything that a sweep's folder can have, to be damaged; and what the commands say of it then. */
import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from '../../src/collect/collect.js';
import { type ErrorCode, MsmError } from '../../src/errors.js';
import { compileBuild } from '../../src/host/builds.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { SYSTEM_CLOCK } from '../../src/host/environment.js';
import { resume } from '../../src/simulate/resume.js';
import { simulateAgain } from '../../src/simulate/simulate.js';
import { sweepStatus } from '../../src/sweep/tasks/status.js';
import { readSweep } from '../../src/sweep/tasks/tasks.js';
import { verifyFolder } from '../../src/sweep/tasks/verify.js';
import { plan, start, surroundings, type Texts } from '../run/harness.js';

export const TEXTS: Texts = { N: 6, K: 2, T: 4 };
export const RUNS = 4;

/** Makes the sweep: four runs of two requests, the second of which has the array of the first and another. */
export async function makeSweep(folder: string): Promise<string> {
  const [first, second, place] = [join(folder, 'first'), join(folder, 'second'), join(folder, 'sweep')];
  await start(first, TEXTS);
  await start(second, TEXTS, { seed: 2 });
  const [one, other] = [first, second].map((run) => join(run, 'state.arrow'));
  await start(place, { ...TEXTS, tau_J: '2,3' }, { inputFiles: { sigma0: one }, seed: 1 });
  const both = await plan({ ...TEXTS, tau_J: '3,2' }, { inputFiles: { sigma0: [one, other] }, seed: 1 });
  await simulateAgain(both, place, surroundings());
  return place;
}

/** A copy with the times of its files, so that claims are as old as they were. */
export function copyOf(sweep: string, place: string): string {
  cpSync(sweep, place, { recursive: true, preserveTimestamps: true });
  return place;
}

/** Folder of a run by its number. */
export function runOf(sweep: string, index: number): string {
  const name = readdirSync(join(sweep, 'runs')).find((one) => one.startsWith(`${index}-`));
  return join(sweep, 'runs', name ?? `${index}-`);
}

/** What a command said: its result, or the code of its error and the sentence. */
export type Said =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: ErrorCode | 'thrown'; readonly text: string };

async function said(command: () => Promise<string>): Promise<Said> {
  try {
    return { ok: true, text: await command() };
  } catch (error) {
    if (error instanceof MsmError && error.code !== 'E_INTERNAL')
      return { ok: false, code: error.code, text: error.message };
    return { ok: false, code: 'thrown', text: String(error instanceof Error ? error.stack : error) };
  }
}

/** `3 done, 1 lost`. */
function counted(states: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

/** The four commands, each as one line. */
export const COMMANDS = {
  status: (place: string): Promise<Said> =>
    said(async () => {
      const { sweep, journal } = await readSweep(place);
      const status = sweepStatus(sweep, journal, SYSTEM_CLOCK);
      const states = ['done', 'running', 'failed', 'lost', 'damaged', 'pending'] as const;
      return states.flatMap((state) => (status[state] > 0 ? [`${status[state]} ${state}`] : [])).join(', ');
    }),
  verify: (place: string): Promise<Said> =>
    said(async () => {
      const { runs, tables } = await verifyFolder(place);
      const states = runs.map(({ isIntact, problem }) =>
        isIntact ? 'done' : (problem ?? 'damaged').replace(/:.*/, ''),
      );
      return [
        counted(states),
        ...tables.flatMap(({ path, status }) => (status === 'ok' ? [] : [`${path} ${status}`])),
      ].join(', ');
    }),
  collect: (place: string, out: string): Promise<Said> =>
    said(async () => {
      const { runs, others } = await collect(NODE_DISK, { sources: [place], out });
      return counted([...new Array<string>(runs).fill('done'), ...others.map(({ state }) => state)]);
    }),
  resume: (place: string): Promise<Said> =>
    said(async () => {
      const { done, skipped } = await resume(place, compileBuild, surroundings());
      return `${done} done, ${skipped} before`;
    }),
};
