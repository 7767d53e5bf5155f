/** Analyses of the time series of any run, whatever its family. */

import { correlationTime } from '../../analysis/correlation-time.js';
import { meanInterval } from '../../analysis/proportion.js';
import {
  augmentedDickeyFuller,
  convergenceSummary,
  detectConvergence,
  PUBLISHED_STATIONARITY,
} from '../../analysis/stationarity.js';
import { autocorrelation, defaultLags, populationMoments } from '../../analysis/statistics.js';
import { MsmError } from '../../errors.js';
import { sentenceNumber } from '../../figure/text.js';
import { type AnalysedRun, type Analysis, analysis } from '../analysis.js';
import { integer, number, tableOf, word } from '../recording/filled-columns.js';
import type { Parameters } from '../schema.js';

/** Values of the longest series that is tested as a whole: the regression has a column for each of some eighty lags. */
const LONGEST_TESTED = 200_000;

/** Most columns that a verdict names. */
const MOST_NAMED = 3;

export interface Series {
  readonly name: string;
  readonly values: Float64Array;
}

/** Columns of the time series that say when, and are no data. */
const CLOCK: readonly string[] = ['step', 'time', 'trial', 'event', 'fit', 'epoch', 'phase'];

/** Whether whole numbers only count on, as those of moves or of what has happened so far: they say when, too. */
function isCounter(values: ArrayLike<unknown>): boolean {
  if (!(values instanceof Int32Array) || values[0] === values.at(-1)) return false;
  return values.every((value, row) => row === 0 || value >= values[row - 1]);
}

/** The columns of numbers of a time series that have a value in every row, without counters. Throws E_CONFIG if there is none. */
export async function seriesOfRun(run: AnalysedRun): Promise<readonly Series[]> {
  const table = (await run.table('timeseries')) ?? {};
  const series = Object.entries(table).flatMap(([name, column]): readonly Series[] => {
    if (CLOCK.includes(name) || isCounter(column)) return [];
    const values = Array.from(column as ArrayLike<unknown>);
    const isWhole = values.length > 0 && values.every((value) => typeof value === 'number' && Number.isFinite(value));
    return isWhole ? [{ name, values: Float64Array.from(values as readonly number[]) }] : [];
  });
  if (series.length > 0) return series;
  throw new MsmError('E_CONFIG', `${run.name}: it has no time series of numbers to look at`, {
    place: run.name,
    next: 'Record numbers at each step; msm show DIR lists what there is.',
  });
}

