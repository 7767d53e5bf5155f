/** statistics.parquet: mean, scatter and standard error over the runs of each combination of parameters. */
import { sampleStatistics } from '../analysis/sample.js';
import { columnOf, type Frame, type FrameColumn, type Group, groupRows, varyingColumns } from './frame.js';

/** The columns by which runs are told apart: parameters with more than one value. */
export function axesOf(frame: Frame, parameters: readonly string[]): readonly FrameColumn[] {
  return varyingColumns(frame.columns.filter(({ name }) => parameters.includes(name)));
}

/** The columns that a person named. Throws E_CONFIG with the nearest right word. */
export const groupColumns = (frame: Frame, names: readonly string[], place: string): readonly FrameColumn[] =>
  names.map((name) => columnOf(frame, name, place));

/** Columns that are averaged: all numbers but those that tell runs apart. */
function quantitiesOf(frame: Frame, notAveraged: readonly string[]): readonly FrameColumn[] {
  return frame.columns.filter(({ name, type }) => (type === 'f64' || type === 'i32') && !notAveraged.includes(name));
}

interface Row {
  readonly group: Group;
  readonly quantity: FrameColumn;
  readonly statistics: ReturnType<typeof sampleStatistics>;
}

/**
 * One row for each group and quantity: n, mean, sd (divisor n - 1), sem = sd/sqrt(n), min, max. Values that do not exist do not
 * count; a quantity without any in a group has no row.
 */
export function statisticsFrame(frame: Frame, by: readonly FrameColumn[], notAveraged: readonly string[]): Frame {
  const quantities = quantitiesOf(frame, notAveraged);
  const rows = groupRows(frame, by).flatMap((group) =>
    quantities.flatMap((quantity): readonly Row[] => {
      const values = group.rows.map((row) => quantity.values[row]).filter((value) => Number.isFinite(value));
      if (values.length === 0) return [];
      return [{ group, quantity, statistics: sampleStatistics(values as readonly number[]) }];
    }),
  );
  const text = (name: string, meaning: string, value: (row: Row) => string | null): FrameColumn => ({
    name,
    type: 'text',
    meaning,
    values: rows.map(value),
  });
  const number = (name: string, meaning: string, value: (row: Row) => number | null): FrameColumn => ({
    name,
    type: 'f64',
    meaning,
    values: rows.map(value),
  });
  const columns: readonly FrameColumn[] = [
    ...by.map((column, i) => ({ ...column, values: rows.map(({ group }) => group.values[i]) })),
    text('quantity', 'column of the results', ({ quantity }) => quantity.name),
    text('unit', 'unit of mean, sd, sem, min and max', ({ quantity }) => quantity.unit ?? null),
    { ...number('n', 'runs with this quantity', ({ statistics }) => statistics.count), type: 'i32' },
    number('mean', 'mean', ({ statistics }) => statistics.mean),
    number('sd', 'standard deviation over runs (divisor n - 1)', ({ statistics }) => statistics.std),
    number('sem', 'standard error of the mean, sd/sqrt(n)', ({ statistics }) => statistics.sem),
    number('min', 'smallest value', ({ statistics }) => statistics.min),
    number('max', 'largest value', ({ statistics }) => statistics.max),
  ];
  return { nRows: rows.length, columns };
}
