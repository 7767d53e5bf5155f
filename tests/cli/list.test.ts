import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { msm } from './msm.js';

const SMALL = ['simulate', '--N', '8', '--K', '2', '--T', '10', '--quiet'];

describe('commands without a folder', () => {
  const folder = temporaryFolders();

  it('take the newest of the kind that they take, and say which', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--tau-J', '10,20', '--jobs', '1');
    await msm(cwd, ...SMALL);
    const shown = await msm(cwd, 'show');
    expect([shown.status, shown.stderr]).toEqual([0, 'runs/hebbian-0002, the newest\n']);
    expect(shown.stdout).toMatch(/^run +runs\/hebbian-0002 \(hebbian, done\)$/m);
    const status = await msm(cwd, 'status');
    expect([status.status, status.stderr]).toEqual([0, 'runs/hebbian-0002, the newest\n']);
    expect((await msm(cwd, 'collect')).stderr).toBe('runs/hebbian-0001, the newest\n');
    expect((await msm(cwd, 'verify')).stdout).toMatch(/runs\/hebbian-0002 is intact/);
    const nothing = await msm(cwd, 'resume');
    expect([nothing.status, nothing.stderr]).toEqual([2, expect.stringMatching(/no unfinished run or sweep/)]);
    rmSync(join(cwd, 'runs', 'hebbian-0001', 'runs'), { recursive: true });
    const resumed = await msm(cwd, 'resume', '--jobs', '1');
    expect([resumed.status, resumed.stderr.split('\n')[0]]).toEqual([
      0,
      'runs/hebbian-0001, the newest that is unfinished',
    ]);
    expect((await msm(cwd, 'status', 'runs/hebbian-0001')).stdout).toMatch(/^done +2 of 2$/m);
  });
});

describe('msm list', () => {
  const folder = temporaryFolders();

  it('has one line for each run, sweep and search, oldest first, damaged ones too', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--tau-J', '10,20', '--u', '0.5,1,2', '--jobs', '1');
    await msm(cwd, ...SMALL, '--tau-J', '10');
    await msm(cwd, ...SMALL, '--tau-J', '10..20', '--search', 'random', '--budget', '2', '--objective', 'distance:min');
    await msm(cwd, 'lyapunov', '--N', '8', '--p', '0.5', '--trials', '1', '--T', '20', '--exponents', '0', '--quiet');
    const { stdout } = await msm(cwd, 'list', '--json');
    const { entries } = JSON.parse(stdout);
    const told = entries.map(({ folder: place, kind, family, state, parameters }: { [key: string]: string }) => [
      place,
      kind,
      family,
      state,
      parameters,
    ]);
    expect(told.slice(0, 2)).toEqual([
      ['runs/hebbian-0001', 'sweep', 'hebbian', '6 of 6 done', 'tau_J (2) x u (3)'],
      ['runs/hebbian-0002', 'run', 'hebbian', 'done', 'N=8 K=2 tau_J=10 T=10'],
    ]);
    expect(told[2].slice(0, 4)).toEqual(['runs/hebbian-0003', 'search', 'hebbian', '2 of 2 done']);
    expect(told[3]).toEqual(['runs/rate-0001', 'run', 'rate', 'done', 'N=8 p=0.5 T=20 trials=1 exponents=0']);
    expect(entries[1].bytes).toBeGreaterThan(1000);
    expect(Date.parse(entries[0].started)).toBeLessThanOrEqual(Date.parse(entries[1].started));
    writeFileSync(join(cwd, 'runs', 'hebbian-0002', 'run.json'), '{}');
    const again = await msm(cwd, 'list');
    expect(again.status).toBe(0);
    expect(again.stdout).toMatch(/^runs\/hebbian-0002 +run +damaged /m);
    expect(again.stdout.trimEnd().split('\n')).toHaveLength(4);
  });

  it('says that there is nothing where nothing is', async () => {
    const cwd = folder();
    const { status, stdout } = await msm(cwd, 'list');
    expect([status, stdout]).toEqual([0, 'there are no runs or sweeps in runs/\n']);
    // a folder that was named and is none is a slip
    for (const named of ['nowhere', '']) {
      const wrong = await msm(cwd, 'list', named);
      expect([wrong.status, wrong.stderr]).toEqual([2, `E_CONFIG: ${named === '' ? '""' : named} does not exist\n`]);
    }
  });
});

describe('runs of a sweep', () => {
  const folder = temporaryFolders();

  it('are listed by number, from 0, with what tells them apart, wherever they are listed', async () => {
    const cwd = folder();
    const { stdout, stderr } = await msm(cwd, ...SMALL.slice(0, -1), '--tau-J', '10,20', '--jobs', '1', '--out', 's');
    expect(stderr).toMatch(/^run 0 \(tau_J=10\) of 2 done in .*\nrun 1 \(tau_J=20\) of 2 done in /);
    expect(stdout).toMatch(/^run 0 \(tau_J=10\) +S\/k\^2 = .* s\/runs\/0-\w{12}$/m);
    const shown = await msm(cwd, 'show', 's');
    expect(shown.stdout).toMatch(
      /^run 0 \(tau_J=10\) +done +step 10 of 10 +s\/runs\/0-\w{12}\nrun 1 \(tau_J=20\) +done +step 10 of 10 +s\/runs\/1-\w{12}\n$/,
    );
  });
});
