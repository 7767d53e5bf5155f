/** Who is working in a folder: a lease named `.lock`, which ends with its process. */
import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import {
  changedMs,
  createExclusive,
  holdsText,
  listFolder,
  pathKind,
  readWhole,
  removeAll,
  removeIfThere,
  touch,
} from './disk.js';
import { type FoundOwner, heartbeat, type Lease, takeLease } from './lease.js';
import { isAlive, isProcessName, LEASE_MS, mayWork, type ProcessName, thisProcess } from './process.js';

/** The locks of a folder: the second is taken while the first is that of a dead process, and so on. */
const lockName = (folder: string, k: number): string => join(folder, k === 0 ? '.lock' : `.lock.${k}`);
const LOCK = /^\.lock(\.\d+)?$/;

/** A folder that this process has to itself. */
export type Lock = Pick<Lease, 'isHeld' | 'release'>;

/** A lock is far shorter. */
const MOST_BYTES = 2 ** 16;

/** What a lock says; undefined if it is gone, was cut by a crash of the machine, or is not ours. */
function contentOf(path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(readWhole(path, { most: MOST_BYTES, noLink: true })));
  } catch {
    return undefined;
  }
}

/** The owner of a lock as version 0.1 wrote it: that process gives no signs of life, but its number can be asked for. */
function firstVersion(content: unknown): FoundOwner | undefined {
  const { pid, host, began } = (content ?? {}) as { readonly [key: string]: unknown };
  const isOld = Number.isSafeInteger(pid) && (pid as number) > 0 && host === hostname() && typeof began === 'number';
  if (!isOld) return undefined;
  const owner: ProcessName = { host: hostname(), pid: pid as number, boot: null, start: null, job: null };
  return { owner, isLiving: owner.pid !== process.pid && isAlive(owner.pid) };
}

/** Looks at a lock; undefined if there is none. `now` is the time by the clock of the disk. */
function look(path: string, now: () => number): FoundOwner | undefined {
  const content = contentOf(path);
  const kind = pathKind(path);
  if (kind === undefined) return undefined;
  // we never make a folder or a link there
  if (kind !== 'file') return { owner: undefined, isLiving: false };
  const old = firstVersion(content);
  if (old !== undefined) return old;
  const owner = isProcessName(content) ? content : undefined;
  return { owner, isLiving: mayWork(owner, changedMs(path), now()) };
}

function refusal(folder: string, owner: ProcessName | undefined): MsmError {
  const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
  return new MsmError('E_CONFIG', `${who} is working in ${folder}`, {
    place: folder,
    next: `Wait for it. If it was killed, its lock is given up ${LEASE_MS / 60_000} minutes after its last sign of life.`,
  });
}

/** The time by the clock of the disk. */
function diskNow(folder: string): number {
  const path = join(folder, `.clock-${randomBytes(6).toString('hex')}.tmp`);
  createExclusive(path, '');
  const now = changedMs(path) ?? 0;
  removeIfThere(path);
  return now;
}

/**
 * Takes a folder for this process, even from a dead one, and gives signs of life until the folder is released. Throws E_CONFIG if
 * somebody else works there.
 */
export function lockFolder(folder: string): Lock {
  const text = JSON.stringify({ ...thisProcess(), nonce: randomBytes(6).toString('hex') });
  let path = lockName(folder, 0);
  const lease = takeLease({
    name: (k) => lockName(folder, k),
    make: (name) => {
      path = name;
      return createExclusive(name, text);
    },
    isOurs: (name) => holdsText(name, text),
    look: (name) => look(name, () => diskNow(folder)),
  });
  if ('owner' in lease) throw refusal(folder, lease.owner);
  const stop = heartbeat(() => touch(path, text));
  return {
    isHeld: lease.isHeld,
    release: () => {
      stop();
      lease.release();
    },
  };
}

/** The locks of a folder, and whether the owner of each is alive. Writes nothing, and so takes our clock for that of the disk. */
function locksOf(folder: string): readonly { readonly path: string; readonly isLiving: boolean }[] {
  return listFolder(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = LOCK.test(name) ? look(path, Date.now) : undefined;
    return found === undefined ? [] : [{ path, isLiving: found.isLiving }];
  });
}

/** Whether a process may be working in a folder now. */
export const isLocked = (folder: string): boolean => locksOf(folder).some(({ isLiving }) => isLiving);

/** Removes the locks of processes that were killed after their work was done. Does nothing if there is none, or if an owner is alive. */
export function removeStaleLock(folder: string): void {
  const locks = locksOf(folder);
  if (locks.some(({ isLiving }) => isLiving)) return;
  for (const { path } of locks) removeAll(path);
}
