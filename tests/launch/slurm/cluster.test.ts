/** What Slurm alone can show, with a cluster of this machine. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Launched, logOf, namesIn, type Outcome, startProgram } from '../../cli/msm.js';
import { temporaryFolders } from '../../run/folders.js';
import { condition } from '../conditions.js';
import { doneIn, journalOf, resultHashes } from '../launching.js';
import { type Cluster, slurmMissing, startCluster, textOf } from '../slurm-harness.js';

const missing = slurmMissing();
if (missing !== undefined) console.log(`tests of Slurm's job arrays are skipped: ${missing}`);

// a machine with much other work may need minutes for what takes seconds
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Tests that take long are done by `npm run test:cluster` and in CI. */
const isExtended = process.env.MSM_CLUSTER_TESTS === '1';
const extended: (name: string, test: () => Promise<void>) => void = isExtended ? it : () => {};

const SHORT = ['simulate', '--N', '8', '--K', '2', '--T', '50'];
const LONG = ['simulate', '--N', '64', '--K', '3', '--T', '300000', '--record', 'distance', '--every', '1000'];
/** Some seconds, in which a signal arrives even where the machine has other work. */
const SECONDS = LONG.with(LONG.indexOf('300000'), '1500000');
const SLURM = ['--launcher', 'slurm'];

