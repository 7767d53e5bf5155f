/** Folders that version 0.1 wrote (tests/sweep/folders-0.1) are still read, and damage in them shows as far as they cover it. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collect } from '../../src/collect/collect.js';
import { NODE_DISK } from '../../src/host/disk.js';
import { SYSTEM_CLOCK } from '../../src/host/environment.js';
import { showFolder } from '../../src/sweep/tasks/show.js';
import { sweepStatus } from '../../src/sweep/tasks/status.js';
import { readSweep } from '../../src/sweep/tasks/tasks.js';
import { verifyFolder } from '../../src/sweep/tasks/verify.js';
import { temporaryFolders } from '../run/folders.js';
import { goOn } from '../run/harness.js';

const STORED = fileURLToPath(new URL('folders-0.1', import.meta.url));

describe('a sweep of version 0.1', () => {
  const folder = temporaryFolders();

  function copied(name: 'sweep' | 'search'): string {
    const place = join(folder(), name);
    cpSync(join(STORED, name), place, { recursive: true });
    return place;
  }

  async function statusOf(place: string) {
    const { sweep, journal } = await readSweep(place);
    return sweepStatus(sweep, journal, SYSTEM_CLOCK);
  }

  it.each(['sweep', 'search'] as const)('is shown, counted, verified and collected: the %s', async (name) => {
    const place = copied(name);
    expect(await showFolder(place)).toMatchObject({
      sweep: [{ status: 'done' }, { status: 'done' }, { status: 'done' }],
    });
    expect(await statusOf(place)).toMatchObject({ total: 3, done: 3, lost: 0, damaged: 0, failed: 0, undone: [] });
    const { runs } = await verifyFolder(place);
    expect(runs.map(({ isIntact }) => isIntact)).toEqual([true, true, true]);
    expect(await collect(NODE_DISK, { sources: [place] })).toMatchObject({ runs: 3, others: [] });
  });

  it('shows what is lost and damaged in it, and a line of its journal that is not of its task', async () => {
    const place = copied('sweep');
    const [first, second] = readdirSync(join(place, 'runs')).sort();
    rmSync(join(place, 'runs', first), { recursive: true });
    const state = join(place, 'runs', second, 'state.arrow');
    const bytes = readFileSync(state);
    bytes[bytes.length >> 1] ^= 1;
    writeFileSync(state, bytes);
    expect(await statusOf(place)).toMatchObject({ done: 2, lost: 1 });
    const { runs } = await verifyFolder(place);
    expect(runs.map(({ problem }) => problem)).toEqual([
      'lost: its folder is gone',
      'damaged: state.arrow is changed',
      undefined,
    ]);
    const [name] = readdirSync(join(place, 'journal')).filter((one) =>
      readFileSync(join(place, 'journal', one), 'utf8').includes('"task":0'),
    );
    const path = join(place, 'journal', name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('"task":0', '"task":2'));
    for (const look of [statusOf(place), verifyFolder(place), collect(NODE_DISK, { sources: [place] })]) {
      await expect(look).rejects.toMatchObject({
        code: 'E_CORRUPT',
        message: expect.stringMatching(/journal\/\S+:\d is damaged: it calls task 2 \w{12}, which is \w{12}$/),
      });
    }
  });

  it('is not gone on with, since its kernels are others: the version that can is named, and nothing is written', async () => {
    const place = copied('sweep');
    const before = readdirSync(place, { recursive: true }).sort();
    await expect(goOn(place)).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringMatching(/was begun with other kernels \(\w{12}\)$/),
      next: expect.stringContaining('with version 0.1.0 of msm'),
    });
    expect(readdirSync(place, { recursive: true }).sort()).toEqual(before);
  });
});
