/** Which process this is, and whether another one is still alive: locks and claims rest on this. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as other processes, even on other hosts, can know it. */
export interface ProcessName {
  readonly host: string;
  /** The host's start, so that numbers of processes are not compared across one; null where the system does not tell. */
  readonly boot: string | null;
  readonly pid: number;
  /** When the process began, in clock ticks since the boot: tells it from a later process with the same number. */
  readonly start: string | null;
  /** The numbering that its number belongs to, since a container has its own. Null where there is only one, absent in files of version 0.1. */
  readonly namespace?: string | null;
  /** Job of a scheduler that it works for, which has one process at a time; null outside a job. */
  readonly job: string | null;
}

const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const bootOf = (): string | null => textOf('/proc/sys/kernel/random/boot_id')?.trim() ?? null;

/** Start of a process in ticks; null if it is gone or a zombie, or if the system does not tell. */
function startOf(pid: number): string | null {
  const text = textOf(`/proc/${pid}/stat`);
  if (text === null) return null;
  // the second field is the program's name in brackets, which may hold spaces and brackets
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // state is field 3, the start is field 22; a zombie no longer works
  return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19];
}

function namespaceOf(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    // the decision: a system without them has one
    return null;
  }
}

/** Whether data from a file name a process. */
export function isProcessName(value: unknown): value is ProcessName {
  if (value === null || typeof value !== 'object') return false;
  const { host, boot, pid, start, namespace = null, job } = value as { readonly [key: string]: unknown };
  const isWord = (word: unknown): boolean => word === null || typeof word === 'string';
  return typeof host === 'string' && Number.isSafeInteger(pid) && [boot, start, namespace, job].every(isWord);
}

/** This process. */
export const thisProcess = (): ProcessName => ({
  host: hostname(),
  boot: bootOf(),
  pid: process.pid,
  start: startOf(process.pid),
  namespace: namespaceOf(),
  job: process.env.MSM_JOB ?? null,
});

/** Whether a process of this machine has this number. */
export const isAlive = (pid: number): boolean => lookFor(pid) !== false;

/** Whether there is a process of this number; `another` if it belongs to another user, so that no more can be known. */
function lookFor(pid: number): boolean | 'another' {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'EPERM' && 'another';
  }
}

/**
 * Whether the process is alive; undefined if that cannot be known from here: it is on another host, on this one before its last
 * restart, or in a container with a numbering of its own.
 */
export function livesHere(name: ProcessName): boolean | undefined {
  if (name.host !== hostname() || name.boot !== bootOf() || name.namespace !== namespaceOf()) return undefined;
  if (name.start === null) return isAlive(name.pid);
  const start = startOf(name.pid);
  // a system may hide the processes of other users
  return start === null ? lookFor(name.pid) === 'another' : start === name.start;
}

/** Time between two signs of life of an owner, who rewrites the file that names it. */
export const HEARTBEAT_MS = 15_000;
/** An owner that cannot be looked up from here and gave no sign of life for this long counts as dead. */
export const LEASE_MS = 180_000;
/** A file that names nobody belongs to nobody after this time: an owner would have rewritten it at its next sign of life. */
export const NAMELESS_MS = 2 * HEARTBEAT_MS;

/**
 * Whether the owner of a file may still be working.
 *
 * @param owner the process that it names; undefined if it names none
 * @param changedMs when the file was last written; undefined if it is gone
 * @param nowMs the time by the same clock
 */
export function mayWork(owner: ProcessName | undefined, changedMs: number | undefined, nowMs: number): boolean {
  const isFresh = (limit: number): boolean => changedMs !== undefined && nowMs - changedMs < limit;
  if (owner === undefined) return isFresh(NAMELESS_MS);
  const here = livesHere(owner);
  if (here !== undefined) return here;
  // a scheduler that started our job again here has ended it there
  if (owner.job !== null && owner.job === process.env.MSM_JOB) return false;
  return isFresh(LEASE_MS);
}
