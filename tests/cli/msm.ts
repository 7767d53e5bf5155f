/** The real program in a folder of its own, as a person starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { warmProgram } from './warm.js';

export const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface Outcome {
  /** Exit status; null if a signal ended the process. */
  readonly status: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Launched {
  readonly child: ChildProcess;
  readonly ended: Promise<Outcome>;
  /** What it has said so far. */
  readonly texts: { readonly stdout: string; readonly stderr: string };
}

/** A way to start the program, and the environment that it needs. */
export interface Starter {
  readonly words: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** No colours, and nothing of the environment of the tests that changes how the program loads. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const { PATH, TMPDIR, HOME, USER } = process.env;
  return { PATH, TMPDIR, HOME, USER, NO_COLOR: '1' };
}

/** Starts `WORDS node bin/run.js ARGS` in a plain environment without a terminal; the outcome comes when it ends. */
export function startProgram(cwd: string, { words, env }: Starter, ...args: readonly string[]): Launched {
  const [first, ...rest] = [...words, process.execPath, PROGRAM, ...args];
  const child = spawn(first, rest, {
    cwd,
    env: { ...plainEnvironment(), ...env },
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
  return { child, ended, texts };
}

/** Starts the program as it is. */
export const launch = (cwd: string, ...args: readonly string[]): Launched =>
  startProgram(cwd, { words: [], env: {} }, ...args);

/** Runs a command line in a folder to its end. */
export type Runs = (cwd: string, ...args: readonly string[]) => Promise<Outcome>;

/** The program kept running with an environment of its own; a line that comes while another one is done gets its own process. */
export function keptRunning(env: NodeJS.ProcessEnv): Runs {
  const warm = warmProgram(PROGRAM, { ...plainEnvironment(), ...env });
  return (cwd, ...args) => (warm.isBusy() ? startProgram(cwd, { words: [], env }, ...args).ended : warm.run(cwd, args));
}

/** Runs the program to its end. What is about processes takes `launch`. */
export const msm: Runs = keptRunning({});

/** Lines of a run's log that can be read as JSON. */
export function logOf(folder: string): readonly { readonly event: string; readonly step?: number }[] {
  const path = join(folder, 'log.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** Names in a folder, hidden ones too; none if it is not there. */
export const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

/** Waits until the workers of a killed driver of the sweep at `place` have saved what they had and ended; Linux only. */
export async function orphansEnded(place: string): Promise<void> {
  const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);
  const pids = namesIn(join(place, 'claims')).map((name) => Number(/^\.owner-(\d+)-/.exec(name)?.[1] ?? 0));
  while (pids.some((pid) => pid > 0 && isAlive(pid))) await setTimeout(10);
}

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
