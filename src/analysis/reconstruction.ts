/** How much better a network's mean state resembles a pattern than the noisy cue it was given (arXiv 2505.22749). */
import { correlation } from './correlation.js';
import { roundTo } from './distinct.js';

export interface ReconstructionScore {
  /** Squared correlation of the noisy cue with the clean pattern. */
  readonly r2In: number;
  /** Squared correlation of the mean state with the clean pattern. */
  readonly r2Out: number;
}

export interface ReconstructionOptions {
  /** Both numbers to three decimals, as published. */
  readonly isRounded?: boolean;
}

/** Scores of one trial; all arrays have length n. NaN if one of them is constant. */
export function reconstructionScore(
  mean: Float64Array,
  noisy: Float64Array,
  clean: Float64Array,
  { isRounded = false }: ReconstructionOptions = {},
): ReconstructionScore {
  const square = (r: number): number => (isRounded ? roundTo(r * r, 3) : r * r);
  return { r2In: square(correlation(noisy, clean)), r2Out: square(correlation(mean, clean)) };
}

/** Middle value, or the mean of the two middle ones; NaN for none or if a value is NaN. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  if (n === 0 || Number.isNaN(sorted[n - 1])) return Number.NaN;
  return n % 2 === 1 ? sorted[(n - 1) / 2] : 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]);
}

/** The published performance: median over trials of how much r^2 grew from cue to mean state. */
export const reconstructionGain = (scores: readonly ReconstructionScore[]): number =>
  median(scores.map(({ r2In, r2Out }) => r2Out - r2In));
