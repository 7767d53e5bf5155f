/** Lists of the entries of a matrix that are not zero, by rows and by columns (assembly/train/sparse.ts). */
import type { Numeric } from './numeric.js';

/** How products read the lists: of which items, and how far apart the entries of an item are, and items, in numbers. */
export interface Listed {
  readonly starts: number;
  readonly numbers: number;
  readonly item: number;
  readonly step: number;
}

export interface SparseLists {
  /** Lists what is not zero of x [count, entries]; x may change after that, but for its zeros. */
  list(x: number, count: number): void;
  /** Share of the entries that are not zero. */
  density(): number;
  byRow(): Listed;
  /** Made when it is first asked for. */
  byColumn(): Listed;
}

/** Entries of a block of sums. */
const BLOCK = 256;

export function openSparseLists(numeric: Numeric, entries: number, rows: number): SparseLists {
  const k = numeric.pick('list_rows', 'list_columns');
  const starts = numeric.words(rows * Math.ceil(entries / BLOCK) + 1);
  const numbers = numeric.words(rows * entries);
  const columnStarts = numeric.words(entries + 1);
  const rowNumbers = numeric.words(rows * entries);
  let [listed, count] = [0, 0];
  let isStale = true;
  return {
    list: (x, rowCount) => {
      count = rowCount;
      listed = k.list_rows(count, entries, x, starts, numbers);
      isStale = true;
    },
    density: () => listed / (count * entries),
    byRow: () => ({ starts, numbers, item: entries, step: 1 }),
    byColumn: () => {
      if (isStale) k.list_columns(count, entries, starts, numbers, columnStarts, rowNumbers);
      isStale = false;
      return { starts: columnStarts, numbers: rowNumbers, item: 1, step: entries };
    },
  };
}
