/** What is computed from the series of each run: histograms and stationarity. */
import type { Elementary } from '../analysis/elementary.js';
import { automaticBins, histogram } from '../analysis/histogram.js';
import {
  augmentedDickeyFuller,
  convergenceSummary,
  detectConvergence,
  type StationaritySettings,
} from '../analysis/stationarity.js';
import { populationMoments } from '../analysis/statistics.js';
import { configError } from '../config/problem.js';
import type { Frame, FrameColumn, Value } from './frame.js';
import type { DoneRun } from './results.js';
import { seriesColumn } from './series.js';

/** A column from a value for each row. */
function columnFrom<Row>(
  rows: readonly Row[],
  name: string,
  type: FrameColumn['type'],
  meaning: string,
  value: (row: Row) => Value,
): FrameColumn {
  return { name, type, meaning, values: rows.map(value) };
}

/** Which run a row belongs to: by number for people, by identity for joins. */
function runColumns<Row extends { readonly one: DoneRun }>(rows: readonly Row[]): readonly FrameColumn[] {
  return [
    columnFrom(rows, 'run', 'i32', 'number of the run', ({ one }) => one.index),
    columnFrom(rows, 'identity', 'text', 'identity of the run, as in the results', ({ one }) => one.run.identity),
  ];
}

/** The values that exist; a theory that does not hold leaves gaps. Throws E_CONFIG if there are none. */
function present(series: Float64Array, one: DoneRun, name: string, place: string): Float64Array {
  const values = series.filter(Number.isFinite);
  if (values.length > 0) return values;
  throw configError(`${place}: ${name} has no values in ${one.folder}`, place);
}

/** Histogram of a series of each run: automatic bins, density, and the normal law of the same mean and scatter. */
export async function histogramFrame(runs: readonly DoneRun[], name: string, f: Elementary): Promise<Frame> {
  const place = '--histogram';
  const rows: { one: DoneRun; low: number; high: number; count: number; density: number; mean: number; std: number }[] =
    [];
  for (const one of runs) {
    const values = present(await seriesColumn(one, 'timeseries', name, place), one, name, place);
    const { mean, std } = populationMoments(values);
    const { edges, counts, density } = histogram(values, automaticBins(values, f));
    counts.forEach((count, b) => {
      rows.push({ one, low: edges[b], high: edges[b + 1], count, density: density[b], mean, std });
    });
  }
  return {
    nRows: rows.length,
    columns: [
      ...runColumns(rows),
      columnFrom(rows, 'low', 'f64', `lower limit of the bin of ${name}`, ({ low }) => low),
      columnFrom(rows, 'high', 'f64', 'upper limit of the bin', ({ high }) => high),
      columnFrom(rows, 'count', 'f64', 'values in the bin', ({ count }) => count),
      columnFrom(rows, 'density', 'f64', 'count/(n width)', ({ density }) => density),
      columnFrom(rows, 'mean', 'f64', `mean of ${name} over the run`, ({ mean }) => mean),
      columnFrom(rows, 'std', 'f64', `standard deviation of ${name} over the run (divisor n)`, ({ std }) => std),
    ],
  };
}

/** Values of the longest series that is tested as a whole: the regression has a column for each of some eighty lags. */
const LONGEST_TESTED = 200_000;

/** One row a run: the test of the whole series and the point from which on it is stationary. */
export async function stationarityFrame(
  runs: readonly DoneRun[],
  name: string,
  settings: StationaritySettings,
  f: Elementary,
): Promise<Frame> {
  const place = '--stationarity';
  const rows: {
    readonly one: DoneRun;
    readonly test: ReturnType<typeof augmentedDickeyFuller>;
    readonly summary: ReturnType<typeof convergenceSummary>;
  }[] = [];
  for (const one of runs) {
    const series = present(await seriesColumn(one, 'timeseries', name, place), one, name, place);
    const { index } = detectConvergence(series, settings, f);
    rows.push({
      one,
      test: series.length > LONGEST_TESTED ? null : augmentedDickeyFuller(series, f),
      summary: convergenceSummary(series, index),
    });
  }
  return {
    nRows: rows.length,
    columns: [
      ...runColumns(rows),
      columnFrom(
        rows,
        'adf_statistic',
        'f64',
        `augmented Dickey-Fuller test of ${name}, of at most ${LONGEST_TESTED} values`,
        ({ test }) => test?.statistic ?? null,
      ),
      columnFrom(rows, 'adf_p', 'f64', 'its p-value; small: stationary', ({ test }) => test?.p ?? null),
      columnFrom(rows, 'adf_lag', 'i32', 'its lagged differences', ({ test }) => test?.lag ?? null),
      columnFrom(rows, 'series_length', 'i32', 'values of the series', ({ summary }) => summary.seriesLength),
      columnFrom(rows, 'converged', 'boolean', 'whether a window was stationary', ({ summary }) => summary.isConverged),
      columnFrom(
        rows,
        'convergence_point',
        'i32',
        'end of the first such window, in records',
        ({ summary }) => summary.convergencePoint,
      ),
      columnFrom(rows, 'mean_after', 'f64', 'mean from there on', ({ summary }) => summary.meanAfter),
      columnFrom(
        rows,
        'std_after',
        'f64',
        'standard deviation from there on (divisor n)',
        ({ summary }) => summary.stdAfter,
      ),
      columnFrom(
        rows,
        'percentage',
        'f64',
        'convergence point in percent of the length',
        ({ summary }) => summary.percentage,
      ),
    ],
  };
}
