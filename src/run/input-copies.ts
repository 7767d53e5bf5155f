/** Copies of given arrays in the run's folder, so that it can be resumed and understood by itself. */
import { join } from 'node:path';
import { type DiskOperations, writeWhole } from '../host/disk.js';
import { sha256 } from '../host/environment.js';
import { SHAPE_KEY } from '../input/file.js';
import { bytesOf, type GivenInput } from '../input/inputs.js';
import type { Family } from '../model/family.js';
import type { InputDescription, Parameters } from '../model/schema.js';
import { inFolder, type Manifest, type StoredInput } from './folder.js';
import { ensureOwn, hasOwnFolder, readOwn } from './layout.js';
import { damaged } from './shape.js';

/** What run.json says about the inputs. */
export const storedInputs = (given: readonly GivenInput[]): readonly StoredInput[] =>
  given.map(({ key, source, base, shape, sha256: hash }) => ({
    key,
    source,
    ...(base !== undefined && { base }),
    shape,
    sha256: hash,
  }));

/** The file of a copy. */
export const copyPath = (folder: string, name: string): string => join(inFolder(folder).inputs, `${name}.arrow`);

/** Copies the inputs into the run's folder, under their keys. Throws E_IO, E_CORRUPT. */
export const keepInputs = (
  disk: DiskOperations,
  folder: string,
  given: readonly GivenInput[],
): Promise<Manifest['files']> => keepCopies(disk, folder, new Map(given.map((input) => [input.key, input])));

/** Copies arrays into a folder by name. Throws E_IO, E_CORRUPT. */
export async function keepCopies(
  disk: DiskOperations,
  folder: string,
  given: ReadonlyMap<string, GivenInput>,
): Promise<Manifest['files']> {
  if (given.size === 0) return [];
  ensureOwn(inFolder(folder).inputs);
  const { writeArrow } = await import('../table/arrow.js');
  const files: Manifest['files'][number][] = [];
  for (const [name, { key, values, shape }] of given) {
    const path = join('inputs', `${name}.arrow`);
    const type = values instanceof Float64Array ? 'f64' : 'i32';
    const columns = [{ name: key, type, meaning: 'given array, row-major' }] as const;
    // run.json says where the array came from, so that equal arrays make equal files
    const table = { name: key, meaning: 'input of the run', columns, metadata: { [SHAPE_KEY]: shape.join(',') } };
    const written = await writeWhole(disk, join(folder, path), async (sink) => {
      await writeArrow(table, [[values]], sink);
    });
    files.push({ path, ...written });
  }
  return files;
}

/** A table of a run is read as a whole when it is an input. */
const MOST_INPUT_BYTES = 2 ** 32 - 1;

/** The copy of a given array. Throws E_CORRUPT if it is not what run.json says. */
export async function restoreInput(
  folder: string,
  family: Family,
  { key, source, base, shape, sha256: hash }: StoredInput,
  parameters: Parameters,
): Promise<GivenInput> {
  const { inputs, run } = inFolder(folder);
  const path = copyPath(folder, key);
  const input: InputDescription | undefined = family.schema.inputs.find((one) => one.key === key);
  if (input === undefined) throw damaged(run, `its input ${key} is none of the family`);
  if (!hasOwnFolder(inputs)) throw damaged(path, 'it is missing');
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
  return { key, source, ...(base !== undefined && { base }), shape, sha256: hash, values: array };
}
