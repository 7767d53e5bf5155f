/** Columns of result tables together with their values, or with what they say of one row. */
import type { ResultColumn, ResultTable } from '../record.js';

type Values = ResultTable['rows'][number];

/** A column with its values. */
export interface Filled {
  readonly column: ResultColumn;
  readonly values: Values;
}

/** A number that a table can hold; null for NaN and infinities. */
export const orNull = (value: number | null | undefined): number | null =>
  value === null || value === undefined || !Number.isFinite(value) ? null : value;

/** Numbers, perhaps missing. */
export const f64 = (name: string, meaning: string, values: Values, unit?: string): Filled => ({
  column: { name, type: 'f64', meaning, unit, nullable: true },
  values,
});
export const i32 = (name: string, meaning: string, values: Int32Array): Filled => ({
  column: { name, type: 'i32', meaning },
  values,
});
/** Words, perhaps missing. */
export const text = (name: string, meaning: string, values: readonly (string | null)[]): Filled => ({
  column: { name, type: 'text', meaning, nullable: true },
  values,
});

/** A table of columns with their values. */
export const table = (name: string, meaning: string, columns: readonly Filled[]): ResultTable => ({
  name,
  meaning,
  columns: columns.map(({ column }) => column),
  rows: columns.map(({ values }) => values),
});

/** A column of a table with a row for each of some things: what it says of one of them. */
export interface RowColumn<Row> {
  readonly column: ResultColumn;
  readonly valuesOf: (rows: readonly Row[]) => Values;
}

/** A number of each row, perhaps missing; what is not finite is missing too. */
export const number = <Row>(
  name: string,
  meaning: string,
  of: (row: Row) => number | null | undefined,
  { unit, symbol }: Pick<ResultColumn, 'unit' | 'symbol'> = {},
): RowColumn<Row> => ({
  column: { name, type: 'f64', unit, symbol, meaning, nullable: true },
  valuesOf: (rows) => rows.map((row) => orNull(of(row))),
});

/** An integer of each row. */
export const integer = <Row>(name: string, meaning: string, of: (row: Row) => number): RowColumn<Row> => ({
  column: { name, type: 'i32', meaning },
  valuesOf: (rows) => Int32Array.from(rows, of),
});

/** A word of each row; `nullable` if it may be missing. */
export const word = <Row>(
  name: string,
  meaning: string,
  of: (row: Row) => string | null,
  nullable = false,
): RowColumn<Row> => ({ column: { name, type: 'text', meaning, nullable }, valuesOf: (rows) => rows.map(of) });

/** A table with a row for each of some things. */
export const tableOf = <Row>(
  name: string,
  meaning: string,
  rows: readonly Row[],
  columns: readonly RowColumn<Row>[],
): ResultTable =>
  table(
    name,
    meaning,
    columns.map(({ column, valuesOf }) => ({ column, values: valuesOf(rows) })),
  );
