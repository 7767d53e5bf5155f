/** What cannot be drawn of some values is left out where it was not named, and nothing behind it is missing. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plot } from '../../src/draw/plot.js';
import { openSweep } from '../../src/draw/sweep-subject.js';
import { DEFAULT_SIZE } from '../../src/figure/size.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { allFamilies } from '../../src/model/families.js';
import { runFigures } from '../../src/report/figures.js';
import { encodeRowGroup } from '../../src/table/parquet.js';
import { temporaryFolders } from '../run/folders.js';

const folder = temporaryFolders();

/** Results of three runs with these numbers, as a folder of its own. */
function results(distance: readonly number[], theory: readonly number[]): string {
  const place = join(folder(), 'results');
  const column = (name: string, type: 'i32' | 'f64' | 'text') => ({ name, type, meaning: name });
  const columns = [
    column('run', 'i32'),
    column('identity', 'text'),
    column('K', 'i32'),
    column('distance_normalized', 'f64'),
    column('theory_mean', 'f64'),
  ];
  const rows = [
    Int32Array.of(0, 1, 2),
    ['0', '1', '2'].map((digit) => digit.repeat(64)),
    Int32Array.of(2, 3, 4),
    Float64Array.from(distance),
    Float64Array.from(theory),
  ];
  mkdirSync(place);
  const metadata = { 'msm.family': 'hebbian' };
  const about = { name: 'results', meaning: 'one row a finished run of the sweep', columns, metadata };
  writeFileSync(join(place, 'results.parquet'), encodeRowGroup(about, rows));
  return place;
}

const FAR = [-1.7e308, 1.7e308, 0];
const TOO_FAR = 'values from -1.7e+308 to 1.7e+308 are too far apart for a scale';
const request = { formats: ['svg'], size: DEFAULT_SIZE } as const;

describe('a figure that cannot be drawn', () => {
  it('is left out with its reason where none was named, and those behind it are drawn', async () => {
    const place = results(FAR, [1, 2, 3]);
    const { figures, skipped } = await plot(NODE_DISK, { ...request, folder: place });
    expect(figures.map(({ name }) => name)).toEqual(['theory_mean']);
    expect(skipped).toEqual([{ name: 'distance_normalized', reason: expect.stringContaining(TOO_FAR) }]);
  });

  it('is an error where it was named, or nothing else can be drawn, and leaves nothing', async () => {
    const place = results(FAR, [1, 2, 3]);
    const named = plot(NODE_DISK, { ...request, folder: place, figures: ['theory_mean', 'distance_normalized'] });
    await expect(named).rejects.toMatchObject({ code: 'E_CONFIG', message: expect.stringContaining(TOO_FAR) });
    const other = results(FAR, FAR);
    const alone = plot(NODE_DISK, { ...request, folder: other });
    await expect(alone).rejects.toMatchObject({ code: 'E_CONFIG', message: expect.stringContaining(TOO_FAR) });
    expect([place, other].filter((one) => existsSync(join(one, 'figures')))).toEqual([]);
  });

  it('is said by a report, which has all others', async () => {
    const { figures, problems } = await runFigures(await openSweep(results(FAR, [1, 2, 3])));
    expect(figures.map(({ id }) => id)).toEqual(['theory_mean']);
    expect(problems).toEqual([expect.stringMatching(/^The figure distance_normalized is left out: .*too far apart/)]);
  });
});

describe('what does not move', () => {
  it('is said of the folder where no figure was named, and of none of them', async () => {
    const place = results([1, 2, 3], [1, 2, 3]);
    const drawn = plot(NODE_DISK, { ...request, folder: place, formats: ['gif'] });
    await expect(drawn).rejects.toMatchObject({
      message: `there is nothing in ${place} that can be drawn as gif`,
      next: 'Record an array over time: --record with a vector or a matrix.',
    });
  });
});

describe('a figure of an analysis', () => {
  it('is refused with the command that makes what it draws', async () => {
    const place = results([1, 2, 3], [1, 2, 3]);
    const drawn = (name: string) => plot(NODE_DISK, { ...request, folder: place, figures: [name] });
    for (const name of ['capacity', 'retention']) {
      await expect(drawn(name)).rejects.toMatchObject({
        message: `${name} of ${place} cannot be drawn yet: it shows what msm analyse finds`,
        next: `First: msm analyse ${place} --analysis capacity`,
      });
    }
    await expect(drawn('basins')).rejects.toMatchObject({
      message: `basins is a figure of single runs, and ${place} is a sweep`,
    });
    await expect(drawn('stationary')).rejects.toMatchObject({
      message: expect.stringContaining('stationary is not a figure of'),
    });
    await expect(drawn('autocorrelation')).rejects.toMatchObject({
      message: 'autocorrelation is an analysis without a figure of its own',
    });
    await expect(drawn('events')).rejects.toMatchObject({
      message: 'events is an analysis without a figure of its own',
      next: expect.stringContaining(`msm analyse ${place} --analysis events`),
    });
  });

  it('says which that is, by the name of an analysis of its family', async () => {
    const found: string[] = [];
    for (const family of await allFamilies()) {
      const analyses = ((await family.analyses?.()) ?? []).map(({ name }) => name);
      for (const { name, after } of (await family.figures?.()) ?? []) {
        if (after === undefined) continue;
        found.push(name);
        expect([name, analyses]).toEqual([name, expect.arrayContaining([after.analysis])]);
      }
    }
    expect(found).toEqual(
      expect.arrayContaining(
        ['attention', 'basins', 'bifurcation', 'capacity', 'finite_time'].concat([
          'rate_autocorrelation',
          'retention',
          'retrieval',
          'retrieval_course',
        ]),
      ),
    );
  });
});
