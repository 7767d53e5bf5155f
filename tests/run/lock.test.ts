import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFolder } from '../../src/run/lock.js';
import { temporaryFolders } from './folders.js';
import { goOn, start } from './harness.js';

/** Larger than any process number that Linux gives (2^22). */
const NO_PROCESS = 2 ** 22 + 1;

describe('the lock of a folder', () => {
  const folder = temporaryFolders();
  const write = (place: string, owner: object | string): void =>
    writeFileSync(join(place, '.lock'), typeof owner === 'string' ? owner : JSON.stringify(owner));

  it('is given back', () => {
    const place = folder();
    const unlock = lockFolder(place);
    expect(JSON.parse(readFileSync(join(place, '.lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
    });
    unlock();
    expect(readdirSync(place)).toEqual([]);
    lockFolder(place)();
  });

  it('is refused while this or another process of this machine holds it', () => {
    const place = folder();
    const unlock = lockFolder(place);
    expect(() => lockFolder(place)).toThrow(`process ${process.pid} on ${hostname()} is working in ${place}`);
    unlock();
    write(place, { pid: process.ppid, host: hostname(), began: 0 });
    expect(() => lockFolder(place)).toThrow(expect.objectContaining({ code: 'E_CONFIG', place }));
    expect(readdirSync(place)).toEqual(['.lock']);
  });

  it('is refused while a process of another machine holds it, which cannot be asked', () => {
    const place = folder();
    write(place, { pid: NO_PROCESS, host: 'another', began: 0 });
    expect(() => lockFolder(place)).toThrow(
      expect.objectContaining({
        next: `Wait for it. If that machine was switched off, remove ${join(place, '.lock')}.`,
      }),
    );
  });

  it.each([
    ['a killed process', { pid: NO_PROCESS, host: hostname(), began: 0 }],
    ['an earlier process that had the number of this one', { pid: process.pid, host: hostname(), began: 0 }],
    ['a crash of the machine in the midst of writing', '{"pid":1'],
    ['a crash of the machine before writing', ''],
  ])('is taken over from %s', (_, owner) => {
    const place = folder();
    write(place, owner);
    const unlock = lockFolder(place);
    expect(readdirSync(place)).toEqual(['.lock']);
    unlock();
    expect(readdirSync(place)).toEqual([]);
  });

  it('is removed from a finished run if its process was killed as it tidied up, and left alone if it lives', async () => {
    const place = join(folder(), 'run');
    await start(place, { N: 13, K: 2, T: 20 });
    const before = readdirSync(place);
    write(place, { pid: NO_PROCESS, host: hostname(), began: 0 });
    mkdirSync(join(place, 'chunks'));
    expect(await goOn(place)).toMatchObject({ skipped: 1, runs: [] });
    expect(readdirSync(place)).toEqual(before);
    write(place, { pid: process.ppid, host: hostname(), began: 0 });
    await goOn(place);
    expect(readdirSync(place)).toEqual(['.lock', ...before]);
  });

  it('keeps two sessions out of one run', async () => {
    const place = join(folder(), 'run');
    await expect(start(place, { N: 13, K: 2, T: 500 }, {}, { spans: 1 })).rejects.toMatchObject({
      code: 'E_INTERRUPTED',
    });
    const both = await Promise.allSettled([goOn(place), goOn(place)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'E_CONFIG', message: expect.stringContaining('is working in') });
  });
});