const short = (value: number): string => sentenceNumber(value, 3);
const named = (names: readonly string[]): string => {
  const more = names.length - MOST_NAMED;
  return `${names.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

interface Correlated extends Series {
  readonly correlations: Float64Array;
  readonly mean: number;
  readonly std: number;
  /** Integrated, in records; undefined for a constant series. */
  readonly time: number | undefined;
}

/** As many independent values would have a mean as uncertain. */
const independent = ({ values, time }: Correlated): number | undefined =>
  time === undefined ? undefined : Math.max(1, values.length / time);

const meanOf95 = (one: Correlated) => {
  const count = independent(one);
  // the sample deviation of that many values
  return count === undefined ? undefined : meanInterval(one.mean, one.std, count);
};

function correlationVerdict(all: readonly Correlated[]): readonly string[] {
  return all.slice(0, MOST_NAMED).map((one) => {
    if (one.time === undefined) return `${one.name} is constant`;
    const interval = meanOf95(one);
    const mean =
      interval === undefined
        ? 'too correlated for an interval of its mean'
        : `mean ${short(one.mean)} (95 % interval ${short(interval.low)} to ${short(interval.high)})`;
    return `${one.name}: ${mean}; records are correlated over ${short(one.time)} of them`;
  });
}

const LAGS = [
  {
    key: 'lags',
    symbol: 'l',
    kind: 'integer',
    default: null,
    whenAbsent: 'half of the records, at most 100',
    min: 1,
    group: 'autocorrelation',
    help: 'number of lags, from 0',
  },
] as const;

export const AUTOCORRELATION = analysis<Parameters, typeof LAGS>(LAGS, {
  name: 'autocorrelation',
  summary:
    'autocorrelation of each column of the time series, how long it lasts, and the mean with an interval that heeds it',
  async of(run, { lags }) {
    const all = (await seriesOfRun(run)).map((one): Correlated => {
      const { mean, std } = populationMoments(one.values);
      const correlations = autocorrelation(
        one.values,
        Math.min(one.values.length, lags ?? defaultLags(one.values.length)),
      );
      return { ...one, mean, std, correlations, time: std === 0 ? undefined : correlationTime(one.values) };
    });
    const rows = all.flatMap((one) => Array.from(one.correlations, (value, lag) => ({ one, lag, value })));
    return {
      tables: [
        tableOf('autocorrelation', 'autocorrelation of each column of the time series', rows, [
          word('column', 'column of the time series', ({ one }) => one.name),
          integer('lag', 'distance in records', ({ lag }) => lag),
          number(
            'autocorrelation',
            'sum of a(n) a(n + lag) over the sum of squares, mean removed',
            ({ value }) => value,
            { symbol: 'R' },
          ),
          number(
            'noise',
            'half the 95 % band of independent values, 1.96/sqrt(n)',
            ({ one }) => 1.959963984540054 / Math.sqrt(one.values.length),
          ),
        ]),
        tableOf('means', 'mean of each column of the time series', all, [
          word('column', 'column of the time series', ({ name }) => name),
          integer('records', 'values of the series', ({ values }) => values.length),
          number('mean', 'mean over all records', ({ mean }) => mean),
          number('std', 'standard deviation (divisor n)', ({ std }) => std),
          number(
            'correlation_time',
            'integrated autocorrelation, in records; 1 for independent values',
            ({ time }) => time,
          ),
          number('independent', 'independent values that would say as much about the mean', independent),
          number('low', 'lower end of the 95 % interval of the mean', (one) => meanOf95(one)?.low),
          number('high', 'upper end of it', (one) => meanOf95(one)?.high),
        ]),
      ],
      verdict: correlationVerdict(all),
    };
  },
});

const WINDOWS = [
  {
    key: 'significance',
    symbol: '',
    kind: 'number',
    default: PUBLISHED_STATIONARITY.significance,
    above: 0,
    below: 1,
    group: 'stationarity',
    help: 'a window with a smaller p counts as stationary',
  },
  {
    key: 'window',
    symbol: '',
    kind: 'integer',
    default: PUBLISHED_STATIONARITY.window,
    min: 4,
    group: 'stationarity',
    help: 'most records of a window; windows move by a quarter of it',
  },
  {
    key: 'min_periods',
    symbol: '',
    kind: 'integer',
    default: PUBLISHED_STATIONARITY.minPeriods,
    min: 0,
    group: 'stationarity',
    help: 'records at the start that no window contains',
  },
] as const;

export const STATIONARITY = analysis<Parameters, typeof WINDOWS>(WINDOWS, {
  name: 'stationarity',
  summary:
    'augmented Dickey-Fuller test of each column of the time series, and the point from which on it is stationary',
  async of(run, { significance, window, min_periods: minPeriods }, { elementary: f }) {
    const rows = (await seriesOfRun(run)).map(({ name, values }) => ({
      name,
      test: values.length > LONGEST_TESTED ? null : augmentedDickeyFuller(values, f),
      summary: convergenceSummary(values, detectConvergence(values, { significance, window, minPeriods }, f).index),
    }));
    const tested = rows.filter(({ summary }) => summary.seriesLength > minPeriods);
    const [found, none] = [true, false].map((is) =>
      tested.filter(({ summary }) => summary.isConverged === is).map(({ name }) => name),
    );
    const [first] = rows;
    return {
      tables: [
        tableOf('stationarity', 'stationarity of each column of the time series', rows, [
          word('column', 'column of the time series', ({ name }) => name),
          number(
            'adf_statistic',
            `augmented Dickey-Fuller test, of at most ${LONGEST_TESTED} values`,
            ({ test }) => test?.statistic,
          ),
          number('adf_p', 'its p-value; small: stationary', ({ test }) => test?.p),
          number('adf_lag', 'its lagged differences', ({ test }) => test?.lag),
          integer('records', 'values of the series', ({ summary }) => summary.seriesLength),
          integer('converged', '1 if a window was stationary', ({ summary }) => Number(summary.isConverged)),
          number(
            'convergence_point',
            'end of the first such window, in records',
            ({ summary }) => summary.convergencePoint,
          ),
          number('mean_after', 'mean from there on', ({ summary }) => summary.meanAfter),
          number('std_after', 'standard deviation from there on (divisor n)', ({ summary }) => summary.stdAfter),
        ]),
      ],
      verdict: [
        ...(found.length > 0 ? [`stationary from some point on: ${named(found)}`] : []),
        ...(tested.length === 0
          ? [
              `no window: the first begins after ${minPeriods} records, and there are ${first.summary.seriesLength}; --set min_periods=... takes fewer`,
            ]
          : []),
        ...(none.length > 0 ? [`no stationary window at p < ${significance}: ${named(none)}`] : []),
      ],
    };
  },
});

/** What can be computed of a run of any family, own models among them. */
export const GENERAL_ANALYSES: readonly Analysis[] = [AUTOCORRELATION, STATIONARITY];
