/**
 * Data sets on the disk: found by the path that a person gives, read and unpacked once, known ever after by the hashes of their files. What is
 * kept of one is a reference; wherever it is needed again, its files are looked for at their place and compared.
 */
import { statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { askedDatasets } from '../config/datasets.js';
import { flagName } from '../config/describe.js';
import { fromBase, type InputText, type InputTexts } from '../config/inputs.js';
import { configError } from '../config/problem.js';
import type { TextSetting } from '../config/settings.js';
import {
  type DataFile,
  type Dataset,
  type DatasetRequest,
  type Datasets,
  isGzip,
  MOST_DATA_BYTES,
  matchFiles,
} from '../dataset/dataset.js';
import { MsmError } from '../errors.js';
import { hashFile, listFolder, readWhole } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import type { Family } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import { TooLongError, unpack } from '../table/unpack.js';
import { readNamed } from './file.js';

/** A file of a data set as it was when a run began. */
export interface DatasetFile {
  readonly role: string;
  /** In its folder. */
  readonly name: string;
  /** As it lies on the disk. */
  readonly bytes: number;
  readonly sha256: string;
}

/** What is kept of a data set: where it was, and what it was. */
export interface DatasetReference {
  readonly key: string;
  /** As it was written. */
  readonly source: string;
  /** Folder from which that path starts; absent: where the program ran. */
  readonly base?: string;
  /** Absolute path of the folder in which its files were found. */
  readonly folder: string;
  readonly files: readonly DatasetFile[];
  /** Parameters that followed from it; absent: none. */
  readonly sizes?: { readonly [key: string]: number };
}

/** A data set of a run. */
export interface GivenDataset {
  readonly reference: DatasetReference;
  /** Its files, read when they are first asked for and kept. Throws E_CONFIG if one is missing, E_CORRUPT if it is another. */
  readonly read: () => Dataset;
}

/** More names of a folder than these say nothing. */
const MOST_LISTED = 8;

/** Hash of the contents of a data set: the same wherever its files lie and whatever they are called. */
export const datasetHash = ({ files }: Pick<DatasetReference, 'files'>): string =>
  sha256(JSON.stringify(files.map((file) => [file.role, file.sha256])));

/** Hashes of data sets by their key, for identities. */
export const datasetHashes = (references: readonly DatasetReference[]): { readonly [key: string]: string } =>
  Object.fromEntries(references.map((one) => [one.key, datasetHash(one)]));

/** A path that names it again: its file, or the folder of its files. */
export const pathOfDataset = ({ folder, files }: DatasetReference): string =>
  files.length === 1 ? join(folder, files[0].name) : folder;

/** Data sets as a model takes them. Throws as their `read` does. */
export const datasetsOf = (given: readonly GivenDataset[]): Datasets =>
  Object.fromEntries(given.map(({ reference, read }) => [reference.key, read()]));

const damaged = (path: string, reason: string, cause?: unknown): MsmError =>
  new MsmError('E_CORRUPT', `${path}: ${reason}`, { place: path, next: 'Get the file again.', cause });

/** The content of a file, unpacked if it is compressed. Throws E_CORRUPT if it cannot be unpacked, or to more than `most` bytes. */
export function unpacked(path: string, bytes: Uint8Array, most = MOST_DATA_BYTES): DataFile {
  if (!isGzip(bytes)) {
    if (path.endsWith('.gz')) throw damaged(path, 'its name ends in .gz, and it is not compressed with gzip');
    return { name: path, bytes };
  }
  try {
    return { name: path, bytes: unpack(bytes, 'gzip', most) };
  } catch (error) {
    if (error instanceof TooLongError)
      throw damaged(path, `${error.message}, the most that a data set may have`, error);
    throw damaged(path, `it is broken: gzip says ${(error as Error).message}`, error);
  }
}

/** What a path stands for. */
function kindOf(path: string): 'file' | 'folder' | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? 'folder' : 'file';
}

const listed = (names: readonly string[]): string => {
  if (names.length === 0) return 'nothing';
  const more = names.length - MOST_LISTED;
  return more > 0 ? `${names.slice(0, MOST_LISTED).join(', ')} and ${more} more` : names.join(', ');
};

