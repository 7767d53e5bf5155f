/** Which of how many processes this is, from options and from what started it. */
import { describe, expect, it } from 'vitest';
import { placeOf, type RankOptions } from '../../src/ranks/place.js';

const URL = { host: '127.0.0.1', port: 23_456 };

describe('the place of a process', () => {
  it.each<[string, RankOptions, { readonly [name: string]: string }, object | undefined]>([
    ['no option', {}, { RANK: '1', WORLD_SIZE: '4', OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '4' }, undefined],
    ['the values that the published program has', { 'world-size': -1, rank: -1 }, {}, undefined],
    ['one process', { 'world-size': 1, rank: 0 }, {}, undefined],
    ['both numbers', { 'world-size': 3, rank: 2 }, { RANK: '0', WORLD_SIZE: '9' }, { rank: 2, size: 3, ...URL }],
    ['a rank from RANK', { 'world-size': 2 }, { RANK: '1', WORLD_SIZE: '2' }, { rank: 1, size: 2, ...URL }],
    [
      'mpirun',
      { 'world-size': 2 },
      { OMPI_COMM_WORLD_RANK: '1', OMPI_COMM_WORLD_SIZE: '2' },
      { rank: 1, size: 2, ...URL },
    ],
    [
      'srun',
      { 'dist-url': 'env://' },
      { SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '5', SLURM_NTASKS: '5' },
      { rank: 0, size: 5, ...URL },
    ],
    [
      'all from the environment',
      { 'dist-url': 'env://' },
      { RANK: '1', WORLD_SIZE: '2', MASTER_ADDR: 'node7', MASTER_PORT: '4000' },
      { rank: 1, size: 2, host: 'node7', port: 4000 },
    ],
    [
      'an address',
      { 'world-size': 2, rank: 0, 'dist-url': 'tcp://[::1]:80' },
      {},
      { rank: 0, size: 2, host: '::1', port: 80 },
    ],
  ])('is read from %s', (_, options, environment, place) => {
    expect(placeOf(options, environment)).toEqual(place);
  });

  it.each<[string, RankOptions, { readonly [name: string]: string }]>([
    ['--world-size 2: nothing says which of the 2 processes this is', { 'world-size': 2 }, {}],
    [
      '--world-size 2: nothing says which of the 2 processes this is',
      { 'world-size': 2 },
      { RANK: 'x', WORLD_SIZE: '2' },
    ],
    [
      '--world-size 2: nothing says which of the 2 processes this is',
      { 'world-size': 2 },
      // a batch script without srun has a rank, but no step
      { SLURM_PROCID: '0', SLURM_NTASKS: '2' },
    ],
    ['--rank 2: of 2 processes the last one has rank 1', { 'world-size': 2, rank: 2 }, {}],
    ['--rank 1 has no meaning without --world-size', { rank: 1 }, {}],
    ['--dist-url env://: nothing says how many processes there are', { 'dist-url': 'env://' }, {}],
    ['--dist-url http://x:1: must be tcp://HOST:PORT', { 'world-size': 2, rank: 0, 'dist-url': 'http://x:1' }, {}],
    [
      '--dist-url tcp://x:0: a port is a whole number from 1 to 65535',
      { 'world-size': 2, rank: 0, 'dist-url': 'tcp://x:0' },
      {},
    ],
    ['MASTER_PORT=many: a port is', { 'dist-url': 'env://' }, { RANK: '0', WORLD_SIZE: '2', MASTER_PORT: 'many' }],
  ])('is refused: %s', (message, options, environment) => {
    expect(() => placeOf(options, environment)).toThrow(message);
  });
});
