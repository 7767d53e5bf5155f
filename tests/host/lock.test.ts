import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isLocked, lockFolder } from '../../src/host/lock.js';
import { HEARTBEAT_MS, LEASE_MS, thisProcess } from '../../src/host/process.js';
import { simulate } from '../../src/simulate/simulate.js';
import { temporaryFolders } from '../run/folders.js';
import { goOn, HASTY_MS, plan, start, surroundings } from '../run/harness.js';

/** Larger than any process number that Linux gives (2^22). */
const NO_PROCESS = 2 ** 22 + 1;

describe('the lock of a folder', () => {
  const folder = temporaryFolders();
  const write = (place: string, owner: object | string): void =>
    writeFileSync(join(place, '.lock'), typeof owner === 'string' ? owner : JSON.stringify(owner));
  const age = (place: string, name: string, seconds: number): void => {
    const at = Date.now() / 1000 - seconds;
    utimesSync(join(place, name), at, at);
  };

  it('is given back', () => {
    const place = folder();
    const lock = lockFolder(place);
    expect(lock.isHeld()).toBe(true);
    expect(JSON.parse(readFileSync(join(place, '.lock'), 'utf8'))).toMatchObject({
      pid: process.pid,
      host: hostname(),
    });
    lock.release();
    expect(lock.isHeld()).toBe(false);
    expect(readdirSync(place)).toEqual([]);
    lockFolder(place).release();
  });

  it('is refused while this or another process of this machine holds it', () => {
    const place = folder();
    const lock = lockFolder(place);
    expect(() => lockFolder(place)).toThrow(`process ${process.pid} on ${hostname()} is working in ${place}`);
    lock.release();
    write(place, { pid: process.ppid, host: hostname(), began: 0 });
    expect(() => lockFolder(place)).toThrow(expect.objectContaining({ code: 'E_CONFIG', place }));
    expect(readdirSync(place)).toEqual(['.lock']);
  });

  it('is refused while a process of another machine holds it, which cannot be asked', () => {
    const place = folder();
    write(place, { pid: NO_PROCESS, host: 'another', began: 0 });
    expect(() => lockFolder(place)).toThrow(
      expect.objectContaining({
        next: 'Wait for it. If it was killed, its lock is given up 3 minutes after its last sign of life.',
      }),
    );
  });

  it.each([
    ['a killed process', { pid: NO_PROCESS, host: hostname(), began: 0 }],
    ['an earlier process that had the number of this one', { pid: process.pid, host: hostname(), began: 0 }],
    ['a crash of the machine in the midst of writing', '{"pid":1'],
    ['a crash of the machine before writing', ''],
    ['somebody who knows nothing of locks', 'mine!'],
    ['somebody who names no process', { host: hostname(), pid: 'x' }],
    ['a process that is gone', { ...thisProcess(), pid: NO_PROCESS }],
    ['a process whose number is that of another by now', { ...thisProcess(), pid: process.ppid, start: '1' }],
    ['a process of another machine without a sign of life', { ...thisProcess(), host: 'another' }],
    ['a process of a container without a sign of life', { ...thisProcess(), namespace: 'pid:[1]' }],
    ['a process from before this machine was started', { ...thisProcess(), boot: 'another' }],
  ])('is taken over from %s', (_, owner) => {
    const place = folder();
    write(place, owner);
    age(place, '.lock', LEASE_MS / 1000 + 60);
    expect(isLocked(place)).toBe(false);
    const lock = lockFolder(place);
    // whoever else finds the first one dead must not take it once more
    expect(readdirSync(place)).toEqual(['.lock', '.lock.1']);
    expect([lock.isHeld(), isLocked(place)]).toEqual([true, true]);
    expect(() => lockFolder(place)).toThrow(`process ${process.pid} on ${hostname()}`);
    lock.release();
    expect(readdirSync(place)).toEqual([]);
  });

  it.each([
    ['another machine', { host: 'another' }],
    ['a container, where its number means another process', { namespace: 'pid:[1]', pid: NO_PROCESS }],
    ['this machine before it was started again', { boot: 'another' }],
  ])('is refused while a process of %s gives signs of life', (_, owner) => {
    const place = folder();
    write(place, { ...thisProcess(), ...owner });
    age(place, '.lock', LEASE_MS / 1000 - 60);
    expect(isLocked(place)).toBe(true);
    expect(() => lockFolder(place)).toThrow(expect.objectContaining({ code: 'E_CONFIG' }));
    expect(readdirSync(place)).toEqual(['.lock']);
  });

  it('is that of whoever has a later name, also if the first name is free', () => {
    const place = folder();
    writeFileSync(join(place, '.lock.1'), JSON.stringify(thisProcess()));
    expect(isLocked(place)).toBe(true);
    expect(() => lockFolder(place)).toThrow(`process ${process.pid} on ${hostname()} is working in ${place}`);
    expect(readdirSync(place)).toEqual(['.lock.1']);
  });

  it('is not taken from somebody who is writing it at this moment', () => {
    const place = folder();
    write(place, '');
    expect(() => lockFolder(place)).toThrow(`another process is working in ${place}`);
  });

  it('gives signs of life', () => {
    vi.useFakeTimers();
    try {
      const place = folder();
      const lock = lockFolder(place);
      age(place, '.lock', 1000);
      vi.advanceTimersByTime(HEARTBEAT_MS);
      expect(Date.now() - statSync(join(place, '.lock')).mtimeMs).toBeLessThan(HEARTBEAT_MS + 5000);
      lock.release();
    } finally {
      vi.useRealTimers();
    }
  });

  it('that was lost is neither written over nor removed by who had it', () => {
    const place = folder();
    const slept = lockFolder(place);
    writeFileSync(join(place, '.lock'), JSON.stringify({ ...thisProcess(), nonce: 'another' }));
    expect(slept.isHeld()).toBe(false);
    slept.release();
    expect(readFileSync(join(place, '.lock'), 'utf8')).toContain('another');
  });

  it("that is a folder, a link or a pipe is nobody's", () => {
    const place = folder();
    mkdirSync(join(place, '.lock'));
    lockFolder(place).release();
    writeFileSync(join(place, 'outside'), JSON.stringify(thisProcess()));
    symlinkSync('outside', join(place, '.lock'));
    lockFolder(place).release();
    execFileSync('mkfifo', [join(place, '.lock')]);
    lockFolder(place).release();
    expect(readdirSync(place)).toEqual(['outside']);
  });

  it('ends the work of who lost it, and leaves the run to the other', async () => {
    const place = join(folder(), 'run');
    let looks = 0;
    const isRequested = (): boolean => {
      // another process follows
      if (looks++ === 0) writeFileSync(join(place, '.lock.1'), JSON.stringify(thisProcess()));
      return false;
    };
    const planned = await plan({ N: 13, K: 2, T: 500 });
    const lost = simulate(planned, place, { ...surroundings({ tick: () => HASTY_MS }), interruption: { isRequested } });
    await expect(lost).rejects.toMatchObject({ code: 'E_INTERRUPTED', message: expect.stringContaining('taken') });
    expect(JSON.parse(readFileSync(join(place, 'run.json'), 'utf8')).status).toBe('running');
    expect(readdirSync(place)).toContain('.lock.1');
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
