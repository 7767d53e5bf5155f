/** Rows of a column: pages joined, with gaps and lists put together from the levels. */
import type { ColumnMetaData } from 'hyparquet';
import type { Budget } from './limit.js';
import type { Stored } from './parquet-encoding.js';
import { type Leaf, type Page, pagesOf } from './parquet-page.js';
import type { Piece } from './read-columns.js';

/**
 * The values of a column in a row group in pieces, one a row; `null` where one is missing.
 *
 * @throws Error when the column is damaged, MsmError E_CONFIG beyond the budget
 */
export function rowsOf(
  bytes: Uint8Array,
  column: ColumnMetaData,
  leaf: Leaf,
  nRows: number,
  budget: Budget,
  turn: (values: Stored) => Piece,
): readonly Piece[] {
  const isList = leaf.mostRepeated > 0;
  if (!isList && Number(column.num_values) !== nRows) {
    throw new Error(`it has ${column.num_values} values for ${nRows} rows`);
  }
  const pages = [...pagesOf(bytes, column, leaf, budget, turn)];
  if (!isList) return pages.map((page) => withGaps(page, leaf));
  const lists = listsOf(pages, leaf);
  if (lists.length !== nRows) throw new Error(`it has ${lists.length} lists for ${nRows} rows`);
  return [lists];
}

function withGaps({ defined, values }: Page, { mostDefined }: Leaf): Piece {
  if (defined === undefined || values.length === defined.length) return values;
  let at = 0;
  return Array.from(defined, (level) => (level === mostDefined ? values[at++] : null));
}

/** Lists, which may go on in the next page. */
function listsOf(pages: readonly Page[], { mostDefined, listed }: Leaf): readonly (unknown[] | null)[] {
  const lists: (unknown[] | null)[] = [];
  for (const { repeated = [], defined, values } of pages) {
    let at = 0;
    for (let i = 0; i < repeated.length; i++) {
      const level = defined?.[i] ?? mostDefined;
      if (repeated[i] === 0) lists.push(level < listed - 1 ? null : []);
      if (level < listed) continue;
      const value = level === mostDefined ? values[at++] : null;
      const list = lists[lists.length - 1];
      if (!list) throw new Error('a list goes on where none began');
      list.push(value);
    }
  }
  return lists;
}
