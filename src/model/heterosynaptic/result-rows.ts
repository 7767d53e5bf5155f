/** The results of a sweep as rows and groups of rows, and numbers of them. */
import type { ResultColumns, ResultValue } from '../collections.js';

/** A row of the results, by the names of the columns that were asked for. */
export type Row = { readonly [name: string]: ResultValue };

export const rowsOf = (results: ResultColumns, names: readonly string[]): readonly Row[] => {
  const columns = names.map((name) => results.column(name));
  return Array.from({ length: results.nRows }, (_, row) =>
    Object.fromEntries(names.map((name, i) => [name, columns[i][row]])),
  );
};

export interface Group {
  readonly key: Row;
  readonly rows: readonly Row[];
}

const compare = (a: ResultValue, b: ResultValue): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : Number(String(a) > String(b));

/** Rows with the same values in these columns, in the order of the values. */
export function groupsOf(rows: readonly Row[], by: readonly string[]): readonly Group[] {
  const groups = new Map<string, { readonly key: Row; readonly rows: Row[] }>();
  for (const row of rows) {
    const values = by.map((name) => row[name]);
    const text = JSON.stringify(values);
    const group = groups.get(text) ?? { key: Object.fromEntries(by.map((name, i) => [name, values[i]])), rows: [] };
    group.rows.push(row);
    groups.set(text, group);
  }
  return [...groups.values()].sort((a, b) => {
    for (const name of by) {
      const order = compare(a.key[name], b.key[name]);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Numbers of a column that exist. */
export const numbers = (rows: readonly Row[], name: string): readonly number[] =>
  rows.map((row) => row[name]).filter((value): value is number => typeof value === 'number' && Number.isFinite(value));

/** Name of the column that all comparisons are of. */
export const ACCURACY = 'test_accuracy';
