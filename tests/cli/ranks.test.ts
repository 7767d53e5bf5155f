/** One run by several processes of the real program: the bytes of one process, and what is said when ranks do not fit together. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../ranks/free-port.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { type Launched, launch, logOf, msm, namesIn, startProgram, waitUntil } from './msm.js';

const SIZES = ['--train-size', '600', '--validation-size', '200', '--test-size', '200'];
const IMAGES = ['train', ...SIZES, '--batch-size', '200', '--momentum', '0.5'];
const SMALL = ['--num-time-steps', '20', '--embedding-size', '20', '--memory-size', '20'];
const PAIRS = ['memorize', '--sequence-length', '2', '--num-classes', '2', ...SMALL, '--epochs', '2'];
const FEW = ['--train-size', '48', '--validation-size', '16', '--test-size', '20', '--batch-size', '24'];

const rankFlags = (rank: number, size: number, port: number): readonly string[] => [
  ...['--rank', String(rank), '--world-size', String(size), '--dist-url', `tcp://127.0.0.1:${port}`],
];

/** Starts all ranks, the last one first. */
async function ranks(cwd: string, size: number, ...words: readonly string[]): Promise<readonly Launched[]> {
  const port = await freePort();
  const from = Array.from({ length: size }, (_, i) => size - 1 - i);
  return from.map((rank) => launch(cwd, ...words, ...rankFlags(rank, size, port))).reverse();
}

const outcomes = (all: readonly Launched[]) => Promise.all(all.map(({ ended }) => ended));

describe('msm --world-size', () => {
  const folder = temporaryFolders();

  it.each([
    ['a perceptron that is pruned', [...IMAGES, '--max-epochs', '3', '--prune', '--record', 'loss,updates@2']],
    ['a spiking network', [...PAIRS, ...FEW]],
  ])('gives the bytes of one process for 2 and 3 of %s', async (_, words) => {
    const cwd = folder();
    const whole = await msm(cwd, ...words, '--out', '1', '--quiet');
    expect(whole.status, whole.stderr).toBe(0);
    for (const size of [2, 3]) {
      const ended = await outcomes(await ranks(cwd, size, ...words, '--out', String(size)));
      expect(
        ended.map(({ status }) => status),
        ended.map(({ stderr }) => stderr).join(''),
      ).toEqual(Array(size).fill(0));
      expect(ended[0].stdout).toContain('test accuracy');
      // one that is not the first reports nothing
      expect(ended[1].stdout).toBe('');
      expect(ended[1].stderr).toContain(`rank 1 of ${size} works for rank 0 at 127.0.0.1, port `);
      expect(dataHashes(join(cwd, String(size)))).toEqual(dataHashes(join(cwd, '1')));
    }
    expect(namesIn(cwd)).toEqual(['1', '2', '3']);
  });

  it('takes rank and number from what started the processes', async () => {
    const cwd = folder();
    const port = String(await freePort());
    const start = (rank: string): Launched => {
      const env = { RANK: rank, WORLD_SIZE: '2', MASTER_ADDR: '127.0.0.1', MASTER_PORT: port };
      return startProgram(cwd, { words: [], env }, ...PAIRS, ...FEW, '--dist_url', 'env://', '--out', 'run');
    };
    const ended = await outcomes([start('0'), start('1')]);
    expect(
      ended.map(({ status }) => status),
      ended.map(({ stderr }) => stderr).join(''),
    ).toEqual([0, 0]);
  });

  it('ends both ranks at SIGTERM of rank 0, which goes on later, by one process or several', async () => {
    const cwd = folder();
    const long = [...IMAGES, '--max-epochs', '100', '--early-stopping', 'right', '--min-epochs', '100'];
    const cut = await ranks(cwd, 2, ...long, '--out', 'cut');
    await waitUntil(cwd, cut[0].child, () => logOf(join(cwd, 'cut')).some(({ event }) => event === 'start'));
    cut[0].child.kill('SIGTERM');
    const ended = await outcomes(cut);
    expect(
      ended.map(({ status }) => status),
      ended.map(({ stderr }) => stderr).join(''),
    ).toEqual([75, 0]);
    const again = await outcomes(await ranks(cwd, 2, 'resume', 'cut'));
    expect(
      again.map(({ status }) => status),
      again.map(({ stderr }) => stderr).join(''),
    ).toEqual([0, 0]);
    await msm(cwd, ...long, '--out', 'whole', '--quiet');
    expect(dataHashes(join(cwd, 'cut'))).toEqual(dataHashes(join(cwd, 'whole')));
  });

  it('stops with a checkpoint when a rank is killed', async () => {
    const cwd = folder();
    const long = [...IMAGES, '--max-epochs', '300', '--early-stopping', 'right', '--min-epochs', '300'];
    const [first, second] = await ranks(cwd, 2, ...long, '--out', 'cut');
    await waitUntil(cwd, first.child, () => logOf(join(cwd, 'cut')).some(({ event }) => event === 'start'));
    second.child.kill('SIGKILL');
    const { status, stderr } = await first.ended;
    expect(status, stderr).toBe(75);
    expect(stderr).toMatch(/^E_INTERRUPTED: rank 1 is not there any more: /m);
    expect(stderr).toContain('rank 0 goes on from the last checkpoint with msm resume');
  });

  it('refuses ranks with other options, and says which, before anything is written', async () => {
    const cwd = folder();
    const port = await freePort();
    const all = [
      launch(cwd, ...PAIRS, ...FEW, '--out', 'run', ...rankFlags(0, 2, port)),
      launch(cwd, ...PAIRS, ...FEW, '--seed', '7', '--l2', '0.5', '--out', 'run', ...rankFlags(1, 2, port)),
    ];
    const [leader, other] = await outcomes(all);
    expect([leader.status, other.status]).toEqual([2, 2]);
    expect(leader.stderr).toContain('E_CONFIG: rank 1 has another run: l2 = 0.5, not 0.00001; seed = 7, not 0');
    expect(other.stderr).toContain('rank 0 does not begin: rank 1 has another run: l2 = 0.5');
    expect(existsSync(join(cwd, 'run'))).toBe(false);
  });

  it.each([
    ['a sweep', [...PAIRS, '--seed', '1,2'], '--world-size 2 is for a run by itself, and this is a sweep of 2 runs'],
    ['threads beside it', [...PAIRS, '--threads', '2'], '--threads 2 and --world-size 2 exclude each other'],
    ['a family with one process', ['simulate'], "--world-size is not a flag of 'msm simulate'"],
  ])('is refused for %s', async (_, words, message) => {
    const cwd = folder();
    const { status, stderr } = await msm(cwd, ...words, '--world-size', '2', '--rank', '0');
    expect(status, stderr).toBe(2);
    expect(stderr).toContain(message);
    expect(namesIn(cwd)).toEqual([]);
  });

  it('is heard by Ctrl-C while it waits for the others, and leaves nothing', async () => {
    const cwd = folder();
    const [only] = [launch(cwd, ...PAIRS, '--out', 'run', ...rankFlags(0, 2, await freePort()))];
    await new Promise<void>((resolve) => {
      only.child.stderr?.on('data', () => {
        if (only.texts.stderr.includes('waits for the others')) resolve();
      });
    });
    only.child.kill('SIGINT');
    const { status, stderr } = await only.ended;
    expect(status, stderr).toBe(75);
    expect(stderr).toContain('E_INTERRUPTED: stopped while waiting for the other ranks');
    expect(namesIn(cwd)).toEqual([]);
  });
});
