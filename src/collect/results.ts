/** results.parquet of a sweep: one row a run, parameters and summary as typed columns. */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { printValue } from '../config/describe.js';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { type DiskOperations, openForReading, writeBytes } from '../host/disk.js';
import { datasetHash } from '../input/data-references.js';
import type { Family } from '../model/family.js';
import type { Parameter, ParameterValue } from '../model/schema.js';
import { familyOfFolder } from '../run/model-copy.js';
import { type CollectedRun, type CollectedSummary, Looks } from '../sweep/tasks/look.js';
import { encodeRowGroup } from '../table/parquet.js';
import { readMetadata } from '../table/read.js';
import {
  checkedFrame,
  type Frame,
  type FrameColumn,
  isInt32,
  joinFrames,
  tableOf,
  takeRows,
  type Value,
} from './frame.js';
import { type FoundRun, findRuns } from './sources.js';

export const RESULTS_FILE = 'results.parquet';

/** Columns that every row has. */
export const REQUIRED = ['run', 'folder', 'identity', 'seed', 'replica', 'build'] as const;

/** A run that is collected. */
export interface DoneRun extends FoundRun {
  readonly run: CollectedRun;
}

export const isDone = (found: FoundRun): found is DoneRun => found.state === 'done' && found.run !== undefined;

/** Text that reads back as the value, for columns of words. */
const textOf = (value: ParameterValue): string | null => (value === null ? null : printValue(value));

/** Type and values of a parameter, decided by its kind so that a part of a sweep has the columns of the whole. */
function parameterValues(
  parameter: Parameter,
  values: readonly ParameterValue[],
): Pick<FrameColumn, 'type' | 'values'> {
  const { kind, words = [] } = parameter;
  if (kind === 'boolean') return { type: 'boolean', values: values as readonly Value[] };
  if (kind === 'choice' || kind === 'vector') return { type: 'text', values: values.map(textOf) };
  const isNumeric = values.every(
    (value) => value === null || typeof value === 'number' || (value === 'infinity' && words.includes(value)),
  );
  if (!isNumeric) return { type: 'text', values: values.map(textOf) };
  // whoever computes with the column needs a number in place of the word
  const numbers = values.map((value) => (value === 'infinity' ? Number.POSITIVE_INFINITY : (value as number | null)));
  return { type: kind !== 'number' && numbers.every(isInt32) ? 'i32' : 'f64', values: numbers };
}

function parameterColumn(parameter: Parameter, runs: readonly DoneRun[]): FrameColumn {
  const { key, help, unit, symbol, whenAbsent } = parameter;
  const { type, values } = parameterValues(
    parameter,
    runs.map(({ run }) => run.parameters[key] ?? null),
  );
  const meaning = whenAbsent === undefined ? help : `${help} (nothing: ${whenAbsent})`;
  return { name: key, type, symbol: symbol === '' ? undefined : symbol, unit, meaning, values };
}

interface SummaryColumn {
  readonly item: CollectedSummary['items'][number];
  readonly values: Value[];
}

/** One column for each number that any of the runs reports, in the order in which they first appear. */
function summaryColumns(runs: readonly DoneRun[], taken: ReadonlySet<string>): readonly FrameColumn[] {
  const found = new Map<string, SummaryColumn>();
  for (const [row, { run }] of runs.entries()) {
    const { items, values } = run.summary;
    for (const [i, item] of items.entries()) {
      const column = found.get(item.name) ?? { item, values: new Array<Value>(runs.length).fill(null) };
      column.values[row] = values[i];
      found.set(item.name, column);
    }
  }
  return [...found].flatMap(([name, { item, values }]): readonly FrameColumn[] => {
    const { unit, meaning, isWhole } = item;
    const isSaid = runs.every(({ run }, row) => run.parameters[name] === values[row]);
    // the parameter's own column already has it
    if (taken.has(name) && isSaid) return [];
    const type = isWhole === true && values.every(isInt32) ? 'i32' : 'f64';
    // a number that stands in for a parameter that was not given, such as the strength k = tanh(beta)
    return [{ name: taken.has(name) ? `${name}_used` : name, type, unit, meaning, values }];
  });
}

