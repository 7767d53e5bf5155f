/** Turning a table that somebody made into an array of a wanted shape, without guessing between two readings. */
import { MsmError } from '../errors.js';
import { fromArray, holdsArrays } from './array.js';
import { settleHeader } from './header.js';
import type { ColumnData, ReadColumn, ReadTable } from './table.js';

export interface NumericOptions {
  /** The table holds the matrix transposed: one row per second index. Only for shapes of two dimensions. */
  readonly transposed?: boolean;
}

/** Names of index columns of the long form, by dimension. */
const INDEX_NAMES: readonly (readonly string[])[] = [['i', 'unit', 'row'], ['j', 'column'], ['k']];
/** Names of a column that merely counts the rows of a matrix: the first index, and what other tools call it. */
const ROW_NUMBER_NAMES: readonly string[] = [...INDEX_NAMES[0], '', 'index', '__index_level_0__', 'Unnamed: 0'];

/**
 * Takes an array of the given shape out of a table, in row-major order. A file of arrays (.npy, .npz, .mat) holds it under its name or
 * as its only one; of tables three forms are understood:
 * - a column called `name`: one value a row in row-major order, or a fixed-size list a row;
 * - a matrix: one row per first index, one numeric column for each of the other positions, with or without header;
 * - the long form: index columns (`i` or `unit`, then `j`, `k`) and a column `name` or `value`, or the only other one,
 *   with each position exactly once.
 *
 * @param shape - wanted sizes, as [N] or [N, K]
 * @param name - what the array is called, for the column and for messages
 * @throws MsmError E_CONFIG naming the file, the found and the wanted shape, or the place of a value that is missing, not
 * finite or given twice
 */
export function numericArray(
  given: ReadTable,
  shape: readonly number[],
  name: string,
  options: NumericOptions = {},
): Float64Array {
  const table = settleHeader(given, sizeOf(shape));
  if (options.transposed) {
    if (shape.length !== 2) throw refuse(table, `a transposed ${name} must have two dimensions, not ${shape.length}`);
    return transpose(numericArray(table, [shape[1], shape[0]], name), shape[1], shape[0]);
  }
  if (holdsArrays(table)) return fromArray(table, shape, name);
  const indexes = indexColumns(table, shape.length);
  const column = table.columns.find((candidate) => candidate.name === name && !indexes?.includes(candidate));
  if (indexes) {
    const value = column ?? valueColumn(table, indexes);
    if (value) return fromLong(table, shape, name, indexes, value);
  }
  return column ? fromColumn(table, shape, name, column) : fromMatrix(table, shape, name);
}

function indexColumns(table: ReadTable, nDimensions: number): ReadColumn[] | undefined {
  const found = INDEX_NAMES.slice(0, nDimensions).map((names) =>
    table.columns.find((column) => names.includes(column.name) && isNumeric(column)),
  );
  return found.length === nDimensions && found.every((c) => c !== undefined) ? found : undefined;
}

function valueColumn(table: ReadTable, indexes: readonly ReadColumn[]): ReadColumn | undefined {
  const others = table.columns.filter((column) => isNumeric(column) && !indexes.includes(column));
  return others.find((column) => column.name === 'value') ?? (others.length === 1 ? others[0] : undefined);
}

function isNumeric(column: ReadColumn): boolean {
  return column.type === 'f64' || column.type === 'i32';
}

/** [rows] values in row-major order, or lists [rows, width]. */
function fromColumn(table: ReadTable, shape: readonly number[], name: string, column: ReadColumn): Float64Array {
  if (!isNumeric(column)) throw refuse(table, `column '${name}' holds ${column.type} where numbers are wanted`);
  const width = column.width ?? 1;
  const rowsFit = column.width === undefined || table.nRows === shape[0] || (table.nRows === 1 && shape.length === 1);
  if (table.nRows * width !== sizeOf(shape) || !rowsFit) {
    throw wrongShape(table, name, column.width === undefined ? [table.nRows] : [table.nRows, width], shape);
  }
  const values = new Float64Array(table.nRows * width); // [rows, width]
  for (let i = 0; i < values.length; i++) values[i] = finite(table, column, Math.floor(i / width), i);
  return values;
}

