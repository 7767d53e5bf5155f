import { describe, expect, it } from 'vitest';
import {
  type DistanceCurves,
  divergenceEstimate,
  PUBLISHED_DIVERGENCE,
} from '../../../src/method/lyapunov/divergence.js';
import { elementary } from './helpers.js';

/** Curves that start at `first`, grow by e^rate a sample, and saturate at `top`. */
function curves(rates: readonly number[], samples = 100, first = 1e-3, top = 12, dtMs = 1): DistanceCurves {
  const D = Float64Array.from({ length: rates.length * samples }, (_, at) =>
    Math.min(top, first * Math.exp(rates[Math.floor(at / samples)] * (at % samples))),
  );
  return { D, trials: rates.length, samples, dtMs };
}
const estimate = (data: DistanceCurves, options: Partial<typeof PUBLISHED_DIVERGENCE> = {}) =>
  divergenceEstimate(data, { ...PUBLISHED_DIVERGENCE, ...options }, elementary);
/** Least squares through exact points: roundings of logarithms below 10. */
const ROUNDING = 1e-12;

describe('the published estimate', () => {
  it('is the rate of an exponential, per second', () => {
    const found = estimate(curves([0.12], 100, 1e-3, 12, 0.5));
    expect(Math.abs((found.slope ?? 0) - 0.12)).toBeLessThan(ROUNDING);
    expect(Math.abs((found.lambdaPerS ?? 0) - 240)).toBeLessThan(1000 * ROUNDING);
    expect(Math.abs((found.lambdaPerSFaithful ?? 0) - 120)).toBeLessThan(1000 * ROUNDING);
    expect(found.reason).toBeNull();
  });

  it('drops the trials that end close together, unless all are selected', () => {
    const data = curves([0.12, -0.1, 0.11]);
    expect(estimate(data).kept).toEqual([0, 2]);
    expect(estimate(data, { select: 'all' }).kept).toEqual([0, 1, 2]);
  });

  it('averages rates when quenched, and lets the fastest rule when annealed', () => {
    const data = curves([0.08, 0.12], 100, 1e-6, 1e9);
    const options = { window: { start: 0, end: 90 }, select: 'all' as const };
    expect(Math.abs((estimate(data, { ...options, average: 'quenched' }).slope ?? 0) - 0.1)).toBeLessThan(ROUNDING);
    expect(estimate(data, options).slope).toBeGreaterThan(0.11);
  });

  it('fits the window that is given, whatever the curve does later', () => {
    const data = curves([0.12]);
    const window = { start: 5, end: 40 };
    const before = estimate(data, { window });
    data.D[70] = 900;
    expect(estimate(data, { window })).toEqual(before);
    expect(before.window).toEqual(window);
  });

  it('takes the level of the norm or of its logarithm', () => {
    const data = curves([0.1], 120);
    const top = Math.log(12);
    expect(estimate(data).point).toBe(Math.ceil((0.8 * top - Math.log(1e-3)) / 0.1));
    expect(estimate(data, { level: 'norm' }).point).toBe(Math.ceil((Math.log(0.8 * 12) - Math.log(1e-3)) / 0.1));
  });

  it.each([
    ['no trial is left', curves([-0.1, -0.2]), {}, /no trial ends/],
    ['the maximum of the logarithm is negative', curves([0.1], 50, 1e-3), { select: 'all' as const }, /never reaches/],
    ['the window is too short', curves([0.12]), { window: { start: 3, end: 4 } }, /fewer than two/],
    ['the window is beyond the curve', curves([0.12]), { window: { start: 3, end: 400 } }, /no samples/],
    ['everything is skipped', curves([0.12]), { skip: 100 }, /no finite maximum/],
    ['the crossing comes with the first sample', curves([0], 50, 5), {}, /fewer than two/],
    ['the distances are zero', curves([0.12], 50, 0), { select: 'all' as const }, /no finite maximum/],
    ['there are no trials', curves([]), { select: 'all' as const }, /no trial/],
  ])('is null with a reason if %s', (_, data, options, reason) => {
    const found = estimate(data, options);
    expect([found.slope, found.intercept, found.lambdaPerS, found.lambdaPerSFaithful, found.window]).toEqual(
      new Array(5).fill(null),
    );
    expect(found.reason).toMatch(reason);
  });
});
