/** A thread that does runs one after the other, each in its own folder, and answers with the hashes of their files. */
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { dataHashes, type PlanOptions, start, type Texts } from './harness.js';

export interface Task {
  readonly name: string;
  readonly texts: Texts;
  readonly options: PlanOptions;
}

const { folder, tasks } = workerData as { readonly folder: string; readonly tasks: readonly Task[] };
for (const { name, texts, options } of tasks) {
  const place = join(folder, name);
  await start(place, texts, options);
  parentPort?.postMessage({ name, hashes: dataHashes(place) });
}
