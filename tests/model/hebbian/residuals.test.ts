/** Moments of the residual in the report of a run, from the recorded column alone. */
import { describe, expect, it } from 'vitest';
import { type RunOptions, testRun } from './helpers.js';

const STEPS = 400;
const GIVEN = { N: 21, K: 3, k: 0.7, tau_J: 15, tau_h: 2, T: STEPS };
/** Sums of 400 terms below 1 in size, in two orders, and Welford's divisions. */
const ROUNDING = 4 * STEPS * 2 ** -52;

/** A run of which every step is recorded, and its report. */
function reported(pieces: readonly number[], options: RunOptions = {}) {
  const run = testRun(GIVEN, { record: ['distance_normalized', 'theory_mean', 'residual'], ...options });
  for (const steps of pieces) run.advance(steps);
  const summary = new Map(run.model.summary().map(({ name, value }) => [name, value as number]));
  return { summary, column: (name: string) => run.column('timeseries', name) };
}

/** Mean and variance with divisor n, each by a pass of its own. */
function moments(values: readonly number[]): { readonly mean: number; readonly variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

describe('the residual', () => {
  it('of each step is its distance less the theoretical mean', () => {
    const { column } = reported([STEPS]);
    const [distance, theory, residual] = ['distance_normalized', 'theory_mean', 'residual'].map(column);
    expect(residual).toEqual(distance.map((value, n) => value - theory[n]));
    expect(residual).toHaveLength(STEPS);
  });

  it('has the mean, the variance and the standard deviation of its column, in one piece or in many', () => {
    for (const pieces of [[STEPS], [1, 2, 97, 300]]) {
      const { summary, column } = reported(pieces);
      const { mean, variance } = moments(column('residual'));
      // far from the numbers that a wrong divisor, a root too many or none would give
      expect(variance).toBeGreaterThan(1e-5);
      expect(variance).toBeLessThan(0.1);
      expect(Math.abs((summary.get('residuals_mean') as number) - mean)).toBeLessThan(ROUNDING);
      expect(Math.abs((summary.get('residuals_variance') as number) / variance - 1)).toBeLessThan(ROUNDING);
      expect(Math.abs((summary.get('residuals_std') as number) / Math.sqrt(variance) - 1)).toBeLessThan(ROUNDING);
    }
  });

  it('counts every step, whichever are recorded', () => {
    const every = reported([STEPS]);
    const none = reported([STEPS], { record: ['energy'] });
    for (const name of ['residuals_mean', 'residuals_variance', 'residuals_std', 'residual'])
      expect(none.summary.get(name), name).toBe(every.summary.get(name));
    // the state at the end is behind the last recorded step
    expect(every.column('residual')).not.toContain(every.summary.get('residual'));
  });

  it('has no moments without a theory or without a step', () => {
    const names = ['residuals_mean', 'residuals_variance', 'residuals_std'];
    const without = testRun({ ...GIVEN, model_class: 'memory-matrix' });
    without.advance(STEPS);
    for (const run of [without, testRun(GIVEN)]) {
      const summary = new Map(run.model.summary().map(({ name, value }) => [name, value]));
      expect(names.map((name) => summary.get(name))).toEqual([null, null, null]);
    }
  });
});