/** What identifies a run, besides its parameters. `base` is the folder that will hold the table. */
function originColumns(runs: readonly DoneRun[], base: string, withSource: boolean): readonly FrameColumn[] {
  const path = (place: string): string => relative(base, place).replaceAll('\\', '/') || '.';
  const text = (name: string, meaning: string, value: (found: DoneRun) => string): FrameColumn => ({
    name,
    type: 'text',
    meaning,
    values: runs.map(value),
  });
  const number = (name: string, type: 'i32' | 'f64', meaning: string, value: (found: DoneRun) => number) => ({
    name,
    type,
    meaning,
    values: runs.map(value),
  });
  return [
    ...(withSource ? [text('source', 'sweep or run that it belongs to', ({ source }) => path(source))] : []),
    number('run', 'i32', 'number of the run in the plan', ({ index }) => index),
    text('folder', 'folder of the run, from here', ({ folder }) => path(folder)),
    text('identity', 'SHA-256 of all that the result depends on', ({ run }) => run.identity),
    number(
      'seed',
      runs.every(({ run }) => isInt32(run.seed)) ? 'i32' : 'f64',
      'seed of the run',
      ({ run }) => run.seed,
    ),
    number('replica', 'i32', 'number among the runs with equal parameters', ({ run }) => run.replica ?? 0),
    text('build', 'build of the kernels: strict or fast', ({ run }) => run.build),
  ];
}

/** Columns of a given input: `input_patterns`, `input_data`. */
const INPUT_COLUMN = /^input_\w+$/;

/** Whether a column says which input a run has, which tells runs apart as a parameter does. */
export const isInputColumn = (name: string): boolean => INPUT_COLUMN.test(name);

interface GivenToRun {
  readonly key: string;
  /** As it was written. */
  readonly source: string;
  readonly sha256: string;
}

/** Arrays and data sets that a run was given. */
const givenTo = ({ run: { inputs, data = [] } }: DoneRun): readonly GivenToRun[] => [
  ...inputs,
  ...data.map((reference) => ({ ...reference, sha256: datasetHash(reference) })),
];

/** What each run was given: the file, folder or name as it was written, and the SHA-256. There is no column for an input that none of them has. */
function inputColumns(runs: readonly DoneRun[]): readonly FrameColumn[] {
  const given = runs.map(givenTo);
  const keys = [...new Set(given.flatMap((inputs) => inputs.map(({ key }) => key)))].sort();
  return keys.flatMap((key): readonly FrameColumn[] => {
    const own = given.map((inputs) => inputs.find((input) => input.key === key));
    const column = (name: string, meaning: string, values: readonly (string | null)[]): FrameColumn => ({
      name,
      type: 'text',
      meaning,
      values,
    });
    return [
      column(
        `input_${key}`,
        `file, folder or name given for ${key}, as it was written`,
        own.map((one) => one?.source ?? null),
      ),
      column(
        `input_${key}_sha256`,
        `SHA-256 of the array or data set given for ${key}`,
        own.map((one) => one?.sha256 ?? null),
      ),
    ];
  });
}

/** Models of one name may have other parameters. @throws E_CONFIG if there are two */
function sameModel(runs: readonly DoneRun[]): string {
  const [first] = runs;
  const other = runs.find(({ run }) => run.model?.sha256 !== first.run.model?.sha256);
  if (other === undefined) return first.run.family;
  throw configError(
    `${first.source} and ${other.source} are of two models that are both named ${first.run.family}`,
    other.source,
    'Collect each model for itself.',
  );
}

/** The name of the family of all runs. Throws E_CONFIG if there are two: their columns mean different things. */
export function familyOf(runs: readonly DoneRun[]): string {
  const [first] = runs;
  const other = runs.find(({ run }) => run.family !== first.run.family);
  if (other === undefined) return sameModel(runs);
  throw configError(
    `${first.source} is of the family ${first.run.family} and ${other.source} of ${other.run.family}`,
    other.source,
    'Collect each family for itself.',
  );
}

