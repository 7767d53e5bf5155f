import { describe, expect, it } from 'vitest';
import { autocorrelationAt, meanField, meanFieldMap } from '../../../src/model/rate/mean-field.js';
import { elementary } from '../../method/lyapunov/helpers.js';

/** Table of spec part C: g, Delta0, lambda_1, map q, map lambda_1 (at g = 20 the map has fewer digits). */
const TABLE: readonly (readonly [number, number, number, number, number])[] = [
  [1.1, 0.111063, 0.003712, 0.11275, 0.005069],
  [1.2, 0.242629, 0.01192, 0.249513, 0.016476],
  [1.5, 0.747686, 0.046746, 0.793354, 0.065217],
  [2, 1.924805, 0.112458, 2.121474, 0.154724],
  [3, 5.446326, 0.235461, 6.305391, 0.310249],
  [4, 10.467473, 0.34147, 12.500601, 0.432878],
  [6, 24.926505, 0.515347, 30.899595, 0.615854],
  [10, 71.368092, 0.773437, 91.705131, 0.856435],
];
/** Half a unit of the sixth decimal, and a little for digits that round the other way. */
const DIGITS = 0.51e-6;

describe('mean-field theory', () => {
  it.each(TABLE)('has the digits of the table at g = %d', (g, variance, exponent, mapVariance, mapExponent) => {
    const [flow, map] = [meanField(g, elementary), meanFieldMap(g, elementary)];
    expect(Math.abs(flow.variance - variance)).toBeLessThan(DIGITS);
    expect(Math.abs(flow.maxExponent - exponent)).toBeLessThan(DIGITS);
    expect(Math.abs(map.variance - mapVariance)).toBeLessThan(DIGITS);
    expect(Math.abs(map.exponentPerStep - mapExponent)).toBeLessThan(DIGITS);
  });

  it('has the digits of the table at g = 20, where the map has fewer', () => {
    const [flow, map] = [meanField(20, elementary), meanFieldMap(20, elementary)];
    expect(Math.abs(flow.variance - 289.334645)).toBeLessThan(DIGITS);
    expect(Math.abs(flow.maxExponent - 1.190628)).toBeLessThan(DIGITS);
    expect(Math.abs(map.variance - 383.72)).toBeLessThan(0.0051);
    expect(Math.abs(map.exponentPerStep - 1.1924)).toBeLessThan(0.51e-4);
  });

  it('is quiet up to g = 1', () => {
    expect(meanField(0.3, elementary)).toMatchObject({ variance: 0, maxExponent: -0.7 });
    expect(meanField(1, elementary)).toMatchObject({ variance: 0, maxExponent: 0 });
    expect(autocorrelationAt(meanField(0.3, elementary), 5)).toBe(0);
    expect(meanFieldMap(0.5, elementary)).toEqual({ variance: 0, exponentPerStep: elementary.log(0.5) });
  });

  it('has an exponent of (g-1)^2/2 near the onset', () => {
    // corrections are of relative order g - 1, with a factor below 4 (2.6 at 1.1, 3.7 at 1.002)
    for (const distance of [0.02, 0.002]) {
      const { maxExponent } = meanField(1 + distance, elementary);
      expect(Math.abs(maxExponent / ((distance * distance) / 2) - 1)).toBeLessThan(4 * distance);
    }
  });

  it('has an autocorrelation that falls from the variance towards zero', () => {
    const flow = meanField(2, elementary);
    const { autocorrelation: curve } = flow;
    expect(curve[0]).toBe(flow.variance);
    for (let n = 1; n < curve.length; n++) expect(curve[n]).toBeLessThan(curve[n - 1]);
    expect(curve[curve.length - 1]).toBeGreaterThan(0);
    expect(curve[curve.length - 1]).toBeLessThan(3e-3 * flow.variance);
    expect(autocorrelationAt(flow, 0.005)).toBe(curve[0] + 0.5 * (curve[1] - curve[0]));
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the gain %d', (g) => {
    expect(() => meanField(g, elementary)).toThrow(/gain/);
    expect(() => meanFieldMap(g, elementary)).toThrow(/gain/);
  });
});
