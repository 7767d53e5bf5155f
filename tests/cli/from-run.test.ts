import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { msm } from './msm.js';

const folder = temporaryFolders();
const runOf = (path: string) => JSON.parse(readFileSync(join(path, 'run.json'), 'utf8'));

describe('msm ... --from-run', () => {
  it('begins another run from the last state, with the parameters that are not set', async () => {
    const cwd = folder();
    await msm(cwd, 'simulate', '--N', '20', '--K', '3', '--beta', '7', '--T', '50', '--out', 'first');
    const { status, stderr } = await msm(
      cwd,
      'simulate',
      '--from-run',
      'first',
      '--u',
      '2',
      '--T',
      '30',
      '--out',
      'then',
    );
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('begins from the last state of first as a run of its own');
    const run = runOf(join(cwd, 'then'));
    expect(run.parameters).toMatchObject({ N: 20, K: 3, beta: 7, u: 2, T: 30 });
    expect(run.inputs.map(({ key }: { key: string }) => key).sort()).toEqual(['J0', 'patterns', 'sigma0']);
  });

  it('says why a rate network begins a run of its own', async () => {
    const cwd = folder();
    await msm(
      cwd,
      'lyapunov',
      '--N',
      '20',
      '--p',
      '0.5',
      '--trials',
      '1',
      '--T',
      '20',
      '--exponents',
      '0',
      '--out',
      'first',
    );
    const words = ['lyapunov', '--from-run', 'first', '--T', '40', '--exponents', '0', '--out', 'then'];
    const { status, stderr } = await msm(cwd, ...words);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain('as a run of its own: its estimates are of the whole run');
    expect(
      runOf(join(cwd, 'then'))
        .inputs.map(({ key }: { key: string }) => key)
        .sort(),
    ).toEqual(['W', 'initial']);
  });

  it('takes over what was shown and the transitions that the run was given', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, 'field.csv'), `pattern\n${'2\n'.repeat(60)}`);
    writeFileSync(join(cwd, 'Tra.csv'), '0.2,0.3,0.5\n0.5,0.2,0.3\n0.3,0.5,0.2\n');
    const given = ['--field', 'field.csv', '--Tra0', 'Tra.csv', '--model-class', 'memory-matrix', '--u', '1'];
    const first = await msm(cwd, 'simulate', '--N', '20', '--K', '3', '--T', '50', ...given, '--out', 'first');
    expect(first.status, first.stderr).toBe(0);
    const { status, stderr } = await msm(cwd, 'simulate', '--from-run', 'first', '--beta', '3', '--out', 'then');
    expect(status, stderr).toBe(0);
    const hashes = (path: string): { readonly [key: string]: string } =>
      Object.fromEntries(
        runOf(join(cwd, path)).inputs.map(({ key, sha256 }: { [key: string]: string }) => [key, sha256]),
      );
    const { field, Tra0 } = hashes('first');
    expect(hashes('then')).toMatchObject({ field, Tra0 });
  });

  it('makes the run longer where nothing but its length is set, and refuses another family with nothing written', async () => {
    const cwd = folder();
    await msm(cwd, 'simulate', '--N', '20', '--K', '3', '--T', '50', '--out', 'first');
    const longer = await msm(cwd, 'simulate', '--from-run', 'first', '--T', '80', '--out', 'longer');
    expect(longer.status, longer.stderr).toBe(0);
    await msm(cwd, 'simulate', '--N', '20', '--K', '3', '--T', '80', '--out', 'straight');
    expect(runOf(join(cwd, 'longer')).manifestSha256).toBe(runOf(join(cwd, 'straight')).manifestSha256);
    const { status, stderr } = await msm(cwd, 'lyapunov', '--from-run', 'first', '--out', 'none');
    expect([status, existsSync(join(cwd, 'none'))]).toEqual([2, false]);
    expect(stderr).toContain('--from-run first is a run of the family hebbian, not of rate');
  });
});
