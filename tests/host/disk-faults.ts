/** Disks that fail at a chosen operation, and what a run on such a disk must do. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { MsmError } from '../../src/errors.js';
import { type DiskOperations, NODE_DISK } from '../../src/host/disk.js';
import { type Around, assertReadable, dataHashes, goOn, type PlanOptions, start, type Texts } from '../run/harness.js';

export type Errno = 'ENOSPC' | 'EIO';

export interface Fault {
  /** Number of the operation that fails, from 0. */
  readonly at: number;
  readonly errno: Errno;
  /** Whether all later operations fail as well, as on a disk that stays full. */
  readonly stays: boolean;
}

/** A disk that counts its operations and fails as told; a write that fails has written half of its bytes. */
export function faultyDisk(fault?: Fault): { readonly disk: DiskOperations; readonly count: () => number } {
  let count = 0;
  const attempt = <T>(name: string, operation: () => T, before: () => void = () => {}): T => {
    const n = count++;
    const fails = fault !== undefined && (n === fault.at || (fault.stays && n > fault.at));
    if (!fails) return operation();
    before();
    throw Object.assign(new Error(`${fault.errno}: made by the test, ${name}`), { code: fault.errno });
  };
  const disk: DiskOperations = {
    open: (path, flags) => attempt('open', () => NODE_DISK.open(path, flags)),
    write: (file, bytes) =>
      attempt(
        'write',
        () => NODE_DISK.write(file, bytes),
        () => NODE_DISK.write(file, bytes.subarray(0, bytes.length >> 1)),
      ),
    sync: (file) => attempt('sync', () => NODE_DISK.sync(file)),
    // what fails is the report of an earlier write: the file is closed all the same
    close: (file) =>
      attempt(
        'close',
        () => NODE_DISK.close(file),
        () => NODE_DISK.close(file),
      ),
    rename: (from, to) => attempt('rename', () => NODE_DISK.rename(from, to)),
  };
  return { disk, count: () => count };
}

/** What is run, at which pace, and the hashes of its files on a good disk. */
export interface FaultCase {
  readonly texts: Texts;
  readonly options: PlanOptions;
  /** Surroundings of one session; asked for anew each time, because a clock has a state. */
  readonly around: () => Around;
  readonly straight: { readonly [path: string]: string };
}

/**
 * Runs on a failing disk in the new folder `place`, then goes on with a good one. Throws an AssertionError unless the failure is
 * one E_IO that names a path, every visible file can be read after it, and the files are those of a run without failure.
 */
export async function surviveFault(
  place: string,
  { texts, options, around, straight }: FaultCase,
  fault: Fault,
): Promise<void> {
  const where = JSON.stringify(fault);
  const { disk } = faultyDisk(fault);
  const error: unknown = await start(place, texts, options, { ...around(), disk }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof MsmError, `${where}: ${error}`);
  const found = { code: error.code, exitStatus: error.exitStatus, errno: error.data.errno };
  assert.deepEqual(found, { code: 'E_IO', exitStatus: 74, errno: fault.errno }, where);
  const cause = error.place === place ? (error.cause as MsmError) : error;
  assert(cause.place?.startsWith(place) && cause.message.includes(cause.place), `${where}: ${cause.message}`);
  await assertReadable(place);
  // a run that could not even write run.json has left nothing
  if (existsSync(place)) await goOn(place);
  else await start(place, texts, options);
  assert.deepEqual(dataHashes(place), straight, where);
}