/** The family of all runs. Throws E_CONFIG for two families, E_CORRUPT for one that is not known. */
export async function familyOfRuns(runs: readonly DoneRun[]): Promise<Family> {
  const [{ run, folder }] = runs;
  familyOf(runs);
  return familyOfFolder(folder, run, folder);
}

/**
 * Rows of runs that are done, at least one.
 *
 * @param parameters those of their family
 * @param base the folder that will hold the table
 */
export function resultsFrame(
  runs: readonly DoneRun[],
  parameters: readonly Parameter[],
  base: string,
  withSource: boolean,
): Frame {
  const origin = originColumns(runs, base, withSource);
  const given = parameters.map((parameter) => parameterColumn(parameter, runs));
  const taken = new Set([...origin, ...given].map(({ name }) => name));
  return checkedFrame([...origin, ...given, ...inputColumns(runs), ...summaryColumns(runs, taken)]);
}

/** Rows of tables that were collected before, after those of runs; a run that is already there is left out. */
export function withTables(runs: Frame | undefined, tables: readonly Frame[]): Frame {
  const frame = joinFrames([...(runs === undefined ? [] : [runs]), ...tables]);
  const identities = frame.columns.find(({ name }) => name === 'identity')?.values ?? [];
  const seen = new Set<Value>();
  const rows = Array.from({ length: frame.nRows }, (_, row) => row).filter((row) => {
    const identity = identities[row] ?? null;
    const isNew = identity === null || !seen.has(identity);
    seen.add(identity);
    return isNew;
  });
  return rows.length === frame.nRows ? frame : takeRows(frame, rows);
}

/** Metadata of what is made of these runs. */
export function metadataOf(runs: readonly DoneRun[]): { readonly [key: string]: string } {
  if (runs.length === 0) return {};
  const kernels = [...new Set(runs.map(({ run }) => run.kernelSha256))].sort();
  const revisions = [...new Set(runs.map(({ run }) => run.revision ?? 1))].sort((a, b) => a - b);
  return {
    'msm.family': familyOf(runs),
    'msm.kernel': kernels.join(','),
    ...(revisions.some((revision) => revision > 1) && { 'msm.revision': revisions.join(',') }),
  };
}

/** Description and rows of results.parquet. */
export function resultsTable(frame: Frame, runs: readonly DoneRun[]): ReturnType<typeof tableOf> {
  const meaning = 'one row a finished run of the sweep';
  return tableOf(frame, { name: 'results', meaning, metadata: metadataOf(runs) }, REQUIRED);
}

/** How many rows of results a folder has so far; 0 if it has none that can be read, in which case they are written anew. */
export async function resultRows(path: string): Promise<number> {
  if (!existsSync(path)) return 0;
  try {
    const file = openForReading(path);
    try {
      return (await readMetadata(file, path)).nRows;
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof MsmError)) throw error;
    return 0;
  }
}

/** The note on results that have fewer rows than they had; undefined if they have not. */
export function fewerRowsText(path: string, before: number, now: number): string | undefined {
  if (now >= before) return undefined;
  const rows = `${path} has ${now} ${now === 1 ? 'row' : 'rows'} now and had ${before}`;
  return `${rows}: only runs that are done are in it`;
}

/**
 * Writes results.parquet of a sweep: one row for each run that is done, in the order of the plan. Nothing is written if there is
 * none. The bytes depend on the finished runs alone. Throws E_IO.
 *
 * @param onNote called if there are fewer rows than before
 */
export async function writeSweepResults(
  disk: DiskOperations,
  folder: string,
  looks = new Looks('size', true),
  onNote: (text: string) => void = () => {},
): Promise<void> {
  const path = join(folder, RESULTS_FILE);
  const before = await resultRows(path);
  const runs = (await findRuns([folder], looks)).filter(isDone);
  if (runs.length === 0) {
    if (before > 0) onNote(`${path} is that of an earlier time: none of its runs is done now`);
    return;
  }
  const { schema } = await familyOfRuns(runs);
  const { description, rows } = resultsTable(resultsFrame(runs, schema.parameters, folder, false), runs);
  await writeBytes(disk, path, encodeRowGroup(description, rows));
  const text = fewerRowsText(path, before, runs.length);
  if (text !== undefined) onNote(text);
}
