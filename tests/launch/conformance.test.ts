/** What every launcher must do, with the real Slurm and the real mpirun where they are installed. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Launched, logOf, namesIn, type Starter, startProgram } from '../cli/msm.js';
import { temporaryFolders } from '../run/folders.js';
import { condition } from './conditions.js';
import { doneIn, MPIRUN, resultHashes } from './launching.js';
import { type Cluster, mpiMissing, slurmMissing, startCluster } from './slurm-harness.js';

// a machine with much other work may need minutes for what takes seconds
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

/** Half of these runs diverge at once: that is what the published code of this model does. */
const MIXED = [
  'simulate',
  '--model-class',
  'memory-matrix',
  '--mode',
  'faithful,right',
  '--N',
  '8',
  '--K',
  '2',
  '--u',
  '1',
];
const MIXED_SWEEP = [...MIXED, '--replicas', '2', '--out', 'sweep'];
/** A model from a folder: whoever does its runs has the copy in the sweep. */
const OWN_SWEEP = ['run', resolve('data/models/oja'), '--eta', '0.01,0.02', '--T', '300', '--out', 'sweep'];
/** Steps of runs that shall be stopped in the middle; more where the machine was slower to stop them than to do them. */
const LONG = [300_000, 1_500_000, 7_500_000];
const longSweep = (steps: number): readonly string[] => [
  ...['simulate', '--N', '64', '--K', '3', '--T', String(steps), '--record', 'distance', '--every', '1000'],
  ...['--replicas', '3', '--out', 'sweep'],
];
/** One of two diverges at once; the other would take minutes. */
const HALTED_SWEEP = [
  ...MIXED,
  '--T',
  '100000000',
  '--record',
  'distance',
  '--every',
  '1000000',
  '--out',
  'sweep',
  '--fail-fast',
];

interface Kind {
  readonly name: string;
  /** What the tests are called; what they may lack is part of it, so that a report can tell. */
  readonly title: string;
  /** Why it cannot be tested here. */
  readonly missing: string | undefined;
  readonly starter: () => Starter;
  /** Words that `--launcher NAME` is followed by. */
  readonly options: readonly string[];
  /** Stops everything, in the way that suits the launcher, so that checkpoints are written. */
  readonly stop: (launched: Launched) => Promise<void>;
}

let cluster: Cluster | undefined;

const KINDS: readonly Kind[] = [
  {
    name: 'local',
    title: 'local',
    missing: undefined,
    starter: () => ({ words: [], env: {} }),
    options: ['--jobs', '2'],
    stop: async ({ child }) => void child.kill('SIGTERM'),
  },
  {
    name: 'slurm',
    title: 'slurm (needs Slurm)',
    missing: slurmMissing(),
    starter: () => ({ words: [], env: cluster?.env ?? {} }),
    options: ['--sbatch-comment', 'a test'],
    stop: async ({ child, ended }) => {
      child.kill('SIGINT');
      await ended;
      await cluster?.clear();
    },
  },
  {
    name: 'mpi',
    title: 'mpi (needs MPI)',
    missing: mpiMissing(),
    starter: () => ({ words: MPIRUN(2), env: {} }),
    options: [],
    // mpirun passes this one on; at SIGTERM it gives its processes one second and kills them
    stop: async ({ child }) => void child.kill('SIGUSR1'),
  },
];

const hasBegun = (sweep: string): boolean =>
  namesIn(join(sweep, 'runs')).some((name) => logOf(join(sweep, 'runs', name)).some(({ event }) => event === 'start'));

/** A run was stopped between its first step and its last. */
const wasStopped = (sweep: string): boolean =>
  namesIn(join(sweep, 'runs')).some((name) =>
    logOf(join(sweep, 'runs', name)).some(({ event, step }) => event === 'interrupted' && (step ?? 0) > 0),
  );

