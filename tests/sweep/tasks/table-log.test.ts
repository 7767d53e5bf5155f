import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../src/collect/collect.js';
import { NODE_DISK, writeBytes } from '../../../src/host/disk.js';
import { openTableLog } from '../../../src/sweep/tasks/table-log.js';
import { verifyFolder } from '../../../src/sweep/tasks/verify.js';
import { temporaryFolders } from '../../run/folders.js';
import { fakeClock, filesBelow, goOn, start } from '../../run/harness.js';

describe('tables in the folder of a sweep', () => {
  const folder = temporaryFolders();

  async function sweep(): Promise<string> {
    const place = join(folder(), 'sweep');
    await start(place, { N: 8, K: 2, T: 4, tau_J: '2,3' });
    return place;
  }

  /** Lines of the journals about tables. */
  const lines = (place: string): number => {
    const texts = filesBelow(join(place, 'journal')).map((name) => readFileSync(join(place, 'journal', name), 'utf8'));
    return texts.join('').split('"event":"table"').length - 1;
  };

  it('are as they were written, and a changed byte of any shows, until they are written again', async () => {
    const place = await sweep();
    expect((await verifyFolder(place)).tables).toEqual([{ path: 'results.parquet', status: 'ok' }]);
    const path = join(place, 'results.parquet');
    const bytes = readFileSync(path);
    bytes[100] ^= 1;
    writeFileSync(path, bytes);
    expect((await verifyFolder(place)).tables).toEqual([{ path: 'results.parquet', status: 'changed' }]);
    await goOn(place);
    await collect(NODE_DISK, { sources: [place], groupBy: ['tau_J'] });
    expect((await verifyFolder(place)).tables).toEqual([
      { path: 'results.parquet', status: 'ok' },
      { path: 'statistics.parquet', status: 'ok' },
    ]);
    rmSync(path);
    mkdirSync(path);
    expect((await verifyFolder(place)).tables[0]).toEqual({ path: 'results.parquet', status: 'changed' });
  });

  it('are named once, however often they are written with the same bytes, and not in the folder of somebody else', async () => {
    const place = await sweep();
    await collect(NODE_DISK, { sources: [place] });
    await goOn(place);
    expect(lines(place)).toBe(1);
    await collect(NODE_DISK, { sources: [place], out: join(place, '..', 'out') });
    expect(filesBelow(join(place, '..', 'out'))).toEqual(['results.parquet']);
  });

  it('are as they were written if whoever wrote one was killed right before it got its name', async () => {
    const place = await sweep();
    const names: string[] = [];
    const dying = {
      ...NODE_DISK,
      rename: (_: string, to: string): void => {
        names.push(basename(to));
        throw new Error('killed');
      },
    };
    const log = openTableLog(
      place,
      dying,
      fakeClock(() => 1),
    );
    await expect(writeBytes(log.disk, join(place, 'results.parquet'), 'other results')).rejects.toThrow('killed');
    log.close();
    expect([names, lines(place)]).toEqual([['results.parquet'], 2]);
    // the earlier one stands, and a journal named it too
    expect((await verifyFolder(place)).tables).toEqual([{ path: 'results.parquet', status: 'ok' }]);
    writeFileSync(join(place, 'results.parquet'), 'other results');
    expect((await verifyFolder(place)).tables).toEqual([{ path: 'results.parquet', status: 'ok' }]);
  });
});
