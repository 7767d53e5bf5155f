/** One attempt at one task, by one process: claim it, run it or go on with it, write down how it ended, give it back. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import { claimFolder, ensureFolder, hashFile, removeAll } from '../run/disk.js';
import { inFolder, isRunFolder, readRun, removeLeftovers } from '../run/folder.js';
import { type KernelsFor, reusedKernels } from '../run/reused-kernels.js';
import { createModel, type RunResult, resumeRun, type Surroundings, startRun } from '../run/session.js';
import { verifyRun } from '../run/verify.js';
import { type Claim, Claims } from './claims.js';
import { GroupSync, type SyncAll, unsyncedDisk } from './group-sync.js';
import { JournalReader, JournalWriter } from './journal.js';
import type { TaskEvent } from './journal-lines.js';
import { type Attempt, plainError, toldOf } from './outcome.js';
import type { Sweep } from './sweep.js';

/** Digits of the identity in a journal's lines, as in the folder's name. */
const ID_DIGITS = 12;

/** What a process needs to work on tasks of one sweep; `close` when it is done with them. */
export interface Hand {
  /**
   * Does a task, unless it is done or a living process has it. Never throws.
   *
   * @param task its number
   * @param known number of the last event of the task that the caller has read in the journals
   */
  readonly attempt: (task: number, known: number) => Promise<Attempt>;
  /** Writes down, under a claim, that a task failed or is to be done again; nothing happens if somebody else has it. */
  readonly note: (task: number, event: 'failed' | 'broken', code: string, message: string) => void;
  /** Writes down that these tasks, done by dead processes, were found whole; their files must be on the disk. */
  readonly noteChecked: (tasks: readonly number[]) => void;
  /** Waits until all that was done is on the disk, and says so in the journal. Throws E_IO. */
  readonly close: () => Promise<void>;
}

/** Tasks in one line of a journal. */
const CHECKED_IN_A_LINE = 1000;

/** Opens a sweep for work by this process. Nothing is written before the first attempt. */
export function openHand(sweep: Sweep, around: Surroundings, syncAll: SyncAll): Hand {
  const { disk, clock } = around;
  const journal = new JournalWriter(sweep.folder, disk, clock);
  const claims = new Claims(sweep.folder);
  const groups = new GroupSync(journal, clock, syncAll);
  const lazy = unsyncedDisk(disk, clock);
  const inner: Surroundings = { ...around, disk: lazy, isClaimed: true };
  const kernelsFor = reusedKernels();
  let reader: JournalReader | undefined;
  const fresh = (): JournalReader => {
    reader ??= new JournalReader(sweep.folder, sweep.count);
    reader.refresh();
    return reader;
  };

  const work = async (claim: Claim, known: number): Promise<Attempt> => {
    const { task } = claim;
    const { identity, name } = sweep.task(task);
    const place = join(sweep.folder, 'runs', name);
    let n = known;
    const append = (event: TaskEvent): void => {
      journal.append(event);
      n = event.n;
    };
    // a folder that is there already may tell of work that the caller has not read about
    if (claim.taken !== undefined || existsSync(place)) {
      const { states } = fresh();
      n = Math.max(n, states.lastEvent(task));
      if (states.of(task) === 'done') return { kind: 'before' };
    }
    if (claim.taken !== undefined) {
      const { pid, host } = claim.taken;
      append({ event: 'lost', task, n: n + 1, reason: `process ${pid} on ${host} died` });
    }
    const id = identity.slice(0, ID_DIGITS);
    try {
      lazy.begin();
      const result = await runAt(sweep, task, place, inner, kernelsFor);
      if (!claim.isHeld()) throw new MsmError('E_INTERRUPTED', `task ${task} was taken over by another process`);
      const manifest = result?.completion.manifestSha256 ?? hashFile(inFolder(place).manifest).sha256;
      append({ event: 'done', task, n: n + 1, id, manifest, at: Date.parse(clock.now()) });
      groups.add(place);
      return result === undefined ? { kind: 'before' } : { kind: 'done', result: toldOf(result) };
    } catch (error) {
      if (endsAll(error)) throw error;
      const { code, message } = plainError(error);
      append({ event: 'failed', task, n: n + 1, id, code, message, at: Date.parse(clock.now()) });
      return { kind: 'failed', error: plainError(error) };
    }
  };

  return {
    attempt: async (task, known) => {
      try {
        const claim = claims.take(task);
        if ('owner' in claim) return { kind: 'elsewhere', owner: `process ${claim.owner.pid} on ${claim.owner.host}` };
        try {
          const attempt = await work(claim, known);
          await groups.perhaps();
          return attempt;
        } finally {
          claim.release();
        }
      } catch (error) {
        return { kind: 'ends', error: plainError(error) };
      }
    },
    note: (task, event, code, message) => {
      const claim = claims.take(task);
      if ('owner' in claim) return;
      try {
        const { states } = fresh();
        const n = states.lastEvent(task) + 1;
        if (event === 'broken') journal.append({ event, task, n, reason: message });
        else {
          const id = sweep.task(task).identity.slice(0, ID_DIGITS);
          journal.append({ event, task, n, id, code, message, at: Date.parse(clock.now()) });
        }
      } finally {
        claim.release();
      }
    },
    noteChecked: (tasks) => {
      for (let k = 0; k < tasks.length; k += CHECKED_IN_A_LINE) {
        journal.append({ event: 'checked', tasks: tasks.slice(k, k + CHECKED_IN_A_LINE) });
      }
    },
    close: async () => {
      try {
        await groups.flush();
      } finally {
        claims.close();
        journal.close();
      }
    },
  };
}

/** Errors that are not of one task: all work stops. */
const endsAll = (error: unknown): boolean =>
  error instanceof MsmError && (error.code === 'E_INTERRUPTED' || error.code === 'E_IO');

/**
 * Does the run of a task in its folder, from its start or from where it stands. Undefined if its folder holds the finished run, whole
 * by its manifest: of a process that was killed before it could say so. A folder that cannot be gone on with is begun again.
 */
async function runAt(
  sweep: Sweep,
  task: number,
  place: string,
  around: Surroundings,
  kernelsFor: KernelsFor,
): Promise<RunResult | undefined> {
  if (isRunFolder(place)) {
    try {
      if (readRun(place).status !== 'done') return await resumeRun(place, () => sweep.run(task).build, around);
      if (verifyRun(place).isIntact) {
        await resumeRun(place, () => sweep.run(task).build, around);
        return undefined;
      }
    } catch (error) {
      if (!(error instanceof MsmError) || !['E_CORRUPT', 'E_CONFIG'].includes(error.code)) throw error;
      // cut by a crash of the machine: files of a sweep's runs are synced in groups
    }
    removeAll(place);
  }
  const run = sweep.run(task);
  const model = createModel(run, kernelsFor);
  ensureFolder(join(sweep.folder, 'runs'));
  // a folder without run.json is that of a process killed as it began
  if (!claimFolder(place)) removeLeftovers(place);
  return startRun(place, run, model, around);
}
