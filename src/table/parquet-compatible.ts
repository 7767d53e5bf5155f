/**
 * Parquet for old tools: plain values, version 1 pages, no compression, nothing that a reader of 2014 does not know.
 * Written through the columnar writer of parquetjs (its row writer is 25 times slower).
 */
import type { ColumnRecords, FieldOptions } from 'parquetjs';
import { encodeRowGroup } from './parquet.js';
import {
  type AnyIterable,
  type ColumnData,
  type ColumnDescription,
  checkDescription,
  checkRows,
  doublesOf,
  metadataEntries,
  type Rows,
  type Sink,
  type TableDescription,
} from './table.js';

/**
 * Writes a table in the compatible profile, one row group at a time; empty groups are left out.
 *
 * @returns the number of rows
 * @throws MsmError E_INTERNAL when the rows do not fit the description
 */
export async function writeParquetCompatible(
  description: TableDescription,
  groups: AnyIterable<Rows>,
  sink: Sink,
): Promise<number> {
  checkDescription(description, 'Parquet', false);
  const { ParquetEnvelopeWriter, ParquetSchema } = await loadParquetjs();
  const schema = new ParquetSchema(Object.fromEntries(description.columns.map((c) => [c.name, fieldOf(c)])));
  // Objects list keys that look like numbers first, so the columns are put back into the order of the description.
  schema.fieldList = description.columns.map(({ name }) => schema.fieldList.find((field) => field.name === name)!);
  const write = (bytes: Uint8Array): void => sink.write(bytes);
  const file = new ParquetEnvelopeWriter(schema, write, () => undefined, 0, { useDataPageV2: false });
  let nRows = 0;
  for await (const rows of groups) {
    const rowCount = checkRows(description, rows);
    if (rowCount === 0) continue;
    if (nRows === 0) file.writeHeader();
    const entries = description.columns.map(
      (column, i) => [column.name, recordsOf(column, rows[i], rowCount)] as const,
    );
    file.writeRowGroup({ rowCount, columnData: Object.fromEntries(entries) });
    nRows += rowCount;
  }
  // parquetjs refuses to write an empty file. A file without pages has no encodings either, so our own is as compatible.
  if (nRows === 0) sink.write(encodeRowGroup(description, emptyRows(description)));
  else file.writeFooter(Object.fromEntries(metadataEntries(description)));
  return nRows;
}

/**
 * Loads parquetjs (0.8 s, hence late). One of its dependencies installs a handler that changes the exit status of
 * uncaught errors; it is taken away again.
 */
async function loadParquetjs() {
  const before = new Set(process.listeners('uncaughtException'));
  const module = await import('parquetjs');
  for (const listener of process.listeners('uncaughtException')) {
    if (!before.has(listener)) process.removeListener('uncaughtException', listener);
  }
  return module.default;
}

function fieldOf({ type, nullable }: ColumnDescription): FieldOptions {
  const types = { f64: 'DOUBLE', i32: 'INT32', text: 'UTF8', boolean: 'BOOLEAN' } as const;
  return { type: types[type], optional: nullable === true, encoding: 'PLAIN', compression: 'UNCOMPRESSED' };
}

function recordsOf(column: ColumnDescription, data: ColumnData, count: number): ColumnRecords {
  const plain: readonly (string | boolean | number | null)[] | undefined = Array.isArray(data) ? data : undefined;
  const values = (plain?.filter((value) => value !== null) ?? data) as ColumnData;
  const dlevels = column.nullable ? Array.from({ length: count }, (_, i) => (data[i] === null ? 0 : 1)) : [];
  const encoded =
    column.type === 'f64'
      ? doublesOf(values)
      : column.type === 'text'
        ? (values as readonly string[]).map((text) => Buffer.from(text))
        : (values as ArrayLike<number | boolean>);
  return { values: encoded, dlevels, rlevels: [], count };
}

function emptyRows(description: TableDescription): Rows {
  return description.columns.map(() => []);
}
