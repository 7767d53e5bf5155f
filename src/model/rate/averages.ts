/** Averages of the distances over the trials, as kernels make them. */
import type { RateRun } from './run.js';

/** Of some steps: the mean distance, and the mean logarithm, NaN where a distance is zero. Views, valid until the next call. */
export interface Averages {
  readonly distance: Float64Array;
  readonly logarithm: Float64Array;
}

/** Of `made` steps from `first` on, at most `longest`, whose distances are in the block. */
export function averagesAt(
  { kernels, trials, block, averages, longest }: RateRun,
  first: number,
  made: number,
): Averages {
  const logarithms = averages + 8 * longest;
  const distances = block.pointer('distances') + 8 * first * trials;
  kernels.kernel('rate_mean_distances_f64')(made, trials, distances, averages, logarithms);
  return { distance: kernels.f64(averages, made), logarithm: kernels.f64(logarithms, made) };
}

/** Of all steps of the pairs. A copy. */
export function averagesOf(run: RateRun): Averages {
  const { longest, phases } = run;
  const [distance, logarithm] = [new Float64Array(phases.pairs), new Float64Array(phases.pairs)];
  for (let first = 0; first < phases.pairs; first += longest) {
    const some = averagesAt(run, first, Math.min(longest, phases.pairs - first));
    distance.set(some.distance, first);
    logarithm.set(some.logarithm, first);
  }
  return { distance, logarithm };
}
