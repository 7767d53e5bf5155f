/** Which columns of a table hold data, and the numbers in them. A column without numbers is refused, never left out silently. */
import { MsmError } from '../errors.js';
import { hasDecimalComma, isNumber } from './cells.js';
import { isCounting } from './seen.js';
import type { ReadColumn, ReadTable } from './table.js';

/** Names of columns that hold no data but say which row it is, or what it belongs to. */
export const BESIDE: readonly string[] = [
  'index',
  'row',
  'label',
  'pattern',
  'name',
  'class',
  'target',
  'id',
  'step',
  'time',
  'phase',
  // the name that pandas gives to an index without one
  '',
  'Unnamed: 0',
  '__index_level_0__',
];
/** Columns that hold no data if they come first and count the rows from 0. */
const COUNTERS: readonly string[] = ['i', 'unit', 'node', 'trial', 'memory'];

/** The names of columns that hold no data, for messages. */
export const BESIDE_TEXT = BESIDE.filter((name) => /^[a-z]+$/.test(name)).join(', ');

export function refuse(
  table: ReadTable,
  problem: string,
  next?: string,
  data?: { readonly [key: string]: unknown },
): MsmError {
  return new MsmError('E_CONFIG', `${table.name}: ${problem}`, { place: table.name, next, data });
}

/** Whether a column can be numbers: truth values are 0 and 1. */
export const isNumeric = ({ type }: ReadColumn): boolean => type !== 'text';

/** How messages name a column. */
export const columnText = ({ name }: ReadColumn): string =>
  name === '' ? 'the column without a name' : `column '${name}'`;

/**
 * A number of a column. `row` is for the message; of a column of lists it is not the position.
 *
 * @throws MsmError E_CONFIG naming row, column and cell for what is missing, not finite or a text
 */
export function numberIn(table: ReadTable, column: ReadColumn, row: number, position = row): number {
  const value = column.data[position];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'string' && value.trim() !== '') throw refuseText(table, column);
  const found = typeof value === 'number' ? String(value) : 'missing';
  throw refuse(table, `the value in row ${row}, ${columnText(column)} is ${found}; all must be finite numbers`);
}

/** The error of a column that holds texts, with the first of them. */
export function refuseText(table: ReadTable, column: ReadColumn): MsmError {
  const cells = column.data as readonly (string | null)[];
  const row = cells.findIndex((cell) => cell !== null && cell.trim() !== '' && !isNumber(cell));
  if (row < 0) return refuse(table, `${columnText(column)} is empty`);
  const cell = cells[row] ?? '';
  const next = hasDecimalComma(cell)
    ? 'The comma separates the cells here. Write decimals with a point, or separate the cells by semicolons.'
    : `Columns that hold no data must be called so: ${BESIDE_TEXT}.`;
  return refuse(table, `the value in row ${row}, ${columnText(column)} is '${cell}', which is not a number`, next);
}

/** Whether a column names or counts rows and is not data; asked if there is one column too many. */
function isBeside(table: ReadTable, column: ReadColumn, place: number): boolean {
  if (column.isIndex) return true;
  if (place === 0 && COUNTERS.includes(column.name)) {
    if (isCounting(column)) return true;
    throw refuse(
      table,
      `${columnText(column)} would number the rows, and does not count them from 0`,
      'A list of entries needs the columns of all its indexes and one of values; give the column another name if it is data.',
    );
  }
  if (!BESIDE.includes(column.name)) return false;
  const odd = column.type === 'f64' ? (column.data as ArrayLike<number>) : [];
  for (let row = 0; row < odd.length; row++) {
    if (column.name !== 'time' && odd[row] !== null && !Number.isInteger(odd[row])) {
      throw refuse(
        table,
        `${columnText(column)} would be the number or name of the row, but row ${row} has ${odd[row]}`,
        'Give the column another name if it is data.',
      );
    }
  }
  return true;
}

/** The columns of a matrix, and those besides. */
export interface DataColumns {
  readonly data: readonly ReadColumn[];
  readonly beside: readonly ReadColumn[];
}

/**
 * The columns that hold a matrix. If there are just as many as wanted, all are data, whatever their names; the index of pandas never is.
 *
 * @param wanted - how many there must be, below 0 for any number
 * @throws MsmError E_CONFIG for a column of texts that its name does not excuse, and for an index with decimals
 */
export function dataColumns(table: ReadTable, wanted: number): DataColumns {
  const { columns } = table;
  const own = columns.filter((column) => !column.isIndex);
  const isWhole = own.length === wanted && own.every(isNumeric);
  const first = columns.findIndex(({ name, isIndex }) => !isIndex && !BESIDE.includes(name));
  const beside = columns.filter((column, at) => (isWhole ? column.isIndex : isBeside(table, column, at - first)));
  const data = columns.filter((column) => !beside.includes(column));
  const text = data.find((column) => !isNumeric(column));
  if (text !== undefined) throw refuseText(table, text);
  return { data, beside };
}
