/** The real program in a folder of its own, as a person starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface Outcome {
  /** Exit status; null if a signal ended the process. */
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** No colours, no terminal, nothing of the environment of the tests that changes how the program loads. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, HOME } = process.env;
  return { PATH, TMPDIR, HOME, NO_COLOR: '1' };
}

/** Starts the program; the outcome comes when it ends. */
export function launch(
  cwd: string,
  ...args: readonly string[]
): { readonly child: ChildProcess; readonly ended: Promise<Outcome> } {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, ...texts }));
  });
  return { child, ended };
}

/** Runs the program to its end. */
export const msm = (cwd: string, ...args: readonly string[]): Promise<Outcome> => launch(cwd, ...args).ended;

/** Lines of a run's log that can be read as JSON. */
export function logOf(folder: string): readonly { readonly event: string; readonly step?: number }[] {
  const path = join(folder, 'log.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** Names in a folder, hidden ones too; none if it is not there. */
export const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/**
 * Waits until something changed below `folder` so that `holds` says true, or the process ended. The system tells of changes: there
 * is no clock in it.
 */
export async function waitUntil(folder: string, child: ChildProcess, holds: () => boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const watcher = watch(folder, { recursive: true }, () => look());
    const finish = (): void => {
      watcher.close();
      child.off('exit', finish);
      resolve();
    };
    const look = (): void => {
      if (holds() || child.exitCode !== null || child.signalCode !== null) finish();
    };
    child.on('exit', finish);
    look();
  });
}
