import { describe, expect, it } from 'vitest';
import { NODE_DISK } from '../../src/host/disk.js';
import { watchSweep } from '../../src/launch/settled.js';
import { JournalWriter } from '../../src/sweep/tasks/journal.js';
import { createSweep } from '../../src/sweep/tasks/requests.js';
import { openSweep } from '../../src/sweep/tasks/sweep.js';
import { temporaryFolders } from '../run/folders.js';
import { plan, surroundings } from '../run/harness.js';

describe('a watched sweep', () => {
  const folder = temporaryFolders();

  it('counts a failed run among those that stay failed only when nobody tries it again', async () => {
    const place = folder();
    const planned = await plan({ N: 8, K: 2, T: 10 }, { replicas: 3 });
    await createSweep(NODE_DISK, place, planned);
    const journal = new JournalWriter(place, NODE_DISK, surroundings().clock);
    const fail = (task: number, n: number, code = 'E_INTERNAL'): void =>
      journal.append({ event: 'failed', task, n, id: '0'.repeat(12), code, message: '', at: 0 });
    fail(0, 1);
    const sweep = await openSweep(place, () => planned.request.build);
    const counts = (retries: number) => watchSweep(sweep, 'all', retries);
    const [never, twice] = [counts(0), counts(2)];
    const look = (): readonly number[] => {
      never.refresh();
      twice.refresh();
      return [never.failedCount(), twice.failedCount()];
    };
    // the failure is of an earlier session: with retries the run is tried again
    expect(look()).toEqual([1, 0]);
    fail(1, 1);
    expect(look()).toEqual([2, 0]);
    fail(1, 2);
    fail(1, 3);
    expect(look()).toEqual([2, 1]);
    // what diverges would do so again
    fail(2, 1, 'E_DIVERGED');
    expect(look()).toEqual([3, 2]);
    journal.close();
  });
});
