/** What lies in a folder of runs and sweeps, `runs/` by default: for `msm list`, and for commands that are given no folder. */
import { join } from 'node:path';
import { configError } from '../../config/problem.js';
import { asMsmError } from '../../errors.js';
import { listFolder, statsBehind } from '../../host/disk.js';
import { isLocked } from '../../host/lock.js';
import { inFolder, isRunFolder, isSweepFolder, readRun } from '../../run/folder.js';
import { readSweepRecord, sweepFile } from './record.js';

export type Kind = 'run' | 'sweep' | 'search';

/** A run or sweep that was found. */
export interface Entry {
  readonly folder: string;
  readonly kind: Kind;
  /** When it was started, milliseconds since 1970. */
  readonly startedMs: number;
  /** What is wrong with it, if it cannot be read. */
  readonly problem?: string;
}

/** Where commands look that are given no folder. */
export const HOME = 'runs';

const modifiedMs = (path: string): number => statsBehind(path)?.mtimeMs ?? 0;

/** The entry of one folder; undefined if it is neither run nor sweep. A folder that cannot be read is an entry too, with its problem. */
function entryOf(folder: string): Entry | undefined {
  if (isSweepFolder(folder)) {
    const startedMs = modifiedMs(sweepFile(folder));
    try {
      const [{ request }] = readSweepRecord(folder).requests;
      return { folder, kind: request.search === undefined ? 'sweep' : 'search', startedMs };
    } catch (error) {
      return { folder, kind: 'sweep', startedMs, problem: asMsmError(error).message };
    }
  }
  if (!isRunFolder(folder)) return undefined;
  try {
    return { folder, kind: 'run', startedMs: Date.parse(readRun(folder).started) };
  } catch (error) {
    return { folder, kind: 'run', startedMs: modifiedMs(inFolder(folder).run), problem: asMsmError(error).message };
  }
}

/** Runs and sweeps directly below a folder, oldest first; none if there is no such folder. */
export function catalogue(home = HOME): readonly Entry[] {
  return listFolder(home)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => entryOf(join(home, name)) ?? [])
    .sort((a, b) => a.startedMs - b.startedMs || (a.folder < b.folder ? -1 : 1));
}

/** What a command takes: `unfinished` are runs and sweeps in which `msm resume` has something left to do. */
export type Wanted = 'any' | 'sweep' | 'unfinished';

const WORDS: { readonly [wanted in Wanted]: string } = {
  any: 'run or sweep',
  sweep: 'sweep',
  unfinished: 'unfinished run or sweep',
};

async function isUnfinished({ folder, kind }: Entry): Promise<boolean> {
  if (kind === 'run') return readRun(folder).status !== 'done' && !isLocked(folder);
  const { readSweep } = await import('./tasks.js');
  const { states } = await readSweep(folder);
  return ['pending', 'failed', 'lost', 'damaged'].some((state) => states.count(state as 'pending') > 0);
}

/**
 * The newest entry below `runs/` of the kind that a command takes.
 *
 * @throws E_CONFIG if there is none
 */
export async function newest(wanted: Wanted, home = HOME): Promise<string> {
  for (const entry of [...catalogue(home)].reverse()) {
    if (entry.problem !== undefined || (wanted === 'sweep' && entry.kind === 'run')) continue;
    if (wanted !== 'unfinished' || (await isUnfinished(entry))) return entry.folder;
  }
  throw configError(
    `no folder was named, and there is no ${WORDS[wanted]} below ${home}/`,
    undefined,
    'Name the folder, or list what there is with: msm list',
  );
}
