import { describe, expect, it } from 'vitest';
import {
  type DistanceCurves,
  divergenceEstimate,
  PUBLISHED_DIVERGENCE,
} from '../../../src/method/lyapunov/divergence.js';
import { elementary } from './helpers.js';

/** Curves that start at `first`, grow by e^rate a sample, and saturate at `top`. */
function curves(rates: readonly number[], samples = 100, first = 1e-3, top = 12, dtMs = 1): DistanceCurves {
  const D = Float64Array.from({ length: samples * rates.length }, (_, at) =>
    Math.min(top, first * Math.exp(rates[at % rates.length] * Math.floor(at / rates.length))),
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

  it('keeps a trial that ends exactly at the cut, and ends the fit at a sample that reaches the level exactly', () => {
    // e^y grows to 16 in powers of two; the level of the norm is half of it, which sample 3 has to the last bit
    const D = Float64Array.of(1, 2, 4, 8, 16, 16);
    const data = { D, trials: 1, samples: 6, dtMs: 1 };
    const exact = { exp: (x: number): number => 2 ** Math.round(x / Math.LN2), log: elementary.log };
    const options = { ...PUBLISHED_DIVERGENCE, level: 'norm', frac: 0.5, cut: 16 } as const;
    expect(divergenceEstimate(data, options, exact)).toMatchObject({ kept: [0], point: 3 });
    const above = divergenceEstimate(data, { ...options, cut: 16 + 2 ** -48, frac: 0.5 + 2 ** -52 }, exact);
    expect([above.kept, above.reason]).toEqual([[], expect.stringContaining('no trial ends')]);
    expect(divergenceEstimate(data, { ...options, frac: 0.5 + 2 ** -52 }, exact).point).toBe(4);
    // the same for the logarithm, whose maximum times the share is a sample's own
    const line = { D: D.map((value) => elementary.exp(value)), trials: 1, samples: 6, dtMs: 1 };
    const half = { ...PUBLISHED_DIVERGENCE, frac: 0.5 } as const;
    const rounded = { exp: elementary.exp, log: (x: number): number => Math.round(elementary.log(x)) };
    expect(divergenceEstimate(line, half, rounded).point).toBe(3);
    expect(divergenceEstimate(line, { ...half, frac: 0.5 + 2 ** -52 }, rounded).point).toBe(4);
  });

  it('fits two samples and no fewer', () => {
    const window = (end: number) => ({ window: { start: 3, end } });
    expect(estimate(curves([0.12]), window(5)).slope).not.toBeNull();
    expect(estimate(curves([0.12]), window(4)).reason).toBe('fewer than two samples to fit');
    expect(estimate(curves([0.12]), window(100)).reason).toBeNull();
    expect(estimate(curves([0.12]), window(101)).reason).toBe('the curve has no samples 3 to 100');
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
