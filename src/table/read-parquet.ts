/** Reads Parquet files: both profiles of ours and those that polars, pandas and DuckDB write. */
import type { AsyncBuffer, FileMetaData, SchemaTree } from 'hyparquet';
import { parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import {
  corrupt,
  joinBooleans,
  joinLists,
  joinNumbers,
  joinText,
  notesOf,
  type Piece,
  unusable,
} from './read-columns.js';
import { checkPages } from './read-parquet-check.js';
import type { ColumnType, ReadColumn, ReadTable, TableSummary } from './table.js';

/** A file that can be read in part. */
export interface ByteSource {
  readonly byteLength: number;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Uint8Array | Promise<Uint8Array>;
}

type Kind = ColumnType | 'integer' | 'list' | 'unknown';

/** @throws MsmError E_CORRUPT, or E_CONFIG for a column type that is not supported */
export async function readParquet(bytes: Uint8Array, name: string): Promise<ReadTable> {
  checkHead(bytes, name);
  const metadata = parse(bytes, name);
  const summary = summaryOf(metadata, name);
  checkPages(bytes, metadata, name);
  const file = {
    byteLength: bytes.length,
    // A Node buffer's own `slice` does not copy, and its memory begins elsewhere.
    slice: (start: number, end = bytes.length) => new Uint8Array(bytes.subarray(start, end)).buffer,
  };
  const pieces = await decode(file, metadata, name);
  const columns = parquetSchema(metadata).children.map((tree, index): ReadColumn => {
    const own = (pieces.get(tree.element.name) ?? []).sort((a, b) => a.start - b.start).map(({ piece }) => piece);
    const nRows = own.reduce((sum, piece) => sum + piece.length, 0);
    if (nRows !== summary.nRows) {
      throw corrupt(name, `column '${tree.element.name}' has ${nRows} rows and the file ${summary.nRows}`);
    }
    return { ...summary.columns[index], ...join(kindOf(tree), own, `${name}, column '${tree.element.name}'`) };
  });
  return { ...summary, columns, hasHeader: true };
}

/**
 * Reads the row groups one after the other, so that memory is bounded by one of them. What a page claims is not checked before
 * it is decoded: for files of our own whose manifest was compared.
 *
 * @throws MsmError E_CORRUPT, or E_CONFIG for a column type that is not supported
 */
export async function* readParquetGroups(source: ByteSource, name: string): AsyncIterable<ReadTable> {
  const metadata = parse(await readTail(source), name);
  const summary = summaryOf(metadata, name);
  const trees = parquetSchema(metadata).children;
  const slice = async (start: number, end = source.byteLength): Promise<ArrayBuffer> =>
    new Uint8Array(await source.read(start, end)).buffer;
  for (const group of metadata.row_groups) {
    const only = { ...metadata, row_groups: [group], num_rows: group.num_rows };
    const pieces = await decode({ byteLength: source.byteLength, slice }, only, name);
    const columns = trees.map((tree, index): ReadColumn => {
      const own = (pieces.get(tree.element.name) ?? []).sort((a, b) => a.start - b.start).map(({ piece }) => piece);
      return { ...summary.columns[index], ...join(kindOf(tree), own, `${name}, column '${tree.element.name}'`) };
    });
    yield { ...summary, nRows: Number(group.num_rows), columns, hasHeader: true };
  }
}

/** Reads the end of the file alone. The width of list columns is not known without their values. */
export async function summarizeParquet(source: ByteSource, name: string): Promise<TableSummary> {
  return summaryOf(parse(await readTail(source), name), name);
}

/** The footer, and as much before it as came along. */
async function readTail(source: ByteSource): Promise<Uint8Array> {
  const guess = Math.min(source.byteLength, 1 << 16);
  let tail = await source.read(source.byteLength - guess, source.byteLength);
  if (tail.length >= 8) {
    const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
    const length = view.getUint32(tail.length - 8, true) + 8;
    if (length > tail.length && length <= source.byteLength) {
      tail = await source.read(source.byteLength - length, source.byteLength);
    }
  }
  return tail;
}

function checkHead(bytes: Uint8Array, name: string): void {
  if (bytes.length < 12) throw corrupt(name, `it has ${bytes.length} bytes, and a Parquet file has at least 12`);
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'PAR1')
    throw corrupt(name, 'it does not begin as a Parquet file');
}

