/** Turning a table that somebody made into an array of a wanted shape, without guessing between two readings. */
import { fromArray, holdsArrays } from './array.js';
import { columnText, dataColumns, isNumeric, numberIn, refuse, refuseText } from './data-columns.js';
import { settleHeader } from './header.js';
import { fromLong, isAboveDiagonal, longFormOf } from './long-form.js';
import { headerText, wrongShape } from './seen.js';
import { stateOfStep } from './states.js';
import type { ReadColumn, ReadTable } from './table.js';

/** Which array is wanted from a table. */
export interface ArrayRequest {
  /** The name of the array, then other names that its column may have. */
  readonly names: readonly [string, ...string[]];
  /** Wanted sizes, as [N] or [N, K]; one below 0 is free and follows from the table. */
  readonly shape: readonly number[];
  /** Whether both sizes of a matrix are one, so that a free one is free for both. */
  readonly isSquare?: boolean;
  /** Sizes that the file itself states, below 0 where it does not: those of the run that wrote it. */
  readonly stated?: readonly number[];
  /** How many numbers a vector of free length is expected to have. */
  readonly expected?: number;
  /** The step of which the state is taken, where the table has several. Absent: the last. */
  readonly step?: number;
  /** Whether a table of a run has the upper triangle of a symmetric matrix where nothing stands below the diagonal. */
  readonly isSymmetric?: boolean;
  /** Lists with one row per second index: all, or those whose lengths say so. Absent: none. */
  readonly turnedLists?: 'all' | 'fitting';
}

/** An array with its shape, and what was made of the table. */
export interface TakenArray {
  readonly values: Float64Array;
  readonly shape: readonly number[];
  /** Whether a size is only as large as the largest index of a list of edges asks for. */
  readonly isBound: boolean;
  /** Where in the table it stands: the header, or the column. */
  readonly form: string;
  /** How else the table was understood, in words: the step taken, columns left out, entries that are 0. */
  readonly said: readonly string[];
}

/**
 * Takes an array out of a table, in row-major order. A file of arrays (.npy, .npz, .safetensors, .mat) holds it under its name or as its only one;
 * of tables these forms are understood:
 * - the long form: columns with indexes and one with values; of a list of edges the entries that are not there are 0;
 * - a column of one of the names: one value a row in row-major order, a fixed-size list a row, or all of it as the list of one row;
 * - a matrix: one row per first index, one column for each of the other positions, with or without header; a vector may be one row.
 *
 * @throws MsmError E_CONFIG naming the file, the shapes found and wanted and what was seen, or row, column and cell of a value that
 * is missing, not finite, a text or given twice
 */
export function takeArray(given: ReadTable, request: ArrayRequest): TakenArray {
  const { names, shape, step } = request;
  if (holdsArrays(given)) {
    if (step !== undefined) throw refuse(given, `it has no steps, from which @${step} would choose`);
    return square(given, request, { ...fromArray(given, shape, names), ...AS_IT_IS });
  }
  const table = settleHeader(given, expectedRows(request));
  const isGuess = given.isLikelyHeader !== undefined && table.nRows !== expectedRows(request) && !table.hasHeader;
  const taken = fromTable(table, request);
  const said = [
    ...(isGuess ? ['first line 0 read as data'] : []),
    ...(table.hasDecimalComma === true ? ['decimal comma'] : []),
    ...taken.said,
  ];
  return square(table, request, { ...taken, said });
}

/** The table said everything itself. */
const AS_IT_IS = { isBound: false, form: '', said: [] } as const;

/** Numbers that a table of one column must have, if that is known. */
function expectedRows({ shape, expected }: ArrayRequest): number | undefined {
  return shape.every((size) => size >= 0) ? sizeOf(shape) : expected;
}

/** Both sizes of a square matrix are one. */
function square(table: ReadTable, { isSquare, shape: wanted, names }: ArrayRequest, taken: TakenArray): TakenArray {
  const [rows, columns] = taken.shape;
  if (isSquare !== true || rows === columns) return taken;
  throw wrongShape(table, names[0], taken.shape, wanted[0] < 0 ? [rows, rows] : wanted);
}

