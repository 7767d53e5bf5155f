import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ATTRACTOR } from '../../src/model/attractor/model.js';
import { RATE } from '../../src/model/rate/model.js';
import { temporaryFolders } from '../run/folders.js';
import { plan, start, type Texts } from '../run/harness.js';

const rows = (count: number, width: number, value: (i: number, j: number) => number): string =>
  `${Array.from({ length: count }, (_, i) => Array.from({ length: width }, (_, j) => value(i, j)).join(',')).join('\n')}\n`;
const rate: Texts = { T: 5, exponents: 0 };

describe('sizes', () => {
  const folder = temporaryFolders();
  const file = (name: string, content: string): string => {
    const path = join(folder(), name);
    writeFileSync(path, content);
    return path;
  };
  const vector = (count: number): string =>
    file(
      's.csv',
      rows(count, 1, (i) => (i % 3) / 4 + 0.125),
    );
  const matrix = (count: number): string =>
    file(
      'w.csv',
      rows(count, count, (i, j) => i + j / 8),
    );

  it('follow from any file that fixes them, in every family, and are said', async () => {
    const [s, w] = [vector(5), matrix(6)];
    const hebbian = await plan({ K: 2, T: 3 }, { inputFiles: { sigma0: s } });
    expect(hebbian.plan.base.N).toBe(5);
    expect(hebbian.notes).toEqual([`--sigma0 ${s}: read 5 values, no header; N = 5`]);
    const patterns = file(
      'p.csv',
      rows(3, 7, (i, j) => (i === j ? -1 : 1)),
    );
    expect((await plan({ T: 3 }, { inputFiles: { patterns } })).plan.base).toMatchObject({ N: 7, K: 3 });
    const initial = file(
      'r.csv',
      rows(2, 6, (i, j) => i + j / 8),
    );
    const network = await plan(rate, { family: RATE, inputFiles: { W: w, initial } });
    expect(network.plan.base).toMatchObject({ N: 6, trials: 2 });
    expect(network.notes).toEqual([
      `--W ${w}: read 6 x 6, no header; N = 6`,
      `--initial ${initial}: read 2 x 6, no header; trials = 2`,
    ]);
    const J0 = await plan({ epochs: 2 }, { family: ATTRACTOR, inputFiles: { J0: w, patterns: `raw:${w}` } });
    expect(J0.plan.base.N).toBe(6);
  });

  it('that are known beforehand are not said', async () => {
    expect((await plan({ N: 5, K: 2, T: 3 }, { inputFiles: { sigma0: vector(5) } })).notes).toEqual([]);
  });

  it('that contradict a person, or another file, are refused with both', async () => {
    const [s, w] = [vector(5), matrix(6)];
    const refused = (texts: Texts, inputFiles: { readonly [key: string]: string }, family = RATE) =>
      expect(plan({ ...rate, ...texts }, { family, inputFiles })).rejects;
    await refused({ N: 4 }, { current: s }).toThrow(`N = 4, but --current ${s} has N = 5: 5 rows x 1 column`);
    await refused({ N: 4 }, { current: s }).toMatchObject({
      place: '--current',
      next: expect.stringContaining('Leave out N'),
    });
    const units = file('u.csv', 'unit,current\n0,1\n1,2\n');
    await refused({ N: 3 }, { current: units }).toThrow(
      `N = 3, but --current ${units} has N = 2: 2 of 3 values of current`,
    );
    await refused({}, { W: w, current: s }).toThrow(`--W ${w} has N = 6, but --current ${s} has N = 5`);
    await refused({ N: '5,6' }, { current: s }).toThrow(`N = 6 in a run of this sweep, but --current ${s} has N = 5`);
    await refused({ N: 3 }, { W: file('e.csv', 'i,j,value\n0,3,1\n') }).toThrow(
      /N = 3, but --W \S+ has N = 4: row 0 of W is at j = 3/,
    );
  });

  it('follow from a list of edges only where no file fixes them', async () => {
    const edges = file('e.csv', 'i,j,value\n0,3,1\n2,1,1\n');
    const alone = await plan(rate, { family: RATE, inputFiles: { W: edges } });
    expect(alone.plan.base.N).toBe(4);
    expect(alone.notes).toEqual([
      `--W ${edges}: read 4 x 4, column 'value', 2 entries, the other 14 of 16 are 0 (indexes count from 0); N = 4 by the largest index`,
    ]);
    const beside = await plan(rate, { family: RATE, inputFiles: { W: edges, current: vector(6) } });
    expect(beside.plan.base.N).toBe(6);
    expect(beside.kept.get('W')?.shape).toEqual([6, 6]);
    expect((await plan({ ...rate, N: 9 }, { family: RATE, inputFiles: { W: edges } })).plan.base.N).toBe(9);
  });

  it('that a sweep varies may be those of a file in one of its runs only if all are', async () => {
    const planned = plan({ K: '2,3', T: 3 }, { inputFiles: { patterns: file('p.csv', '1,-1,1\n-1,-1,1\n') } });
    await expect(planned).rejects.toThrow(/K = 3 in a run of this sweep, but --patterns \S+ has K = 2/);
  });
});

