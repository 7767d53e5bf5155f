/** The tables that follow from what is recorded: one with all numbers, a row per step, and a long one for each array. */
import type { TableEstimate } from '../family.js';
import { countDue, type RecordColumn, type RecordRequest, type RecordTable, type Schedule } from '../record.js';
import { entryCount, indexColumns, isInSeries, type Observed, tableName, valueColumns } from './observed.js';

export const SERIES = 'timeseries';

/** A column that every table has after the step, and its value at a step: the time, or the number of whatever the step belongs to. */
export interface ClockColumn {
  readonly column: RecordColumn;
  readonly at: (step: number) => number;
}

/** The time of a step; `of` says what the time is, if it has a name. */
export const timeOf = (perStep: number, unit?: string, of = 'the time of a step'): ClockColumn => ({
  column: { name: 'time', type: 'f64', symbol: 't', unit, meaning: `step times ${of}` },
  at: (step) => step * perStep,
});

/** What a run records, in the order of the schema. */
export interface Recording {
  /** In the time series. */
  readonly numbers: readonly Observed[];
  /** Each with a table. */
  readonly arrays: readonly Observed[];
  readonly request: RecordRequest;
  readonly clock: readonly ClockColumn[];
}

export function recordingOf(
  all: readonly Observed[],
  request: RecordRequest,
  clock: readonly ClockColumn[] = [],
): Recording {
  const asked = all.filter(({ name }) => request.observables.has(name));
  return {
    numbers: asked.filter(isInSeries),
    arrays: asked.filter((observed) => !isInSeries(observed)),
    request,
    clock,
  };
}

/** When an observable is recorded. All numbers share the rows of the time series. */
export const scheduleOf = ({ request }: Recording, { name }: Observed): Schedule =>
  request.observables.get(name) as Schedule;

const STEP: RecordColumn = { name: 'step', type: 'i32', meaning: 'number of the step, from 0' };

/** Tables of a run, in a fixed order. */
export function recordTables({ numbers, arrays, clock }: Recording): readonly RecordTable[] {
  const first = [STEP, ...clock.map(({ column }) => column)];
  const series: RecordTable = {
    name: SERIES,
    meaning: 'each recorded step in numbers',
    columns: [...first, ...numbers.flatMap(valueColumns)],
  };
  const long = arrays.map((observed): RecordTable => {
    const { meaning, at } = observed;
    return {
      name: tableName(observed),
      meaning: `${meaning}, ${at} each recorded step`,
      columns: [...first, ...indexColumns(observed), ...valueColumns(observed)],
    };
  });
  return [...(numbers.length > 0 ? [series] : []), ...long];
}

/** A stretch of steps that are recorded alike. */
export interface Stretch {
  readonly first: number;
  readonly steps: number;
  /** Whether an observable has rows in that stretch; absent: all have. */
  readonly has?: (name: string) => boolean;
}

/** Rows that each table will have over these stretches. */
export function countRows(recording: Recording, stretches: readonly Stretch[]): readonly TableEstimate[] {
  const { numbers, arrays, request } = recording;
  const records = (observed: Observed): number => {
    const schedule = scheduleOf(recording, observed);
    return stretches
      .filter(({ has }) => has?.(observed.name) !== false)
      .map(({ first, steps }) => countDue(schedule, request, first + steps) - countDue(schedule, request, first))
      .reduce((sum, due) => sum + due, 0);
  };
  const shown = numbers.length > 0 ? [numbers[0], ...arrays] : arrays;
  return recordTables(recording).map(({ name, columns }, t) => {
    const perRecord = name === SERIES ? 1 : entryCount(shown[t]);
    return { name, rows: records(shown[t]) * perRecord, columns: columns.length, atOnce: perRecord };
  });
}