function fromTable(table: ReadTable, request: ArrayRequest): TakenArray {
  const { names, shape } = request;
  const isLong = (rank: number): boolean => table.columns.length > 1 && longFormOf(table, rank, names) !== undefined;
  if (isLong(shape.length)) return takeLong(table, request);
  const single = oneRow(request);
  if (single !== undefined && isLong(1)) {
    const taken = takeLong(table, single);
    return { ...taken, shape: [1, ...taken.shape] };
  }
  const column = namedColumn(table, names);
  if (column === undefined && request.step === undefined) return fromMatrix(table, request);
  if (request.step !== undefined)
    throw refuse(table, `it has no state a step, from which @${request.step} would choose`);
  const called = column as ReadColumn;
  const form = table.columns.length > 1 ? columnText(called) : headerText(table);
  return { ...fromColumn(table, request, called), ...AS_IT_IS, form };
}

/** The request of the only row of a matrix that has one. */
function oneRow({ stated, ...request }: ArrayRequest): ArrayRequest | undefined {
  const { shape } = request;
  if (shape.length !== 2 || (shape[0] < 0 ? stated?.[0] : shape[0]) !== 1) return undefined;
  return { ...request, shape: [shape[1]], ...(stated !== undefined && { stated: [stated[1]] }) };
}

const namedColumn = (table: ReadTable, names: readonly string[]): ReadColumn | undefined =>
  names.flatMap((name) => table.columns.filter((column) => column.name === name))[0];

function takeLong(all: ReadTable, request: ArrayRequest): TakenArray {
  const { names, shape, stated = shape.map(() => -1), isSquare = false } = request;
  const { table, step, steps } = stateOfStep(all, request.step);
  const form = longFormOf(table, shape.length, names);
  if (form === undefined) throw refuse(table, 'it is not a list of entries');
  const odd = shape.some((size, d) => size >= 0 && stated[d] >= 0 && size !== stated[d]);
  if (odd) throw wrongShape(table, names[0], stated, shape);
  const wanted = shape.map((size, d) => (size < 0 ? stated[d] : size));
  const isUpper = request.isSymmetric === true && isSquare && isAboveDiagonal(form);
  const { given, ...taken } = fromLong(table, form, wanted, names[0], { isSquare, isUpper });
  const zeros = taken.values.length - (isUpper ? 2 : 1) * given - (isUpper ? taken.shape[0] : 0);
  return {
    ...taken,
    form: columnText(form.value),
    said: [
      ...(step !== undefined
        ? [`step ${step}${steps > 1 ? `, ${request.step === undefined ? 'the last' : 'one'} of ${steps}` : ''}`]
        : []),
      ...(form.isSparse && zeros > 0
        ? [`${given} entries, the other ${zeros} of ${taken.values.length} are 0 (indexes count from 0)`]
        : []),
    ],
  };
}

/** A column of values in row-major order [rows], or of lists [rows, width], which may stand transposed. */
function fromColumn(table: ReadTable, request: ArrayRequest, column: ReadColumn): Pick<TakenArray, 'values' | 'shape'> {
  if (!isNumeric(column)) throw refuseText(table, column);
  const [name] = request.names;
  const { width } = column;
  const found = width === undefined ? [table.nRows] : [table.nRows, width];
  const shape = width === undefined ? flatShape(request, table.nRows) : listShape(request, table.nRows, width);
  const isWhole = width !== undefined && table.nRows === 1;
  if (shape === undefined) throw wrongShape(table, name, isWhole ? [width] : found, request.shape, isWhole ? 0 : 1);
  const values = new Float64Array(sizeOf(found)); // [rows, width]
  for (let i = 0; i < values.length; i++) values[i] = numberIn(table, column, Math.floor(i / (width ?? 1)), i);
  const turned = width !== undefined && shape.length === 2 && isTurned(request, table.nRows, width);
  return { values: turned ? transpose(values, table.nRows, width) : values, shape };
}

/** The shape of so many values in row-major order, if they fit. */
function flatShape({ shape, stated, isSquare }: ArrayRequest, count: number): readonly number[] | undefined {
  const wanted = shape.map((size, d) => (size < 0 ? (stated?.[d] ?? -1) : size));
  if (stated?.some((size, d) => size >= 0 && size !== wanted[d])) return undefined;
  const free = wanted.filter((size) => size < 0).length;
  const side = Math.round(Math.sqrt(count));
  if (isSquare === true && free === 2) return side * side === count ? [side, side] : undefined;
  const known = sizeOf(wanted.filter((size) => size >= 0));
  if (free === 0) return known === count ? wanted : undefined;
  return free === 1 && known > 0 && count % known === 0
    ? wanted.map((size) => (size < 0 ? count / known : size))
    : undefined;
}

