/**
 * Whether the first line of a text table is its header: one rule for all inputs.
 *
 *     label,0,1,2    ,0,1,2    a,b    names: words, whole numbers that differ, in front an index without a name
 *     0,1,2                           0 to n - 1 in plain digits, two at least: what `DataFrame.to_csv(index=False)` writes
 *     0                               one column: open, since a number 0 looks the same; the wanted length decides
 *
 * Everything else is data, in which an empty cell or a word is a fault.
 */
import { type Cell, isBoolean, isEmpty, isWord, isWrittenAsDecimal } from './cells.js';
import type { ReadTable } from './table.js';

const PLAIN_DIGITS = /^\d+$/;

/** Whether cells are 0, 1, ..., n - 1 in plain digits. */
export const isCount = (cells: readonly Cell[]): boolean => cells.every((cell, i) => cell?.trim() === String(i));

/** Whether cells are the names of columns, not all of them numbers. */
export function hasNames(cells: readonly Cell[]): boolean {
  const [first, ...others] = cells;
  const hasIndex = isEmpty(first) && others.length > 0;
  const names = (hasIndex ? others : cells).map((cell) => cell?.trim() ?? '');
  const numbers = names.filter((name) => PLAIN_DIGITS.test(name));
  const isNamed = hasIndex || numbers.length < names.length;
  return isNamed && names.every((name) => isWord(name) || numbers.includes(name)) && allDiffer(numbers);
}

const allDiffer = (names: readonly string[]): boolean => new Set(names).size === names.length;

/** What the first line of a table is. */
export type FirstLine =
  | { readonly is: 'header' | 'data' }
  /** A single 0 above one column. `isLikely`: the others are written as floating point and it is not, so it is a name. */
  | { readonly is: 'open'; readonly isLikely: boolean };

/**
 * What the first of a table's lines is.
 *
 * @param records - cells of each line, the first one included
 */
export function firstLineOf(records: readonly (readonly Cell[])[]): FirstLine {
  const [first] = records;
  if (hasNames(first) || (first.length > 1 && isCount(first))) return { is: 'header' };
  if (first.length > 1 || !isCount(first) || records.length === 1) return { is: 'data' };
  const below = (test: (cell: string) => boolean): boolean => {
    for (let row = 1; row < records.length; row++) {
      const [cell] = records[row];
      if (cell === null || !test(cell)) return false;
    }
    return true;
  };
  if (below(isBoolean)) return { is: 'header' };
  return { is: 'open', isLikely: below(isWrittenAsDecimal) };
}

/** A table of one column without its first line, which is the header `0`. */
export function withHeader(table: ReadTable): ReadTable {
  const { isLikelyHeader: _, ...rest } = table;
  const columns = table.columns.map((column) => ({ ...column, name: '0', data: column.data.slice(1) }));
  return { ...rest, columns, nRows: table.nRows - 1, hasHeader: true };
}

/**
 * A table of which the first line is known to be header or data: a plain 0 above one column is a number where that makes as many as
 * wanted, and a header where there is one more. Where no length is wanted, or neither fits, it is a header if the others are written
 * as floating point and it is not.
 *
 * @param wanted - numbers that the column must have, if that is known
 */
export function settleHeader(table: ReadTable, wanted: number | undefined): ReadTable {
  const { isLikelyHeader, ...settled } = table;
  if (isLikelyHeader === undefined || table.nRows === wanted) return settled;
  return table.nRows - 1 === wanted || isLikelyHeader ? withHeader(table) : settled;
}
