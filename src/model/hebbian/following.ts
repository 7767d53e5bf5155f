/** Whether the neurons reached the shown pattern in each step, as the theory of the distance assumes. */
import type { HebbianRun } from './run.js';

/** Where the block's `theory` has the number of steps in which they did not. */
const MISSES = 8;

/** Whether neurons equal a pattern of +-1 or its opposite, which makes the same products. overlap: pattern . sigma. */
const follows = (overlap: number, neurons: number): boolean => Math.abs(overlap) === neurons;

/** Notes what the step before a record did: `overlap` is the overlap of that step's pattern with the neurons of the record. */
export function noteFollowing(theory: Float64Array, overlap: number, neurons: number): void {
  if (!follows(overlap, neurons)) theory[MISSES] += 1;
}

/** The pattern that the step before the present state showed; -1 before the first. */
export function lastShown({ block }: HebbianRun, field: ArrayLike<number> | undefined): number {
  const step = block.get('step');
  if (step === 0) return -1;
  return field === undefined ? block.get('shown') : field[step - 1];
}

/** Steps so far after which the neurons did not equal the shown pattern; `last` was the pattern of the step before the observed state. */
export function followingMisses({ block, settings: s }: HebbianRun, last: number): number {
  const noted = block.f64('theory')[MISSES];
  return last < 0 || follows(block.f64('dots')[last], s.neurons) ? noted : noted + 1;
}
