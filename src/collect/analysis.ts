/** What is computed from the series of each run: histograms and stationarity. And the published theory along a parameter. */
import type { Elementary } from '../analysis/elementary.js';
import { automaticBins, histogram } from '../analysis/histogram.js';
import {
  augmentedDickeyFuller,
  convergenceSummary,
  detectConvergence,
  type StationaritySettings,
} from '../analysis/stationarity.js';
import { populationMoments } from '../analysis/statistics.js';
import { configError, unknownKey } from '../config/problem.js';
import { patternCount } from '../model/hebbian/schema.js';
import { publishedStd } from '../model/hebbian/theory.js';
import { type Frame, type FrameColumn, isInt32, type Value } from './frame.js';
import { type DoneRun, familyOf } from './results.js';
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

/** Values that are there; a theory that does not hold leaves gaps. Throws E_CONFIG if there are none. */
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

const THEORY_AXES = ['N', 'K', 'tau_J', 'rho'] as const;
type TheoryPoint = { readonly [axis in (typeof THEORY_AXES)[number]]: number };

/** Points of a curve, and the smallest x of one, as published. */
const CURVE_POINTS = 400;
const LEAST_X = 0.01;

/** x from `low` to `high` with equal ratios, both ends exact. */
function logSpaced(low: number, high: number, f: Elementary): readonly number[] {
  if (!(high > low)) return [high];
  const [start, step] = [f.log(low), (f.log(high) - f.log(low)) / (CURVE_POINTS - 1)];
  return Array.from({ length: CURVE_POINTS }, (_, i) =>
    i === 0 ? low : i === CURVE_POINTS - 1 ? high : f.exp(start + i * step),
  );
}

function theoryPoint({ run: { parameters: p } }: DoneRun): TheoryPoint {
  const [N, K, rho] = [p.N, p.K, p.rho] as readonly number[];
  return {
    N,
    K: patternCount(N, K),
    tau_J: p.tau_J === 'infinity' ? Number.POSITIVE_INFINITY : (p.tau_J as number),
    rho,
  };
}

/**
 * The published long-time standard deviation (spec 6.2 of the hebbian model) along N, K, tau_J or rho, one curve of 400 points for each
 * combination of the other three among the runs. Throws E_CONFIG for other parameters or families.
 */
export function theoryFrame(runs: readonly DoneRun[], axis: string, f: Elementary): Frame {
  const place = '--theory';
  if (familyOf(runs) !== 'hebbian') throw configError(`${place}: only the hebbian model has this theory`, place);
  const x = THEORY_AXES.find((name) => name === axis);
  if (x === undefined) throw unknownKey(axis, 'a parameter of the theory', THEORY_AXES, place);
  const points = runs.map(theoryPoint).filter((point) => Number.isFinite(point.tau_J));
  if (points.length === 0) throw configError(`${place}: all synapses are frozen, nothing scatters`, place);
  const values = points.map((point) => point[x]);
  const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)], [values[0], values[0]]);
  const xs = logSpaced(Math.max(low, LEAST_X), high, f);
  const curves = new Map(points.map((point) => [JSON.stringify({ ...point, [x]: null }), point]));
  const rows = [...curves.values()].flatMap((point) => xs.map((value): TheoryPoint => ({ ...point, [x]: value })));
  const column = (name: keyof TheoryPoint, meaning: string): FrameColumn => {
    const own = columnFrom(rows, name, 'f64', meaning, (row) => row[name]);
    return name !== x && (name === 'N' || name === 'K') && own.values.every(isInt32) ? { ...own, type: 'i32' } : own;
  };
  return {
    nRows: rows.length,
    columns: [
      columnFrom(rows, 'along', 'text', 'parameter along which the curve runs', () => x),
      column('N', 'number of neurons'),
      column('K', 'number of patterns'),
      column('tau_J', 'synaptic time constant'),
      column('rho', 'correlation of the patterns'),
      columnFrom(
        rows,
        'theoretical_std',
        'f64',
        'long-time standard deviation of S/k^2 as published: one pattern of +-1 a step, equal probabilities, neurons that follow',
        (row) => publishedStd(row.N, row.K, row.tau_J, row.rho),
      ),
    ],
  };
}