describe('a field', () => {
  const folder = temporaryFolders();
  const field = (text: string): string => {
    const path = join(folder(), 'field.csv');
    writeFileSync(path, text);
    return path;
  };
  const texts = { N: 4, K: 2, T: 4, u: 1 };
  const read = async (text: string) => {
    const { kept, notes } = await plan(texts, { inputFiles: { field: field(text) } });
    return {
      values: [...(kept.get('field')?.values ?? [])],
      notes: notes.map((note) => note.replace(/^--field \S+: /, '')),
    };
  };

  it('with a first line 0 is settled by the steps of the run', async () => {
    expect(await read('0\n1\n1\n1\n')).toEqual({ values: [0, 1, 1, 1], notes: ['read 4 values, no header'] });
    expect(await read('0\n1\n1\n1\n1\n')).toEqual({ values: [1, 1, 1, 1], notes: ['read 4 values, header 0'] });
    expect(await read('0\n1\n1\n1\n1\n1\n')).toEqual({
      values: [0, 1, 1, 1, 1, 1],
      notes: [
        'read 6 values, no header, first line 0 read as data',
        'the run has 4 steps, the last 2 entries are not used',
      ],
    });
  });

  it('that is recorded is read again, from the step where it begins, if no step is left out', async () => {
    const again = await read('step,time,pattern,distance\n7,7.0,1,0.5\n8,8.0,0,0.5\n9,9.0,1,0.5\n10,10.0,1,0.5\n');
    expect(again).toEqual({ values: [1, 0, 1, 1], notes: ["read 4 values, column 'pattern', from step 7 on"] });
    await expect(read('step,pattern\n0,1\n2,0\n4,1\n6,1\n')).rejects.toThrow('every step must have its row');
  });
});

describe('what a run writes', () => {
  const folder = temporaryFolders();

  it.each(['parquet', 'arrow', 'csv'] as const)('is read again: states, couplings and field as %s', async (format) => {
    const place = join(folder(), 'run');
    const record = { record: ['sigma@4', 'J@4', 'pattern'] };
    await start(place, { N: 6, K: 2, T: 9 }, { record, output: { format, parquet: 'compact' } });
    const table = (name: string): string => join(place, `${name}.${format}`);
    const { kept, notes } = await plan(
      { K: 2, T: 9 },
      { inputFiles: { sigma0: table('sigma'), J0: `${table('couplings')}@4`, field: table('timeseries') } },
    );
    expect([...kept.values()].map(({ shape }) => shape)).toEqual([[6], [6, 6], [9]]);
    expect(notes).toEqual([
      `--sigma0 ${table('sigma')}: read 6 values, column 'sigma', step 8, the last of 3; N = 6`,
      `--J0 ${table('couplings')}@4: read 6 x 6, column 'J', step 4, one of 3`,
      `--field ${table('timeseries')}: read 9 values, column 'pattern'`,
    ]);
    const again = join(folder(), 'again');
    await start(again, { K: 2, T: 1 }, { inputFiles: { sigma0: table('sigma'), J0: table('couplings') } });
  });

  it('is refused where units were not recorded', async () => {
    const place = join(folder(), 'run');
    await start(place, { N: 6, K: 2, T: 3 }, { record: { record: ['sigma'], units: '0..3' } });
    const planned = plan({ K: 2, T: 3 }, { inputFiles: { sigma0: join(place, 'sigma.parquet') } });
    await expect(planned).rejects.toThrow('4 of 6 values of sigma0 are there; the first missing is unit = 4');
  });

  it('is the network of a rate run: edges with as many units as it had, and states', async () => {
    const place = join(folder(), 'run');
    const texts = { ...rate, N: 8, p: 0.3, trials: 2 };
    await start(place, texts, { family: RATE, record: { record: ['rates'] } });
    const inputFiles = { W: join(place, 'weights.parquet'), initial: join(place, 'rates.parquet@2') };
    const { plan: planned, kept } = await plan(rate, { family: RATE, inputFiles });
    expect(planned.base).toMatchObject({ N: 8, trials: 2 });
    expect([...kept.values()].map(({ shape }) => shape)).toEqual([
      [8, 8],
      [2, 8],
    ]);
  });
});