/** Where the files of a data set are, by role. Throws E_CONFIG if the path is none, or no such folder or file. */
function findFiles(
  { by, next, file, folder }: DatasetRequest,
  path: string,
  flag: string,
): { readonly folder: string; readonly names: ReadonlyMap<string, string> } {
  const kind = kindOf(path);
  const say = (what: string): MsmError => configError(`${flag} ${path} ${what}`, flag, next);
  if (kind === undefined) throw say('is neither a file nor a folder: there is no such path');
  if (kind === 'file') {
    if (file !== undefined) return { folder: dirname(resolve(path)), names: new Map([[file, basename(path)]]) };
    const names = (folder ?? []).map(({ names: [usual] }) => usual);
    throw say(`is a file; ${by} takes the folder that has ${names.join(', ')}`);
  }
  if (folder === undefined) throw say(`is a folder; ${by} takes a file`);
  const present = listFolder(path);
  const { found, missing } = matchFiles(folder, present);
  if (missing.length > 0) throw say(`lacks ${missing.join(', ')}, also as .gz; there is ${listed(present)}`);
  return { folder: resolve(path), names: found };
}

/** Reads files by role; what is read of one counts against the room of the others. */
function readFiles(
  names: ReadonlyMap<string, string>,
  read: (name: string) => { readonly path: string; readonly bytes: Uint8Array },
  found: (role: string, name: string, bytes: Uint8Array) => void,
): Dataset {
  let room = MOST_DATA_BYTES;
  const files: { [role: string]: DataFile } = {};
  for (const [role, name] of names) {
    const { path, bytes } = read(name);
    found(role, name, bytes);
    files[role] = unpacked(path, bytes, room);
    room -= files[role].bytes.length;
  }
  return { files };
}

/** A file that a person names. @throws E_CONFIG if it cannot be read or is too large */
function readGiven(path: string, flag: string): Uint8Array {
  const size = sizeOf(path);
  if (size !== undefined && size > MOST_DATA_BYTES) {
    throw configError(`${flag} ${path} has ${size} bytes; a data set has at most ${MOST_DATA_BYTES}`, flag);
  }
  return readNamed(path, flag);
}

/** The data set that a person names. @throws E_CONFIG, E_CORRUPT */
function findDataset(key: string, request: DatasetRequest, { text, base, sha256: due }: InputText): GivenDataset {
  const flag = `--${flagName(key)}`;
  const path = fromBase(text, base);
  // who repeats a run has data, somewhere
  const next = due === undefined ? request.next : `The run had it there. Where it is now is said by ${flag} PATH.`;
  const { folder, names } = findFiles({ ...request, next }, path, flag);
  const shown = kindOf(path) === 'folder' ? path : dirname(path);
  const files: DatasetFile[] = [];
  const dataset = readFiles(
    names,
    (name) => ({ path: join(shown, name), bytes: readGiven(join(shown, name), flag) }),
    (role, name, bytes) => files.push({ role, name, bytes: bytes.length, sha256: sha256(bytes) }),
  );
  const reference = { key, source: text, ...(base !== undefined && { base }), folder, files };
  if (due !== undefined && due !== datasetHash(reference)) {
    const had = `the data set of the run has the hash ${due}, this one ${datasetHash(reference)}`;
    throw new MsmError('E_CORRUPT', `${flag} ${path} is not what the run was made from: ${had}`, { place: flag });
  }
  return { reference, read: () => dataset };
}

/**
 * The data sets that were given, with the parameters that follow from them.
 *
 * @param texts - what was given for inputs of all kinds
 * @param parameters - of the first run
 * @throws E_CONFIG for one that is not wanted, missing or not there, E_CORRUPT for one that is damaged
 */
export function takeDatasets(family: Family, texts: InputTexts, parameters: Parameters): readonly GivenDataset[] {
  const asked = askedDatasets(family, parameters, (key) => texts[key] !== undefined);
  const given = Object.entries(asked).map(([key, request]) => {
    const [first, ...others] = texts[key];
    if (others.length > 0)
      throw configError(`--${flagName(key)} takes one path, not ${texts[key].length}`, `--${flagName(key)}`);
    return findDataset(key, request, first);
  });
  const sizes = given.length === 0 ? undefined : family.dataSizes?.(parameters, datasetsOf(given));
  return given.map((one) => ({ ...one, reference: { ...one.reference, ...(sizes !== undefined && { sizes }) } }));
}

/** Refuses runs that take other data sets than the first. @throws E_CONFIG */
export function assertSameData(
  family: Family,
  first: Parameters,
  parameters: Parameters,
  given: readonly GivenDataset[],
): void {
  const keys = given.map(({ reference }) => reference.key);
  const [one, other] = [family.datasets?.(first), askedDatasets(family, parameters, (key) => keys.includes(key))];
  for (const key of keys) {
    const filesOf = (request: DatasetRequest | undefined) => JSON.stringify([request?.file, request?.folder]);
    if (filesOf(one?.[key]) === filesOf(other[key])) continue;
    throw configError(
      `${one?.[key].by} and ${other[key].by} take other files: sweep them one by one`,
      `--${flagName(key)}`,
    );
  }
}

