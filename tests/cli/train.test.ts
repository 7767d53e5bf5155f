import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { launch, logOf, msm, waitUntil } from './msm.js';

const SMALL = ['train', '--train-size', '200', '--validation-size', '50', '--test-size', '50', '--max-epochs', '3'];

describe('msm train', () => {
  const folder = temporaryFolders();

  it('trains on the digits that ship, reports the test, and leaves a folder that is intact', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await msm(cwd, 'train');
    expect(status, stderr).toBe(0);
    const accuracy = Number(/^test accuracy +(0\.\d+) after 1,930 steps$/m.exec(stdout)?.[1]);
    expect(accuracy).toBeGreaterThanOrEqual(0.95);
    expect(readdirSync(join(cwd, 'runs/heterosynaptic-0001')).sort()).toEqual([
      ...['best.safetensors', 'confusion.parquet', 'epochs.parquet', 'log.jsonl', 'manifest.json', 'run.json'],
      ...['state.arrow', 'tensors.parquet', 'timeseries.parquet', 'trials.parquet', 'weights.safetensors'],
    ]);
    expect((await msm(cwd, 'verify', 'runs/heterosynaptic-0001')).stdout).toContain('is intact');
    const shown = (await msm(cwd, 'show', 'runs/heterosynaptic-0001')).stdout;
    expect(shown).toContain('best_epoch = ');
    expect(shown).toMatch(/^weights\.safetensors: 6 tensors, 5\d\.\d KiB\n {2}fc1\.weight +100 x 64$/m);
  });

  it('goes on to the same bytes after SIGTERM', async () => {
    const cwd = folder();
    const long = [
      'train',
      '--max-epochs',
      '2000',
      '--momentum',
      '0.5',
      '--early-stopping',
      'right',
      '--min-epochs',
      '150',
    ];
    const { child, ended } = launch(cwd, ...long, '--out', 'cut');
    await waitUntil(cwd, child, () => logOf(join(cwd, 'cut')).some(({ event }) => event === 'start'));
    child.kill('SIGTERM');
    const { status, stderr } = await ended;
    expect(status, stderr).toBe(75);
    expect((await msm(cwd, 'resume', 'cut', '--quiet')).status).toBe(0);
    await msm(cwd, ...long, '--out', 'whole', '--quiet');
    expect(dataHashes(join(cwd, 'cut'))).toEqual(dataHashes(join(cwd, 'whole')));
  });

  it('gives the same bytes for one worker and two, and a row for each run', async () => {
    const cwd = folder();
    const sweep = [...SMALL, '--update-alg', 'md,gd', '--alpha', '0.1,0.5', '--matched-rate', '--quiet'];
    await msm(cwd, ...sweep, '--jobs', '1', '--out', 'one');
    const { status, stderr } = await msm(cwd, ...sweep, '--jobs', '2', '--out', 'two');
    expect(status, stderr).toBe(0);
    expect(dataHashes(join(cwd, 'two', 'runs'))).toEqual(dataHashes(join(cwd, 'one', 'runs')));
    expect((await msm(cwd, 'collect', 'two', '--quiet')).status).toBe(0);
    const path = join(cwd, 'two', 'results.parquet');
    const { columns } = await readTable(readFileSync(path), path);
    const column = (name: string): unknown => [...(columns.find((one) => one.name === name)?.data ?? [])];
    expect(column('update_alg')).toEqual(['md', 'md', 'gd', 'gd']);
    expect(column('test_accuracy')).toEqual(Array(4).fill(expect.any(Number)));
  });

  it('begins from the weights of a finished run, and judges them alone with no epochs', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--out', 'first', '--quiet');
    const { status, stderr } = await msm(cwd, 'train', '--from-run', 'first', '--max-epochs', '0', '--out', 'again');
    expect(status, stderr).toBe(0);
    const accuracyOf = (run: string): unknown =>
      JSON.parse(readFileSync(join(cwd, run, 'run.json'), 'utf8')).summary.find(
        ({ name }: { readonly name: string }) => name === 'test_loss',
      ).value;
    expect(accuracyOf('again')).toBe(accuracyOf('first'));
  });

  it('fails with tensor and step if the loss stops being finite', async () => {
    const { status, stderr } = await msm(folder(), ...SMALL, '--lr', '1e30');
    expect(status).toBe(3);
    expect(stderr).toMatch(/^E_DIVERGED: fc\d\.\w+\[.*\] = .* before step 1, in epoch 1\nChoose a smaller lr/m);
  });

  it('refuses what cannot be before anything is written', async () => {
    const cwd = folder();
    for (const [flags, message] of [
      [['--alpha', '1'], 'alpha = 1 makes no positive definite coupling'],
      [['--task', 'digit'], 'Did you mean digits?'],
      [['--weights', 'none.npy'], 'none.npy'],
    ] as const) {
      const { status, stderr } = await msm(cwd, 'train', ...flags);
      expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    }
    expect(readdirSync(cwd)).toEqual([]);
  });
});
