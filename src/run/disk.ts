/** The only module that writes to the disk. Files appear whole or not at all. */
import { createHash } from 'node:crypto';
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MsmError } from '../errors.js';

/** The operations that can fail half way; tests replace them to make the n-th one fail. */
export interface DiskOperations {
  readonly open: (path: string, flags: string) => number;
  readonly write: (file: number, bytes: Uint8Array) => number;
  readonly sync: (file: number) => void;
  readonly close: (file: number) => void;
  readonly rename: (from: string, to: string) => void;
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

/** What the system said, as one sentence for people. */
const REASONS: { readonly [code: string]: string } = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EIO: 'the disk reports an error',
  EROFS: 'the disk is read-only',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EMFILE: 'too many files are open',
};

/** The system's error as E_IO with the path; other errors unchanged. */
export function ioError(path: string, doing: string, cause: unknown): unknown {
  const code = (cause as { readonly code?: unknown } | null)?.code;
  if (cause instanceof MsmError || typeof code !== 'string') return cause;
  return new MsmError('E_IO', `cannot ${doing} ${path}: ${REASONS[code] ?? code}`, {
    place: path,
    next: code === 'ENOSPC' || code === 'EDQUOT' ? 'Free some space, then go on with: msm resume' : undefined,
    data: { errno: code },
    cause,
  });
}

function writeAll(disk: DiskOperations, file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += disk.write(file, bytes.subarray(done));
}

function syncFolder(disk: DiskOperations, folder: string): void {
  const file = disk.open(folder, 'r');
  try {
    disk.sync(file);
  } finally {
    disk.close(file);
  }
}

/** Name of an unfinished file: hidden, and outside every pattern that a reader would use. */
const temporaryName = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);

/**
 * Writes a file under a temporary name, syncs it, renames it and syncs the folder. After a failure neither name exists (or the
 * older file of that name still does). Throws E_IO.
 */
export async function writeWhole(
  disk: DiskOperations,
  path: string,
  body: (sink: FileSink) => void | Promise<void>,
): Promise<WrittenFile> {
  const temporary = temporaryName(path);
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const file = disk.open(temporary, 'w');
    try {
      await body({
        write: (part) => {
          writeAll(disk, file, part);
          hash.update(part);
          bytes += part.length;
        },
      });
      disk.sync(file);
    } finally {
      disk.close(file);
    }
    disk.rename(temporary, path);
    syncFolder(disk, dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw ioError(path, 'write', error);
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** `writeWhole` for bytes or text at hand. */
export function writeBytes(disk: DiskOperations, path: string, content: Uint8Array | string): Promise<WrittenFile> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return writeWhole(disk, path, (sink) => sink.write(bytes));
}

/** Sorted keys are the caller's; two spaces and a last newline for people. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Makes a folder that did not exist; false if it did. Throws E_IO for other reasons. */
export function claimFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === 'EEXIST') return false;
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

/** The bytes of a file. Throws E_IO. */
export function readWhole(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw ioError(path, 'read', error);
  }
}

/** Names in a folder, sorted; none if it does not exist. */
export function listFolder(path: string): readonly string[] {
  return existsSync(path) ? readdirSync(path).sort() : [];
}

/** Removes a file or folder if it is there. */
export function removeAll(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** Adds a line to a log. A log that cannot be written stops nothing. */
export function appendLine(path: string, value: unknown): void {
  try {
    appendFileSync(path, `${JSON.stringify(value)}\n`);
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
