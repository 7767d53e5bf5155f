/**
 * The compact Parquet profile: exact doubles (BYTE_STREAM_SPLIT), integers as deltas, SNAPPY written by plain JavaScript
 * so that the bytes do not depend on the machine or on the version of a native library.
 *
 * A row group is first a complete file of its own (a chunk that survives a crash); files are joined by copying the
 * column chunks and writing a new footer with shifted offsets.
 */
import type { ColumnChunk, FileMetaData, RowGroup, SchemaElement, Statistics } from 'hyparquet';
import { parquetMetadata } from 'hyparquet/src/metadata.js';
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js';
import { writeMetadata } from 'hyparquet-writer/src/metadata.js';
import { ParquetWriter } from 'hyparquet-writer/src/parquet-writer.js';
import type { ColumnSource } from 'hyparquet-writer/src/types.js';
import { MsmError } from '../errors.js';
import {
  type AnyIterable,
  type ColumnData,
  type ColumnDescription,
  checkDescription,
  checkRows,
  doublesOf,
  hasNaN,
  metadataEntries,
  type Rows,
  type Sink,
  type TableDescription,
} from './table.js';

const MAGIC = 0x31524150; // 'PAR1' as a little-endian word
/** Room for the file of a short run, so that it need not grow. */
const FIRST_BYTES = 2 ** 14;
const CREATED_BY = 'multiscale-memory';

/**
 * Encodes one row group as a complete Parquet file.
 *
 * @param rows - one array per column of the description, equal lengths; no rows give a file with the schema alone
 * @returns the file; equal to what `concatenate` makes of it alone
 * @throws MsmError E_INTERNAL when the rows do not fit the description
 */
export function encodeRowGroup(description: TableDescription, rows: Rows): Uint8Array {
  checkDescription(description, 'Parquet', false);
  const nRows = checkRows(description, rows);
  const writer = new ByteWriter(FIRST_BYTES);
  const file = new ParquetWriter({ writer, schema: schemaOf(description), codec: 'SNAPPY' });
  if (nRows > 0) {
    const columnData = description.columns.map((column, index) => sourceOf(column, rows[index]));
    file.write({ columnData, rowGroupSize: nRows });
  }
  writeFooter(writer, description, nRows, file.row_groups);
  return writer.getBytes().slice();
}

/**
 * Joins chunks made by `encodeRowGroup` to one file that holds all their row groups in order. Memory: one chunk and the
 * footer.
 *
 * @returns the number of rows
 * @throws MsmError E_CORRUPT when a chunk is damaged or has other columns
 */
export function concatenate(description: TableDescription, chunks: Iterable<Uint8Array>, sink: Sink): number {
  const file = parquetConcatenator(description, sink);
  for (const chunk of chunks) file.add(chunk);
  return file.finish();
}

/** Encodes and joins row groups as they come; the bytes equal those of `encodeRowGroup` and `concatenate`. */
export async function writeParquet(
  description: TableDescription,
  groups: AnyIterable<Rows>,
  sink: Sink,
): Promise<number> {
  const file = parquetConcatenator(description, sink);
  for await (const rows of groups) file.add(encodeRowGroup(description, rows));
  return file.finish();
}

/** A Parquet file under construction: chunks go in one by one, `finish` writes the footer and returns the row count. */
export interface ParquetConcatenator {
  add(chunk: Uint8Array): void;
  finish(): number;
}

/** The incremental form of `concatenate`, for chunks that come over time. */
export function parquetConcatenator(description: TableDescription, sink: Sink): ParquetConcatenator {
  checkDescription(description, 'Parquet', false);
  const schema = schemaOf(description);
  const groups: RowGroup[] = [];
  let offset = 4;
  let nRows = 0;
  let nChunks = 0;
  sink.write(Uint8Array.of(0x50, 0x41, 0x52, 0x31));
  return {
    add(chunk) {
      const place = `chunk ${nChunks++} of table '${description.name}'`;
      const metadata = parseChunk(chunk, schema, place);
      for (const group of metadata.row_groups) {
        const columns = group.columns.map((column) => {
          const [start, end] = extentOf(column, chunk.length - metadata.metadata_length - 8, place);
          const moved = shifted(column, BigInt(offset - start), BigInt(offset));
          sink.write(chunk.subarray(start, end));
          offset += end - start;
          return moved;
        });
        groups.push({ ...group, columns });
        nRows += Number(group.num_rows);
      }
    },
    finish() {
      const writer = new ByteWriter();
      writeFooter(writer, description, nRows, groups);
      sink.write(writer.getBytes());
      return nRows;
    },
  };
}

