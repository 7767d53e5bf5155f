import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  appendLine,
  claimFolder,
  createExclusive,
  hashFile,
  NODE_DISK,
  openForReading,
  readWhole,
  writeBytes,
  writeWhole,
} from '../../src/host/disk.js';
import { temporaryFolders } from '../run/folders.js';
import { hashOf } from '../run/harness.js';
import { type Errno, faultyDisk } from './disk-faults.js';

const OLD = 'what was there before';
const NEW = new Uint8Array(10_000).fill(7);

describe('writing a file', () => {
  const folder = temporaryFolders();

  it('gives its size and hash and leaves one name', async () => {
    const place = join(folder(), 'a.bin');
    expect(await writeBytes(NODE_DISK, place, NEW)).toEqual({ bytes: NEW.length, sha256: hashOf(NEW) });
    expect(readdirSync(join(place, '..'))).toEqual(['a.bin']);
    expect(hashFile(place)).toEqual({ bytes: NEW.length, sha256: hashOf(NEW) });
  });

  it.each<Errno>(['ENOSPC', 'EIO'])(
    'that fails with %s leaves the old file or the whole new one, and nothing else',
    async (errno) => {
      const { disk, count } = faultyDisk();
      await writeBytes(disk, join(folder(), 'a.bin'), NEW);
      for (let at = 0; at < count(); at++) {
        const place = join(folder(), 'a.bin');
        writeFileSync(place, OLD);
        const failing = faultyDisk({ at, errno, stays: true }).disk;
        await expect(writeBytes(failing, place, NEW)).rejects.toMatchObject({ code: 'E_IO', place, data: { errno } });
        expect(readdirSync(join(place, '..')), `operation ${at}`).toEqual(['a.bin']);
        expect([OLD, Buffer.from(NEW).toString()], `operation ${at}`).toContain(readFileSync(place, 'utf8'));
      }
    },
  );

  it('never goes through a link that stands where the unfinished file is written', async () => {
    const place = folder();
    writeFileSync(join(place, 'precious'), OLD);
    symlinkSync('precious', join(place, `.a.bin.${process.pid}.tmp`));
    await writeBytes(NODE_DISK, join(place, 'a.bin'), NEW);
    expect(readdirSync(place)).toEqual(['a.bin', 'precious']);
    expect(readFileSync(join(place, 'precious'), 'utf8')).toBe(OLD);
  });

  it('goes on after a write that took only a part of the bytes', async () => {
    const place = join(folder(), 'a.bin');
    const slow = {
      ...NODE_DISK,
      write: (file: number, bytes: Uint8Array) => NODE_DISK.write(file, bytes.subarray(0, 999)),
    };
    await writeBytes(slow, place, NEW);
    expect(readFileSync(place).equals(NEW)).toBe(true);
  });

  it('passes a mistake of the body on unchanged and leaves nothing', async () => {
    const place = join(folder(), 'a.bin');
    const mistake = new Error('of the body');
    const failing = writeWhole(NODE_DISK, place, (sink) => {
      sink.write(NEW);
      throw mistake;
    });
    await expect(failing).rejects.toBe(mistake);
    expect(readdirSync(join(place, '..'))).toEqual([]);
  });
});

describe('a folder or file that must be new', () => {
  const folder = temporaryFolders();

  it('is claimed by the first and refused to the second', () => {
    const place = join(folder(), 'a');
    expect([claimFolder(place), claimFolder(place)]).toEqual([true, false]);
    expect(() => claimFolder(join(place, 'b', 'c'))).toThrow(
      /cannot make the folder .*there is no such file or folder/,
    );
  });

  it('is made with its content by the first and left alone by the second', () => {
    const place = join(folder(), 'a');
    expect([createExclusive(place, 'first'), createExclusive(place, 'second')]).toEqual([true, false]);
    expect(readFileSync(place, 'utf8')).toBe('first');
    expect(readdirSync(join(place, '..'))).toEqual(['a']);
  });
});

describe('a log', () => {
  const folder = temporaryFolders();

  it('grows by a line, and is not written through a link or into a pipe', () => {
    const place = folder();
    appendLine(join(place, 'log'), { n: 1 });
    appendLine(join(place, 'log'), { n: 2 });
    expect(readFileSync(join(place, 'log'), 'utf8')).toBe('{"n":1}\n{"n":2}\n');
    writeFileSync(join(place, 'precious'), OLD);
    symlinkSync('precious', join(place, 'link'));
    appendLine(join(place, 'link'), { n: 1 });
    expect(readFileSync(join(place, 'precious'), 'utf8')).toBe(OLD);
    execFileSync('mkfifo', [join(place, 'pipe')]);
    appendLine(join(place, 'pipe'), { n: 1 });
  });
});

describe('reading a file', () => {
  const folder = temporaryFolders();

  it('says in one sentence why it cannot be read', () => {
    const place = folder();
    mkdirSync(join(place, 'sub'));
    expect(() => readWhole(join(place, 'none'))).toThrow(
      `cannot read ${join(place, 'none')}: there is no such file or folder`,
    );
    expect(() => readWhole(join(place, 'sub'))).toThrow(`cannot read ${join(place, 'sub')}: it is a folder`);
    expect(() => openForReading(join(place, 'none'))).toThrow(expect.objectContaining({ code: 'E_IO' }));
  });

  it('gives any part of it', () => {
    const place = join(folder(), 'a');
    writeFileSync(
      place,
      Uint8Array.from({ length: 100 }, (_, i) => i),
    );
    const file = openForReading(place);
    expect(file.byteLength).toBe(100);
    expect([...file.read(10, 13)]).toEqual([10, 11, 12]);
    expect([...file.read(98, 105)]).toEqual([98, 99]);
    file.close();
  });
});
