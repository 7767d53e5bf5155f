/** Rows of a table, group by group, with the columns that are wanted: memory stays bounded by one group of a Parquet file. */
import { readTable } from '../table/read.js';
import { readParquetGroups } from '../table/read-parquet.js';
import type { ColumnData, ReadColumn, ReadTable } from '../table/table.js';
import { openOwn } from './layout.js';

/** @param wanted - absent: all columns */
export async function* groupsOf(path: string, wanted?: ReadonlySet<string>): AsyncIterable<ReadTable> {
  const file = openOwn(path);
  try {
    if (path.endsWith('.parquet')) yield* readParquetGroups(file, path, wanted);
    else yield await readTable(await file.read(0, file.byteLength), path);
  } finally {
    file.close();
  }
}

/** A column of a group that must be there. */
export const columnOf = ({ columns }: ReadTable, name: string): ReadColumn =>
  columns.find((column) => column.name === name) as ReadColumn;

/** Numbers of a column, NaN where there is nothing; true and false are 1 and 0. */
export function numbersOf(data: ColumnData): Float64Array {
  if (data instanceof Float64Array) return data;
  if (data instanceof Int32Array) return new Float64Array(data);
  return Float64Array.from(data as ArrayLike<number | boolean | string | null>, (value) =>
    value === null || typeof value === 'string' ? Number.NaN : Number(value),
  );
}
