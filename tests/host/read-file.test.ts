import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  hashFile,
  kindBehind,
  listFolder,
  openForReading,
  pathKind,
  readWhole,
  statsBehind,
} from '../../src/host/read-file.js';
import { temporaryFolders } from '../run/folders.js';
import { hashOf } from '../run/harness.js';

describe('a file that is read', () => {
  const folder = temporaryFolders();

  /** All ways to open a file for reading. */
  const ways: readonly (readonly [string, (path: string, limits?: object) => unknown])[] = [
    ['as a whole', readWhole],
    ['in parts', openForReading],
    ['to be hashed', hashFile],
  ];

  it.each(ways)('%s may not be a pipe, and is not waited for', (_, read) => {
    const path = join(folder(), 'pipe');
    execFileSync('mkfifo', [path]);
    expect(() => read(path)).toThrow(`cannot read ${path}: it is a pipe and not a file`);
  });

  it.each(ways)('%s may not be a socket', async (_, read) => {
    const path = join(folder(), 's');
    const server = createServer().listen(path);
    await new Promise((resolve) => server.once('listening', resolve));
    expect(() => read(path)).toThrow(`cannot read ${path}: it is a socket or a device and not a file`);
    server.close();
  });

  it.runIf(existsSync('/dev/zero')).each(ways)('%s may not be a device, which has no end', (_, read) => {
    expect(() => read('/dev/zero')).toThrow('cannot read /dev/zero: it is a device and not a file');
  });

  it.each(ways)('%s may not be a folder', (_, read) => {
    const path = folder();
    expect(() => read(path)).toThrow(
      expect.objectContaining({ code: 'E_IO', message: `cannot read ${path}: it is a folder` }),
    );
  });

  it.each(ways)('%s may be a link, unless none may be followed', (_, read) => {
    const place = folder();
    writeFileSync(join(place, 'a'), 'text');
    symlinkSync('a', join(place, 'link'));
    expect(() => read(join(place, 'link'))).not.toThrow();
    expect(() => read(join(place, 'link'), { noLink: true })).toThrow('it is a link, and no link is followed there');
  });

  it('is refused for its size before anything of it is read', () => {
    const path = join(folder(), 'large');
    writeFileSync(path, '');
    truncateSync(path, 2 ** 40);
    expect(() => readWhole(path)).toThrow('it has 1,099,511,627,776 bytes, and such a file has at most 4,294,967,295');
    expect(() => readWhole(path, { most: 1000 })).toThrow('such a file has at most 1,000');
    truncateSync(path, 1000);
    expect(readWhole(path, { most: 1000 })).toHaveLength(1000);
  });

  it.runIf(existsSync('/proc/self/status'))(
    'is read to its end if the system makes it up and says it has no bytes',
    () => {
      expect(new TextDecoder().decode(readWhole('/proc/version'))).toBe(readFileSync('/proc/version', 'utf8'));
      expect(() => readWhole('/proc/version', { most: 5 })).toThrow('such a file has at most 5');
    },
  );

  it('gives its bytes and their hash', () => {
    const path = join(folder(), 'a');
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i % 251);
    writeFileSync(path, bytes);
    expect(hashOf(readWhole(path))).toBe(hashOf(bytes));
    expect(hashFile(path)).toEqual({ bytes: bytes.length, sha256: hashOf(bytes) });
  });
});

describe('what stands under a name', () => {
  const folder = temporaryFolders();

  it('is a file, a folder, a link wherever it leads, another thing, or nothing', () => {
    const place = folder();
    writeFileSync(join(place, 'file'), '');
    mkdirSync(join(place, 'folder'));
    symlinkSync('nowhere', join(place, 'link'));
    execFileSync('mkfifo', [join(place, 'pipe')]);
    const kinds = ['file', 'folder', 'link', 'pipe', 'none', 'file/none'].map((name) => pathKind(join(place, name)));
    expect(kinds).toEqual(['file', 'folder', 'link', 'other', undefined, undefined]);
  });

  it.each(['none', 'file/none', 'loop', 'loop/none', 'x'.repeat(300), 'a\0b'])('has nothing behind %j', (name) => {
    const place = folder();
    writeFileSync(join(place, 'file'), '');
    symlinkSync('loop', join(place, 'loop'));
    expect(statsBehind(join(place, name))).toBeUndefined();
    expect(kindBehind(join(place, name))).toBeUndefined();
    expect(pathKind(join(place, name))).toBe(name === 'loop' ? 'link' : undefined);
    expect(() => readWhole(join(place, name))).toThrow(expect.objectContaining({ code: 'E_IO' }));
    expect(() => readWhole(join(place, name))).not.toThrow(/E[A-Z_]{3,}/);
  });

  it('is listed in order, with one sentence for what is no folder', () => {
    const place = folder();
    for (const name of ['b', 'a']) writeFileSync(join(place, name), '');
    expect(listFolder(place)).toEqual(['a', 'b']);
    expect(listFolder(join(place, 'none'))).toEqual([]);
    expect(() => listFolder(join(place, 'a'))).toThrow(
      `cannot list ${join(place, 'a')}: a part of the path is not a folder`,
    );
  });
});
