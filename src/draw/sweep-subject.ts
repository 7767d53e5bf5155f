/** What can be drawn of a sweep, or of tables that were collected: a row a run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Frame, type FrameColumn, frameOf } from '../collect/frame.js';
import { isDone, RESULTS_FILE, resultsFrame } from '../collect/results.js';
import { findRuns } from '../collect/sources.js';
import { axesOf } from '../collect/statistics.js';
import { configError } from '../config/problem.js';
import { isSearchRange } from '../config/search-space.js';
import { MsmError } from '../errors.js';
import type { Subject, TableAbout } from '../figure/figure.js';
import { openForReading } from '../host/disk.js';
import { familyNamed } from '../model/families.js';
import type { Family } from '../model/family.js';
import type { Parameters, ParameterValue } from '../model/schema.js';
import { readRun } from '../run/folder.js';
import { isSweepFolder } from '../run/layout.js';
import { familyOfFolder } from '../run/model-copy.js';
import { groupsOf } from '../run/table-groups.js';
import { Looks } from '../sweep/tasks/look.js';
import { readSweepRecord } from '../sweep/tasks/record.js';
import { readTable } from '../table/read.js';
import type { ReadTable } from '../table/table.js';
import { aboutTables, filesOf, parametersWritten, pathIn, type Source } from './run-subject.js';

export const RESULTS = 'results';

/** Results, and the family that their runs are of. */
interface Results {
  readonly frame: Frame;
  readonly family?: Family;
  readonly name: string;
}

/** Results as they were written at the end of a sweep, or collected. */
async function storedResults(folder: string): Promise<Results> {
  const path = join(folder, RESULTS_FILE);
  const file = openForReading(path);
  try {
    const table = await readTable(await file.read(0, file.byteLength), path);
    const frame = frameOf(table);
    const name = table.metadata['msm.family'] ?? RESULTS;
    return { frame, name, family: await familyOf(folder, frame, name) };
  } finally {
    file.close();
  }
}

/** The family: by its name if it ships, else from the copy that the first run has, if that is still there. */
async function familyOf(folder: string, frame: Frame, name: string): Promise<Family | undefined> {
  const shipped = await familyNamed(name);
  const first = frame.columns.find((column) => column.name === 'folder')?.values[0];
  if (shipped !== undefined || typeof first !== 'string') return shipped;
  const place = join(folder, first);
  return existsSync(place) ? familyOfFolder(place, readRun(place), place) : undefined;
}

/** Results of the runs that are done so far. Throws E_CONFIG if there is none. */
async function currentResults(folder: string): Promise<Results> {
  const runs = (await findRuns([folder], new Looks('size', true))).filter(isDone);
  if (runs.length === 0) {
    throw configError(`no run of ${folder} is done yet`, folder, `Go on with: msm resume ${folder}`);
  }
  const [{ run, folder: place }] = runs;
  const family = await familyOfFolder(place, run, place);
  return { frame: resultsFrame(runs, family.schema.parameters, folder, false), family, name: run.family };
}

const aboutResults = ({ nRows, columns }: Frame): TableAbout => ({
  name: RESULTS,
  meaning: 'one row a finished run',
  nRows,
  columns: columns.map(({ values: _, ...column }) => column),
});

/** Parameters that all runs have in common. */
function commonParameters({ columns }: Frame, keys: readonly string[]): Parameters {
  const common = columns.filter(
    ({ name, values }) => keys.includes(name) && values.every((value) => value === values[0]),
  );
  return Object.fromEntries(common.map(({ name, values }) => [name, values[0] as ParameterValue]));
}

/** Numbers before words, those with the most values first: the first is the natural x axis. */
function orderedAxes(columns: readonly FrameColumn[]): readonly string[] {
  const rankOf = ({ type, values }: FrameColumn): number => (type === 'text' ? 0 : new Set(values).size);
  return [...columns].sort((a, b) => rankOf(b) - rankOf(a)).map(({ name }) => name);
}

