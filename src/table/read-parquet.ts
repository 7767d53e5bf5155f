/** Reads Parquet files: both profiles of ours and those that polars, pandas and DuckDB write. */
import type { ColumnChunk, ColumnMetaData, FileMetaData, RowGroup, SchemaTree } from 'hyparquet';
import { parquetMetadata, parquetSchema } from 'hyparquet';
import { MsmError } from '../errors.js';
import { type Budget, budgetOf, UNPACKED_LIMIT } from './limit.js';
import { type Kind, kindOf, leafOf, pathOf, turnOf } from './parquet-column.js';
import { rowsOf } from './parquet-rows.js';
import { checkThrift } from './parquet-thrift.js';
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
import type { ColumnType, ReadColumn, ReadTable, TableSummary } from './table.js';

/** A file that can be read in part. */
export interface ByteSource {
  readonly byteLength: number;
  /** The bytes from `start` up to, not including, `end`. */
  read(start: number, end: number): Uint8Array | Promise<Uint8Array>;
}

/** @throws MsmError E_CORRUPT, or E_CONFIG for a column type that is not supported or a file beyond the limit */
export async function readParquet(bytes: Uint8Array, name: string, limit: number): Promise<ReadTable> {
  checkHead(bytes, name);
  const metadata = parse(bytes, name);
  const summary = summaryOf(metadata, name);
  const file: OpenFile = {
    source: { byteLength: bytes.length, read: (start, end) => bytes.subarray(start, end) },
    name,
    trees: parquetSchema(metadata).children,
    end: bytes.length - metadata.metadata_length - 8,
    budget: budgetOf(name, limit),
  };
  const groups: (readonly (readonly Piece[] | undefined)[])[] = [];
  for (const group of metadata.row_groups) groups.push(await readGroup(file, group));
  const columns = summary.columns.map((column, i): ReadColumn => {
    const pieces = groups.flatMap((group) => group[i] ?? []);
    return { ...column, ...join(kindOf(file.trees[i]), pieces, `${name}, column '${column.name}'`) };
  });
  return { ...summary, columns, hasHeader: true };
}

/**
 * Reads the row groups one after the other, so that memory is bounded by one of them.
 *
 * @param wanted - names of the columns to read; absent: all
 * @throws MsmError E_CORRUPT, or E_CONFIG for a column type that is not supported
 */
export async function* readParquetGroups(
  source: ByteSource,
  name: string,
  wanted?: ReadonlySet<string>,
): AsyncIterable<ReadTable> {
  const metadata = parse(await readTail(source), name);
  const summary = summaryOf(metadata, name);
  const trees = parquetSchema(metadata).children;
  const end = source.byteLength - metadata.metadata_length - 8;
  for (const group of metadata.row_groups) {
    const file = { source, name, trees, end, budget: budgetOf(name, UNPACKED_LIMIT) };
    const pieces = await readGroup(file, group, wanted);
    const columns = summary.columns.flatMap((column, i): readonly ReadColumn[] => {
      const own = pieces[i];
      if (own === undefined) return [];
      return [{ ...column, ...join(kindOf(trees[i]), own, `${name}, column '${column.name}'`) }];
    });
    yield { ...summary, nRows: Number(group.num_rows), columns, hasHeader: true };
  }
}

interface OpenFile {
  readonly source: ByteSource;
  readonly name: string;
  readonly trees: readonly SchemaTree[];
  /** Where the footer begins. */
  readonly end: number;
  readonly budget: Budget;
}

/** The values of each column in a row group, in pieces; undefined for one that is not wanted. */
async function readGroup(
  file: OpenFile,
  group: RowGroup,
  wanted?: ReadonlySet<string>,
): Promise<readonly (readonly Piece[] | undefined)[]> {
  const { source, name, trees, budget } = file;
  const pieces: (readonly Piece[] | undefined)[] = [];
  for (const [i, tree] of trees.entries()) {
    if (wanted?.has(tree.element.name) === false) {
      pieces.push(undefined);
      continue;
    }
    const place = `column '${tree.element.name}'`;
    try {
      const path = pathOf(tree);
      const column = columnOf(group.columns[i], path.map((element) => element.name).join('.'));
      const [start, end] = placeOf(column, file.end);
      const bytes = await source.read(start, end);
      const turn = turnOf(path[path.length - 1]);
      pieces.push(rowsOf(bytes, column, leafOf(path), Number(group.num_rows), budget, turn));
    } catch (cause) {
      if (cause instanceof MsmError) throw cause;
      throw corrupt(name, `${place}: ${(cause as Error).message}`, cause);
    }
  }
  return pieces;
}

function columnOf(chunk: ColumnChunk | undefined, path: string): ColumnMetaData {
  const column = chunk?.meta_data;
  if (chunk?.file_path) throw new Error('its values are in another file');
  if (column === undefined) throw new Error('it has no metadata, or is encrypted');
  if (column.path_in_schema.join('.') !== path)
    throw new Error(`its metadata is that of '${column.path_in_schema.join('.')}'`);
  return column;
}

/** Where its bytes are. A dictionary at place 0 does not exist: some programs write 0 for "none". */
function placeOf(column: ColumnMetaData, limit: number): readonly [number, number] {
  const dictionary = Number(column.dictionary_page_offset ?? 0);
  const start =
    dictionary > 0 ? Math.min(dictionary, Number(column.data_page_offset)) : Number(column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  if (!(start >= 4 && end >= start && end <= limit)) throw new Error('its pages lie outside of the file');
  return [start, end];
}

/** Reads the end of the file alone. The width of list columns is not known without their values. */
export async function summarizeParquet(source: ByteSource, name: string): Promise<TableSummary> {
  return summaryOf(parse(await readTail(source), name), name);
}

/** The footer, and the bytes before it that were read with it. */
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
    checkFooterBytes(bytes);
    metadata = parquetMetadata(bytes, { geoparquet: false });
    checkFooter(metadata);
  } catch (cause) {
    throw corrupt(name, `its footer cannot be read (${(cause as Error).message}); the file may have been cut`, cause);
  }
  return metadata;
}

/** @throws Error when the footer is longer than the file or no sound Thrift */
function checkFooterBytes(bytes: Uint8Array): void {
  const end = bytes.length - 8;
  if (end < 0 || String.fromCharCode(...bytes.subarray(-4)) !== 'PAR1')
    throw new Error('it does not end as a Parquet file');
  const start = end - new DataView(bytes.buffer, bytes.byteOffset).getUint32(end, true);
  if (start < 0) throw new Error('it is longer than the file');
  checkThrift(bytes.subarray(0, end), start);
}

/** Checks what the library takes for granted: a schema of one tree, entries with a key, the numbers of rows. */
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

function join(kind: Kind, pieces: readonly Piece[], place: string): Pick<ReadColumn, 'type' | 'data' | 'width'> {
  if (kind === 'f64' || kind === 'integer') return joinNumbers(pieces, kind === 'integer', place);
  if (kind === 'boolean') return joinBooleans(pieces);
  return kind === 'list' ? joinLists(pieces, place) : joinText(pieces);
}
