/** Sweeps through the real program and the real launchers, as a person types them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../cli/msm.js';
import { dataHashes, filesBelow } from '../run/harness.js';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

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

/** Starts `WORDS node bin/run.js ARGS`. */
export function startProgram(cwd: string, { words, env }: Starter, ...args: readonly string[]): Launched {
  const [first, ...rest] = [...words, process.execPath, PROGRAM, ...args];
  const { PATH, TMPDIR, HOME, USER } = process.env;
  const child = spawn(first, rest, {
    cwd,
    env: { PATH, TMPDIR, HOME, USER, NO_COLOR: '1', ...env },
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

/** Several ranks on this machine, whoever runs them and however few cores there are. */
export const MPIRUN = (ranks: number): readonly string[] => [
  'mpirun',
  '--allow-run-as-root',
  '--oversubscribe',
  '-n',
  String(ranks),
];

/** Files of a sweep that follow from what was asked for; who did which run when is not among them. */
const RESULTS = /^(results\.parquet|runs\/.*)$/;

/** SHA-256 of all result files of a sweep, by path. */
export function resultHashes(folder: string): { readonly [path: string]: string } {
  return Object.fromEntries(Object.entries(dataHashes(folder)).filter(([path]) => RESULTS.test(path)));
}

interface Line {
  readonly event: string;
  readonly task?: number;
}

/** All lines of the journals of a sweep. */
export function journalOf(folder: string): readonly Line[] {
  const files = filesBelow(join(folder, 'journal')).map((name) => join(folder, 'journal', name));
  const lines = files.flatMap((path) => readFileSync(path, 'utf8').split('\n').slice(0, -1));
  return lines.map((line) => JSON.parse(line) as Line);
}

/** Runs that a journal calls done, ascending; one that was done twice is there twice. */
export const doneIn = (folder: string): readonly number[] =>
  journalOf(folder)
    .flatMap(({ event, task }) => (event === 'done' && task !== undefined ? [task] : []))
    .sort((a, b) => a - b);
