/** The tasks of a sweep and how they stand, by plan, journals, claims and folders. Reading changes nothing. */
import { basename, join } from 'node:path';
import { listFolder } from '../../host/disk.js';
import type { ProcessName } from '../../host/process.js';
import { hasOwnFolder } from '../../run/layout.js';
import { livingClaims } from './claims.js';
import { JournalReader } from './journal.js';
import { damagedLine, ID_DIGITS } from './journal-lines.js';
import { type Look, Looks } from './look.js';
import { type Standing, standingOf, type TaskState } from './standing.js';
import type { TaskFailure } from './states.js';
import { openToRead, type StoredSweep, type Sweep, type Task } from './sweep.js';

export type { StoredSweep, Sweep, Task, TaskFailure, TaskState };

/** How the tasks stood when they were read; folders are looked at on demand. Dropped tasks count nowhere unless they are done. */
export interface States {
  readonly of: (index: number) => TaskState;
  /** The same with what is known about it. Throws E_CORRUPT if the journal names another run, E_IO. */
  readonly at: (index: number) => Standing;
  /** Folder of its run, which need not be there. */
  readonly place: (index: number) => string;
  readonly count: (state: TaskState) => number;
  /** Tasks that count: all but those that were dropped before they were done. */
  readonly total: number;
  readonly isWanted: (index: number) => boolean;
  /** Failed tasks, by number. */
  readonly failures: readonly TaskFailure[];
  /** Numbers of the tasks in a state, ascending. */
  readonly indices: (state: TaskState) => readonly number[];
  /** Tasks that are done according to the journals, but lost or damaged according to their folders. */
  readonly undone: (among?: readonly number[] | 'all') => readonly number[];
  /** Tasks that are done according to their folders, though no journal says so. */
  readonly unsaid: (among?: readonly number[] | 'all') => readonly number[];
  /** Which process does each running task. */
  readonly owners: ReadonlyMap<number, ProcessName>;
}

export interface SweepView {
  readonly sweep: StoredSweep;
  readonly states: States;
  readonly journal: JournalReader;
}

/** Up to this many folders are looked for one by one; for more, the folder that holds them is listed. */
const MOST_SINGLE = 64;

/** Tells which tasks may have a folder, where no journal says so. Throws E_CORRUPT if the folder of all runs is not ours. */
function folderFinder(folder: string): (index: number) => boolean {
  const runs = join(folder, 'runs');
  let asked = 0;
  let numbers: ReadonlySet<number> | undefined = hasOwnFolder(runs) ? undefined : new Set();
  return (index) => {
    if (numbers === undefined && asked++ < MOST_SINGLE) return true;
    numbers ??= new Set(listFolder(runs).map((name) => Number.parseInt(name, 10)));
    return numbers.has(index);
  };
}

/** Throws E_CORRUPT if a journal calls a task by an identity that it does not have. */
function assertIdentity(sweep: StoredSweep, journal: JournalReader, index: number, id: string): void {
  const identity = sweep.identity(index);
  if (identity === undefined || identity.startsWith(id)) return;
  const { path, line } = journal.placeOf(index) ?? { path: sweep.folder, line: 0 };
  throw damagedLine(path, line, `it calls task ${index} ${id}, which is ${identity.slice(0, ID_DIGITS)}`);
}

/** How each task stands, found out on demand. */
function standings(sweep: StoredSweep, journal: JournalReader, looks: Looks, isClaimed: (index: number) => boolean) {
  const recorded = journal.states;
  const mayHaveFolder = folderFinder(sweep.folder);
  const known = new Map<number, Standing>();
  const place = (index: number): string => {
    const id = recorded.id(index);
    return id === undefined ? sweep.place(index) : sweep.placeNamed(index, id);
  };
  const find = (index: number): Standing => {
    const [state, id, manifest] = [recorded.of(index), recorded.id(index), recorded.manifest(index)];
    const look = (): Look =>
      state === 'pending' && !mayHaveFolder(index) ? { kind: 'nothing' } : looks.at(place(index), manifest);
    // a sweep that cannot be planned has the identities in the names of its folders
    const isOurs = (identity: string): boolean =>
      identity.startsWith(sweep.identity(index) ?? basename(place(index)).replace(/^\d+-/, ''));
    const found = standingOf({ state, manifest }, isClaimed(index), look, isOurs);
    // a folder that is whole under the name and with the manifest in the journal is the right one; anything else is compared with the plan
    const isGlanced = looks.check === 'glance' && found.state === 'done' && id !== undefined;
    if (!isGlanced && id !== undefined) assertIdentity(sweep, journal, index, id);
    return found;
  };
  const at = (index: number): Standing => {
    const found = known.get(index) ?? find(index);
    known.set(index, found);
    return found;
  };
  return { at, place };
}

/** How the tasks of an opened sweep stand now; `journal` is read on from where it was left. Throws E_CORRUPT, E_IO. */
export function readStates(sweep: StoredSweep, journal: JournalReader, looks: Looks): States {
  // claims first: a task that ends between the two looks then counts as done, and is not forgotten
  const claims = livingClaims(sweep.folder);
  journal.refresh();
  const recorded = journal.states;
  const owners = new Map([...claims].filter(([task]) => task < sweep.count && recorded.of(task) !== 'done'));
  const { at, place } = standings(sweep, journal, looks, (index) => owners.has(index));
  const of = (index: number): TaskState => at(index).state;
  const isWanted = (index: number): boolean => !sweep.dropped.has(index) || of(index) === 'done';
  const filtered = (holds: (index: number) => boolean, among: readonly number[] | 'all' = 'all'): readonly number[] => {
    if (among !== 'all') return among.filter(holds);
    const found: number[] = [];
    for (let i = 0; i < sweep.count; i++) if (holds(i)) found.push(i);
    return found;
  };
  let counts: { [state in TaskState]: number } | undefined;
  const countAll = (): { readonly [state in TaskState]: number } => {
    const all = { pending: 0, running: 0, done: 0, failed: 0, lost: 0, damaged: 0 };
    for (let i = 0; i < sweep.count; i++) if (isWanted(i)) all[of(i)]++;
    return all;
  };
  return {
    of,
    at,
    place,
    count: (state) => {
      counts ??= countAll();
      return counts[state];
    },
    get total() {
      return sweep.count - [...sweep.dropped].filter((task) => !isWanted(task)).length;
    },
    isWanted,
    get failures() {
      return recorded.failures().filter(({ task }) => of(task) === 'failed' && isWanted(task));
    },
    indices: (state) => filtered((i) => of(i) === state && isWanted(i)),
    undone: (among) => filtered((i) => recorded.of(i) === 'done' && of(i) !== 'done', among),
    unsaid: (among) => filtered((i) => recorded.of(i) === 'pending' && of(i) === 'done', among),
    owners,
  };
}

/** Reads a sweep from its folder, and how it stands by the sizes of its files. Throws E_CONFIG if it is none, E_CORRUPT if it is damaged. */
export async function readSweep(folder: string): Promise<SweepView> {
  const sweep = await openToRead(folder);
  const journal = new JournalReader(folder, sweep.count);
  return { sweep, journal, states: readStates(sweep, journal, new Looks('glance')) };
}
