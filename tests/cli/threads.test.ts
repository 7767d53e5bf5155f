/** `--threads` of the real program: results have the same bytes for any number, interrupted or not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { launch, logOf, msm, waitUntil } from './msm.js';

const SIZES = ['--train-size', '600', '--validation-size', '200', '--test-size', '200'];
const IMAGES = ['train', ...SIZES, '--batch-size', '200', '--momentum', '0.5'];
const TOKENS = ['train', '--task', 'selective-copying', '--l-noise', '60', '--l-memorize', '4', '--n-tokens', '6'];
const SMALL_GPT = ['--n-embd', '16', '--dropout', '0.1', '--max-epochs', '2', '--lr', '0.5', '--update-alg', 'adam'];
const FEW = ['--train-size', '64', '--validation-size', '32', '--test-size', '32', '--batch-size', '16'];

const threadsOf = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).threads;

describe('msm train --threads', () => {
  const folder = temporaryFolders();

  it.each([
    ['a perceptron that is pruned', [...IMAGES, '--max-epochs', '3', '--prune', '--record', 'loss,updates@2']],
    ['a transformer', [...TOKENS, ...SMALL_GPT, ...FEW]],
  ])('gives the same bytes for 1, 2 and 3 of %s', async (_, words) => {
    const cwd = folder();
    for (const threads of ['1', '2', '3']) {
      const { status, stderr } = await msm(cwd, ...words, '--threads', threads, '--out', threads, '--quiet');
      expect(status, stderr).toBe(0);
    }
    const one = dataHashes(join(cwd, '1'));
    expect(Object.keys(one)).toContain('timeseries.parquet');
    expect(dataHashes(join(cwd, '2'))).toEqual(one);
    expect(dataHashes(join(cwd, '3'))).toEqual(one);
  });

  it('goes on after SIGTERM with as many threads as before, or with another number, to the same bytes', async () => {
    const cwd = folder();
    const long = [...IMAGES, '--max-epochs', '300', '--early-stopping', 'right', '--min-epochs', '100'];
    const { child, ended } = launch(cwd, ...long, '--threads', '2', '--out', 'cut');
    await waitUntil(cwd, child, () => logOf(join(cwd, 'cut')).some(({ event }) => event === 'start'));
    child.kill('SIGTERM');
    const { status, stderr } = await ended;
    expect(status, stderr).toBe(75);
    expect(threadsOf(join(cwd, 'cut'))).toBe(2);
    const again = launch(cwd, 'resume', 'cut');
    await waitUntil(cwd, again.child, () => logOf(join(cwd, 'cut')).some(({ event }) => event === 'resume'));
    again.child.kill('SIGINT');
    expect((await again.ended).status).toBe(75);
    expect(threadsOf(join(cwd, 'cut'))).toBe(2);
    const last = await msm(cwd, 'resume', 'cut', '--threads', '3');
    expect(last.status, last.stderr).toBe(0);
    expect(threadsOf(join(cwd, 'cut'))).toBe(3);
    await msm(cwd, ...long, '--out', 'whole', '--quiet');
    expect(threadsOf(join(cwd, 'whole'))).toBeUndefined();
    expect(dataHashes(join(cwd, 'cut'))).toEqual(dataHashes(join(cwd, 'whole')));
    expect((await msm(cwd, 'verify', 'cut')).stdout).toContain('is intact');
  });

  it('reports a divergence alike for any number', async () => {
    const cwd = folder();
    const [one, two] = await Promise.all(
      ['1', '2'].map((threads) => msm(cwd, ...IMAGES, '--lr', '1e30', '--threads', threads, '--out', `d${threads}`)),
    );
    expect([one.status, two.status]).toEqual([3, 3]);
    expect(two.stderr.replaceAll('d2', 'd1')).toBe(one.stderr);
    expect(one.stderr).toMatch(/^E_DIVERGED: /);
  });

  it('is refused for sweeps and searches before anything is written, and where a family has one thread', async () => {
    const cwd = folder();
    const refused = async (...words: readonly string[]): Promise<string> => {
      const { status, stderr } = await msm(cwd, ...words);
      expect(status, stderr).toBe(2);
      return stderr;
    };
    const sweep = await refused(...IMAGES, '--seed', '1..3', '--threads', '2');
    expect(sweep).toContain('--threads 2 is for a run by itself, and this is a sweep of 3 runs');
    expect(sweep).toContain('--jobs says how many runs go on at the same time');
    const search = await refused(
      ...IMAGES,
      '--lr',
      'log:0.01..1',
      '--search',
      'random',
      '--budget',
      '2',
      '--objective',
      'test_loss:min',
      '--threads',
      '2',
    );
    expect(search).toContain('--threads 2 is for a run by itself, and a search does many');
    expect(await refused(...IMAGES, '--threads', '0')).toContain('--threads');
    await msm(cwd, 'simulate', '--N', '20', '--K', '2', '--T', '10', '--seed', '1,2', '--out', 'two', '--quiet');
    expect(await refused('resume', 'two', '--threads', '2')).toContain('and two is a sweep');
    await msm(cwd, 'simulate', '--N', '20', '--K', '2', '--T', '10', '--out', 'one', '--quiet');
    expect(await refused('resume', 'one', '--from-start', '--threads', '2')).toContain(
      'a run of hebbian has one thread',
    );
  });
});
