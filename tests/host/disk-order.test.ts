/** In which order files reach the disk: what makes a visible file whole, and what may be trusted after a crash of the machine. */
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DiskOperations, NODE_DISK, writeBytes } from '../../src/host/disk.js';
import { temporaryFolders } from '../run/folders.js';
import { HASTY_MS, start } from '../run/harness.js';

interface Recorded {
  readonly disk: DiskOperations;
  /** What was done, with the path that it was done to. */
  readonly operations: { readonly what: string; readonly path: string; readonly to?: string }[];
}

/** A disk that writes down what is asked of it. */
function recordingDisk(mustSync?: () => boolean): Recorded {
  const operations: Recorded['operations'] = [];
  const open = new Map<number, string>();
  const named = (file: number): string => open.get(file) ?? '?';
  const disk: DiskOperations = {
    open: (path, flags) => {
      const file = NODE_DISK.open(path, flags);
      open.set(file, path);
      operations.push({ what: 'open', path });
      return file;
    },
    write: (file, bytes) => {
      operations.push({ what: 'write', path: named(file) });
      return NODE_DISK.write(file, bytes);
    },
    sync: (file) => {
      operations.push({ what: 'sync', path: named(file) });
      NODE_DISK.sync(file);
    },
    close: (file) => {
      operations.push({ what: 'close', path: named(file) });
      NODE_DISK.close(file);
    },
    rename: (from, to) => {
      operations.push({ what: 'rename', path: from, to });
      NODE_DISK.rename(from, to);
    },
    ...(mustSync && { mustSync }),
  };
  return { disk, operations };
}

describe('a file', () => {
  const folder = temporaryFolders();

  it('is written, synced and closed under a hidden name, renamed, and its folder synced', async () => {
    const place = join(folder(), 'a.bin');
    const { disk, operations } = recordingDisk();
    await writeBytes(disk, place, new Uint8Array(10));
    const hidden = operations[0].path;
    expect([dirname(hidden), basename(hidden).startsWith('.')]).toEqual([dirname(place), true]);
    expect(operations).toEqual([
      { what: 'open', path: hidden },
      { what: 'write', path: hidden },
      { what: 'sync', path: hidden },
      { what: 'close', path: hidden },
      { what: 'rename', path: hidden, to: place },
      { what: 'open', path: dirname(place) },
      { what: 'sync', path: dirname(place) },
      { what: 'close', path: dirname(place) },
    ]);
  });

  it('that somebody else syncs later is only written and renamed', async () => {
    const { disk, operations } = recordingDisk(() => false);
    await writeBytes(disk, join(folder(), 'a.bin'), new Uint8Array(10));
    expect(operations.map(({ what }) => what)).toEqual(['open', 'write', 'close', 'rename']);
  });
});

describe('a run', () => {
  const folder = temporaryFolders();

  it('syncs every file before and every folder after its rename, whatever it writes', async () => {
    const { disk, operations } = recordingDisk();
    await start(join(folder(), 'run'), { N: 13, K: 2, T: 60 }, {}, { disk, tick: () => HASTY_MS });
    const renames = operations.flatMap(({ what }, at) => (what === 'rename' ? [at] : []));
    expect(renames.length).toBeGreaterThan(5);
    for (const at of renames) {
      const { path, to = '' } = operations[at];
      const own = operations.slice(0, at).filter((one) => one.path === path);
      expect(
        own.slice(-2).map(({ what }) => what),
        to,
      ).toEqual(['sync', 'close']);
      expect(operations.slice(at + 1, at + 3), to).toEqual([
        { what: 'open', path: dirname(to) },
        { what: 'sync', path: dirname(to) },
      ]);
    }
  });

  it('writes run.json first, checkpoints on the way, and at its end state, tables, manifest and run.json', async () => {
    const place = join(folder(), 'run');
    const { disk, operations } = recordingDisk();
    await start(
      place,
      { N: 13, K: 2, T: 60 },
      { record: { record: ['distance', 'sigma'] } },
      { disk, tick: () => HASTY_MS },
    );
    const visible = operations.flatMap(({ to }) => (to === undefined ? [] : [to.slice(place.length + 1)]));
    expect(visible[0]).toBe('run.json');
    expect(visible.slice(-5)).toEqual([
      'state.arrow',
      'timeseries.parquet',
      'sigma.parquet',
      'manifest.json',
      'run.json',
    ]);
    expect(visible.filter((name) => name.startsWith('checkpoint/')).length).toBeGreaterThan(0);
  });
});
