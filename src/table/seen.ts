/** What a table looked like, in words, and the error for a shape that does not fit. */
import { MsmError } from '../errors.js';
import { holdsArrays, shapeText } from './array.js';
import type { ReadColumn, ReadTable } from './table.js';

const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Whether a column counts the rows: 0, 1, 2, ... */
export function isCounting({ data }: ReadColumn): boolean {
  for (let i = 0; i < data.length; i++) if (data[i] !== i) return false;
  return true;
}

/** `3 rows x 9 columns`. */
export const sizeText = (rows: number, columns: number): string =>
  `${count(rows, 'row')} x ${count(columns, 'column')}`;

/** `header 0..8`, `header sigma`, or `no header`; nothing of files that have names for all columns. */
export function headerText({ hasHeader, layout, columns }: ReadTable): string {
  if (layout === undefined) return '';
  if (!hasHeader) return 'no header';
  const names = columns.map(({ name }) => (name === '' ? "''" : name));
  return names.length === 1 ? `header ${names[0]}` : `header ${names[0]}..${names[names.length - 1]}`;
}

/** What a table looks like: `2 rows x 1 column, one cell a line, no header`. */
export function seenText(table: ReadTable, columns: number): string {
  return [sizeText(table.nRows, columns), table.layout ?? '', headerText(table)]
    .filter((part) => part !== '')
    .join(', ');
}

/**
 * An error that names the shape found, the shape wanted, and what the table looked like. `data` has both shapes.
 *
 * @param columns - that were looked at; 0 if the array is in one cell as a whole
 */
export function wrongShape(
  table: ReadTable,
  name: string,
  found: readonly number[],
  wanted: readonly number[],
  columns: number = table.columns.length,
): MsmError {
  // a file of arrays states its shapes, and no columns were seen
  const seen = columns === 0 || holdsArrays(table) ? '' : seenText(table, columns);
  const isNumbered = wanted.length === 1 && found[1] === 2 && seen !== '' && isCounting(table.columns[0]);
  const isTurned = wanted.length === 2 && found.length === 2 && fits([found[1], found[0]], wanted);
  return new MsmError(
    'E_CONFIG',
    `${table.name} holds ${name} with shape ${shapeText(found)}, wanted ${shapeText(wanted)}${seen === '' ? '' : `: ${seen}`}`,
    {
      place: table.name,
      next: isTurned
        ? 'It looks transposed: there must be one row per first index.'
        : seen === ''
          ? undefined
          : isNumbered
            ? `One of the columns seems to number the rows: name them, as unit,${name}, or give the values alone.`
            : `Give one column '${name}', a matrix with one row per first index, or columns i, j and value.`,
      data: { found, wanted, seen },
    },
  );
}

const fits = (found: readonly number[], wanted: readonly number[]): boolean =>
  wanted.every((size, d) => size < 0 || size === found[d]);
