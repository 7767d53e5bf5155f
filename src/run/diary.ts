/**
 * What a run's folder says about the run while it goes on: run.json and the log.
 *
 * A run that nobody could look at before it is over, a few milliseconds of a sweep, says it once, at its end: making a file can
 * take longer than computing what is in it (docs/scale.md).
 */
import { asMsmError } from '../errors.js';
import { appendLine, type DiskOperations } from '../host/disk.js';
import type { Clock } from '../host/environment.js';
import { inFolder, type RunRecord, writeRun } from './folder.js';

/** What changes in run.json from session to session. */
export type RunChanges = Partial<Omit<RunRecord, 'format' | 'family' | 'identity' | 'parameters' | 'seed'>>;

export class Diary {
  readonly #disk: DiskOperations;
  readonly #clock: Clock;
  readonly #folder: string;
  /** run.json as it was when the session began. */
  readonly stored: RunRecord;
  /** Lines of the log that wait for run.json; undefined once it was written. */
  #waiting: object[] | undefined = [];

  constructor(disk: DiskOperations, clock: Clock, folder: string, stored: RunRecord) {
    this.#disk = disk;
    this.#clock = clock;
    this.#folder = folder;
    this.stored = stored;
  }

  /** Writes run.json, which says that the run goes on, and what was logged so far; does nothing if that was done. Throws E_IO. */
  async announce(): Promise<void> {
    if (this.#waiting === undefined) return;
    await writeRun(this.#disk, this.#folder, this.stored);
    this.#publish();
  }

  /** Adds a line to the log. */
  log(event: string, details: object = {}): void {
    const line = { time: this.#clock.now(), event, ...details };
    if (this.#waiting === undefined) appendLine(inFolder(this.#folder).log, line);
    else this.#waiting.push(line);
  }

  /** Writes the last word on a run that is done. A run that was never announced gets no log, which would say no more. Throws E_IO. */
  async finish(changes: RunChanges): Promise<RunRecord> {
    const done: RunRecord = { ...this.stored, ...changes, status: 'done', exitStatus: 0, error: null };
    await writeRun(this.#disk, this.#folder, done);
    this.log('done', { step: done.step });
    return done;
  }

  /** Says in run.json and the log how a session ended that did not finish the run; the first error stays the one that is reported. */
  async fail(error: unknown, changes: RunChanges): Promise<void> {
    const known = asMsmError(error);
    const status = known.code === 'E_INTERRUPTED' ? 'interrupted' : 'failed';
    this.log(status, known.toJSON());
    this.#publish();
    const { exitStatus } = known;
    try {
      await writeRun(this.#disk, this.#folder, {
        ...this.stored,
        ...changes,
        status,
        exitStatus,
        error: known.toJSON(),
      });
    } catch {
      // the disk itself may have failed: run.json then keeps saying `running`, which resume accepts as well
    }
  }

  /** Writes the lines that waited. */
  #publish(): void {
    const lines = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const line of lines) appendLine(inFolder(this.#folder).log, line);
  }
}
