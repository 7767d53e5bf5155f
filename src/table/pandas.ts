/** What pandas writes into the metadata of Parquet and Arrow files. */
import { corrupt } from './read-columns.js';
import type { ReadTable } from './table.js';

const KEY = 'pandas';

/**
 * The table, with the columns marked that pandas kept as its index. A range (0, 1, 2, ...) is no column and needs no mark.
 *
 * @throws MsmError E_CORRUPT when the entry cannot be read
 */
export function withIndex(table: ReadTable): ReadTable {
  const text = table.metadata[KEY];
  if (text === undefined) return table;
  const names = indexNames(text);
  if (names === undefined) throw corrupt(table.name, `the entry '${KEY}' of its metadata cannot be read`);
  const columns = table.columns.map((column) =>
    names.has(column.name) ? { ...column, isIndex: true as const } : column,
  );
  return { ...table, columns };
}

/** Names of columns stand as text, ranges as objects. */
function indexNames(text: string): ReadonlySet<unknown> | undefined {
  try {
    const { index_columns: names } = JSON.parse(text) as { readonly index_columns: unknown };
    return Array.isArray(names) ? new Set(names.filter((name) => typeof name === 'string')) : undefined;
  } catch {
    return undefined;
  }
}
