/** Event files of TensorBoard, made of the tables of finished runs: a folder for each run. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { configError } from '../config/problem.js';
import { MsmError } from '../errors.js';
import { type DiskOperations, ensureFolder, listFolder, readWhole, writeBytes } from '../host/disk.js';
import type { Curve, RunTable } from '../model/collections.js';
import { tableFile } from '../run/export.js';
import { isSweepFolder, readRun } from '../run/folder.js';
import { familyOfFolder } from '../run/model-copy.js';
import { Looks } from '../sweep/tasks/look.js';
import { writeEvents } from '../table/event-file.js';
import { readTable } from '../table/read.js';
import { type DoneRun, isDone } from './results.js';
import { type FoundRun, findRuns, isTableFile } from './sources.js';

export interface ExportedRun {
  /** Of the run. */
  readonly from: string;
  readonly path: string;
  readonly curves: number;
  readonly points: number;
}

export interface Exported {
  readonly folder: string;
  readonly runs: readonly ExportedRun[];
  /** Runs that were left out, with the reason. */
  readonly others: readonly FoundRun[];
}

/** Refuses a folder in which something is: old curves would be drawn beside the new ones. */
function assertEmpty(out: string): void {
  if (!existsSync(out) || listFolder(out).length === 0) return;
  throw configError(`--tensorboard ${out}: the folder is not empty`, '--tensorboard', 'Name a new folder.');
}

/** A run by itself is called by its folder; one of a sweep by its own, below that of the sweep where there are several sources. */
function nameOf({ source, folder }: FoundRun, isAlone: boolean): string {
  const [sweep, name] = [basename(resolve(source)), basename(resolve(folder))];
  return !isSweepFolder(source) || isAlone ? name : join(sweep, name);
}

/** Names of all runs. Throws E_CONFIG if two are the same. */
function namesOf(runs: readonly DoneRun[], isAlone: boolean): readonly string[] {
  const names = runs.map((run) => nameOf(run, isAlone));
  const again = names.findIndex((name, i) => names.indexOf(name) < i);
  if (again < 0) return names;
  const first = runs[names.indexOf(names[again])].folder;
  throw configError(
    `${runs[again].folder} and ${first} would have the same folder, ${names[again]}`,
    runs[again].folder,
    'Export them one by one.',
  );
}

/** The tables of a run by name; those that it does not have are undefined. */
async function tablesOf({ folder, run }: DoneRun, names: readonly string[]): Promise<ReadonlyMap<string, RunTable>> {
  const found = new Map<string, RunTable>();
  for (const name of names) {
    const path = join(folder, tableFile(name, run.output));
    if (!existsSync(path)) continue;
    const { columns } = await readTable(readWhole(path), path);
    found.set(name, Object.fromEntries(columns.map((column) => [column.name, column.data])));
  }
  return found;
}

const SERIES = 'timeseries';
const STEP = 'step';

/** The numbers of a time series, by the names of their columns. */
function seriesCurves(table: (name: string) => RunTable | undefined): readonly Curve[] {
  const { [STEP]: steps, ...columns } = table(SERIES) ?? {};
  return Object.entries(steps === undefined ? {} : columns).flatMap(([tag, values]) => {
    const points = Array.from(values, (value, row) => ({ step: Number(steps[row]), value }));
    const numbers = points.filter((point): point is Curve['points'][number] => Number.isFinite(point.value));
    return numbers.length === 0 ? [] : [{ tag, points: numbers }];
  });
}

/** Tables of which there may be curves: all that the run wrote in its format. */
function tableNames({ folder, run }: DoneRun): readonly string[] {
  const ending = `.${run.output.format}`;
  return listFolder(folder)
    .filter((name) => name.endsWith(ending) && name !== 'state.arrow')
    .map((name) => name.slice(0, -ending.length));
}

async function curvesOf(one: DoneRun): Promise<readonly Curve[]> {
  const { collections } = await familyOfFolder(one.folder, one.run, one.folder);
  const { curves = seriesCurves } = (await collections?.()) ?? {};
  const tables = await tablesOf(one, tableNames(one));
  return curves((name) => tables.get(name));
}

/** When a run began, in seconds since 1970: the only time that its events have. */
const startOf = (folder: string): number => Date.parse(readRun(folder).started) / 1000;

/** Refuses sources without a finished run. */
function assertAny(runs: readonly DoneRun[], others: readonly FoundRun[]): void {
  if (runs.length > 0) return;
  const [first] = others;
  const why = first?.reason === undefined ? '' : `: ${first.folder}: ${first.reason}`;
  throw new MsmError('E_CONFIG', `there is no finished run to export${why}`, {
    place: first?.source ?? '',
    data: { others: others.slice(0, 10).map(({ folder, state, reason }) => ({ folder, state, reason })) },
  });
}

/**
 * Writes an event file for each finished run of the sources, whose files are compared with their manifests first. The same runs give the
 * same bytes.
 *
 * @throws MsmError E_CONFIG if there is nothing to export or the folder is not empty; E_CORRUPT, E_IO
 */
export async function exportEvents(disk: DiskOperations, sources: readonly string[], out: string): Promise<Exported> {
  const table = sources.find(isTableFile);
  if (table !== undefined) throw configError(`${table} is a table; name the folders of runs and sweeps`, table);
  assertEmpty(out);
  const found = await findRuns(sources, new Looks('sha256', true));
  const runs = found.filter(isDone);
  const others = found.filter((one) => !isDone(one));
  assertAny(runs, others);
  const names = namesOf(runs, sources.length === 1);
  const exported: ExportedRun[] = [];
  for (const [i, one] of runs.entries()) {
    const curves = await curvesOf(one);
    const scalars = curves.flatMap(({ tag, points }) => points.map((point) => ({ tag, ...point })));
    // in the order of steps, as a program writes them that is running
    scalars.sort((a, b) => a.step - b.step);
    const start = startOf(one.folder);
    const folder = join(out, names[i]);
    ensureFolder(folder);
    // TensorBoard knows its files by this word
    const path = join(folder, `events.out.tfevents.${Math.floor(start)}.msm`);
    await writeBytes(disk, path, writeEvents(scalars, start));
    exported.push({ from: one.folder, path, curves: curves.length, points: scalars.length });
  }
  return { folder: out, runs: exported, others };
}
