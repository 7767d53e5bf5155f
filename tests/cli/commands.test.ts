/** The commands as a person uses them: what they print, where, and with which exit status. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import Verify from '../../src/commands/verify.js';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { filesBelow } from '../run/harness.js';
import { logOf, msm, namesIn } from './msm.js';

const SMALL = ['simulate', '--N', '13', '--K', '2', '--T', '40'];
const DIVERGING = [
  'simulate',
  '--model-class',
  'memory-matrix',
  '--mode',
  'faithful',
  '--N',
  '8',
  '--K',
  '2',
  '--u',
  '1',
];

const values = async (path: string) => {
  const { columns } = await readTable(readFileSync(path), path);
  return columns.map(({ name, data }) => [name, [...data]]);
};

describe('msm simulate', () => {
  const folder = temporaryFolders();

  it('ends with a short summary on stdout and takes the next free folder', async () => {
    const cwd = folder();
    const first = await msm(cwd, ...SMALL);
    expect([first.status, first.stderr]).toEqual([0, '']);
    const labels = first.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/)[0]);
    expect(labels).toEqual(['run folder', 'distance to k H', 'theory', 'asymptote', 'steps per second', 'look at it']);
    const second = await msm(cwd, ...SMALL, '--json');
    const report = JSON.parse(second.stdout);
    expect(report).toMatchObject({ ok: true, folder: join('runs', 'hebbian-0002'), skipped: 0, failures: [] });
    expect(report.runs[0]).toMatchObject({
      status: 'done',
      steps: 40,
      identity: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(second.stderr).toBe('');
    expect(namesIn(join(cwd, 'runs', 'hebbian-0002'))).toEqual([
      'log.jsonl',
      'manifest.json',
      'run.json',
      'state.arrow',
      'timeseries.parquet',
    ]);
  });

  it('prints nothing with --quiet', async () => {
    expect(await msm(folder(), ...SMALL, '--quiet')).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
  });

  it('says of a preset whose run another has already that it adds none', async () => {
    const { stdout } = await msm(folder(), 'simulate', '--preset', 'th1,th1_ts1', '--T', '20', '--dry-run');
    expect(stdout).toMatch(/^runs +1\nth1 +one run\nth1_ts1 +no runs but those above\n/);
  });

  it('with --dry-run tells the plan and writes nothing', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await msm(cwd, ...SMALL, '--tau-J', '10,20', '--replicas', '3', '--dry-run');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^runs +6\nsweep over +tau_J \(2, 10 and 20\)\nsteps +240\ntime .*\nmemory .*\ndisk .*\n/);
    expect(stdout).toMatch(/nothing was written\n$/);
    const { dryRun } = JSON.parse((await msm(cwd, ...SMALL, '--dry-run', '--json')).stdout);
    expect(dryRun).toMatchObject({ runs: 1, steps: 40 });
    expect(namesIn(cwd)).toEqual([]);
  });

  it('runs a sweep, each run in a folder of its own, and resumes it to nothing', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await msm(
      cwd,
      ...SMALL,
      '--tau-J',
      '10,20',
      '--replicas',
      '2',
      '--out',
      'sweep',
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(/^sweep folder +sweep\nruns done +4\nruns failed +0\n/);
    // the workers finish in any order
    const lines = stderr.trimEnd().split('\n').sort();
    expect(lines).toHaveLength(4);
    for (const [i, line] of lines.entries())
      expect(line).toMatch(new RegExp(`^run ${i} \\(tau_J=\\d+ replica=\\d\\) of 4 done in .*: sweep/runs/${i}-`));
    const runs = namesIn(join(cwd, 'sweep', 'runs')).map((name) =>
      JSON.parse(readFileSync(join(cwd, 'sweep', 'runs', name, 'run.json'), 'utf8')),
    );
    expect(runs.map(({ parameters, replica }) => [parameters.tau_J, replica])).toEqual([
      [10, 0],
      [10, 1],
      [20, 0],
      [20, 1],
    ]);
    expect(new Set(runs.map(({ seed }) => seed)).size).toBe(2);
    const again = await msm(cwd, 'resume', 'sweep', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ ok: true, runs: [], skipped: 4 });
    expect((await msm(cwd, 'resume', 'sweep')).stdout).toBe(
      'sweep is finished already; look at it with: msm show sweep\n',
    );
    const shown = (await msm(cwd, 'show', 'sweep')).stdout.trimEnd().split('\n');
    expect(shown).toHaveLength(4);
    for (const line of shown)
      expect(line).toMatch(/^run \d \(tau_J=\d+ replica=\d\) +done +step 40 of 40 +sweep\/runs\/\d-\w{12}$/);
  });

  it('stops a run of which a derived number is not finite, and refuses what can only make such numbers', async () => {
    const cwd = folder();
    const small = ['simulate', '--N', '10', '--K', '2', '--T', '5'];
    const large = await msm(cwd, ...small, '--u', '1e308', '--record', 'lyapunov', '--out', 'large');
    expect([large.status, large.stdout]).toEqual([3, '']);
    expect(large.stderr).toMatch(/^E_DIVERGED: lyapunov of table timeseries is -Infinity at step \d\n/);
    expect(JSON.parse(readFileSync(join(cwd, 'large', 'run.json'), 'utf8'))).toMatchObject({ status: 'failed' });
    const strong = await msm(cwd, ...small, '--k', '1e200', '--out', 'strong');
    expect([strong.status, strong.stdout]).toEqual([3, '']);
    expect(strong.stderr).toMatch(
      /^E_DIVERGED: J\[\d, \d\] = \S+e\+(199|200) is too large to compute with before step 0\n/,
    );
    expect(JSON.parse(readFileSync(join(cwd, 'strong', 'run.json'), 'utf8')).error).toMatchObject({
      code: 'E_DIVERGED',
      step: 0,
      variable: 'J',
      index: [expect.any(Number), expect.any(Number)],
    });
    const small2 = await msm(cwd, ...small, '--k', '1e-200', '--out', 'tiny');
    expect([small2.status, small2.stderr]).toEqual([2, expect.stringMatching(/--k 1e-200.*at least 1e-100 in size/)]);
    const cold = await msm(cwd, ...small, '--beta', '1e-101', '--out', 'tiny');
    expect([cold.status, cold.stderr]).toEqual([2, expect.stringMatching(/k = tanh\(beta\)/)]);
    expect(namesIn(cwd)).toEqual(['large', 'strong']);
  });

  it('stops a run that diverges with step, variable and index, and a sweep of such runs with status 4', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await msm(cwd, ...DIVERGING, '--out', 'run');
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(
      /^E_DIVERGED: (Xi\[\d, \d\]|Tra\[\d, \d\]|J\[\d, \d\]|sigma\[\d\]) = \S+ before step \d+\n.+\n$/,
    );
    const run = JSON.parse(readFileSync(join(cwd, 'run', 'run.json'), 'utf8'));
    expect(run).toMatchObject({
      status: 'failed',
      exitStatus: 3,
      error: { code: 'E_DIVERGED', step: expect.any(Number), variable: expect.any(String), index: expect.any(Array) },
    });
    expect(logOf(join(cwd, 'run')).map(({ event }) => event)).toEqual(['start', 'failed']);
    const { columns } = await readTable(readFileSync(join(cwd, 'run', 'timeseries.parquet')), 'timeseries.parquet');
    for (const { name, data } of columns) {
      expect(data, name).toHaveLength(run.error.step);
      // there is no theory for this model
      const values = [...(data as readonly (number | null)[])];
      expect(
        values.every((value) => value === null || Number.isFinite(value)),
        name,
      ).toBe(true);
    }
    expect((await msm(cwd, 'verify', 'run')).status).toBe(0);
    const json = JSON.parse((await msm(cwd, ...DIVERGING, '--out', 'two', '--json')).stdout);
    expect(json).toMatchObject({ ok: false, error: { code: 'E_DIVERGED', step: run.error.step, exitStatus: 3 } });
    const sweep = await msm(cwd, ...DIVERGING, '--replicas', '2', '--out', 'sweep', '--json');
    expect(sweep.status).toBe(4);
    expect(JSON.parse(sweep.stdout)).toMatchObject({ ok: false, failures: [{ index: 0 }, { index: 1 }] });
  });

  it('writes the same numbers in every format', async () => {
    const cwd = folder();
    const record = ['--record', 'distance,energy,lyapunov,J@[0,39],sigma@13', '--u', '1'];
    const kinds: readonly (readonly string[])[] = [
      ['--format', 'parquet'],
      ['--parquet', 'compatible'],
      ['--format', 'arrow'],
      ['--format', 'csv'],
    ];
    const tables: unknown[] = [];
    for (const [i, kind] of kinds.entries()) {
      const { status, stderr } = await msm(cwd, ...SMALL, ...record, ...kind, '--out', `run${i}`);
      expect(status, stderr).toBe(0);
      const ending = kind[1] === 'compatible' ? 'parquet' : kind[1];
      const names = ['timeseries', 'couplings', 'sigma'].map((name) => join(cwd, `run${i}`, `${name}.${ending}`));
      tables.push(await Promise.all(names.map(values)));
      const verified = await msm(cwd, 'verify', `run${i}`);
      expect([verified.status, verified.stdout.split('\n').at(-2)]).toEqual([0, `run${i} is intact`]);
    }
    for (const other of tables.slice(1)) expect(other).toEqual(tables[0]);
    const notes = JSON.parse(readFileSync(join(cwd, 'run3', 'timeseries.csv.json'), 'utf8'));
    expect(JSON.stringify(notes)).toContain('msm.parameters');
  });

  it('takes a negative number, a preset and --set, the later over the earlier', async () => {
    const cwd = folder();
    const given = ['--preset', 'N2', '--set', 'tau_J=250', '--u', '-3', '--T', '20'];
    const { parameters } = JSON.parse((await msm(cwd, 'simulate', ...given, '--dry-run', '--json')).stdout);
    expect(parameters).toMatchObject({ N: 2, tau_J: 250, u: -3, T: 20 });
  });
});

describe('msm show', () => {
  const folder = temporaryFolders();

  it('lists tables and columns with unit and meaning', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--out', 'run', '--quiet');
    const { status, stdout, stderr } = await msm(cwd, 'show', 'run');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^run +run \(hebbian, done\)\n/);
    expect(stdout).toMatch(/\ntimeseries\.parquet: 40 rows, .*\n {2}step +i32/);
    expect(stdout).toMatch(/\n {2}time +f64 +time +t +step times dt\n/);
    expect(stdout).toMatch(/\nstate\.arrow: 13 rows, /);
    const shown = JSON.parse((await msm(cwd, 'show', 'run', '--json')).stdout);
    expect(shown).toMatchObject({ ok: true, run: { status: 'done' } });
    expect(shown.tables.map(({ file }: { readonly file: string }) => file)).toEqual([
      'state.arrow',
      'timeseries.parquet',
    ]);
  });

  it('tells of a failed run and refuses an empty folder, and names the damaged files of a run with status 5', async () => {
    const cwd = folder();
    await msm(cwd, ...DIVERGING, '--out', 'failed');
    expect((await msm(cwd, 'show', 'failed')).stdout).toMatch(/^run +failed \(hebbian, failed\)\n/);
    mkdirSync(join(cwd, 'empty'));
    const empty = await msm(cwd, 'show', 'empty');
    expect([empty.status, empty.stdout]).toEqual([2, '']);
    await msm(cwd, ...SMALL, '--out', 'run', '--quiet');
    const path = join(cwd, 'run', 'timeseries.parquet');
    writeFileSync(path, readFileSync(path).subarray(0, -20));
    const damaged = await msm(cwd, 'show', 'run');
    expect(damaged.status).toBe(5);
    expect(damaged.stdout).toMatch(/^damaged +timeseries\.parquet has \d+ bytes and had \d+; .* msm verify run$/m);
    expect(damaged.stdout).toMatch(/^state\.arrow: 13 rows/m);
    expect(damaged.stdout).not.toMatch(/^timeseries\.parquet: /m);
  });
});

describe('msm verify', () => {
  const folder = temporaryFolders();

  it('says so where no run of a sweep is finished', () => {
    const none = { folder: 'taus', isIntact: true, runs: [], tables: [], data: [] };
    const lines = Verify.prototype.present.call({} as Verify, none);
    expect(lines).toEqual(['no run of taus is finished yet: there is nothing to compare']);
  });

  it('finds a changed byte with status 5', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--out', 'run', '--quiet');
    const path = join(cwd, 'run', 'state.arrow');
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] ^= 4;
    writeFileSync(path, bytes);
    const { status, stdout } = await msm(cwd, 'verify', 'run');
    expect(status).toBe(5);
    expect(stdout).toBe(
      'state.arrow         changed\ntimeseries.parquet  ok\nparameters          ok\nrun is damaged\n',
    );
    const json = await msm(cwd, 'verify', 'run', '--json');
    expect(json.status).toBe(5);
    expect(JSON.parse(json.stdout)).toMatchObject({ ok: false, isIntact: false });
  });
});

describe('a program in a folder with spaces and other letters', () => {
  const folder = temporaryFolders();

  it('finds its inputs and writes its results', async () => {
    const cwd = join(folder(), 'Größe 100 % ξ');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'my states.csv'), '0.5\n-0.5\n');
    const { status, stderr } = await msm(
      cwd,
      'simulate',
      '--N',
      '2',
      '--K',
      '1',
      '--T',
      '5',
      '--sigma0',
      'my states.csv',
      '--out',
      'a b',
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(filesBelow(join(cwd, 'a b'))).toContain('inputs/sigma0.arrow');
  });
});

describe('--print-config', () => {
  const folder = temporaryFolders();
  const line = ['simulate', '--N', '9', '--K', '2', '--T', '5'];

  it('prints a preset, also with --quiet, and writes nothing', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await msm(cwd, ...line, '--print-config');
    expect([status, stderr, namesIn(cwd)]).toEqual([0, '', []]);
    expect(stdout).toMatch(/^# msm simulate --preset FILE runs this\n\nparameters:\n {2}N: 9\n {2}K: 2\n/);
    expect((await msm(cwd, ...line, '--print-config', '--quiet')).stdout).toBe(stdout);
  });

  it('of which the same bytes come', async () => {
    const cwd = folder();
    const { stdout } = await msm(cwd, ...line, '--record', 'distance,sigma@2', '--print-config');
    writeFileSync(join(cwd, 'mine.yaml'), stdout);
    await msm(cwd, ...line, '--record', 'distance,sigma@2', '--out', 'a');
    expect((await msm(cwd, 'simulate', '--preset', 'mine.yaml', '--out', 'b')).status).toBe(0);
    for (const name of ['timeseries.parquet', 'sigma.parquet', 'state.arrow']) {
      expect(readFileSync(join(cwd, 'b', name)).equals(readFileSync(join(cwd, 'a', name))), name).toBe(true);
    }
  });

  it('with --json is one object, which is a preset too', async () => {
    const cwd = folder();
    const { stdout } = await msm(cwd, ...line, '--print-config', '--json');
    const { ok, config } = JSON.parse(stdout);
    expect([ok, config.parameters.N, config.run.seed]).toEqual([true, 9, 0]);
    writeFileSync(join(cwd, 'mine.yaml'), JSON.stringify(config));
    const again = await msm(cwd, 'simulate', '--preset', 'mine.yaml', '--print-config', '--json');
    expect(again.stdout).toBe(stdout);
  });

  it('prints no search', async () => {
    const { status, stderr } = await msm(
      folder(),
      ...line,
      '--u',
      '1,2',
      '--search',
      'random',
      '--objective',
      'distance:min',
      '--print-config',
    );
    expect(status).toBe(2);
    expect(stderr).toContain('--print-config and --search exclude each other');
  });
});
