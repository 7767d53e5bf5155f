/** Where the given arrays of a run stand, and they again: in its own folder or, of a run of a sweep, in that of the sweep. */
import { join, relative } from 'node:path';
import { MsmError } from '../errors.js';
import { fileSize } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import { findReferenced } from '../input/data-references.js';
import { bytesOf, type GivenInput } from '../input/inputs.js';
import type { Family } from '../model/family.js';
import type { InputDescription, Parameters } from '../model/schema.js';
import { hashOwn, hasOwnFile, hasOwnFolder, inFolder, placeInSweep, readOwn } from './layout.js';
import type { VerifiedFile } from './manifest.js';
import type { RunRecord, StoredInput } from './run-record.js';
import { damaged } from './shape.js';

/** A table of a run is read as a whole when it is an input. */
const MOST_INPUT_BYTES = 2 ** 32 - 1;

/** The file of a copy. */
export const copyPath = (folder: string, name: string): string => join(inFolder(folder).inputs, `${name}.arrow`);

/** The place of a file that a sweep keeps for its runs; undefined if it is not there. Throws E_CORRUPT if a link stands in its way. */
export function placeOfKept(sweep: string, path: string): string | undefined {
  const parts = path.split('/');
  const folders = parts.slice(0, -1).map((_, i) => join(sweep, ...parts.slice(0, i + 1)));
  const place = join(sweep, ...parts);
  return folders.every(hasOwnFolder) && hasOwnFile(place) ? place : undefined;
}

/** The copy in the run's own folder; undefined if there is none. Throws E_CORRUPT if a link stands in its way. */
function ownCopy(folder: string, key: string): string | undefined {
  const path = copyPath(folder, key);
  return hasOwnFolder(inFolder(folder).inputs) && hasOwnFile(path) ? path : undefined;
}

/** The file with a given array of a run; undefined if it is nowhere. */
function findInput(folder: string, { key, kept }: StoredInput): string | undefined {
  const own = ownCopy(folder, key);
  if (own !== undefined || kept === undefined) return own;
  const place = placeInSweep(folder);
  return place && placeOfKept(place.sweep, kept.path);
}

/** Why a run cannot be gone on with or done again where it stands now: what it needs, and where that stood. */
function lackText({ key, shape, source, base, sha256: ofArray, kept }: StoredInput): string {
  const from = base === undefined ? source : `${source} in ${base}`;
  const file =
    kept === undefined ? '' : `, in a file with SHA-256 ${kept.sha256} that stood in the sweep as ${kept.path}`;
  return `it lacks the given array ${key} (${shape.join(' x ')}, SHA-256 ${ofArray})${file}; it was read from ${from}`;
}

/** The sentence with which a run says that it has been moved away from an array of its sweep; undefined if it has all that it needs. */
export function lackOf(folder: string, input: StoredInput): string | undefined {
  return findInput(folder, input) === undefined ? lackText(input) : undefined;
}

/** The file with a given array of a run. Throws E_CORRUPT, saying what is missing and where it stood, if there is none. */
export function inputFile(folder: string, input: StoredInput): string {
  const found = findInput(folder, input);
  if (found !== undefined) return found;
  const { key, kept } = input;
  const own = copyPath(folder, key);
  if (kept === undefined) throw damaged(own, 'it is missing');
  const place = placeInSweep(folder);
  if (place !== undefined) throw damaged(join(place.sweep, kept.path), 'it is missing', `Needed by ${folder}.`);
  throw new MsmError('E_CORRUPT', `${folder} is not whole: ${lackText(input)}`, {
    place: inFolder(folder).run,
    next: `Move the folder back to where it was below its sweep, or copy that file to ${own}`,
    data: { input: key, sha256: kept.sha256, path: kept.path },
  });
}

/** The given array of a run again. Throws E_CORRUPT if it is not there, or not what run.json says. */
export async function restoreInput(
  folder: string,
  family: Family,
  stored: StoredInput,
  parameters: Parameters,
): Promise<GivenInput> {
  const { key, shape, sha256: hash } = stored;
  const { run } = inFolder(folder);
  const input: InputDescription | undefined = family.schema.inputs.find((one) => one.key === key);
  if (input === undefined) throw damaged(run, `its input ${key} is none of the family`);
  const path = inputFile(folder, stored);
  const { readTable } = await import('../table/read.js');
  const values = (await readTable(readOwn(path, MOST_INPUT_BYTES), path)).columns[0]?.data;
  const isOfType = input.type === 'i32' ? values instanceof Int32Array : values instanceof Float64Array;
  const array = values as Float64Array | Int32Array;
  if (!isOfType || sha256(bytesOf(array)) !== hash) {
    throw damaged(path, 'it is not the array that the run began with');
  }
  const wanted = family.inputShape(key, parameters);
  const isFitting =
    wanted.length === shape.length &&
    wanted.every((size, d) => size < 0 || size === shape[d]) &&
    shape.reduce((product, size) => product * size, 1) === array.length;
  if (!isFitting) throw damaged(run, `the shape of its input ${key} does not fit`);
  return { ...stored, values: array };
}

/** Looks at the arrays and data sets that a run refers to; copies of its own are those of its manifest. Throws E_IO, E_CORRUPT for links. */
export function findReferences(
  folder: string,
  { inputs, data = [] }: Pick<RunRecord, 'inputs' | 'data'>,
): readonly VerifiedFile[] {
  const arrays = inputs.flatMap((input): readonly VerifiedFile[] => {
    const { kept } = input;
    if (kept === undefined) return [];
    const file = findInput(folder, input);
    if (file === undefined) return [{ path: `../../${kept.path}`, status: 'missing', reason: lackText(input) }];
    const isSame = fileSize(file) === kept.bytes && hashOwn(file).sha256 === kept.sha256;
    return [{ path: relative(folder, file), status: isSame ? 'ok' : 'changed' }];
  });
  return [...arrays, ...data.flatMap(findReferenced)];
}
