/** Submitting and waiting over a scheduler of the tests' own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slurmLauncher } from '../../../src/launch/slurm/launcher.js';
import type { Scheduler } from '../../../src/launch/slurm/scheduler.js';
import { readSubmissions } from '../../../src/launch/slurm/submissions.js';
import { createSweep } from '../../../src/sweep/tasks/requests.js';
import { namesIn } from '../../cli/msm.js';
import { temporaryFolders } from '../../run/folders.js';
import { plan, surroundings } from '../../run/harness.js';
import { doneIn } from '../launching.js';
import { fakeScheduler, REFUSED, SILENT } from './fake-scheduler.js';

const RUNS = 5;
/** Time between two looks at the clock: longer than between two looks at the queue, so that nobody waits. */
const LOOK_MS = 20_000;
describe('launching through Slurm', () => {
  const temporary = temporaryFolders();

  async function sweep(): Promise<string> {
    const { mkdirSync } = await import('node:fs');
    const folder = join(temporary(), 'grid');
    mkdirSync(folder);
    await createSweep(surroundings().disk, folder, await plan({ N: 8, K: 2, T: 20 }, { replicas: RUNS }));
    return folder;
  }
  const launch = (folder: string, scheduler: Scheduler, flags: object = {}, spans?: number) =>
    slurmLauncher(scheduler).launch(
      folder,
      'all',
      { arguments: { ...flags } },
      surroundings({ spans, tick: () => LOOK_MS }),
    );
  const all = Array.from({ length: RUNS }, (_, i) => i);

  it('does every run once, and none again when it is started again', async () => {
    const folder = await sweep();
    const { scheduler, log } = fakeScheduler(folder, { maxArraySize: 2 });
    expect(await launch(folder, scheduler)).toMatchObject({ done: RUNS, skipped: 0, left: 0, failures: [] });
    expect(await launch(folder, scheduler)).toMatchObject({ done: 0, skipped: RUNS });
    expect(doneIn(folder)).toEqual(all);
    expect(log.submitted).toBe(3);
  });

  it('hands over what fits if the queue is full, and the rest when there is room again', async () => {
    const folder = await sweep();
    const { scheduler, log } = fakeScheduler(folder, { capacity: 2 });
    expect(await launch(folder, scheduler)).toMatchObject({ done: RUNS, left: 0 });
    expect(log.most).toBe(2);
    expect(doneIn(folder)).toEqual(all);
  });

  it('says with --detach how many the queue did not take', async () => {
    const folder = await sweep();
    const { scheduler } = fakeScheduler(folder, { capacity: 2, isBusy: true });
    expect(await launch(folder, scheduler, { detach: true })).toMatchObject({ done: 0, elsewhere: 2, left: 3 });
  });

  it('finds a job again whose number was not written down', async () => {
    const folder = await sweep();
    const { scheduler, log } = fakeScheduler(folder, { isBusy: true });
    await launch(folder, scheduler, { detach: true });
    const path = join(folder, 'slurm', '0001.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), job: null }));
    await launch(folder, scheduler, { detach: true });
    expect(readSubmissions(folder)).toMatchObject([{ number: 1, job: '101' }]);
    expect(log.submitted).toBe(1);
  });

  it('keeps the record of a job that sbatch may have taken without saying so, and does not submit it again', async () => {
    const folder = await sweep();
    const { scheduler, log } = fakeScheduler(folder, {
      says: (call) => (call === 1 ? { answer: SILENT, isTaken: true } : undefined),
    });
    await expect(launch(folder, scheduler)).rejects.toMatchObject({ code: 'E_SCHEDULER', exitStatus: 6 });
    expect(readSubmissions(folder)).toMatchObject([{ job: null }]);
    expect(await launch(folder, scheduler)).toMatchObject({ done: RUNS });
    expect(log.submitted).toBe(1);
    expect(doneIn(folder)).toEqual(all);
  });

  it('keeps nothing of a job that sbatch refused', async () => {
    const folder = await sweep();
    const { scheduler } = fakeScheduler(folder, { says: () => ({ answer: REFUSED, isTaken: false }) });
    await expect(launch(folder, scheduler)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: 'sbatch refuses the jobs: invalid partition specified: nope',
    });
    expect(namesIn(join(folder, 'slurm'))).toEqual([]);
  });

  it('submits only the runs without a result whose jobs are gone, as a list', async () => {
    const folder = await sweep();
    const killed = [1, 2, 4];
    const { scheduler } = fakeScheduler(folder, { kills: (run) => killed.includes(run) });
    await expect(launch(folder, scheduler)).rejects.toMatchObject({
      code: 'E_INTERRUPTED',
      message: '3 runs have neither a result nor a job in the queue (Slurm says of its jobs: 3 OUT_OF_MEMORY)',
      data: { runs: killed },
    });
    const healed = fakeScheduler(folder);
    expect(await launch(folder, healed.scheduler)).toMatchObject({ done: 3, skipped: 2 });
    expect(readFileSync(join(folder, 'slurm', '0002.tasks'), 'utf8')).toBe('1\n2\n4\n');
    expect(doneIn(folder)).toEqual(all);
  });

  it('takes silence for nothing: runs that end while the queue says nothing are done', async () => {
    const folder = await sweep();
    let looks = 0;
    const { scheduler, work } = fakeScheduler(folder, { isSilent: () => true, isBusy: true });
    const silent: Scheduler = {
      ...scheduler,
      queue: async () => {
        if (++looks === 2) await work();
        return undefined;
      },
    };
    expect(await launch(folder, silent)).toMatchObject({ done: RUNS, failures: [] });
  });

  it('gives up after long silence of queue and runs, with the sweep as it was', async () => {
    const folder = await sweep();
    const { scheduler } = fakeScheduler(folder, { isSilent: () => true });
    // every look at this clock takes a minute
    const around = surroundings({ tick: () => 60_000 });
    await expect(slurmLauncher(scheduler).launch(folder, 'all', {}, around)).rejects.toMatchObject({
      code: 'E_SCHEDULER',
      message: 'squeue gave no answer and no run ended for 15 min',
    });
    await expect(launch(folder, scheduler)).rejects.toMatchObject({
      code: 'E_SCHEDULER',
      message: 'squeue gives no answer',
    });
    expect(await launch(folder, { ...fakeScheduler(folder).scheduler })).toMatchObject({ done: RUNS });
  });

  it('leaves the jobs alone when somebody does not want to wait, and says how to go on', async () => {
    const folder = await sweep();
    const { scheduler, log } = fakeScheduler(folder, { isBusy: true });
    const [{ name }] = await launch(folder, scheduler, {}, 2).then(
      () => [],
      (error) => {
        expect(error).toMatchObject({
          code: 'E_INTERRUPTED',
          message: `stopped waiting; the jobs of ${RUNS} runs go on without this program`,
        });
        const submissions = readSubmissions(folder);
        expect(error.next).toContain(`scancel --name=${submissions[0].name}`);
        expect(error.next).toContain(`msm resume ${folder} --launcher slurm`);
        return submissions;
      },
    );
    expect(name).toMatch(/^msm-grid-[0-9a-f]{8}-0001$/);
    expect(log).toMatchObject({ submitted: 1, cancelled: 0 });
  });
});
