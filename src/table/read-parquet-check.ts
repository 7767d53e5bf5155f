/**
 * Checks the page structure of a Parquet file before its values are decoded. The decoder trusts the counts in the page
 * headers: one flipped bit in them could keep it busy for hours instead of failing.
 */
import type { ColumnMetaData, FileMetaData } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { corrupt } from './read-columns.js';

/**
 * @param bytes - the whole file
 * @throws MsmError E_CORRUPT when a column or page lies outside its place or holds another number of values than stated
 */
export function checkPages(bytes: Uint8Array, metadata: FileMetaData, name: string): void {
  const limit = bytes.length - metadata.metadata_length - 8;
  const isFlat = metadata.schema.every((element, i) => i === 0 || element.num_children === undefined);
  for (const group of metadata.row_groups) {
    for (const { meta_data: column } of group.columns) {
      if (!column) throw corrupt(name, 'a column has no metadata');
      const path = column.path_in_schema.join('.');
      if (isFlat && column.num_values !== group.num_rows) throw corrupt(name, `column '${path}' misses values`);
      try {
        checkColumn(bytes, column, limit);
      } catch (cause) {
        throw corrupt(name, `column '${path}': ${(cause as Error).message}`, cause);
      }
    }
  }
}

function checkColumn(bytes: Uint8Array, column: ColumnMetaData, limit: number): void {
  const start = Number(column.dictionary_page_offset ?? column.data_page_offset);
  const size = Number(column.total_compressed_size);
  if (!(start >= 4 && size >= 0 && start + size <= limit)) throw new Error('its pages lie outside the file');
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset + start, size), offset: 0 };
  let nValues = 0;
  while (nValues < column.num_values && reader.offset < size) nValues += passPage(reader, column, size);
  if (BigInt(nValues) !== column.num_values)
    throw new Error(`its pages hold ${nValues} of ${column.num_values} values`);
}

/** Steps over one page and returns the number of its data values. */
function passPage(reader: { view: DataView; offset: number }, column: ColumnMetaData, size: number): number {
  const header = parquetHeader(reader);
  reader.offset += header.compressed_page_size;
  if (!(header.compressed_page_size >= 0 && header.uncompressed_page_size >= 0 && reader.offset <= size)) {
    throw new Error('a page is longer than its column');
  }
  if (header.uncompressed_page_size > Number(column.total_uncompressed_size)) {
    throw new Error('a page unpacks to more than its column');
  }
  if (header.type === 'DICTIONARY_PAGE') return 0;
  const data = header.type === 'DATA_PAGE' ? header.data_page_header : header.data_page_header_v2;
  if (!data || !(data.num_values >= 0)) throw new Error(`a page of type ${header.type} has no header of that type`);
  return data.num_values;
}
