/** Reading tables: the file name tells the format, and each reader is loaded when it is needed. */
import { constants } from 'node:buffer';
import { MsmError } from '../errors.js';
import { tooLarge, UNPACKED_LIMIT } from './limit.js';
import { withIndex } from './pandas.js';
import { corrupt, unusable } from './read-columns.js';
import type { ByteSource } from './read-parquet.js';
import type { ReadTable, TableSummary } from './table.js';
import { TooLongError, unpack } from './unpack.js';

export { holdsArrays, pickArray } from './array.js';
export { type ArrayRequest, type NumericOptions, numericArray, type TakenArray, takeArray } from './numeric.js';
export type { ByteSource } from './read-parquet.js';

type Reader = (bytes: Uint8Array, name: string, limit: number) => ReadTable | Promise<ReadTable>;

interface Format {
  readonly endings: readonly string[];
  readonly read: Reader;
  /** Reads the metadata alone; undefined where these do not say all. */
  readonly summarize?: (source: ByteSource, name: string) => Promise<TableSummary | undefined>;
}

const TEXTS: readonly string[] = ['.csv', '.tsv', '.txt'];

/** Every format that can be read, by the endings of its files. */
const FORMATS: readonly Format[] = [
  {
    endings: ['.parquet'],
    read: async (...file) => (await import('./read-parquet.js')).readParquet(...file),
    summarize: async (...file) => (await import('./read-parquet.js')).summarizeParquet(...file),
  },
  {
    endings: ['.arrow', '.feather', '.ipc'],
    read: async (...file) => (await import('./read-arrow.js')).readArrow(...file),
    summarize: async (...file) => (await import('./arrow-summary.js')).summarizeArrow(...file),
  },
  { endings: TEXTS, read: readText },
  {
    endings: TEXTS.map((ending) => `${ending}.gz`),
    read: (bytes, name, limit) => readText(unzipped(bytes, name, Math.min(limit, constants.MAX_STRING_LENGTH)), name),
  },
  { endings: ['.npy'], read: async (bytes, name) => (await import('./read-npy.js')).readNpy(bytes, name) },
  { endings: ['.npz'], read: async (...file) => (await import('./read-npz.js')).readNpz(...file) },
  {
    endings: ['.safetensors'],
    read: async (bytes, name) => (await import('./read-safetensors.js')).readSafetensors(bytes, name),
  },
  { endings: ['.mat'], read: async (...file) => (await import('./read-mat.js')).readMat(...file) },
];

/** The endings of files that can be read. */
export const READABLE_ENDINGS: readonly string[] = FORMATS.flatMap(({ endings }) => endings);

/**
 * Reads a whole table.
 *
 * @param bytes - the file
 * @param name - its name or path, whose ending tells the format and which messages name
 * @param limit - how many bytes a compressed file may unpack to
 * @throws MsmError E_CONFIG for an unknown ending, an unsupported type of column, or a file beyond the limit; E_CORRUPT for damaged bytes
 */
export async function readTable(bytes: Uint8Array, name: string, limit = UNPACKED_LIMIT): Promise<ReadTable> {
  return withIndex(await formatOf(name).read(bytes, name, limit));
}

/**
 * Row count, columns and metadata of a table. Of Parquet files and most Arrow files the metadata alone are read; files of other formats are read
 * as a whole.
 *
 * @throws as `readTable`
 */
export async function readMetadata(source: Uint8Array | ByteSource, name: string): Promise<TableSummary> {
  const file: ByteSource =
    source instanceof Uint8Array
      ? { byteLength: source.length, read: (start, end) => source.subarray(start, end) }
      : source;
  const summary = await formatOf(name).summarize?.(file, name);
  if (summary !== undefined) return summary;
  const table = await readTable(await file.read(0, file.byteLength), name);
  const columns = table.columns.map(({ data: _, ...column }) => column);
  return { name, nRows: table.nRows, columns, metadata: table.metadata };
}

function formatOf(name: string): Format {
  const lower = name.toLowerCase();
  const format = FORMATS.find(({ endings }) => endings.some((ending) => lower.endsWith(ending)));
  if (format) return format;
  const allowed = READABLE_ENDINGS.join(', ');
  throw new MsmError('E_CONFIG', `${name} is not a table that can be read. Allowed: ${allowed}`, { place: name });
}

async function readText(bytes: Uint8Array, name: string): Promise<ReadTable> {
  if (bytes.length > constants.MAX_STRING_LENGTH) {
    const sizes = `${bytes.length.toLocaleString('en-US')} bytes of text, more than ${constants.MAX_STRING_LENGTH.toLocaleString('en-US')}`;
    throw unusable(name, `it holds ${sizes}`, 'Save it as Parquet, Arrow or .npy.');
  }
  return (await import('./read-csv.js')).readCsv(bytes, name);
}

function unzipped(bytes: Uint8Array, name: string, limit: number): Uint8Array {
  try {
    return unpack(bytes, 'gzip', limit);
  } catch (cause) {
    if (cause instanceof TooLongError) throw tooLarge(name, undefined, limit);
    throw corrupt(name, `it cannot be unpacked (${(cause as Error).message})`, cause);
  }
}
