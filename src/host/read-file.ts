/** The only way in which files are opened for reading: regular files, after a look at their size. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { MsmError } from '../errors.js';
import { ioError, isCode } from './io-error.js';

export interface ReadLimits {
  /** Most bytes that the file may have. */
  readonly most?: number;
  /** Refuse a file that is a symbolic link: files of our own folders never are. */
  readonly noLink?: boolean;
}

/** No array of bytes is larger than this: 4 GiB. */
const MOST_BYTES = 2 ** 32 - 1;
/** One system call reads less than 2 GiB. */
const AT_ONCE = 2 ** 30;
/** Some file systems (/proc) give 0 as the size of files that they make up: then read until the end. */
const PIECE = 2 ** 16;

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

/** What has no end or no content of its own is neither waited for nor read. */
function assertRegular(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  if (stats.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
  throw new MsmError('E_IO', `cannot read ${path}: it is ${kindOf(stats)} and not a file`, {
    place: path,
    data: { errno: 'ENOTFILE' },
  });
}

function assertSize(path: string, bytes: number, most: number): void {
  if (bytes <= most) return;
  const [has, may] = [bytes, most].map((count) => String(count).replace(/\B(?=(\d{3})+$)/g, ','));
  throw new MsmError('E_IO', `cannot read ${path}: it has ${has} bytes, and such a file has at most ${may}`, {
    place: path,
    data: { errno: 'EFBIG' },
  });
}

/** Opens a regular file. Opening a pipe or a device must not block, so they are opened without waiting and then refused. */
function openRegular(path: string, { noLink = false }: ReadLimits): { readonly file: number; readonly size: number } {
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const file = openSync(path, O_RDONLY | O_NONBLOCK | (noLink ? O_NOFOLLOW : 0));
  try {
    const stats = fstatSync(file);
    assertRegular(path, stats);
    return { file, size: stats.size };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** Fills `bytes` from a place in the file; returns how many there were. */
function fill(file: number, bytes: Uint8Array, from: number): number {
  let done = 0;
  while (done < bytes.length) {
    const count = readSync(file, bytes, done, Math.min(bytes.length - done, AT_ONCE), from + done);
    if (count === 0) break;
    done += count;
  }
  return done;
}

/** The rest of a file that claims to have no bytes. */
function readOn(path: string, file: number, most: number): Uint8Array {
  const pieces: Uint8Array[] = [];
  for (let bytes = 0; ; ) {
    const piece = new Uint8Array(PIECE);
    const count = fill(file, piece, bytes);
    bytes += count;
    assertSize(path, bytes, most);
    pieces.push(piece.subarray(0, count));
    if (count < PIECE) return Buffer.concat(pieces, bytes);
  }
}

/** A file of which only parts are read; `close` it. */
export interface OpenedFile {
  readonly byteLength: number;
  /** Bytes from `start` to before `end`; fewer if the file ends before. Throws E_IO. */
  readonly read: (start: number, end: number) => Uint8Array;
  /** Fills `bytes` with those from `start` on; how many there were. Throws E_IO. */
  readonly fill: (bytes: Uint8Array, start: number) => number;
  readonly close: () => void;
}

/** Opens a file of any size, of which parts are read. Throws E_IO. */
export function openForReading(path: string, limits: ReadLimits = {}): OpenedFile {
  const guarded = <T>(operation: () => T): T => {
    try {
      return operation();
    } catch (error) {
      throw ioError(path, 'read', error);
    }
  };
  const { file, size } = guarded(() => openRegular(path, limits));
  return {
    byteLength: size,
    read: (start, end) =>
      guarded(() => {
        assertSize(path, end - start, MOST_BYTES);
        const bytes = Buffer.allocUnsafeSlow(end - start);
        return bytes.subarray(0, fill(file, bytes, start));
      }),
    fill: (bytes, start) => guarded(() => fill(file, bytes, start)),
    close: () => closeSync(file),
  };
}

/** The bytes of a file. Throws E_IO. */
export function readWhole(path: string, limits: ReadLimits = {}): Uint8Array {
  const { most = MOST_BYTES } = limits;
  try {
    const { file, size } = openRegular(path, limits);
    try {
      assertSize(path, size, most);
      if (size === 0) return readOn(path, file, most);
      const bytes = Buffer.allocUnsafeSlow(size);
      return bytes.subarray(0, fill(file, bytes, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw ioError(path, 'read', error);
  }
}

/** Bytes that are hashed at once: bounds the memory, not the file. */
const HASHED_AT_ONCE = 2 ** 22;

/** Size and hex SHA-256 of a file of any size. Throws E_IO. */
export function hashFile(path: string, limits: ReadLimits = {}): { readonly bytes: number; readonly sha256: string } {
  const file = openForReading(path, limits);
  try {
    const hash = createHash('sha256');
    for (let at = 0; at < file.byteLength; at += HASHED_AT_ONCE) {
      hash.update(file.read(at, Math.min(at + HASHED_AT_ONCE, file.byteLength)));
    }
    return { bytes: file.byteLength, sha256: hash.digest('hex') };
  } finally {
    file.close();
  }
}

/** What a name stands for; a link is a link, wherever it leads. */
export type PathKind = 'file' | 'folder' | 'link' | 'other';

/** What the system says where nothing can be: below a file, behind a link to itself, by a name that no file has. */
const NOTHING_THERE = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

function statsBy(look: typeof statSync | typeof lstatSync, path: string): Stats | undefined {
  try {
    return look(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isCode(error, ...NOTHING_THERE)) return undefined;
    throw ioError(path, 'look at', error);
  }
}

/** What a path leads to, behind links; undefined if to nothing. Throws E_IO if that cannot be known. */
export const statsBehind = (path: string): Stats | undefined => statsBy(statSync, path);

/** What a name stands for; undefined if for nothing. Throws E_IO if that cannot be known. */
export function pathKind(path: string): PathKind | undefined {
  const stats = statsBy(lstatSync, path);
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'other';
}

/** What a path leads to, behind links. */
export function kindBehind(path: string): Exclude<PathKind, 'link'> | undefined {
  const stats = statsBehind(path);
  if (stats === undefined) return undefined;
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'other';
}

/** Names in a folder, sorted; none if it does not exist. Throws E_IO. */
export function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path).sort();
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw ioError(path, 'list', error);
  }
}

/** Whether two names belong to one file; false if either does not exist. */
export function isSameFile(path: string, other: string): boolean {
  const [a, b] = [path, other].map((name) => statSync(name, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev;
}

/** When a file was last written, in ms by the clock of its disk; undefined if it is not there. */
export const changedMs = (path: string): number | undefined => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs;

/** Size of a file in bytes; undefined if it is not there. */
export const fileSize = (path: string): number | undefined => lstatSync(path, { throwIfNoEntry: false })?.size;
