/**
 * What one process at a time may have for itself, as a run or a task of a sweep: files in a row, of which the last names it.
 *
 * Nobody removes the file of a dead owner while there may be work, since two could do so one after the other and both go on. Instead
 * the name after it, `12.1` after `12.0`, is taken by one alone, who at the end removes the dead ones first and his own last. Who is dead
 * is told by `mayWork`.
 */
import { pathKind, removeAll, removeIfThere } from './disk.js';
import { HEARTBEAT_MS, type ProcessName } from './process.js';

/** What stands under a name of the row. */
export interface FoundOwner {
  /** Undefined if nobody is named. */
  readonly owner: ProcessName | undefined;
  readonly isLiving: boolean;
}

/** A row of names. */
export interface Row {
  readonly name: (k: number) => string;
  /** Makes a file that did not exist; false if it did. */
  readonly make: (path: string) => boolean;
  /** Whether a file is the one that this process made. */
  readonly isOurs: (path: string) => boolean;
  /** Undefined if there is nothing under that name. */
  readonly look: (path: string) => FoundOwner | undefined;
}

/** What a process has for itself. */
export interface Lease {
  /** The dead owner that had it before, if one had. */
  readonly taken: ProcessName | undefined;
  /** Whether it is still ours: a process that slept for longer than the lease may have lost it. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/** Takes what a row stands for, also from a dead owner. A living owner is returned instead. Throws E_IO. */
export function takeLease(row: Row): Lease | { readonly owner: ProcessName | undefined } {
  const dead: string[] = [];
  let taken: ProcessName | undefined;
  for (let k = 0; ; ) {
    const path = row.name(k);
    if (row.make(path)) return leaseOf(row, k, dead, taken);
    const found = row.look(path);
    // released between the two looks: its number is free again
    if (found === undefined) continue;
    if (found.isLiving) return { owner: found.owner };
    taken = found.owner ?? taken;
    dead.push(path);
    k++;
  }
}

function leaseOf(row: Row, k: number, dead: readonly string[], taken: ProcessName | undefined): Lease {
  const isHeld = (): boolean => row.isOurs(row.name(k)) && pathKind(row.name(k + 1)) === undefined;
  return {
    taken,
    isHeld,
    release: () => {
      // who has it now takes our file for that of a dead owner, and removes it
      if (!isHeld()) return;
      // the lowest first: whoever looks meanwhile finds either a claim or the work done
      for (const old of dead) removeAll(old);
      removeIfThere(row.name(k));
    },
  };
}

/** Gives signs of life until it is stopped. */
export function heartbeat(beat: () => void): () => void {
  const timer = setInterval(() => {
    try {
      beat();
    } catch {
      // the decision: a disk that cannot be written shows where results are written; a missed sign is what the lease is for
    }
  }, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
