/** One attempt at one task, by one process: claim it, run it or go on with it, write down how it ended, give it back. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MsmError } from '../../errors.js';
import { claimFolder, hashFile, removeAll } from '../../host/disk.js';
import { GroupSync, type SyncAll, unsyncedDisk } from '../../host/group-sync.js';
import { type KernelsFor, reusedKernels } from '../../host/reused-kernels.js';
import { inFolder, readRun } from '../../run/folder.js';
import { ensureOwn } from '../../run/layout.js';
import { createModel, type RunResult, resumeRun, type Surroundings, startRun } from '../../run/session.js';
import { type Claim, Claims } from '../tasks/claims.js';
import { JournalReader, JournalWriter } from '../tasks/journal.js';
import { ID_DIGITS, type TaskEvent } from '../tasks/journal-lines.js';
import { Looks } from '../tasks/look.js';
import type { Sweep } from '../tasks/sweep.js';
import { type Attempt, plainError, toldOf } from './outcome.js';

/** What a process needs to work on tasks of one sweep; `close` when it is done with them. */
export interface Hand {
  /**
   * Does a task, unless it is done or a living process has it. Never throws.
   *
   * @param task its number
   * @param known number of the last event of the task that the caller has read in the journals
   */
  readonly attempt: (task: number, known: number) => Promise<Attempt>;
  /** Writes down, under a claim, that a task failed; nothing happens if somebody else has it. */
  readonly noteFailed: (task: number, code: string, message: string) => void;
  /**
   * Writes down, under a claim, that the folder of a task that is done was found without its results, so that it is done again. Nothing
   * happens if somebody else has it or did it meanwhile.
   */
  readonly noteBroken: (task: number, known: number, reason: string) => void;
  /** Waits until all that was done is on the disk, and says so in the journal. Throws E_IO. */
  readonly close: () => Promise<void>;
}

/** Opens a sweep for work by this process. Nothing is written before the first attempt. */
export function openHand(sweep: Sweep, around: Surroundings, syncAll: SyncAll): Hand {
  const { disk, clock } = around;
  const journal = new JournalWriter(sweep.folder, disk, clock);
  const claims = new Claims(sweep.folder);
  const groups = new GroupSync(clock, syncAll, () => journal.sync());
  const lazy = unsyncedDisk(disk, clock);
  const inner: Surroundings = { ...around, disk: lazy, isClaimed: true };
  const kernelsFor = reusedKernels();
  let reader: JournalReader | undefined;
  const fresh = (): JournalReader => {
    reader ??= new JournalReader(sweep.folder, sweep.count);
    reader.refresh();
    return reader;
  };

  /** Does something with a task that nobody else has, given the number of its last event. */
  const underClaim = (task: number, write: (last: number) => void): void => {
    const claim = claims.take(task);
    if ('owner' in claim) return;
    try {
      write(fresh().states.lastEvent(task));
    } finally {
      claim.release();
    }
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
    noteFailed: (task, code, message) =>
      underClaim(task, (last) => {
        const id = sweep.task(task).identity.slice(0, ID_DIGITS);
        journal.append({ event: 'failed', task, n: last + 1, id, code, message, at: Date.parse(clock.now()) });
      }),
    noteBroken: (task, known, reason) =>
      underClaim(task, (last) => {
        if (last === known) journal.append({ event: 'broken', task, n: last + 1, reason });
      }),
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
  const run = sweep.run(task);
  const look = new Looks('sha256').at(place);
  const isOurs = (): boolean => readRun(place).identity === run.identity;
  try {
    if (look.kind === 'whole' && isOurs()) {
      await resumeRun(place, () => run.build, around);
      return undefined;
    }
    const isUnderWay = look.kind === 'begun' && look.status !== null;
    if (isUnderWay && isOurs()) return await resumeRun(place, () => run.build, around);
  } catch (error) {
    if (!(error instanceof MsmError) || !['E_CORRUPT', 'E_CONFIG'].includes(error.code)) throw error;
    // cut by a crash of the machine: files of a sweep's runs are synced in groups
  }
  if (look.kind !== 'nothing') removeAll(place);
  const model = createModel(run, kernelsFor);
  ensureOwn(join(sweep.folder, 'runs'));
  claimFolder(place);
  return startRun(place, run, model, around);
}
