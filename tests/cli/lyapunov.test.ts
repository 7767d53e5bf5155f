import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { launch, msm, waitUntil } from './msm.js';

const SMALL = [
  'lyapunov',
  '--N',
  '20',
  '--p',
  '0.4',
  '--trials',
  '3',
  '--T',
  '200',
  '--align',
  '50',
  '--duration',
  '200',
];

/** Hashes of all result files of a sweep, by path; without what names times and hosts. */
function resultsOf(folder: string): { readonly [path: string]: string } {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.(parquet|arrow)$/.test(name) || name.endsWith('manifest.json'),
  );
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return Object.fromEntries(files.sort().map((name) => [name, hash(name)]));
}

describe('msm lyapunov', () => {
  const folder = temporaryFolders();

  it('gives the same bytes for any number of workers', async () => {
    const cwd = folder();
    for (const jobs of ['1', '2', '3']) {
      const { status, stderr } = await msm(
        cwd,
        ...SMALL,
        '--g',
        '2..10:4',
        '--session',
        '1,2',
        '--jobs',
        jobs,
        '--out',
        jobs,
      );
      expect(status, stderr).toBe(0);
    }
    const one = resultsOf(join(cwd, '1'));
    expect(Object.keys(one).filter((name) => name.endsWith('verdicts.parquet'))).toHaveLength(6);
    expect(resultsOf(join(cwd, '2'))).toEqual(one);
    expect(resultsOf(join(cwd, '3'))).toEqual(one);
  });

  it('leaves one row a run with parameters and summary', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--g', '0.5,9', '--out', 'sweep', '--quiet');
    const path = join(cwd, 'sweep', 'results.parquet');
    const { nRows, columns } = await readTable(readFileSync(path), path);
    const column = (name: string): unknown => [...(columns.find((one) => one.name === name)?.data ?? [])];
    expect(nRows).toBe(2);
    expect(column('g')).toEqual([0.5, 9]);
    expect(column('fixed_point_trials')).toEqual([3, expect.any(Number)]);
    expect((column('lambda_published') as unknown[])[0]).toBeNull();
  });

  it('stops all workers at a signal and finishes on resume with the bytes of an undisturbed sweep', async () => {
    const cwd = folder();
    const long = [
      'lyapunov',
      '--N',
      '60',
      '--trials',
      '6',
      '--g',
      '3,6,9',
      '--T',
      '3000',
      '--duration',
      '4000',
      '--jobs',
      '2',
    ];
    const { child, ended } = launch(cwd, ...long, '--out', 'cut');
    await waitUntil(cwd, child, () =>
      readdirSync(join(cwd), { recursive: true }).some((name) => String(name).endsWith('run.json')),
    );
    child.kill('SIGINT');
    const { status } = await ended;
    expect(status).toBe(75);
    const again = await msm(cwd, 'resume', 'cut');
    expect(again.status, again.stderr).toBe(0);
    await msm(cwd, ...long, '--out', 'whole', '--quiet');
    expect(resultsOf(join(cwd, 'cut'))).toEqual(resultsOf(join(cwd, 'whole')));
  });

  it('checks itself on a reference system and names the nearest for a wrong one', async () => {
    const cwd = folder();
    const { status, stdout } = await msm(cwd, 'lyapunov', '--system', 'logistic', '--json');
    expect(status).toBe(0);
    const [{ low, high, literature }] = JSON.parse(stdout).exponents;
    expect(low).toBeLessThanOrEqual(literature);
    expect(high).toBeGreaterThanOrEqual(literature);
    const wrong = await msm(cwd, 'lyapunov', '--system', 'lorens');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('Did you mean lorenz?');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('refuses flags that a reference system has no use for', async () => {
    const cwd = folder();
    for (const flags of [
      ['--g', '4'],
      ['--out', 'x'],
    ]) {
      const { status, stderr } = await msm(cwd, 'lyapunov', '--system', 'henon', ...flags);
      expect([status, stderr]).toEqual([2, expect.stringContaining(`${flags[0]} has no effect on a reference system`)]);
    }
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('says of each run of a sweep which one it is, its exponent with error, and the verdicts', async () => {
    const cwd = folder();
    const { stdout, stderr } = await msm(cwd, ...SMALL, '--g', '0.5,0.8', '--session', '2', '--out', 'sweep');
    expect(stdout, stderr).toMatch(
      /^run 0 \(g=0\.5\) +λ₁ \[1\/s\] = -[\d.]+ ± \S+ +3 fixed point +published λ = - +sweep\/runs\/0-\w+$/m,
    );
    expect(stdout).toMatch(/^run 1 \(g=0\.8\) /m);
  });

  it('says why there is no estimate, in the report, as JSON and in run.json', async () => {
    const cwd = folder();
    const why = 'no trial ends at a distance of 1 or more';
    const { stdout, stderr } = await msm(cwd, ...SMALL, '--g', '0.5', '--exponents', '0', '--out', 'none');
    expect(stdout, stderr).toContain(`λ [1/s] = - after 200 steps  (${why})`);
    expect(stdout).toContain('λ₁ [1/s] = -  (exponents = 0)');
    const { summary } = JSON.parse(readFileSync(join(cwd, 'none', 'run.json'), 'utf8'));
    expect(summary).toContainEqual(expect.objectContaining({ name: 'lambda_published', value: null, reason: why }));
    const [only] = JSON.parse((await msm(cwd, ...SMALL, '--g', '0.5', '--json')).stdout).runs;
    expect(only.reasons).toMatchObject({ lambda_published: why });
  });

  it('chooses the interval of QR where it is told auto, beside numbers in a sweep, and says which', async () => {
    const cwd = folder();
    const long = [...SMALL.slice(0, -1), '2000', '--g', '9'];
    const { status, stdout, stderr } = await msm(cwd, ...long, '--qr-every', '10,auto', '--out', 'sweep');
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^run 1 \(qr_every=auto\) /m);
    const path = join(cwd, 'sweep', 'results.parquet');
    const { columns } = await readTable(readFileSync(path), path);
    const column = (name: string): unknown[] => [...(columns.find((one) => one.name === name)?.data ?? [])];
    expect(column('qr_every')).toEqual(['10', 'auto']);
    expect(column('interval_steps')).toEqual([null, 25]);
    const [ten, auto] = column('lambda_1') as number[];
    expect(Math.abs(auto - ten)).toBeLessThan(1e-10);
    const one = await msm(cwd, ...long, '--qr-every', 'AUTO', '--out', 'one');
    expect(one.stdout, one.stderr).toMatch(/^steps of an interval +25$/m);
    const wrong = await msm(cwd, ...SMALL, '--qr-every', 'aut');
    expect([wrong.status, wrong.stderr]).toEqual([
      2,
      expect.stringMatching(
        /^E_CONFIG: --qr-every aut: must be an integer of at least 1 or auto \(.*\)\. Did you mean auto\?/,
      ),
    ]);
  });

  it('takes boolean parameters as bare flags, and writes one point of theory a run of a sweep', async () => {
    const cwd = folder();
    const flags = [...SMALL, '--weights', 'variance', '--g', '0.5,0.8', '--mean-field', '--no-centred'];
    const { status, stderr } = await msm(cwd, ...flags, '--out', 'sweep', '--quiet');
    expect(status, stderr).toBe(0);
    const path = join(cwd, 'sweep', 'results.parquet');
    const { columns } = await readTable(readFileSync(path), path);
    const column = (name: string): unknown => [...(columns.find((one) => one.name === name)?.data ?? [])];
    expect(column('centred')).toEqual([false, false]);
    const [first, second] = column('lambda_mf') as number[];
    // below the onset: (g_eff - 1)/tau with tau = 20 ms
    expect([first, second].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([-25, -10]);
    const points = readdirSync(join(cwd, 'sweep'), { recursive: true, encoding: 'utf8' });
    expect(points.filter((name) => name.endsWith('mean_field.parquet'))).toHaveLength(2);
  });

  it('says that it stopped early, in the report and in run.json', async () => {
    const cwd = folder();
    const flags = SMALL.map((word) => (word === '200' ? '400' : word));
    flags.push('--g', '0.5', '--stop-at-rest', '--out', 'rest');
    const { status, stdout, stderr } = await msm(cwd, ...flags);
    expect(status, stderr).toBe(0);
    expect(stdout + stderr).toMatch(/trials left at rest +3/);
    expect(stdout + stderr).toMatch(/exponents stopped at step +400/);
    const run = JSON.parse(readFileSync(join(cwd, 'rest', 'run.json'), 'utf8'));
    expect([run.status, run.step, run.steps]).toEqual(['done', 400, 400]);
    const again = await msm(cwd, 'resume', 'rest');
    expect(again.status, again.stderr).toBe(0);
    const verified = await msm(cwd, 'verify', 'rest');
    expect(verified.status, verified.stderr).toBe(0);
  });

  it('takes input from files: one number a unit, or a course that repeats', async () => {
    const cwd = folder();
    const units = Array.from({ length: 20 }, (_, i) => i);
    const course = [1, 2, 3].map((row) => units.map((i) => (row * i) / 40).join(',')).join('\n');
    writeFileSync(join(cwd, 'current.csv'), `current\n${units.map((i) => i / 20).join('\n')}\n`);
    writeFileSync(join(cwd, 'course.csv'), `${units.map((i) => `unit_${i}`).join(',')}\n${course}\n`);
    for (const [flag, file] of [
      ['--current', 'current.csv'],
      ['--drive', 'course.csv'],
    ]) {
      const { status, stderr } = await msm(cwd, ...SMALL, flag, file, '--out', `with${flag}`);
      expect(status, stderr).toBe(0);
    }
    const { inputs } = JSON.parse(readFileSync(join(cwd, 'with--drive', 'run.json'), 'utf8'));
    expect(inputs).toMatchObject([{ key: 'drive', shape: [3, 20] }]);
    const other = SMALL.map((word) => (word === '20' ? '21' : word));
    const wrong = await msm(cwd, ...other, '--current', 'current.csv', '--out', 'wrong');
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/current/);
    expect(readdirSync(cwd)).not.toContain('wrong');
  });

  it.each([
    [['--preset', 'published', '--seed', '4'], /whatever the seed/],
    [['--stream', 'published', '--replicas', '2'], /2 replicas would all be equal/],
    [['--method', 'bounds', '--lower', '1'], /between/],
    [['--sum-rule'], /exponents = 200/],
    [['--p', '0'], /greater than 0/],
    [['--dt', '40'], /stability/],
    [['--g', 'nan'], /number/],
    [['--g', '1..inf:3'], /has inf where a number must stand/],
    [['--T', '100', '--fit-from', '50', '--fit-to', '200'], /the window of steps 50 to 200 must hold/],
    [['--tolerance', '0.1', '--exponents', '0'], /the tolerance is one of exponents, and there are none/],
    [['--T', '1'], /shorter/],
  ])('refuses %j before anything is written', async (flags, reason) => {
    const cwd = folder();
    const { status, stderr } = await msm(cwd, 'lyapunov', ...flags);
    expect(status).toBe(2);
    expect(stderr).toMatch(reason);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
