/** The state after the last step as a table of one row: each array a list in row-major order, under its name. */
import type { Model } from '../family.js';
import type { RecordColumn } from '../record.js';

/** A number or array of the state, without padding. */
export interface FinalArray {
  readonly name: string;
  readonly symbol?: string;
  readonly unit?: string;
  readonly meaning: string;
  readonly shape: readonly number[];
  readonly values: () => Float64Array;
}

export function finalState(arrays: readonly FinalArray[]): ReturnType<Model['finalState']> {
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
