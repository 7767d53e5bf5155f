/**
 * References to data sets: where their files were and what they were. Wherever files are needed again, they are looked for at their place and
 * compared; what is in them is read in `datasets.ts`, which few runs need.
 */
import { basename, dirname, join, resolve } from 'node:path';
import { askedDatasets } from '../config/datasets.js';
import { flagName } from '../config/describe.js';
import { configError } from '../config/problem.js';
import type { TextSetting } from '../config/settings.js';
import type { Dataset, DatasetRequest, Datasets } from '../dataset/dataset.js';
import { MsmError } from '../errors.js';
import { hashFile, kindBehind, statsBehind } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import type { Family } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import { hashTree, sizeOfTree } from './data-tree.js';

/** A file of a data set as it was when a run began, or a folder of files. */
export interface DatasetFile {
  readonly role: string;
  /** In its folder. */
  readonly name: string;
  /** As it lies on the disk; of a folder the sum. */
  readonly bytes: number;
  /** Of a folder as `treeHash` has it. */
  readonly sha256: string;
  /** Of a folder: what the names of its files end in. */
  readonly ending?: string;
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

/** Hash of the contents of a data set: the same wherever its files lie and whatever they are called. */
export const datasetHash = ({ files }: Pick<DatasetReference, 'files'>): string =>
  sha256(JSON.stringify(files.map((file) => [file.role, file.sha256])));

/** Hashes of data sets by their key, for identities. */
export const datasetHashes = (references: readonly DatasetReference[]): { readonly [key: string]: string } =>
  Object.fromEntries(references.map((one) => [one.key, datasetHash(one)]));

/** A path that names it again: its file, or the folder of its files. */
export const pathOfDataset = ({ folder, files }: DatasetReference): string =>
  files.length === 1 && files[0].ending === undefined ? join(folder, files[0].name) : folder;

/** Data sets as a model takes them. Throws as their `read` does. */
export const datasetsOf = (given: readonly GivenDataset[]): Datasets =>
  Object.fromEntries(given.map(({ reference, read }) => [reference.key, read()]));

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
    const filesOf = (request: DatasetRequest | undefined) =>
      JSON.stringify([request?.file, request?.folder, request?.within]);
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
export function sizeOf(path: string): number | undefined {
  const stats = statsBehind(path);
  return stats?.isFile() === true ? stats.size : undefined;
}

/** The error for a file that is not what it was, or is not there; undefined if it is there and has the size that it had. */
function lackOfFile(
  { folder }: DatasetReference,
  { name, bytes, sha256: hash, ending }: DatasetFile,
): MsmError | undefined {
  const path = join(folder, name);
  const size = ending === undefined ? sizeOf(path) : sizeOfTree(path, ending);
  if (size === undefined) {
    const what = ending === undefined ? 'a file' : `a folder with ${ending} files`;
    return configError(`${path} is missing, ${what} of ${bytes} bytes with SHA-256 ${hash}`, path, POINT);
  }
  return size === bytes ? undefined : anotherFile(path, `has ${size} bytes`, `${bytes} bytes and SHA-256 ${hash}`);
}

const anotherFile = (path: string, has: string, had: string): MsmError =>
  new MsmError('E_CORRUPT', `${path} is not the file that the run began with: it ${has}, that one had ${had}`, {
    place: path,
    next: POINT,
  });

/** Refuses a file of a reference that is not there, or has another size. @throws E_CONFIG, E_CORRUPT */
export function assertThere(reference: DatasetReference, file: DatasetFile): void {
  const lack = lackOfFile(reference, file);
  if (lack !== undefined) throw lack;
}

/** Refuses a file of a reference that is another now. @throws E_CORRUPT */
export function assertSameHash({ folder }: DatasetReference, { name, sha256: due }: DatasetFile, now: string): void {
  if (now !== due) throw anotherFile(join(folder, name), `has SHA-256 ${now}`, due);
}

/** Hash of a file, or of a folder of files. Throws E_IO. */
const hashOf = (path: string, { ending }: DatasetFile): string =>
  ending === undefined ? hashFile(path).sha256 : hashTree(path, ending);

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
    const isSame = lack === undefined && hashOf(path, file) === file.sha256;
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
  const kind = kindBehind(path);
  if (kind === undefined) throw configError(`${flag} ${path}: there is no such file or folder`, flag);
  return references.map((reference) => {
    const { files } = reference;
    const isOne = kind === 'file' && files.length === 1 && files[0].ending === undefined;
    if (kind !== 'folder' && !isOne) {
      const names = files.map(({ name }) => name).join(', ');
      throw configError(`${flag} ${path} is a file; name the folder that has ${names}`, flag);
    }
    const folder = resolve(isOne ? dirname(path) : path);
    const moved = { ...reference, folder, files: isOne ? [{ ...files[0], name: basename(path) }] : files };
    for (const file of moved.files) {
      assertThere(moved, file);
      assertSameHash(moved, file, hashOf(join(folder, file.name), file));
    }
    return moved;
  });
}
