/** Files that a person names as inputs: read as tables, with what a run wrote beside them, at the step asked for. */
import { existsSync } from 'node:fs';
import { MsmError } from '../errors.js';
import { ioError, readWhole } from '../host/disk.js';
import type { ReadTable } from '../table/table.js';

/** Reads what the person named; a file that cannot be read is a mistake on the command line, not a failure of the disk. @throws E_CONFIG */
export function readNamed(path: string, flag: string): Uint8Array {
  try {
    return readWhole(path);
  } catch (error) {
    const known = ioError(path, 'read', error);
    if (!(known instanceof MsmError)) throw known;
    throw new MsmError('E_CONFIG', `${flag} ${known.message}`, { place: flag, cause: error });
  }
}

/** A table that was named, and the step whose state is wanted. */
export interface NamedTable {
  readonly table: ReadTable;
  readonly step?: number;
}

/** Reads FILE or FILE@STEP; a file that really has such a name comes first. @throws E_CONFIG, E_CORRUPT */
export async function readNamedTable(source: string, flag: string): Promise<NamedTable> {
  const [, file, step] = /^(.+)@(\d+)$/.exec(source) ?? [];
  const path = file === undefined || existsSync(source) ? source : file;
  const { readTable } = await import('../table/read.js');
  const table = await readTable(readNamed(path, flag), path);
  // messages name the flag as well
  const own = { ...table, name: `${flag} ${source}`, metadata: { ...table.metadata, ...notesBeside(path) } };
  return path === source ? { table: own } : { table: own, step: Number(step) };
}

/** The metadata that a run writes beside a CSV file, as text by key; none for other programs' files. */
function notesBeside(path: string): { readonly [key: string]: string } {
  const notes = `${path}.json`;
  if (!/\.csv$/i.test(path) || !existsSync(notes)) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(readWhole(notes)));
  } catch {
    // somebody else's file, about which nothing is known
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null || !('msm.format' in parsed)) return {};
  const texts = Object.entries(parsed).map(([key, value]) => [
    key,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  return Object.fromEntries(texts);
}

/** Metadata that a run writes into its own tables. */
const IDENTITY_KEY = 'msm.identity';
const PARAMETERS_KEY = 'msm.parameters';
/** What a copy of an input says about its shape; its values are in one column. */
export const SHAPE_KEY = 'msm.shape';

/** Whether a run wrote the table. */
export const isOfRun = ({ metadata }: ReadTable): boolean => IDENTITY_KEY in metadata;

/**
 * Sizes that a file states: a copy its shape, a run's table the parameters of that run; below 0 where nothing is stated.
 *
 * @param symbols - the wanted sizes as keys of parameters
 */
export function statedSizes(table: ReadTable, symbols: readonly string[]): readonly number[] {
  const own = table.metadata[SHAPE_KEY]?.split(',').map(Number);
  if (own?.length === symbols.length) return own;
  let parameters: { readonly [key: string]: unknown } = {};
  try {
    if (isOfRun(table)) parameters = JSON.parse(table.metadata[PARAMETERS_KEY] ?? '{}');
  } catch {
    // only the values matter; if nothing is stated, sizes follow from them
  }
  return symbols.map((symbol) => {
    const size = parameters[symbol];
    return typeof size === 'number' && Number.isSafeInteger(size) && size >= 1 ? size : -1;
  });
}
