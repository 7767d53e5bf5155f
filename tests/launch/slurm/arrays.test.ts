/** Which arrays are handed over: their numbers, and what each waits for. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slurmLauncher } from '../../../src/launch/slurm/launcher.js';
import type { Scheduler } from '../../../src/launch/slurm/scheduler.js';
import { readArray, readSubmissions } from '../../../src/launch/slurm/submissions.js';
import { createSweep } from '../../../src/sweep/tasks/requests.js';
import { namesIn } from '../../cli/msm.js';
import { temporaryFolders } from '../../run/folders.js';
import { plan, surroundings } from '../../run/harness.js';
import { fakeScheduler } from './fake-scheduler.js';

const RUNS = 7;

describe('arrays that are handed over', () => {
  const temporary = temporaryFolders();

  async function sweep(): Promise<string> {
    const folder = join(temporary(), 'grid');
    mkdirSync(folder);
    await createSweep(surroundings().disk, folder, await plan({ N: 8, K: 2, T: 20 }, { replicas: RUNS }));
    return folder;
  }
  const submit = (folder: string, scheduler: Scheduler, flags: object = {}) =>
    slurmLauncher(scheduler).launch(folder, 'all', { arguments: { detach: true, ...flags } }, surroundings());
  /** What each array waits for, in order. */
  const chain = (folder: string): readonly (string | undefined)[] =>
    readSubmissions(folder).map(({ words }) => words.find((word) => word.startsWith('--dependency')));

  it('wait for each other where a number of elements may run at a time, since that limit is one of each array', async () => {
    const folder = await sweep();
    const { scheduler } = fakeScheduler(folder, { maxArraySize: 3, isBusy: true });
    await submit(folder, scheduler, { 'max-running': 2 });
    expect(readSubmissions(folder).map(({ job, elements }) => [job, elements])).toEqual([
      ['101', 3],
      ['102', 3],
      ['103', 1],
    ]);
    expect(chain(folder)).toEqual([undefined, '--dependency=afterany:101', '--dependency=afterany:102']);
    const ranges = readSubmissions(folder).map(({ words }) => words.find((word) => word.startsWith('--array')));
    expect(ranges).toEqual(['--array=0-2%2', '--array=0-2%2', '--array=0%2']);
  });

  it('do not wait without such a limit', async () => {
    const folder = await sweep();
    await submit(folder, fakeScheduler(folder, { maxArraySize: 3, isBusy: true }).scheduler);
    expect(chain(folder)).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['both are', '', '102'],
    ['the second is', '101', '102'],
    ['the first is', '102', '101'],
  ])('wait for the last of an earlier hand-over that is still in the queue, where %s', async (_, over, last) => {
    const folder = await sweep();
    const { scheduler } = fakeScheduler(folder, { maxArraySize: 2, capacity: 4, isBusy: true });
    expect(await submit(folder, scheduler, { 'max-running': 1 })).toMatchObject({ elsewhere: 4, left: 3 });
    // the queue has room again
    const roomy: Scheduler = {
      ...fakeScheduler(folder, { maxArraySize: 2, isBusy: true }).scheduler,
      queue: async (names) =>
        ((await scheduler.queue(names)) ?? []).map((one) =>
          one.arrayJob === over ? { ...one, state: 'COMPLETED' } : one,
        ),
      submit: async () => ({ job: '900' }),
    };
    await submit(folder, roomy, { 'max-running': 1 });
    expect(chain(folder)[2]).toBe(`--dependency=afterany:${last}`);
  });

  it('have the next number, also after one that the queue did not take', async () => {
    const folder = await sweep();
    const { scheduler } = fakeScheduler(folder, { capacity: 3, isBusy: true });
    // seven and then three are tried: the seven find no room, nor does anything after the three
    expect(await submit(folder, scheduler)).toMatchObject({ elsewhere: 3, left: 4 });
    expect(readSubmissions(folder).map(({ number, job, elements }) => [number, job, elements])).toEqual([
      [1, '101', 3],
    ]);
    expect([...namesIn(join(folder, 'slurm'))].sort()).toEqual(['0001.json', '0001.sh', '0001.tasks']);
    expect(readArray(folder, 1).flat()).toEqual([0, 1, 2]);
    const later = fakeScheduler(folder, { isBusy: true }).scheduler;
    const queue: Scheduler['queue'] = (names) => scheduler.queue(names);
    await submit(folder, { ...later, queue });
    expect(readSubmissions(folder).map(({ number, elements }) => [number, elements])).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(readArray(folder, 2).flat()).toEqual([3, 4, 5, 6]);
    expect(readSubmissions(folder)[1].name).toMatch(/-0002$/);
  });
});