describe.skipIf(missing !== undefined)('job arrays (needs Slurm)', () => {
  const folder = temporaryFolders();
  let cluster: Cluster;
  const begin = (cwd: string, ...args: readonly string[]): Launched =>
    startProgram(cwd, { words: [], env: cluster.env }, ...args);
  const msm = (cwd: string, ...args: readonly string[]): Promise<Outcome> => begin(cwd, ...args).ended;
  const record = (sweep: string, number: number) =>
    JSON.parse(readFileSync(join(sweep, 'slurm', `000${number}.json`), 'utf8'));
  const arrays = (sweep: string): readonly string[] =>
    namesIn(join(sweep, 'slurm')).filter((name) => name.endsWith('.json'));
  const logOfRun = (sweep: string, run: number) =>
    logOf(join(sweep, 'runs', namesIn(join(sweep, 'runs')).find((name) => name.startsWith(`${run}-`)) ?? ''));

  beforeAll(async () => {
    cluster = await startCluster({ maxArraySize: 3 });
  });
  afterEach(() => cluster.clear());
  afterAll(() => cluster.stop());

  it('are cut to the limit of the cluster, throttled, found again by name, and never submitted twice', async () => {
    const cwd = folder();
    const sweep = join(cwd, 'grid');
    const options = ['--partition', 'main', '--time', '7', '--mem', '50', '--sbatch-nice=3', '--sbatch', 'hold'];
    const limits = ['--tasks-per-job', '2', '--max-running', '2'];
    const submitted = await msm(
      cwd,
      ...SHORT,
      '--replicas',
      '7',
      '--out',
      'grid',
      ...SLURM,
      ...options,
      ...limits,
      '--detach',
    );
    expect(submitted.status, submitted.stderr).toBe(0);
    expect(submitted.stdout).toMatch(/^done by others +7$/m);
    expect(readFileSync(join(sweep, 'slurm', '0001.tasks'), 'utf8')).toBe('0-1\n2-3\n4-5\n');
    expect(readFileSync(join(sweep, 'slurm', '0002.tasks'), 'utf8')).toBe('6\n');
    const [first, second] = [record(sweep, 1), record(sweep, 2)];
    expect(first.words).toContain('--array=0-2%2');
    expect(second.words).toContain(`--dependency=afterany:${first.job}`);
    const shown = cluster.ask('scontrol', 'show', 'job', first.job);
    for (const text of ['Partition=main', 'TimeLimit=00:07:00', 'MinMemoryNode=50M', 'Nice=3', 'ArrayTaskThrottle=2']) {
      expect(shown).toContain(text);
    }
    const status = await msm(cwd, 'status', 'grid');
    expect(status.stdout).toContain(`Slurm: jobs ${first.job}, ${second.job}: 4 PENDING`);
    // as if it had been killed between sbatch and the note of the job's number
    writeFileSync(join(sweep, 'slurm', '0002.json'), JSON.stringify({ ...second, job: null }));
    // no --launcher: it goes on where it was
    const waiting = begin(cwd, 'resume', 'grid');
    await condition(
      'the number is found again',
      () => record(sweep, 2).job === second.job,
      () => waiting.texts.stderr,
    );
    cluster.ask('scontrol', 'release', first.job, second.job);
    const ended = await waiting.ended;
    expect(ended.status, ended.stderr).toBe(0);
    expect(arrays(sweep)).toEqual(['0001.json', '0002.json']);
    expect(doneIn(sweep)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('write a checkpoint before the time limit, queue again and end with the same bytes', async () => {
    const cwd = folder();
    const sweep = join(cwd, 'one');
    await msm(cwd, ...SECONDS, '--out', 'one', ...SLURM, '--detach');
    const { job } = record(sweep, 1);
    await condition('the run has begun', () => existsSync(join(sweep, 'runs')) && logOfRun(sweep, 0).length > 0);
    // what Slurm does by itself so many seconds before the limit
    cluster.ask('scancel', '--signal=USR1', '--batch', `${job}_0`);
    const state = (): string =>
      cluster.ask('squeue', '--noheader', '--array', '--format=%T %r', `--jobs=${job}`).trim();
    await condition(
      'the job is queued again',
      () => /^PENDING/.test(state()),
      () => readFileSync(join(sweep, 'logs', '0001-0.log'), 'utf8'),
    );
    expect(logOfRun(sweep, 0).at(-1)).toMatchObject({ event: 'interrupted', code: 'E_INTERRUPTED' });
    // not at once: in the second in which the first start ended, slurmd takes a new one for that
    cluster.ask('scontrol', 'update', `JobId=${job}_0`, 'StartTime=now+3');
    const ended = await msm(cwd, 'resume', 'one', ...SLURM);
    expect(ended.status, ended.stderr).toBe(0);
    expect(arrays(sweep)).toEqual(['0001.json']);
    expect(logOfRun(sweep, 0).filter(({ event, step }) => event === 'resume' && (step ?? 0) > 0)).toHaveLength(1);
    await msm(cwd, ...SECONDS, '--out', 'here');
    const [one] = Object.entries(resultHashes(sweep)).filter(([path]) => path.endsWith('timeseries.parquet'));
    const here = await import('../../run/harness.js').then(({ dataHashes }) => dataHashes(join(cwd, 'here')));
    expect(one[1]).toBe(here['timeseries.parquet']);
  });

  extended('that were cancelled leave their runs open, and those alone are submitted again', async () => {
    const cwd = folder();
    const sweep = join(cwd, 'grid');
    const waiting = begin(cwd, ...SHORT, '--replicas', '3', '--out', 'grid', ...SLURM, '--sbatch', 'hold');
    await condition('the array is submitted', () => arrays(sweep).length === 1 && record(sweep, 1).job !== null);
    const { job } = record(sweep, 1);
    cluster.ask('scontrol', 'release', `${job}_1`);
    await condition('one run is done', () => existsSync(join(sweep, 'journal')) && doneIn(sweep).length === 1);
    cluster.ask('scancel', job);
    const ended = await waiting.ended;
    expect(ended.status, ended.stderr).toBe(75);
    expect(ended.stderr).toMatch(
      /^E_INTERRUPTED: 2 runs have neither a result nor a job in the queue \(Slurm says .*\d CANCELLED\)$/m,
    );
    expect(journalOf(sweep).filter(({ event }) => event === 'failed')).toEqual([]);
    // with the options of the first time, hold among them
    const resumed = begin(cwd, 'resume', 'grid', ...SLURM);
    await condition('the rest is submitted', () => arrays(sweep).length === 2 && record(sweep, 2).job !== null);
    cluster.ask('scontrol', 'release', record(sweep, 2).job);
    const again = await resumed.ended;
    expect(again.status, again.stderr).toBe(0);
    expect(readFileSync(join(sweep, 'slurm', '0002.tasks'), 'utf8')).toBe('0\n2\n');
    expect(doneIn(sweep)).toEqual([0, 1, 2]);
  });

  it('are refused with their reason before anything is written', async () => {
    const cwd = folder();
    const refused = await msm(cwd, ...SHORT, '--replicas', '2', '--out', 'grid', ...SLURM, '--partition', 'nope');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/^E_CONFIG: sbatch refuses the jobs: .*partition.*nothing was written$/m);
    expect(namesIn(cwd)).toEqual([]);
  });

  extended('end a sweep by their own time limit and queue again, with no signal from outside', async () => {
    const cwd = folder();
    const sweep = join(cwd, 'one');
    // Slurm knows whole minutes: a run that is longer than one on any machine, told to stop 20 s before its end
    const endless = ['simulate', '--N', '64', '--K', '3', '--T', '1e9', '--record', 'distance', '--every', '100000'];
    const submitted = await msm(cwd, ...endless, '--out', 'one', ...SLURM, '--time', '1', '--detach');
    expect(submitted.status, submitted.stderr).toBe(0);
    const restarts = (): number => {
      const shown = cluster.ask('scontrol', 'show', 'job', `${record(sweep, 1).job}_0`);
      return Number(/Restarts=(\d+)/.exec(shown)?.[1]);
    };
    await condition('the job has been requeued', () => restarts() === 1);
    expect(logOfRun(sweep, 0).at(-1)).toMatchObject({ event: 'interrupted', code: 'E_INTERRUPTED' });
  });

  extended('share the runs of ranks that srun starts', async () => {
    const cwd = folder();
    const sweep = join(cwd, 'ranks');
    const words = ['srun', '--ntasks=3', '--overcommit'];
    const launched = startProgram(
      cwd,
      { words, env: cluster.env },
      ...LONG,
      '--replicas',
      '6',
      '--out',
      'ranks',
      '--launcher',
      'mpi',
    );
    const ended = await launched.ended;
    expect(ended.status, ended.stderr).toBe(0);
    expect(ended.stdout.match(/^sweep folder/gm)).toHaveLength(1);
    expect(doneIn(sweep)).toEqual([0, 1, 2, 3, 4, 5]);
    // two runs by each of three processes, each in a journal of its own
    const journals = namesIn(join(sweep, 'journal')).map((name) => textOf(join(sweep, 'journal', name)));
    const counts = journals.map((text) => text.match(/"event":"done"/g)?.length ?? 0);
    expect(counts.filter((count) => count > 0)).toEqual([2, 2, 2]);
    expect(namesIn(sweep)).not.toContain('mpi');
  });

  extended(
    'go on without a controller: results count and not its silence, and what needs it ends with status 6',
    async () => {
      const cwd = folder();
      const sweep = join(cwd, 'one');
      const waiting = begin(cwd, ...LONG, '--out', 'one', ...SLURM);
      const held = await msm(
        cwd,
        ...SHORT,
        '--replicas',
        '2',
        '--out',
        'held',
        ...SLURM,
        '--sbatch',
        'hold',
        '--detach',
      );
      expect(held.status, held.stderr).toBe(0);
      await condition('the run has begun', () => existsSync(join(sweep, 'runs')) && logOfRun(sweep, 0).length > 0);
      await cluster.stopController();
      try {
        const ended = await waiting.ended;
        expect(ended.status, ended.stderr).toBe(0);
        expect(await msm(cwd, 'resume', 'one', ...SLURM)).toMatchObject({ status: 0 });
        const [fresh, open, status] = await Promise.all([
          msm(cwd, ...SHORT, '--replicas', '2', '--out', 'fresh', ...SLURM),
          msm(cwd, 'resume', 'held', ...SLURM),
          msm(cwd, 'status', 'held'),
        ]);
        expect(fresh.status, fresh.stderr).toBe(6);
        expect(fresh.stderr).toMatch(/^E_SCHEDULER: sbatch gives no answer: /m);
        expect(namesIn(cwd)).toEqual(['held', 'one']);
        expect(open.status, open.stderr).toBe(6);
        expect(open.stderr).toMatch(/^E_SCHEDULER: squeue gives no answer\nNothing is lost\./m);
        expect(arrays(join(cwd, 'held'))).toEqual(['0001.json']);
        expect(status.stdout).toContain('Slurm: squeue gives no answer');
      } finally {
        await cluster.startController();
      }
      const again = begin(cwd, 'resume', 'held', ...SLURM);
      cluster.ask('scontrol', 'release', record(join(cwd, 'held'), 1).job);
      const ended = await again.ended;
      expect(ended.status, ended.stderr).toBe(0);
      expect(doneIn(join(cwd, 'held'))).toEqual([0, 1]);
    },
  );
});
