/** Disks that fail at a chosen operation. */
import { type DiskOperations, NODE_DISK } from '../../src/run/disk.js';

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
