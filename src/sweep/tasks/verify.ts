/** Checks a run or a sweep: what is called done must be there, and be what it was when it was written. */
import { MsmError } from '../../errors.js';
import { findReferenced } from '../../input/data-references.js';
import { isSweepFolder, readManifest } from '../../run/folder.js';
import { type Verification, type VerifiedFile, verifyAnyRun, verifyRun } from '../../run/verify.js';
import { JournalReader } from './journal.js';
import { Looks } from './look.js';
import { datasetsOfSweep, openToRead } from './sweep.js';
import { verifyTables } from './table-log.js';
import { readStates } from './tasks.js';

/** A run that was verified. */
export interface VerifiedRun extends Verification {
  /** What is wrong with a run of a sweep, in the words of `msm status`. */
  readonly problem?: string;
}

const wholeRun = (folder: string): VerifiedRun => ({
  folder,
  files: readManifest(folder).files.map(({ path }) => ({ path, status: 'ok' })),
  isIdentityRight: true,
  isIntact: true,
});

/** A run that is lost or damaged, with each of its files as far as they can be read. */
function brokenRun(folder: string, problem: string): VerifiedRun {
  try {
    return { ...verifyRun(folder), isIntact: false, problem };
  } catch (error) {
    // the decision: the problem already says what cannot be read
    if (!(error instanceof MsmError)) throw error;
    return { folder, files: [], isIdentityRight: true, isIntact: false, problem };
  }
}

/** What was verified. */
export interface VerifiedFolder {
  /** One run, or those of a sweep that are or were done, by number. */
  readonly runs: readonly VerifiedRun[];
  /** Tables of a sweep that its journals name. */
  readonly tables: readonly VerifiedFile[];
  /** Files of the data sets of a sweep, by their absolute paths; those of a run are among its own. */
  readonly data: readonly VerifiedFile[];
}

async function verifySweep(folder: string): Promise<VerifiedFolder> {
  const sweep = await openToRead(folder);
  const journal = new JournalReader(folder, sweep.count);
  const states = readStates(sweep, journal, new Looks('sha256'));
  const undone = new Set(states.undone());
  const runs: VerifiedRun[] = [];
  for (let index = 0; index < sweep.count; index++) {
    const { state, reason = '' } = states.at(index);
    if (state === 'done') runs.push(wholeRun(states.place(index)));
    else if (state === 'damaged' || undone.has(index)) {
      runs.push(brokenRun(states.place(index), `${state}: ${reason}`));
    }
  }
  const data = datasetsOfSweep(sweep.record).flatMap(findReferenced);
  return { runs, tables: verifyTables(folder, journal), data };
}

/** Verifies a run, or all finished runs of a sweep and its tables. Throws as `verifyAnyRun` does, and E_CORRUPT for a sweep whose runs cannot be identified. */
export async function verifyFolder(folder: string): Promise<VerifiedFolder> {
  return isSweepFolder(folder) ? verifySweep(folder) : { runs: [await verifyAnyRun(folder)], tables: [], data: [] };
}
