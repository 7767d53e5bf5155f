/** Columns of result tables together with their values. */
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
