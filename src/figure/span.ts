/** From the least to the largest value of an axis or of a scale of colours, where a scale can be made of them. */
import { MsmError } from '../errors.js';
import { rangeOf } from './reduce.js';

/** Differences below this leave no numbers to be written between them. */
const SMALLEST = 1e-305;

/** Whether a number has a place on a logarithmic axis. */
export const isAboveZero = (value: number): boolean => value >= SMALLEST;

/**
 * Least and largest as the ends of a scale: equal where nothing lies between them; NaN, NaN where there is no value.
 *
 * @throws E_CONFIG where both are so large that their distance is not a number
 */
export function scaleEnds([low, high]: readonly [number, number], what: string): readonly [number, number] {
  if (Number.isNaN(low)) return [low, high];
  if (high - low === Number.POSITIVE_INFINITY) {
    throw new MsmError('E_CONFIG', `${what}: values from ${low} to ${high} are too far apart for a scale`, {
      next: 'Draw values that are at most 1.7e308 apart.',
    });
  }
  if (high - low >= SMALLEST) return [low, high];
  const value = Math.abs(low) < SMALLEST ? 0 : low;
  return [value, value];
}

/** Magnitudes of which numbers are written as they are; others get exponents, as 2e-7. */
const [SHORT_FROM, SHORT_TO] = [1e-4, 1e7];

/** A format of d3 for the numbers at a scale between these ends; undefined: the usual one, with every digit. */
export function formatOf(ends: readonly [number, number]): string | undefined {
  const most = rangeOf(ends.map(Math.abs))[1];
  return most >= SHORT_TO || (most > 0 && most < SHORT_FROM) ? '~g' : undefined;
}
