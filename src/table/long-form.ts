/** The long form: columns with indexes and a column with values, of a vector, a matrix, or a list of edges without the zeros. */
import type { MsmError } from '../errors.js';
import { BESIDE, isNumeric, numberIn, refuse } from './data-columns.js';
import type { ReadColumn, ReadTable } from './table.js';

/** Names of the index of a vector. */
const UNITS: readonly string[] = ['unit', 'i', 'row', 'node', 'neuron'];
/** Names of both indexes of a matrix that must have every entry. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['memory', 'unit'],
  ['trial', 'unit'],
  ['pattern', 'unit'],
];
/** Names of both indexes of a matrix whose absent entries are 0: edges lead from the second to the first. */
const EDGES: readonly (readonly [string, string])[] = [
  ['i', 'j'],
  ['row', 'column'],
  ['row', 'col'],
  ['target', 'source'],
  ['to', 'from'],
  ['post', 'pre'],
];
/** Names of the values, besides that of the array. */
const VALUES: readonly string[] = ['value', 'weight'];

/** A table in the long form. */
export interface LongForm {
  readonly indexes: readonly ReadColumn[];
  readonly value: ReadColumn;
  /** Whether entries that are not there are 0. */
  readonly isSparse: boolean;
}

/** The array, its shape, and how many of its entries the table has. */
export interface LongArray {
  readonly values: Float64Array;
  readonly shape: readonly number[];
  readonly given: number;
  /** Whether the sizes are only as large as the largest index asks for. */
  readonly isBound: boolean;
}

function columnsNamed(table: ReadTable, names: readonly string[]): readonly ReadColumn[] | undefined {
  const found = names.map((name) => table.columns.find((column) => column.name === name && isNumeric(column)));
  return found.every((column) => column !== undefined) ? (found as ReadColumn[]) : undefined;
}

function indexesOf(table: ReadTable, nDimensions: number): Omit<LongForm, 'value'> | undefined {
  const first = (lists: readonly (readonly string[])[], isSparse: boolean) => {
    for (const names of lists) {
      const indexes = columnsNamed(table, names);
      if (indexes !== undefined) return { indexes, isSparse };
    }
    return undefined;
  };
  if (nDimensions === 2) return first(PAIRS, false) ?? first(EDGES, true);
  return first(
    UNITS.map((name) => [name]),
    false,
  );
}

/** The column with the values: of the array's own names, called value or weight, or the only one left. */
function valueColumnOf(
  table: ReadTable,
  indexes: readonly ReadColumn[],
  names: readonly string[],
): ReadColumn | undefined {
  const others = table.columns.filter((column) => !indexes.includes(column));
  const named = [...names, ...VALUES].flatMap((name) => others.filter((column) => column.name === name));
  if (named.length > 0) return named[0];
  const data = others.filter((column) => isNumeric(column) && !column.isIndex && !BESIDE.includes(column.name));
  return data.length === 1 ? data[0] : undefined;
}

/**
 * A table as long form, or undefined if it is not one.
 *
 * @param names - what the column of values may be called
 * @throws MsmError E_CONFIG for a list of edges without a value, or with several columns that could be it
 */
export function longFormOf(table: ReadTable, nDimensions: number, names: readonly string[]): LongForm | undefined {
  const found = indexesOf(table, nDimensions);
  if (found === undefined) return undefined;
  const value = valueColumnOf(table, found.indexes, names);
  if (value !== undefined) return { ...found, value };
  const others = table.columns.filter((column) => !found.indexes.includes(column) && !BESIDE.includes(column.name));
  // a matrix can have columns of these names among others
  if (nDimensions !== 2 || others.length > 3) return undefined;
  const called = found.indexes.map(({ name }) => name).join(' and ');
  const more = others.map(({ name }) => name).join(', ');
  const problem =
    others.length === 0 ? 'there is no column with values' : `which of ${more} has the values is not clear`;
  throw refuse(
    table,
    `columns ${called} are those of a list of entries, but ${problem}`,
    'Call the column of values value; where all edges are alike, give each the value 1.',
  );
}

/** How large the dimensions must be at least. @throws MsmError E_CONFIG for an index that is no whole number from 0 on */
function neededSizes(table: ReadTable, indexes: readonly ReadColumn[]): readonly number[] {
  return indexes.map((column) => {
    let most = -1;
    for (let row = 0; row < table.nRows; row++) {
      const at = numberIn(table, column, row);
      if (!Number.isInteger(at) || at < 0) {
        throw refuse(table, `row ${row}: '${column.name}' is ${at}, wanted a whole number from 0 on`);
      }
      most = Math.max(most, at);
    }
    return most + 1;
  });
}

