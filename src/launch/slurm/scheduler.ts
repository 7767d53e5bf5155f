/** The programs of Slurm. The only module that starts processes for it; what they print is read in `answers.ts`. */
import { spawn } from 'node:child_process';
import {
  type Answer,
  parseJobNumber,
  parseMaxArraySize,
  parseMaxSubmit,
  parseQueue,
  QUEUE_FORMAT,
  type QueuedElement,
} from './answers.js';

/** What launching needs of a scheduler; tests give others. */
export interface Scheduler {
  /** Elements that one array may have; undefined if the scheduler does not tell. */
  readonly maxArraySize: () => Promise<number | undefined>;
  /** Jobs that this person may have submitted at a time; undefined if there is no limit or it cannot be read. */
  readonly maxSubmit: () => Promise<number | undefined>;
  /** Hands a script over. */
  readonly submit: (words: readonly string[]) => Promise<Submitted>;
  /** Whether a script would be accepted; nothing is submitted. */
  readonly check: (words: readonly string[], script: string) => Promise<Answer>;
  /** Elements of the arrays with these names, including ended ones that Slurm remembers; undefined if it gave no answer. */
  readonly queue: (names: readonly string[]) => Promise<readonly QueuedElement[] | undefined>;
  /** Takes the arrays with these names out of the queue, and stops those of their elements that run. */
  readonly cancel: (names: readonly string[]) => Promise<void>;
}

/** An array's number, or what sbatch said instead. */
export type Submitted = { readonly job: string } | { readonly answer: Answer };

/** Longest wait for an answer. Slurm's own limit is 10 s for each of several attempts. */
const PATIENCE_MS = 60_000;

/** Arrays asked for in one call: keeps the command line short. */
const NAMES_AT_ONCE = 200;

/**
 * Runs a program to its end. Never rejects: no answer is an answer with the status null. The program has a session of its own, so that
 * a Ctrl-C of the person who waits does not break a submission off.
 */
function call(program: string, words: readonly string[], input = ''): Promise<Answer> {
  return new Promise((resolve) => {
    const child = spawn(program, words, { detached: true, env: { ...process.env, LC_ALL: 'C' } });
    const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    const texts = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        texts[name] += text;
      });
    }
    child.on('error', (error) => {
      clearTimeout(patience);
      const { code } = error as { readonly code?: unknown };
      resolve({ ...texts, status: null, stderr: `cannot execute ${program}: ${code}` });
    });
    child.on('close', (status) => {
      clearTimeout(patience);
      resolve({ ...texts, status });
    });
    // a program that ends before it has read everything shows that by its status
    child.stdin.on('error', () => {}).end(input);
  });
}

async function queue(names: readonly string[]): Promise<readonly QueuedElement[] | undefined> {
  const elements: QueuedElement[] = [];
  for (let i = 0; i < names.length; i += NAMES_AT_ONCE) {
    const some = names.slice(i, i + NAMES_AT_ONCE).join(',');
    const words = ['--array', '--states=all', `--name=${some}`, `--format=${QUEUE_FORMAT}`];
    const found = parseQueue(await call('squeue', words));
    if (found === undefined) return undefined;
    elements.push(...found);
  }
  return elements;
}

/** The Slurm whose programs are on the PATH. */
export const SLURM_PROGRAMS: Scheduler = {
  maxArraySize: async () => parseMaxArraySize(await call('scontrol', ['show', 'config'])),
  maxSubmit: async () => {
    const words = ['--noheader', '--parsable2', 'show', 'association', `user=${userName()}`, 'format=MaxSubmit'];
    return parseMaxSubmit(await call('sacctmgr', words));
  },
  submit: async (words) => {
    const answer = await call('sbatch', ['--parsable', ...words]);
    const job = parseJobNumber(answer);
    return job === undefined ? { answer } : { job };
  },
  check: (words, script) => call('sbatch', ['--test-only', ...words], script),
  queue,
  cancel: async (names) => {
    for (let i = 0; i < names.length; i += NAMES_AT_ONCE) {
      await call('scancel', [`--name=${names.slice(i, i + NAMES_AT_ONCE).join(',')}`]);
    }
  },
};

const userName = (): string => process.env.USER ?? process.env.LOGNAME ?? String(process.getuid?.() ?? '');
