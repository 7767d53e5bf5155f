import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { toHalf } from '../../src/analysis/half.js';
import { type Collection, type CollectRequest, collect, isBroken } from '../../src/collect/collect.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { publishedStd } from '../../src/model/hebbian/theory.js';
import { RATE } from '../../src/model/rate/model.js';
import { lineText } from '../../src/sweep/tasks/journal-lines.js';
import { readTable } from '../../src/table/read.js';
import type { ReadTable } from '../../src/table/table.js';
import { forgeRun } from '../run/edits.js';
import { temporaryFolders } from '../run/folders.js';
import { filesBelow, hashOf, start } from '../run/harness.js';

const made = temporaryFolders();

/** Two values of K and two of tau_J, two replicas: eight short runs in saturation. */
const TEXTS = { N: 12, K: '2,3', tau_J: '10,infinity', T: 30, beta: 1000, tau_h: 2 };

/** A sweep that the tests of this file share; each works on a copy. */
let original = '';
beforeAll(async () => {
  original = join(mkdtempSync(join(tmpdir(), 'msm-collect-')), 'sweep');
  await start(original, TEXTS, { replicas: 2, seed: 4 });
  return () => rmSync(join(original, '..'), { recursive: true });
});

/** A copy of the sweep in a folder of the test's own. */
function sweep(): string {
  const folder = join(made(), 'sweep');
  cpSync(original, folder, { recursive: true });
  return folder;
}

const run = (folder: string, index: number): string =>
  join(folder, 'runs', readdirSync(join(folder, 'runs')).sort()[index]);

const gather = (request: CollectRequest): Promise<Collection> => collect(NODE_DISK, request);

async function table(path: string): Promise<ReadTable> {
  return readTable(readFileSync(path), path);
}

async function column(path: string, name: string): Promise<readonly unknown[]> {
  const { columns } = await table(path);
  return Array.from<unknown>(columns.find((one) => one.name === name)?.data ?? []);
}

