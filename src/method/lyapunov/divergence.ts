/**
 * The published estimate of the exponent from distance curves of perturbed pairs, and its right variants (spec A.4).
 * Having no estimate is always a result with a reason, not an error.
 */
import type { Elementary } from '../../kernel/elementary.js';

export interface DivergenceOptions {
  /** Trials whose last distance is at least this are kept (`select = cut`). */
  readonly cut: number;
  /** The fit ends at the first sample that reaches this share of the maximum. */
  readonly frac: number;
  /** Of the logarithm of the mean curve (published), or of the norm itself (what the text says). */
  readonly level: 'log' | 'norm';
  /** ln of the mean distance (published; ruled by the fastest trial), or mean of ln distance (typical growth). */
  readonly average: 'annealed' | 'quenched';
  /** First samples left out: relaxation of the state, alignment of the perturbation. */
  readonly skip: number;
  readonly select: 'cut' | 'all';
  /** Fit samples start..end-1 whatever the curve does: reproducible, unlike a threshold from a chaotic tail. */
  readonly window?: { readonly start: number; readonly end: number };
}

/** What the published program does. */
export const PUBLISHED_DIVERGENCE: DivergenceOptions = {
  cut: 1,
  frac: 0.8,
  level: 'log',
  average: 'annealed',
  skip: 0,
  select: 'cut',
};

/** Distances at samples `dtMs` milliseconds apart, sample after sample: [samples, trials]. */
export interface DistanceCurves {
  readonly D: Float64Array;
  readonly trials: number;
  readonly samples: number;
  readonly dtMs: number;
  /** The means over all trials at each sample, where they are known already: of the distance, and of its logarithm. */
  readonly means?: { readonly distance: Float64Array; readonly logarithm: Float64Array };
}

export interface DivergenceEstimate {
  /** Trials that were averaged. */
  readonly kept: readonly number[];
  /** First sample behind the fit (start of none); the samples skip (or the window's start)..point-1 are fitted. */
  readonly point: number | null;
  /** Least squares line through y(sample): slope per sample. */
  readonly slope: number | null;
  readonly intercept: number | null;
  /** 1/s. */
  readonly lambdaPerS: number | null;
  /** 1/s if a sample were 1 ms, as the published program assumes. */
  readonly lambdaPerSFaithful: number | null;
  /** Samples that were fitted, end excluded. */
  readonly window: { readonly start: number; readonly end: number } | null;
  /** Why there is no estimate. */
  readonly reason: string | null;
}

/** Trials with a last distance of at least `cut`, or all. */
export function keptTrials({ D, trials, samples }: DistanceCurves, { select, cut }: DivergenceOptions): number[] {
  const all = Array.from({ length: trials }, (_, trial) => trial);
  return select === 'all' ? all : all.filter((trial) => D[(samples - 1) * trials + trial] >= cut);
}

/** m(t): mean distance of the kept trials at each sample. */
export function meanDistance({ D, trials, samples, means }: DistanceCurves, kept: readonly number[]): Float64Array {
  if (means !== undefined && kept.length === trials) return means.distance;
  const mean = new Float64Array(samples); // [samples]
  for (let n = 0; n < samples; n++) {
    let sum = 0;
    for (let k = 0; k < kept.length; k++) sum += D[n * trials + kept[k]];
    mean[n] = sum / kept.length;
  }
  return mean;
}

/** y(t): ln of the mean, or mean of ln; -Infinity where a distance is 0. */
export function logCurve(
  curves: DistanceCurves,
  kept: readonly number[],
  average: DivergenceOptions['average'],
  { log }: Pick<Elementary, 'log'>,
): Float64Array {
  const { D, trials, samples, means } = curves;
  if (average === 'annealed') return meanDistance(curves, kept).map((mean) => log(mean));
  if (means !== undefined && kept.length === trials) return means.logarithm;
  const y = new Float64Array(samples); // [samples]
  for (let n = 0; n < samples; n++) {
    let sum = 0;
    for (let k = 0; k < kept.length; k++) sum += log(D[n * trials + kept[k]]);
    y[n] = sum / kept.length;
  }
  return y;
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** Least squares line through (n, y_n) for n = start..end-1, from sums about the middle. */
function fitLine(y: Float64Array, start: number, end: number): Line {
  const count = end - start;
  const centre = (start + end - 1) / 2;
  let mean = 0;
  for (let n = start; n < end; n++) mean += y[n] / count;
  let [xy, xx] = [0, 0];
  for (let n = start; n < end; n++) {
    xy += (n - centre) * (y[n] - mean);
    xx += (n - centre) * (n - centre);
  }
  const slope = xy / xx;
  return { slope, intercept: mean - slope * centre };
}

/** First sample from `skip` on that reaches the level, or a reason. */
function crossing(y: Float64Array, options: DivergenceOptions, { exp }: Pick<Elementary, 'exp'>): number | string {
  const { skip, frac, level } = options;
  let most = Number.NEGATIVE_INFINITY;
  for (let n = skip; n < y.length; n++) most = Math.max(most, y[n]);
  if (!Number.isFinite(most)) return 'the curve has no finite maximum';
  for (let n = skip; n < y.length; n++) {
    if (level === 'log' ? y[n] >= frac * most : exp(y[n]) >= frac * exp(most)) return n;
  }
  return `the curve never reaches ${frac} of its maximum (a negative maximum of the logarithm cannot be crossed)`;
}

/**
 * Exponent from distance curves. Never throws: without trials, crossing or two points the numbers are null and `reason`
 * says why.
 */
export function divergenceEstimate(
  curves: DistanceCurves,
  options: DivergenceOptions,
  elementary: Pick<Elementary, 'exp' | 'log'>,
): DivergenceEstimate {
  const kept = keptTrials(curves, options);
  const none = (reason: string, point: number | null = null): DivergenceEstimate => ({
    kept,
    point,
    slope: null,
    intercept: null,
    lambdaPerS: null,
    lambdaPerSFaithful: null,
    window: null,
    reason,
  });
  if (kept.length === 0) return none(`no trial ends at a distance of ${options.cut} or more`);
  const y = logCurve(curves, kept, options.average, elementary);
  const point = options.window?.end ?? crossing(y, options, elementary);
  if (typeof point === 'string') return none(point);
  const start = options.window?.start ?? options.skip;
  if (!(start >= 0) || point > curves.samples) return none(`the curve has no samples ${start} to ${point - 1}`, point);
  if (point - start < 2) return none('fewer than two samples to fit', point);
  const { slope, intercept } = fitLine(y, start, point);
  if (!Number.isFinite(slope)) return none('a distance in the window is zero or not a number', point);
  return {
    kept,
    point,
    slope,
    intercept,
    lambdaPerS: (1000 * slope) / curves.dtMs,
    lambdaPerSFaithful: 1000 * slope,
    window: { start, end: point },
    reason: null,
  };
}
