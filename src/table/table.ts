/**
 * What a table is, for all writers and readers: named, typed columns of equal length with unit and meaning, handed over
 * in row groups so that memory stays bounded by one group whatever the length of the table.
 */
import { MsmError } from '../errors.js';

/** `f64` and `i32` are exact binary numbers, `text` is Unicode. */
export type ColumnType = 'f64' | 'i32' | 'text' | 'boolean';

export interface ColumnDescription {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit?: string;
  readonly symbol?: string;
  readonly meaning: string;
  /** Whether a row may have no value (`null`); without it a `null` is an error. */
  readonly nullable?: boolean;
  /** Fixed-size list of this many doubles a row, type `f64` only. Arrow files hold it, Parquet and CSV files do not. */
  readonly width?: number;
}

export interface TableDescription {
  readonly name: string;
  readonly meaning: string;
  readonly columns: readonly ColumnDescription[];
  /** Run parameters and versions as text; goes into the file as it is. */
  readonly metadata: { readonly [key: string]: string };
}

export type ColumnData =
  | Float64Array
  | Int32Array
  | readonly (string | null)[]
  | readonly (boolean | null)[]
  | readonly (number | null)[];

/** One row group: one array per column, of equal length (`width` times as long for lists). */
export type Rows = readonly ColumnData[];

export type AnyIterable<T> = Iterable<T> | AsyncIterable<T>;

/** Where a writer puts its bytes, in order. It must have used or copied them when `write` returns. */
export interface Sink {
  write(bytes: Uint8Array): void;
}

/** The major version of the layout of the metadata below; readers refuse others. */
export const TABLE_FORMAT = '1';

/**
 * Checks one row group against the description.
 *
 * @returns the number of rows
 * @throws MsmError E_INTERNAL when the shape, a type or a `null` does not fit: the caller made the mistake
 */
export function checkRows(description: TableDescription, rows: Rows): number {
  const { columns } = description;
  if (rows.length !== columns.length) {
    throw misfit(description, `has ${rows.length} arrays for ${columns.length} columns`);
  }
  let count = -1;
  for (const [index, column] of columns.entries()) {
    const nRows = rows[index].length / (column.width ?? 1);
    if (count >= 0 && nRows !== count) {
      throw misfit(description, `column '${column.name}' has ${nRows} rows where the others have ${count}`);
    }
    count = nRows;
    checkColumn(description, column, rows[index]);
  }
  return Math.max(count, 0);
}

function checkColumn(description: TableDescription, column: ColumnDescription, data: ColumnData): void {
  if (data instanceof Float64Array || data instanceof Int32Array) {
    const type = data instanceof Float64Array ? 'f64' : 'i32';
    if (type !== column.type)
      throw misfit(description, `column '${column.name}' is ${column.type} but was given ${type}`);
    return;
  }
  for (let i = 0; i < data.length; i++) {
    if (!isValue(column, data[i])) {
      throw misfit(description, `column '${column.name}' (${column.type}) cannot hold ${String(data[i])} in row ${i}`);
    }
  }
}

function isValue(column: ColumnDescription, value: string | boolean | number | null | undefined): boolean {
  if (value === null) return column.nullable === true && column.width === undefined;
  if (column.type === 'text') return typeof value === 'string';
  if (column.type === 'boolean') return typeof value === 'boolean';
  if (column.type === 'i32') return typeof value === 'number' && value === (value | 0);
  return typeof value === 'number';
}

function misfit(description: TableDescription, problem: string): MsmError {
  return new MsmError('E_INTERNAL', `a row group of table '${description.name}' does not fit: ${problem}`);
}

/**
 * Checks what all file formats need of a description: at least one column, distinct and non-empty names, and lists only
 * where `allowsLists`.
 *
 * @throws MsmError E_INTERNAL
 */
export function checkDescription(description: TableDescription, format: string, allowsLists: boolean): void {
  const seen = new Set<string>();
  for (const { name, type, width } of description.columns) {
    if (name === '' || seen.has(name)) throw misfit(description, `column name '${name}' is empty or used twice`);
    seen.add(name);
    if (width === undefined) continue;
    if (!allowsLists) throw misfit(description, `${format} cannot hold column '${name}', which is a list; use Arrow`);
    if (type !== 'f64' || !Number.isInteger(width) || width < 1) {
      throw misfit(description, `list column '${name}' must be f64 with a width of at least 1`);
    }
  }
  if (seen.size === 0) throw misfit(description, 'it has no columns');
}

