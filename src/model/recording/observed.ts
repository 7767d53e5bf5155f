/** An observable of one run: what the schema says about it, with its sizes as numbers. Recording follows from this alone. */
import type { RecordColumn, RecordRequest } from '../record.js';
import type { ObservableDescription, ValueDescription } from '../schema.js';

export interface Observed extends Omit<ObservableDescription, 'type' | 'shape' | 'cost' | 'byDefault'> {
  readonly type: 'f64' | 'i32';
  /** Empty for a number. */
  readonly shape: readonly number[];
  /** What each number of its origin is divided by. */
  readonly over: number;
  /** Entries of the last axis that are recorded; all if absent. */
  readonly units?: readonly number[];
}

/** Sizes by the symbols of shapes. */
export type Sizes = { readonly [symbol: string]: number };

/** The observables of a schema in a run of these sizes. */
export function observedIn(
  all: readonly ObservableDescription[],
  sizes: Sizes,
  { units }: Pick<RecordRequest, 'units'> = {},
): readonly Observed[] {
  const sizeOf = (size: string): number => sizes[size] ?? Number(size);
  const placed = all.filter(({ event }) => event === undefined);
  return placed.map(({ shape, cost: _, byDefault: __, ...observable }): Observed => {
    const { type = 'f64', from, table } = observable;
    return {
      ...observable,
      type,
      shape: shape.map(sizeOf),
      over: from !== undefined && 'record' in from && from.per !== undefined ? sizeOf(from.per) : 1,
      ...(table?.hasUnits === true && { units: units?.filter((unit) => unit < sizeOf(shape[shape.length - 1])) }),
    };
  });
}

/** Whether its values are columns of the time series; else it has a table. */
export const isInSeries = ({ shape, columns }: Pick<Observed, 'columns'> & { readonly shape: { length: number } }) =>
  shape.length === 0 || columns !== undefined;

/** Name of its table. */
export const tableName = ({ name, table }: Observed): string => table?.name ?? name;

/** Names of the indexes of an array, by its number of axes; another list where the array itself has one of these names. */
const INDEXES: readonly (readonly string[])[] = [
  ['i', 'j', 'k', 'l', 'm', 'n'],
  ['row', 'column', 'layer', 'axis_3', 'axis_4', 'axis_5'],
];

function indexNames({ name, shape }: Observed): readonly string[] {
  if (shape.length === 1) return name === 'unit' ? ['i'] : ['unit'];
  const list = INDEXES.find((names) => !names.slice(0, shape.length).includes(name)) as readonly string[];
  return shape.map((_, d) => list[d] ?? `axis_${d}`);
}

/** Columns of the place of an entry: `unit` of a vector, `i` and `j` of a matrix, or as the schema calls them. */
export function indexColumns(observed: Observed): readonly RecordColumn[] {
  const names =
    observed.table?.index ?? indexNames(observed).map((name, d) => ({ name, meaning: `index of axis ${d}` }));
  return names.map(({ name, meaning }) => ({ name, type: 'i32', meaning }));
}

/** Columns of its values: each says whether it is true before or after the step. */
export function valueColumns({ type, unit, at, nullable, ...observed }: Observed): readonly RecordColumn[] {
  const { columns, table, shape } = observed;
  const values: readonly ValueDescription[] =
    columns === undefined ? (table?.values ?? [observed]) : Array.from({ length: shape[0] }, (_, i) => columns(i));
  return values.map(({ name, symbol, meaning }) => ({
    name,
    type,
    symbol,
    unit,
    meaning: at === 'during' ? meaning : `${meaning}, ${at} the step`,
    ...(nullable === true && { nullable }),
  }));
}

/** Entries of the last axis in one of its rows. */
export function rowLength({ shape, table, units }: Observed, row: number): number {
  const length = units?.length ?? shape[shape.length - 1];
  return table?.isUpper === true ? length - 1 - row : length;
}

/** Rows of its last axis. */
export const rowCount = ({ shape }: Observed): number =>
  shape.slice(0, -1).reduce((product, size) => product * size, 1);

/** Rows that one record has in its table. */
export function entryCount(observed: Observed): number {
  const rows = rowCount(observed);
  return observed.table?.isUpper === true ? (rows * (rows - 1)) / 2 : rows * rowLength(observed, 0);
}
