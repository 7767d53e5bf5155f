/** Files that a person names as inputs: read as tables, with what a run wrote beside them, at the step asked for. */
import { existsSync } from 'node:fs';
import { MsmError } from '../errors.js';
import type { ReadTable } from '../table/table.js';
import { ioError, readWhole } from './disk.js';

/** Reads what the person named; not to be able to is a mistake of the command line, not of the disk. @throws E_CONFIG */
export function readNamed(path: string, flag: string): Uint8Array {
  try {
    return readWhole(path);
  } catch (error) {
    const known = ioError(path, 'read', error);
    if (!(known instanceof MsmError)) throw known;
    throw new MsmError('E_CONFIG', `${flag} ${known.message}`, { place: flag, cause: error });
  }
}

/** A table that was named, and of which step its state is wanted. */
export interface NamedTable {
  readonly table: ReadTable;
  readonly step?: number;
}

/** Reads FILE or FILE@STEP; a file that is called so comes first. @throws E_CONFIG, E_CORRUPT */
export async function readNamedTable(source: string, flag: string): Promise<NamedTable> {
  const [, file, step] = /^(.+)@(\d+)$/.exec(source) ?? [];
  const path = file === undefined || existsSync(source) ? source : file;
  const { readTable } = await import('../table/read.js');
  const table = await readTable(readNamed(path, flag), path);
  const own = { ...table, metadata: { ...table.metadata, ...notesBeside(path) } };
  return path === source ? { table: own } : { table: own, step: Number(step) };
}

/** The metadata that a run writes beside a CSV file, as text by key; of other programs' files none. */
function notesBeside(path: string): { readonly [key: string]: string } {
  const notes = `${path}.json`;
  if (!/\.csv$/i.test(path) || !existsSync(notes)) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(readWhole(notes)));
  } catch {
    // a file of somebody else, about which nothing is known
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null || !('msm.format' in parsed)) return {};
  const texts = Object.entries(parsed).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts);
}
