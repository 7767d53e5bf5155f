import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NODE_DISK } from '../../../src/host/disk.js';
import { describeEnvironment } from '../../../src/host/environment.js';
import { createSweep } from '../../../src/sweep/tasks/requests.js';
import { type Answer, startChild } from '../../../src/sweep/work/crew.js';
import { namesIn } from '../../cli/msm.js';
import { temporaryFolders } from '../../run/folders.js';
import { plan } from '../../run/harness.js';

/** Steps of a run that takes minutes on any machine. */
const ENDLESS = 100_000_000;

describe('a child process with a share of tasks', () => {
  const folder = temporaryFolders();

  it('tells of what is done and gives back what is behind, while a task lasts long', async () => {
    const place = folder();
    await createSweep(NODE_DISK, place, await plan({ N: 8, K: 2, T: `10,20,${ENDLESS},30` }));
    const child = startChild(place, describeEnvironment());
    const told: Answer[] = [];
    const given = [0, 1, 2, 3].map((task) => ({ task, known: 0 }));
    let ended: Promise<unknown> = Promise.resolve();
    // the third task is at work all this time
    await new Promise<void>((resolve) => {
      ended = child.work(given, (answer) => {
        told.push(answer);
        if (told.length === 3) resolve();
      });
    });
    // on a machine with much other work a task before it may have lasted long as well, and then more was given back
    for (const { attempt } of told) expect(['done', 'back']).toContain(attempt.kind);
    expect(told).toContainEqual({ task: 3, attempt: { kind: 'back' } });
    child.stop();
    expect(await ended).toBeUndefined();
    expect(await child.close()).toBeUndefined();
    const [long] = told.filter(({ task }) => task === 2);
    expect(long.attempt).toMatchObject(
      long.attempt.kind === 'back' ? {} : { kind: 'ends', error: { code: 'E_INTERRUPTED' } },
    );
    expect(told).toHaveLength(given.length);
    expect(namesIn(join(place, 'claims')).filter((name) => /^\d/.test(name))).toEqual([]);
  });

  it('tells of what is done also when the last task of the share is the long one', async () => {
    const place = folder();
    await createSweep(NODE_DISK, place, await plan({ N: 8, K: 2, T: `10,20,${ENDLESS}` }));
    const child = startChild(place, describeEnvironment());
    const told: number[] = [];
    const given = [0, 1, 2].map((task) => ({ task, known: 0 }));
    let ended: Promise<unknown> = Promise.resolve();
    await new Promise<void>((resolve) => {
      ended = child.work(given, ({ task }) => {
        told.push(task);
        if (told.length === 2) resolve();
      });
    });
    // not reached if the answers waited for the third
    child.stop();
    await ended;
    await child.close();
    expect([...told].sort()).toEqual([0, 1, 2]);
  });
});
