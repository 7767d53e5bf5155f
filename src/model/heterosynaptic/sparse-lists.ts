/** Lists of the entries of a matrix that are not zero, by rows and by columns (assembly/train/sparse.ts). */
import { MOST_SHARES } from '../../train/trainable.js';
import type { Numeric } from './numeric.js';

/** Addresses of lists of pairs, as products read them. */
export interface Listed {
  /** Parts in which each list is summed. */
  readonly blocks: number;
  readonly starts: number;
  readonly pairs: number;
}

export interface SparseLists {
  /** Takes x [rows, entries], whose entries are listed when the lists are asked for; `ends`: the rows before which the shares end. */
  list(x: number, ends: readonly number[]): void;
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
  const blocks = Math.ceil(entries / BLOCK);
  const starts = numeric.words(rows * blocks + 1);
  const columnStarts = numeric.words(entries * MOST_SHARES + 1);
  const places = numeric.words(MOST_SHARES);
  const [pairs, columnPairs] = [0, 0].map(() => numeric.room(2 * rows * entries));
  let ends: readonly number[] = [0];
  let [x, listed] = [0, 0];
  const isMade = { rows: false, columns: false };
  const rowsOf = (): number => ends[ends.length - 1];
  const listRows = (): void => {
    if (!isMade.rows) listed = k.list_rows(rowsOf(), entries, x, starts, pairs);
    isMade.rows = true;
  };
  return {
    list: (address, shareEnds) => {
      [x, ends] = [address, shareEnds];
      isMade.rows = false;
      isMade.columns = false;
    },
    density: () => {
      listRows();
      return listed / (rowsOf() * entries);
    },
    byRow: () => {
      listRows();
      return { blocks, starts, pairs };
    },
    byColumn: () => {
      listRows();
      if (!isMade.columns) {
        numeric.kernels.i32(places, ends.length).set(ends);
        k.list_columns(rowsOf(), entries, starts, pairs, ends.length, places, columnStarts, columnPairs);
      }
      isMade.columns = true;
      return { blocks: ends.length, starts: columnStarts, pairs: columnPairs };
    },
  };
}
