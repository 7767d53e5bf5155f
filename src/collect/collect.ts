/** Collects the runs of sweeps to tables: results, statistics, series, fits, theory, parameter tables. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { type DiskOperations, ensureFolder, openForReading, writeBytes } from '../host/disk.js';
import { SYSTEM_CLOCK } from '../host/environment.js';
import type { CollectedFigure, Collections } from '../model/collections.js';
import type { Parameter } from '../model/schema.js';
import { isRunFolder, isSweepFolder } from '../run/folder.js';
import { Looks } from '../sweep/tasks/look.js';
import { withTableLog } from '../sweep/tasks/table-log.js';
import { readTable } from '../table/read.js';
import { figureData, varyingIn } from './derived.js';
import { type FitResult, parseFit } from './fits.js';
import { type Frame, frameOf, tableOf } from './frame.js';
import { latexText } from './latex.js';
import type { CollectRequest } from './request.js';
import {
  type DoneRun,
  familyOfRuns,
  isDone,
  isInputColumn,
  metadataOf,
  resultRows,
  resultsFrame,
  resultsTable,
  withTables,
} from './results.js';
import { assertTables, writeSeries } from './series.js';
import { assertSources, type FoundRun, findRuns, isTableFile } from './sources.js';
import { axesOf } from './statistics.js';
import { type Collected, type MadeTable, makeTables } from './tables.js';
import { assertOwn, type CollectedFile, writeTable } from './write.js';

export type { CollectRequest } from './request.js';

export interface Collection {
  readonly folder: string;
  /** Rows of the results. */
  readonly runs: number;
  /** Rows that the results had before; 0 if there were none. */
  readonly before: number;
  /** Runs that were not collected, with the reason. */
  readonly others: readonly FoundRun[];
  readonly files: readonly CollectedFile[];
  readonly fits: readonly FitResult[];
}

/** Where the tables go. Throws E_CONFIG if that is not clear, or the place holds something else. */
function targetOf({ sources, out }: CollectRequest): string {
  const [only] = sources;
  if (out === undefined) {
    if (sources.length === 1 && !isTableFile(only) && isSweepFolder(only)) return only;
    const what = sources.length > 1 ? 'several sources are collected' : `${only} is not a sweep`;
    throw configError(`${what}: name a folder for the tables with --out`, '--out');
  }
  if (existsSync(out) && !statSync(out).isDirectory()) {
    throw configError(`--out ${out} is a file; the tables need a folder`, '--out', 'Name another folder with --out.');
  }
  const isOther = existsSync(out) && (isSweepFolder(out) || isRunFolder(out));
  if (isOther && !(sources.length === 1 && sources[0] === out)) {
    throw configError(`--out ${out} is the folder of ${isSweepFolder(out) ? 'another sweep' : 'a run'}`, '--out');
  }
  return out;
}

/** `3 running, 5 pending`. */
export function countStates(others: readonly FoundRun[]): string {
  const counts = new Map<string, number>();
  for (const { state } of others) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}

/** Whether a run that should be there is lost or damaged. */
export const isBroken = ({ state, wasDone }: FoundRun): boolean => state === 'damaged' || wasDone === true;

function nothingDone(sources: readonly string[], others: readonly FoundRun[]): MsmError {
  const [first] = sources;
  const isSweep = existsSync(first) && isSweepFolder(first);
  const hasBroken = others.some(isBroken);
  const message = `no run of ${sources.join(', ')} can be collected (${countStates(others)}); nothing was written`;
  return new MsmError(hasBroken ? 'E_CORRUPT' : 'E_CONFIG', message, {
    place: first,
    next: hasBroken
      ? `See what is wrong with: msm verify ${first}`
      : `Go on with: msm ${isSweep ? 'resume' : 'show'} ${first}`,
    data: { others: others.slice(0, 10).map(({ folder, state, reason }) => ({ folder, state, reason })) },
  });
}

/** Refuses a table of something else than runs. @throws E_CONFIG */
function assertCollected(path: string, frame: Frame): Frame {
  if (frame.columns.some(({ name }) => name === 'identity')) return frame;
  throw configError(
    `${path} is not a table of collected runs: it has no column identity`,
    path,
    'Name results.parquet of a sweep, or the folders of runs and sweeps.',
  );
}

/** Rows of tables that were collected before. @throws E_CONFIG for a table of something else */
async function tablesOf(sources: readonly string[]): Promise<readonly Frame[]> {
  const frames: Frame[] = [];
  for (const path of sources.filter(isTableFile)) {
    const file = openForReading(path);
    try {
      frames.push(assertCollected(path, frameOf(await readTable(await file.read(0, file.byteLength), path))));
    } finally {
      file.close();
    }
  }
  return frames;
}

/** What is known about the family whose runs are collected. */
interface CollectedFamily {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly collections: Collections;
}

/** The family of the runs; tables alone may come from any family, and have the parameters and figures of all. */
async function collectedFamily(runs: readonly DoneRun[]): Promise<CollectedFamily> {
  if (runs.length > 0) {
    const { schema, collections } = await familyOfRuns(runs);
    return { name: schema.name, parameters: schema.parameters, collections: (await collections?.()) ?? {} };
  }
  const all = await (await import('../model/families.js')).allFamilies();
  const made = await Promise.all(all.map(({ collections }) => collections?.()));
  return {
    name: 'a table',
    parameters: all.flatMap(({ schema }) => schema.parameters),
    collections: { figures: Object.assign({}, ...made.map((one) => one?.figures)) },
  };
}

