import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { msm } from './msm.js';

const SWEEP = ['simulate', '--N', '10', '--K', '2,3', '--T', '20', '--beta', '1000', '--out', 'sweep', '--quiet'];

describe('msm collect', () => {
  const folder = temporaryFolders();

  it('prints what it wrote, as one object with --json, and says which run is damaged with status 5', async () => {
    const cwd = folder();
    expect((await msm(cwd, ...SWEEP)).status).toBe(0);
    const whole = await msm(cwd, 'collect', 'sweep/', '--series', 'timeseries', '--fit', 'line:K:energy', '--latex');
    expect([whole.status, whole.stderr]).toEqual([0, '']);
    expect(whole.stdout).toMatch(/^2 runs collected\nenergy against K: y = c1 x \+ c0, c1 = .*2 points\n/);
    const [first] = readdirSync(join(cwd, 'sweep', 'runs')).sort();
    appendFileSync(join(cwd, 'sweep', 'runs', first, 'timeseries.parquet'), 'x');
    const damaged = await msm(cwd, 'collect', 'sweep', '--quick', '--json');
    expect(damaged.status).toBe(5);
    expect(JSON.parse(damaged.stdout)).toMatchObject({
      ok: false,
      runs: 1,
      others: [{ index: 0, state: 'damaged', reason: 'timeseries.parquet is missing or has another size' }],
    });
  });

  it('takes a configuration, over which flags win', async () => {
    const cwd = folder();
    await msm(cwd, ...SWEEP);
    const { status, stderr } = await msm(cwd, 'collect', 'sweep', '--preset', 'config_fit_th_K', '--theory', 'N');
    expect([status, stderr]).toEqual([0, '']);
    expect(
      ['theory.parquet', 'published.parquet', 'table.tex', 'series'].every((name) =>
        existsSync(join(cwd, 'sweep', name)),
      ),
    ).toBe(true);
  });

  it('refuses a file as the folder of its tables, which stays as it is', async () => {
    const cwd = folder();
    await msm(cwd, ...SWEEP);
    writeFileSync(join(cwd, 'file'), 'mine');
    const { status, stderr } = await msm(cwd, 'collect', 'sweep', '--out', 'file');
    expect([status, stderr.split('\n')[0]]).toEqual([2, 'E_CONFIG: --out file is a file; the tables need a folder']);
    expect(readFileSync(join(cwd, 'file'), 'utf8')).toBe('mine');
  });

  it.each([
    [['collect', 'none'], /none does not exist/],
    [['collect', '.'], /not a sweep, run or table/],
    [['collect'], /no folder was named, and there is no sweep below runs/],
    [['collect', '.', '--columns', 'K'], /--columns says how --latex is made/],
    [['collect', '.', '--stationarity', 'distance', '--window', 'x'], /--window x: must be a number/],
    [['collect', '.', '--preset', 'config_fit'], /Did you mean config_fit_th/],
  ])('refuses %j with status 2', async (words, message) => {
    const { status, stderr } = await msm(folder(), ...words);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});
