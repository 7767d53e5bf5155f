/** Whether a file gives an array in parts, by the names in it; what the parts are is read in `parts.ts`. */
import type { ReadTable } from '../table/table.js';

/** Names of all that a file has, also of what could not be read. */
export const namesIn = ({ columns, unread = [] }: ReadTable): readonly string[] =>
  [...columns, ...unread].map(({ name }) => name);

/**
 * Whether a file gives an input in parts: its arrays have the names of tensors, which have dots in them, or are several of which none is
 * called as the input is.
 */
export function isInParts(table: ReadTable, names: readonly string[]): boolean {
  if (!table.columns.some(({ shape }) => shape !== undefined)) return false;
  const found = namesIn(table);
  return found.some((name) => name.includes('.')) || (found.length > 1 && !found.some((name) => names.includes(name)));
}
