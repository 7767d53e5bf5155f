/** results.parquet of a sweep: one row a finished run, parameters and summary as typed columns. */
import { join } from 'node:path';
import type { ParameterValue } from '../model/schema.js';
import type { ColumnData, ColumnDescription } from '../table/table.js';
import { type DiskOperations, writeBytes } from './disk.js';
import { isRunFolder, type RunRecord, readRun } from './folder.js';
import type { PlannedRuns } from './plan-runs.js';

export const RESULTS_FILE = 'results.parquet';

/** A column of parameters: numbers if all values are, else text. Null stays null. */
function parameterColumn(values: readonly ParameterValue[]): {
  readonly type: 'f64' | 'text';
  readonly data: ColumnData;
} {
  const isNumeric = values.every((value) => value === null || typeof value === 'number');
  if (isNumeric) return { type: 'f64', data: values as readonly (number | null)[] };
  const text = (value: ParameterValue): string | null =>
    value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);
  return { type: 'text', data: values.map(text) };
}

/** Writes the table of the runs at `places` that are done; the rows are in the order of the plan. */
export async function writeResults(
  disk: DiskOperations,
  folder: string,
  { request }: PlannedRuns,
  places: readonly string[],
): Promise<void> {
  const all = places.map((place, index) => ({ index, place, run: isRunFolder(place) ? readRun(place) : undefined }));
  const done = all.filter((one): one is typeof one & { run: RunRecord } => one.run?.status === 'done');
  if (done.length === 0) return;
  const columns: ColumnDescription[] = [];
  const rows: ColumnData[] = [];
  const add = (column: ColumnDescription, data: ColumnData): void => {
    columns.push(column);
    rows.push(data);
  };
  add(
    { name: 'run', type: 'i32', meaning: 'number of the run in the plan' },
    Int32Array.from(done, ({ index }) => index),
  );
  add(
    { name: 'folder', type: 'text', meaning: 'folder of the run' },
    done.map(({ place }) => place.slice(folder.length + 1)),
  );
  add(
    { name: 'identity', type: 'text', meaning: 'SHA-256 of all that the result depends on' },
    done.map(({ run }) => run.identity),
  );
  add(
    { name: 'seed', type: 'f64', meaning: 'seed of the run' },
    Float64Array.from(done, ({ run }) => run.seed),
  );
  for (const { key, help, unit, symbol } of request.family.schema.parameters) {
    const { type, data } = parameterColumn(done.map(({ run }) => run.parameters[key]));
    add({ name: key, type, meaning: help, unit, symbol, nullable: true }, data);
  }
  const taken = new Set(columns.map(({ name }) => name));
  for (const { name, meaning, unit } of done[0].run.summary) {
    if (taken.has(name)) continue;
    const value = ({ summary }: RunRecord): number | null => summary.find((item) => item.name === name)?.value ?? null;
    add(
      { name, type: 'f64', meaning, unit, nullable: true },
      done.map(({ run }) => value(run)),
    );
  }
  const metadata = { 'msm.family': request.family.schema.name, 'msm.kernel': request.build.hash };
  const table = { name: 'results', meaning: 'one row a finished run of the sweep', columns, metadata };
  const { encodeRowGroup } = await import('../table/parquet.js');
  await writeBytes(disk, join(folder, RESULTS_FILE), encodeRowGroup(table, rows));
}
