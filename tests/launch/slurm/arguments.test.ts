import { describe, expect, it } from 'vitest';
import { flagName } from '../../../src/config/describe.js';
import { LAUNCH_FLAGS, slurmFlag, stopText } from '../../../src/launch/flags.js';
import { sbatchWords, slurmArguments, timeSeconds } from '../../../src/launch/slurm/arguments.js';
import { allFamilies } from '../../../src/model/families.js';

const ARRAY = { folder: '/sweeps/grid', number: 3, name: 'msm-grid-0123abcd-0003', elements: 12 };

describe('flags of launchers', () => {
  it('have names that no parameter or input of a family has', async () => {
    for (const { schema } of await allFamilies()) {
      const names = [...schema.parameters, ...schema.inputs].map(({ key }) => flagName(key));
      expect(names.filter((name) => name in LAUNCH_FLAGS)).toEqual([]);
    }
  });

  it('that only Slurm understands are known as such', () => {
    expect(slurmFlag({ launcher: 'local', mem: '4G' })).toBe('--mem');
    expect(slurmFlag({ detach: true })).toBe('--detach');
    expect(slurmFlag({ launcher: 'mpi', detach: false, N: '8' })).toBeUndefined();
  });

  it('decide what a signal means', () => {
    expect(stopText('SIGINT', { launcher: 'slurm' })).toMatch(/^SIGINT: no more waiting; jobs in the queue go on/);
    expect(stopText('SIGINT', {})).toBe('SIGINT: writing a checkpoint; once more stops at once');
  });
});

describe('arguments of a submission', () => {
  it('are one run an element and no bound where nothing is said', () =>
    expect(slurmArguments({})).toEqual({ options: [], perElement: 1, maxRunning: null, isDetached: false }));

  it('are those of the last submission unless anything else is said of jobs', () => {
    const last = { options: [{ name: 'partition', value: 'short' }], perElement: 4, maxRunning: 2 };
    expect(slurmArguments({ detach: true }, last)).toEqual({ ...last, isDetached: true });
    expect(slurmArguments({ mem: '4G' }, last)).toEqual({
      options: [{ name: 'mem', value: '4G' }],
      perElement: 1,
      maxRunning: null,
      isDetached: false,
    });
  });

  it('become words of sbatch, those of the person last', () => {
    const given = { options: [{ name: 'qos', value: 'long' }, { name: 'exclusive' }], maxRunning: 2 };
    expect(sbatchWords(given, { ...ARRAY, after: '77' })).toEqual([
      '--job-name=msm-grid-0123abcd-0003',
      '--array=0-11%2',
      '--chdir=/sweeps/grid',
      '--output=logs/0003-%a.log',
      '--open-mode=append',
      '--requeue',
      '--signal=B:USR1@90',
      '--dependency=afterany:77',
      '--qos=long',
      '--exclusive',
    ]);
  });

  it.each([
    ['30', 90],
    ['1', 20],
    ['0:00:30', 10],
    ['UNLIMITED', 90],
  ])('with the time limit %s tell a job %i s before it to stop', (value, seconds) =>
    expect(sbatchWords({ options: [{ name: 'time', value }], maxRunning: null }, ARRAY)).toContain(
      `--signal=B:USR1@${seconds}`,
    ),
  );

  it.each([
    ['7', 420],
    ['2:30', 150],
    ['1:02:03', 3723],
    ['2-3', 183_600],
    ['1-0:30', 88_200],
    ['1-00:00:01', 86_401],
    ['UNLIMITED', undefined],
    ['', undefined],
  ])('read the time %j as %s s', (text, seconds) => expect(timeSeconds(text)).toBe(seconds));
});
