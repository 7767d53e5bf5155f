import { describe, expect, it } from 'vitest';
import {
  optionWord,
  parseSbatchOption,
  rewriteSbatchArguments,
  sbatchOptions,
} from '../../../src/launch/slurm/options.js';

describe('options of sbatch on the command line', () => {
  it.each([
    [
      ['--sbatch-qos', 'long'],
      ['--sbatch', 'qos=long'],
    ],
    [
      ['--sbatch-qos=long', 'dir'],
      ['--sbatch', 'qos=long', 'dir'],
    ],
    [
      ['--sbatch-exclusive', '--quiet'],
      ['--sbatch', 'exclusive', '--quiet'],
    ],
    [['--sbatch-exclusive'], ['--sbatch', 'exclusive']],
    [
      ['--sbatch', 'qos=long'],
      ['--sbatch', 'qos=long'],
    ],
    [
      ['--N', '8', '--', '--sbatch-qos', 'long'],
      ['--N', '8', '--', '--sbatch-qos', 'long'],
    ],
  ])('%j becomes %j', (argv, expected) => expect(rewriteSbatchArguments(argv)).toEqual(expected));

  it('are those with a flag of their own and all others; the last of a name counts', () => {
    const flags = {
      partition: 'short',
      time: '1:00:00',
      sbatch: ['qos=long', 'exclusive', 'partition=gpu', 'gres=gpu:1'],
    };
    expect(sbatchOptions(flags).map(optionWord)).toEqual([
      '--partition=gpu',
      '--time=1:00:00',
      '--qos=long',
      '--exclusive',
      '--gres=gpu:1',
    ]);
  });

  it('keep equal signs of a value', () =>
    expect(parseSbatchOption('export=A=1,B=2')).toEqual({ name: 'export', value: 'A=1,B=2' }));

  it.each([
    ['array=0-3', /--sbatch-array cannot be given: .*--tasks-per-job/],
    ['job-name=x', /--sbatch-job-name cannot be given/],
    ['Q S', /must be the long name of an option of sbatch/],
    ['', /must be the long name/],
  ])('%j is refused', (text, message) =>
    expect(() => parseSbatchOption(text)).toThrow(
      expect.objectContaining({ code: 'E_CONFIG', message: expect.stringMatching(message) }),
    ),
  );
});
