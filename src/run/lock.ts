/** Who is working in a folder: a file that names the process, and that goes with it. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { MsmError } from '../errors.js';
import { createExclusive, moveFile, readWhole, removeAll } from './disk.js';

const LOCK_FILE = '.lock';
/** Times that a lock may vanish or turn out stale while it is taken. */
const ATTEMPTS = 3;

interface Owner {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in ms since 1970: tells it from an earlier one with the same number. */
  readonly began: number;
}

const ownText = (): string =>
  JSON.stringify({ pid: process.pid, host: hostname(), began: Math.round(performance.timeOrigin) } satisfies Owner);

/** The lock's text; undefined if there is none (any more). */
function readLock(path: string): string | undefined {
  try {
    return new TextDecoder().decode(readWhole(path));
  } catch (error) {
    if (error instanceof MsmError && error.data.errno === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether a process of this machine is alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'EPERM';
  }
}

/** The process that holds a lock, if it may still be working. A lock that is no JSON was cut by a crash of the machine. */
function livingOwner(text: string): Owner | undefined {
  let owner: Owner;
  try {
    owner = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (owner.host !== hostname()) return owner;
  if (owner.pid === process.pid) return text === ownText() ? owner : undefined;
  return isAlive(owner.pid) ? owner : undefined;
}

function refusal(folder: string, path: string, owner: Owner | undefined): MsmError {
  if (owner === undefined) {
    return new MsmError('E_CONFIG', `another process took ${folder} at the same moment`, { place: folder });
  }
  return new MsmError('E_CONFIG', `process ${owner.pid} on ${owner.host} is working in ${folder}`, {
    place: folder,
    next: `Wait for it. If that machine was switched off, remove ${path}.`,
  });
}

/** Takes a dead process's lock away; false if meanwhile somebody else put his own there, which is then put back. */
function evict(path: string, stale: string): boolean {
  const aside = `${path}.${process.pid}.tmp`;
  if (!moveFile(path, aside)) return true;
  const found = readLock(aside);
  if (found !== undefined && found !== stale) createExclusive(path, found);
  removeAll(aside);
  return found === stale;
}

/**
 * Takes a folder for this process; the result gives it back. A lock that a killed process of this machine left is taken over.
 * Throws E_CONFIG if somebody else works there.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, LOCK_FILE);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (createExclusive(path, ownText())) return () => removeAll(path);
    const text = readLock(path);
    if (text === undefined) continue;
    const owner = livingOwner(text);
    if (owner !== undefined || !evict(path, text)) throw refusal(folder, path, owner);
  }
  throw refusal(folder, path, undefined);
}

/** Whether a process may be working in a folder now. */
export function isLocked(folder: string): boolean {
  const text = readLock(join(folder, LOCK_FILE));
  return text !== undefined && livingOwner(text) !== undefined;
}

/** Removes the lock of a process that was killed after its work was done. Nothing happens if there is none or its process lives. */
export function removeStaleLock(folder: string): void {
  const path = join(folder, LOCK_FILE);
  const text = readLock(path);
  if (text !== undefined && livingOwner(text) === undefined) evict(path, text);
}
