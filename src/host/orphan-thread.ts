/** The thread of `endWithParent`: it runs while the main thread is in a kernel. */
import { workerData } from 'node:worker_threads';
import { BEAT_MS, type Watched } from './orphan.js';

/** Signs of life that must be missing in a row: a span of steps takes 10 ms, a checkpoint of a large state some seconds. */
const MISSING = 50;

const { beats, parent } = workerData as Watched;
let last = Atomics.load(beats, 0);
let missing = 0;
setInterval(() => {
  const now = Atomics.load(beats, 0);
  missing = now === last ? missing + 1 : 0;
  last = now;
  if (process.ppid !== parent && missing >= MISSING) process.kill(process.pid, 'SIGKILL');
}, BEAT_MS);
