/**
 * Whether and from where on a series is stationary: the augmented Dickey-Fuller test in windows (spec section 8 of the
 * hebbian model).
 *
 * Said and Dickey, Biometrika 71, 599 (1984); p-values by the response surface of MacKinnon, "Approximate asymptotic
 * distribution functions for unit-root and cointegration tests", J. Bus. Econ. Stat. 12, 167 (1994), constant and no trend.
 */
import { MsmError } from '../errors.js';
import { decompose, linearLeastSquares, nestedResiduals } from '../method/least-squares.js';
import { type Elementary, polynomial } from './elementary.js';
import { nestedAutoregressions } from './nested-autoregressions.js';
import { normalCdf } from './normal.js';
import { populationMoments } from './statistics.js';

/** ln 2 pi. */
const LOG_TWO_PI = 1.8378770664093453;

const SURFACE = {
  largest: 2.74,
  smallest: -18.83,
  split: -1.61,
  below: [2.1659, 1.4412, 0.038269],
  above: [1.7339, 0.93202, -0.12745, -0.010368],
};

/** Probability of a statistic below t if the series has a unit root. NaN for NaN. */
export function mackinnonP(t: number, f: Elementary): number {
  if (t > SURFACE.largest) return 1;
  if (t < SURFACE.smallest) return 0;
  return normalCdf(polynomial(t <= SURFACE.split ? SURFACE.below : SURFACE.above, t), f.exp);
}

export interface UnitRootTest {
  /** Coefficient of x_{t-1} over its standard error. */
  readonly statistic: number;
  readonly p: number;
  /** Number of lagged differences that Akaike's criterion chose. */
  readonly lag: number;
}

/** Most lagged differences for n values; negative if there are too few values. */
const topLag = (n: number): number => Math.min(Math.floor(n / 2) - 2, Math.ceil(12 * Math.sqrt(Math.sqrt(n / 100))));

/** dx_t and the regressors 1, x_{t-1}, dx_{t-1}, ..., dx_{t-lag} on the rows that `lag` allows. */
function regression(x: ArrayLike<number>, lag: number): { readonly y: Float64Array; readonly columns: Float64Array[] } {
  const rows = x.length - 1 - lag;
  const difference = (t: number): number => x[t + 1] - x[t];
  const column = (value: (t: number) => number): Float64Array =>
    Float64Array.from({ length: rows }, (_, row) => value(row + lag));
  const lags = Array.from({ length: lag }, (_, l) => column((t) => difference(t - l - 1)));
  return { y: column(difference), columns: [column(() => 1), column((t) => x[t]), ...lags] };
}

/** Akaike's criterion of 0, ..., top lags, all on the same m rows. [top + 1] */
const criteria = (residuals: Float64Array, m: number, f: Elementary): Float64Array =>
  residuals.subarray(2).map((residual, lag) => m * (LOG_TWO_PI + f.log(residual / m) + 1) + 2 * (lag + 2));

/** Place of the smallest; the first on a tie. */
const least = (values: Float64Array): number => values.reduce((best, value, i) => (value < values[best] ? i : best), 0);

/**
 * The number of lags with the smallest AIC, all compared on the same rows; the smaller one on a tie. Sums of products say it where it does
 * not hang on their rounding, else the decomposition, which takes some hundred times as long for long series.
 */
function chooseLag(x: Float64Array, top: number, f: Elementary): number {
  const m = x.length - 1 - top;
  const { residuals, error } = nestedAutoregressions(x, top);
  const found = criteria(residuals, m, f);
  const best = least(found);
  const isSure = found.every((value, lag) => lag === best || value - found[best] > 2 * m * error);
  if (isSure) return best;
  const { y, columns } = regression(x, top);
  // the regressors of fewer lags are the first columns: one decomposition has all sums of squares
  return least(criteria(nestedResiduals(decompose(columns, y)), m, f));
}

