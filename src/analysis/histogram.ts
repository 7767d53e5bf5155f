/** Histograms with bins of equal width. */
import { MsmError } from '../errors.js';
import type { Elementary } from './elementary.js';
import { percentile, sortedCopy } from './order.js';

export interface Histogram {
  /** bins + 1 limits, upwards; the last bin includes its upper limit. */
  readonly edges: Float64Array;
  readonly counts: Float64Array;
  /** counts / (n width): the area is 1. */
  readonly density: Float64Array;
}

/** 1 / ln 2. */
const INVERSE_LN2 = Math.LOG2E;

/** log2 of a whole n >= 1, exact for powers of two, where a bin count can hang on the last bit. */
function binaryLogarithm(n: number, f: Elementary): number {
  let exponent = 0;
  let power = 1;
  while (2 * power <= n) {
    power *= 2;
    exponent++;
  }
  return exponent + f.log(n / power) * INVERSE_LN2;
}

/** Throws E_DIVERGED if a value is not finite: it has no bin. */
function assertFinite(sorted: Float64Array): void {
  // sorted: NaN is last, the infinities at the ends
  if (Number.isFinite(sorted[0]) && Number.isFinite(sorted[sorted.length - 1])) return;
  throw new MsmError('E_DIVERGED', 'a series with values that are not finite has no histogram', {
    next: 'Restrict the series to the steps before it diverged.',
  });
}

/**
 * Number of equal bins between the smallest and the largest value whose width is the smaller of the rule of Freedman
 * and Diaconis, 2 IQR n^(-1/3), and of Sturges, range / (log2 n + 1); Sturges alone if the interquartile range is 0.
 * 1 if all values are equal or there are none. Throws E_DIVERGED if a value is not finite.
 */
export function automaticBins(x: ArrayLike<number>, f: Elementary): number {
  const n = x.length;
  if (n === 0) return 1;
  const sorted = sortedCopy(x);
  assertFinite(sorted);
  const range = sorted[n - 1] - sorted[0];
  if (!(range > 0)) return 1;
  const sturges = range / (binaryLogarithm(n, f) + 1);
  const quartiles = percentile(sorted, 75) - percentile(sorted, 25);
  const freedmanDiaconis = 2 * quartiles * f.exp(-f.log(n) / 3);
  return Math.ceil(range / (quartiles > 0 ? Math.min(freedmanDiaconis, sturges) : sturges));
}

/** Half the width of the bin of equal values at least, as a share of them: some thousand steps of a double. */
const SPARE = 1e-12;

/**
 * Counts of x in `bins` equal bins between its smallest and its largest value; equal values get the bin of width 1
 * around them, or a wider one where numbers are too large for that. Throws E_CONFIG if `bins` is not a whole number >= 1, E_DIVERGED if a value is not finite.
 */
export function histogram(x: ArrayLike<number>, bins: number): Histogram {
  if (!Number.isSafeInteger(bins) || bins < 1) {
    throw new MsmError('E_CONFIG', `the number of bins must be a whole number >= 1, not ${bins}`);
  }
  const n = x.length;
  const sorted = sortedCopy(x);
  if (n > 0) assertFinite(sorted);
  const isSpread = n > 0 && sorted[n - 1] > sorted[0];
  const value = sorted[0] ?? 0.5;
  const half = Math.max(0.5, SPARE * Math.abs(value));
  const [low, high] = isSpread ? [sorted[0], sorted[n - 1]] : [value - half, value + half];
  const width = (high - low) / bins;
  const edges = Float64Array.from({ length: bins + 1 }, (_, b) => (b === bins ? high : low + b * width)); // [bins + 1]
  const counts = new Float64Array(bins); // [bins]
  // the edges themselves decide, so that no value is counted outside the limits that are shown
  let bin = 0;
  for (let i = 0; i < n; i++) {
    while (bin < bins - 1 && sorted[i] >= edges[bin + 1]) bin++;
    counts[bin]++;
  }
  return { edges, counts, density: counts.map((count, b) => (n > 0 ? count / (n * (edges[b + 1] - edges[b])) : 0)) };
}
