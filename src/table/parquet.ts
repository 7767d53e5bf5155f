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
import { MsmError } from '../errors.js';
import { encodeColumn, MAGIC_BYTES, schemaOf } from './parquet-columns.js';
import {
  type AnyIterable,
  checkDescription,
  checkRows,
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
  writer.appendUint32(MAGIC);
  const groups = nRows > 0 ? [writeGroup(writer, description, rows, nRows)] : [];
  writeFooter(writer, description, nRows, groups);
  return writer.getBytes().slice();
}

/** Writes the columns of a row group, one behind the other. */
function writeGroup(writer: ByteWriter, { name, columns }: TableDescription, rows: Rows, nRows: number): RowGroup {
  const start = writer.offset;
  const chunks = columns.map((column, index) => {
    const { bytes, chunk } = encodeColumn(name, column, rows[index]);
    const moved = shifted(chunk, BigInt(writer.offset - MAGIC_BYTES), BigInt(writer.offset));
    writer.appendBytes(bytes);
    return moved;
  });
  const total_byte_size = chunks.reduce((sum, { meta_data }) => sum + meta_data!.total_uncompressed_size, 0n);
  const total_compressed_size = BigInt(writer.offset - start);
  return { columns: chunks, total_byte_size, num_rows: BigInt(nRows), total_compressed_size };
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
  const schema = schemaOf(description.columns);
  const groups: RowGroup[] = [];
  let offset = MAGIC_BYTES;
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
  if (!(start >= MAGIC_BYTES && end >= start && end <= limit)) throw damaged(place, 'a column lies outside the file');
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
    schema: schemaOf(description.columns),
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
