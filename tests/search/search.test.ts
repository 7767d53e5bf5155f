/** Searches: the same trials whatever happens on the way. */

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SearchRequest } from '../../src/config/search-options.js';
import { plainSpace } from '../../src/config/space.js';
import { compileBuild } from '../../src/host/builds.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import type { SearchedRequest } from '../../src/run/plan-runs.js';
import { searchAgain, startSearch } from '../../src/search/search.js';
import { resume } from '../../src/simulate/resume.js';
import { readSweepRecord } from '../../src/sweep/tasks/record.js';
import { verifyFolder } from '../../src/sweep/tasks/verify.js';
import { readTable } from '../../src/table/read.js';
import { flipBit, forgeRun } from '../run/edits.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes, surroundings } from '../run/harness.js';

const build = compileBuild(HEBBIAN_MODULE, 'strict');

/** A search over the gain of the field and the pace of the synapses of a small network. */
function request(more: Partial<SearchRequest> = {}, texts: { readonly [key: string]: string } = {}): SearchedRequest {
  const all = { N: '6', K: '2', T: '6', u: 'uniform:0..3', tau_J: 'log:2..50', ...texts };
  const space = plainSpace(Object.entries(all).map(([key, text]) => ({ key, text, place: `--${key}` })));
  return {
    family: HEBBIAN,
    spaces: [],
    search: { method: 'tpe', trials: 18, startup: 8, objective: 'distance', direction: 'min', space, ...more },
    inputFiles: {},
    seed: 5,
    replicas: 1,
    record: {},
    output: { format: 'parquet', parquet: 'compact' },
    build,
  };
}

const tableOf = async (folder: string) => readTable(readFileSync(join(folder, 'search.parquet')), 'search.parquet');
const column = async (folder: string, name: string) =>
  Array.from<unknown>((await tableOf(folder)).columns.find((one) => one.name === name)?.data ?? []);

