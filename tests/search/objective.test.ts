/** What a search compares: the mean over a trial's replicas, and the larger or the smaller one. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SearchRequest } from '../../src/config/search-options.js';
import { plainSpace } from '../../src/config/space.js';
import { compileBuild } from '../../src/host/builds.js';
import { HEBBIAN_MODULE } from '../../src/model/hebbian/kernels.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import type { SearchedRequest } from '../../src/run/plan-runs.js';
import { startSearch } from '../../src/search/search.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { surroundings } from '../run/harness.js';

const build = compileBuild(HEBBIAN_MODULE, 'strict');

/** A search over the pace of the synapses: the longer they take, the farther they are from where they go. */
function request(more: Partial<SearchRequest>, replicas: number): SearchedRequest {
  const texts = { N: '6', K: '2', T: '12', u: '2', tau_J: 'log:2..50' };
  const space = plainSpace(Object.entries(texts).map(([key, text]) => ({ key, text, place: `--${key}` })));
  return {
    family: HEBBIAN,
    spaces: [],
    search: { method: 'tpe', trials: 20, startup: 8, objective: 'distance', direction: 'min', space, ...more },
    inputFiles: {},
    seed: 5,
    replicas,
    record: {},
    output: { format: 'parquet', parquet: 'compact' },
    build,
  };
}

const columnsOf = async (folder: string, file: string) => {
  const { columns } = await readTable(readFileSync(join(folder, file)), file);
  return (name: string): readonly unknown[] =>
    Array.from<unknown>(columns.find((one) => one.name === name)?.data ?? []);
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the objective of a trial', () => {
  const folder = temporaryFolders();

  it('is the mean of its number over the runs of the trial', async () => {
    const out = join(folder(), 'search');
    await startSearch(request({ trials: 9 }, 3), out, surroundings());
    const trials = await columnsOf(out, 'search.parquet');
    const runs = await columnsOf(out, 'results.parquet');
    const [tau, distance] = [runs('tau_J'), runs('distance') as number[]];
    expect(distance).toHaveLength(27);
    trials('tau_J').forEach((value, t) => {
      const own = distance.filter((_, run) => tau[run] === value);
      expect(own).toHaveLength(3);
      expect(new Set(own).size).toBe(3);
      // a sum of three
      expect(Math.abs((trials('objective')[t] as number) / mean(own) - 1)).toBeLessThan(2 ** -50);
    });
  });

  it.each(['min', 'max'] as const)('is sought where it is best: %s', async (direction) => {
    const out = join(folder(), 'search');
    const { search } = await startSearch(request({ direction }, 1), out, surroundings());
    const trials = await columnsOf(out, 'search.parquet');
    const objective = trials('objective') as number[];
    const better = direction === 'min' ? Math.min : Math.max;
    const sign = direction === 'min' ? 1 : -1;
    expect(search.best).toMatchObject({
      objective: better(...objective),
      trial: objective.indexOf(better(...objective)),
    });
    expect(trials('best')).toEqual(objective.map((_, i) => better(...objective.slice(0, i + 1))));
    expect(search.direction).toBe(direction);
    // what is suggested after the random start is better than it on average, in the direction asked for
    expect(sign * (mean(objective.slice(8)) - mean(objective.slice(0, 8)))).toBeLessThan(0);
  });
});
