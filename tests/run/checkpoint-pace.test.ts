import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiskOperations, NODE_DISK } from '../../src/host/disk.js';
import { CheckpointPace } from '../../src/run/checkpoint-pace.js';
import { simulate } from '../../src/simulate/simulate.js';
import { temporaryFolders } from './folders.js';
import { dataHashes, goOn, plan, start, type Texts } from './harness.js';

describe('the pace of checkpoints', () => {
  /** A pace, and a clock that the test moves. */
  function paced() {
    const clock = { now: 0 };
    const pace = new CheckpointPace(() => clock.now);
    const write = (took: number) =>
      pace.timed(clock.now, async () => {
        clock.now += took;
      });
    return { clock, pace, write };
  }

  it('is one in more than 30 seconds, or at once where rows go to the disk anyhow', () => {
    const { pace } = paced();
    expect([30_000, 30_001].map((now) => pace.isDue(now, false))).toEqual([false, true]);
    expect(pace.isDue(0, true)).toBe(true);
  });

  it('is no faster than 20 times what the last one took, counted from its end', async () => {
    const { clock, pace, write } = paced();
    clock.now = 50_000;
    await write(4000);
    for (const isFull of [true, false]) {
      expect([54_000 + 79_999, 54_000 + 80_000].map((now) => pace.isDue(now, isFull))).toEqual([false, true]);
    }
    await write(1);
    expect([19, 20].map((waited) => pace.isDue(54_001 + waited, true))).toEqual([false, true]);
    expect([20, 30_001].map((waited) => pace.isDue(54_001 + waited, false))).toEqual([false, true]);
  });
});

describe('a run of which checkpoints take long', () => {
  const folder = temporaryFolders();
  const LOOK_MS = 3000;
  const SLOW_MS = 9000;

  /** Surroundings in which each look at the clock takes a while, and a checkpoint longer; `renamed` hears of files that are whole. */
  function slow(lookMs: number, renamed: (path: string, at: number) => void) {
    let at = 0;
    const disk: DiskOperations = {
      ...NODE_DISK,
      rename: (from, to) => {
        NODE_DISK.rename(from, to);
        if (to.endsWith('.ckpt')) at += SLOW_MS;
        renamed(to, at);
      },
    };
    const milliseconds = (): number => {
      at += lookMs;
      return at;
    };
    const clock = { now: () => '2000-01-01T00:00:00.000Z', milliseconds };
    return { disk, clock, interruption: { isRequested: () => false }, progress: { update: () => {} } };
  }

  it('spends at most a twentieth of its time on them, and ends with the same bytes', async () => {
    const [straight, place] = [join(folder(), 'straight'), join(folder(), 'run')];
    const texts: Texts = { N: 13, K: 2, T: 400 };
    await start(straight, texts);
    const ends: number[] = [];
    const around = slow(LOOK_MS, (path, at) => {
      if (path.endsWith('.ckpt')) ends.push(at);
    });
    await simulate(await plan(texts), place, around);
    expect(ends.length).toBeGreaterThan(3);
    const waits = ends.slice(1).map((end, i) => end - SLOW_MS - ends[i]);
    // the look that ends the measure takes a while, too, and the rule waits for a look
    for (const wait of waits) {
      expect(wait).toBeGreaterThanOrEqual(20 * SLOW_MS);
      expect(wait).toBeLessThan(20 * (SLOW_MS + LOOK_MS) + 6 * LOOK_MS);
    }
    expect(dataHashes(place)).toEqual(dataHashes(straight));
  });

  it('writes full chunks all the same; killed behind one that no checkpoint counts, it goes on to the same bytes', async () => {
    const [straight, place, killed] = ['straight', 'run', 'killed'].map((name) => join(folder(), name));
    // 64 neurons fill a chunk of 2^18 rows in 4096 steps
    const texts: Texts = { N: 64, K: 3, T: 10_000 };
    const options = { record: { record: ['distance', 'sigma'] } };
    await start(straight, texts, options);
    let checkpoints = 0;
    // spans of 16 steps, and all of them in less time than a second checkpoint is due after
    const around = slow(10, (path) => {
      if (path.endsWith('.ckpt')) checkpoints++;
      if (!/chunks\/sigma-000001/.test(path)) return;
      cpSync(place, killed, { recursive: true });
    });
    await simulate(await plan(texts, options), place, around);
    expect(checkpoints).toBe(1);
    rmSync(join(killed, '.lock'), { force: true });
    expect(readdirSync(join(killed, 'chunks')).filter((name) => name.startsWith('sigma'))).toHaveLength(2);
    await goOn(killed);
    expect(readFileSync(join(killed, 'log.jsonl'), 'utf8')).toContain('"resume"');
    expect(dataHashes(killed)).toEqual(dataHashes(straight));
  });
});
