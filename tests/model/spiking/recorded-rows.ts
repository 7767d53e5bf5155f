/** Tables of results as rows. */
import type { ResultTable } from '../../../src/model/record.js';

export type Row = { readonly [column: string]: number | string };

export function rowsOf(tables: readonly ResultTable[], name: string): readonly Row[] {
  const found = tables.find((table) => table.name === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return Array.from({ length: found.rows[0].length }, (_, i) =>
    Object.fromEntries(found.columns.map((column, c) => [column.name, found.rows[c][i] as number | string])),
  );
}
