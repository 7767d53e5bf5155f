/** How many threads a run has, and what becomes of it when one of them fails. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { instantiate } from '../../src/host/builds.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { HETEROSYNAPTIC } from '../../src/model/heterosynaptic/model.js';
import { claimRunFolder } from '../../src/run/claim-folder.js';
import { inFolder, readRun } from '../../src/run/folder.js';
import type { NewRun } from '../../src/run/new-run.js';
import { createModel, startRun } from '../../src/run/session.js';
import { threadsOf } from '../../src/run/threads.js';
import type { Member } from '../../src/train/team.js';
import { inProcessTeam } from '../train/in-process-team.js';
import { temporaryFolders } from './folders.js';
import { dataHashes, goOn, HASTY_MS, plan, start, surroundings } from './harness.js';

const TEXTS = { train_size: 600, validation_size: 200, test_size: 200, max_epochs: 2, batch_size: 200, momentum: 0.5 };
const OPTIONS = { family: HETEROSYNAPTIC };

const threads = async (texts: object, asked: number, processors = 8) => {
  const { family, parameters } = (await plan({ ...TEXTS, ...texts }, OPTIONS)).run(0);
  return threadsOf(family, parameters, asked, processors);
};

describe('the threads of a run', () => {
  it('are as many as were asked for, if a step has so many parts', async () => {
    expect(await threads({}, 1)).toEqual({ count: 1, notes: [] });
    expect(await threads({}, 3)).toEqual({ count: 3, notes: [] });
  });

  it('are no more than a step has parts, which is said', async () => {
    expect(await threads({ batch_size: 32 }, 2)).toEqual({
      count: 1,
      notes: ['--threads 2: a step of this run has one part, so one thread will do it'],
    });
    const { count, notes } = await threads({}, 100);
    expect(notes).toEqual([`--threads 100: a step of this run has ${count} parts, so ${count} threads will do it`]);
  });

  it('may be more than there are processors, which is said', async () => {
    const { count, notes } = await threads({}, 3, 2);
    expect([count, notes]).toEqual([3, ['3 threads on 2 processors: no step is faster than with 2']]);
    expect((await threads({}, 2, 2)).notes).toEqual([]);
  });

  it('are refused where the family has no work for several', () => {
    const of = (asked: number) => threadsOf(HEBBIAN, {}, asked, 8);
    expect(of(1).count).toBe(1);
    expect(() => of(2)).toThrow('--threads 2: a run of hebbian has one thread');
  });
});

describe('a run with a thread that fails', () => {
  const folder = temporaryFolders();

  /** A member of the run that fails in its job number `end`. */
  function failing({ family, build, parameters, seed }: NewRun, end: number): Member {
    const member = family.team?.member({ kernels: instantiate(build), parameters, inputs: {}, seed }) as Member;
    let jobs = 0;
    return {
      ...member,
      work: (job) => {
        if (++jobs === end)
          throw new MsmError('E_INTERNAL', 'a thread of the run ended: crash', { data: { thread: true } });
        member.work(job);
      },
    };
  }

  it('ends with that, keeps its checkpoint, and goes on from there to the bytes of an undisturbed one', async () => {
    const run = (await plan(TEXTS, OPTIONS)).run(0);
    const place = claimRunFolder(join(folder(), 'run'), 'heterosynaptic');
    const model = createModel(run, instantiate, inProcessTeam([failing(run, 27)]));
    const error = await startRun(place, run, model, surroundings({ tick: () => HASTY_MS })).catch((thrown) => thrown);
    expect([error.code, error.message]).toEqual(['E_INTERNAL', 'a thread of the run ended: crash']);
    expect(error.next).toBe(`Nothing before the last checkpoint is lost: go on with: msm resume ${place}`);
    expect(readRun(place).status).toBe('failed');
    expect(readdirSync(inFolder(place).checkpoints).length).toBeGreaterThan(0);
    await goOn(place);
    const whole = join(folder(), 'whole');
    await start(whole, TEXTS, OPTIONS);
    expect(dataHashes(place)).toEqual(dataHashes(whole));
  });
});