/** Whether lists have one row per second index. */
function isTurned({ shape, turnedLists }: ArrayRequest, nRows: number, width: number): boolean {
  if (turnedLists !== 'fitting') return turnedLists === 'all';
  return shape[0] === width && shape[1] === nRows && width !== nRows;
}

function listShape(request: ArrayRequest, nRows: number, width: number): readonly number[] | undefined {
  const { shape } = request;
  const fits = (found: readonly number[]): boolean => found.every((size, d) => shape[d] < 0 || shape[d] === size);
  if (shape.length === 1)
    return nRows === 1 && fits([width]) ? [width] : width === 1 && fits([nRows]) ? [nRows] : undefined;
  const found = isTurned(request, nRows, width) ? [width, nRows] : [nRows, width];
  if (fits(found)) return found;
  // a final state of one row has each array whole, in row-major order
  return nRows === 1 ? flatShape(request, width) : undefined;
}

/** One row per first index, one column per other position; for one dimension also a single row. */
function fromMatrix(table: ReadTable, { shape, names }: ArrayRequest): TakenArray {
  const lists = table.columns.filter(({ width }) => width !== undefined);
  if (lists.length > 0) throw unnamed(table, names);
  if (table.nRows === 0) throw noRows(table, names[0]);
  const wanted = shape.length === 1 ? 1 : sizeOf(shape.slice(1));
  const isRow = shape.length === 1 && table.nRows === 1 && table.columns.length > 1;
  const { data, beside } = dataColumns(table, isRow ? shape[0] : wanted);
  const { nRows } = table;
  const found = isRow ? [data.length] : shape.length === 1 && data.length === 1 ? [nRows] : [nRows, data.length];
  const isFit = found.length === shape.length && shape.every((size, d) => size < 0 || size === found[d]);
  if (!isFit) throw wrongShape(table, names[0], [nRows, data.length], shape, data.length);
  const values = new Float64Array(nRows * data.length); // [rows, columns]
  for (let row = 0; row < nRows; row++) {
    for (const [c, column] of data.entries()) values[row * data.length + c] = numberIn(table, column, row);
  }
  const left = beside.map(besideText).join(', ');
  return {
    values,
    shape: found,
    ...AS_IT_IS,
    form: headerText({ ...table, columns: data }),
    said: left === '' ? [] : [`without ${left}`],
  };
}

/** How a person knows a column that is left out: pandas invents a name for an index that has none. */
const besideText = ({ name, isIndex }: ReadColumn): string =>
  name === '' || name.startsWith('__index_level_') ? 'the index' : isIndex ? `the index ${name}` : name;

function noRows(table: ReadTable, name: string) {
  const isCount = table.columns.length > 1 && table.columns.every((column, i) => column.name === String(i));
  return refuse(
    table,
    `there is no row of ${name}${table.layout === undefined ? '' : `, only the ${headerText(table)}`}`,
    isCount ? 'A first line that counts 0,1,2 is a header; write 0.0,1.0,2.0 if it is data.' : undefined,
  );
}

/** The error for a table of lists, none of which has the wanted name. */
function unnamed(table: ReadTable, names: readonly string[]) {
  const called = names.join(' or ');
  return refuse(table, `there is no column ${called}; it has ${table.columns.map(({ name }) => name).join(', ')}`);
}

function transpose(values: Float64Array, nRows: number, nColumns: number): Float64Array {
  const result = new Float64Array(values.length); // [columns, rows]
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < nColumns; j++) result[j * nRows + i] = values[i * nColumns + j];
  }
  return result;
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

export interface NumericOptions {
  /** The table holds the matrix transposed: one row per second index. Only for shapes of two dimensions. */
  readonly transposed?: boolean;
}

/**
 * An array of known shape out of a table, as `takeArray` reads it.
 *
 * @param shape - wanted sizes, as [N] or [N, K]
 * @param name - what the array is called, for the column and for messages
 * @throws as `takeArray`
 */
export function numericArray(
  table: ReadTable,
  shape: readonly number[],
  name: string,
  { transposed = false }: NumericOptions = {},
): Float64Array {
  if (!transposed) return takeArray(table, { names: [name], shape }).values;
  if (shape.length !== 2) throw refuse(table, `a transposed ${name} must have two dimensions, not ${shape.length}`);
  const { values } = takeArray(table, { names: [name], shape: [shape[1], shape[0]] });
  return transpose(values, shape[1], shape[0]);
}
