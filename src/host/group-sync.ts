/**
 * Files of short runs are synced in groups and not one by one, which would take far longer than the runs.
 *
 * A killed process loses nothing by that: the system has what it wrote. A crash of the machine can lose or cut files of runs that
 * the journal calls done; but before a sweep is resumed, all of them are compared with their manifests, and those that are not
 * whole are done again.
 */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { type DiskOperations, listFolder, syncPaths } from './disk.js';
import type { Clock } from './environment.js';

/** A group is synced this long after its first run was done. */
const GROUP_MS = 2000;
/** A run that lasts longer than this syncs each of its files itself: a checkpoint of hours must outlive the machine. */
const SHORT_MS = 1000;

/** Waits until all files in these folders are on the disk. Throws E_IO. */
export type SyncAll = (folders: readonly string[]) => Promise<void>;

/** Each file by itself. */
export const syncEach =
  (disk: DiskOperations): SyncAll =>
  async (folders) => {
    for (const folder of folders) {
      const files = listFolder(folder).map((name) => join(folder, name));
      syncPaths(disk, [...files, folder]);
    }
    if (folders.length > 0) syncPaths(disk, [dirname(folders[0])]);
  };

/** Syncs the whole file system at once, by the system's own program, while runs go on; where there is no such program, file by file. */
export const syncFileSystem =
  (disk: DiskOperations): SyncAll =>
  async (folders) => {
    if (folders.length === 0) return;
    const isDone = await new Promise<boolean>((resolve) => {
      execFile('sync', ['-f', folders[0]], (error) => resolve(error === null));
    });
    if (!isDone) await syncEach(disk)(folders);
  };

/** A disk that syncs each file on its own only if that is asked for later than SHORT_MS from now. */
export function unsyncedDisk(disk: DiskOperations, clock: Clock): DiskOperations & { readonly begin: () => void } {
  let began = clock.milliseconds();
  return {
    ...disk,
    begin: () => {
      began = clock.milliseconds();
    },
    mustSync: () => clock.milliseconds() - began > SHORT_MS,
  };
}

/** Groups the finished runs of one process. */
export class GroupSync {
  readonly #clock: Clock;
  readonly #syncAll: SyncAll;
  readonly #onSynced: () => void;
  #folders: string[] = [];
  #since = 0;
  #running: Promise<void> | undefined;
  #failure: unknown;

  /** @param onSynced called for each group once it is on the disk */
  constructor(clock: Clock, syncAll: SyncAll, onSynced: () => void) {
    this.#clock = clock;
    this.#syncAll = syncAll;
    this.#onSynced = onSynced;
  }

  /** A run in this folder is done and in the journal. */
  add(folder: string): void {
    if (this.#folders.length === 0) this.#since = this.#clock.milliseconds();
    this.#folders.push(folder);
  }

  /** Begins to sync the group if it is time; work goes on meanwhile. Throws the E_IO of an earlier one. */
  async perhaps(): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#running !== undefined || this.#folders.length === 0) return;
    if (this.#clock.milliseconds() - this.#since < GROUP_MS) return;
    this.#running = this.#sync().catch((error: unknown) => {
      this.#failure = error;
    });
  }

  /** Syncs all there is. Throws E_IO. */
  async flush(): Promise<void> {
    await this.#running;
    if (this.#failure !== undefined) throw this.#failure;
    await this.#sync();
  }

  async #sync(): Promise<void> {
    const folders = this.#folders;
    if (folders.length === 0) return;
    this.#folders = [];
    try {
      await this.#syncAll(folders);
      this.#onSynced();
    } finally {
      this.#running = undefined;
    }
  }
}
