/** Statistics of a finished run's time series (spec section 5), for `msm show --statistics`. */

import { join } from 'node:path';
import { type Elementary, elementaryOf } from '../analysis/elementary.js';
import {
  autocorrelation,
  automaticBins,
  defaultLags,
  type SeriesStatistics,
  seriesStatistics,
} from '../analysis/statistics.js';
import { MsmError } from '../errors.js';
import { compileBuild, instantiate } from '../host/builds.js';
import { pathKind } from '../host/disk.js';
import { CORE_MODULE } from '../kernel/core-kernels.js';
import type { SeriesOfInterest } from '../model/collections.js';
import type { Family } from '../model/family.js';
import { tableFile } from './export.js';
import { isSweepFolder, readRun } from './folder.js';
import { readListed } from './manifest.js';
import { familyOfFolder } from './model-copy.js';

export interface JudgedColumn extends SeriesStatistics {
  readonly name: string;
  /** What it is, in words. */
  readonly label: string;
  readonly histogramBins: number;
  /** Why it says nothing about the run; null if it says something. */
  readonly doesNotApply: string | null;
}

export interface SeriesReport {
  /** Columns over all steps. */
  readonly columns: readonly JudgedColumn[];
  /** Lag 0 first; `values` is null where the column was not recorded. */
  readonly autocorrelations: readonly {
    readonly name: string;
    readonly label: string;
    readonly values: readonly number[] | null;
  }[];
}

/** Throws E_CONFIG for a sweep. */
function assertOneRun(folder: string): void {
  if (!isSweepFolder(folder)) return;
  throw new MsmError('E_CONFIG', `${folder} is a sweep; statistics are those of one run`, { place: folder });
}

/** A column of a run's time series. Throws E_CONFIG if it was not recorded at every step. */
export async function seriesOf(folder: string, name: string): Promise<Float64Array> {
  assertOneRun(folder);
  const { readTable } = await import('../table/read.js');
  const run = readRun(folder);
  const file = tableFile('timeseries', run.output);
  const absent = (reason: string): MsmError =>
    new MsmError('E_CONFIG', `${folder}: ${reason}`, {
      place: folder,
      next: `Run it with --record ${name} at every step.`,
    });
  if (pathKind(join(folder, file)) === undefined) throw absent('there is no finished time series');
  const { columns } = await readTable(readListed(folder, file), join(folder, file));
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw absent(`${name} was not recorded`);
  if (column.data.length !== run.steps)
    throw absent(`${name} was recorded at ${column.data.length} of ${run.steps} steps`);
  return Float64Array.from(column.data as ArrayLike<number | null>, (value) => value ?? Number.NaN);
}

/** What is judged: what the family names, else every number that was recorded. */
interface Judged {
  readonly distributions: readonly SeriesOfInterest['distribution'][];
  readonly correlations: readonly { readonly name: string; readonly label: string }[];
}

function judgedOf({ schema, statistics }: Family, recorded: ReadonlySet<string>, folder: string): Judged {
  if (statistics !== undefined) {
    const { distribution, correlation } = statistics;
    return { distributions: [distribution], correlations: correlation === undefined ? [] : [correlation] };
  }
  const numbers = schema.observables.filter(({ name, shape }) => shape.length === 0 && recorded.has(name));
  if (numbers.length === 0) {
    throw new MsmError('E_CONFIG', `${folder}: no number was recorded at each step, so there is no series to judge`, {
      place: folder,
      next: `Run it with --record and one of these: ${schema.observables.map(({ name }) => name).join(', ')}.`,
    });
  }
  const columns = numbers.map(({ name }) => ({ name, label: name }));
  return {
    distributions: columns.map((one) => ({ ...one, absent: `${one.name} has no values` })),
    correlations: columns,
  };
}

/** Statistics and autocorrelations of the columns by which runs of the family are judged. Throws E_CONFIG if they were not recorded. */
export async function seriesReport(folder: string): Promise<SeriesReport> {
  assertOneRun(folder);
  const elementary: Elementary = elementaryOf(instantiate(compileBuild(CORE_MODULE, 'strict')));
  const run = readRun(folder);
  const recorded = new Set(run.record.observables.map(({ name }) => name));
  const { distributions, correlations } = judgedOf(await familyOfFolder(folder, run, folder), recorded, folder);
  const columns: JudgedColumn[] = [];
  for (const { name, label, absent, applies } of distributions) {
    const series = await seriesOf(folder, name);
    if (series.every(Number.isNaN)) throw new MsmError('E_CONFIG', `${folder}: ${absent}`, { place: folder });
    const verdict = run.summary.find((item) => item.name === applies);
    columns.push({
      name,
      label,
      ...seriesStatistics(series, elementary),
      histogramBins: automaticBins(series, elementary),
      doesNotApply: verdict?.value === 0 ? (verdict.reason ?? '') : null,
    });
  }
  const autocorrelations: SeriesReport['autocorrelations'][number][] = [];
  for (const { name, label } of correlations) {
    const series = recorded.has(name) ? await seriesOf(folder, name) : undefined;
    const values = series === undefined ? null : [...autocorrelation(series, defaultLags(series.length))];
    autocorrelations.push({ name, label, values });
  }
  return { columns, autocorrelations };
}
