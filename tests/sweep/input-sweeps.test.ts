/** Sweeps over given inputs: which run has which, sizes that follow from each, copies, resuming, replicas, searches, collecting. */

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.js';
import { plainSpace } from '../../src/config/space.js';
import { compileBuild } from '../../src/host/builds.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { RATE } from '../../src/model/rate/model.js';
import { readRun } from '../../src/run/folder.js';
import { startSearch } from '../../src/search/search.js';
import { simulateAgain } from '../../src/simulate/simulate.js';
import { readSweepRecord } from '../../src/sweep/tasks/record.js';
import { openToRead } from '../../src/sweep/tasks/sweep.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes, goOn, plan, start, surroundings } from '../run/harness.js';

const TEXTS = { T: 5, u: '1,2' };

describe('a sweep over inputs', () => {
  const folder = temporaryFolders();

  /** Two patterns of four nodes, two of six, and the first two again. */
  const files = (): { readonly dir: string; readonly a: string; readonly b: string; readonly same: string } => {
    const dir = folder();
    const file = (name: string, text: string): string => {
      writeFileSync(join(dir, name), text);
      return join(dir, name);
    };
    return {
      dir,
      a: file('a.csv', '1,-1,1,1\n-1,-1,1,-1\n'),
      b: file('b.csv', '1,-1,1,1,-1,1\n-1,-1,1,-1,1,1\n'),
      same: file('same.csv', '1.0,-1.0,1,1\n-1,-1,1,-1\n'),
    };
  };
  const column = async (path: string, name: string): Promise<readonly unknown[]> => {
    const { columns } = await readTable(readFileSync(path), path);
    return Array.from<unknown>(columns.find((one) => one.name === name)?.data ?? []);
  };

  it('has the runs of each input after those of the one before, each with the sizes that follow from it', async () => {
    const { a, b } = files();
    const planned = await plan(TEXTS, { inputFiles: { patterns: [a, b] }, replicas: 2 });
    const { plan: own } = planned;
    expect([own.runCount, own.variants, own.varying]).toEqual([8, 2, ['N', 'u']]);
    expect(own.spaces[0].axes.map(({ keys, rows }) => [keys, rows])).toEqual([
      [['patterns'], [[a], [b]]],
      [['u'], [[1], [2]]],
    ]);
    const runs = [...own].map(({ variant, parameters: { N, K, u }, replica }) => [variant, N, K, u, replica]);
    expect(runs.slice(0, 5)).toEqual([
      [0, 4, 2, 1, 0],
      [0, 4, 2, 1, 1],
      [0, 4, 2, 2, 0],
      [0, 4, 2, 2, 1],
      [1, 6, 2, 1, 0],
    ]);
    expect([planned.inputsOf(3), planned.inputsOf(4)]).toEqual([{ patterns: a }, { patterns: b }]);
    // the identity is that of a run with this input alone: where an array came from is no part of it
    const alone = await plan({ ...TEXTS, u: 2 }, { inputFiles: { patterns: b }, replicas: 2 });
    expect(own.run(6).identity).toBe(alone.plan.run(0).identity);
    expect(alone.inputsOf(0)).toEqual({});
  });

  it('makes all combinations of several inputs, the last one moving fastest', async () => {
    const { a, b, dir } = files();
    const fields = ['f.csv', 'g.csv'].map((name) => join(dir, name));
    fields.forEach((path, i) => {
      writeFileSync(path, `${i}\n`.repeat(5));
    });
    const planned = await plan({ T: 5 }, { inputFiles: { field: fields, patterns: [a, b] } });
    const sets = Array.from({ length: planned.plan.runCount }, (_, i) => planned.inputsOf(i));
    // in the order of the schema: patterns, then the field
    expect(sets).toEqual([a, b].flatMap((patterns) => fields.map((field) => ({ patterns, field }))));
  });

  it('says of each run which input it has, in run.json and in the results, and tells statistics apart by it', async () => {
    const { a, b } = files();
    const out = join(folder(), 'sweep');
    await start(out, TEXTS, { inputFiles: { patterns: [a, b] }, replicas: 2 });
    const runs = readdirSync(join(out, 'runs')).sort();
    const given = runs.map((name) => readRun(join(out, 'runs', name)).inputs.map(({ key, source }) => [key, source]));
    expect(given).toEqual([a, a, a, a, b, b, b, b].map((path) => [['patterns', path]]));
    const results = join(out, 'results.parquet');
    expect(await column(results, 'input_patterns')).toEqual([a, a, a, a, b, b, b, b]);
    const hashes = (await column(results, 'input_patterns_sha256')) as string[];
    expect([new Set(hashes).size, hashes[0].length]).toEqual([2, 64]);
    await collect(NODE_DISK, { sources: [out] });
    const statistics = join(out, 'statistics.parquet');
    const quantity = await column(statistics, 'quantity');
    const of = (await column(statistics, 'input_patterns')).filter((_, row) => quantity[row] === 'distance');
    expect(of).toEqual([a, a, b, b]);
    expect((await column(statistics, 'n')).every((n) => n === 2)).toBe(true);
    const sweep = await openToRead(out);
    expect(sweep.axes(0)).toEqual({ patterns: a, N: 4, u: 1, replica: 0 });
  });

  it('goes on after an interruption with the same bytes, though the files are gone', async () => {
    const { a, b, dir } = files();
    const [straight, cut] = [join(folder(), 'straight'), join(folder(), 'cut')];
    const options = { inputFiles: { patterns: [a, b] } };
    await start(straight, TEXTS, options);
    await expect(start(cut, TEXTS, options, { spans: 2 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    rmSync(dir, { recursive: true });
    await goOn(cut);
    expect(dataHashes(cut)).toEqual(dataHashes(straight));
    expect(readdirSync(join(cut, 'inputs')).sort()).toEqual(['patterns-0.arrow', 'patterns-1.arrow']);
    // what was written is kept, and not where the copies are
    expect(readSweepRecord(cut).requests[0].request.inputFiles).toEqual({ patterns: [{ text: a }, { text: b }] });
  });

  it('takes further inputs later: runs that it has keep their numbers', async () => {
    const { a, b } = files();
    const sweep = join(folder(), 'again');
    await start(sweep, TEXTS, { inputFiles: { patterns: a } });
    const before = readdirSync(join(sweep, 'runs')).sort();
    const outcome = await simulateAgain(await plan(TEXTS, { inputFiles: { patterns: [a, b] } }), sweep, surroundings());
    expect([outcome.done, outcome.skipped]).toEqual([2, 2]);
    expect(readdirSync(join(sweep, 'runs')).sort().slice(0, 2)).toEqual(before);
    // the array that it has already is kept once
    expect(readdirSync(join(sweep, 'requests', '1', 'inputs'))).toEqual(['patterns-1.arrow']);
    const [first, second] = readSweepRecord(sweep).requests.map(({ inputs }) => inputs ?? []);
    expect(second[0]).toEqual({ ...first[0], name: 'patterns-0' });
    expect([...first, ...second].map(({ path }) => path)).toEqual([
      'inputs/patterns.arrow',
      'inputs/patterns.arrow',
      'requests/1/inputs/patterns-1.arrow',
    ]);
  });

  it('has equal arrays of two files once, and refuses one file twice', async () => {
    const { a, b, same } = files();
    const merged = await plan({ T: 5 }, { inputFiles: { patterns: [a, same, b] } });
    expect(merged.plan.runCount).toBe(2);
    expect([merged.inputsOf(0), merged.inputsOf(1)]).toEqual([{ patterns: a }, { patterns: b }]);
    await expect(plan({ T: 5 }, { inputFiles: { patterns: [a, b, a] } })).rejects.toThrow(
      `--patterns ${a}: stands in the list more than once`,
    );
  });

  it('names the input that a parameter does not fit', async () => {
    const { a, b } = files();
    await expect(plan({ N: 4, T: 5 }, { inputFiles: { patterns: [a, b] } })).rejects.toThrow(
      `N = 4, but --patterns ${b} has N = 6`,
    );
  });

  it('refuses a file that would be another array beside each input', async () => {
    const dir = folder();
    const path = (name: string): string => join(dir, name);
    writeFileSync(path('edges.csv'), 'i,j,value\n0,1,1\n');
    writeFileSync(path('four.csv'), '1\n2\n3\n4\n');
    writeFileSync(path('five.csv'), '1\n2\n3\n4\n5\n');
    const inputFiles = { W: path('edges.csv'), current: [path('four.csv'), path('five.csv')] };
    const texts = { p: 1, g: 1, trials: 1, T: 100, duration: 100, exponents: 0 };
    await expect(plan(texts, { family: RATE, inputFiles })).rejects.toMatchObject({
      message: `--W ${path('edges.csv')} is another array beside each of the inputs that it is combined with`,
      next: expect.stringContaining('Say its size with --N'),
    });
  });

  it('is what each point of a search is tried on, and the objective is the mean', async () => {
    const { a, b } = files();
    const out = join(folder(), 'search');
    const space = plainSpace([
      { key: 'u', text: 'uniform:0..3' },
      { key: 'T', text: '6' },
    ]);
    const request = {
      family: HEBBIAN,
      spaces: [],
      search: { method: 'random', trials: 3, startup: 3, objective: 'distance', direction: 'min', space },
      inputFiles: { patterns: [a, b] },
      seed: 5,
      replicas: 1,
      record: {},
      output: { format: 'parquet', parquet: 'compact' },
      build: compileBuild(HEBBIAN_MODULE, 'strict'),
    } as const;
    const { done, search } = await startSearch(request, out, surroundings());
    expect([done, search.trials]).toEqual([6, 3]);
    const distance = (await column(join(out, 'results.parquet'), 'distance')) as number[];
    const objective = (await column(join(out, 'search.parquet'), 'objective')) as number[];
    objective.forEach((value, trial) => {
      expect(value).toBe((distance[2 * trial] + distance[2 * trial + 1]) / 2);
    });
  });

  it('reads paths from the folder that they are written in, and keeps what was written', async () => {
    const dir = folder();
    mkdirSync(join(dir, 'conf'));
    writeFileSync(join(dir, 'conf', 's.csv'), '0.5\n-0.5\n');
    const base = join(dir, 'conf');
    const out = join(dir, 'run');
    await start(out, { K: 1, T: 3 }, { inputFiles: { sigma0: [{ text: 's.csv', base }] } });
    expect(readRun(out).inputs).toMatchObject([{ key: 'sigma0', source: 's.csv', base, shape: [2] }]);
    const missing = plan({ K: 1, T: 3 }, { inputFiles: { sigma0: [{ text: 'no.csv', base }] } });
    await expect(missing).rejects.toThrow(join(base, 'no.csv'));
  });
});
