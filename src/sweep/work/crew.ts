/**
 * Workers: this process itself or child processes, each with one task at a time.
 *
 * Children and not threads: a run that exhausts its memory or crashes the engine takes its child with it and nothing else, and its
 * claim names a process that others can see to be dead. A child starts once for a whole session (docs/scale.md has its cost).
 */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Environment } from '../../host/environment.js';
import { type Attempt, plainError } from './outcome.js';

/** A task, and the number of its last event that the parent has read in the journals. */
export interface Given {
  readonly task: number;
  readonly known: number;
}

/** Messages to a child: first where it works, then tasks; `stop`: checkpoint and end. */
export type ToChild =
  | { readonly kind: 'open'; readonly folder: string; readonly environment: Environment }
  | { readonly kind: 'tasks'; readonly tasks: readonly Given[] }
  | { readonly kind: 'stop' }
  | { readonly kind: 'close' };

/** How a task ended. */
export interface Answer {
  readonly task: number;
  readonly attempt: Attempt;
}

/** Messages from a child: how tasks ended, or how it closed. */
export type FromChild =
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] }
  | { readonly kind: 'closed'; readonly attempt?: Attempt }
  | { readonly kind: 'alive' };

/** Why a worker ended before its tasks did, and the tasks whose ends it did not report, in their order. */
export interface Loss {
  readonly reason: string;
  /** Whether it was ended because it gave no sign of life. */
  readonly wasSilent?: boolean;
  readonly tasks: readonly number[];
}

/** Does tasks, one at a time. */
export interface Worker {
  /**
   * Does tasks in their order and reports each. It gives back what it cannot begin soon because an earlier task lasts long. When all are
   * reported, or the worker died, the promise resolves; the worker must then be closed, or is dead.
   */
  readonly work: (tasks: readonly Given[], onEnd: (answer: Answer) => void) => Promise<Loss | undefined>;
  /** Ends the worker when its task is done; the attempt says what went wrong, if anything did. */
  readonly close: () => Promise<Attempt | undefined>;
  /** Asks it to write a checkpoint and stop. */
  readonly stop: () => void;
}

/** Time between two signs of life of a child. */
export const ALIVE_MS = 2000;

/** How long a child may give no sign of life, at work and after it was asked to stop. A step of an own model may never return. */
export interface Patience {
  readonly workMs: number;
  readonly stopMs: number;
}

/** Minutes that a child at work may be silent, unless the person says otherwise. */
export const USUAL_MINUTES = 10;
const MINUTE_MS = 60_000;

/** The patience with a child at work, in minutes; one that was asked to stop gets a minute at most. */
export const patienceOf = (minutes = USUAL_MINUTES): Patience => ({
  workMs: minutes * MINUTE_MS,
  stopMs: Math.min(minutes, 1) * MINUTE_MS,
});

/** A child that was asked to stop and was silent for this long is told of. */
const TOLD_MS = 2 * ALIVE_MS;

/** How many of the last characters of a dead child go into the message. */
const LAST_WORDS = 600;

/** The compiled program of a child; from TypeScript sources (tests) the built one. */
const childFile = (): string => {
  const here = import.meta.url.endsWith('.ts') ? '../../../dist/sweep/work/child.js' : './child.js';
  return fileURLToPath(new URL(here, import.meta.url));
};

/** Starts a child for the sweep in `folder`. It begins to load at once; its first task waits for that. */
export function startChild(
  folder: string,
  environment: Environment,
  patience = patienceOf(),
  onNote: (text: string) => void = () => {},
): Worker {
  const child = fork(childFile(), [], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] });
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    words = (words + text).slice(-LAST_WORDS);
  });
  let isOver = false;
  let end: string | undefined;
  let onMessage: ((message: FromChild | undefined) => void) | undefined;
  const silence = new Silence(child, patience, onNote);
  child.on('message', (message: FromChild) => {
    silence.broken();
    if (message.kind !== 'alive') onMessage?.(message);
  });
  const over = (reason: string): void => {
    silence.stop();
    end ??= reason + silence.words;
    isOver = true;
    onMessage?.(undefined);
  };
  child.on('error', (error) => over(String(error)));
  // `close` and not `exit`: its last words have arrived by then
  child.on('close', (status, signal) => over(signal === null ? `status ${status}` : signal));
  tell(child, { kind: 'open', folder, environment });
  return {
    work: (tasks, onEnd) =>
      new Promise((resolve) => {
        const open = new Set(tasks.map(({ task }) => task));
        onMessage = (message) => {
          for (const answer of message?.kind === 'answers' ? message.answers : []) {
            open.delete(answer.task);
            onEnd(answer);
          }
          if (open.size === 0) resolve(undefined);
          else if (isOver) {
            const reason = `its worker (process ${child.pid}) ended with ${end}${said(words)}`;
            resolve({ reason, tasks: [...open], wasSilent: silence.words !== '' });
          }
        };
        if (isOver) onMessage(undefined);
        else tell(child, { kind: 'tasks', tasks });
      }),
    close: () =>
      new Promise((resolve) => {
        let problem: Attempt | undefined;
        onMessage = (message) => {
          if (message?.kind === 'closed') problem = message.attempt;
          if (isOver) resolve(problem);
        };
        if (isOver) resolve(undefined);
        else tell(child, { kind: 'close' });
      }),
    stop: () => {
      silence.isStopping = true;
      tell(child, { kind: 'stop' });
    },
  };
}

/** Watches how long a child has been silent, and kills it after too long. Time in which this process was suspended does not count. */
export class Silence {
  isStopping = false;
  /** To be added to the reason for the end of the child. */
  words = '';
  #silentMs = 0;
  #isTold = false;
  readonly #timer: NodeJS.Timeout;

  constructor(child: Pick<ChildProcess, 'pid' | 'kill'>, patience: Patience, onNote: (text: string) => void) {
    this.#timer = setInterval(() => {
      this.#silentMs += ALIVE_MS;
      const most = this.isStopping ? patience.stopMs : patience.workMs;
      if (this.isStopping && !this.#isTold && this.#silentMs >= TOLD_MS && this.#silentMs < most) {
        this.#isTold = true;
        const left = (most - this.#silentMs) / 1000;
        onNote(
          `worker ${child.pid} gives no sign of life: its step may never return. It is ended in ${left} s, or at once with a second signal; what its run has up to the last checkpoint is kept`,
        );
      }
      if (this.#silentMs < most) return;
      this.words = `, since it gave no sign of life for ${most / 1000} s: a step may never end`;
      child.kill('SIGKILL');
    }, ALIVE_MS);
    this.#timer.unref();
  }

  broken(): void {
    this.#silentMs = 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

const said = (words: string): string =>
  words.trim() === '' ? '' : `: ${words.trim().split('\n').slice(-3).join(' ')}`;

/** Sends a message; a child that died meanwhile is noticed by its end. */
function tell(child: ChildProcess, message: ToChild): void {
  if (child.connected) child.send(message, () => {});
}

/** The attempt that an unexpected error amounts to. */
export const endsWith = (error: unknown): Attempt => ({ kind: 'ends', error: plainError(error) });
