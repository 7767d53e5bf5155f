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
  for (;;) {
    const made: string[] = [];
    const taken = walk(row, made);
    if (taken !== undefined && 'release' in taken) return taken;
    // what was made on the way is nobody's: the last first, so that there is never a gap before it
    for (const path of made.reverse()) if (row.isOurs(path)) removeIfThere(path);
    if (taken !== undefined) return taken;
  }
}

/** Goes along the row to the first free name. `made` gets what is made on the way. Undefined: others took and gave back meanwhile, once more. */
function walk(row: Row, made: string[]): Lease | { readonly owner: ProcessName | undefined } | undefined {
  const before: string[] = [];
  let taken: ProcessName | undefined;
  for (let k = 0; ; ) {
    const path = row.name(k);
    if (row.make(path)) {
      made.push(path);
      const isFollowed = pathKind(row.name(k + 1)) !== undefined;
      // the dead one before may be gone since it was looked at, and with it the one who followed it: then the row begins anew
      const isFirst = k === 0 || row.look(row.name(k - 1))?.isLiving === false;
      if (!isFollowed) return isFirst ? leaseOf(row, k, before, taken) : undefined;
      // somebody is behind us who found a dead one here: he has it if he lives
    } else {
      const found = row.look(path);
      // released between the two looks: its number is free again
      if (found === undefined) continue;
      if (found.isLiving) return { owner: found.owner };
      taken = found.owner ?? taken;
    }
    before.push(path);
    k++;
  }
}

function leaseOf(row: Row, k: number, before: readonly string[], taken: ProcessName | undefined): Lease {
  const isHeld = (): boolean => row.isOurs(row.name(k)) && pathKind(row.name(k + 1)) === undefined;
  return {
    taken,
    isHeld,
    release: () => {
      // who has it now takes our file for that of a dead owner, and removes it
      if (!isHeld()) return;
      // the lowest first: whoever looks meanwhile finds either a claim or the work done
      for (const old of before) removeAll(old);
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
