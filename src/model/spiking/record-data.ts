/** What `record` wrote of the first example, as figures take it (activity-tables.ts). */
import { type FigureData, hasColumns, type Need, type Subject } from '../../figure/figure.js';

const EXAMPLE = 'example';

/** Columns of one of the tables. */
export const recorded = (table: string, ...columns: readonly string[]): Need & { readonly kind: 'columns' } => ({
  kind: 'columns',
  table,
  columns: [EXAMPLE, ...columns],
});

/** What a figure reads, if a run has all of it. */
export const ifRecorded = (
  subject: Subject,
  ...needs: readonly (Need & { readonly kind: 'columns' })[]
): readonly Need[] | undefined =>
  subject.kind === 'run' && needs.every(({ table, columns }) => hasColumns(subject, table, columns))
    ? needs
    : undefined;

/** Rows of the first example. */
export const firstRows = (data: FigureData, table: string): readonly number[] =>
  Array.from(data.numbers(table, EXAMPLE).values).flatMap((example, row) => (example === 0 ? [row] : []));

/** A column at some rows. */
export function at(data: FigureData, table: string, column: string, rows: readonly number[]): Float64Array {
  const { values } = data.numbers(table, column);
  return Float64Array.from(rows, (row) => values[row]);
}

/** Rows of the first example by the word of a column, in the order in which words come. */
export function byWord(data: FigureData, table: string, column: string): ReadonlyMap<string, readonly number[]> {
  const words = data.words(table, column);
  const found = new Map<string, number[]>();
  for (const row of firstRows(data, table)) {
    const word = String(words[row]);
    const own = found.get(word);
    if (own === undefined) found.set(word, [row]);
    else own.push(row);
  }
  return found;
}

/** `first of 20 recorded examples`, if there are several. */
export function exampleNote(data: FigureData, table: string): readonly string[] {
  const count = new Set(data.numbers(table, EXAMPLE).values).size;
  return count > 1 ? [`the first of ${count} recorded examples`] : [];
}
