/** The only module that writes to the disk, and the way to what reads from it. Files appear whole or not at all. */
import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ioError, isCode, isErrno } from './io-error.js';
import { readWhole } from './read-file.js';

export { ioError, isErrno } from './io-error.js';
export {
  changedMs,
  fileSize,
  hashFile,
  isSameFile,
  kindBehind,
  listFolder,
  type OpenedFile,
  openForReading,
  type PathKind,
  pathKind,
  type ReadLimits,
  readWhole,
  statsBehind,
} from './read-file.js';

/** The operations that can fail half way; tests replace them to make the n-th one fail. */
export interface DiskOperations {
  readonly open: (path: string, flags: string) => number;
  readonly write: (file: number, bytes: Uint8Array) => number;
  readonly sync: (file: number) => void;
  readonly close: (file: number) => void;
  readonly rename: (from: string, to: string) => void;
  /** Whether a file must have reached the disk once it is written; yes if absent. If not, the caller sees to that later. */
  readonly mustSync?: () => boolean;
}

export const NODE_DISK: DiskOperations = {
  open: (path, flags) => openSync(path, flags),
  write: (file, bytes) => writeSync(file, bytes),
  sync: (file) => fsyncSync(file),
  close: (file) => closeSync(file),
  rename: (from, to) => renameSync(from, to),
};

export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
}

/** Takes the bytes of a file in order; they are used when `write` returns. */
export interface FileSink {
  write(bytes: Uint8Array): void;
}

/** A sink that knows the SHA-256 of all that it took. */
export interface HashingSink extends FileSink {
  digest(): Uint8Array;
}

/** One system call writes less than 2 GiB. */
const AT_ONCE = 2 ** 30;

function writeAll(disk: DiskOperations, file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) {
    done += disk.write(file, bytes.subarray(done, done + AT_ONCE));
  }
}

const mustSync = (disk: DiskOperations): boolean => disk.mustSync?.() ?? true;

function syncFolder(disk: DiskOperations, folder: string): void {
  const file = disk.open(folder, 'r');
  try {
    disk.sync(file);
  } finally {
    disk.close(file);
  }
}

/** Small parts are joined to pieces of this size: a system call for each of a hundred would take longer than the rest of the file. */
const PIECE_BYTES = 2 ** 15;

/** A sink that hands bytes on in larger pieces; `flush` hands on the rest. */
function gathering(write: (bytes: Uint8Array) => void): FileSink & { readonly flush: () => void } {
  let piece: Uint8Array | undefined;
  let filled = 0;
  const flush = (): void => {
    if (piece !== undefined && filled > 0) write(piece.subarray(0, filled));
    filled = 0;
  };
  return {
    flush,
    write: (bytes) => {
      if (filled + bytes.length > PIECE_BYTES) flush();
      if (bytes.length >= PIECE_BYTES) return write(bytes);
      piece ??= Buffer.allocUnsafe(PIECE_BYTES);
      piece.set(bytes, filled);
      filled += bytes.length;
    },
  };
}

/** Name of an unfinished file: hidden, and outside every pattern that a reader would use. */
const temporaryName = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);

/** Opens a file that nobody has yet: whatever has its name was left by a killed process, or is a link that somebody planted. */
function openNew(disk: DiskOperations, path: string): number {
  try {
    return disk.open(path, 'wx');
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
    removeAll(path);
    return disk.open(path, 'wx');
  }
}

/**
 * Writes a file under a temporary name, syncs it, renames it and syncs the folder. After a failure the temporary file is gone and
 * the file is what it was before or, if only the last step failed, the whole new one. Throws E_IO.
 */
export async function writeWhole(
  disk: DiskOperations,
  path: string,
  body: (sink: HashingSink) => void | Promise<void>,
): Promise<WrittenFile> {
  const temporary = temporaryName(path);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = openNew(disk, temporary);
    try {
      const sink = gathering((part) => {
        writeAll(disk, file, part);
        hash.update(part);
        bytes += part.length;
      });
      const digest = (): Uint8Array => {
        sink.flush();
        return hash.copy().digest();
      };
      await body({ write: sink.write, digest });
      sink.flush();
      if (mustSync(disk)) disk.sync(file);
    } finally {
      disk.close(file);
    }
    disk.rename(temporary, path);
    if (mustSync(disk)) syncFolder(disk, dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw ioError(path, 'write', error);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** `writeWhole` for bytes or text that are already in memory. */
export function writeBytes(disk: DiskOperations, path: string, content: Uint8Array | string): Promise<WrittenFile> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return writeWhole(disk, path, (sink) => sink.write(bytes));
}

/** The caller sorts the keys; two spaces and a final newline are for people. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Makes a folder that did not exist; false if it did. Throws E_IO for other reasons. */
export function claimFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw ioError(path, 'make the folder', error);
  }
}