/** The error for an index beyond the size; an index that counts from 1 shows by having no 0. */
function beyond(
  table: ReadTable,
  form: LongForm,
  wanted: readonly number[],
  each: readonly number[],
  needed: readonly number[],
  name: string,
): MsmError {
  const d = each.findIndex((size, at) => wanted[at] >= 0 && size > wanted[at]);
  const column = form.indexes[d];
  const row = Array.prototype.findIndex.call(column.data, (at: number) => at >= wanted[d]);
  const problem = `row ${row}: '${column.name}' is ${column.data[row]}, wanted a whole number from 0 to ${wanted[d] - 1}`;
  if (each[d] === wanted[d] + 1 && !hasZero(form)) {
    return refuse(table, problem, 'Indexes seem to count from 1: subtract 1 from each.');
  }
  return refuse(table, problem, undefined, {
    found: needed,
    wanted,
    seen: `row ${row} of ${name} is at ${column.name} = ${column.data[row]}`,
  });
}

const hasZero = ({ indexes }: LongForm): boolean => indexes.some(({ data }) => Array.prototype.includes.call(data, 0));

/** The sizes, free ones as the indexes ask for; both alike in a square matrix. */
function sizesOf(
  table: ReadTable,
  form: LongForm,
  wanted: readonly number[],
  name: string,
  isSquare: boolean,
): readonly number[] {
  const each = neededSizes(table, form.indexes);
  const needed = isSquare ? each.map(() => Math.max(...each)) : each;
  if (each.some((size, d) => wanted[d] >= 0 && size > wanted[d])) throw beyond(table, form, wanted, each, needed, name);
  const isFree = wanted.some((size) => size < 0);
  if (isFree && form.isSparse && table.nRows > 0 && !hasZero(form)) {
    throw refuse(
      table,
      'no entry has an index 0, and indexes count from 0',
      'Subtract 1 from each if they count from 1; if nothing leads to or from unit 0, say how many units there are.',
    );
  }
  return wanted.map((size, d) => (size < 0 ? needed[d] : size));
}

/**
 * Reads a long form.
 *
 * @param wanted - sizes, free ones below 0
 * @param isSquare - whether both sizes of a matrix are one
 * @param isUpper - whether the table has the upper triangle of a symmetric matrix with zero diagonal
 * @throws MsmError E_CONFIG for an index that is none, an entry given twice, or one that is missing where none may be
 */
export function fromLong(
  table: ReadTable,
  form: LongForm,
  wanted: readonly number[],
  name: string,
  { isSquare, isUpper }: { readonly isSquare: boolean; readonly isUpper: boolean },
): LongArray {
  const { indexes, value, isSparse } = form;
  const shape = sizesOf(table, form, wanted, name, isSquare);
  const values = new Float64Array(shape.reduce((product, size) => product * size, 1)); // [...shape]
  const isGiven = new Uint8Array(values.length);
  const place = (row: number): string => indexes.map((index) => `${index.name} = ${index.data[row]}`).join(', ');
  for (let row = 0; row < table.nRows; row++) {
    let position = 0;
    for (const [d, index] of indexes.entries()) position = position * shape[d] + (index.data[row] as number);
    if (isGiven[position]) throw refuse(table, `row ${row} gives ${place(row)} of ${name} a second time`);
    isGiven[position] = 1;
    values[position] = numberIn(table, value, row);
    if (isUpper) mirror(values, isGiven, shape[0], position);
  }
  if (!isSparse && table.nRows < values.length) {
    const missing = isGiven.indexOf(0);
    const at = indexes.length === 1 ? [missing] : [Math.floor(missing / shape[1]), missing % shape[1]];
    const where = indexes.map((index, d) => `${index.name} = ${at[d]}`).join(', ');
    const seen = `${table.nRows} of ${values.length} values of ${name} are there; the first missing is ${where}`;
    const found = neededSizes(table, indexes);
    // a smaller array is complete
    const isSmaller = found.reduce((product, size) => product * size, 1) === table.nRows;
    throw refuse(table, seen, undefined, isSmaller ? { found, wanted: shape, seen } : undefined);
  }
  const isBound = wanted.some((size) => size < 0) && isSparse;
  return { values, shape, given: table.nRows, isBound };
}

/** The entry on the other side of the diagonal. */
function mirror(values: Float64Array, isGiven: Uint8Array, n: number, position: number): void {
  const other = (position % n) * n + Math.floor(position / n);
  values[other] = values[position];
  isGiven[other] = 1;
}

/** Whether all entries stand above the diagonal. */
export function isAboveDiagonal({ indexes: [i, j] }: LongForm): boolean {
  for (let row = 0; row < i.data.length; row++) if (!((i.data[row] as number) < (j.data[row] as number))) return false;
  return i.data.length > 0;
}
