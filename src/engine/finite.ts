/**
 * The last guard before a file: a number that is not finite is not a result. Models end a run themselves when their state stops being
 * finite; what is derived from the state can stop being finite on its own, such as a quotient whose divisor underflows.
 *
 * NaN in a column or item that may be empty means that there is no value, and is written as null; an infinity never does.
 */
import { MsmError } from '../errors.js';
import type { SummaryItem } from '../model/family.js';
import type { RecordColumn, RecordTable, ResultTable } from '../model/record.js';

type Numbers = Float64Array | Int32Array;

/** Numbers that are added before the sums are checked, in four sums, since each addition to a single one would wait for the last. */
function areFinite(values: Float64Array, from: number, to: number): boolean {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  // x - x is 0 for a finite number and NaN for any other
  for (; i + 3 < to; i += 4) {
    a += values[i] - values[i];
    b += values[i + 1] - values[i + 1];
    c += values[i + 2] - values[i + 2];
    d += values[i + 3] - values[i + 3];
  }
  for (; i < to; i++) a += values[i] - values[i];
  return a + b + c + d === 0;
}

/** Place of the first number in [`from`, `to`) that must not be written; -1 if all may be. */
export function firstNotFinite(values: Float64Array, from: number, to: number, nullable: boolean): number {
  if (areFinite(values, from, to)) return -1;
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(values[i]) && !(nullable && Number.isNaN(values[i]))) return i;
  }
  return -1;
}

export interface NotFinite {
  readonly table: string;
  readonly column: string;
  /** Its place among the rows that were checked. */
  readonly row: number;
  readonly value: number;
}

/** The first number of rows that must not be written, in the order of rows; undefined if all may be. */
export function findNotFinite(
  { name, columns }: Pick<RecordTable, 'name' | 'columns'>,
  rows: readonly Numbers[],
  count: number,
): NotFinite | undefined {
  let found: NotFinite | undefined;
  columns.forEach((column, c) => {
    const values = rows[c];
    if (!(values instanceof Float64Array)) return;
    const width = column.width ?? 1;
    const at = firstNotFinite(values, 0, (found?.row ?? count) * width, column.nullable === true);
    if (at >= 0) found = { table: name, column: column.name, row: Math.floor(at / width), value: values[at] };
  });
  return found;
}

/** Which row it is, in words and numbers: its step, unit, or whatever whole numbers it begins with. */
function placeOf(
  columns: readonly RecordColumn[],
  rows: readonly Numbers[],
  row: number,
): { readonly [name: string]: number } {
  const whole = columns.flatMap(({ name, type, width }, c) =>
    type === 'i32' && width === undefined ? [[name, rows[c][row]]] : [],
  );
  return Object.fromEntries(whole);
}

/** A number that is not finite as the error that ends a run. `step`: of the run, where the row names none. */
export function notFiniteError(
  { table, column, row, value }: NotFinite,
  columns: readonly RecordColumn[],
  rows: readonly Numbers[],
  step: number,
): MsmError {
  const place = placeOf(columns, rows, row);
  const where = Object.entries(place).map(([name, number]) => `${name} ${number}`);
  const index = Object.entries(place).flatMap(([name, number]) => (name === 'step' ? [] : [number]));
  return diverged(`${column} of table ${table} is ${value} at ${where.join(', ') || `row ${row}`}`, {
    step: place.step ?? step,
    variable: `${table}.${column}`,
    index: index.length > 0 ? index : [row],
    value: String(value),
  });
}

interface Divergence {
  readonly step: number;
  readonly variable: string;
  readonly index: readonly number[];
  readonly value: string;
}

function diverged(message: string, data: Divergence): MsmError {
  return new MsmError('E_DIVERGED', message, {
    place: `step ${data.step}`,
    next: 'A parameter is too large or too small for 64-bit numbers: choose it closer to 1.',
    data: { ...data },
  });
}

/** The items of a summary, all finite or empty. Throws E_DIVERGED naming the first that is neither. */
export function finiteSummary(summary: readonly SummaryItem[], step: number): readonly SummaryItem[] {
  const at = summary.findIndex(({ value }) => value !== null && !Number.isFinite(value));
  if (at < 0) return summary;
  const { name, value, meaning } = summary[at];
  throw diverged(`${name} is ${value} after step ${step} (${meaning})`, {
    step,
    variable: name,
    index: [at],
    value: String(value),
  });
}

/** Tables of a whole run, all finite or empty. Throws E_DIVERGED naming table, column and row of the first number that is not. */
export function finiteResults(tables: readonly ResultTable[], step: number): readonly ResultTable[] {
  for (const { name, columns, rows } of tables) {
    columns.forEach(({ name: column, type }, c) => {
      if (type !== 'f64') return;
      const values = rows[c] as ArrayLike<number | null>;
      for (let row = 0; row < values.length; row++) {
        const value = values[row];
        if (value === null || Number.isFinite(value)) continue;
        throw diverged(`${column} of table ${name} is ${value} in row ${row}`, {
          step,
          variable: `${name}.${column}`,
          index: [row],
          value: String(value),
        });
      }
    });
  }
  return tables;
}

/** Row groups of a final state, checked as they are made. Throws E_DIVERGED as `notFiniteError`. */
export function* finiteRows(
  table: RecordTable,
  groups: Iterable<readonly Numbers[]>,
  step: number,
): Iterable<readonly Numbers[]> {
  for (const rows of groups) {
    // a list column has several numbers a row
    const found = findNotFinite(table, rows, (rows[0]?.length ?? 0) / (table.columns[0]?.width ?? 1));
    if (found !== undefined) throw notFiniteError(found, table.columns, rows, step);
    yield rows;
  }
}
