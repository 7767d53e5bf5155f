/** Makes the tables of a collection in memory, so that a mistake in one of them leaves nothing behind. */

import { type Elementary, elementaryOf } from '../analysis/elementary.js';
import type { Format } from '../config/run-options.js';
import { compileBuild, instantiate } from '../host/builds.js';
import { CORE_MODULE } from '../kernel/core-kernels.js';
import type { Collections } from '../model/collections.js';
import { histogramFrame, stationarityFrame } from './analysis.js';
import { figureTables, publishedFrame, theoryFrame } from './derived.js';
import { type FitResult, fitFrame, fitsTable, parseFit } from './fits.js';
import { type Frame, groupRows, joinFrames } from './frame.js';
import type { CollectRequest } from './request.js';
import type { DoneRun } from './results.js';
import { axesOf, groupColumns, statisticsFrame } from './statistics.js';

/** What was collected, and what is to be made of it. */
export interface Collected {
  readonly folder: string;
  readonly format: Format;
  readonly request: CollectRequest;
  /** One row a run. */
  readonly frame: Frame;
  readonly runs: readonly DoneRun[];
  readonly family: string;
  readonly collections: Collections;
  /** Columns of the frame that tell runs apart: parameters and inputs. */
  readonly parameters: readonly string[];
}

export interface MadeTable {
  readonly name: string;
  readonly meaning: string;
  readonly frame: Frame;
}

/** Columns that say what a run is: they are not averaged. */
const ORIGIN = ['source', 'run', 'folder', 'identity', 'seed', 'replica', 'build'];

/** Statistics, if they were asked for or if runs repeat. */
function statistics({ request, frame, parameters }: Collected): readonly MadeTable[] {
  const { groupBy } = request;
  const by = groupBy === undefined ? axesOf(frame, parameters) : groupColumns(frame, groupBy, '--group-by');
  const isRepeated = groupRows(frame, by).some(({ rows }) => rows.length > 1);
  if (groupBy === undefined && !isRepeated) return [];
  const made = statisticsFrame(frame, by, [...ORIGIN, ...parameters]);
  return [{ name: 'statistics', meaning: 'statistics over the runs of each combination', frame: made }];
}

/** Tables that need elementary functions. */
async function computed(
  { request, runs, collections, family }: Collected,
  fits: readonly FitResult[],
  functions: () => Elementary,
): Promise<readonly MadeTable[]> {
  const tables: MadeTable[] = [];
  const add = (name: string, meaning: string, frame: Frame): void => void tables.push({ name, meaning, frame });
  const { theory = [], histogram, stationarity } = request;
  if (fits.length > 0) add('fits', 'coefficients of fits to the results', fitsTable(fits));
  if (theory.length > 0) {
    const frames = theory.map((axis) => theoryFrame(runs, axis, collections, family, functions()));
    add('theory', 'published theory', joinFrames(frames));
  }
  if (histogram !== undefined) {
    add('histogram', 'histogram of a series of each run', await histogramFrame(runs, histogram, functions()));
  }
  if (stationarity !== undefined) {
    const { column, settings } = stationarity;
    const frame = await stationarityFrame(runs, column, settings, functions());
    add('stationarity', 'stationarity of a series of each run', frame);
  }
  return tables;
}

/** All tables but the results and the series. Throws E_CONFIG for a faulty request. */
export async function makeTables(
  collected: Collected,
): Promise<{ readonly tables: readonly MadeTable[]; readonly fits: readonly FitResult[] }> {
  const { request, frame, runs, collections, family } = collected;
  let known: Elementary | undefined;
  const functions = (): Elementary => {
    known ??= elementaryOf(instantiate(compileBuild(CORE_MODULE, 'strict')));
    return known;
  };
  const fits = (request.fits ?? []).map(parseFit).flatMap((fit) => fitFrame(frame, fit, functions()));
  const published = request.published
    ? [
        {
          name: 'published',
          meaning: 'statistics of each run as published',
          frame: await publishedFrame(runs, collections, family),
        },
      ]
    : [];
  const figures = figureTables(collections, request.figures ?? [], frame);
  const derived = await computed(collected, fits, functions);
  return { tables: [...statistics(collected), ...derived, ...published, ...figures], fits };
}
