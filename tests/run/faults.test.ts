/** A disk that fails at the n-th operation, for every n of a small run. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Fault, faultyDisk, surviveFault } from '../host/disk-faults.js';
import { temporaryFolders } from './folders.js';
import { type Around, assertReadable, dataHashes, goOn, type PlanOptions, start, type Texts } from './harness.js';

const TEXTS: Texts = { N: 13, K: 2, T: 60, u: 2 };
const OPTIONS: PlanOptions = { record: { record: ['distance', 'sigma'] } };
/** Spans of 16, 32 and 12 steps with a checkpoint after each: the clock jumps between spans, not within them. */
const checkpointing = (): Around => {
  let looks = 0;
  return { tick: () => (++looks % 3 === 0 ? 40_000 : 1) };
};

describe('a run on a disk that fails', () => {
  const folder = temporaryFolders();

  it('reports it and completes to the same bytes afterwards, for every operation of the run', async () => {
    const good = join(folder(), 'good');
    const { disk, count } = faultyDisk();
    await start(good, TEXTS, OPTIONS, { ...checkpointing(), disk });
    const faultCase = { texts: TEXTS, options: OPTIONS, around: checkpointing, straight: dataHashes(good) };
    const operations = count();
    // run.json twice, three checkpoints, two tables, the state, the manifest, each opened, written, synced and renamed
    expect(operations).toBeGreaterThan(70);
    for (let at = 0; at < operations; at++) {
      // both kinds alternate; `scripts/soak-faults.ts` does all combinations
      const fault =
        at % 2 === 0 ? ({ errno: 'ENOSPC', stays: true } as const) : ({ errno: 'EIO', stays: false } as const);
      await surviveFault(join(folder(), 'run'), faultCase, { at, ...fault });
    }
  });

  it('and its sweep stop together, so that a full disk is one error and not one for each run', async () => {
    const [straight, broken] = [join(folder(), 'straight'), join(folder(), 'broken')];
    const texts = { ...TEXTS, tau_J: '10,20,30' };
    await start(straight, texts, OPTIONS);
    const { disk, count } = faultyDisk();
    await start(join(folder(), 'one'), TEXTS, OPTIONS, { disk });
    const fault: Fault = { at: count() + 20, errno: 'ENOSPC', stays: true };
    await expect(start(broken, texts, OPTIONS, { disk: faultyDisk(fault).disk })).rejects.toMatchObject({
      code: 'E_IO',
      next: `Go on with: msm resume ${broken}`,
    });
    await assertReadable(broken);
    await goOn(broken);
    expect(dataHashes(broken)).toEqual(dataHashes(straight));
  });
});
