import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AnalyseRequest, analyse, analysesOf } from '../../src/analyse/analyse.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { HEBBIAN } from '../../src/model/hebbian/model.js';
import { RATE } from '../../src/model/rate/model.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { hashOf, start } from '../run/harness.js';

const made = temporaryFolders();
const TEXTS = { N: 12, K: 2, tau_J: 20, T: 60, beta: 1000 };
const RECORD = { record: { record: ['distance', 'theory_std', 'deviations@10:3'] } };

/** A run and a sweep that the tests of this file share; nothing but new folders is written. */
let [run, sweep] = ['', ''];
beforeAll(async () => {
  const place = mkdtempSync(join(tmpdir(), 'msm-analyse-'));
  [run, sweep] = [join(place, 'run'), join(place, 'sweep')];
  await start(run, TEXTS, RECORD);
  await start(sweep, { ...TEXTS, tau_J: '20,40' }, { ...RECORD, replicas: 2 });
  return () => rmSync(place, { recursive: true });
});

const at = (request: AnalyseRequest) => analyse(NODE_DISK, { out: join(made(), 'tables'), ...request });
const table = (path: string) => readTable(readFileSync(path), path);
const column = async (path: string, name: string): Promise<readonly unknown[]> =>
  Array.from((await table(path)).columns.find((one) => one.name === name)?.data as ArrayLike<unknown>);

describe('the analyses of a family', () => {
  it('are its own and the general ones, which every family has', async () => {
    const names = async (family: Parameters<typeof analysesOf>[0]) =>
      (await analysesOf(family)).map(({ name }) => name);
    expect(await names(HEBBIAN as Parameters<typeof analysesOf>[0])).toEqual(
      expect.arrayContaining(['events', 'probabilities', 'retrieval', 'autocorrelation', 'stationarity']),
    );
    expect(await names(RATE as Parameters<typeof analysesOf>[0])).toEqual(
      expect.arrayContaining(['autocorrelation', 'stationarity']),
    );
  });
});

describe('analysing a run', () => {
  it('writes tables that say what made them, beside the run, which stays as it is', async () => {
    const before = readdirSync(run).map((name) => [
      name,
      name.includes('.') ? hashOf(readFileSync(join(run, name))) : '',
    ]);
    const { files, family, runs, verdicts } = await analyse(NODE_DISK, { folder: run });
    expect([family, runs]).toEqual(['hebbian', 1]);
    expect(files.map(({ path }) => path)).toContain(join(run, 'analysis', 'probabilities.parquet'));
    expect(verdicts.every(({ lines }) => lines.length > 0)).toBe(true);
    const { metadata, columns } = await table(join(run, 'analysis', 'probabilities.parquet'));
    expect(metadata).toMatchObject({ 'msm.family': 'hebbian', 'msm.analysis': 'probabilities', 'msm.options': '{}' });
    expect(columns.every(({ meaning }) => meaning !== undefined && meaning !== '')).toBe(true);
    for (const [name, hash] of before) if (hash !== '') expect(hashOf(readFileSync(join(run, name)))).toBe(hash);
    rmSync(join(run, 'analysis'), { recursive: true });
  });

  it('gives the same bytes again, and names its options', async () => {
    const request = { folder: run, analyses: ['retrieval'], settings: ['copies=4', 'levels=2', 'T=3'] };
    const [one, two] = [await at(request), await at(request)];
    expect(one.files.map(({ path }) => hashOf(readFileSync(path)))).toEqual(
      two.files.map(({ path }) => hashOf(readFileSync(path))),
    );
    const { metadata } = await table(one.files[0].path);
    expect(JSON.parse(metadata['msm.options'])).toEqual({ copies: 4, levels: 2, T: 3, beta: 1, tau_s: 10 });
  });

  it('writes other formats, with the notes beside a CSV file', async () => {
    const out = join(made(), 'tables');
    await at({ folder: run, analyses: ['events'], format: 'csv', out });
    expect(readdirSync(out).sort()).toEqual(['events.csv', 'events.csv.json']);
  });

  it('leaves out what was not named and cannot be, with the reason, and refuses it by name; then nothing is written', async () => {
    const gaussian = join(made(), 'gaussian');
    await start(gaussian, { N: 12, K: 2, T: 30, pattern_distribution: 'gaussian' });
    const { left, verdicts } = await at({ folder: gaussian });
    expect(left.map(({ analysis }) => analysis)).toEqual(expect.arrayContaining(['events', 'probabilities']));
    expect(left[0].reason).toMatch(/probabilities are inferred from patterns of \+1 and -1 alone$/);
    expect(verdicts.map(({ analysis }) => analysis)).toContain('autocorrelation');
    const out = join(made(), 'tables');
    await expect(at({ folder: gaussian, analyses: ['autocorrelation', 'probabilities'], out })).rejects.toThrow(
      'patterns of +1 and -1 alone',
    );
    expect(existsSync(out)).toBe(false);
  });

  it('overwrites no table of somebody else', async () => {
    const out = made();
    writeFileSync(join(out, 'events.parquet'), 'mine');
    await expect(at({ folder: run, analyses: ['events'], out })).rejects.toThrow('was not made by msm');
    expect(readdirSync(out)).toEqual(['events.parquet']);
  });

  it('refuses a folder without a finished run', async () => {
    await expect(at({ folder: made() })).rejects.toThrow('is not a sweep, run or table');
    const table = join(made(), 'results.parquet');
    writeFileSync(table, '');
    await expect(at({ folder: table })).rejects.toThrow('results.parquet is a file and not a folder');
  });
});