/**
 * Augmented Dickey-Fuller test with constant and without trend; the hypothesis is a unit root, so a small p speaks for a
 * stationary series. Null for a series that is too short (fewer than 4 values), constant, not finite, or follows its
 * regressors exactly, where the statistic does not exist.
 */
export function augmentedDickeyFuller(x: ArrayLike<number>, f: Elementary): UnitRootTest | null {
  const top = topLag(x.length);
  const values = Float64Array.from(x);
  if (top < 0 || !values.every(Number.isFinite) || values.every((value) => value === values[0])) return null;
  const lag = chooseLag(values, top, f);
  const { y, columns } = regression(values, lag);
  const { coefficients, standardErrors, isDetermined } = linearLeastSquares(columns, y);
  const statistic = coefficients[1] / standardErrors[1];
  return isDetermined && Number.isFinite(statistic) ? { statistic, p: mackinnonP(statistic, f), lag } : null;
}

export interface StationaritySettings {
  /** A window with a smaller p counts as stationary. */
  readonly significance: number;
  /** Most values of a window; windows move by a quarter of it. */
  readonly window: number;
  /** Values at the start that no window contains. */
  readonly minPeriods: number;
}

/** Used where the published configurations set nothing else. */
export const PUBLISHED_STATIONARITY: StationaritySettings = { significance: 0.01, window: 100, minPeriods: 600 };

export interface Convergence {
  /** End of the first window that is stationary; null if none is. */
  readonly index: number | null;
  /** Every window that was tested, in order. */
  readonly windows: readonly { readonly end: number; readonly p: number }[];
}

function assertSettings({ significance, window, minPeriods }: StationaritySettings): void {
  const problem =
    (!(significance > 0 && significance < 1) && `the significance must lie between 0 and 1, not ${significance}`) ||
    (!(Number.isSafeInteger(window) && window >= 4) && `the window must be a whole number >= 4, not ${window}`) ||
    (!(Number.isSafeInteger(minPeriods) && minPeriods >= 0) &&
      `the periods before the first window must be a whole number >= 0, not ${minPeriods}`);
  if (problem) throw new MsmError('E_CONFIG', problem);
}

/**
 * Looks for the first stationary window x[max(minPeriods, end - window) : end], end = minPeriods, minPeriods + window/4, ...
 * below the length. Windows without a test (the first is empty) are passed over. Throws E_CONFIG for settings out of range.
 */
export function detectConvergence(x: ArrayLike<number>, settings: StationaritySettings, f: Elementary): Convergence {
  assertSettings(settings);
  const { significance, window, minPeriods } = settings;
  const values = Float64Array.from(x);
  const windows: { readonly end: number; readonly p: number }[] = [];
  for (let end = minPeriods; end < values.length; end += Math.floor(window / 4)) {
    const test = augmentedDickeyFuller(values.subarray(Math.max(minPeriods, end - window), end), f);
    if (test === null) continue;
    windows.push({ end, p: test.p });
    if (test.p < significance) return { index: end, windows };
  }
  return { index: null, windows };
}

export interface ConvergenceSummary {
  readonly convergencePoint: number | null;
  readonly seriesLength: number;
  readonly isConverged: boolean;
  /** From the convergence point on, standard deviation with divisor n; null without one. */
  readonly meanAfter: number | null;
  readonly stdAfter: number | null;
  /** The convergence point in percent of the length. */
  readonly percentage: number | null;
}

/** What can be said about a series and the point that `detectConvergence` found. */
export function convergenceSummary(x: ArrayLike<number>, index: number | null): ConvergenceSummary {
  const seriesLength = x.length;
  if (index === null) {
    const unknown = { meanAfter: null, stdAfter: null, percentage: null };
    return { convergencePoint: null, seriesLength, isConverged: false, ...unknown };
  }
  const { mean, variance } = populationMoments(Float64Array.from(x).subarray(index));
  return {
    convergencePoint: index,
    seriesLength,
    isConverged: true,
    meanAfter: mean,
    stdAfter: Math.sqrt(variance),
    percentage: (100 * index) / seriesLength,
  };
}