/** Parameters that follow from data sets, as settings that anything a person sets replaces. */
export const settingsOfData = (given: readonly GivenDataset[]): readonly TextSetting[] =>
  given.flatMap(({ reference: { key, sizes = {} } }) =>
    Object.entries(sizes).map(([name, size]) => ({ key: name, text: String(size), place: `--${flagName(key)}` })),
  );

/** What a person does about a data set that is not where it was. */
const POINT = 'Where it is now is said by: msm resume DIR --data PATH';

/** Size of a file, also behind a link; undefined if there is no file. */
function sizeOf(path: string): number | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() === true ? stats.size : undefined;
}

/** The error for a file that is not what it was, or is not there; undefined if it is there and has the size that it had. */
function lackOfFile({ folder }: DatasetReference, { name, bytes, sha256: hash }: DatasetFile): MsmError | undefined {
  const path = join(folder, name);
  const size = sizeOf(path);
  if (size === undefined) {
    return configError(`${path} is missing, a file of ${bytes} bytes with SHA-256 ${hash}`, path, POINT);
  }
  return size === bytes ? undefined : anotherFile(path, `has ${size} bytes`, `${bytes} bytes and SHA-256 ${hash}`);
}

const anotherFile = (path: string, has: string, had: string): MsmError =>
  new MsmError('E_CORRUPT', `${path} is not the file that the run began with: it ${has}, that one had ${had}`, {
    place: path,
    next: POINT,
  });

/** A file of a reference, the same that it was. @throws E_CONFIG if it is not there, E_CORRUPT if it is another */
function readSame(
  reference: DatasetReference,
  file: DatasetFile,
): { readonly path: string; readonly bytes: Uint8Array } {
  assertThere(reference, file);
  const path = join(reference.folder, file.name);
  const bytes = readWhole(path);
  const now = sha256(bytes);
  if (now !== file.sha256) throw anotherFile(path, `has SHA-256 ${now}`, file.sha256);
  return { path, bytes };
}

function assertThere(reference: DatasetReference, file: DatasetFile): void {
  const lack = lackOfFile(reference, file);
  if (lack !== undefined) throw lack;
}

/** The data set of a reference, which is read when it is asked for. */
export function restoreDataset(reference: DatasetReference): GivenDataset {
  let known: Dataset | undefined;
  const read = (): Dataset => {
    const names = new Map(reference.files.map(({ role, name }) => [role, name]));
    const fileOf = (name: string) => reference.files.find((file) => file.name === name) as DatasetFile;
    known ??= readFiles(
      names,
      (name) => readSame(reference, fileOf(name)),
      () => {},
    );
    return known;
  };
  return { reference, read };
}

/** Looks whether the files are there, and have the sizes that they had. Throws E_CONFIG, E_CORRUPT for the first that is not. */
export function assertFilesThere(references: readonly DatasetReference[]): void {
  for (const reference of references) for (const file of reference.files) assertThere(reference, file);
}

/** How a file of a reference is found now: `ok`, `missing` or `changed`; all its bytes are compared. */
export interface FoundFile {
  readonly path: string;
  readonly status: 'ok' | 'missing' | 'changed';
  readonly reason?: string;
}

/** Compares the files of a reference. Throws E_IO. */
export function findReferenced(reference: DatasetReference): readonly FoundFile[] {
  return reference.files.map((file): FoundFile => {
    const path = join(reference.folder, file.name);
    const lack = lackOfFile(reference, file);
    if (lack?.code === 'E_CONFIG') return { path, status: 'missing', reason: lack.message };
    const isSame = lack === undefined && hashFile(path).sha256 === file.sha256;
    return { path, status: isSame ? 'ok' : 'changed' };
  });
}

/**
 * References whose files have moved to another place: the same files by content, under the names that they had, or the one file that is named.
 *
 * @throws E_CONFIG if there is nothing to move or a file is not there, E_CORRUPT if one is another
 */
export function movedDatasets(references: readonly DatasetReference[], path: string): readonly DatasetReference[] {
  const flag = '--data';
  if (references.length === 0) throw configError(`${flag} ${path}: there is no data set in this folder`, flag);
  const kind = kindOf(path);
  if (kind === undefined) throw configError(`${flag} ${path}: there is no such file or folder`, flag);
  return references.map((reference) => {
    const { files } = reference;
    const isOne = kind === 'file' && files.length === 1;
    if (kind === 'file' && !isOne) {
      const names = files.map(({ name }) => name).join(', ');
      throw configError(`${flag} ${path} is a file; name the folder that has ${names}`, flag);
    }
    const folder = resolve(isOne ? dirname(path) : path);
    const moved = { ...reference, folder, files: isOne ? [{ ...files[0], name: basename(path) }] : files };
    for (const file of moved.files) readSame(moved, file);
    return moved;
  });
}