describe('analysing what is damaged', () => {
  const copied = (folder: string): string => {
    const place = join(made(), 'copy');
    cpSync(folder, place, { recursive: true });
    return place;
  };

  it('names the run and what is wrong with it, and writes nothing', async () => {
    const place = copied(run);
    rmSync(join(place, 'timeseries.parquet'));
    await expect(analyse(NODE_DISK, { folder: place })).rejects.toMatchObject({
      code: 'E_CORRUPT',
      message: `${place} cannot be analysed, since it is damaged: timeseries.parquet is missing`,
      next: `See how it stands with: msm verify ${place}`,
    });
    expect(existsSync(join(place, 'analysis'))).toBe(false);
  });

  it('leaves such a run of a sweep out, and says so', async () => {
    const place = copied(sweep);
    const [, second] = readdirSync(join(place, 'runs')).sort();
    rmSync(join(place, 'runs', second, 'timeseries.parquet'));
    const { runs, damaged } = await at({ folder: place, analyses: ['autocorrelation'] });
    const reason = 'timeseries.parquet is missing';
    expect([runs, damaged]).toEqual([3, [{ index: 1, folder: join(place, 'runs', second), reason }]]);
    expect((await at({ folder: sweep, analyses: ['autocorrelation'] })).damaged).toEqual([]);
  });

  it('says of a run that is not finished how far it is', async () => {
    const place = join(made(), 'run');
    await expect(start(place, TEXTS, {}, { spans: 1 })).rejects.toMatchObject({ code: 'E_INTERRUPTED' });
    await expect(analyse(NODE_DISK, { folder: place })).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: `${place} has no finished run to analyse: it is interrupted, at step 16 of 60`,
    });
  });
});

describe('analysing a sweep', () => {
  it('joins the rows of its runs, each with the number of the run and what varies', async () => {
    const { files, runs } = await at({ folder: sweep, analyses: ['events'] });
    expect(runs).toBe(4);
    const [{ path }] = files;
    const per = (await column(path, 'run')).length / 4;
    const each = <T>(values: readonly T[]): readonly T[] => values.flatMap((value) => new Array<T>(per).fill(value));
    expect(await column(path, 'run')).toEqual(each([0, 1, 2, 3]));
    expect(await column(path, 'tau_J')).toEqual(each([20, 20, 40, 40]));
    expect(await column(path, 'replica')).toEqual(each([0, 1, 0, 1]));
    expect((await table(path)).columns.map(({ name }) => name)).not.toContain('N');
  });

  it('says the same of all runs once, else something of each', async () => {
    const { verdicts } = await at({ folder: sweep, analyses: ['events', 'stationarity'] });
    const [events, stationarity] = verdicts;
    expect(events.lines.map((line) => line.slice(0, 6))).toEqual(['run 0:', 'run 1:', 'run 2:', 'run 3:']);
    expect(stationarity.lines).toEqual([
      'all 4 runs: no window: the first begins after 600 records, and there are 60; --set min_periods=... takes fewer',
    ]);
  });
});