/** The frame as a table that was read. */
const tableOf = ({ nRows, columns }: Frame): ReadTable => ({
  name: RESULTS,
  nRows,
  columns: columns.map(({ values, ...column }) => ({
    ...column,
    data: values as ReadTable['columns'][number]['data'],
  })),
  metadata: {},
  hasHeader: true,
});

const isNumber = (value: FrameColumn['values'][number]): boolean => typeof value === 'number' && Number.isFinite(value);

/** Where the runs are, as far as the results say so. */
function runFolders(folder: string, { columns }: Frame): readonly string[] {
  const named = columns.find(({ name }) => name === 'folder')?.values ?? [];
  return Array.from(named, (place) => join(folder, String(place)));
}

/** What `look` gives; undefined where files are damaged or gone: results are drawn without the runs that they were made of, too. */
function ifReadable<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof MsmError && ['E_CONFIG', 'E_CORRUPT', 'E_IO'].includes(error.code)) return undefined;
    throw error;
  }
}

/** Keys of the arrays that the first run whose record can be read was given. */
function inputsOf(runs: readonly string[]): readonly string[] {
  for (const place of runs) {
    const inputs = existsSync(place) ? ifReadable(() => readRun(place).inputs) : undefined;
    if (inputs !== undefined) return inputs.map(({ key }) => key);
  }
  return [];
}

/** The scales by which a search was asked to explore its parameters; undefined of a folder that is none of a search. */
function searchScales(folder: string): Subject['scales'] {
  if (!isSweepFolder(folder)) return undefined;
  const search = readSweepRecord(folder).requests.at(-1)?.request.search;
  const ranges = search?.space.settings.filter(({ text }) => isSearchRange(text.trim()));
  return (
    ranges && Object.fromEntries(ranges.map(({ key, text }) => [key, /^log:/i.test(text.trim()) ? 'log' : 'linear']))
  );
}

/** Opens a sweep. Throws E_CONFIG if none of its runs is done, E_CORRUPT for damaged results. */
export async function openSweep(folder: string): Promise<Source> {
  const stored = existsSync(join(folder, RESULTS_FILE));
  const { frame, family, name } = await (stored ? storedResults(folder) : currentResults(folder));
  const keys = family?.schema.parameters.map(({ key }) => key) ?? [];
  const files = filesOf(folder);
  const others = new Map([...files].filter(([table]) => table !== RESULTS));
  const runs = runFolders(folder, frame);
  const first = runs.find((place) => existsSync(place));
  const parameters = commonParameters(frame, keys);
  const reported = (family?.listed ?? family?.headlines ?? [])
    .map(({ item }) => item)
    .filter((item) => frame.columns.some((column) => column.name === item && column.values.some(isNumber)));
  const subject: Subject = {
    kind: 'sweep',
    family: name,
    parameters,
    written: family === undefined ? [] : parametersWritten(family.schema, parameters),
    summary: {},
    runs: frame.nRows,
    tables: [aboutResults(frame), ...(await aboutTables(others))],
    ...(first !== undefined && { tablesOfRuns: await aboutTables(filesOf(first)) }),
    scales: ifReadable(() => searchScales(folder)),
    inputs: inputsOf(runs),
    observables: [],
    axes: orderedAxes(axesOf(frame, [...keys, 'replica', 'seed'])),
    reported: [...new Set(reported)],
  };
  async function* rows(table: string, wanted: ReadonlySet<string>): AsyncIterable<ReadTable> {
    if (table === RESULTS) yield tableOf(frame);
    else yield* groupsOf(pathIn(files, folder, table), wanted);
  }
  const input = (key: string): never => {
    throw new MsmError('E_INTERNAL', `a figure of a sweep needs the input ${key}`);
  };
  return { folder, family, subject, files, input, rows, runs };
}
