/** Time series of all runs as long tables: one file a run, all with the same columns, read with one pattern. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { configError, unknownKey } from '../config/problem.js';
import type { Format } from '../config/run-options.js';
import { type DiskOperations, ensureFolder, listFolder, openForReading, removeFile } from '../host/disk.js';
import { tableFile } from '../run/export.js';
import { readManifest } from '../run/folder.js';
import { groupsOf, numbersOf } from '../run/table-groups.js';
import { joined } from '../table/pieces.js';
import { readMetadata } from '../table/read.js';
import type { ColumnData, ColumnDescription, ReadTable, Rows, TableDescription } from '../table/table.js';
import type { FrameColumn, Value } from './frame.js';
import { type DoneRun, metadataOf } from './results.js';
import { partName } from './sources.js';
import { type CollectedFile, writeTable } from './write.js';

/** Folder of the parts of one table. */
export const seriesFolder = (out: string, table: string): string => join(out, 'series', table);

const pathOf = ({ folder, run }: DoneRun, table: string): string => join(folder, tableFile(table, run.output));

/** Names of the tables that a run has. */
function tablesOf({ folder, run }: DoneRun): readonly string[] {
  const ending = `.${run.output.format}`;
  const files = readManifest(folder).files.map(({ path }) => path);
  const own = files.filter((path) => path.endsWith(ending) && !path.includes('/') && path !== 'state.arrow');
  return own.map((path) => path.slice(0, -ending.length));
}

/** Throws E_CONFIG unless every run has every one of these tables. */
export function assertTables(runs: readonly DoneRun[], tables: readonly string[], place: string): void {
  const known = [...new Set(runs.flatMap(tablesOf))].sort();
  for (const table of tables) {
    if (!known.includes(table)) throw unknownKey(table, 'a table of these runs', known, place);
    const without = runs.find((one) => !existsSync(pathOf(one, table)));
    if (without !== undefined) throw configError(`${without.folder} has no table ${table}`, place);
  }
}

/** One column of a run's table, NaN where there is nothing. Throws E_CONFIG if the run did not record it. */
export async function seriesColumn(one: DoneRun, table: string, name: string, place: string): Promise<Float64Array> {
  assertTables([one], [table], place);
  const pieces: Float64Array[] = [];
  for await (const { columns } of groupsOf(pathOf(one, table))) {
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined) {
      const names = columns.map((candidate) => candidate.name);
      throw unknownKey(name, `recorded in ${table} of ${one.folder}`, names, place);
    }
    if (column.type !== 'f64' && column.type !== 'i32') throw configError(`${place}: ${name} holds no numbers`, place);
    pieces.push(numbersOf(column.data));
  }
  return joined(pieces);
}

/** Columns that any of the runs has, so that all parts have the same columns; each may be empty. */
async function commonColumns(runs: readonly DoneRun[], table: string): Promise<readonly ColumnDescription[]> {
  const found = new Map<string, ColumnDescription>();
  for (const one of runs) {
    const path = pathOf(one, table);
    const file = openForReading(path);
    try {
      for (const { name, type, unit, symbol, meaning = '', width } of (await readMetadata(file, path)).columns) {
        if (width !== undefined)
          throw configError(`${path}: ${name} holds lists, which have no place in a series`, path);
        const before = found.get(name);
        const both = before !== undefined && before.type !== type ? 'f64' : type;
        found.set(name, { name, type: both, unit, symbol, meaning, nullable: true });
      }
    } finally {
      file.close();
    }
  }
  return [...found.values()];
}

/** A column of a group in the common type; nothing where the run does not have it. */
function alike(column: ColumnDescription, { columns, nRows }: ReadTable): ColumnData {
  const own = columns.find(({ name }) => name === column.name);
  if (own === undefined) return new Array<null>(nRows).fill(null);
  return own.type === column.type ? own.data : Array.from(own.data as ArrayLike<number | null>);
}

const repeated = (type: ColumnDescription['type'], value: Value, count: number): ColumnData => {
  if (type === 'f64' && typeof value === 'number') return new Float64Array(count).fill(value);
  if (type === 'i32' && typeof value === 'number') return new Int32Array(count).fill(value);
  return new Array<Value>(count).fill(value) as ColumnData;
};

/**
 * Writes `series/TABLE/NUMBER-IDENTITY.FORMAT` for each run: the run's number and the columns `axes` (one value a run) before those of
 * the table. What a run did not record is empty. Parts of runs that are no longer collected are removed. Memory: one row group. Throws E_IO.
 */
export async function writeSeries(
  disk: DiskOperations,
  out: string,
  runs: readonly DoneRun[],
  table: string,
  axes: readonly FrameColumn[],
  format: Format,
): Promise<CollectedFile> {
  const recorded = await commonColumns(runs, table);
  const names = new Set(recorded.map(({ name }) => name));
  const constant = axes.filter(({ name }) => !names.has(name));
  const folder = seriesFolder(out, table);
  ensureFolder(folder);
  const columns = [...constant.map(({ values: _, ...about }) => ({ ...about, nullable: true })), ...recorded];
  const description: TableDescription = {
    name: table,
    meaning: 'one row a record',
    columns,
    metadata: metadataOf(runs),
  };
  const written = new Set<string>();
  let rows = 0;
  for (const [row, one] of runs.entries()) {
    async function* groups(): AsyncIterable<Rows> {
      for await (const group of groupsOf(pathOf(one, table))) {
        const own = constant.map(({ type, values }) => repeated(type, values[row], group.nRows));
        yield [...own, ...recorded.map((column) => alike(column, group))];
      }
    }
    const part = `${partName(one)}.${format}`;
    written.add(part).add(`${part}.json`);
    rows += (await writeTable(disk, join(folder, part), description, groups(), format)).rows;
  }
  const isPart = /^\d+-[0-9a-f]{12}\.(parquet|arrow|csv)(\.json)?$/;
  for (const name of listFolder(folder)) if (isPart.test(name) && !written.has(name)) removeFile(join(folder, name));
  return { path: join(folder, `*.${format}`), rows };
}
