import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NODE_DISK, writeWhole } from '../../src/host/disk.js';
import { writeArrow } from '../../src/table/arrow.js';
import { writeParquet } from '../../src/table/parquet.js';
import { readTable } from '../../src/table/read.js';
import type { TableDescription } from '../../src/table/table.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes, goOn, plan, start, type Texts } from '../run/harness.js';

const N = 4;
const SIGMA = Float64Array.of(0.25, -0.5, 1, -1 / 3);
const J = Float64Array.of(0, 1, 2, 3, 1, 0, 4, 5, 2, 4, 0, 6, 3, 5, 6, 0).map((value) => value / 7);
const TEXTS: Texts = { N, K: 2, T: 20, u: 1 };

const rowsOf = (values: Float64Array, width: number): readonly (readonly number[])[] =>
  Array.from({ length: values.length / width }, (_, i) => [...values.subarray(i * width, (i + 1) * width)]);
const csv = (rows: readonly (readonly number[])[]): string => `${rows.map((row) => row.join(',')).join('\n')}\n`;

describe('given arrays', () => {
  const folder = temporaryFolders();

  function file(name: string, content: string | Uint8Array): string {
    const path = join(folder(), name);
    writeFileSync(path, content);
    return path;
  }

  async function table(name: string, key: string, values: Float64Array): Promise<string> {
    const path = join(folder(), name);
    const description: TableDescription = {
      name: key,
      meaning: '',
      columns: [{ name: key, type: 'f64', meaning: '' }],
      metadata: {},
    };
    const write = name.endsWith('arrow') ? writeArrow : writeParquet;
    await writeWhole(NODE_DISK, path, async (sink) => {
      await write(description, [[values]], sink);
    });
    return path;
  }

  it('give the same run from CSV, Parquet and Arrow, bit for bit', async () => {
    const sources = [
      { sigma0: file('s.csv', csv(rowsOf(SIGMA, 1))), J0: file('J.csv', csv(rowsOf(J, N))) },
      { sigma0: await table('s.parquet', 'sigma0', SIGMA), J0: await table('J.parquet', 'J0', J) },
      { sigma0: await table('s.arrow', 'sigma0', SIGMA), J0: await table('J.arrow', 'J0', J) },
    ];
    const hashes = [];
    for (const inputFiles of sources) {
      const place = join(folder(), 'run');
      await start(place, TEXTS, { inputFiles, record: { record: ['sigma', 'J'] } });
      hashes.push(dataHashes(place));
      const sigma = await readTable(readFileSync(join(place, 'sigma.parquet')), 'sigma.parquet');
      expect([...sigma.columns[3].data].slice(0, N)).toEqual([...SIGMA]);
    }
    expect(hashes[1]).toEqual(hashes[0]);
    expect(hashes[2]).toEqual(hashes[0]);
  });

  it.each<[string, string, string, string, RegExp]>([
    [
      'a vector of the wrong length',
      'sigma0',
      's.csv',
      '1\n0\n',
      /N = 4, but --sigma0 \S*s\.csv has N = 2: 2 rows x 1 column, one cell a line, no header/,
    ],
    [
      'a matrix of the wrong shape',
      'J0',
      'J.csv',
      csv(rowsOf(J.subarray(0, 12), N)),
      /shape \[3, 4\], wanted \[4, 4\]/,
    ],
    [
      'a number that is missing',
      'sigma0',
      's.csv',
      'sigma0,x\n1,1\n,1\n0,1\n0,1\n',
      /the value in row 1, column 'sigma0' is missing/,
    ],
    ['an infinite number', 'sigma0', 's.csv', '1\n0\ninf\n0\n', /all must be finite numbers/],
    ['words', 'sigma0', 's.csv', 'sigma0\na\nb\nc\nd\n', /row 0, column 'sigma0' is 'a', which is not a number/],
    ['an ending that nobody knows', 'sigma0', 's.xlsx', '', /Allowed: \.parquet, \.arrow/],
    [
      'an order of the field that is no integer',
      'field',
      'f.csv',
      `${'1\n'.repeat(19)}0.5\n`,
      /entry 19 .* is 0\.5, it must be a 32-bit integer/,
    ],
    [
      'an order of the field beyond 32 bits',
      'field',
      'f.csv',
      `${'4294967296\n'.repeat(20)}`,
      /entry 0 .* is 4294967296/,
    ],
  ])('are refused for %s', async (_, key, name, content, message) => {
    const planned = plan(TEXTS, { inputFiles: { [key]: file(name, content) } });
    await expect(planned).rejects.toMatchObject({ code: 'E_CONFIG', message: expect.stringMatching(message) });
  });

  it.each<[string, string, string, RegExp]>([
    ['neurons outside [-1, 1]', 'sigma0', '0\n0\n1.5\n0\n', /neuron 2 starts at 1\.5/],
    [
      'couplings that are not symmetric',
      'J0',
      csv([
        [0, 1, 0, 0],
        [2, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ]),
      /J0\[0, 1\] = 1 but J0\[1, 0\] = 2/,
    ],
    [
      'couplings of a neuron with itself',
      'J0',
      csv([
        [0, 0, 0, 0],
        [0, 3, 0, 0],
        [0, 0, 0, 0],
        [0, 0, 0, 0],
      ]),
      /J0\[1, 1\] = 3, the diagonal must be 0/,
    ],
    ['a field that is too short', 'field', '0\n'.repeat(19), /the field has 19 entries, the run has 20 steps/],
    ['a field that shows a pattern too many', 'field', `${'0\n'.repeat(19)}2\n`, /entry 19 shows pattern 2/],
  ])('with %s are refused before anything is written, alone and in a sweep', async (_, key, content, message) => {
    const inputFiles = { [key]: file(`${key}.csv`, content) };
    const place = join(folder(), 'run');
    for (const texts of [TEXTS, { ...TEXTS, tau_J: '10,20' }]) {
      const run = start(place, texts, { inputFiles });
      await expect(run).rejects.toMatchObject({ code: 'E_CONFIG', message: expect.stringMatching(message) });
      expect(existsSync(place)).toBe(false);
    }
  });

  it('that are missing, a folder or damaged are refused by name', async () => {
    const place = folder();
    const refused = (sigma0: string) => plan(TEXTS, { inputFiles: { sigma0 } });
    const missing = {
      code: 'E_CONFIG',
      message: `--sigma0 cannot read ${place}/no.csv: there is no such file or folder`,
    };
    await expect(refused(join(place, 'no.csv'))).rejects.toMatchObject(missing);
    await expect(refused(place)).rejects.toMatchObject({ code: 'E_CONFIG' });
    const torn = file('s.parquet', readFileSync(await table('s.parquet', 'sigma0', SIGMA)).subarray(0, -9));
    await expect(refused(torn)).rejects.toMatchObject({ code: 'E_CORRUPT', exitStatus: 5 });
  });

  it('must fit every run of a sweep', async () => {
    const sigma0 = file('s.csv', csv(rowsOf(SIGMA, 1)));
    const planned = plan({ ...TEXTS, N: '4,5' }, { inputFiles: { sigma0 } });
    await expect(planned).rejects.toMatchObject({
      message: `N = 5 in a run of this sweep, but --sigma0 ${sigma0} has N = 4`,
    });
  });

  it('are kept, so that run and sweep go on after the originals changed', async () => {
    for (const texts of [TEXTS, { ...TEXTS, tau_J: '10,20' }]) {
      const sigma0 = file('s.csv', csv(rowsOf(SIGMA, 1)));
      const [straight, broken] = [join(folder(), 'straight'), join(folder(), 'broken')];
      await start(straight, texts, { inputFiles: { sigma0 } });
      await expect(start(broken, texts, { inputFiles: { sigma0 } }, { spans: 1 })).rejects.toMatchObject({
        code: 'E_INTERRUPTED',
      });
      writeFileSync(sigma0, '0\n0\n0\n0\n');
      await goOn(broken);
      expect(dataHashes(broken)).toEqual(dataHashes(straight));
    }
  });

  it('whose copy was changed are refused', async () => {
    const sigma0 = file('s.csv', csv(rowsOf(SIGMA, 1)));
    const place = join(folder(), 'run');
    await expect(start(place, TEXTS, { inputFiles: { sigma0 } }, { spans: 1 })).rejects.toMatchObject({
      code: 'E_INTERRUPTED',
    });
    writeFileSync(
      join(place, 'inputs', 'sigma0.arrow'),
      readFileSync(
        await table(
          'x.arrow',
          'sigma0',
          SIGMA.map((x) => -x),
        ),
      ),
    );
    await expect(goOn(place)).rejects.toMatchObject({ code: 'E_CORRUPT' });
  });
});

describe('the final state of a run', () => {
  const folder = temporaryFolders();

  async function column(path: string, name: string): Promise<readonly number[]> {
    const { columns } = await readTable(readFileSync(path), path);
    return [...(columns.find((one) => one.name === name)?.data ?? [])] as number[];
  }

  it.each([3, 13])('is where another run goes on, with %i patterns', async (K) => {
    // A small beta makes the map contract, so that rounding does not grow (see the bound below).
    const [n, neurons, beta, tauJ] = [60, 13, 0.05, 20];
    const texts = { N: neurons, K, beta, tau_J: tauJ, u: 1 };
    const [whole, half, rest] = ['whole', 'half', 'rest'].map((name) => join(folder(), name));
    await start(whole, { ...texts, T: 2 * n });
    await start(half, { ...texts, T: n });
    const shown = (await column(join(whole, 'timeseries.parquet'), 'pattern')).slice(n);
    const field = join(folder(), 'field.csv');
    writeFileSync(field, shown.join('\n'));
    const state = join(half, 'state.arrow');
    await start(
      rest,
      { ...texts, T: n },
      { inputFiles: { sigma0: state, J0: state, patterns: state, field }, seed: 99 },
    );

    const [wanted, found] = [join(whole, 'state.arrow'), join(rest, 'state.arrow')];
    expect(await column(found, 'patterns')).toEqual(await column(wanted, 'patterns'));
    const J = await column(wanted, 'J');
    const largest = Math.max(...J.map(Math.abs), ...(await column(state, 'J')).map(Math.abs), Math.tanh(beta));
    // One step is sigma' = tanh(beta (J sigma + u h)), J' = (1 - eps) J + eps k sigma' sigma'^T, so errors e, E (largest
    // entries) obey e' <= a e + b E + r and E' <= (1 - eps) E + 2 eps k e' + R with a = beta (N-1) max|J|, b = beta (N-1):
    // bounded for all time by E <= (2 k r/(1 - a) + R/eps) / (1 - 2 k b/(1 - a)), e <= (b E + r)/(1 - a).
    const [eps, k, unit] = [1 / tauJ, Math.tanh(beta), 2 ** -53];
    const a = beta * (neurons - 1) * largest;
    const b = beta * (neurons - 1);
    // Roundings of a step: J sigma from N + K + 16 terms (base, patterns, unfolded states), and 4 ulp of tanh, below 1;
    // an entry of J from K + 16 terms none of which exceeds the sum of their sizes, at most twice max|J|.
    const r = (neurons + K + 18) * unit * 2 * (a + beta) + 8 * unit;
    const R = (K + 18) * unit * 2 * largest;
    const E = (2 * ((2 * k * r) / (1 - a) + R / eps)) / (1 - (2 * k * b) / (1 - a)); // twice: both runs round
    const e = (b * E + 2 * r) / (1 - a);
    expect(a).toBeLessThan(1);
    const distance = (x: readonly number[], y: readonly number[]): number =>
      Math.max(...x.map((value, i) => Math.abs(value - y[i])));
    expect(distance(await column(found, 'J'), J)).toBeLessThanOrEqual(E);
    expect(distance(await column(found, 'sigma'), await column(wanted, 'sigma'))).toBeLessThanOrEqual(e);
    expect(E).toBeLessThan(1e-12);
  });
});
