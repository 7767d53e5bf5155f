/** An observable of one run: what a schema says of it, with its sizes as numbers. All that recording is made from. */
import type { RecordColumn } from '../record.js';

export interface Observed {
  readonly name: string;
  readonly symbol?: string;
  readonly unit?: string;
  readonly meaning: string;
  readonly type: 'f64' | 'i32';
  /** Empty for a number. */
  readonly shape: readonly number[];
  /** Whether the row of step n holds what is true before that step, or after it. */
  readonly at: 'before' | 'after';
  readonly nullable?: boolean;
}

/** The time of a step: of one that has none, only steps are written. */
export interface StepTime {
  readonly perStep: number;
  readonly unit?: string;
}

const STEP: RecordColumn = { name: 'step', type: 'i32', meaning: 'number of the step, from 0' };

/** Columns that every table begins with. */
export const clockColumns = (time: StepTime | undefined): readonly RecordColumn[] =>
  time === undefined
    ? [STEP]
    : [STEP, { name: 'time', type: 'f64', symbol: 't', unit: time.unit, meaning: 'step times the time of a step' }];

/** Names of the indexes of an array, by its number of axes; another list where the array itself has one of these names. */
const INDEXES: readonly (readonly string[])[] = [
  ['i', 'j', 'k', 'l', 'm', 'n'],
  ['row', 'column', 'layer', 'axis_3', 'axis_4', 'axis_5'],
];

/** Columns of the place of an entry: `unit` of a vector, `i` and `j` of a matrix. */
export function indexNames({ name, shape }: Observed): readonly string[] {
  if (shape.length === 1) return name === 'unit' ? ['i'] : ['unit'];
  const list = INDEXES.find((names) => !names.slice(0, shape.length).includes(name)) as readonly string[];
  return shape.map((_, d) => list[d] ?? `axis_${d}`);
}

/** Entries of an observable. */
export const sizeOf = ({ shape }: Observed): number => shape.reduce((product, size) => product * size, 1);

/** What a column of values says: its meaning, and on which side of the step it is true. */
export const valueColumn = ({ name, type, symbol, unit, meaning, at, nullable }: Observed): RecordColumn => ({
  name,
  type,
  symbol,
  unit,
  meaning: `${meaning}, ${at} the step`,
  ...(nullable === true && { nullable }),
});
