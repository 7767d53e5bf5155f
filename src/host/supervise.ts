/**
 * A process that can be stopped whatever its kernels do. Handlers of signals run between two calls of kernels; a step of an own
 * model may never return. So a process that does nothing else takes the signals and hands them on. The other one says that it heard; if
 * it does not, a person is told, and it is ended at the second signal or after a while.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { type FromWatched, SIGNALS, type Signal, WATCHED } from './signals.js';

/** How long the other process may take to end by itself after the second signal. */
const GRACE_MS = 300;
/** A process between two calls of kernels hears a signal at once; spans of steps take about 10 ms. */
const HEARD_MS = 1000;

/** How long a step may go on after a signal that nobody heard. Whoever sends SIGTERM sends SIGKILL after a while. */
const LONGEST_MS: { readonly [S in Signal]: number } = { SIGTERM: 10_000, SIGINT: 60_000, SIGUSR1: 60_000 };

const KEPT =
  'kept is what the last checkpoint has, if there was one: msm list shows the run, msm resume goes on with it';

/** What is said of a step that does not return. */
const silentText = (signal: Signal): string =>
  `The step does not return, so that no checkpoint can be written. A second ${signal === 'SIGINT' ? 'Ctrl-C' : 'signal'} ends it, else it is ended in ${(LONGEST_MS[signal] - HEARD_MS) / 1000} s; ${KEPT}.\n`;
const ENDED = `Ended in the middle of a step that did not return; ${KEPT}.\n`;

/** What is used of the other process. */
type Supervised = Pick<ChildProcess, 'kill' | 'connected'> & {
  readonly send: (message: object, onSent: () => void) => unknown;
  readonly on: (event: 'message', hear: (message: FromWatched) => void) => unknown;
};

/** Signals on their way to the other process. */
export class Forwarder {
  /** The signal that the end of the other process is put down to. */
  last: Signal | undefined;
  readonly #child: Supervised;
  readonly #say: (text: string) => void;
  #isWatching = false;
  #isHeard = false;

  /** `say` tells the person. */
  constructor(child: Supervised, say: (text: string) => void) {
    this.#child = child;
    this.#say = say;
    child.on('message', (message: FromWatched) => {
      this.#isWatching = true;
      if (message.kind === 'heard') this.#isHeard = true;
    });
  }

  take(signal: Signal): void {
    const child = this.#child;
    const isSecond = this.last !== undefined;
    this.last = signal;
    // before it listens it has done nothing, and ends as every program does
    if (!this.#isWatching) {
      child.kill(signal);
      return;
    }
    if (child.connected) child.send({ signal }, () => {});
    if (isSecond) setTimeout(() => this.#end(), GRACE_MS);
    else {
      setTimeout(() => !this.#isHeard && this.#say(silentText(signal)), HEARD_MS);
      setTimeout(() => !this.#isHeard && this.#end(), LONGEST_MS[signal]);
    }
  }

  #end(): void {
    if (!this.#child.kill('SIGKILL')) return;
    if (!this.#isHeard) this.#say(ENDED);
  }
}

/** Runs the program with these arguments in a process of its own, and ends as that does. */
export function supervise(program: string, words: readonly string[]): void {
  const child = spawn(process.execPath, [...process.execArgv, program, ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [WATCHED]: '1' },
  });
  const forwarder = new Forwarder(child, (text) => process.stderr.write(text));
  for (const signal of SIGNALS) process.on(signal, () => forwarder.take(signal));
  child.on('error', (error) => {
    throw error;
  });
  child.on('close', (status, signal) => {
    // its own end after the second signal, or ours
    const by = signal === 'SIGKILL' && forwarder.last !== undefined ? forwarder.last : signal;
    process.exit(by === null ? (status ?? 1) : 128 + constants.signals[by]);
  });
}