/** The request together with what its figures add. */
function withFigures(request: CollectRequest, frame: Frame, { collections, name }: CollectedFamily): CollectRequest {
  const data = (request.figures ?? []).map((key) => figureData(collections, key, name));
  const all = (given: readonly string[] | undefined, key: 'series' | 'theory'): readonly string[] => [
    ...new Set([...(given ?? []), ...data.flatMap((one: CollectedFigure) => one[key] ?? [])]),
  ];
  return {
    ...request,
    series: all(request.series, 'series'),
    theory: all(request.theory, 'theory'),
    histogram: request.histogram ?? data.find((one) => one.histogram !== undefined)?.histogram,
    fits: [...new Set([...(request.fits ?? []), ...data.flatMap((one) => one.fits?.(varyingIn(frame)) ?? [])])],
  };
}

/** Refuses what needs the folders of the runs where only tables were given. */
function assertFolders(request: CollectRequest, hasTables: boolean): void {
  const asked = [
    [(request.series ?? []).length > 0, 'series'],
    [(request.theory ?? []).length > 0, 'theory'],
    [request.histogram !== undefined, 'histogram'],
    [request.stationarity !== undefined, 'stationarity'],
    [request.published === true, 'published'],
    [request.latex === true, 'latex'],
  ] as const;
  const wanted = asked.find(([isAsked]) => isAsked);
  if (!hasTables || wanted === undefined) return;
  throw configError(
    `--${wanted[1]} needs the folders of all runs, and a table has none`,
    `--${wanted[1]}`,
    'Name the folders of the sweeps instead of tables made of them.',
  );
}

/** Writes everything, at a point where only the disk can still fail. */
async function writeAll(
  disk: DiskOperations,
  { folder, format, request, frame, runs, parameters }: Collected,
  tables: readonly MadeTable[],
  latex: string | undefined,
): Promise<readonly CollectedFile[]> {
  ensureFolder(folder);
  const files: CollectedFile[] = [];
  const others = tables.map(({ name, meaning, frame: one }) =>
    tableOf(one, { name, meaning, metadata: metadataOf(runs) }),
  );
  for (const { description, rows } of [resultsTable(frame, runs), ...others]) {
    const path = join(folder, `${description.name}.${format}`);
    files.push(await writeTable(disk, path, description, [rows], format));
  }
  if (latex !== undefined) {
    await writeBytes(disk, join(folder, 'table.tex'), latex);
    files.push({ path: join(folder, 'table.tex'), rows: frame.nRows });
  }
  const varying = axesOf(frame, [...parameters, 'replica', 'seed']);
  const axes = frame.columns.filter(({ name }) => name === 'source' || name === 'run').concat(varying);
  for (const table of request.series ?? []) files.push(await writeSeries(disk, folder, runs, table, axes, format));
  return files;
}

/**
 * Collects runs to tables in one folder. Only runs that are done and whose files are those of their manifest are taken; the others
 * are listed. The bytes written depend on the runs and the request alone, so collecting again changes nothing. Safe while
 * the sweep goes on. All that can be wrong with the request shows before anything is written.
 *
 * @throws E_CONFIG for places without runs, columns that do not exist, points that cannot be fitted, or if no run is finished;
 *   E_IO
 */
export async function collect(disk: DiskOperations, asked: CollectRequest): Promise<Collection> {
  const { sources, format = 'parquet', check = 'sha256' } = asked;
  for (const text of asked.fits ?? []) parseFit(text);
  assertSources(sources);
  const folder = targetOf(asked);
  const found = await findRuns(sources, new Looks(check, true));
  const [runs, others] = [found.filter(isDone), found.filter((one) => !isDone(one))];
  const tables = await tablesOf(sources);
  if (runs.length === 0 && tables.length === 0) throw nothingDone(sources, others);
  const family = await collectedFamily(runs);
  const { parameters } = family;
  const own = runs.length === 0 ? undefined : resultsFrame(runs, parameters, folder, sources.length > 1);
  const frame = withTables(own, tables);
  const request = withFigures(asked, frame, family);
  assertFolders(request, tables.length > 0);
  assertTables(runs, request.series ?? [], '--series');
  const names = parameters.map(({ key }) => key);
  const inputs = frame.columns.map(({ name }) => name).filter(isInputColumn);
  const collected: Collected = {
    folder,
    format,
    request,
    frame,
    runs,
    family: family.name,
    collections: family.collections,
    parameters: [...names, ...inputs],
  };
  const { tables: made, fits } = await makeTables(collected);
  const latex = request.latex
    ? latexText(frame, runs, names, request.columns, family.collections.parameterTable)
    : undefined;
  for (const { name } of [{ name: 'results' }, ...made]) await assertOwn(folder, name, format);
  const before = await resultRows(join(folder, `results.${format}`));
  const write = (to: DiskOperations): Promise<readonly CollectedFile[]> => writeAll(to, collected, made, latex);
  const files = await (isSweepFolder(folder) ? withTableLog(folder, disk, SYSTEM_CLOCK, write) : write(disk));
  return { folder, runs: frame.nRows, before, others, files, fits };
}
