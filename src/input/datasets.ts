/** Data sets on the disk: found by the path that a person gives, read and unpacked once, known ever after by the hashes of their files. */
import { basename, dirname, join, resolve } from 'node:path';
import { askedDatasets } from '../config/datasets.js';
import { flagName } from '../config/describe.js';
import { fromBase, type InputText, type InputTexts } from '../config/inputs.js';
import { configError } from '../config/problem.js';
import {
  type DataFile,
  type Dataset,
  type DatasetRequest,
  type FoundFile,
  isGzip,
  MOST_DATA_BYTES,
  matchFiles,
  type TreeFile,
} from '../dataset/dataset.js';
import { MsmError } from '../errors.js';
import { kindBehind, listFolder, readWhole } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import type { Family } from '../model/family.js';
import type { Parameters } from '../model/schema.js';
import { readBilevelPng } from '../table/bilevel-png.js';
import { TooLongError, unpack } from '../table/unpack.js';
import { firstOf, pathText } from '../text.js';
import {
  assertSameHash,
  assertThere,
  type DatasetFile,
  type DatasetReference,
  datasetHash,
  datasetsOf,
  type GivenDataset,
  sizeOf,
} from './data-references.js';
import { readTree, type Unpack } from './data-tree.js';
import { readNamed } from './file.js';

/** How the files of a folder are unpacked, by their ending; others are taken as they are. */
const UNPACKED: { readonly [ending: string]: Unpack } = { '.png': readBilevelPng };

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

const insideOf = (within: readonly string[]): string =>
  within.length === 0 ? '' : `, also inside ${within.join(' and ')}`;

/** Where the files of a data set are, by role, the folder as the path leads to it. Throws E_CONFIG if the path is none, or no such folder or file. */
function findFiles(
  { by, next, file, folder, within = [] }: DatasetRequest,
  path: string,
  flag: string,
): { readonly folder: string; readonly found: readonly FoundFile[] } {
  const kind = kindBehind(path);
  const say = (what: string): MsmError => configError(`${flag} ${pathText(path)} ${what}`, flag, next);
  if (kind === undefined) throw say('is neither a file nor a folder: there is no such path');
  if (kind !== 'folder') {
    if (file !== undefined) return { folder: dirname(path), found: [{ role: file, name: basename(path) }] };
    const names = (folder ?? []).map(({ names: [usual] }) => usual);
    throw say(`is a file; ${by} takes the folder that has ${names.join(', ')}`);
  }
  if (folder === undefined) throw say(`is a folder; ${by} takes a file`);
  // what is inside comes first: whoever names the whole must not get files beside it
  const places = [
    ...within.map((inside) => join(path, inside)).filter((place) => kindBehind(place) === 'folder'),
    path,
  ];
  for (const place of places) {
    const { found, missing } = matchFiles(folder, listFolder(place));
    if (missing.length === 0) return { folder: place, found };
  }
  const present = listFolder(path);
  const { missing } = matchFiles(folder, present);
  const packed = folder.some(({ ending }) => ending === undefined) ? ', also as .gz' : '';
  throw say(`lacks ${missing.join(', ')}${packed}${insideOf(within)}; there is ${firstOf(present)}`);
}

/** A data set as it is read, with what its files are. */
interface ReadFiles {
  readonly dataset: Dataset;
  readonly files: readonly DatasetFile[];
}

/** Reads files by role; what is read of one counts against the room of the others. */
function readFiles(folder: string, found: readonly FoundFile[], read: (path: string) => Uint8Array): ReadFiles {
  let room = MOST_DATA_BYTES;
  const files: DatasetFile[] = [];
  const dataset: { files: { [role: string]: DataFile }; trees: { [role: string]: readonly TreeFile[] } } = {
    files: {},
    trees: {},
  };
  for (const one of found) {
    const [{ role, name, ending }, path] = [one, join(folder, one.name)];
    if (ending === undefined) {
      const bytes = read(path);
      dataset.files[role] = unpacked(path, bytes, room);
      room -= dataset.files[role].bytes.length;
      files.push({ role, name, bytes: bytes.length, sha256: sha256(bytes) });
      continue;
    }
    const tree = readTree(path, ending, room, read, UNPACKED[ending]);
    dataset.trees[role] = tree.files;
    room -= tree.bytes;
    files.push({ role, name, bytes: tree.bytes, sha256: tree.sha256, ending });
  }
  return { dataset, files };
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
  const { folder: shown, found } = findFiles({ ...request, next }, path, flag);
  const { dataset, files } = readFiles(shown, found, (inside) => readGiven(inside, flag));
  const reference = { key, source: text, ...(base !== undefined && { base }), folder: resolve(shown), files };
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

/** The data set of a reference, which is read when it is asked for. */
export function restoreDataset(reference: DatasetReference): GivenDataset {
  let known: Dataset | undefined;
  const read = (): Dataset => {
    if (known !== undefined) return known;
    const { folder, files } = reference;
    for (const file of files) assertThere(reference, file);
    const now = readFiles(folder, files, readWhole);
    for (const [i, file] of files.entries()) assertSameHash(reference, file, now.files[i].sha256);
    known = now.dataset;
    return known;
  };
  return { reference, read };
}
