/** Sweeps with the real program: workers that die, status, tasks by number, grids that change. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { launch, msm, namesIn, waitUntil } from './msm.js';

const SMALL = ['simulate', '--N', '13', '--K', '2', '--T', '40'];
/** Long enough to be caught in the middle on any machine. */
const LONG = ['simulate', '--N', '64', '--K', '3', '--T', '6000', '--tau-J', '10,20,30', '--record', 'distance,sigma'];

/** The process that has a task now. */
function workerOf(folder: string, task: number): number | undefined {
  const name = namesIn(join(folder, 'claims')).find((one) => one.startsWith(`${task}.`));
  return name === undefined ? undefined : JSON.parse(readFileSync(join(folder, 'claims', name), 'utf8')).pid;
}

describe('msm with a sweep', () => {
  const folder = temporaryFolders();

  it('does the run of a worker that was killed again, with a new worker, to the same bytes', async () => {
    const cwd = folder();
    const { child, ended } = launch(cwd, ...LONG, '--out', 'sweep', '--jobs', '2');
    let killed: number | undefined;
    await waitUntil(cwd, child, () => {
      // its first chunk is written: it is in the middle of its run
      const [run] = namesIn(join(cwd, 'sweep', 'runs')).filter((name) => name.startsWith('1-'));
      const isUnderWay = run !== undefined && namesIn(join(cwd, 'sweep', 'runs', run, 'chunks')).length > 0;
      if (!isUnderWay) return false;
      killed = workerOf(join(cwd, 'sweep'), 1);
      return killed !== undefined;
    });
    process.kill(killed as number, 'SIGKILL');
    const { status, stdout, stderr } = await ended;
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^sweep folder +sweep\nruns done +3\nruns failed +0\n/);
    expect(stderr).toMatch(
      new RegExp(`^run 1 is lost and done again: its worker \\(process ${killed}\\) ended with SIGKILL$`, 'm'),
    );
    await msm(cwd, ...LONG, '--out', 'straight', '--jobs', '1', '--quiet');
    expect(dataHashes(join(cwd, 'sweep'))).toEqual(dataHashes(join(cwd, 'straight')));
    expect(namesIn(join(cwd, 'sweep', 'claims'))).toEqual([]);
  });

  it('tells how it stands, does tasks by number or share, and finishes with resume', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--tau-J', '10,20', '--out', 'sweep', '--quiet');
    // a larger grid, of which this process does nothing
    const { child, ended } = launch(cwd, ...SMALL, '--tau-J', '1..8', '--out', 'other', '--jobs', '1');
    await waitUntil(cwd, child, () => namesIn(join(cwd, 'other')).includes('sweep.json'));
    child.kill('SIGKILL');
    await ended;
    const before = JSON.parse((await msm(cwd, 'status', 'other', '--json')).stdout);
    expect(before).toMatchObject({ ok: true, total: 8, failed: 0, failures: [] });
    expect(before.done + before.running + before.lost + before.pending).toBe(8);
    expect(
      await msm(cwd, 'work', 'other', '--tasks', '0-3,6', '--share', '1/2', '--jobs', '1', '--json'),
    ).toMatchObject({
      status: 0,
    });
    const { done } = JSON.parse((await msm(cwd, 'status', 'other', '--json')).stdout);
    expect(done).toBeGreaterThanOrEqual(2);
    expect((await msm(cwd, 'work', 'other', '--tasks', '8')).stderr).toMatch(/^E_CONFIG: .*tasks 0 to 7/);
    expect((await msm(cwd, 'work', 'other', '--share', '2/2')).stderr).toMatch(/^E_CONFIG: --share/);
    expect((await msm(cwd, 'resume', 'other', '--quiet')).status).toBe(0);
    const { stdout } = await msm(cwd, 'status', 'other');
    // below, the number that the family reports of a run, over all runs
    expect(stdout).toMatch(
      /^sweep folder {2}other\ndone {10}8 of 8\nrunning {7}0\nfailed {8}0\nlost {10}0\npending {7}0\ntime left {5}-\n +first +last +min +max\n +distance_normalized +\S{8} +0\.4615 +0\.05619 +0\.05612 +0\.4615\n$/,
    );
  });

  it('tells one truth of runs that are lost or damaged, and does them again to the same bytes', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--tau-J', '10,20,30,40,50', '--out', 'sweep', '--quiet', '--jobs', '1');
    const before = dataHashes(join(cwd, 'sweep'));
    const names = namesIn(join(cwd, 'sweep', 'runs'));
    const place = (task: number, file = ''): string => join(cwd, 'sweep', 'runs', names[task], file);
    rmSync(place(1), { recursive: true });
    rmSync(place(3, 'state.arrow'));
    const status = await msm(cwd, 'status', 'sweep');
    expect(status.stdout).toMatch(/^done +3 of 5\nrunning +0\nfailed +0\nlost +1\ndamaged +1\npending +0$/m);
    expect(status.stdout).toContain(`run 1 (tau_J=20) is lost: its folder is gone (sweep/runs/${names[1]})\n`);
    expect(status.stdout).toContain(
      `run 3 (tau_J=40) is damaged: state.arrow is missing or has another size (sweep/runs/${names[3]})\n`,
    );
    expect(status.stdout).toMatch(/^Nobody works on it; go on with: msm resume sweep$/m);
    const verified = await msm(cwd, 'verify', 'sweep');
    expect(verified.status).toBe(5);
    expect(verified.stdout).toContain(`sweep/runs/${names[0]} is intact\n`);
    expect(verified.stdout).toContain(`sweep/runs/${names[1]} is lost: its folder is gone\n`);
    expect(verified.stdout).toContain(`sweep/runs/${names[3]} is damaged: state.arrow is missing\n`);
    const collected = await msm(cwd, 'collect', 'sweep');
    expect(collected.status).toBe(5);
    expect(collected.stdout).toMatch(/^3 runs collected; not collected: 1 lost, 1 damaged\n/);
    expect(collected.stdout).toMatch(
      /^sweep\/results.parquet has 3 rows now and had 5: only runs that are done are in it$/m,
    );
    const resumed = await msm(cwd, 'resume', 'sweep', '--jobs', '1');
    expect([resumed.status, resumed.stderr.split('\n')[0]]).toEqual([
      0,
      '2 runs were lost or damaged and are done again',
    ]);
    expect(resumed.stdout).toMatch(/^runs done +2, 3 were done before$/m);
    expect(dataHashes(join(cwd, 'sweep'))).toEqual(before);
    expect((await msm(cwd, 'status', 'sweep')).stdout).toMatch(/^done +5 of 5$/m);
    expect((await msm(cwd, 'verify', 'sweep')).status).toBe(0);
  });

  it('adds to a sweep what a changed grid wants, and wants a folder for that', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--tau-J', '10,30', '--out', 'sweep', '--quiet');
    const { status, stdout, stderr } = await msm(cwd, ...SMALL, '--tau-J', '10..30:10', '--out', 'sweep', '--resume');
    expect([status, stdout.split('\n')[1]]).toEqual([0, 'runs done     1, 2 were done before']);
    expect(stderr).toMatch(/^1 new runs\nrun 2 \(tau_J=20\) of 3 done in .*: sweep\/runs\/2-\w{12}\n$/);
    expect((await msm(cwd, ...SMALL, '--resume')).stderr).toMatch(/^E_CONFIG: --resume needs the folder/);
  });

  it('says of each failure at once its values, code and log, and lists it afterwards', async () => {
    const cwd = folder();
    const diverging = ['simulate', '--model-class', 'memory-matrix', '--mode', 'faithful', '--N', '8', '--K', '2'];
    const args = [...diverging, '--u', '1', '--tau-J', '100,200', '--out', 'sweep', '--jobs', '1', '--retries', '3'];
    const { status, stdout, stderr } = await msm(cwd, ...args, '--fail-fast', '--quiet');
    expect([status, stdout]).toEqual([4, '']);
    const line = /^run 0 \(tau_J=100\) of 2 failed: E_DIVERGED: .+ \(sweep\/runs\/0-\w{12}\/log\.jsonl\)\n$/;
    expect(stderr).toMatch(line);
    const listed = (await msm(cwd, 'status', 'sweep')).stdout;
    expect(listed).toMatch(/^failed +1$/m);
    expect(listed).toMatch(/^run 0 \(tau_J=100\) failed: E_DIVERGED: .+ \(sweep\/runs\/0-\w{12}\/log\.jsonl\)$/m);
    expect(listed).toMatch(/^Nobody works on it; go on with: msm resume sweep$/m);
    const again = await msm(cwd, 'resume', 'sweep', '--json', '--jobs', '1');
    expect(again.status).toBe(4);
    expect(JSON.parse(again.stdout)).toMatchObject({
      ok: false,
      failures: [
        { index: 0, axes: { tau_J: 100 }, log: expect.stringMatching(/log\.jsonl$/), error: { code: 'E_DIVERGED' } },
        { index: 1, axes: { tau_J: 200 } },
      ],
    });
  });

  it('does nothing more after as many failures as were allowed, though a worker has a share of tasks', async () => {
    const cwd = folder();
    const grid = [
      'simulate',
      '--N',
      '8',
      '--K',
      '2',
      '--k',
      '0.7,1e308',
      '--T',
      '10',
      '--replicas',
      '40',
      '--jobs',
      '1',
    ];
    const { status, stdout } = await msm(cwd, ...grid, '--max-failures', '2', '--json', '--out', 'sweep');
    expect(status).toBe(4);
    const { done, failures, left } = JSON.parse(stdout);
    expect([done, failures.length, left]).toEqual([40, 3, 37]);
  });

  it('says of the folder of one run that it is no sweep', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--out', 'one', '--quiet');
    const { status, stderr } = await msm(cwd, 'work', 'one');
    expect([status, stderr]).toEqual([
      2,
      'E_CONFIG: one is the folder of one run, not of a sweep\nLook at it with: msm show one\n',
    ]);
  });

  it('says how many points a search tries if nobody did', async () => {
    const cwd = folder();
    const args = [...SMALL, '--search', 'random', '--objective', 'distance', '--out', 'found'];
    const { child, ended } = launch(cwd, ...args, '--tau-J', '1..20');
    await waitUntil(cwd, child, () => namesIn(cwd).includes('found'));
    child.kill('SIGINT');
    expect((await ended).stderr).toMatch(/^tries 64 points; another number with --budget$/m);
  });

  it('goes on when nobody reads its messages any more', async () => {
    const cwd = folder();
    const { child, ended } = launch(cwd, ...SMALL, '--tau-J', '1..6', '--out', 'sweep', '--jobs', '1');
    child.stderr?.destroy();
    const { status, stdout } = await ended;
    expect(status).toBe(0);
    expect(stdout).toMatch(/^sweep folder +sweep\nruns done +6\nruns failed +0\n/);
  });
});
