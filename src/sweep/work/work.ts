/** Work on a sweep: does the tasks that are neither done nor being done elsewhere, and tries failed ones again as far as was asked for. */
import { MsmError } from '../../errors.js';
import { NODE_DISK } from '../../host/disk.js';
import { describeEnvironment } from '../../host/environment.js';
import { syncEach, syncFileSystem } from '../../host/group-sync.js';
import type { Compile } from '../../run/stored-run.js';
import { removeDeadClaims } from '../tasks/claims.js';
import { JournalReader } from '../tasks/journal.js';
import { Looks } from '../tasks/look.js';
import { assertDataThere, openSweep, type Sweep } from '../tasks/sweep.js';
import { readStates, type States } from '../tasks/tasks.js';
import { type Hand, openHand } from './attempt.js';
import { patienceOf, startChild, type Worker } from './crew.js';
import { handOut, workerOf } from './lanes.js';
import { Ledger } from './ledger.js';
import { againText, type DoneRun, errorOf, type Outcome, type SweepSurroundings } from './outcome.js';
import { readResult } from './read-result.js';

/**
 * Does those of the tasks that are not done and that no living process has, `jobs` at a time. Several processes, even on several
 * hosts that share the disk, may do this with one sweep at once; no task is done twice.
 *
 * @param tasks numbers of tasks, or all
 * @param looks what is known of the folders of runs that are done: each of these tasks is compared with its manifest once
 * @returns how they stand when nothing is left that this process could do; results.parquet is not written
 * @throws E_INTERRUPTED after checkpoints if `around.interruption` says so, E_IO if the disk fails: the sweep can be gone on with;
 *   E_CONFIG, E_CORRUPT if the folder is no whole sweep
 */
export async function workOn(
  folder: string,
  tasks: readonly number[] | 'all',
  around: SweepSurroundings,
  compile?: Compile,
  looks?: Looks,
): Promise<Outcome> {
  return workOnSweep(await openSweep(folder, compile), tasks, around, looks);
}

/** `workOn` for a sweep that is already open. */
export async function workOnSweep(
  sweep: Sweep,
  tasks: readonly number[] | 'all',
  around: SweepSurroundings,
  looks = new Looks('sha256'),
): Promise<Outcome> {
  const environment = around.environment ?? describeEnvironment();
  const isApart = around.jobs !== undefined;
  const syncAll = isApart && around.disk === NODE_DISK ? syncFileSystem(around.disk) : syncEach(around.disk);
  const journal = new JournalReader(sweep.folder, sweep.count);
  const hand = openHand(sweep, { ...around, environment }, syncAll);
  try {
    const states = await settle(sweep, journal, hand, tasks, looks, around);
    removeDeadClaims(sweep.folder, (task) => task >= sweep.count || journal.states.of(task) === 'done');
    const ledger = new Ledger(sweep, states, tasks, around);
    if (ledger.waiting > 0) assertDataThere(sweep);
    const start = (): Worker =>
      isApart ? startChild(sweep.folder, environment, patienceOf(around.patience), around.onNote) : workerOf(hand);
    const resultOf = (task: number): DoneRun => readResult(sweep.place(task));
    await handOut({ ledger, hand, journal, resultOf }, start, around);
    if (ledger.fatal !== undefined) throw pointTo(ledger.fatal, sweep.folder, ledger.progressText());
    await hand.close();
    const after = readStates(sweep, journal, looks);
    // killed workers could not remove their files
    removeDeadClaims(sweep.folder, (task) => task >= sweep.count || after.of(task) === 'done');
    return ledger.outcome(after);
  } catch (error) {
    // the decision: what ended the work is reported, not its consequences
    await hand.close().catch(() => {});
    throw error instanceof MsmError && error.code === 'E_IO' ? pointTo(error, sweep.folder) : error;
  }
}

/**
 * Compares what the journals say of the tasks with what their folders hold, and writes down where they differ: tasks of which the results
 * are lost or damaged will be done again, and those that a process finished just before it was killed count as done. Returns how all
 * stand after that.
 */
async function settle(
  sweep: Sweep,
  journal: JournalReader,
  hand: Hand,
  tasks: readonly number[] | 'all',
  looks: Looks,
  { onNote }: SweepSurroundings,
): Promise<States> {
  const found = readStates(sweep, journal, looks);
  const [undone, unsaid] = [found.undone(tasks), found.unsaid(tasks)];
  if (undone.length + unsaid.length === 0) return found;
  for (const task of unsaid) {
    const attempt = await hand.attempt(task, journal.states.lastEvent(task));
    if (attempt.kind === 'ends') throw errorOf(attempt.error);
  }
  for (const task of undone) {
    hand.noteBroken(task, journal.states.lastEvent(task), found.at(task).reason ?? '');
  }
  const states = readStates(sweep, journal, looks);
  const again = undone.filter((task) => states.isWanted(task) && states.of(task) === 'lost').length;
  if (again > 0) onNote?.(againText(again));
  return states;
}

/** An interrupted run of a sweep is resumed through the sweep. */
function pointTo(error: MsmError, folder: string, progress = ''): MsmError {
  const { code, data } = error;
  const message = code === 'E_INTERRUPTED' ? `stopped with ${progress}; nothing is lost` : error.message;
  return new MsmError(code, message, { place: folder, next: `Go on with: msm resume ${folder}`, data, cause: error });
}
