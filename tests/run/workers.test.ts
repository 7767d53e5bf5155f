import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from './folders.js';
import type { Task } from './worker.js';

const TASKS: readonly Task[] = [
  { name: 'default', texts: { N: 30, K: 3, T: 300 }, options: {} },
  { name: 'seeded', texts: { N: 13, K: 2, T: 200, u: 2, activation: 'tanh' }, options: { seed: 9 } },
  { name: 'states', texts: { N: 14, K: 2, T: 150, u: 1 }, options: { record: { record: ['sigma', 'J@50'] } } },
  { name: 'rk4', texts: { N: 13, K: 3, T: 10, dt: 0.1, scheme: 'rk4', u: 1 }, options: {} },
  { name: 'memory', texts: { N: 12, K: 2, T: 60, model_class: 'memory-matrix', delay: 1, u: 1 }, options: {} },
  { name: 'frozen', texts: { N: 30, K: 2, T: 100, tau_J: 'infinity', u: 1 }, options: {} },
];

interface Answer {
  readonly name: string;
  readonly hashes: { readonly [path: string]: string };
}

/** Threads do not inherit what compiles TypeScript: the first line of each loads it. */
const LOADER =
  "import('tsx/esm/api').then(({ tsImport }) => tsImport(require('node:worker_threads').workerData.program, 'file:///'))";

/** Runs tasks in one thread. */
function work(folder: string, tasks: readonly Task[]): Promise<readonly Answer[]> {
  return new Promise((resolve, reject) => {
    const answers: Answer[] = [];
    const program = new URL('./worker.ts', import.meta.url).href;
    const worker = new Worker(LOADER, { eval: true, workerData: { program, folder, tasks } });
    worker.on('message', (answer: Answer) => answers.push(answer));
    worker.on('error', reject);
    worker.on('exit', () => resolve(answers));
  });
}

/** Deals the tasks to `count` threads that run at the same time. */
async function inThreads(folder: string, count: number): Promise<ReadonlyMap<string, Answer['hashes']>> {
  const hands = Array.from({ length: count }, (_, w) => TASKS.filter((_, t) => t % count === w));
  const answers = await Promise.all(hands.map((tasks) => work(folder, tasks)));
  return new Map(answers.flat().map(({ name, hashes }) => [name, hashes]));
}

describe('runs in worker threads', () => {
  const folder = temporaryFolders();

  it('give the same bytes in 1, 2 and 3 threads at once', async () => {
    const alone = await inThreads(folder(), 1);
    expect([...alone.keys()].sort()).toEqual(TASKS.map(({ name }) => name).sort());
    for (const count of [2, 3]) {
      const together = await inThreads(folder(), count);
      for (const [name, hashes] of alone) expect(together.get(name), `${name} in ${count} threads`).toEqual(hashes);
    }
  });
});