/** One row per first index, one column per other position; for one dimension also a single row. */
function fromMatrix(table: ReadTable, shape: readonly number[], name: string): Float64Array {
  const columns = dataColumns(table, sizeOf(shape.slice(1)));
  const { nRows } = table;
  const found = [nRows, columns.length];
  const isRow = shape.length === 1 && nRows === 1 && columns.length === shape[0];
  if (!isRow && (nRows !== shape[0] || columns.length !== sizeOf(shape.slice(1)))) {
    throw wrongShape(table, name, found, shape);
  }
  const values = new Float64Array(nRows * columns.length); // [rows, columns]
  for (let row = 0; row < nRows; row++) {
    for (const [c, column] of columns.entries()) {
      values[row * columns.length + c] = finite(table, column, row, row);
    }
  }
  return values;
}

/** The scalar numeric columns, without a column of row numbers where there is one too many. */
function dataColumns(table: ReadTable, wanted: number): readonly ReadColumn[] {
  const columns = table.columns.filter((column) => isNumeric(column) && column.width === undefined);
  const [head] = columns;
  const hasRowNumbers =
    columns.length === wanted + 1 && ROW_NUMBER_NAMES.includes(head.name) && isCounting(head.data, table.nRows);
  return hasRowNumbers ? columns.slice(1) : columns;
}

function isCounting(data: ColumnData, length: number): boolean {
  for (let i = 0; i < length; i++) {
    if (data[i] !== i) return false;
  }
  return true;
}

function fromLong(
  table: ReadTable,
  shape: readonly number[],
  name: string,
  indexes: readonly ReadColumn[],
  value: ReadColumn,
): Float64Array {
  if (table.nRows !== sizeOf(shape)) throw wrongShape(table, name, [table.nRows], shape);
  const values = new Float64Array(sizeOf(shape));
  const isGiven = new Uint8Array(values.length);
  for (let row = 0; row < table.nRows; row++) {
    let position = 0;
    for (const [dimension, index] of indexes.entries()) {
      const at = index.data[row] as number;
      if (!Number.isInteger(at) || at < 0 || at >= shape[dimension]) {
        throw refuse(
          table,
          `row ${row}: '${index.name}' is ${at}, wanted a whole number from 0 to ${shape[dimension] - 1}`,
        );
      }
      position = position * shape[dimension] + at;
    }
    // As many rows as positions and none twice: then none is missing either.
    if (isGiven[position]) throw refuse(table, `row ${row} gives ${placeOf(indexes, row)} of ${name} a second time`);
    isGiven[position] = 1;
    values[position] = finite(table, value, row, row);
  }
  return values;
}

function placeOf(indexes: readonly ReadColumn[], row: number): string {
  return indexes.map((index) => `${index.name} = ${index.data[row]}`).join(', ');
}

function finite(table: ReadTable, column: ReadColumn, row: number, position: number): number {
  const value = column.data[position];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  const found = value === null ? 'missing' : String(value);
  throw refuse(table, `the value in row ${row}, column '${column.name}' is ${found}; all must be finite numbers`);
}

function transpose(values: Float64Array, nRows: number, nColumns: number): Float64Array {
  const result = new Float64Array(values.length); // [columns, rows]
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++) result[j * nRows + i] = values[i * nColumns + j];
  }
  return result;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

function wrongShape(table: ReadTable, name: string, found: readonly number[], wanted: readonly number[]): MsmError {
  const text = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
  return new MsmError('E_CONFIG', `${table.name} holds ${name} with shape ${text(found)}, wanted ${text(wanted)}`, {
    place: table.name,
    next: `Give one column '${name}', a matrix with one row per first index, or columns i, j and value.`,
    data: { found, wanted },
  });
}

function refuse(table: ReadTable, problem: string): MsmError {
  return new MsmError('E_CONFIG', `${table.name}: ${problem}`, { place: table.name });
}
