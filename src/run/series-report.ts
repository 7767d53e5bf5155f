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
import { tableFile } from './export.js';
import { isSweepFolder, readRun } from './folder.js';
import { readListed } from './manifest.js';

export interface SeriesReport {
  readonly residual: SeriesStatistics & { readonly histogramBins: number };
  /** Why the theory that the residual is taken from does not apply to the run; null if it does. */
  readonly doesNotApply: string | null;
  /** Of the mean activity, lag 0 first; null if it was not recorded. */
  readonly autocorrelation: readonly number[] | null;
}

/** A column of a run's time series. Throws E_CONFIG if it was not recorded at every step. */
export async function seriesOf(folder: string, name: string): Promise<Float64Array> {
  if (isSweepFolder(folder)) {
    throw new MsmError('E_CONFIG', `${folder} is a sweep; statistics are those of one run`, { place: folder });
  }
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

/** Statistics of the residual and autocorrelation of the mean activity. */
export async function seriesReport(folder: string): Promise<SeriesReport> {
  const elementary: Elementary = elementaryOf(instantiate(compileBuild(CORE_MODULE, 'strict')));
  const residual = await seriesOf(folder, 'residual');
  if (residual.every(Number.isNaN)) {
    throw new MsmError('E_CONFIG', `${folder}: this model has no theory, and so no residual`, { place: folder });
  }
  const run = readRun(folder);
  const applies = run.summary.find(({ name }) => name === 'theory_applies');
  const recorded = run.record.observables.some(({ name }) => name === 'activity');
  const activity = recorded ? await seriesOf(folder, 'activity') : undefined;
  return {
    residual: { ...seriesStatistics(residual, elementary), histogramBins: automaticBins(residual, elementary) },
    doesNotApply: applies?.value === 0 ? (applies.reason ?? '') : null,
    autocorrelation: activity === undefined ? null : [...autocorrelation(activity, defaultLags(activity.length))],
  };
}
