/**
 * Claims: who does a task now. For each process a hidden file in `claims/` names it, and a claim is a second name of that file, made
 * by a hard link, which one process alone can make, also where several hosts share the disk.
 *
 * The file is written over again every HEARTBEAT_MS, which moves the time of all its claims. Whether an owner lives is told as for all
 * that a process has for itself (`src/run/process.ts`).
 *
 * Nobody removes the claim of a dead owner while its task may be at work, since two could do so one after the other and both go on.
 * Instead the claim after it, `12.1` after `12.0`, is taken by one alone, who at the end removes the dead ones first and his own last.
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  changedMs,
  createExclusive,
  ensureFolder,
  isSameFile,
  linkExclusive,
  listFolder,
  pathKind,
  readWhole,
  removeAll,
  removeIfThere,
  touch,
} from '../run/disk.js';
import { HEARTBEAT_MS, isProcessName, livesHere, mayWork, type ProcessName, thisProcess } from '../run/process.js';

export const claimsFolder = (folder: string): string => join(folder, 'claims');

const OWNER = /^\.owner-[^/]*\.json$/;
const CLAIM = /^(\d+)\.(\d+)$/;

/** A task that this process has for itself. */
export interface Claim {
  readonly task: number;
  /** The dead owner that had it before, if one had. */
  readonly taken: ProcessName | undefined;
  /** Whether it is still ours: a process that slept for longer than the lease may have lost it. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

/** What a claim says: the process, and the file that it writes over again as a sign of life. */
interface Owner extends ProcessName {
  readonly file: string;
}

/** A claim is far shorter. */
const MOST_BYTES = 2 ** 16;

/** What stands under the name of a claim. */
interface FoundClaim {
  /** Undefined if it is damaged and names nobody. */
  readonly owner: Owner | undefined;
  readonly isLiving: boolean;
}

/** The owner that a file names; undefined if it cannot be read or names nobody. */
function ownerOf(path: string): Owner | undefined {
  try {
    const found = JSON.parse(new TextDecoder().decode(readWhole(path, { most: MOST_BYTES, noLink: true }))) as Owner;
    return isProcessName(found) && typeof found.file === 'string' && OWNER.test(found.file) ? found : undefined;
  } catch {
    // gone meanwhile, or cut by a crash of the machine
    return undefined;
  }
}

/** Looks at a claim or the file of an owner; undefined if there is none. `nowMs` is the time by the clock of the disk. */
function look(place: string, name: string, nowMs: number): FoundClaim | undefined {
  const path = join(place, name);
  const owner = ownerOf(path);
  const kind = pathKind(path);
  if (kind === undefined) return undefined;
  // nobody makes a folder or a link there
  if (kind !== 'file') return { owner: undefined, isLiving: false };
  return { owner, isLiving: mayWork(owner, changedMs(owner === undefined ? path : join(place, owner.file)), nowMs) };
}

/** Who is told to have a claim that names nobody, as long as it may be somebody's. */
const NOBODY: ProcessName = { host: 'a machine that is not named', boot: null, pid: 0, start: null, job: null };

/** The claims that one process makes in one sweep. Its file appears with the first claim; `close` takes it away. */
export class Claims {
  readonly #place: string;
  readonly #own: string;
  readonly #bytes: Uint8Array;
  #beat: NodeJS.Timeout | undefined;

  constructor(folder: string) {
    this.#place = claimsFolder(folder);
    const name = thisProcess();
    const file = `.owner-${name.pid}-${randomBytes(6).toString('hex')}.json`;
    this.#own = join(this.#place, file);
    this.#bytes = new TextEncoder().encode(JSON.stringify({ ...name, file } satisfies Owner));
  }

  /** Takes a task, also from a dead owner. A living owner is returned instead. Throws E_IO. */
  take(task: number): Claim | { readonly owner: ProcessName } {
    this.#appear();
    const dead: string[] = [];
    let taken: ProcessName | undefined;
    for (let k = 0; ; ) {
      const name = `${task}.${k}`;
      const path = join(this.#place, name);
      if (linkExclusive(this.#own, path)) return this.#claim(task, path, dead, taken);
      const found = look(this.#place, name, this.#now());
      // released between the two looks: its number is free again
      if (found === undefined) continue;
      if (found.isLiving) return { owner: found.owner ?? NOBODY };
      taken = found.owner ?? taken;
      dead.push(path);
      k++;
    }
  }

  /** Gives no more signs of life and takes the file away. */
  close(): void {
    clearInterval(this.#beat);
    if (this.#beat !== undefined) removeAll(this.#own);
    this.#beat = undefined;
  }

  #appear(): void {
    if (this.#beat !== undefined) return;
    ensureFolder(this.#place);
    createExclusive(this.#own, new TextDecoder().decode(this.#bytes));
    this.#beat = setInterval(() => {
      try {
        touch(this.#own, this.#bytes);
      } catch {
        // the decision: a disk that cannot be written shows where results are written; a missed sign is what the lease is for
      }
    }, HEARTBEAT_MS);
    this.#beat.unref();
  }

  /** Time by the clock of the disk. */
  #now(): number {
    touch(this.#own, this.#bytes);
    return changedMs(this.#own) ?? 0;
  }

  #claim(task: number, path: string, dead: readonly string[], taken: ProcessName | undefined): Claim {
    return {
      task,
      taken,
      isHeld: () => {
        if (isSameFile(path, this.#own)) return true;
        // a disk without hard links has a copy
        const owner = ownerOf(path);
        return owner !== undefined && JSON.stringify(owner) === new TextDecoder().decode(this.#bytes);
      },
      release: () => {
        // the lowest first: whoever looks meanwhile finds either a claim or the work done
        for (const old of dead) removeAll(old);
        removeIfThere(path);
      },
    };
  }
}

/** Tasks that living processes have now, with their owners. Nothing is written: the clock of the disk is taken from its newest file. */
export function livingClaims(folder: string): ReadonlyMap<number, ProcessName> {
  const place = claimsFolder(folder);
  const names = listFolder(place);
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

/** Whether a process that wrote a journal may still be working: told by its own host, or by its file in `claims/`. */
export function mayLive(folder: string, process: ProcessName): boolean {
  const here = livesHere(process);
  if (here !== undefined) return here;
  const place = claimsFolder(folder);
  return listFolder(place).some((name) => {
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
  for (const name of listFolder(place)) {
    const path = join(place, name);
    const task = CLAIM.exec(name)?.[1];
    if (task !== undefined) {
      if (isDone(Number(task)) && !living.has(Number(task))) removeAll(path);
    } else if (OWNER.test(name)) {
      if (look(place, name, now)?.isLiving === false) removeAll(path);
    }
  }
}
