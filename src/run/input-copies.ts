/** Copies of given arrays in the run's folder, so that it can be resumed and understood by itself. */
import { join } from 'node:path';
import { MsmError } from '../errors.js';
import { type DiskOperations, ensureFolder, readWhole, writeWhole } from './disk.js';
import { sha256 } from './environment.js';
import { inFolder, type Manifest, type StoredInput } from './folder.js';
import { SHAPE_KEY } from './input-file.js';
import { bytesOf, type GivenInput } from './inputs.js';

/** What run.json says of the inputs. */
export const storedInputs = (given: readonly GivenInput[]): readonly StoredInput[] =>
  given.map(({ key, source, shape, sha256: hash }) => ({ key, source, shape, sha256: hash }));

/** Copies the inputs into the run's folder. Throws E_IO. */
export async function keepInputs(
  disk: DiskOperations,
  folder: string,
  given: readonly GivenInput[],
): Promise<Manifest['files']> {
  if (given.length === 0) return [];
  ensureFolder(inFolder(folder).inputs);
  const { writeArrow } = await import('../table/arrow.js');
  const files: Manifest['files'][number][] = [];
  for (const { key, values, shape } of given) {
    const path = join('inputs', `${key}.arrow`);
    const type = values instanceof Float64Array ? 'f64' : 'i32';
    const columns = [{ name: key, type, meaning: 'given array, row-major' }] as const;
    // where the array came from stands in run.json: equal arrays make equal files
    const table = { name: key, meaning: 'input of the run', columns, metadata: { [SHAPE_KEY]: shape.join(',') } };
    const written = await writeWhole(disk, join(folder, path), async (sink) => {
      await writeArrow(table, [[values]], sink);
    });
    files.push({ path, ...written });
  }
  return files;
}

/** Reads the copies back. Throws E_CORRUPT if one is not what run.json says. */
export async function restoreInputs(folder: string, stored: readonly StoredInput[]): Promise<readonly GivenInput[]> {
  const given: GivenInput[] = [];
  for (const { key, source, shape, sha256: hash } of stored) {
    const path = join(inFolder(folder).inputs, `${key}.arrow`);
    const { readTable } = await import('../table/read.js');
    const values = (await readTable(readWhole(path), path)).columns[0].data as Float64Array | Int32Array;
    if (sha256(bytesOf(values)) !== hash) {
      throw new MsmError('E_CORRUPT', `${path} is not the array that the run began with`, { place: path });
    }
    given.push({ key, source, shape, sha256: hash, values });
  }
  return given;
}
