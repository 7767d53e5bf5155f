/** What `record` wrote of the first example, or the first game, as figures take it (activity-tables.ts, cards/activity.ts). */
import { rowsBy } from '../../analysis/rows-by.js';
import { type FigureData, hasColumns, type Need, type Subject } from '../../figure/figure.js';
import { memoriesOf, type Written } from './record-panels.js';

type Columns = Need & { readonly kind: 'columns' };

/** What a figure reads, if a run has all of it. */
export const ifRecorded = (subject: Subject, ...needs: readonly Columns[]): readonly Need[] | undefined =>
  subject.kind === 'run' && needs.every(({ table, columns }) => hasColumns(subject, table, columns))
    ? needs
    : undefined;

/** A column at some rows. */
export function at(data: FigureData, table: string, column: string, rows: readonly number[]): Float64Array {
  const { values } = data.numbers(table, column);
  return Float64Array.from(rows, (row) => values[row]);
}

/** Records of several things of which figures show the first: the column that numbers them, and what they are called. */
const recordOf = (one: string, what: string) => {
  const firstRows = (data: FigureData, table: string): readonly number[] =>
    Array.from(data.numbers(table, one).values).flatMap((number, row) => (number === 0 ? [row] : []));
  return {
    /** Columns of one of the tables. */
    recorded: (table: string, ...columns: readonly string[]): Columns => ({
      ...{ kind: 'columns', table, columns: [one, ...columns] },
    }),
    /** Rows of the first. */
    firstRows,
    /** Rows of the first by the word of a column, in the order in which words come. */
    byWord: (data: FigureData, table: string, column: string): ReadonlyMap<string, readonly number[]> => {
      return rowsBy(data.words(table, column).map(String), firstRows(data, table));
    },
    /** Memories of the first, by the column that numbers what was written before. */
    memories: (data: FigureData, written: string): readonly Written[] => {
      const rows = firstRows(data, 'memory');
      const [after, keys, units, weights] = [written, 'key', 'value', 'weight'].map((name) =>
        at(data, 'memory', name, rows),
      );
      return memoriesOf({ after, keys, units, weights });
    },
    /** `the first of 20 recorded examples`, if there are several. */
    firstNote: (data: FigureData, table: string): readonly string[] => {
      const count = new Set(data.numbers(table, one).values).size;
      return count > 1 ? [`the first of ${count} recorded ${what}`] : [];
    },
  };
};

export const EXAMPLES = recordOf('example', 'examples');
export const GAMES = recordOf('game', 'games');
