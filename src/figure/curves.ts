/** Which tables of a run are curves: numbers along steps or epochs, a row for each. */
import type { ColumnAbout, TableAbout } from './figure.js';

/** Columns that say when a row was, the finest last. */
const CLOCKS: readonly string[] = ['fit', 'epoch', 'step', 'time'];

/** The table of all numbers that are recorded along the steps; there a whole number is a value, elsewhere it may be the place of an entry. */
const SERIES = 'timeseries';

/** The curves of a table: what they stand along, and their values. */
export interface CurveTable {
  readonly table: string;
  readonly clock: ColumnAbout;
  readonly values: readonly ColumnAbout[];
}

const isNumber = ({ type, width }: ColumnAbout): boolean => (type === 'f64' || type === 'i32') && width === undefined;

function curvesOfTable({ name, columns }: TableAbout): readonly CurveTable[] {
  const clocks = columns.filter((column) => CLOCKS.includes(column.name));
  const others = columns.filter((column) => !CLOCKS.includes(column.name));
  const isCurves = clocks.length > 0 && CLOCKS.includes(columns[0].name) && others.length > 0;
  if (!isCurves || !others.every(isNumber) || (name !== SERIES && others.some(({ type }) => type === 'i32'))) return [];
  const [clock] = [...clocks].sort((a, b) => CLOCKS.indexOf(b.name) - CLOCKS.indexOf(a.name));
  return [{ table: name, clock, values: others }];
}

/** The curves among the tables of a run, those of the time series first. */
export function curvesOf(tables: readonly TableAbout[]): readonly CurveTable[] {
  const sorted = [...tables].sort((a, b) => Number(b.name === SERIES) - Number(a.name === SERIES));
  return sorted.flatMap(curvesOfTable);
}

/** Whether each value is larger than the one before: then rows follow each other along it. */
export function isRising(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (!(values[i] > values[i - 1])) return false;
  return true;
}
