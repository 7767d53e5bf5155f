import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { msm, namesIn } from './msm.js';

/** A run that the tests of this file share; its folder gets nothing but analyses. */
const cwd = mkdtempSync(join(tmpdir(), 'msm-test-'));
beforeAll(async () => {
  const words =
    '--N 20 --p 0.4 --g 12 --T 600 --trials 2 --align 50 --duration 500 --record mean_distance,traces,rates@10';
  const { status } = await msm(cwd, 'lyapunov', ...words.split(' '), '--out', 'run', '--quiet');
  expect(status).toBe(0);
}, 60_000);

afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const bytesOf = (place: string) =>
  namesIn(place).map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(join(place, name)))
      .digest('hex'),
  ]);

describe('msm analyse', () => {
  it('says what it found and where the tables are; a second run into the same place gives the same bytes', async () => {
    const words = ['analyse', 'run', '--analysis', 'bifurcation,finite_time,rate_autocorrelation', '--out', 'tables'];
    const first = await msm(cwd, ...words);
    expect([first.status, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toMatch(/^bifurcation: unit \d+/m);
    expect(first.stdout).toMatch(/^finite_time: exponent 1 over \d+ windows of 10\.0 ms: mean /m);
    expect(first.stdout).toMatch(/^rate_autocorrelation: mean square of the states .*mean field: /m);
    expect(first.stdout).toMatch(/^tables\/bifurcation\.parquet +\d+ rows?$/m);
    const before = bytesOf(join(cwd, 'tables'));
    expect(before.map(([name]) => name)).toEqual([
      'bifurcation.parquet',
      'finite_time.parquet',
      'finite_time_moments.parquet',
      'periods.parquet',
      'rate_autocorrelation.parquet',
    ]);
    const second = await msm(cwd, ...words);
    expect(second.stdout).toBe(first.stdout);
    expect(bytesOf(join(cwd, 'tables'))).toEqual(before);
    expect((await msm(cwd, 'verify', 'run')).status).toBe(0);
  });

  it('leaves out what takes long unless it is named, and takes options', async () => {
    const all = await msm(cwd, 'analyze', 'run', '--out', 'all', '--json');
    const { verdicts, ok } = JSON.parse(all.stdout);
    expect(ok).toBe(true);
    const names = verdicts.map(({ analysis }: { analysis: string }) => analysis);
    expect(names).toEqual(expect.arrayContaining(['dimension', 'bifurcation', 'autocorrelation']));
    expect(names).not.toContain('covariant');
    const settings = ['vectors=3', 'covariant.duration=200', 'settle=100'].flatMap((one) => ['--set', one]);
    const named = await msm(
      cwd,
      'analyse',
      'run',
      '--analysis',
      'covariant',
      ...settings,
      '--out',
      'named',
      '--format',
      'csv',
    );
    expect([named.status, named.stdout]).toEqual([0, expect.stringContaining('from 3 covariant vectors over 0.200 s')]);
    expect(namesIn(join(cwd, 'named'))).toContain('covariant_angles.csv');
  });

  it('lists what there is and computes nothing', async () => {
    const { stdout } = await msm(cwd, 'analyse', 'run', '--list');
    expect(stdout).toMatch(/^covariant: covariant Lyapunov vectors/m);
    expect(stdout).toContain('only with --analysis covariant, since it takes long');
    expect(stdout).toMatch(/^ {2}--set vectors=8 +integer >= 2 +covariant vectors/m);
    expect(existsSync(join(cwd, 'run', 'analysis'))).toBe(false);
  });

  it.each([
    [['run', '--analysis', 'finite_tme'], 'finite_tme is not an analysis of', 'Did you mean finite_time'],
    [
      ['run', '--analysis', 'bifurcation', '--set', 'tolerence=1'],
      'tolerence is not an option of bifurcation',
      'Did you mean tolerance',
    ],
    [
      ['run', '--analysis', 'bifurcation', '--set', 'tolerance=2'],
      'tolerance = 2 (--set tolerance)',
      'greater than 0 and less than 1',
    ],
    [['run', '--set', 'tolerance'], '--set tolerance: must be KEY=VALUE', 'copies=50'],
    [['run', '--format', 'parqet'], 'parqet', 'parquet'],
    [['nowhere'], 'nowhere', ''],
    [['run', '--analysis', 'covariant', '--set', 'vectors=21'], '--set vectors=21', 'at most 20'],
  ])('refuses %j, and writes nothing', async (words, message, more) => {
    const { status, stderr, stdout } = await msm(cwd, 'analyse', ...words, '--out', 'none');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
    expect(stderr).toContain(more);
    expect(existsSync(join(cwd, 'none'))).toBe(false);
  });
});
