/** Copies of given arrays in the folder of a run, or in that of a sweep for all its runs, so that it can be resumed and understood by itself. */
import { join } from 'node:path';
import { type DiskOperations, writeWhole } from '../host/disk.js';
import { SHAPE_KEY } from '../input/file.js';
import type { GivenInput } from '../input/inputs.js';
import { inFolder, type Manifest, type StoredInput } from './folder.js';
import { ensureOwn } from './layout.js';

/** What run.json says about the inputs. */
export const storedInputs = (given: readonly GivenInput[]): readonly StoredInput[] =>
  given.map(({ key, source, base, shape, sha256: hash, kept }) => ({
    key,
    source,
    ...(base !== undefined && { base }),
    shape,
    sha256: hash,
    ...(kept !== undefined && { kept }),
  }));

/** Copies the inputs that no sweep keeps into the run's folder, under their keys. Throws E_IO, E_CORRUPT. */
export const keepInputs = (
  disk: DiskOperations,
  folder: string,
  given: readonly GivenInput[],
): Promise<Manifest['files']> => {
  const own = given.filter(({ kept }) => kept === undefined);
  return keepCopies(disk, folder, new Map(own.map((input) => [input.key, input])));
};

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
