/**
 * Folders of files as one part of a data set: thousands of small images or recordings, told by the ending of their names. Their hash is that of the
 * lines that `find -L . -name '*.png' | sort | sed 's,^./,,' | xargs sha256sum` prints in the C locale.
 */
import type { Stats } from 'node:fs';
import { join } from 'node:path';
import type { TreeFile } from '../dataset/dataset.js';
import { MsmError } from '../errors.js';
import { hashFile, listFolder, statsBehind } from '../host/disk.js';
import { sha256 } from '../host/environment.js';

/** Most files of a folder, folders in it, by whatever links they are reached, and folders in each other. */
const MOST_FILES = 200_000;
const MOST_FOLDERS = 20_000;
const DEEPEST = 8;

/** A file of a tree. */
interface Found {
  readonly path: string;
  readonly bytes: number;
}

const tooMany = (folder: string, what: string): MsmError =>
  new MsmError('E_CONFIG', `${folder} has ${what}`, { place: folder, next: 'Name the folder of the data set itself.' });

/** A folder by whatever path it is reached. */
const identityOf = ({ dev, ino }: Stats): string => `${dev}:${ino}`;

/**
 * Files of a folder that end so, in the order of code units; undefined if there is no such folder. Hidden ones do not count. Links are followed, but to no
 * folder that the link is in: what is there is found already.
 *
 * @param onDead - told of links that lead nowhere
 */
function listTree(folder: string, ending: string, onDead?: (path: string) => void): readonly Found[] | undefined {
  const top = statsBehind(folder);
  if (top?.isDirectory() !== true) return undefined;
  const found: Found[] = [];
  let folders = 0;
  const look = (inside: string, around: readonly string[]): void => {
    if (around.length > DEEPEST + 1) throw tooMany(folder, `more than ${DEEPEST} folders in each other: ${inside}`);
    folders++;
    for (const name of listFolder(join(folder, inside)).filter((one) => !one.startsWith('.'))) {
      const path = inside === '' ? name : `${inside}/${name}`;
      const stats = statsBehind(join(folder, path));
      if (stats === undefined) onDead?.(join(folder, path));
      else if (stats.isFile() && name.endsWith(ending)) found.push({ path, bytes: stats.size });
      else if (stats.isDirectory() && !around.includes(identityOf(stats))) look(path, [...around, identityOf(stats)]);
    }
    if (found.length > MOST_FILES) throw tooMany(folder, `more than ${MOST_FILES} ${ending} files`);
    if (folders > MOST_FOLDERS) throw tooMany(folder, `more than ${MOST_FOLDERS} folders`);
  };
  look('', [identityOf(top)]);
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

const sizeOfFiles = (files: readonly Found[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);

/** Bytes of the files of a folder; undefined if there is no such folder. */
export function sizeOfTree(folder: string, ending: string): number | undefined {
  const files = listTree(folder, ending);
  return files === undefined ? undefined : sizeOfFiles(files);
}

/** Hash of files by path, given in the order of their paths. */
export const treeHash = (files: readonly { readonly path: string; readonly sha256: string }[]): string =>
  sha256(files.map((file) => `${file.sha256}  ${file.path}\n`).join(''));

/** Hash of the files of a folder as they are now. Throws E_IO. */
export const hashTree = (folder: string, ending: string): string =>
  treeHash((listTree(folder, ending) ?? []).map(({ path }) => ({ path, sha256: hashFile(join(folder, path)).sha256 })));

function refuseDead(path: string): never {
  const next = 'Take the link away, or put there what it should lead to.';
  throw new MsmError('E_CONFIG', `${path} is a link that leads nowhere`, { place: path, next });
}

/** Makes the bytes that count of those of a file; its name is for messages. */
export type Unpack = (bytes: Uint8Array, name: string) => Uint8Array;

export interface ReadTree {
  /** As they lie on the disk. */
  readonly bytes: number;
  readonly sha256: string;
  readonly files: readonly TreeFile[];
}

/**
 * Reads the files of a folder.
 *
 * @param most - bytes that they may have, packed and unpacked
 * @throws E_CONFIG if it has none or too many, or links that lead nowhere, E_CORRUPT if one is damaged
 */
export function readTree(
  folder: string,
  ending: string,
  most: number,
  read: (path: string) => Uint8Array,
  unpack: Unpack = (bytes) => bytes,
): ReadTree {
  const found = listTree(folder, ending, refuseDead) ?? [];
  if (found.length === 0) throw tooMany(folder, `no file that ends in ${ending}`);
  const assertRoom = (bytes: number): void => {
    if (bytes > most) throw tooMany(folder, `more than ${most} bytes, the most that a data set may have`);
  };
  assertRoom(sizeOfFiles(found));
  const hashes: { path: string; sha256: string }[] = [];
  const files: TreeFile[] = [];
  let [packed, unpacked] = [0, 0];
  for (const { path } of found) {
    const name = join(folder, path);
    const raw = read(name);
    const bytes = unpack(raw, name);
    packed += raw.length;
    unpacked += bytes.length;
    assertRoom(Math.max(packed, unpacked));
    hashes.push({ path, sha256: sha256(raw) });
    files.push({ path, name, bytes });
  }
  return { bytes: packed, sha256: treeHash(hashes), files };
}
