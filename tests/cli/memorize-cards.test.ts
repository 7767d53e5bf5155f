/** `msm memorize cards` of the real program, with a small network. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/table/read.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes } from '../run/harness.js';
import { launch, logOf, msm, waitUntil } from './msm.js';

const SIZES = ['--num-time-steps', '20', '--embedding-size', '10', '--memory-size', '12', '--num-envs', '4'];
const SIZED = ['memorize', 'cards', ...SIZES, '--ppo-batches', '2', '--test-games', '8', '--most-flips', '20'];
const SMALL = [...SIZED, '--num-env-steps', '120'];

/** Columns of a table of a run by name. */
async function columnsOf(run: string, name: string): Promise<{ readonly [column: string]: ArrayLike<unknown> }> {
  const file = join(run, `${name}.parquet`);
  const { columns } = await readTable(readFileSync(file), file);
  return Object.fromEntries(columns.map((column) => [column.name, column.data as ArrayLike<unknown>]));
}

const flipsOf = (stdout: string): string | undefined => /^mean flips of a game +([\d.]+)/m.exec(stdout)?.[1];

describe('msm memorize cards', () => {
  const folder = temporaryFolders();

  it('trains, tests beside the best and a random player, and tests the network again', async () => {
    const cwd = folder();
    const { status, stdout, stderr } = await msm(cwd, ...SMALL, '--out', 'net');
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^mean flips of a game +[\d.]+ after 3 updates$/m);
    expect(stdout).toMatch(/^best player +5\.3333 flips\nrandom player +16 flips$/m);
    expect(readdirSync(join(cwd, 'net'))).toEqual(
      expect.arrayContaining(['games.parquet', 'flips.parquet', 'weights.safetensors']),
    );
    const again = await msm(cwd, 'memorize', 'cards', 'test', 'net', '--out', 'again');
    expect(again.status, again.stderr).toBe(0);
    expect(flipsOf(again.stdout)).toBe(flipsOf(stdout));
    // nothing was learned by it, and nobody named its weights
    expect(again.stdout).toMatch(/^mean flips of a game +[\d.]+$/m);
    expect(again.stderr).not.toContain('--weights');
    const evaluated = await msm(
      cwd,
      'memorize',
      'cards',
      '--resume',
      'net',
      '--evaluate',
      '--num_envs',
      '3',
      '--out',
      'e',
    );
    expect(evaluated.status, evaluated.stderr).toBe(0);
    const other = await msm(cwd, 'memorize', 'cards', 'test', 'net', '--num-cells', '6', '--out', 'no');
    expect([other.status, existsSync(join(cwd, 'no'))]).toEqual([2, false]);
    expect(other.stderr).toContain('net was trained with other options: num_cells = 4, not 6');
    const task = await msm(cwd, 'memorize', 'qa', 'test', 'net');
    expect([task.status, task.stderr]).toEqual([2, expect.stringContaining('a run of the family cards')]);
  });

  it('takes published options as they are spelled, and notes once what has no meaning', async () => {
    const cwd = folder();
    const words = SMALL.map((word) => (word.startsWith('--') ? `--${word.slice(2).replaceAll('-', '_')}` : word));
    const idle = ['--use_rms_prop', '--rms_prop_eps', '1e-5', '--rms_prop_alpha=0.9', '--normalize_advantage'];
    const { status, stderr } = await msm(cwd, ...words, ...idle, '--use_smooth_l1_loss', '--cuda', '--out', 'net');
    expect(status, stderr).toBe(0);
    expect(stderr).toBe(
      '--cuda, --use-rms-prop, --rms-prop-eps, --rms-prop-alpha, --normalize-advantage, --use-smooth-l1-loss: accepted as the published program does, without a meaning here\n',
    );
  });

  it('records games: moves that agree with the test, and the spikes of each', async () => {
    const cwd = folder();
    await msm(cwd, ...SMALL, '--out', 'net', '--quiet');
    const words = ['memorize', 'cards', 'record', 'net', '--record-games', '2', '--out', 'seen', '--quiet'];
    const { status, stderr } = await msm(cwd, ...words);
    expect(status, stderr).toBe(0);
    const seen = join(cwd, 'seen');
    const [moves, games, rates, spikes, memory, potentials, traces] = await Promise.all(
      ['moves', 'games', 'rates', 'spikes', 'memory', 'potentials', 'traces'].map((name) => columnsOf(seen, name)),
    );
    const played = [0, 1].map((game) => Array.from(moves.game, Number).filter((one) => one === game).length);
    const tested = [0, 1].map((at) => Array.from(games.flips, Number)[Array.from(games.table, Number).indexOf(at)]);
    expect(played).toEqual(tested);
    expect(Array.from(moves.lies, String)[0]).toMatch(/^(-[01]- ?){4}$/);
    const total = played[0] + played[1];
    expect(rates.rate).toHaveLength(total * (10 + 4 * 12));
    expect(memory.weight).toHaveLength(total * 12 * 12);
    // 20 steps a move
    expect(potentials.potential).toHaveLength(total * 20 * (10 + 4 * 12));
    expect(traces.trace).toHaveLength(total * 20 * 2 * 12);
    const fired = Array.from(rates.rate, Number).reduce((sum, rate) => sum + 0.02 * rate, 0);
    expect(Math.abs(fired - spikes.unit.length)).toBeLessThan(1e-6);
  });

  it('gives the same bytes by two threads after SIGTERM, and in a sweep of one or two workers', async () => {
    const cwd = folder();
    const long = [...SIZED, '--num-env-steps', '6000'];
    const { child, ended } = launch(cwd, ...long, '--threads', '2', '--out', 'cut');
    await waitUntil(cwd, child, () => logOf(join(cwd, 'cut')).some(({ event }) => event === 'start'));
    child.kill('SIGTERM');
    expect((await ended).status).toBe(75);
    const again = await msm(cwd, 'memorize', 'cards', '--resume', 'cut', '--memory-size', '12', '--quiet');
    expect(again.status, again.stderr).toBe(0);
    expect(JSON.parse(readFileSync(join(cwd, 'cut', 'run.json'), 'utf8')).threads).toBe(2);
    await msm(cwd, ...long, '--out', 'whole', '--quiet');
    expect(dataHashes(join(cwd, 'cut'))).toEqual(dataHashes(join(cwd, 'whole')));
    for (const jobs of ['1', '2']) {
      const swept = await msm(cwd, ...SMALL, '--seed', '1..3', '--jobs', jobs, '--out', `sweep${jobs}`, '--quiet');
      expect(swept.status, swept.stderr).toBe(0);
    }
    expect(dataHashes(join(cwd, 'sweep2'))).toEqual(dataHashes(join(cwd, 'sweep1')));
  });
});