function parse(bytes: Uint8Array, name: string): FileMetaData {
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(bytes, { geoparquet: false });
    checkFooter(metadata);
  } catch (cause) {
    throw corrupt(name, `its footer cannot be read (${(cause as Error).message}); the file may have been cut`, cause);
  }
  return metadata;
}

/** What the library takes for granted: a schema of one tree, entries with a key, the numbers of rows. */
function checkFooter(metadata: FileMetaData): void {
  const { schema, row_groups, key_value_metadata = [] } = metadata;
  if (![schema, row_groups, key_value_metadata].every(Array.isArray)) throw new Error('a list is missing');
  parquetSchema(metadata);
  for (const entry of key_value_metadata) {
    if (typeof entry.key !== 'string') throw new Error('an entry has no key');
  }
  if (typeof metadata.num_rows !== 'bigint') throw new Error('the number of rows is missing');
}

function summaryOf(metadata: FileMetaData, name: string): TableSummary {
  const entries = (metadata.key_value_metadata ?? []).filter(({ key }) => key !== 'ARROW:schema');
  const text = Object.fromEntries(entries.map(({ key, value }) => [key, value ?? '']));
  const notes = notesOf(text, name);
  const trees = parquetSchema(metadata).children;
  if (new Set(trees.map(({ element }) => element.name)).size !== trees.length) {
    throw unusable(name, 'two columns have the same name');
  }
  const columns = trees.map((tree) => {
    const kind = kindOf(tree);
    if (kind === 'unknown')
      throw unusable(name, `column '${tree.element.name}' has a nested type that is not supported`);
    const type: ColumnType = kind === 'integer' ? 'i32' : kind === 'list' ? 'f64' : kind;
    return { name: tree.element.name, type, ...notes.get(tree.element.name) };
  });
  const nRows = Number(metadata.num_rows);
  const sum = metadata.row_groups.reduce((total, group) => total + Number(group.num_rows), 0);
  if (sum !== nRows) throw corrupt(name, `its row groups have ${sum} rows and its footer says ${nRows}`);
  return { name, nRows, columns, metadata: text };
}

function kindOf(tree: SchemaTree): Kind {
  const { type, converted_type, logical_type } = tree.element;
  if (tree.children.length > 0) {
    const leaf = tree.children[0].children[0];
    const isList = converted_type === 'LIST' || logical_type?.type === 'LIST';
    return isList && leaf !== undefined && ['f64', 'integer'].includes(kindOf(leaf)) ? 'list' : 'unknown';
  }
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'DOUBLE' || type === 'FLOAT' || logical_type?.type === 'FLOAT16' || converted_type === 'DECIMAL')
    return 'f64';
  const isCount = converted_type === undefined || /^U?INT_/.test(converted_type);
  const isDated = logical_type !== undefined && logical_type.type !== 'INTEGER';
  return (type === 'INT32' || type === 'INT64') && isCount && !isDated ? 'integer' : 'text';
}

interface Decoded {
  readonly start: number;
  readonly piece: Piece;
}

async function decode(file: AsyncBuffer, metadata: FileMetaData, name: string): Promise<Map<string, Decoded[]>> {
  const pieces = new Map<string, Decoded[]>();
  const codecs = metadata.row_groups.flatMap((group) => group.columns.map((column) => column.meta_data?.codec));
  const isPlain = codecs.every((codec) => codec === 'SNAPPY' || codec === 'UNCOMPRESSED');
  try {
    const compressors = isPlain ? undefined : (await import('hyparquet-compressors')).compressors;
    await parquetRead({
      file,
      metadata,
      compressors,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const list = pieces.get(columnName) ?? [];
        list.push({ start: rowStart, piece: columnData });
        pieces.set(columnName, list);
      },
    });
  } catch (cause) {
    throw corrupt(name, (cause as Error).message, cause);
  }
  return pieces;
}

function join(kind: Kind, pieces: readonly Piece[], place: string): Pick<ReadColumn, 'type' | 'data' | 'width'> {
  if (kind === 'f64' || kind === 'integer') return joinNumbers(pieces, kind === 'integer', place);
  if (kind === 'boolean') return joinBooleans(pieces);
  return kind === 'list' ? joinLists(pieces, place) : joinText(pieces);
}
