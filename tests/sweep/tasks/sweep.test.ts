/** Sweeps in this process: what is done, what is kept, what is tried again. The real program has its own tests in tests/cli. */

import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../src/collect/collect.js';
import { compileBuild } from '../../../src/host/builds.js';
import { NODE_DISK } from '../../../src/host/disk.js';
import { RATE } from '../../../src/model/rate/model.js';
import { sealedText } from '../../../src/run/json-file.js';
import { resume } from '../../../src/simulate/resume.js';
import { simulateAgain } from '../../../src/simulate/simulate.js';
import { addRequest } from '../../../src/sweep/tasks/requests.js';
import { readSweep } from '../../../src/sweep/tasks/tasks.js';
import { verifyFolder } from '../../../src/sweep/tasks/verify.js';
import type { OnRun, Outcome, SweepSurroundings } from '../../../src/sweep/work/outcome.js';
import { workOn } from '../../../src/sweep/work/work.js';
import { temporaryFolders } from '../../run/folders.js';
import { type Around, dataHashes, filesBelow, goOn, plan, start, surroundings, type Texts } from '../../run/harness.js';
import { planOf } from '../../run/lines.js';

const SMALL: Texts = { N: 13, K: 2, T: 40 };
const grid = (...values: readonly number[]): Texts => ({ ...SMALL, tau_J: values.join() });
/** Its weights explode. */
const DIVERGING: Texts = { model_class: 'memory-matrix', mode: 'faithful', N: 8, K: 2, u: 1 };

const again = async (folder: string, texts: Texts, around: Around = {}): Promise<Outcome> =>
  simulateAgain(await plan(texts), folder, surroundings(around));

/** Lines of all journals, but those that name sessions and syncs. */
function eventsOf(folder: string): readonly { readonly event: string; readonly task: number }[] {
  return filesBelow(join(folder, 'journal'))
    .flatMap((name) =>
      readFileSync(join(folder, 'journal', name), 'utf8')
        .trimEnd()
        .split('\n'),
    )
    .map((line) => JSON.parse(line))
    .filter(({ task }) => task !== undefined);
}

/** Changes one bit in the middle of a file. */
function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(path, bytes);
}

const runNames = (folder: string): readonly string[] => readdirSync(join(folder, 'runs')).sort();

