/** Reading tables: the file name tells the format, and each reader is loaded when it is needed. */
import { gunzipSync } from 'node:zlib';
import { MsmError } from '../errors.js';
import { corrupt } from './read-columns.js';
import type { ByteSource } from './read-parquet.js';
import type { ReadTable, TableSummary } from './table.js';

export { holdsArrays, pickArray } from './array.js';
export { type NumericOptions, numericArray } from './numeric.js';
export type { ByteSource } from './read-parquet.js';

type Format = 'parquet' | 'arrow' | 'csv' | 'csv.gz';

const EXTENSIONS: readonly (readonly [string, Format])[] = [
  ['.parquet', 'parquet'],
  ['.arrow', 'arrow'],
  ['.feather', 'arrow'],
  ['.ipc', 'arrow'],
  ['.csv', 'csv'],
  ['.tsv', 'csv'],
  ['.txt', 'csv'],
  ['.csv.gz', 'csv.gz'],
  ['.tsv.gz', 'csv.gz'],
  ['.txt.gz', 'csv.gz'],
];

/**
 * Reads a whole table.
 *
 * @param bytes - the file
 * @param name - its name or path, whose ending tells the format and which messages name
 * @throws MsmError E_CONFIG for an unknown ending or an unsupported type of column, E_CORRUPT for damaged bytes
 */
export async function readTable(bytes: Uint8Array, name: string): Promise<ReadTable> {
  const format = formatOf(name);
  if (format === 'parquet') return (await import('./read-parquet.js')).readParquet(bytes, name);
  if (format === 'arrow') return (await import('./read-arrow.js')).readArrow(bytes, name);
  const { readCsv } = await import('./read-csv.js');
  return readCsv(format === 'csv' ? bytes : unzipped(bytes, name), name);
}

/**
 * Row count, columns and metadata of a table. Of a Parquet file only the footer is read; files of other formats are read
 * as a whole.
 *
 * @throws as `readTable`
 */
export async function readMetadata(source: Uint8Array | ByteSource, name: string): Promise<TableSummary> {
  const file: ByteSource =
    source instanceof Uint8Array
      ? { byteLength: source.length, read: (start, end) => source.subarray(start, end) }
      : source;
  if (formatOf(name) === 'parquet') return (await import('./read-parquet.js')).summarizeParquet(file, name);
  const table = await readTable(await file.read(0, file.byteLength), name);
  const columns = table.columns.map(({ data: _, ...column }) => column);
  return { name, nRows: table.nRows, columns, metadata: table.metadata };
}

function formatOf(name: string): Format {
  const lower = name.toLowerCase();
  const known = EXTENSIONS.find(([extension]) => lower.endsWith(extension));
  if (known) return known[1];
  const allowed = EXTENSIONS.map(([extension]) => extension).join(', ');
  throw new MsmError('E_CONFIG', `${name} is no table that can be read. Allowed: ${allowed}`, { place: name });
}

function unzipped(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw corrupt(name, `it cannot be unpacked (${(cause as Error).message})`, cause);
  }
}
