/** When the exponents of a run have settled (spec B.2: running estimates). */
import type { RateRun } from './run.js';

/** Number of judgements over the whole duration. */
const JUDGEMENTS = 20;
const MS_PER_S = 1000;

/** Recorded intervals between two judgements; 0 without a tolerance. */
export const toleranceInterval = ({ phases, parameters: p }: RateRun): number =>
  p.tolerance === null ? 0 : Math.floor(phases.record / phases.every / JUDGEMENTS);

/**
 * Whether no running estimate of any moving trial changed by the tolerance or more in each of the last `tolerance_blocks`
 * blocks. False between judgements, and before there are enough blocks. Cost: trials k intervals.
 */
export function withinTolerance(run: RateRun): boolean {
  const { block, trials, exponents: k, phases, parameters: p } = run;
  const size = toleranceInterval(run);
  const done = block.get('intervals');
  const { tolerance, tolerance_blocks: wanted } = p;
  if (tolerance === null || size === 0 || done % size !== 0 || done / size <= wanted) return false;
  const [logs, rest] = [block.f64('logs'), block.f64('rest')];
  const intervalS = (phases.every * p.dt) / MS_PER_S;
  for (let t = 0; t < trials; t++) {
    if (rest[t] > 0) continue;
    for (let i = 0; i < k; i++) {
      let [sum, before] = [0, 0];
      for (let n = 0; n < done; n++) {
        sum += logs[(n * trials + t) * k + i];
        if ((n + 1) % size !== 0) continue;
        const estimate = sum / ((n + 1) * intervalS);
        const allowed = tolerance * (p.tolerance_kind === 'relative' ? Math.abs(estimate) : 1);
        if (n + 1 > done - wanted * size && !(Math.abs(estimate - before) < allowed)) return false;
        before = estimate;
      }
    }
  }
  return true;
}
