/** Lists of the entries of a matrix that are not zero, by rows and by columns (assembly/train/sparse.ts). */
import type { Numeric } from './numeric.js';

/** Addresses of lists of pairs, as products read them. */
export interface Listed {
  readonly starts: number;
  readonly pairs: number;
}

export interface SparseLists {
  /** Lists what is not zero of x [count, entries]. */
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
  const columnStarts = numeric.words(entries + 1);
  const [pairs, columnPairs] = [0, 0].map(() => numeric.room(2 * rows * entries));
  let [listed, count] = [0, 0];
  let isStale = true;
  return {
    list: (x, rowCount) => {
      count = rowCount;
      listed = k.list_rows(count, entries, x, starts, pairs);
      isStale = true;
    },
    density: () => listed / (count * entries),
    byRow: () => ({ starts, pairs }),
    byColumn: () => {
      if (isStale) k.list_columns(count, entries, starts, pairs, columnStarts, columnPairs);
      isStale = false;
      return { starts: columnStarts, pairs: columnPairs };
    },
  };
}