/** Makes a folder and those above it. */
export function ensureFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw ioError(path, 'make the folder', error);
  }
}

/**
 * Makes a small file that did not exist; false if it did. It appears with its content: a hard link to a finished file, or on
 * disks without hard links an exclusive write. Throws E_IO.
 */
export function createExclusive(path: string, text: string): boolean {
  const temporary = temporaryName(`${path}-${randomUUID()}`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    try {
      linkSync(temporary, path);
    } catch (error) {
      if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw error;
      writeFileSync(path, text, { flag: 'wx' });
    }
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw ioError(path, 'write', error);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Removes a file or folder if it is there. */
export function removeAll(path: string): void {
  // rmSync takes five times as long to remove what is not there as to look for it takes
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) rmSync(path, { recursive: true, force: true });
}

/** Adds a line to a log, which must be a file and no link. A log that cannot be written stops nothing. */
export function appendLine(path: string, value: unknown): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  try {
    const file = openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOFOLLOW, 0o666);
    try {
      if (fstatSync(file).isFile()) writeFileSync(file, `${JSON.stringify(value)}\n`);
    } finally {
      closeSync(file);
    }
  } catch {
    // the decision: results matter more than their log, and a full disk shows at the next checkpoint
  }
}

/** Removes one file that must be there. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    throw ioError(path, 'remove', error);
  }
}

/** Removes one file; it may be gone already. Throws E_IO. */
export function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw ioError(path, 'remove', error);
  }
}

/** Gives a file a second name that must not exist yet; false if it does. Atomic even between hosts. Throws E_IO. */
export function linkExclusive(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK')) throw ioError(to, 'write', error);
    // a disk without hard links
    return createExclusive(to, new TextDecoder().decode(readWhole(from, { noLink: true })));
  }
}

/** A file that only grows. */
export interface Appender {
  /** Adds bytes in one system call. Throws E_IO; the end of the file may then be a part of them. */
  readonly append: (bytes: Uint8Array) => void;
  /** Waits until all that was appended is on the disk. Throws E_IO. */
  readonly sync: () => void;
  readonly close: () => void;
}

/** Makes a new file that only grows. Throws E_IO. */
export function openAppender(disk: DiskOperations, path: string): Appender {
  const guarded = <T>(operation: () => T): T => {
    try {
      return operation();
    } catch (error) {
      throw ioError(path, 'write', error);
    }
  };
  const file = guarded(() => disk.open(path, 'ax'));
  return {
    append: (bytes) => guarded(() => writeAll(disk, file, bytes)),
    sync: () => guarded(() => disk.sync(file)),
    close: () => guarded(() => disk.close(file)),
  };
}

/** Waits until files and folders are on the disk, one by one. Throws E_IO. */
export function syncPaths(disk: DiskOperations, paths: readonly string[]): void {
  for (const path of paths) {
    try {
      syncFolder(disk, path);
    } catch (error) {
      throw ioError(path, 'write', error);
    }
  }
}

/** Whether a file is there and holds this text. Throws E_IO. */
export function holdsText(path: string, text: string): boolean {
  const bytes = Buffer.from(text);
  try {
    return bytes.equals(readWhole(path, { most: bytes.length, noLink: true }));
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR', 'ELOOP', 'EFBIG', 'EISDIR', 'ENOTFILE')) return false;
    throw error;
  }
}

/**
 * Writes the same text over a file again, so that the disk's clock sets its time of change; false, and nothing is written, if
 * the file holds anything else. Throws E_IO.
 */
export function touch(path: string, sameText: string): boolean {
  const { O_RDWR, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const text = Buffer.from(sameText);
  try {
    const file = openSync(path, O_RDWR | O_NONBLOCK | O_NOFOLLOW);
    try {
      const found = Buffer.alloc(text.length + 1);
      const isSame = text.equals(found.subarray(0, readSync(file, found, 0, found.length, 0)));
      if (isSame) writeSync(file, text, 0, text.length, 0);
      return isSame;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw ioError(path, 'write', error);
  }
}
