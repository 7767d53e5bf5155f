/** search.parquet: one row per trial, with what was tried and how good it was. */
import { join } from 'node:path';
import type { Searched } from '../config/search-space.js';
import { type DiskOperations, writeBytes } from '../host/disk.js';
import type { FamilySchema, ParameterValue } from '../model/schema.js';
import type { ColumnData, ColumnDescription } from '../table/table.js';

export const SEARCH_FILE = 'search.parquet';

/** A trial with its result. */
export interface Trial {
  readonly trial: number;
  /** Searched parameters, by key. */
  readonly values: { readonly [key: string]: ParameterValue };
  /** Mean of the objective over the trial's seeds; null if a run failed, or the values do not go together. */
  readonly objective: number | null;
  /** Folder of its first run below the sweep's; null if the values do not go together. */
  readonly run: string | null;
}

/** `failed`: a run diverged or failed otherwise, or has no such number. `refused`: its values do not go together. */
const stateOf = ({ objective, run }: Trial): 'done' | 'failed' | 'refused' =>
  objective !== null ? 'done' : run === null ? 'refused' : 'failed';

/** The better of two trials, the earlier one if they are equal. */
export function betterTrial(a: Trial | undefined, b: Trial, direction: 'min' | 'max'): Trial | undefined {
  if (b.objective === null) return a;
  if (a === undefined || a.objective === null) return b;
  return (direction === 'min' ? b.objective < a.objective : b.objective > a.objective) ? b : a;
}

/** A column of values: numbers if all are, else text. */
function valueColumn(values: readonly ParameterValue[]): { readonly type: 'f64' | 'text'; readonly data: ColumnData } {
  const isNumeric = values.every((value) => value === null || typeof value === 'number');
  if (isNumeric) return { type: 'f64', data: values as readonly (number | null)[] };
  return { type: 'text', data: values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))) };
}

/** Writes the trials so far. Throws E_IO. */
export async function writeTrials(
  disk: DiskOperations,
  folder: string,
  schema: FamilySchema,
  searched: readonly Searched[],
  trials: readonly Trial[],
  { objective, direction }: { readonly objective: string; readonly direction: 'min' | 'max' },
): Promise<void> {
  const { encodeRowGroup } = await import('../table/parquet.js');
  const parameters = searched.map(({ key }) => {
    const { help, unit, symbol } = schema.parameters.find((parameter) => parameter.key === key) ?? { help: '' };
    const { type, data } = valueColumn(trials.map(({ values }) => values[key]));
    return { column: { name: key, type, meaning: help, unit, symbol, nullable: true }, data };
  });
  let best: Trial | undefined;
  const bests = trials.map((trial) => {
    best = betterTrial(best, trial, direction);
    return best?.objective ?? null;
  });
  const columns: ColumnDescription[] = [
    { name: 'trial', type: 'i32', meaning: 'number of the trial' },
    ...parameters.map(({ column }) => column),
    { name: 'objective', type: 'f64', meaning: `${objective}, mean over the seeds of the trial`, nullable: true },
    { name: 'best', type: 'f64', meaning: 'best objective up to this trial', nullable: true },
    { name: 'state', type: 'text', meaning: 'done; failed: counted as worst; refused: its values do not go together' },
    { name: 'run', type: 'text', meaning: 'folder of the first run of the trial', nullable: true },
  ];
  const rows: ColumnData[] = [
    Int32Array.from(trials, ({ trial }) => trial),
    ...parameters.map(({ data }) => data),
    trials.map((trial) => trial.objective),
    bests,
    trials.map(stateOf),
    trials.map(({ run }) => run),
  ];
  const metadata = { 'msm.family': schema.name, 'msm.objective': `${objective}:${direction}` };
  const table = { name: 'search', meaning: 'one row a trial of the search', columns, metadata };
  await writeBytes(disk, join(folder, SEARCH_FILE), encodeRowGroup(table, rows));
}
