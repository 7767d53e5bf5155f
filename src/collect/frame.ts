/** A table in memory: the runs of a sweep as rows, with what their columns mean. */
import { configError, unknownKey } from '../config/problem.js';
import { MsmError } from '../errors.js';
import type { ColumnData, ColumnDescription, ColumnType, ReadTable, TableDescription } from '../table/table.js';
import { quoted } from '../text.js';

export type Value = number | string | boolean | null;

export interface FrameColumn extends Omit<ColumnDescription, 'width' | 'nullable'> {
  /** One a row. */
  readonly values: readonly Value[];
}

export interface Frame {
  readonly nRows: number;
  readonly columns: readonly FrameColumn[];
}

/** Whole numbers that the integer columns of files hold. */
export const isInt32 = (value: Value): boolean =>
  value === null || (typeof value === 'number' && value === (value | 0));

/** A column by its name. Throws E_CONFIG with the nearest right word. */
export function columnOf(frame: Frame, name: string, place: string): FrameColumn {
  const found = frame.columns.find((column) => column.name === name);
  if (found !== undefined) return found;
  const names = frame.columns.map((column) => column.name);
  throw unknownKey(name, 'a column of the results', names, place);
}

function numericColumn(frame: Frame, name: string, place: string): readonly (number | null)[] {
  const { type, values } = columnOf(frame, name, place);
  if (type === 'f64' || type === 'i32') return values as readonly (number | null)[];
  throw configError(`${place}: ${name} holds ${type === 'text' ? 'text' : 'true or false'}, not numbers`, place);
}

/**
 * The numbers of a column, or of the ratio of two written as `K/N`; null where there is none or it is not finite. Throws
 * E_CONFIG for an unknown column or one that holds no numbers.
 */
export function numbersOf(frame: Frame, expression: string, place: string): readonly (number | null)[] {
  const parts = expression.split('/').map((part) => part.trim());
  if (parts.length > 2 || parts.includes('')) {
    throw configError(`${place} ${quoted(expression)}: must be a column or a ratio of two, as K/N`, place);
  }
  const [above, below] = parts.map((name) => numericColumn(frame, name, place));
  return above.map((value, row) => {
    const divisor = below === undefined ? 1 : below[row];
    const ratio = value === null || divisor === null ? Number.NaN : value / divisor;
    return Number.isFinite(ratio) ? ratio : null;
  });
}

/** Rows by their place. */
export function takeRows(frame: Frame, rows: readonly number[]): Frame {
  return {
    nRows: rows.length,
    columns: frame.columns.map((column) => ({ ...column, values: rows.map((row) => column.values[row]) })),
  };
}

/** Order of values: nothing first, then numbers upwards, then text. */
function compareValues(a: Value, b: Value): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === typeof b) return a < b ? -1 : 1;
  return typeof a === 'number' ? -1 : 1;
}

export interface Group {
  /** Values of the columns that it was grouped by. */
  readonly values: readonly Value[];
  readonly rows: readonly number[];
}

/** Rows with equal values in the given columns, ordered by these values. All rows are one group for no column. */
export function groupRows(frame: Frame, by: readonly FrameColumn[]): readonly Group[] {
  const groups = new Map<string, { readonly values: readonly Value[]; readonly rows: number[] }>();
  for (let row = 0; row < frame.nRows; row++) {
    const values = by.map((column) => column.values[row]);
    const key = JSON.stringify(values.map((value) => (typeof value === 'number' ? String(value) : [value])));
    const group = groups.get(key) ?? { values, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => {
    for (const [i, value] of a.values.entries()) {
      const order = compareValues(value, b.values[i]);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** `K=5, tau_J=10`. */
export const groupText = (by: readonly FrameColumn[], { values }: Group): string =>
  by.map(({ name }, i) => `${name}=${values[i]}`).join(', ');

/** Columns with more than one value. */
export function varyingColumns(columns: readonly FrameColumn[]): readonly FrameColumn[] {
  return columns.filter(({ values }) => values.some((value) => value !== values[0]));
}

/** A description and one row group, as the writers take them. A column without a value in any row may be empty in each. */
export function tableOf(
  frame: Frame,
  about: Pick<TableDescription, 'name' | 'meaning' | 'metadata'>,
  required: readonly string[] = [],
): { readonly description: TableDescription; readonly rows: readonly ColumnData[] } {
  const columns = frame.columns.map(
    ({ values: _, ...column }): ColumnDescription =>
      required.includes(column.name) ? column : { ...column, nullable: true },
  );
  return { description: { ...about, columns }, rows: frame.columns.map(({ values }) => values as ColumnData) };
}

/** A table that was read, as a frame. */
export function frameOf({ columns, nRows, name }: ReadTable): Frame {
  return {
    nRows,
    columns: columns.map(({ name: column, type, data, width, unit, symbol, meaning }) => {
      if (width !== undefined)
        throw configError(`${name}: column ${column} holds lists, which have no place in results`, name);
      return { name: column, type, unit, symbol, meaning: meaning ?? '', values: Array.from<Value>(data) };
    }),
  };
}

/** The type that holds the values of both columns. Throws E_CONFIG if there is none. */
function commonType(name: string, a: ColumnType, b: ColumnType): ColumnType {
  if (a === b) return a;
  const isNumeric = [a, b].every((type) => type === 'f64' || type === 'i32');
  if (isNumeric) return 'f64';
  throw configError(`${name} is ${a} in one of the tables and ${b} in another: they do not fit together`, name);
}

/** Rows of several frames below each other; a column that one frame lacks is empty in its rows. Throws E_CONFIG for types that do not fit. */
export function joinFrames(frames: readonly Frame[]): Frame {
  const names = [...new Set(frames.flatMap(({ columns }) => columns.map(({ name }) => name)))];
  const columns = names.map((name): FrameColumn => {
    const parts = frames.map(({ columns: own }) => own.find((column) => column.name === name));
    const present = parts.filter((part) => part !== undefined);
    // a column without any value has no type of its own
    const typed = present.filter(({ values }) => values.some((value) => value !== null));
    const { values: _, ...about } = typed[0] ?? present[0];
    const type = typed.reduce((known, part) => commonType(name, known, part.type), about.type);
    const values = frames.flatMap(({ nRows }, f) => parts[f]?.values ?? new Array<Value>(nRows).fill(null));
    return { ...about, type, values };
  });
  return { nRows: frames.reduce((sum, { nRows }) => sum + nRows, 0), columns };
}

/** Throws E_INTERNAL unless every column has as many values as there are rows. */
export function checkedFrame(columns: readonly FrameColumn[]): Frame {
  const nRows = columns[0]?.values.length ?? 0;
  const odd = columns.find(({ values }) => values.length !== nRows);
  if (odd === undefined) return { nRows, columns };
  throw new MsmError('E_INTERNAL', `column ${odd.name} has ${odd.values.length} values for ${nRows} rows`);
}