describe('results of launchers', () => {
  const folder = temporaryFolders();
  const references = new Map<string, object>();
  /** What one worker of this machine makes of the sweep; made once. */
  const reference = async (sweep: readonly string[]): Promise<object> => {
    const key = sweep.join(' ');
    const known = references.get(key);
    if (known !== undefined) return known;
    const cwd = folder();
    await startProgram(cwd, { words: [], env: {} }, ...sweep, '--jobs', '1').ended;
    const made = resultHashes(join(cwd, 'sweep'));
    references.set(key, made);
    return made;
  };

  beforeAll(async () => {
    if (slurmMissing() === undefined) cluster = await startCluster();
  });
  afterAll(() => cluster?.stop());

  describe.each(KINDS)('$title', ({ name, missing, starter, options, stop }) => {
    if (missing !== undefined) console.log(`tests of --launcher ${name} are skipped: ${missing}`);
    const launcher = ['--launcher', name, ...options];

    it.skipIf(missing !== undefined)('has the same bytes, and tells of failures with status 4', async () => {
      const cwd = folder();
      const sweep = join(cwd, 'sweep');
      const { status, stdout, stderr } = await startProgram(cwd, starter(), ...MIXED_SWEEP, ...launcher).ended;
      expect(status, stderr).toBe(4);
      expect(stdout.split('\n').slice(0, 3)).toEqual(['sweep folder  sweep', 'runs done     2', 'runs failed   2']);
      const failed = /^run \d \(mode=faithful replica=\d\) of 4 failed: E_DIVERGED: .* before step \d+ \((.*)\)$/gm;
      const logs = [...stderr.matchAll(failed)].map(([, log]) => join(cwd, log));
      expect(logs, stderr).toHaveLength(2);
      for (const log of logs) expect(readdirSync(join(log, '..')), log).toContain(log.split('/').at(-1));
      expect(resultHashes(sweep)).toEqual(await reference(MIXED_SWEEP));
      expect(doneIn(sweep)).toEqual([2, 3]);
    });

    it.skipIf(missing !== undefined)('does a sweep of a model of your own', async () => {
      const cwd = folder();
      const { status, stderr } = await startProgram(cwd, starter(), ...OWN_SWEEP, ...launcher).ended;
      expect(status, stderr).toBe(0);
      expect(doneIn(join(cwd, 'sweep'))).toEqual([0, 1]);
      expect(resultHashes(join(cwd, 'sweep'))).toEqual(await reference(OWN_SWEEP));
    });

    it.skipIf(missing !== undefined)(
      'stops all work at a failure if that was asked for, and says how to go on',
      async () => {
        const cwd = folder();
        const { status, stdout, stderr } = await startProgram(cwd, starter(), ...HALTED_SWEEP, ...launcher).ended;
        expect(status, stderr).toBe(4);
        expect(stdout).toBe(
          'sweep folder  sweep\nruns done     0\nruns failed   1\nruns left     1\n' +
            'Stopped because runs failed, as --fail-fast or --max-failures asked for.\nDo the others with: msm resume sweep\n',
        );
        await cluster?.clear();
      },
    );

    /** Begins the sweep, stops it as soon as a run has begun, and gives its folder. */
    const stopped = async (cwd: string, steps: number): Promise<string> => {
      const sweep = join(cwd, 'sweep');
      const launched = startProgram(cwd, starter(), ...longSweep(steps), ...launcher);
      await condition(
        'a run has begun',
        () => hasBegun(sweep) || launched.child.exitCode !== null,
        () => launched.texts.stderr,
      );
      await stop(launched);
      const { status, stderr } = await launched.ended;
      if (doneIn(sweep).length === 3) return sweep;
      expect(status, stderr).toBe(75);
      expect(stderr).toMatch(/^E_INTERRUPTED: /m);
      return sweep;
    };

    it.skipIf(missing !== undefined)('can be stopped and gone on with, and does nothing twice', async () => {
      let [cwd, sweep, steps] = ['', '', 0];
      for (steps of LONG) {
        cwd = folder();
        sweep = await stopped(cwd, steps);
        if (wasStopped(sweep)) break;
      }
      expect(wasStopped(sweep)).toBe(true);
      expect(doneIn(sweep).length).toBeLessThan(3);
      const again = await startProgram(cwd, starter(), 'resume', 'sweep', ...launcher).ended;
      expect(again.status, again.stderr).toBe(0);
      expect(doneIn(sweep)).toEqual([0, 1, 2]);
      expect(resultHashes(sweep)).toEqual(await reference(longSweep(steps)));
      const resumed = namesIn(join(sweep, 'runs')).flatMap((run) => logOf(join(sweep, 'runs', run)));
      expect(resumed.filter(({ event, step }) => event === 'resume' && (step ?? 0) > 0).length).toBeGreaterThan(0);
    });
  });
});
