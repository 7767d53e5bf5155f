/** One attempt at one task, by one process: claim it, run it or resume it, note how it ended, give it back. */
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
import { ID_DIGITS } from '../tasks/journal-lines.js';
import { Looks } from '../tasks/look.js';
import type { Sweep } from '../tasks/sweep.js';
import { type Attempt, plainError, reportedOf } from './outcome.js';

/** What a process needs to work on tasks of one sweep; `close` when it is done with them. */
export interface Hand {
  /**
   * Does a task, unless it is done or a living process has it. Never throws.
   *
   * @param task its number
   * @param known number of the last event of the task that the caller has read in the journals
   */
  readonly attempt: (task: number, known: number) => Promise<Attempt>;
  /** Writes into the journal, under a claim, that a task failed; does nothing if somebody else has it. */
  readonly noteFailed: (task: number, code: string, message: string) => void;
  /**
   * Writes into the journal, under a claim, that the folder of a finished task lacks its results, so that it is done again. Does nothing
   * if somebody else has the task or did it meanwhile.
   */
  readonly noteBroken: (task: number, known: number, reason: string) => void;
  /** Waits until all that was done is on the disk, and says so in the journal. Throws E_IO. */
  readonly close: () => Promise<void>;
}

/** The hand of this process in a sweep: its journal, its claims, and the runs whose files are not yet on the disk. */
class OwnHand implements Hand {
  readonly #sweep: Sweep;
  readonly #around: Surroundings;
  readonly #journal: JournalWriter;
  readonly #claims: Claims;
  readonly #groups: GroupSync;
  readonly #lazy: ReturnType<typeof unsyncedDisk>;
  readonly #kernelsFor = reusedKernels();
  #reader: JournalReader | undefined;

  constructor(sweep: Sweep, around: Surroundings, syncAll: SyncAll) {
    const { disk, clock } = around;
    this.#sweep = sweep;
    this.#journal = new JournalWriter(sweep.folder, disk, clock);
    this.#claims = new Claims(sweep.folder);
    this.#groups = new GroupSync(clock, syncAll, () => this.#journal.sync());
    this.#lazy = unsyncedDisk(disk, clock);
    this.#around = { ...around, disk: this.#lazy, isClaimed: true };
  }

  async attempt(task: number, known: number): Promise<Attempt> {
    try {
      const claim = this.#claims.take(task);
      if ('owner' in claim) return { kind: 'elsewhere', owner: `process ${claim.owner.pid} on ${claim.owner.host}` };
      try {
        const attempt = await this.#doClaimed(claim, known);
        await this.#groups.perhaps();
        return attempt;
      } finally {
        claim.release();
      }
    } catch (error) {
      return { kind: 'ends', error: plainError(error) };
    }
  }

  noteFailed(task: number, code: string, message: string): void {
    this.#underClaim(task, (last) => {
      this.#journal.append({ event: 'failed', task, n: last + 1, id: this.#id(task), code, message, at: this.#now() });
    });
  }

  noteBroken(task: number, known: number, reason: string): void {
    this.#underClaim(task, (last) => {
      if (last === known) this.#journal.append({ event: 'broken', task, n: last + 1, reason });
    });
  }

  async close(): Promise<void> {
    try {
      await this.#groups.flush();
    } finally {
      this.#claims.close();
      this.#journal.close();
    }
  }

  /** Does a task that this process has claimed. Throws errors that end all work. */
  async #doClaimed(claim: Claim, known: number): Promise<Attempt> {
    const { task } = claim;
    const place = join(this.#sweep.folder, 'runs', this.#sweep.task(task).name);
    let n = known;
    // a folder that already exists may be the result of work that the caller has not read about
    if (claim.taken !== undefined || existsSync(place)) {
      const { states } = this.#fresh();
      n = Math.max(n, states.lastEvent(task));
      if (states.of(task) === 'done') return { kind: 'before' };
    }
    if (claim.taken !== undefined) {
      const { pid, host } = claim.taken;
      this.#journal.append({ event: 'lost', task, n: ++n, reason: `process ${pid} on ${host} died` });
    }
    try {
      const result = await this.#runClaimed(claim, place);
      const manifest = result?.completion.manifestSha256 ?? hashFile(inFolder(place).manifest).sha256;
      this.#journal.append({ event: 'done', task, n: n + 1, id: this.#id(task), manifest, at: this.#now() });
      this.#groups.add(place);
      return result === undefined ? { kind: 'before' } : { kind: 'done', result: reportedOf(result) };
    } catch (error) {
      if (endsAll(error)) throw error;
      const { code, message } = plainError(error);
      this.#journal.append({ event: 'failed', task, n: n + 1, id: this.#id(task), code, message, at: this.#now() });
      return { kind: 'failed', error: plainError(error) };
    }
  }

  async #runClaimed(claim: Claim, place: string): Promise<RunResult | undefined> {
    this.#lazy.begin();
    const result = await runAt(this.#sweep, claim.task, place, this.#around, this.#kernelsFor);
    if (!claim.isHeld()) throw new MsmError('E_INTERRUPTED', `task ${claim.task} was taken over by another process`);
    return result;
  }

  /** Does something with a task that nobody else has, given the number of its last event. */
  #underClaim(task: number, write: (last: number) => void): void {
    const claim = this.#claims.take(task);
    if ('owner' in claim) return;
    try {
      write(this.#fresh().states.lastEvent(task));
    } finally {
      claim.release();
    }
  }

  /** The journals as they are now. */
  #fresh(): JournalReader {
    this.#reader ??= new JournalReader(this.#sweep.folder, this.#sweep.count);
    this.#reader.refresh();
    return this.#reader;
  }

  /** What names a task in an event, beside its number. */
  #id(task: number): string {
    return this.#sweep.task(task).identity.slice(0, ID_DIGITS);
  }

  /** The time that an event carries. */
  #now(): number {
    return Date.parse(this.#around.clock.now());
  }
}

/** Opens a sweep for work by this process. Nothing is written before the first attempt. */
export const openHand = (sweep: Sweep, around: Surroundings, syncAll: SyncAll): Hand =>
  new OwnHand(sweep, around, syncAll);

/** Errors that do not belong to one task: all work stops. */
const endsAll = (error: unknown): boolean =>
  error instanceof MsmError && (error.code === 'E_INTERRUPTED' || error.code === 'E_IO');

/**
 * Does the run of a task in its folder, from its start or from where it stands. Undefined if its folder already holds the finished run,
 * whole by its manifest, of a process that was killed before it could say so. A folder that cannot be resumed is begun again.
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
