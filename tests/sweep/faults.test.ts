/** A disk that fails at the n-th operation, for many n of a small sweep. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { faultyDisk, surviveFault } from '../host/disk-faults.js';
import { temporaryFolders } from '../run/folders.js';
import { dataHashes, filesBelow, type PlanOptions, start, type Texts } from '../run/harness.js';

const TEXTS: Texts = { N: 8, K: 2, T: 4, tau_J: '10,20' };
const OPTIONS: PlanOptions = { record: { record: ['distance'] } };

const STRIDE = 3;

describe('a sweep on a disk that fails', () => {
  const folder = temporaryFolders();

  it('reports it and completes to the same bytes afterwards, whatever operation of the sweep fails', async () => {
    const good = join(folder(), 'good');
    const { disk, count } = faultyDisk();
    await start(good, TEXTS, OPTIONS, { disk });
    const faultCase = { texts: TEXTS, options: OPTIONS, around: () => ({}), straight: dataHashes(good) };
    const operations = count();
    // sweep.json, then of two runs a table, the state, manifest and run.json; the journal, syncs, results
    expect(operations).toBeGreaterThan(80);
    // each third one here; `npm run soak:faults` does all of them, in all ways
    for (let at = 0; at < operations; at += STRIDE) {
      const place = join(folder(), 'sweep');
      // both kinds alternate
      const fault =
        at % (2 * STRIDE) === 0
          ? ({ errno: 'ENOSPC', stays: true } as const)
          : ({ errno: 'EIO', stays: false } as const);
      await surviveFault(place, faultCase, { at, ...fault });
      expect(filesBelow(join(place, 'claims')), `${at}`).toEqual([]);
      expect(existsSync(join(place, '.lock'))).toBe(false);
    }
  });
});
