import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEASE_MS, NAMELESS_MS, thisProcess } from '../../../src/host/process.js';
import { type Claim, Claims, livingClaims, removeDeadClaims } from '../../../src/sweep/tasks/claims.js';
import { temporaryFolders } from '../../run/folders.js';

/** Linux gives no process a number above 2^22. */
const NO_PROCESS = 2 ** 22 + 1;

/** The claim of a process that is made up. */
function foreign(folder: string, name: string, owner: object, secondsAgo: number): void {
  const file = `.owner-${name.replace('.', '-')}.json`;
  mkdirSync(join(folder, 'claims'), { recursive: true });
  const text = JSON.stringify({ ...thisProcess(), ...owner, file });
  for (const path of [file, name]) writeFileSync(join(folder, 'claims', path), text);
  const at = Date.now() / 1000 - secondsAgo;
  utimesSync(join(folder, 'claims', file), at, at);
}

const held = (claim: ReturnType<Claims['take']>): Claim => {
  if ('owner' in claim) throw new Error('it is held by another');
  return claim;
};

describe('a claim', () => {
  const folder = temporaryFolders();

  it('is had by one alone until it is given back, and leaves nothing', () => {
    const place = folder();
    const [one, other] = [new Claims(place), new Claims(place)];
    const first = held(one.take(7));
    expect(other.take(7)).toMatchObject({ owner: { pid: process.pid, host: hostname() } });
    expect([...livingClaims(place).keys()]).toEqual([7]);
    expect(first.isHeld()).toBe(true);
    first.release();
    expect(first.isHeld()).toBe(false);
    const second = held(other.take(7));
    expect(second.taken).toBeUndefined();
    second.release();
    one.close();
    other.close();
    expect(readdirSync(join(place, 'claims'))).toEqual([]);
  });

  it.each([
    ['whose process is gone', { pid: NO_PROCESS }],
    ['whose process number is another process by now', { pid: process.ppid, start: '1' }],
    ['from before this machine was started, without a sign of life since', { boot: 'another', pid: 1 }],
    ['of another machine that gave no sign of life for the lease', { host: 'elsewhere' }],
  ])('%s is taken over by one alone', (_, owner) => {
    const place = folder();
    foreign(place, '3.0', owner, LEASE_MS / 1000 + 60);
    expect(livingClaims(place).size).toBe(0);
    const [one, other] = [new Claims(place), new Claims(place)];
    const claim = held(one.take(3));
    expect(claim.taken).toMatchObject(owner);
    expect(other.take(3)).toMatchObject({ owner: { pid: process.pid } });
    claim.release();
    const next = held(other.take(3));
    expect(next.taken).toBeUndefined();
    next.release();
  });

  it('of another machine is respected as long as there are signs of life', () => {
    const place = folder();
    foreign(place, '3.0', { host: 'elsewhere' }, 1);
    expect(new Claims(place).take(3)).toMatchObject({ owner: { host: 'elsewhere' } });
    expect([...livingClaims(place).keys()]).toEqual([3]);
  });

  it('is lost once another process has followed it, and is then left to that', () => {
    const place = folder();
    const slept = held(new Claims(place).take(3));
    foreign(place, '3.1', {}, 0);
    expect(slept.isHeld()).toBe(false);
    slept.release();
    expect(readdirSync(join(place, 'claims')).filter((name) => !name.startsWith('.'))).toEqual(['3.0', '3.1']);
  });

  it('of a chain of dead owners is taken after the last of them', () => {
    const place = folder();
    for (const name of ['3.0', '3.1', '3.2']) foreign(place, name, { pid: NO_PROCESS }, 0);
    const claims = new Claims(place);
    held(claims.take(3)).release();
    expect(readdirSync(join(place, 'claims')).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  /** A claim with any content, last written so long ago. */
  function damagedClaim(folder: string, content: string, msAgo: number): void {
    mkdirSync(join(folder, 'claims'));
    const path = join(folder, 'claims', '3.0');
    writeFileSync(path, content);
    const at = (Date.now() - msAgo) / 1000;
    utimesSync(path, at, at);
  }

  it.each([
    '{"pid":',
    '',
    'null',
    '[]',
    '{}',
    '{"pid":1,"host":"x"}',
    JSON.stringify({ ...thisProcess(), file: '../../../etc/passwd' }),
    JSON.stringify({ ...thisProcess(), pid: '1', file: '.owner-1.json' }),
  ])("that names nobody (%s) is nobody's once its owner would have written it again, and not before", (content) => {
    const [fresh, old] = [folder(), folder()];
    damagedClaim(fresh, content, 0);
    expect(new Claims(fresh).take(3)).toHaveProperty('owner');
    expect([...livingClaims(fresh).keys()]).toEqual([3]);
    damagedClaim(old, content, NAMELESS_MS + 1000);
    expect(livingClaims(old).size).toBe(0);
    const claim = held(new Claims(old).take(3));
    expect(claim.taken).toBeUndefined();
    claim.release();
    expect(readdirSync(join(old, 'claims')).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it.each(['folder', 'link', 'pipe'])("of which the name is that of a %s is nobody's", (kind) => {
    const place = folder();
    const path = join(place, 'claims', '3.0');
    mkdirSync(join(place, 'claims'));
    writeFileSync(join(place, 'other'), JSON.stringify({ ...thisProcess(), file: '.owner-1.json' }));
    if (kind === 'folder') mkdirSync(path);
    else if (kind === 'link') symlinkSync('../other', path);
    else execFileSync('mkfifo', [path]);
    expect(livingClaims(place).size).toBe(0);
    held(new Claims(place).take(3)).release();
    expect(existsSync(join(place, 'other'))).toBe(true);
  });

  it('of a process of this machine in a container of its own is respected until its lease is over', () => {
    const place = folder();
    // no process has this number here
    foreign(place, '3.0', { pid: NO_PROCESS, namespace: 'pid:[1]' }, 1);
    foreign(place, '4.0', { pid: NO_PROCESS, namespace: 'pid:[1]' }, LEASE_MS / 1000 + 60);
    // as version 0.1 wrote it
    foreign(place, '5.0', { pid: NO_PROCESS, namespace: undefined }, 1);
    expect([...livingClaims(place).keys()]).toEqual([3, 5]);
    expect(new Claims(place).take(3)).toMatchObject({ owner: { pid: NO_PROCESS } });
    held(new Claims(place).take(4)).release();
  });

  it('of a dead process is tidied away from a task that is done, and kept on one that is not', () => {
    const place = folder();
    foreign(place, '3.0', { pid: NO_PROCESS }, 0);
    foreign(place, '4.0', { pid: NO_PROCESS }, 0);
    removeDeadClaims(place, (task) => task === 3);
    expect(readdirSync(join(place, 'claims'))).toEqual(['4.0']);
  });
});
