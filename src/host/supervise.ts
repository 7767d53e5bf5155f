/**
 * A process that can be stopped whatever its kernels do. Handlers of signals run between two calls of kernels; a step of an own
 * model may never return. So a process that does nothing else takes the signals and hands them on, and ends the other one at the second
 * if that does not end by itself.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { SIGNALS, WATCHED } from './signals.js';

/** How long the other process may take to end by itself after the second signal. */
const GRACE_MS = 300;

/** Runs the program with these arguments in a process of its own, and ends as that does. */
export function supervise(program: string, words: readonly string[]): void {
  const child = spawn(process.execPath, [...process.execArgv, program, ...words], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [WATCHED]: '1' },
  });
  let last: (typeof SIGNALS)[number] | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (child.connected) child.send({ signal }, () => {});
      if (last !== undefined) setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
      last = signal;
    });
  }
  child.on('error', (error) => {
    throw error;
  });
  child.on('close', (status, signal) => {
    // its own end after the second signal, or ours
    const by = signal === 'SIGKILL' && last !== undefined ? last : signal;
    process.exit(by === null ? (status ?? 1) : 128 + constants.signals[by]);
  });
}
