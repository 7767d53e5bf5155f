/** A process that must not outlive the one that started it, even in the middle of a step that never returns. */
import { Worker } from 'node:worker_threads';

/** Time between two signs of life of the main thread. */
export const BEAT_MS = 200;

/** What the watching thread is given. */
export interface Watched {
  /** Grows while the main thread lives. */
  readonly beats: Int32Array;
  /** The process that started this one. */
  readonly parent: number;
}

/** From now on, the process is killed if the parent is gone and the main thread gives no sign of life. Otherwise it ends by itself. */
export function endWithParent(): void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  const workerData: Watched = { beats, parent: process.ppid };
  new Worker(new URL('./orphan-thread.js', import.meta.url), { workerData }).unref();
}