describe('a search', () => {
  const folder = temporaryFolders();
  const straight = async (): Promise<string> => {
    const out = join(folder(), 'search');
    await startSearch(request(), out, surroundings());
    return out;
  };

  it('tries its budget of points inside the space and tells the best', async () => {
    const out = join(folder(), 'search');
    const { search, done, failures } = await startSearch(request(), out, surroundings());
    expect([done, failures.length, search.trials, search.failed]).toEqual([18, 0, 18, 0]);
    const objective = (await column(out, 'objective')) as number[];
    const best = Math.min(...objective);
    expect(search.best).toMatchObject({ trial: objective.indexOf(best), objective: best });
    expect(await column(out, 'best')).toEqual(objective.map((_, i) => Math.min(...objective.slice(0, i + 1))));
    for (const u of (await column(out, 'u')) as number[]) expect(u >= 0 && u <= 3).toBe(true);
    for (const tau of (await column(out, 'tau_J')) as number[]) expect(tau >= 2 && tau <= 50).toBe(true);
    // generations of 8, 8 and 2
    expect(readSweepRecord(out).requests.map(({ request: { search: one } }) => one?.first)).toEqual([0, 8, 16]);
  });

  it('comes to the same trials when it is interrupted and gone on with, again and again', async () => {
    const expected = readFileSync(join(await straight(), 'search.parquet'));
    const out = join(folder(), 'search');
    let sessions = 0;
    for (let isOver = false; !isOver; sessions++) {
      const around = surroundings({ spans: 12 });
      const session = sessions === 0 ? startSearch(request(), out, around) : resume(out, compileBuild, around);
      isOver = await session.then(
        () => true,
        (error) => {
          expect(error).toMatchObject({ code: 'E_INTERRUPTED' });
          return false;
        },
      );
    }
    expect(sessions).toBeGreaterThan(2);
    expect(readFileSync(join(out, 'search.parquet')).equals(expected)).toBe(true);
  });

  it('does lost and damaged trials again, also those that later ones were chosen with, and comes to the same', async () => {
    const out = await straight();
    const before = dataHashes(out);
    const names = readdirSync(join(out, 'runs')).sort();
    rmSync(join(out, 'runs', names[2]), { recursive: true });
    flipBit(join(out, 'runs', names[9], 'state.arrow'));
    // what it says of its results decides which trials come after it
    await forgeRun(join(out, 'runs', names[4]), (run) => {
      for (const item of run.summary as { value: number }[]) item.value = 0;
    });
    const notes: string[] = [];
    const again = await resume(out, compileBuild, { ...surroundings(), onNote: (text) => notes.push(text) });
    expect([again.done, again.skipped]).toEqual([3, 15]);
    expect(notes).toEqual([
      '2 runs were lost or damaged and are done again',
      '1 run was lost or damaged and is done again',
    ]);
    expect(dataHashes(out)).toEqual(before);
    expect(await verifyFolder(out)).toMatchObject({
      tables: [
        { path: 'results.parquet', status: 'ok' },
        { path: 'search.parquet', status: 'ok' },
      ],
    });
  });

  it('begins with the trials of a shorter one, which can be made longer', async () => {
    const out = join(folder(), 'search');
    await startSearch(request({ trials: 11 }), out, surroundings());
    const short = await column(out, 'objective');
    const { search, done } = await searchAgain(request(), out, surroundings());
    expect([short.length, search.trials, done]).toEqual([11, 18, 7]);
    expect(await column(out, 'objective')).toEqual(await column(await straight(), 'objective'));
    expect((await column(out, 'objective')).slice(0, 11)).toEqual(short);
    await expect(searchAgain(request({ direction: 'max' }), out, surroundings())).rejects.toMatchObject({
      message: `${out} holds another search than this one`,
    });
  });

  it('takes values that do not go together for a failed trial, and the same point for one run', async () => {
    const out = join(folder(), 'search');
    // a load of 0.1 gives no pattern in a network of 6 neurons
    const wanted = request({ trials: 12, method: 'random' }, { K: '0.1,2', u: '1,2', tau_J: '5' });
    const { search, done } = await startSearch(wanted, out, surroundings());
    const objective = await column(out, 'objective');
    expect(search.failed).toBe(objective.filter((value) => value === null).length);
    expect(search.failed).toBeGreaterThan(0);
    expect(done).toBeLessThanOrEqual(2);
    // a run has a folder exactly if its values go together
    expect((await column(out, 'run')).map((run) => run === null)).toEqual(objective.map((value) => value === null));
  });

  describe('of which trials are not finite', () => {
    /** Strengths up to infinity: most trials diverge, with seed 3 the first one too, some of them before their first step. */
    const wild = (more: Partial<SearchRequest> = {}, k = 'log:1e-2..1e300'): SearchedRequest => ({
      ...request({ trials: 12, ...more }, { N: '10', T: '30', u: '1', tau_J: '5', k }),
      seed: 3,
    });

    it.each(['random', 'tpe'] as const)('goes on (%s), counts them as worst and names them', async (method) => {
      const out = join(folder(), 'search');
      const { search, failures, done } = await startSearch(wild({ method }), out, surroundings());
      const objective = (await column(out, 'objective')) as (number | null)[];
      const failed = objective.flatMap((value, trial) => (value === null ? [trial] : []));
      expect(failed[0]).toBe(0);
      expect(failures.map(({ index, error }) => [index, error.code])).toEqual(
        failed.map((trial) => [trial, 'E_DIVERGED']),
      );
      expect([search.trials, search.failed, done]).toEqual([12, failed.length, 12 - failed.length]);
      expect(await column(out, 'state')).toEqual(objective.map((value) => (value === null ? 'failed' : 'done')));
      expect(search.best?.objective).toBe(Math.min(...objective.filter((value) => value !== null)));
      // gone on with, it has the same trials, does nothing again and still tells of the failures
      const before = readFileSync(join(out, 'search.parquet'));
      const again = await resume(out, compileBuild, surroundings());
      expect([again.done, again.failures.map(({ index }) => index)]).toEqual([0, failed]);
      expect(readFileSync(join(out, 'search.parquet')).equals(before)).toBe(true);
    });

    it('comes to the same trials when it is interrupted', async () => {
      const [straight, out] = [join(folder(), 'straight'), join(folder(), 'search')];
      await startSearch(wild(), straight, surroundings());
      await expect(startSearch(wild(), out, surroundings({ spans: 9 }))).rejects.toMatchObject({
        code: 'E_INTERRUPTED',
      });
      await resume(out, compileBuild, surroundings());
      expect(readFileSync(join(out, 'search.parquet')).equals(readFileSync(join(straight, 'search.parquet')))).toBe(
        true,
      );
    });

    it('says so if none of them is', async () => {
      const out = join(folder(), 'search');
      const { search, failures } = await startSearch(wild({}, 'log:1e290..1e300'), out, surroundings());
      expect([search.best, search.failed, failures.length]).toEqual([null, 12, 12]);
      expect(await column(out, 'best')).toEqual(new Array(12).fill(null));
    });
  });

  it.each<[string, SearchedRequest, string]>([
    ['an objective that is not there', request({ objective: 'distnce' }), 'Did you mean distance'],
    ['nothing to search', request({}, { u: '1', tau_J: '5' }), 'there is nothing to search'],
    [
      'ends outside the range',
      request({}, { rho: 'uniform:0..2' }),
      'rho 2 in uniform:0..2: must be a number from 0 to 1',
    ],
    ['ends the wrong way round', request({}, { u: 'uniform:3..1' }), 'must have an end greater than its start'],
    ['a logarithm of 0', request({}, { u: 'log:0..1' }), 'needs ends greater than 0'],
    ['a step that is none', request({}, { K: 'uniform:1..9:2' }), 'has a step other than 1'],
    ['no trial that can run', request({}, { K: '0.1,0.05' }), 'gives no pattern'],
  ])('refuses %s before anything is written', async (_, wanted, message) => {
    const out = join(folder(), 'search');
    await expect(startSearch(wanted, out, surroundings())).rejects.toThrow(message);
    expect(existsSync(out)).toBe(false);
  });
});
