/** Work on a sweep: does the tasks that are neither done nor being done elsewhere, and tries failed ones again as far as was asked for. */
import { MsmError } from '../errors.js';
import { NODE_DISK } from '../run/disk.js';
import { describeEnvironment } from '../run/environment.js';
import { verifyRun } from '../run/verify.js';
import { type Hand, openHand } from './attempt.js';
import { mayLive, removeDeadClaims } from './claims.js';
import { startChild, type Worker } from './crew.js';
import { syncEach, syncFileSystem } from './group-sync.js';
import { JournalReader } from './journal.js';
import { handOut, workerOf } from './lanes.js';
import { Ledger } from './ledger.js';
import type { DoneRun, Outcome, SweepSurroundings } from './outcome.js';
import { readResult } from './read-result.js';
import type { Compile } from './record.js';
import { openSweep, type Sweep } from './sweep.js';
import { readStates } from './tasks.js';

/**
 * Does those of the tasks that are not done and that no living process does, `jobs` at a time. Several processes, also of several
 * hosts that share the disk, may do this with one sweep at once; no task is done twice.
 *
 * @param tasks numbers of tasks, or all
 * @returns how they stand when nothing is left that this process could do; results.parquet is not written
 * @throws E_INTERRUPTED after checkpoints if `around.interruption` says so, E_IO if the disk fails: the sweep can be gone on with;
 *   E_CONFIG, E_CORRUPT if the folder is no whole sweep
 */
export async function workOn(
  folder: string,
  tasks: readonly number[] | 'all',
  around: SweepSurroundings,
  compile?: Compile,
): Promise<Outcome> {
  return workOnSweep(await openSweep(folder, compile), tasks, around);
}

/** `workOn` for a sweep that is open already. */
export async function workOnSweep(
  sweep: Sweep,
  tasks: readonly number[] | 'all',
  around: SweepSurroundings,
): Promise<Outcome> {
  const environment = around.environment ?? describeEnvironment();
  const isApart = around.jobs !== undefined;
  const syncAll = isApart && around.disk === NODE_DISK ? syncFileSystem(around.disk) : syncEach(around.disk);
  const journal = new JournalReader(sweep.folder, sweep.count);
  const hand = openHand(sweep, { ...around, environment }, syncAll);
  try {
    journal.refresh();
    await confirm(sweep, journal, hand, syncAll);
    const states = readStates(sweep, journal);
    removeDeadClaims(sweep.folder, (task) => task >= sweep.count || journal.states.of(task) === 'done');
    const ledger = new Ledger(sweep, states, tasks, around);
    const start = (): Worker => (isApart ? startChild(sweep.folder, environment) : workerOf(hand));
    const resultOf = (task: number): DoneRun => readResult(sweep.place(task));
    await handOut({ ledger, hand, journal, resultOf }, start, around);
    if (ledger.fatal !== undefined) throw pointTo(ledger.fatal, sweep.folder, ledger.progressText());
    await hand.close();
    const after = readStates(sweep, journal);
    // workers that were killed could not take their files away
    removeDeadClaims(sweep.folder, (task) => task >= sweep.count || after.of(task) === 'done');
    return ledger.outcome(after);
  } catch (error) {
    // the decision: what ended the work is reported, not what it led to
    await hand.close().catch(() => {});
    throw error instanceof MsmError && error.code === 'E_IO' ? pointTo(error, sweep.folder) : error;
  }
}

/** Runs that the journals call done, but that a crash of the machine may have undone, are compared with their manifests. */
async function confirm(
  sweep: Sweep,
  journal: JournalReader,
  hand: Hand,
  syncAll: (folders: readonly string[]) => Promise<void>,
): Promise<void> {
  const open = journal.unconfirmed((process) => mayLive(sweep.folder, process));
  const whole: number[] = [];
  for (const task of open) {
    if (isWhole(sweep.place(task))) whole.push(task);
    else hand.note(task, 'broken', 'E_CORRUPT', 'its files are not those of its manifest');
  }
  if (whole.length === 0) return;
  await syncAll(whole.map(sweep.place));
  hand.noteChecked(whole);
}

function isWhole(place: string): boolean {
  try {
    return verifyRun(place).isIntact;
  } catch (error) {
    if (error instanceof MsmError && error.code !== 'E_IO') return false;
    // a file that is not there is E_IO as well; a disk that fails shows when the run is done again
    if (error instanceof MsmError && error.data.errno === 'ENOENT') return false;
    throw error;
  }
}

/** An interrupted run of a sweep is resumed through the sweep. */
function pointTo(error: MsmError, folder: string, progress = ''): MsmError {
  const { code, data } = error;
  const message = code === 'E_INTERRUPTED' ? `stopped with ${progress}; nothing is lost` : error.message;
  return new MsmError(code, message, { place: folder, next: `Go on with: msm resume ${folder}`, data, cause: error });
}
