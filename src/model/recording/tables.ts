/** The tables that follow from what is recorded: one row a step of all numbers, and a long one of each array. */
import { countDue, type RecordRequest, type RecordTable } from '../record.js';
import { clockColumns, indexNames, type Observed, type StepTime, sizeOf, valueColumn } from './observed.js';

export const SERIES = 'timeseries';

/** What a run records, in the order of the schema. */
export interface Recording {
  readonly numbers: readonly Observed[];
  readonly arrays: readonly Observed[];
  readonly request: RecordRequest;
  readonly time?: StepTime;
}

export function recordingOf(all: readonly Observed[], request: RecordRequest, time?: StepTime): Recording {
  const asked = all.filter(({ name }) => request.observables.has(name));
  return {
    numbers: asked.filter(({ shape }) => shape.length === 0),
    arrays: asked.filter(({ shape }) => shape.length > 0),
    request,
    time,
  };
}

/** Tables of a run, in a fixed order. */
export function recordTables({ numbers, arrays, time }: Recording): readonly RecordTable[] {
  const clock = clockColumns(time);
  const series: RecordTable = {
    name: SERIES,
    meaning: 'each recorded step in numbers',
    columns: [...clock, ...numbers.map(valueColumn)],
  };
  const long = arrays.map((observed): RecordTable => {
    const indexes = indexNames(observed).map((name, d) => ({
      name,
      type: 'i32' as const,
      meaning: `index of axis ${d}`,
    }));
    const { name, meaning, at } = observed;
    return {
      name,
      meaning: `${meaning}, ${at} each recorded step`,
      columns: [...clock, ...indexes, valueColumn(observed)],
    };
  });
  return [...(numbers.length > 0 ? [series] : []), ...long];
}

/** Rows that each table will have over so many steps. */
export function countRows(
  recording: Recording,
  steps: number,
): readonly { readonly name: string; readonly rows: number; readonly columns: number }[] {
  const { numbers, arrays, request } = recording;
  return recordTables(recording).map(({ name, columns }) => {
    const observed = name === SERIES ? numbers[0] : (arrays.find((array) => array.name === name) as Observed);
    const schedule = request.observables.get(observed.name);
    const records = schedule === undefined ? 0 : countDue(schedule, request, steps);
    return { name, rows: records * (name === SERIES ? 1 : sizeOf(observed)), columns: columns.length };
  });
}
