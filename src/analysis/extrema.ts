/** Extrema of a sampled course, and whether and after what time it comes back. */

export interface Extremum {
  readonly kind: 'maximum' | 'minimum';
  /** In samples. */
  readonly place: number;
  readonly value: number;
}

/** The peak of the parabola through three values at -1, 0, 1. */
function peak(before: number, here: number, after: number): { readonly place: number; readonly value: number } {
  const bend = before - 2 * here + after;
  if (bend === 0) return { place: 0, value: here };
  const place = (before - after) / (2 * bend);
  return { place, value: here - ((before - after) * place) / 4 };
}

/**
 * Local extrema within a series, each at the peak of a parabola through three samples: within the third power of their distance for a smooth
 * course. A plateau has one, in its middle sample.
 */
export function extremaOf(values: ArrayLike<number>): readonly Extremum[] {
  const found: Extremum[] = [];
  let rising: boolean | undefined;
  let from = 0;
  for (let i = 1; i < values.length; i++) {
    const step = values[i] - values[i - 1];
    if (step === 0) continue;
    const isRising = step > 0;
    if (rising !== undefined && rising !== isRising) {
      const at = (from + i - 1) >> 1;
      const { place, value } = peak(values[at - 1], values[at], values[at + 1]);
      found.push({ kind: rising ? 'maximum' : 'minimum', place: at + place, value });
    }
    [rising, from] = [isRising, i];
  }
  return found;
}

export interface Recurrence {
  /** Maxima of one period. */
  readonly maxima: number;
  /** Mean time between maxima that many apart, in samples, and the standard error of that mean. */
  readonly period: number;
  readonly error: number;
}

/** Most maxima of a period that is looked for, and how often it must have come back. */
const MOST_MAXIMA = 8;
const RETURNS = 2;

/** Fewest maxima of which can be seen whether they repeat. */
export const FEWEST_MAXIMA = RETURNS + 1;

/**
 * The smallest number of maxima after which heights and distances repeat, within a share `tolerance` of the range of the values and of the mean
 * distance: 1 of a simple cycle, 2 after a period doubling. Undefined if none up to 8 does, as in chaos, or if there are too few maxima to tell.
 */
export function recurrenceOf(extrema: readonly Extremum[], range: number, tolerance: number): Recurrence | undefined {
  const maxima = extrema.filter(({ kind }) => kind === 'maximum');
  for (let n = 1; n <= MOST_MAXIMA && maxima.length >= FEWEST_MAXIMA * n; n++) {
    const later = maxima.slice(n);
    const times = later.map(({ place }, i) => place - maxima[i].place);
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    const isSame = later.every(
      ({ value }, i) =>
        Math.abs(value - maxima[i].value) <= tolerance * range && Math.abs(times[i] - mean) <= tolerance * mean,
    );
    if (!isSame) continue;
    const squares = times.reduce((sum, time) => sum + (time - mean) * (time - mean), 0);
    const error = times.length > 1 ? Math.sqrt(squares / (times.length - 1) / times.length) : Number.NaN;
    return { maxima: n, period: mean, error };
  }
  return undefined;
}
