/** What can be drawn of the folder of a finished run: its tables, observables, parameters. */
import { join } from 'node:path';
import { printValue } from '../config/describe.js';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import type { ArrayValues, ObservableAbout, ParameterWritten, Subject, TableAbout } from '../figure/figure.js';
import { listFolder, pathKind } from '../host/disk.js';
import type { Family } from '../model/family.js';
import { indexColumns, isInSeries, observedIn, tableName, valueColumns } from '../model/recording/observed.js';
import { SERIES } from '../model/recording/tables.js';
import type { FamilySchema, Parameters } from '../model/schema.js';
import { type RunRecord, readRun } from '../run/folder.js';
import { restoreInput } from '../run/given-inputs.js';
import { openOwn } from '../run/layout.js';
import { familyOfFolder } from '../run/model-copy.js';
import { groupsOf } from '../run/table-groups.js';
import { assertIntact } from '../run/verify.js';
import type { ReadTable } from '../table/table.js';

/** A finished run, or a sweep, opened to be drawn. */
export interface Source {
  readonly folder: string;
  /** Absent: tables that were collected from runs of a model that is not here. */
  readonly family?: Family;
  readonly subject: Subject;
  /** File of each table. */
  readonly files: ReadonlyMap<string, string>;
  /** An array that the run was given. Throws E_CORRUPT if it is not there any more. */
  readonly input: (key: string) => Promise<ArrayValues>;
  /** Rows of a table, group by group. */
  readonly rows: (table: string, wanted: ReadonlySet<string>) => AsyncIterable<ReadTable>;
  /** Of a sweep: folders of its runs, in the order of the results. */
  readonly runs?: readonly string[];
}

/** The file of a table that must be there. */
export function pathIn(files: ReadonlyMap<string, string>, folder: string, table: string): string {
  const path = files.get(table);
  if (path !== undefined) return path;
  throw new MsmError('E_INTERNAL', `a figure needs the table ${table}, and ${folder} has none`);
}

const TABLE = /^([\w-]+)\.(parquet|arrow|csv)$/;

/** Where `msm analyse` puts its tables, and how they are called beside those of the run. */
const ANALYSIS = 'analysis';

/** Tables of a folder, those of its analyses too; of two files with one name the run's own format counts. */
export function filesOf(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const take = (place: string, before: string): void => {
    for (const file of listFolder(place)) {
      const name = TABLE.exec(file)?.[1];
      if (name !== undefined) found.set(`${before}${name}`, join(place, file));
    }
  };
  take(folder, '');
  const analysis = join(folder, ANALYSIS);
  if (pathKind(analysis) === 'folder') take(analysis, `${ANALYSIS}/`);
  return found;
}

async function aboutTable(name: string, path: string): Promise<TableAbout> {
  const { readMetadata } = await import('../table/read.js');
  const opened = openOwn(path);
  try {
    const { nRows, columns } = await readMetadata(opened, path);
    return { name, nRows, columns };
  } finally {
    opened.close();
  }
}

export const aboutTables = (files: ReadonlyMap<string, string>): Promise<readonly TableAbout[]> =>
  Promise.all([...files].map(([name, path]) => aboutTable(name, path)));

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Parameters as people read them, in the order of the schema. */
export const parametersWritten = ({ parameters: all }: FamilySchema, values: Parameters): readonly ParameterWritten[] =>
  all
    .filter(({ key }) => key in values)
    .map((parameter) => ({
      key: parameter.key,
      symbol: parameter.symbol === '' ? parameter.key : parameter.symbol,
      text: printValue(values[parameter.key]),
      isUsual: isSame(values[parameter.key], parameter.default),
    }));

/** What a run recorded, where it is. */
function observablesOf({ schema }: Family, tables: readonly TableAbout[]): readonly ObservableAbout[] {
  return observedIn(schema.observables, {}).flatMap((observed) => {
    const table = isInSeries(observed) ? SERIES : tableName(observed);
    const about = tables.find(({ name }) => name === table);
    if (about === undefined) return [];
    const has = (name: string): boolean => about.columns.some((column) => column.name === name);
    const { name, meaning, columns } = observed;
    const index = isInSeries(observed) ? [] : indexColumns(observed).map((column) => column.name);
    const values =
      columns === undefined
        ? valueColumns(observed)
            .map((column) => column.name)
            .filter(has)
        : entriesOf((i) => columns(i).name, has);
    return values.length === 0 || !index.every(has) ? [] : [{ name, meaning, table, index, values }];
  });
}

/** Columns of the entries of a vector: how many there are depends on parameters, and the table knows. */
function entriesOf(nameOf: (entry: number) => string, has: (name: string) => boolean): readonly string[] {
  const names: string[] = [];
  for (let i = 0; has(nameOf(i)); i++) names.push(nameOf(i));
  return names;
}

/** An array that a run was given. Throws E_CORRUPT if it is not there any more, or another one. */
async function readInput(folder: string, family: Family, run: RunRecord, key: string): Promise<ArrayValues> {
  const stored = run.inputs.find((input) => input.key === key);
  const about = family.schema.inputs.find((input) => input.key === key);
  if (stored === undefined || about === undefined) {
    throw new MsmError('E_INTERNAL', `a figure needs the input ${key}, and ${folder} was given none`);
  }
  const { values, shape } = await restoreInput(folder, family, stored, run.parameters);
  const { type, symbol, help: meaning } = about;
  const axes = shape.length === 2 ? ['row', 'column'] : ['entry'];
  return { name: key, type, symbol, meaning, shape, values: Float64Array.from(values), axes };
}

/** Opens a run that is finished. Throws E_CONFIG for one that is not, E_CORRUPT for a damaged one. */
export async function openRun(folder: string): Promise<Source> {
  const run = readRun(folder);
  if (run.status === 'done') {
    assertIntact(folder);
    return openTables(folder, run);
  }
  throw configError(`${folder} is not finished (${run.status})`, folder, `Go on with: msm resume ${folder}`);
}

/** Opens a run with the tables that there are, finished or not; whether they are what was written is not looked at. Throws E_CORRUPT for those that cannot be read. */
export async function openTables(folder: string, run: RunRecord): Promise<Source> {
  const family = await familyOfFolder(folder, run, folder);
  const files = filesOf(folder);
  const tables = await aboutTables(files);
  const { parameters, summary, seed, identity, inputs } = run;
  const subject: Subject = {
    kind: 'run',
    family: run.family,
    parameters,
    written: parametersWritten(family.schema, parameters),
    summary: Object.fromEntries(summary.map(({ name, value }) => [name, value])),
    seed,
    identity,
    runs: 1,
    tables,
    inputs: inputs.map(({ key }) => key),
    observables: observablesOf(family, tables),
    axes: [],
    reported: [],
  };
  const rows = (table: string, wanted: ReadonlySet<string>) => groupsOf(pathIn(files, folder, table), wanted);
  const input = (key: string) => readInput(folder, family, run, key);
  return { folder, family, subject, files, input, rows };
}
