/** What the analyses of this family read of a run. */
import { MsmError } from '../../errors.js';
import type { AnalysedRun } from '../analysis.js';
import type { RateParameters } from './parameters.js';

export type RateAnalysed = AnalysedRun<RateParameters>;

/** Columns of numbers of a table. Throws E_CONFIG for a run that has no such table, or no row in it. */
export async function columnsOf(
  run: RateAnalysed,
  table: string,
  names: readonly string[],
  needs: string,
): Promise<readonly Float64Array[]> {
  const found = await run.table(table);
  const columns = names.map((name) => Float64Array.from((found?.[name] ?? []) as ArrayLike<number>));
  if (columns.every(({ length }) => length > 0)) return columns;
  throw new MsmError('E_CONFIG', `${run.name}: it has no ${table}`, { place: run.name, next: `Run it with ${needs}.` });
}

/** `3.14`; three digits. */
export const short = (value: number): string => value.toPrecision(3);

/** `3.14 ± 0.15`. */
export const withError = (value: number, error: number | undefined): string =>
  error === undefined || Number.isNaN(error) ? short(value) : `${short(value)} ± ${error.toPrecision(2)}`;