/**
 * The key-value metadata of a file, sorted by key so that equal tables have equal bytes: `msm.format`, `msm.table`
 * (JSON: name, meaning, columns) and the description's own entries.
 */
export function metadataEntries(description: TableDescription): readonly (readonly [string, string])[] {
  const table = {
    name: description.name,
    meaning: description.meaning,
    columns: description.columns.map(({ name, type, unit, symbol, meaning }) => ({
      name,
      type,
      unit,
      symbol,
      meaning,
    })),
  };
  const own = Object.entries(description.metadata);
  const entries = [...own, ['msm.format', TABLE_FORMAT] as const, ['msm.table', JSON.stringify(table)] as const];
  return entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

const CANONICAL_NAN = 0x7ff8000000000000n;

/** Whether any value is NaN. */
export function hasNaN(values: ArrayLike<number | null>): boolean {
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i])) return true;
  }
  return false;
}

/**
 * A copy of doubles with every NaN given one bit pattern: processors differ in the sign of the NaN that they make, and
 * equal runs must have equal bytes.
 */
function canonicalDoubles(values: Float64Array): Float64Array {
  const copy = values.slice();
  const bits = new BigUint64Array(copy.buffer, copy.byteOffset, copy.length);
  for (let i = 0; i < copy.length; i++) {
    if (Number.isNaN(copy[i])) bits[i] = CANONICAL_NAN;
  }
  return copy;
}

/** Doubles of a column without `null`, with canonical NaN: the column itself where it holds doubles and no NaN. */
export function doublesOf(data: ColumnData, isNumbersOnly = !hasNaN(data as ArrayLike<number>)): Float64Array {
  const doubles = data instanceof Float64Array ? data : Float64Array.from(data as readonly number[]);
  return isNumbersOnly ? doubles : canonicalDoubles(doubles);
}

/** A column as read from a file: `unit`, `symbol` and `meaning` where the file tells them. */
export interface ReadColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly data: ColumnData;
  readonly width?: number;
  /**
   * Set for an array of any rank, as .npy, .npz, .safetensors and .mat files hold them: `data` is row-major and as long as the product of the
   * sizes. The name of an array that has none is ''.
   */
  readonly shape?: readonly number[];
  /** Whether pandas kept it as the index of the table: it names rows and holds no data. */
  readonly isIndex?: true;
  readonly unit?: string;
  readonly symbol?: string;
  readonly meaning?: string;
}

export interface ReadTable {
  /** The file, for messages. */
  readonly name: string;
  /** Of files with arrays: the first size of the only one, 0 where there are several. */
  readonly nRows: number;
  /** Either all are arrays (`shape`) or none is. */
  readonly columns: readonly ReadColumn[];
  readonly metadata: { readonly [key: string]: string };
  /** False for a text file whose first line is data already; its columns are named `0`, `1`, ... */
  readonly hasHeader: boolean;
  /** How the lines of a text file are cut, for messages: `separated by commas`. */
  readonly layout?: string;
  /** Whether numbers of a text file are written with a comma in place of the point. */
  readonly hasDecimalComma?: boolean;
  /**
   * There for a text file of one column whose first line is a plain 0, which could be its header (`hasHeader` is false): whether
   * it more likely is one, since the others are written as floating point.
   */
  readonly isLikelyHeader?: boolean;
  /** Arrays beside the columns that cannot be used, and why. */
  readonly unread?: readonly UnreadArray[];
}

/** An array of a file that cannot be used: texts, records, whole numbers beyond 2^53. */
export interface UnreadArray {
  readonly name: string;
  readonly error: MsmError;
}

/** What can be said about a file without reading its values. */
export interface TableSummary {
  readonly name: string;
  readonly nRows: number;
  readonly columns: readonly Omit<ReadColumn, 'data'>[];
  readonly metadata: { readonly [key: string]: string };
}