function schemaOf(description: TableDescription): SchemaElement[] {
  const leaves = description.columns.map(({ name, type, nullable }): SchemaElement => {
    const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
    if (type === 'text') return { name, type: 'BYTE_ARRAY', repetition_type, converted_type: 'UTF8' };
    const physical = { f64: 'DOUBLE', i32: 'INT32', boolean: 'BOOLEAN' } as const;
    return { name, type: physical[type], repetition_type };
  });
  return [{ name: 'root', num_children: leaves.length, repetition_type: 'REQUIRED' }, ...leaves];
}

/** How a column is encoded. The automatic dictionary is for text only: for doubles it would turn -0 into 0. */
function sourceOf(column: ColumnDescription, data: ColumnData): ColumnSource {
  const common = { name: column.name, offsetIndex: false };
  // Bounds of text would be cut short and bounds beside a NaN are read in different ways: neither is written.
  if (column.type === 'text') return { ...common, data: [...(data as readonly string[])], statistics: false };
  if (column.type === 'boolean') {
    return { ...common, data: [...(data as readonly boolean[])], encoding: 'PLAIN', statistics: false };
  }
  const isTyped = data instanceof Float64Array || data instanceof Int32Array;
  if (column.type === 'i32') {
    const integers = isTyped ? data : [...(data as readonly (number | null)[])];
    return { ...common, data: integers, encoding: 'DELTA_BINARY_PACKED' };
  }
  const doubles = isTyped || !column.nullable ? doublesOf(data) : (data as readonly (number | null)[]).map(canonical);
  return { ...common, data: doubles, encoding: 'BYTE_STREAM_SPLIT', statistics: !hasNaN(doubles) };
}

function canonical(value: number | null): number | null {
  return Number.isNaN(value) ? Number.NaN : value;
}

/** Reads the footer of a chunk and checks that its columns are those of the table. */
function parseChunk(chunk: Uint8Array, schema: readonly SchemaElement[], place: string): FileMetaData {
  let metadata: FileMetaData;
  try {
    metadata = parquetMetadata(chunk, { geoparquet: false });
  } catch (cause) {
    throw damaged(place, (cause as Error).message, cause);
  }
  const columnsOf = (elements: readonly SchemaElement[]): string =>
    JSON.stringify(elements.map((e) => [e.name, e.type, e.repetition_type, e.converted_type]));
  if (columnsOf(metadata.schema) !== columnsOf(schema)) throw damaged(place, 'its columns are not those of the table');
  return metadata;
}

/** First byte and end of a column chunk. Pages hold no absolute offsets, so these bytes can be moved as they are. */
function extentOf(column: ColumnChunk, limit: number, place: string): readonly [number, number] {
  const data = column.meta_data;
  if (!data) throw damaged(place, 'a column has no metadata');
  const start = Number(data.dictionary_page_offset ?? data.data_page_offset);
  const end = start + Number(data.total_compressed_size);
  if (!(start >= 4 && end >= start && end <= limit)) throw damaged(place, 'a column lies outside the file');
  return [start, end];
}

/** The column's description after its bytes moved; page indexes and Bloom filters do not move along. */
function shifted(column: ColumnChunk, shift: bigint, start: bigint): ColumnChunk {
  const data = column.meta_data!;
  const dictionary = data.dictionary_page_offset;
  return {
    file_offset: start,
    meta_data: {
      ...data,
      data_page_offset: data.data_page_offset + shift,
      dictionary_page_offset: dictionary === undefined ? undefined : dictionary + shift,
      index_page_offset: undefined,
      bloom_filter_offset: undefined,
      bloom_filter_length: undefined,
    },
  };
}

function writeFooter(writer: ByteWriter, description: TableDescription, nRows: number, groups: RowGroup[]): void {
  writeMetadata(writer, {
    version: 2,
    created_by: CREATED_BY,
    schema: schemaOf(description),
    num_rows: BigInt(nRows),
    row_groups: groups.map((group) => ({ ...group, columns: group.columns.map(withPlainStatistics) })),
    key_value_metadata: metadataEntries(description).map(([key, value]) => ({ key, value })),
    metadata_length: 0, // not written
  });
  writer.appendUint32(MAGIC);
}

/** Keeps those statistics that survive reading and writing again, so that joined chunks have the same footer. */
function withPlainStatistics(column: ColumnChunk): ColumnChunk {
  const data = column.meta_data;
  if (!data?.statistics) return column;
  const { min_value, max_value, null_count } = data.statistics;
  const statistics: Statistics = { min_value, max_value, null_count };
  return { ...column, meta_data: { ...data, statistics } };
}

function damaged(place: string, problem: string, cause?: unknown): MsmError {
  return new MsmError('E_CORRUPT', `${place} is damaged: ${problem}`, { place, cause });
}
