import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { msm } from './msm.js';

/** A training that is over at once. */
const SHORT = ['--epochs', '30', '--search-steps', '50', '--quiet'];

const readRunJson = (folder: string) => JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
const column = async (path: string, name: string): Promise<readonly unknown[]> => {
  const { columns } = await readTable(readFileSync(path), path);
  return [...(columns.find((one) => one.name === name)?.data ?? [])];
};
const numbersOf = async (path: string, name: string): Promise<readonly number[]> =>
  (await column(path, name)) as readonly number[];

describe('msm attractor', () => {
  const folder = temporaryFolders();

  it('lists its commands', async () => {
    const { status, stdout } = await msm(folder(), 'attractor');
    expect(status).toBe(0);
    for (const name of 'learn sequence retrieve generalise free-run forget bars attractors grid'.split(' ')) {
      expect(stdout).toContain(`attractor ${name}`);
    }
  });

  it('says in its help whose defaults it shows', async () => {
    const { status, stdout } = await msm(folder(), 'attractor', 'bars', '--help');
    expect(status).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain('the preset bars goes over them, and --dry-run prints the values');
    // an input without a symbol has no empty brackets
    expect(stdout.replace(/\s+/g, ' ')).toContain('pattern of each epoch, from a table');
  });

  it('names the nearest command where there is none', async () => {
    const { status, stderr } = await msm(folder(), 'attractor', 'sequnce');
    expect(status).toBe(2);
    expect(stderr).toContain('sequnce is not a command of msm attractor. Did you mean sequence?');
  });

  it('writes the tables of a sequence', async () => {
    const cwd = folder();
    const { status, stderr } = await msm(cwd, 'attractor', 'sequence', ...SHORT, '--out', 'seq');
    expect(status, stderr).toBe(0);
    const place = join(cwd, 'seq');
    const [J, symmetric, antisymmetric] = await Promise.all(
      ['J', 'J_symmetric', 'J_antisymmetric'].map((name) => numbersOf(join(place, 'couplings.parquet'), name)),
    );
    expect(J).toHaveLength(64 * 64);
    // halves of sums and differences of two doubles: a rounding of each
    for (let at = 0; at < J.length; at++) {
      expect(Math.abs(symmetric[at] + antisymmetric[at] - J[at])).toBeLessThanOrEqual(2 ** -52 * (1 + Math.abs(J[at])));
    }
    expect((await numbersOf(join(place, 'transitions.parquet'), 'count')).reduce((sum, count) => sum + count, 0)).toBe(
      99,
    );
    expect((await numbersOf(join(place, 'dwell.parquet'), 'steps')).reduce((sum, steps) => sum + steps, 0)).toBe(100);
    const modulus = await numbersOf(join(place, 'spectrum.parquet'), 'modulus');
    expect(modulus).toHaveLength(64);
    expect([...modulus].sort((a, b) => b - a)).toEqual(modulus);
    expect(await column(join(place, 'pairs.parquet'), 'of')).toEqual([
      ...new Array(3).fill('patterns'),
      ...new Array(3).fill('attractors of phase 2'),
    ]);
  });

  it('goes on from the network of a finished run', async () => {
    const cwd = folder();
    await msm(cwd, 'attractor', 'sequence', ...SHORT, '--out', 'seq');
    const { status, stderr } = await msm(
      cwd,
      'attractor',
      'free-run',
      '--network',
      'seq',
      '--free-steps',
      '20',
      '--out',
      'free',
    );
    expect(status, stderr).toBe(0);
    const [before, after] = ['seq', 'free'].map((name) => readRunJson(join(cwd, name)));
    expect(after.parameters).toMatchObject({ epochs: 0, e: before.parameters.e, beta: before.parameters.beta });
    expect(after.inputs.map(({ key }: { key: string }) => key).sort()).toEqual(['J0', 'patterns', 'sigma0']);
    // nothing was learned: the couplings, which are not symmetric, are those of the run before, the same way round
    const J = (name: string) => numbersOf(join(cwd, name, 'couplings.parquet'), 'J');
    expect(await J('free')).toEqual(await J('seq'));
  });

  it('knows a run by the patterns that it was given, wherever they came from', async () => {
    const cwd = folder();
    const identity = async (name: string, ...words: readonly string[]): Promise<string> => {
      const { status, stderr } = await msm(cwd, 'attractor', 'learn', ...SHORT, ...words, '--out', name);
      expect(status, stderr).toBe(0);
      return readRunJson(join(cwd, name)).identity;
    };
    writeFileSync(join(cwd, 'p.csv'), 'a,b,c\n1,0,0\n0,1,0\n');
    writeFileSync(join(cwd, 'q.csv'), 'a,b,c\n0,1,0\n1,0,0\n');
    const first = await identity('a', '--patterns', 'p.csv');
    expect(readRunJson(join(cwd, 'a')).parameters.N).toBe(3);
    expect(await identity('b', '--patterns', 'q.csv:1,0')).toBe(first);
    expect(await identity('c', '--patterns', 'q.csv')).not.toBe(first);
  });

  it('gives the same bytes for any number of workers, and keeps copies of its patterns', async () => {
    const cwd = folder();
    for (const jobs of ['1', '2']) {
      const words = [
        'attractor',
        'grid',
        ...SHORT,
        '--trials',
        '2',
        '--trial-steps',
        '5',
        '--e',
        '2,20',
        '--beta',
        '0.1,1',
      ];
      const { status, stderr } = await msm(cwd, ...words, '--jobs', jobs, '--out', jobs);
      expect(status, stderr).toBe(0);
    }
    const [one, two] = ['1', '2'].map((jobs) => readFileSync(join(cwd, jobs, 'results.parquet')));
    expect(two.equals(one)).toBe(true);
    expect(await numbersOf(join(cwd, '1', 'results.parquet'), 'e')).toEqual([2, 2, 20, 20]);
    expect(readFileSync(join(cwd, '1', 'inputs', 'patterns.arrow')).length).toBeGreaterThan(10 * 64 * 8);
  });

  it('refuses wrong patterns in one sentence and writes nothing', async () => {
    const cwd = folder();
    const { status, stderr } = await msm(cwd, 'attractor', 'bars', '--N', '64', '--out', 'x');
    expect(status).toBe(2);
    expect(stderr).toBe(
      'E_CONFIG: --N 64, but --patterns bars has N = 25\nLeave out --N, and it follows from --patterns.\n',
    );
    expect(existsSync(join(cwd, 'x'))).toBe(false);
  });

  it('refuses a network that is none', async () => {
    const { status, stderr } = await msm(folder(), 'attractor', 'retrieve', '--network', 'nowhere');
    expect(status).toBe(2);
    expect(stderr).toContain('--network nowhere is not a run');
  });
});
