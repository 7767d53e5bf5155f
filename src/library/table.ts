/** Tables of a simulation in memory: typed arrays by the names of their columns. */
import type { Table as ArrowTable, Vector } from 'apache-arrow';
import { type NumberColumn, type RowBuffer, rowsOf } from '../engine/row-buffers.js';
import type { RecordColumn, RecordTable, ResultColumn, ResultTable } from '../model/record.js';

/** Numbers, or words and numbers of which some may be missing. */
export type Column = NumberColumn | readonly (string | null)[] | readonly (number | null)[];

export interface Table {
  readonly name: string;
  readonly meaning: string;
  /** What each column is: type, unit, symbol, meaning, in the order of the table. A `width` says how many numbers a row has. */
  readonly description: readonly (RecordColumn | ResultColumn)[];
  readonly rows: number;
  /** Values by name. A number that does not exist is NaN in a recorded column, and null in one that is made at the end. */
  readonly columns: { readonly [name: string]: Column };
  /** The same as a table of `apache-arrow`, a package that is loaded only then; missing numbers are null. */
  toArrow(): Promise<ArrowTable>;
}

async function arrowTable({ description, columns }: Omit<Table, 'toArrow'>): Promise<ArrowTable> {
  const arrow = await import('apache-arrow');
  const vectors = description.map((column): readonly [string, Vector] => {
    const values = columns[column.name];
    const width = 'width' in column ? column.width : undefined;
    if (width !== undefined) {
      const rows = Array.from({ length: values.length / width }, (_, i) => values.slice(i * width, (i + 1) * width));
      const type = new arrow.FixedSizeList(width, new arrow.Field('item', new arrow.Float64(), false));
      return [column.name, arrow.vectorFromArray(rows, type)];
    }
    if (column.type === 'text') {
      return [column.name, arrow.vectorFromArray(values as readonly (string | null)[], new arrow.Utf8())];
    }
    const type = column.type === 'i32' ? new arrow.Int32() : new arrow.Float64();
    const isWhole = ArrayBuffer.isView(values) && column.nullable !== true;
    if (isWhole) return [column.name, arrow.makeVector(values as NumberColumn)];
    const nullable = Array.from(values as ArrayLike<number | null>, (v) => (Number.isNaN(v) ? null : v));
    return [column.name, arrow.vectorFromArray(nullable, type)];
  });
  return new arrow.Table(Object.fromEntries(vectors));
}

function tableOf(
  { name, meaning, columns: description }: RecordTable | ResultTable,
  values: readonly Column[],
  rows: number,
): Table {
  const columns = Object.fromEntries(description.map((column, c) => [column.name, values[c]]));
  const table = { name, meaning, description, rows, columns };
  return { ...table, toArrow: () => arrowTable(table) };
}

/** The rows that were recorded. */
export const recordedTable = (buffer: RowBuffer): Table => tableOf(buffer.table, rowsOf(buffer), buffer.pending);

/** A table that was made at the end of a run. */
export const resultTable = (table: ResultTable): Table => tableOf(table, table.rows, table.rows[0]?.length ?? 0);
