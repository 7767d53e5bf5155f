/** Where things are in the folders of runs and sweeps; makes sure that they are really there, and not links that lead elsewhere. */
import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { MsmError } from '../errors.js';
import {
  ensureFolder,
  hashFile,
  isErrno,
  kindBehind,
  listFolder,
  type OpenedFile,
  openForReading,
  pathKind,
  readWhole,
  removeFile,
  type WrittenFile,
} from '../host/disk.js';
import { pathText } from '../text.js';
import { damaged } from './shape.js';

export const RUN_FILE = 'run.json';
export const SWEEP_FILE = 'sweep.json';
export const MANIFEST_FILE = 'manifest.json';

/** Paths inside a run's folder. */
export const inFolder = (folder: string) => ({
  run: join(folder, RUN_FILE),
  manifest: join(folder, MANIFEST_FILE),
  log: join(folder, 'log.jsonl'),
  chunks: join(folder, 'chunks'),
  checkpoints: join(folder, 'checkpoint'),
  inputs: join(folder, 'inputs'),
  /** The copy of an own model. */
  model: join(folder, 'model'),
});

/** Whether a folder is that of a sweep. Throws E_IO if that cannot be known. */
export const isSweepFolder = (folder: string): boolean => pathKind(join(folder, SWEEP_FILE)) !== undefined;

/** Whether a folder is that of one run. Throws E_IO if that cannot be known. */
export const isRunFolder = (folder: string): boolean => pathKind(inFolder(folder).run) !== undefined;

/** The sweep that a run stands in, and what its folder is called there. */
export interface PlaceInSweep {
  readonly sweep: string;
  readonly name: string;
}

/** Where the folder of a run stands in a sweep, which is two folders up; undefined if it is in none. A person may name it by a link. */
export function placeInSweep(folder: string): PlaceInSweep | undefined {
  const place = pathKind(folder) === 'link' && isFolder(folder) ? realpathSync(folder) : folder;
  const [sweep, whole] = [join(place, '..', '..'), resolve(place)];
  return basename(dirname(whole)) === 'runs' && isSweepFolder(sweep) ? { sweep, name: basename(whole) } : undefined;
}

const isFolder = (path: string): boolean => kindBehind(path) === 'folder';

/** Refuses a named folder that does not exist, or is not a folder. `flag`: what it was named by. Throws E_CONFIG, E_IO. */
export function assertFolder(folder: string, flag?: string): void {
  const kind = pathKind(folder);
  // a link that leads to a folder is as good as a folder
  if (kind === 'folder' || (kind === 'link' && isFolder(folder))) return;
  const reason =
    kind === undefined ? 'does not exist' : kind === 'link' ? 'is a link to no folder' : 'is a file and not a folder';
  const named = flag === undefined ? pathText(folder) : `${flag} ${pathText(folder)}`;
  throw new MsmError('E_CONFIG', `${named} ${reason}`, { place: flag ?? folder });
}

/** What the system reports for something that is not a plain file, and so was not made by us. */
const NO_FILE = ['ELOOP', 'EMLINK', 'EISDIR', 'ENXIO', 'ENOTFILE', 'ENOTDIR', 'EFBIG'];

/** Reads one of our own files: anything but a file in its place is damage. */
export function ownly<T>(path: string, reading: () => T): T {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof MsmError) || !isErrno(error, ...NO_FILE)) throw error;
    throw damaged(path, error.message.slice(error.message.indexOf(`${path}: `) + path.length + 2), undefined, error);
  }
}

/** The bytes of a file of our own. Throws E_IO, E_CORRUPT if it is a link, no file, or larger than such a file can be. */
export const readOwn = (path: string, most: number): Uint8Array =>
  ownly(path, () => readWhole(path, { most, noLink: true }));

/** Size and SHA-256 of a file of our own. Throws as `readOwn` does. */
export const hashOwn = (path: string): WrittenFile => ownly(path, () => hashFile(path, { noLink: true }));

/** A file of our own, of which parts are read. Throws as `readOwn` does. */
export const openOwn = (path: string): OpenedFile => ownly(path, () => openForReading(path, { noLink: true }));

/** Whether a folder of our own is there. Throws E_CORRUPT if something else has its name. */
export function hasOwnFolder(path: string): boolean {
  const kind = pathKind(path);
  if (kind === undefined || kind === 'folder') return kind === 'folder';
  throw damaged(path, `it is ${kind === 'link' ? 'a link' : 'no folder'}, and a folder is due there`);
}

/** Whether a file of our own is there. Throws E_CORRUPT if something else has its name. */
export function hasOwnFile(path: string): boolean {
  const kind = pathKind(path);
  if (kind === undefined || kind === 'file') return kind === 'file';
  throw damaged(path, `it is ${kind === 'link' ? 'a link' : 'no file'}, and a file is due there`);
}

/** Names in a folder of our own, sorted; none if it is not there. Throws E_IO, E_CORRUPT. */
export const listOwn = (path: string): readonly string[] => (hasOwnFolder(path) ? listFolder(path) : []);

/** Makes a folder of our own if it is not there. Throws E_IO, E_CORRUPT. */
export function ensureOwn(path: string): void {
  if (!hasOwnFolder(path)) ensureFolder(path);
}

/** Removes what a killed process left unfinished. */
export function removeLeftovers(folder: string): void {
  const { chunks, checkpoints, inputs, model } = inFolder(folder);
  for (const name of listFolder(folder)) if (isLeftover(name)) removeFile(join(folder, name));
  for (const place of [chunks, checkpoints, inputs, model]) {
    for (const name of listOwn(place)) if (isLeftover(name)) removeFile(join(place, name));
  }
}

const isLeftover = (name: string): boolean => /^\..*\.tmp$/.test(name);
