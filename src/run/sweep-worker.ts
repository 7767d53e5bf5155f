/** Entry of a worker: does runs of one sweep by their index. */
import { workerData } from 'piscina';
import { MsmError } from '../errors.js';
import { NODE_DISK } from './disk.js';
import { SYSTEM_CLOCK } from './environment.js';
import type { WorkerData, WorkerOutcome } from './pool.js';
import { planAgain, runOfSweep } from './simulate.js';

const { folder, build, environment, stop } = workerData as WorkerData;
const planned = await planAgain(folder, () => build);

/** Does run `index`; never throws. */
export async function runIndex(index: number): Promise<WorkerOutcome> {
  const around = {
    disk: NODE_DISK,
    clock: SYSTEM_CLOCK,
    environment,
    interruption: { isRequested: () => Atomics.load(stop, 0) === 1 },
    progress: { update: () => {} },
  };
  try {
    return { result: await runOfSweep(folder, planned, index, around) };
  } catch (error) {
    const known = error instanceof MsmError ? error : new MsmError('E_INTERNAL', String(error));
    const { code, message, place, next, data } = known;
    return { error: { code, message, place, next, data } };
  }
}
