/** The state after the last step as a table for other programs, and for another run to start from. */
import type { Model } from '../family.js';
import type { RecordColumn } from '../record.js';
import type { Strided } from './recorder.js';

type FinalState = ReturnType<Model['finalState']>;

/** A number or array of the state, without padding. */
export interface FinalArray {
  readonly name: string;
  readonly symbol?: string;
  readonly unit?: string;
  readonly meaning: string;
  readonly shape: readonly number[];
  readonly values: () => Float64Array;
}

/** One row: each array a list in row-major order, under its name. */
export function finalState(arrays: readonly FinalArray[]): FinalState {
  const columns = arrays.map(
    ({ name, symbol, unit, meaning, shape }): RecordColumn => ({
      name,
      type: 'f64',
      symbol,
      unit,
      meaning: `${meaning}, after the last step${shape.length > 1 ? ` [${shape.join(', ')}]` : ''}`,
      ...(shape.length > 0 && { width: shape.reduce((product, size) => product * size, 1) }),
    }),
  );
  return {
    table: { name: 'state', meaning: 'state after the last step', columns },
    rows: [arrays.map(({ values }) => values())],
  };
}

/** What one unit has in a state: a number, or a list of `width` numbers. */
export interface UnitColumn {
  readonly name: string;
  readonly symbol?: string;
  readonly meaning: string;
  readonly width?: number;
  /** Called for one unit after the other; what it returns is used at once. */
  readonly of: (unit: number) => Strided;
}

/** Units of one row group: memory stays bounded whatever their number. */
const GROUP = 64;

/** One row a unit; `unit` is what it is called. */
export function finalUnits(count: number, unit: string, columns: readonly UnitColumn[], group = GROUP): FinalState {
  const described: readonly RecordColumn[] = [
    { name: 'unit', type: 'i32', meaning: unit },
    ...columns.map(({ of: _, ...column }): RecordColumn => ({ ...column, type: 'f64' })),
  ];
  const meaning = `state after the last step, one row a ${unit}`;
  return { table: { name: 'state', meaning, columns: described }, rows: groups(count, columns, group) };
}

function* groups(
  count: number,
  columns: readonly UnitColumn[],
  group: number,
): Iterable<readonly (Float64Array | Int32Array)[]> {
  for (let first = 0; first < count; first += group) {
    const rows = Math.min(group, count - first);
    const lists = columns.map(({ width = 1, of }) => {
      const list = new Float64Array(rows * width);
      for (let row = 0; row < rows; row++) {
        const { values, from = 0, by = 1 } = of(first + row);
        for (let i = 0; i < width; i++) list[row * width + i] = values[from + i * by];
      }
      return list;
    });
    yield [Int32Array.from({ length: rows }, (_, row) => first + row), ...lists];
  }
}
