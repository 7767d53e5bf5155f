/** Which process this is, and whether another one still lives: what locks and claims rest upon. */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as other processes, also of other hosts, can know it. */
export interface ProcessName {
  readonly host: string;
  /** The host's start, so that numbers of processes are not compared across one; null where the system does not tell. */
  readonly boot: string | null;
  readonly pid: number;
  /** When the process began, in clock ticks since the boot: tells it from a later one with its number. */
  readonly start: string | null;
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

/** Start of a process in ticks; null if it is gone, is a zombie, or the system does not tell. */
function startOf(pid: number): string | null {
  const text = textOf(`/proc/${pid}/stat`);
  if (text === null) return null;
  // the second field is the program's name in brackets, which may hold spaces and brackets
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  // state is field 3, the start is field 22; a zombie works no more
  return fields[0] === 'Z' || fields[0] === 'X' ? null : fields[19];
}

/** This process. */
export const thisProcess = (): ProcessName => ({
  host: hostname(),
  boot: bootOf(),
  pid: process.pid,
  start: startOf(process.pid),
  job: process.env.MSM_JOB ?? null,
});

/** Whether a process of this machine has this number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'EPERM';
  }
}

/** Whether the process lives; undefined if that cannot be known from here: it is of another host, or of this one before it was started again. */
export function livesHere(name: ProcessName): boolean | undefined {
  if (name.host !== hostname() || name.boot !== bootOf()) return undefined;
  if (name.start === null) return isAlive(name.pid);
  return startOf(name.pid) === name.start;
}
