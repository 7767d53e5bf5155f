/**
 * Those who do tasks: this process itself, or child processes, one task at a time each.
 *
 * Children and not threads: a run that exhausts its memory or crashes the engine takes its child with it and nothing else, and its
 * claim names a process that others can see to be dead. A child starts once for a whole session (docs/scale.md has its cost).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../run/environment.js';
import { type Attempt, plainError } from './outcome.js';

/** What a child is told: first where it works, then task by task; `stop`: checkpoint and end. */
export type ToChild =
  | { readonly kind: 'open'; readonly folder: string; readonly environment: Environment }
  | { readonly kind: 'task'; readonly task: number; readonly known: number }
  | { readonly kind: 'stop' }
  | { readonly kind: 'close' };

/** What a child says: how a task ended, or how it closed. */
export type FromChild =
  | { readonly kind: 'attempt'; readonly attempt: Attempt }
  | { readonly kind: 'closed'; readonly attempt?: Attempt };

/** Someone who does one task at a time. */
export interface Worker {
  readonly attempt: (task: number, known: number) => Promise<Attempt>;
  /** Ends it when its task is done; the attempt says what went wrong, if anything did. */
  readonly close: () => Promise<Attempt | undefined>;
  /** Asks it to write a checkpoint and stop. */
  readonly stop: () => void;
}

/** What a dead child said last, for the message. */
const LAST_WORDS = 600;

/** The compiled program of a child; from TypeScript sources (tests) the built one. */
const childFile = (): string => {
  const here = import.meta.url.endsWith('.ts') ? '../../dist/sweep/child.js' : './child.js';
  return fileURLToPath(new URL(here, import.meta.url));
};

/** Starts a child for the sweep in `folder`. It begins to load at once; its first task waits for that. */
export function startChild(folder: string, environment: Environment): Worker {
  const child = fork(childFile(), [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  let settle: ((message: FromChild | undefined) => void) | undefined;
  let end: string | undefined;
  child.on('message', (message: FromChild) => settle?.(message));
  child.on('error', (error) => {
    end ??= String(error);
    settle?.(undefined);
  });
  // `close` and not `exit`: its last words have arrived by then
  child.on('close', (status, signal) => {
    end ??= signal === null ? `status ${status}` : signal;
    settle?.(undefined);
  });
  const ask = async (message: ToChild): Promise<FromChild | undefined> => {
    if (end !== undefined) return undefined;
    return new Promise((resolve) => {
      settle = (answer) => {
        settle = undefined;
        resolve(answer);
      };
      tell(child, message);
    });
  };
  tell(child, { kind: 'open', folder, environment });
  return {
    attempt: async (task, known) => {
      const answer = await ask({ kind: 'task', task, known });
      if (answer?.kind === 'attempt') return answer.attempt;
      if (answer?.kind === 'closed' && answer.attempt !== undefined) return answer.attempt;
      return { kind: 'died', reason: `its worker (process ${child.pid}) ended with ${end}${said(words)}` };
    },
    close: async () => {
      const answer = await ask({ kind: 'close' });
      if (end === undefined) await new Promise((resolve) => child.once('close', resolve));
      return answer?.kind === 'closed' ? answer.attempt : undefined;
    },
    stop: () => tell(child, { kind: 'stop' }),
  };
}

const said = (words: string): string =>
  words.trim() === '' ? '' : `: ${words.trim().split('\n').slice(-3).join(' ')}`;

/** Sends a message; a child that died meanwhile is noticed by its end. */
function tell(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => {});
}

/** The attempt that an unexpected error makes. */
export const endsWith = (error: unknown): Attempt => ({ kind: 'ends', error: plainError(error) });
