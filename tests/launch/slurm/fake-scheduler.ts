/** A scheduler of the tests' own, which can be full, silent or forgetful at will. */
import { basename, dirname } from 'node:path';
import type { Answer, QueuedElement } from '../../../src/launch/slurm/answers.js';
import type { Scheduler } from '../../../src/launch/slurm/scheduler.js';
import { readArray } from '../../../src/launch/slurm/submissions.js';
import { workOn } from '../../../src/sweep/work/work.js';
import { surroundings } from '../../run/harness.js';

export const REFUSED: Answer = { status: 1, stdout: '', stderr: 'sbatch: error: invalid partition specified: nope\n' };
export const FULL: Answer = { status: 1, stdout: '', stderr: 'sbatch: error: QOSMaxSubmitJobPerUserLimit\n' };
export const SILENT: Answer = { status: null, stdout: '', stderr: '' };

export interface FakeOptions {
  readonly maxArraySize?: number;
  /** Elements that the queue takes. */
  readonly capacity?: number;
  /** What sbatch says in place of taking a job, by the number of the call. */
  readonly says?: (call: number) => { readonly answer: Answer; readonly isTaken: boolean } | undefined;
  /** Whether elements are done when the queue is looked at, or stay in it. */
  readonly isBusy?: boolean;
  /** Elements that vanish without having done anything. */
  readonly kills?: (run: number) => boolean;
  readonly isSilent?: () => boolean;
}

/** A scheduler in this process: it does the runs of its elements whenever the queue is asked for. */
export function fakeScheduler(folder: string, options: FakeOptions = {}) {
  const queue: (QueuedElement & { readonly number: number })[] = [];
  const log = { submitted: 0, cancelled: 0, most: 0 };
  let calls = 0;
  const pending = (): number => queue.filter(({ state }) => state === 'PENDING').length;
  const take = (words: readonly string[]): string => {
    const script = words.at(-1) as string;
    const number = Number(basename(script, '.sh'));
    const job = String(100 + ++log.submitted);
    const name = words.find((word) => word.startsWith('--job-name='))?.slice('--job-name='.length) as string;
    for (const element of readArray(dirname(dirname(script)), number).keys()) {
      queue.push({ number, name, arrayJob: job, element, state: 'PENDING', reason: 'None' });
    }
    log.most = Math.max(log.most, pending());
    return job;
  };
  const work = async (): Promise<void> => {
    for (const [i, one] of queue.entries()) {
      if (one.state !== 'PENDING') continue;
      const runs = readArray(folder, one.number)[one.element];
      const isKilled = runs.some((run) => options.kills?.(run));
      if (!isKilled) await workOn(folder, runs, surroundings());
      queue[i] = { ...one, state: isKilled ? 'OUT_OF_MEMORY' : 'COMPLETED' };
    }
  };
  const scheduler: Scheduler = {
    maxArraySize: async () => options.maxArraySize,
    maxSubmit: async () => undefined,
    check: async () => ({ status: 0, stdout: '', stderr: '' }),
    submit: async (words) => {
      const said = options.says?.(++calls);
      if (said !== undefined) {
        if (said.isTaken) take(words);
        return { answer: said.answer };
      }
      const elements = readArray(folder, Number(basename(words.at(-1) as string, '.sh'))).length;
      if (pending() + elements > (options.capacity ?? Number.POSITIVE_INFINITY)) return { answer: FULL };
      return { job: take(words) };
    },
    queue: async (names) => {
      if (options.isSilent?.()) return undefined;
      if (options.isBusy !== true) await work();
      return queue.filter(({ name }) => names.includes(name));
    },
    cancel: async () => {
      log.cancelled++;
    },
  };
  return { scheduler, log, work };
}
