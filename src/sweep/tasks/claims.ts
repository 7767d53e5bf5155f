/**
 * Claims: which process does a task now. For each process a hidden file in `claims/` names it, and a claim is a second name of that file, made
 * by a hard link, which only one process can make, even where several hosts share the disk.
 *
 * The file is rewritten every HEARTBEAT_MS, which moves the time of all its claims. Whether an owner is alive is decided as for all
 * that a process has to itself (`src/host/process.ts`).
 *
 * A claim is a lease (`src/host/lease.ts`): that of a dead owner is followed by another, `12.1` after `12.0`.
 */
import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import {
  changedMs,
  createExclusive,
  holdsText,
  isSameFile,
  linkExclusive,
  pathKind,
  readWhole,
  removeAll,
  touch,
} from '../../host/disk.js';
import { type FoundOwner, heartbeat, type Lease, takeLease } from '../../host/lease.js';
import { isProcessName, livesHere, mayWork, type ProcessName, thisProcess } from '../../host/process.js';
import { ensureOwn, listOwn } from '../../run/layout.js';

export const claimsFolder = (folder: string): string => join(folder, 'claims');

const OWNER = /^\.owner-[^/]*\.json$/;
const CLAIM = /^(\d+)\.(\d+)$/;

/** A task that this process has to itself. */
export interface Claim extends Lease {
  readonly task: number;
}

/** What a claim says: the process, and the file that it rewrites as a sign of life. */
interface Owner extends ProcessName {
  readonly file: string;
}

/** A claim is far shorter. */
const MOST_BYTES = 2 ** 16;

/** The owner that a file names; undefined if it cannot be read or names nobody. */
function ownerOf(path: string): Owner | undefined {
  try {
    const found = JSON.parse(new TextDecoder().decode(readWhole(path, { most: MOST_BYTES, noLink: true }))) as Owner;
    return isProcessName(found) && typeof found.file === 'string' && OWNER.test(found.file) ? found : undefined;
  } catch {
    // gone by now, or cut by a crash of the machine
    return undefined;
  }
}

/** Looks at a claim or the file of an owner; undefined if there is none. `nowMs` is the time by the clock of the disk. */
function look(place: string, name: string, nowMs: number): FoundOwner | undefined {
  const path = join(place, name);
  const owner = ownerOf(path);
  const kind = pathKind(path);
  if (kind === undefined) return undefined;
  // we never make a folder or a link there
  if (kind !== 'file') return { owner: undefined, isLiving: false };
  return { owner, isLiving: mayWork(owner, changedMs(owner === undefined ? path : join(place, owner.file)), nowMs) };
}

/** What stands for the owner of a claim that names nobody, as long as it may be somebody's. */
const NOBODY: ProcessName = { host: 'a machine that is not named', boot: null, pid: 0, start: null, job: null };

/** The claims that one process makes in one sweep. Its file appears with the first claim; `close` takes it away. */
export class Claims {
  readonly #place: string;
  readonly #own: string;
  readonly #text: string;
  #stop: (() => void) | undefined;

  constructor(folder: string) {
    this.#place = claimsFolder(folder);
    const name = thisProcess();
    const file = `.owner-${name.pid}-${randomBytes(6).toString('hex')}.json`;
    this.#own = join(this.#place, file);
    this.#text = JSON.stringify({ ...name, file } satisfies Owner);
  }

  /** Takes a task, even from a dead owner; returns a living owner instead. Throws E_IO. */
  take(task: number): Claim | { readonly owner: ProcessName } {
    this.#appear();
    const lease = takeLease({
      name: (k) => join(this.#place, `${task}.${k}`),
      make: (path) => linkExclusive(this.#own, path),
      // a disk without hard links has a copy
      isOurs: (path) => isSameFile(path, this.#own) || holdsText(path, this.#text),
      look: (path) => look(this.#place, basename(path), this.#now()),
    });
    return 'owner' in lease ? { owner: lease.owner ?? NOBODY } : { task, ...lease };
  }

  /** Gives no more signs of life and takes the file away. */
  close(): void {
    this.#stop?.();
    if (this.#stop !== undefined) removeAll(this.#own);
    this.#stop = undefined;
  }

  #appear(): void {
    if (this.#stop !== undefined) return;
    ensureOwn(this.#place);
    createExclusive(this.#own, this.#text);
    this.#stop = heartbeat(() => touch(this.#own, this.#text));
  }

  /** Time by the clock of the disk. */
  #now(): number {
    touch(this.#own, this.#text);
    return changedMs(this.#own) ?? 0;
  }
}

/** Tasks that living processes have now, with their owners. Writes nothing: the clock of the disk is taken from its newest file. */
export function livingClaims(folder: string): ReadonlyMap<number, ProcessName> {
  const place = claimsFolder(folder);
  const names = listOwn(place);
  const living = new Map<number, ProcessName>();
  const now = Math.max(
    Date.now(),
    ...names.filter((name) => OWNER.test(name)).map((name) => changedMs(join(place, name)) ?? 0),
  );
  for (const name of names) {
    const match = CLAIM.exec(name);
    if (match === null) continue;
    const found = look(place, name, now);
    if (found?.isLiving) living.set(Number(match[1]), found.owner ?? NOBODY);
  }
  return living;
}

/** Whether a process that wrote a journal may still be working, according to its own host or its file in `claims/`. */
export function mayLive(folder: string, process: ProcessName): boolean {
  const here = livesHere(process);
  if (here !== undefined) return here;
  const place = claimsFolder(folder);
  return listOwn(place).some((name) => {
    const found = OWNER.test(name) ? look(place, name, Date.now()) : undefined;
    const { owner } = found ?? {};
    const isSame = owner?.host === process.host && owner.pid === process.pid && owner.start === process.start;
    return isSame && found?.isLiving === true;
  });
}

/** Removes the files of dead processes, and their claims on tasks that are done. */
export function removeDeadClaims(folder: string, isDone: (task: number) => boolean): void {
  const place = claimsFolder(folder);
  const living = livingClaims(folder);
  const now = Date.now();
  for (const name of listOwn(place)) {
    const path = join(place, name);
    const task = CLAIM.exec(name)?.[1];
    if (task !== undefined) {
      if (isDone(Number(task)) && !living.has(Number(task))) removeAll(path);
    } else if (OWNER.test(name)) {
      if (look(place, name, now)?.isLiving === false) removeAll(path);
    }
  }
}