describe('a sweep', () => {
  const folder = temporaryFolders();

  it('is shared by two sessions at once: each run is done once, and both end when all is done', async () => {
    const [place, straight] = [join(folder(), 'sweep'), join(folder(), 'straight')];
    const texts = grid(10, 20, 30, 40);
    await expect(start(place, texts, {}, { spans: 2 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const both = await Promise.all([goOn(place), goOn(place)]);
    expect(both.map(({ elsewhere, failures }) => [elsewhere, failures])).toEqual([
      [0, []],
      [0, []],
    ]);
    const done = eventsOf(place).map(({ event, task }) => `${event} ${task}`);
    expect(done.sort()).toEqual(['done 0', 'done 1', 'done 2', 'done 3']);
    await start(straight, texts);
    expect(dataHashes(place)).toEqual(dataHashes(straight));
  });

  it('is worked on in shares, and done when all of them are', async () => {
    const place = join(folder(), 'sweep');
    const texts = grid(10, 20, 30);
    await expect(start(place, texts, {}, { spans: 1 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    expect(await workOn(place, [1], surroundings())).toMatchObject({ done: 1, skipped: 0 });
    const { states } = await readSweep(place);
    expect([0, 1, 2].map(states.of)).toEqual(['pending', 'done', 'pending']);
    expect(await workOn(place, 'all', surroundings())).toMatchObject({ done: 2, skipped: 1 });
  });

  it('keeps what it has when its grid is changed, by identity: folders keep their numbers, new ones are added', async () => {
    const place = join(folder(), 'sweep');
    await start(place, grid(10, 30));
    const before = dataHashes(place);
    const names = runNames(place);
    expect(await again(place, grid(5, 10, 20, 30))).toMatchObject({ done: 2, skipped: 2 });
    expect(runNames(place).slice(0, 2)).toEqual(names);
    expect(runNames(place).map((name) => name.split('-')[0])).toEqual(['0', '1', '2', '3']);
    for (const [path, hash] of Object.entries(before)) {
      if (path.startsWith('runs/')) expect(dataHashes(place)[path], path).toBe(hash);
    }
    // the same again is nothing new
    const text = readFileSync(join(place, 'sweep.json'), 'utf8');
    expect(await again(place, grid(5, 10, 20, 30))).toMatchObject({ done: 0, skipped: 4 });
    expect(readFileSync(join(place, 'sweep.json'), 'utf8')).toBe(text);
    expect(await goOn(place)).toMatchObject({ done: 0, skipped: 4 });
  });

  it('leaves out what a changed grid no longer wants, unless it is done, and takes it up again when it is wanted', async () => {
    const place = join(folder(), 'sweep');
    await expect(start(place, grid(10, 20, 30), {}, { spans: 5 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const done = (await readSweep(place)).states.indices('done');
    expect(done).toEqual([0]);
    expect(await again(place, grid(20))).toMatchObject({ done: 1, skipped: 1 });
    const { states } = await readSweep(place);
    expect([states.total, states.count('done'), states.count('pending')]).toEqual([2, 2, 0]);
    expect(await again(place, grid(30))).toMatchObject({ done: 1, skipped: 2 });
    expect(runNames(place)).toHaveLength(3);
  });

  it('takes requests of a search one after the other, by number', async () => {
    const place = join(folder(), 'sweep');
    await start(place, grid(10, 20));
    const { disk } = surroundings();
    expect(await addRequest(disk, place, await plan(grid(20, 40)), false)).toEqual({
      tasks: [1, 2],
      added: 1,
      dropped: 0,
    });
    expect(await addRequest(disk, place, await plan(grid(50, 10, 40)), false)).toEqual({
      tasks: [3, 0, 2],
      added: 1,
      dropped: 0,
    });
    expect(await goOn(place)).toMatchObject({ done: 2, skipped: 2 });
  });

  it('refuses a request that records something else, and one of other values for a single run', async () => {
    const [sweep, run] = [join(folder(), 'sweep'), join(folder(), 'run')];
    await start(sweep, grid(10, 20));
    const other = await plan(grid(10, 20), { record: { record: ['energy'] } });
    await expect(simulateAgain(other, sweep, surroundings())).rejects.toMatchObject({
      code: 'E_CONFIG',
      place: '--out',
      message: `${sweep} is a sweep of runs recorded as usual, not with --record energy`,
    });
    const written = await plan(grid(10, 20), { output: { format: 'csv', parquet: 'compact' } });
    await expect(simulateAgain(written, sweep, surroundings())).rejects.toMatchObject({
      message: `${sweep} is a sweep of runs recorded as usual, not with --format csv`,
    });
    // another family, which has other kernels
    await expect(simulateAgain(await planOf(RATE, ['--g', '1,2']), sweep, surroundings())).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `${sweep} is a sweep of the family hebbian, not rate`,
    });
    await start(run, SMALL);
    await expect(again(run, { ...SMALL, tau_J: 7 })).rejects.toMatchObject({ code: 'E_CONFIG' });
    expect(await again(run, SMALL)).toMatchObject({ skipped: 1 });
  });

  it('takes up a run that was finished by a process that was killed before it could say so', async () => {
    const place = join(folder(), 'sweep');
    await start(place, grid(10, 20));
    const before = dataHashes(place);
    rmSync(join(place, 'journal'), { recursive: true });
    expect(await goOn(place)).toMatchObject({ done: 0, skipped: 2 });
    expect(eventsOf(place).map(({ event }) => event)).toEqual(['done', 'done']);
    expect(dataHashes(place)).toEqual(before);
  });

  it('does runs again that are lost, cut or changed, says so, and no others', async () => {
    const place = join(folder(), 'sweep');
    await start(place, grid(10, 20, 30, 40, 50, 60));
    const before = dataHashes(place);
    const names = runNames(place);
    const file = (task: number, name: string): string => join(place, 'runs', names[task], name);
    truncateSync(file(0, 'timeseries.parquet'), 0);
    truncateSync(file(1, 'run.json'), 0);
    rmSync(file(2, 'manifest.json'));
    rmSync(join(place, 'runs', names[3]), { recursive: true });
    flip(file(4, 'timeseries.parquet'));
    const notes: string[] = [];
    const outcome = await resume(place, compileBuild, { ...surroundings(), onNote: (text) => notes.push(text) });
    expect(outcome).toMatchObject({ done: 5, skipped: 1 });
    expect(notes).toEqual(['5 runs were lost or damaged and are done again']);
    expect(dataHashes(place)).toEqual(before);
    const broken = eventsOf(place).filter(({ event }) => event === 'broken');
    expect(broken.map(({ task }) => task)).toEqual([0, 1, 2, 3, 4]);
    expect(await goOn(place)).toMatchObject({ done: 0, skipped: 6 });
  });

  it('begins a run anew whose checkpoint was cut', async () => {
    const [place, straight] = [join(folder(), 'sweep'), join(folder(), 'straight')];
    await expect(start(place, grid(10, 20), {}, { spans: 2 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const [checkpoint] = filesBelow(place).filter((path) => path.endsWith('.ckpt'));
    truncateSync(join(place, checkpoint), 10);
    await goOn(place);
    await start(straight, grid(10, 20));
    expect(dataHashes(place)).toEqual(dataHashes(straight));
  });

  it('is refused if its plan is not the one that was made', async () => {
    const place = join(folder(), 'sweep');
    await start(place, grid(10, 20));
    const path = join(place, 'sweep.json');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"10,20"', '"10,21"'));
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CORRUPT', place: path });
    const { checksum: _, ...content } = JSON.parse(text.replace('"10,20"', '"10,21"'));
    writeFileSync(path, sealedText(content));
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CORRUPT', place: path });
    content.requests[0].request.version = '0.0.9';
    writeFileSync(path, sealedText(content));
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CONFIG', place: path });
    // another version of the program plans it in another way: it is not gone on with, and can be looked at
    const { states } = await readSweep(place);
    expect([states.count('done'), states.count('pending'), states.total]).toEqual([2, 0, 2]);
    expect((await verifyFolder(place)).runs.map(({ isIntact }) => isIntact)).toEqual([true, true]);
    expect(await collect(NODE_DISK, { sources: [place] })).toMatchObject({ runs: 2, others: [] });
    rmSync(join(place, 'journal'), { recursive: true });
    rmSync(join(place, 'runs', runNames(place)[1]), { recursive: true });
    expect(await collect(NODE_DISK, { sources: [place] })).toMatchObject({ runs: 1, others: [{ state: 'pending' }] });
  });

  it('reads a journal whose last line was cut', async () => {
    const place = join(folder(), 'sweep');
    await start(place, grid(10, 20));
    const [name] = filesBelow(join(place, 'journal'));
    appendFileSync(join(place, 'journal', name), '{"event":"fai');
    expect(await goOn(place)).toMatchObject({ done: 0, skipped: 2 });
  });

  it('is gone on with through the folder of one of its runs', async () => {
    const place = join(folder(), 'sweep');
    await expect(start(place, grid(10, 20), {}, { spans: 2 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const [name] = runNames(place);
    expect(await goOn(join(place, 'runs', name))).toMatchObject({ done: 1, folder: place });
    expect((await readSweep(place)).states.indices('done')).toEqual([0]);
  });
});

describe('a run of a sweep that fails', () => {
  const folder = temporaryFolders();

  /** Surroundings in which the first `times` looks at the interruption inside a run are a bug. */
  function breaking(times: number, more: Partial<SweepSurroundings> = {}): SweepSurroundings {
    let left = times;
    const progress = {
      update: () => {
        if (left-- > 0) throw new Error('made by the test');
      },
    };
    return { ...surroundings(), progress, ...more };
  }

  it('is a failure with its values and log, and the others are done', async () => {
    const place = join(folder(), 'sweep');
    const told: unknown[] = [];
    const onRun: OnRun = (outcome, count): void => void told.push([outcome.index, count, 'error' in outcome]);
    const outcome = await simulateAgain(await plan(grid(10, 20)), place, breaking(1, { onRun }));
    expect(outcome).toMatchObject({
      done: 1,
      failures: [{ index: 0, axes: { tau_J: 10 }, error: { code: 'E_INTERNAL' } }],
    });
    expect(existsSync(join(outcome.failures[0].folder, 'log.jsonl'))).toBe(true);
    expect(told).toEqual([
      [0, 2, true],
      [1, 2, false],
    ]);
    const { states } = await readSweep(place);
    expect([states.of(0), states.of(1), states.failures[0].code]).toEqual(['failed', 'done', 'E_INTERNAL']);
    // it stays failed until somebody asks for it
    expect(await goOn(place)).toMatchObject({ done: 0, failures: [{ index: 0 }] });
    expect(await workOn(place, 'all', { ...surroundings(), retries: 1 })).toMatchObject({ done: 1, failures: [] });
  });

  it('is tried again as often as was asked for', async () => {
    const [one, two] = [join(folder(), 'one'), join(folder(), 'two')];
    const planned = await plan(grid(10, 20));
    expect(await simulateAgain(planned, one, breaking(3, { retries: 2 }))).toMatchObject({ done: 2, failures: [] });
    const tries = eventsOf(one).filter(({ event }) => event === 'failed');
    expect(tries).toHaveLength(3);
    expect(await simulateAgain(planned, two, breaking(99, { retries: 2 }))).toMatchObject({
      done: 0,
      failures: [{ index: 0 }, { index: 1 }],
    });
    expect(eventsOf(two)).toHaveLength(6);
  });

  it('by divergence is never tried again', async () => {
    const place = join(folder(), 'sweep');
    const planned = await plan(DIVERGING, { replicas: 2 });
    const outcome = await simulateAgain(planned, place, { ...surroundings(), retries: 5 });
    expect(outcome.failures.map(({ error }) => error.code)).toEqual(['E_DIVERGED', 'E_DIVERGED']);
    expect(eventsOf(place)).toHaveLength(2);
    expect(await workOn(place, 'all', { ...surroundings(), retries: 5 })).toMatchObject({ done: 0 });
    expect(eventsOf(place)).toHaveLength(2);
  });

  it.each([
    [{ failFast: true }, 1, 3],
    [{ maxFailures: 1 }, 2, 2],
    [{ maxFailures: 9 }, 4, 0],
  ])('ends the sweep with %j after %i failures', async (options, failed, left) => {
    const place = join(folder(), 'sweep');
    const outcome = await simulateAgain(await plan(grid(1, 2, 3, 4)), place, breaking(99, options));
    expect([outcome.failures.length, outcome.left]).toEqual([failed, left]);
  });
});

describe('the same sweep', () => {
  const folder = temporaryFolders();

  it('has the same bytes in this process, and in one, two or three children', async () => {
    const planned = await plan(grid(10, 20, 30), { replicas: 2 });
    const straight = join(folder(), 'straight');
    await simulateAgain(planned, straight, surroundings());
    for (const jobs of [1, 2, 3]) {
      const place = join(folder(), 'sweep');
      expect(await simulateAgain(planned, place, { ...surroundings(), jobs })).toMatchObject({ done: 6, failures: [] });
      expect(dataHashes(place), `${jobs} jobs`).toEqual(dataHashes(straight));
      expect(eventsOf(place)).toHaveLength(6);
    }
  });
});
