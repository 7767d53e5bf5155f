/** Arrays of the final state of a finished run, by name. */
import { join } from 'node:path';
import { readTable } from '../table/read.js';
import { readListed } from './manifest.js';

const STATE = 'state.arrow';

/** Reads state.arrow. Throws E_CORRUPT if it is not as the manifest says. */
export async function finalArrays(folder: string): Promise<ReadonlyMap<string, Float64Array>> {
  const { columns } = await readTable(readListed(folder, STATE), join(folder, STATE));
  return new Map(columns.map(({ name, data }) => [name, Float64Array.from(data as ArrayLike<number>)]));
}
