/** Panels about the values of a series: their histogram, their quantiles beside those of the normal law, how long they are correlated. */
import type { Elementary } from '../analysis/elementary.js';
import { automaticBins, histogram } from '../analysis/histogram.js';
import { normalQuantile } from '../analysis/normal.js';
import { autocorrelation, populationMoments } from '../analysis/statistics.js';
import type { Mark } from './marks.js';
import { COLOURS } from './palette.js';
import type { Panel } from './panel.js';
import { rangeOf } from './reduce.js';
import { scaleEnds } from './span.js';

/** 1/sqrt(2 pi). */
const PEAK = 0.3989422804014327;

/** Points of a smooth curve. */
const SMOOTH = 121;

/** Standard deviations to each side that the curve of a normal law shows. */
const REACH = 4;

/** The density of the normal law of a mean and scatter, as a smooth curve. */
export function normalDensity(
  mean: number,
  std: number,
  f: Elementary,
): { readonly x: Float64Array; readonly y: Float64Array } {
  const x = Float64Array.from({ length: SMOOTH }, (_, i) => mean + std * REACH * ((2 * i) / (SMOOTH - 1) - 1));
  const density = (z: number): number => (PEAK / std) * f.exp((-z * z) / 2);
  return { x, y: x.map((at) => density((at - mean) / std)) };
}

export interface HistogramOptions {
  readonly title: string;
  readonly share?: number;
  /** Absent: by the rules of Freedman and Diaconis and of Sturges. */
  readonly bins?: number;
  /** Whether the normal law of the same mean and scatter is drawn over it. */
  readonly withNormal?: boolean;
  /** Places that are marked, with their names. */
  readonly marked?: readonly { readonly at: number; readonly label: string; readonly colour?: string }[];
}

/** Finer bins than this nobody sees; where all values but a few are equal, the rules ask for any number of them. */
export const MOST_BINS = 400;

/** Values that exist. */
export const finiteOf = (values: Float64Array): Float64Array => values.filter(Number.isFinite);

/** 2^512: numbers beyond it, or below its inverse, have squares that are no numbers, or nothing. */
const LARGE = 1.3407807929942597e154;

/** Values in a unit in which they have squares. The unit is a power of 2, so that no digit is lost. */
function inUnits(values: Float64Array): { readonly values: Float64Array; readonly unit: number } {
  const most = rangeOf(rangeOf(values).map(Math.abs))[1];
  const unit = most > LARGE ? LARGE : most < 1 / LARGE ? 1 / LARGE : 1;
  return { values: unit === 1 ? values : values.map((value) => value / unit), unit };
}

/** Mean and scatter of values of any size. */
function momentsOf(values: Float64Array): { readonly mean: number; readonly std: number } {
  const small = inUnits(values);
  const { mean, std } = populationMoments(small.values);
  return { mean: mean * small.unit, std: std * small.unit };
}

/** Shares of the values in bins of equal width, so that the area is 1. Values that do not exist do not count. Throws E_CONFIG where they are too far apart. */
export function histogramPanel(values: Float64Array, f: Elementary, options: HistogramOptions): Panel {
  const { title, share = 0.6, withNormal = false, marked = [] } = options;
  const finite = finiteOf(values);
  const [low, high] = scaleEnds(rangeOf(finite), title);
  if (low === high) finite.fill(low);
  const { mean, std } = momentsOf(finite);
  // sorted once for both, and in place: there may be millions
  const sorted = finite.sort();
  const { edges, density } = histogram(sorted, options.bins ?? Math.min(MOST_BINS, automaticBins(sorted, f)));
  const bars: Mark = {
    kind: 'bars',
    from: edges.subarray(0, -1),
    to: edges.subarray(1),
    height: density,
    colour: COLOURS.blue,
    ...(withNormal && { label: 'run' }),
  };
  const curve: readonly Mark[] =
    withNormal && std > 0
      ? [{ kind: 'line', ...normalDensity(mean, std, f), colour: COLOURS.vermillion, label: 'normal law' }]
      : [];
  const rules = marked.map((one): Mark => ({ kind: 'rule', axis: 'x', dash: [4, 2], ...one }));
  return {
    share,
    x: { title },
    y: { title: 'density', hasZero: true },
    marks: finite.length === 0 ? [] : [bars, ...curve, ...rules],
  };
}

/** Most quantiles that are drawn. */
const MOST_QUANTILES = 400;

/** Ordered standardised values against the quantiles of the standard normal law: a straight line if they follow it. */
export function quantilePanel(values: Float64Array, f: Elementary, share = 1): Panel {
  const sorted = finiteOf(values).sort();
  const { mean, std } = momentsOf(sorted);
  // equal values have no scatter to be measured in
  const count = std > 0 ? Math.min(sorted.length, MOST_QUANTILES) : 0;
  const ranks = Float64Array.from({ length: count }, (_, i) => (i + 0.5) / count);
  const x = ranks.map((u) => normalQuantile(u, f.log));
  const y = ranks.map((u) => (sorted[Math.floor(u * sorted.length)] - mean) / std);
  const ends = count === 0 ? [] : [x[0], x[count - 1]];
  return {
    share,
    x: { title: 'normal quantile' },
    y: { title: 'standardised value' },
    marks: [
      { kind: 'line', x: ends, y: ends, colour: COLOURS.vermillion },
      { kind: 'points', x, y, colour: COLOURS.blue, size: 12 },
    ],
  };
}

/** Correlation of a series with itself at lags of 0, 1, ... records. */
export function autocorrelationPanel(values: Float64Array, maxLag: number, title: string, share = 0.5): Panel {
  const y = autocorrelation(inUnits(finiteOf(values)).values, maxLag);
  return {
    share,
    x: { title: 'lag (records)', isWhole: true },
    y: { title },
    marks: [
      { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey },
      { kind: 'line', x: y.map((_, lag) => lag), y, colour: COLOURS.blue, isMarked: y.length <= 100 },
    ],
  };
}