/** Hashes of everything that a collection wrote, by path. */
function hashes(folder: string): { readonly [path: string]: string } {
  const files = filesBelow(folder).filter((path) => !/^(runs|journal|claims)\//.test(path) && path !== 'sweep.json');
  return Object.fromEntries(files.map((path) => [path, hashOf(readFileSync(join(folder, path)))]));
}

const EVERYTHING = {
  series: ['timeseries'],
  fits: ['line:K:distance'],
  theory: ['K'],
  histogram: 'residual',
  published: true,
  latex: true,
} as const;

describe('results', () => {
  it('have one row a run, with parameters and summary as typed columns that say what they are', async () => {
    const folder = sweep();
    const { runs, others } = await gather({ sources: [folder] });
    expect([runs, others]).toEqual([8, []]);
    const { columns, metadata } = await table(join(folder, 'results.parquet'));
    const types = Object.fromEntries(columns.map(({ name, type }) => [name, type]));
    expect(types).toMatchObject({
      run: 'i32',
      replica: 'i32',
      N: 'i32',
      tau_h: 'i32',
      K: 'f64',
      mode: 'text',
      transient_factor: 'boolean',
      distance: 'f64',
      k_used: 'f64',
    });
    expect(columns.find(({ name }) => name === 'tau_J')).toMatchObject({
      unit: 'time',
      symbol: "τ'",
      meaning: 'synaptic time constant; infinity freezes the synapses',
    });
    expect(metadata['msm.family']).toBe('hebbian');
    expect(await column(join(folder, 'results.parquet'), 'tau_J')).toEqual([
      10,
      10,
      Infinity,
      Infinity,
      10,
      10,
      Infinity,
      Infinity,
    ]);
    expect(await column(join(folder, 'results.parquet'), 'replica')).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
  });

  it('are those that the end of the sweep wrote, and collecting again changes no byte', async () => {
    const folder = sweep();
    const before = hashes(folder);
    await gather({ sources: [folder], ...EVERYTHING });
    const once = hashes(folder);
    expect(once['results.parquet']).toBe(before['results.parquet']);
    await gather({ sources: [folder], check: 'size', ...EVERYTHING });
    expect(hashes(folder)).toEqual(once);
  });

  it('leave out and list what is lost or damaged', async () => {
    const folder = sweep();
    const edit = (index: number, change: object): Promise<void> =>
      forgeRun(run(folder, index), (content) => Object.assign(content, change));
    const series = join(run(folder, 0), 'timeseries.parquet');
    const bytes = readFileSync(series);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(series, bytes);
    await edit(1, { status: 'failed', error: { code: 'E_DIVERGED', message: 'sigma[3] is not finite' } });
    await edit(2, { status: 'interrupted', step: 7 });
    await edit(3, { seed: 99 });
    rmSync(join(run(folder, 4), 'state.arrow'));
    writeFileSync(join(run(folder, 5), 'run.json'), '{');
    rmSync(run(folder, 6), { recursive: true });
    const { runs, others } = await gather({ sources: [folder] });
    expect(runs).toBe(1);
    expect(others.map(({ index, state, reason }) => [index, state, reason])).toEqual([
      [0, 'damaged', 'timeseries.parquet is changed'],
      [1, 'damaged', 'run.json says failed'],
      [2, 'damaged', 'run.json says interrupted'],
      [3, 'damaged', 'parameters, seed or inputs in run.json are not those of the results'],
      [4, 'damaged', 'state.arrow is missing'],
      [5, 'damaged', expect.stringContaining('is not JSON')],
      [6, 'lost', 'its folder is gone'],
    ]);
    expect(others.every(isBroken)).toBe(true);
    const quick = await gather({ sources: [folder], check: 'size' });
    expect(quick.others.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('leave out and list what is failed, unfinished or not begun', async () => {
    const place = join(made(), 'sweep');
    const grid = { ...TEXTS, K: 2, T: 2000, tau_J: '1,2,3,4' };
    await expect(start(place, grid, {}, { spans: 12 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    const { others, runs } = await gather({ sources: [place] });
    const [first, ...rest] = others.map(({ index, state, reason }) => [index, state, reason]);
    expect(first).toEqual([runs, 'interrupted', expect.stringMatching(/^at step \d+ of 2000$/)]);
    expect(rest).toEqual(Array.from({ length: 3 - runs }, (_, i) => [runs + 1 + i, 'pending', 'not begun']));
    expect(others.some(isBroken)).toBe(false);
  });

  it('tell why a run failed that never had a folder, from the journals, of which a damaged one is refused', async () => {
    const folder = sweep();
    const paths = readdirSync(join(folder, 'journal')).map((name) => join(folder, 'journal', name));
    const path = paths.find((one) => readFileSync(one, 'utf8').includes('"task":6')) as string;
    const failed = {
      event: 'failed',
      task: 6,
      n: 2,
      id: basename(run(folder, 6)).slice(2),
      code: 'E_CONFIG',
      message: 'too large',
      at: 0,
    } as const;
    rmSync(run(folder, 6), { recursive: true });
    appendFileSync(path, lineText(failed));
    const { others } = await gather({ sources: [folder] });
    expect(others.map(({ index, state, reason }) => [index, state, reason])).toEqual([
      [6, 'failed', 'E_CONFIG: too large'],
    ]);
    writeFileSync(path, 'no journal\n');
    await expect(gather({ sources: [folder] })).rejects.toMatchObject({ code: 'E_CORRUPT', place: path });
    // moved away, as the message says: runs that are whole are recognised, and nobody knows of the others
    rmSync(path);
    expect((await gather({ sources: [folder] })).others.map(({ index, state }) => [index, state])).toEqual([
      [6, 'pending'],
    ]);
  });

  it('are refused where nothing is finished, with the states, and nothing is written', async () => {
    const folder = sweep();
    for (const name of readdirSync(join(folder, 'runs'))) rmSync(join(folder, 'runs', name), { recursive: true });
    rmSync(join(folder, 'results.parquet'));
    await expect(gather({ sources: [folder] })).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: expect.stringContaining('(8 lost); nothing was written'),
      next: expect.stringContaining('msm verify'),
    });
    expect(existsSync(join(folder, 'results.parquet'))).toBe(false);
  });

  it.each(['csv', 'arrow'] as const)('have the same rows as %s', async (format) => {
    const folder = sweep();
    await gather({ sources: [folder], format, series: ['timeseries'] });
    const parquet = await column(join(folder, 'results.parquet'), 'distance');
    expect(await column(join(folder, `results.${format}`), 'distance')).toEqual(parquet);
    expect(
      readdirSync(join(folder, 'series', 'timeseries')).filter((name) => name.endsWith(`.${format}`)),
    ).toHaveLength(8);
  });
});

describe('several sources', () => {
  it('are joined, a run that two of them have counts once, and tables collected before count as their runs', async () => {
    const [first, more, out] = [sweep(), join(made(), 'more'), made()];
    await start(more, { ...TEXTS, tau_J: '10,20', K: 3 }, { replicas: 2, seed: 4 });
    const both = await gather({ sources: [first, more], out: join(out, 'both') });
    expect(both.runs).toBe(10);
    expect(both.others.map(({ state }) => state)).toEqual(['duplicate', 'duplicate']);
    const path = join(out, 'both', 'results.parquet');
    expect(new Set(await column(path, 'source'))).toEqual(
      new Set([`../../${first.split('/').slice(-2).join('/')}`, `../../${more.split('/').slice(-2).join('/')}`]),
    );
    const again = await gather({ sources: [more, path], out: join(out, 'third') });
    expect(again.runs).toBe(10);
    const energies = async (place: string) => (await column(place, 'energy')).map(Number).sort((a, b) => a - b);
    expect(await energies(join(out, 'third', 'results.parquet'))).toEqual(await energies(path));
  });

  it('may be no table of a single run, whose rows are no runs', async () => {
    const path = join(run(sweep(), 0), 'timeseries.parquet');
    await expect(gather({ sources: [path], out: join(made(), 'no') })).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `${path} is not a table of collected runs: it has no column identity`,
    });
  });

  it("need a folder of their own, which is nobody else's", async () => {
    const [folder, other] = [sweep(), sweep()];
    await expect(gather({ sources: [folder, other] })).rejects.toMatchObject({ place: '--out' });
    await expect(gather({ sources: [run(folder, 0)] })).rejects.toMatchObject({ place: '--out' });
    await expect(gather({ sources: [folder], out: other })).rejects.toThrow(/another sweep/);
    await expect(gather({ sources: [folder], out: run(folder, 0) })).rejects.toThrow(/folder of a run/);
    const [one] = [await gather({ sources: [run(folder, 0)], out: join(made(), 'one') })];
    expect(one.runs).toBe(1);
  });

  it('never overwrite a table that somebody else made', async () => {
    const [folder, out] = [sweep(), made()];
    writeFileSync(join(out, 'results.csv'), 'a,b\n1,2\n');
    await expect(gather({ sources: [folder], out, format: 'csv' })).rejects.toThrow(
      /was not made by msm; nothing was written/,
    );
    expect(readFileSync(join(out, 'results.csv'), 'utf8')).toBe('a,b\n1,2\n');
  });

  it('must be there', async () => {
    const folder = made();
    await expect(gather({ sources: [join(folder, 'none')] })).rejects.toThrow(/none does not exist/);
    await expect(gather({ sources: [''] })).rejects.toThrow(/^"" does not exist/);
    await expect(gather({ sources: [folder] })).rejects.toThrow(/not a sweep, run or table/);
  });
});

describe('statistics', () => {
  it('are those of the replicas of each combination', async () => {
    const folder = sweep();
    await gather({ sources: [folder] });
    const path = join(folder, 'statistics.parquet');
    const { columns } = await table(path);
    expect(columns.map(({ name }) => name)).toEqual([
      'K',
      'tau_J',
      'quantity',
      'unit',
      'n',
      'mean',
      'sd',
      'sem',
      'min',
      'max',
    ]);
    const energy = (await column(join(folder, 'results.parquet'), 'energy')) as number[];
    const row = (await column(path, 'quantity')).indexOf('energy');
    const [mean, sd, sem, n] = await Promise.all(['mean', 'sd', 'sem', 'n'].map((name) => column(path, name)));
    const half = Math.abs(energy[0] - energy[1]) / 2;
    // two values: sd = |a - b|/sqrt 2, sem = |a - b|/2; rounding of a few operations
    const near = (found: unknown, wanted: number): void =>
      expect(Math.abs((found as number) - wanted)).toBeLessThan(1e-13 * Math.abs(energy[0]));
    near(mean[row], (energy[0] + energy[1]) / 2);
    near(sd[row], half * Math.SQRT2);
    near(sem[row], half);
    expect(n[row]).toBe(2);
  });

  it('are grouped by the columns that are named', async () => {
    const folder = sweep();
    await gather({ sources: [folder], groupBy: ['K'] });
    const n = await column(join(folder, 'statistics.parquet'), 'n');
    const quantity = await column(join(folder, 'statistics.parquet'), 'quantity');
    expect(n.filter((_, i) => quantity[i] === 'distance')).toEqual([4, 4]);
  });
});

describe('series', () => {
  it('are one long table for DuckDB and polars, also where runs differ in their columns', async () => {
    const folder = sweep();
    await gather({ sources: [folder], series: ['timeseries'] });
    const pattern = join(folder, 'series', 'timeseries', '*.parquet');
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const query = `SELECT K, tau_J, count(*)::INT, count(overlap_2)::INT FROM '${pattern}' GROUP BY ALL ORDER BY ALL`;
    expect((await connection.runAndReadAll(query)).getRows()).toEqual([
      [2, 10, 60, 0],
      [2, Infinity, 60, 0],
      [3, 10, 60, 60],
      [3, Infinity, 60, 60],
    ]);
    connection.closeSync();
    instance.closeSync();
    const { default: polars } = await import('nodejs-polars');
    const frame = polars.scanParquet(pattern).collectSync();
    expect([frame.height, frame.columns.slice(0, 5)]).toEqual([240, ['run', 'seed', 'replica', 'K', 'tau_J']]);
  });

  it('lose the parts of runs that are not collected any more', async () => {
    const folder = sweep();
    await gather({ sources: [folder], series: ['timeseries'] });
    rmSync(run(folder, 3), { recursive: true });
    await gather({ sources: [folder], series: ['timeseries'] });
    expect(readdirSync(join(folder, 'series', 'timeseries'))).toHaveLength(7);
  });
});

describe('what is asked wrongly', () => {
  it.each<[string, Partial<CollectRequest>, RegExp]>([
    ['a column', { fits: ['power-law:tau_j:distance'] }, /tau_j is not a column.*Did you mean tau_J/],
    ['a kind', { fits: ['powerlaw:K:distance'] }, /Did you mean power-law/],
    ['a grammar', { fits: ['power-law:K'] }, /must be KIND:X:Y/],
    ['two columns for one', { fits: ['line:K,N:distance'] }, /takes one column/],
    ['one column for two', { fits: ['surface:K:distance'] }, /takes two columns/],
    ['text', { fits: ['line:mode:distance'] }, /mode holds text/],
    [
      'too few points',
      { fits: ['surface:K,tau_J:distance:by=replica,K,seed'] },
      /for replica=0, K=2.*at least 4 points/,
    ],
    ['a group', { groupBy: ['KK'] }, /KK is not a column/],
    ['a table', { series: ['sigma'] }, /sigma is not a table/],
    ['a theory', { theory: ['beta'] }, /beta is not a parameter of the theory/],
    ['a series', { histogram: 'residuals' }, /residuals is not recorded.*residual/],
    ['a figure', { figures: ['tau_J_sd'] }, /Did you mean tau_J_std/],
    ['scaling with two axes', { figures: ['scaling'] }, /these do: K, tau_J/],
    ['a column of the table', { latex: true, columns: ['NN'] }, /NN is not a column/],
  ])('%s is refused with the right word, and nothing is written', async (_, options, message) => {
    // nothing is written, so that the shared sweep serves
    const folder = original;
    const before = hashes(folder);
    await expect(gather({ sources: [folder], ...options })).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringMatching(message),
    });
    expect(hashes(folder)).toEqual(before);
  });

  it('needs the folders of the runs, where only a table is given', async () => {
    const folder = sweep();
    const source = join(folder, 'results.parquet');
    await expect(gather({ sources: [source], out: made(), latex: true })).rejects.toThrow(/--latex needs the folders/);
  });
});

describe('the data of the published figures', () => {
  it('are fits, theory, series and histograms by the keys of the figures', async () => {
    const folder = sweep();
    const { fits } = await gather({
      sources: [folder],
      figures: ['K_std_tau_J', 'residuals', 'fnorm_residuals_hist'],
      fits: ['power-law:K/N:residuals_std'],
    });
    expect(fits).toHaveLength(1);
    expect(new Set(await column(join(folder, 'theory.parquet'), 'along'))).toEqual(new Set(['K']));
    expect(await column(join(folder, 'theory.parquet'), 'K')).toHaveLength(400);
    const counts = (await column(join(folder, 'histogram.parquet'), 'count')) as number[];
    expect(counts.reduce((a, b) => a + b)).toBe(8 * 30);
    expect(existsSync(join(folder, 'series', 'timeseries'))).toBe(true);
  });

  it('need as many different x as their fits have coefficients', async () => {
    await expect(gather({ sources: [sweep()], figures: ['alpha_std_fit'] })).rejects.toThrow(
      /quadratic:K\/N:residuals_std: a polynomial of degree 2 needs points at 3 different x, there are 2/,
    );
  });
});

describe('what a family does not have', () => {
  it('is refused by its name, and its own parameter table is that of all parameters', async () => {
    const folder = join(made(), 'rate');
    await start(folder, { N: 20, trials: 1, T: 20, g: '1,2' }, { family: RATE });
    const asked = (request: Omit<CollectRequest, 'sources'>) => gather({ sources: [folder], ...request });
    await expect(asked({ published: true })).rejects.toThrow('--published: rate has no published statistics');
    await expect(asked({ theory: ['g'] })).rejects.toThrow('--theory: rate has no theory along a parameter');
    await expect(asked({ figures: ['K_std_N'] })).rejects.toThrow('--for K_std_N: rate has no published figures');
    await asked({ latex: true });
    expect(readFileSync(join(folder, 'table.tex'), 'utf8').match(/ & /g)?.length).toBeGreaterThan(10);
  });
});

describe('published statistics', () => {
  it('have half precision beside the exact numbers in mode faithful, and the literal table', async () => {
    const folder = join(made(), 'faithful');
    await start(folder, { N: 12, K: '2,0.25', T: 30, tau_J: 20, beta: 1000, mode: 'faithful' });
    await gather({ sources: [folder], published: true, latex: true });
    const path = join(folder, 'published.parquet');
    const [K, half, exact] = await Promise.all(
      ['K', 'residuals_std_half', 'residuals_std'].map((name) => column(path, name)),
    );
    expect(K).toEqual([2, 0.25]);
    const residual = (await column(join(run(folder, 0), 'timeseries.parquet'), 'residual')).map((x) =>
      toHalf(x as number),
    );
    const mean = residual.reduce((a, b) => a + b) / 30;
    const variance = residual.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 30;
    // rounding of sums of 30 numbers of order one
    expect(Math.abs((half[0] as number) - Math.sqrt(variance))).toBeLessThan(1e-13);
    expect(half[0]).not.toBe(exact[0]);
    // the last record, and the formula without its transient
    const recorded = (await column(join(run(folder, 0), 'timeseries.parquet'), 'theory_std')).map(Number);
    const [last, formula] = await Promise.all(
      ['theoretical_std_last_step', 'theoretical_std'].map((name) => column(path, name)),
    );
    expect(Math.abs(Number(last[0]) / recorded[29] - 1)).toBeLessThan(1e-13);
    expect(formula[0]).toBe(publishedStd(12, 2, 20, 0));
    // a load is taken for the number of patterns, as published
    expect(formula[1]).toBe(publishedStd(12, 0.25, 20, 0));
    const tex = readFileSync(join(folder, 'table.tex'), 'utf8');
    expect(tex).toContain('residuals_std & theoretical_std_last_step');
    expect(tex.split('\n').filter((line) => line.startsWith('$12$'))).toHaveLength(2);
  });

  it('are escaped in the table of mode right, which takes columns by name as well', async () => {
    const folder = sweep();
    await gather({ sources: [folder], latex: true });
    expect(readFileSync(join(folder, 'table.tex'), 'utf8')).toContain('residuals\\_std');
    await gather({ sources: [folder], latex: true, columns: ['K', 'tau_J', 'k', 'asymptote'] });
    const lines = readFileSync(join(folder, 'table.tex'), 'utf8').split('\n');
    expect(lines[3]).toBe("$K$ & $\\tau'$ & $k$ & asymptote \\\\");
    expect(lines[7]).toMatch(/^\$2\$ & \$\\infty\$ & default & \$.*\$ \\\\$/);
  });

  it('of two modes do not fit in one table', async () => {
    const [right, faithful] = [sweep(), join(made(), 'faithful')];
    await start(faithful, { N: 12, K: '2,3', T: 20, beta: 1000, mode: 'faithful' });
    await expect(gather({ sources: [right, faithful], out: made(), latex: true })).rejects.toThrow(
      /has other columns than/,
    );
  });
});
