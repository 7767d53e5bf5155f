/**
 * What one process at a time may have to itself, such as a run or a task of a sweep: a row of files, the last of which names the owner.
 *
 * Nobody removes the file of a dead owner while there may be work, since two could do so one after the other and both go on. Instead,
 * a single process takes the next name, `12.1` after `12.0`; at the end it removes the files of the dead first and its own last. Who is
 * dead, `mayWork` tells.
 */
import { pathKind, removeAll, removeIfThere } from './disk.js';
import { HEARTBEAT_MS, type ProcessName } from './process.js';

/** What a name in the row holds. */
export interface FoundOwner {
  /** Undefined if it names nobody. */
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

/** What a process has to itself. */
export interface Lease {
  /** The dead owner that had it before, if one had. */
  readonly taken: ProcessName | undefined;
  /** Whether it is still ours: a process that slept for longer than the lease may have lost it. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/** Takes what a row stands for, even from a dead owner; returns a living owner instead. Throws E_IO. */
export function takeLease(row: Row): Lease | { readonly owner: ProcessName | undefined } {
  for (;;) {
    const made: string[] = [];
    const taken = walk(row, made);
    if (taken !== undefined && 'release' in taken) return taken;
    // what was made on the way belongs to nobody; the last goes first, so that there is never a gap in the row
    for (const path of made.reverse()) if (row.isOurs(path)) removeIfThere(path);
    if (taken !== undefined) return taken;
  }
}

/** Goes along the row to the first free name. `made` collects what is made on the way. Undefined: others took and gave back meanwhile, so try again. */
function walk(row: Row, made: string[]): Lease | { readonly owner: ProcessName | undefined } | undefined {
  const before: string[] = [];
  let taken: ProcessName | undefined;
  for (let k = 0; ; ) {
    const path = row.name(k);
    if (row.make(path)) {
      made.push(path);
      const isFollowed = pathKind(row.name(k + 1)) !== undefined;
      // the dead owner's file may have gone since we looked, together with its successor's: then the row begins anew
      const isFirst = k === 0 || row.look(row.name(k - 1))?.isLiving === false;
      if (!isFollowed) return isFirst ? leaseOf(row, k, before, taken) : undefined;
      // somebody after us found a dead owner here, and is the owner now if alive
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
      // the present owner takes our file for that of a dead one, and removes it
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
      // the decision: a disk that cannot be written to shows up where results are written; the lease allows for missed signs of life
    }
  }, HEARTBEAT_MS);
  timer.unref();
  return () => clearInterval(timer);
}
