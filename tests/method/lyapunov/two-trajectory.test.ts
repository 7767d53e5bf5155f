import { describe, expect, it } from 'vitest';
import { discretise } from '../../../src/method/lyapunov/system.js';
import { largestByBounds, largestByInterval } from '../../../src/method/lyapunov/two-trajectory.js';
import { linear, lorenz63 } from '../../../src/model/reference/flows.js';
import { logistic } from '../../../src/model/reference/maps.js';
import { elementary, spectrum } from './helpers.js';

const lorenz = discretise(lorenz63(10, 28, 8 / 3), 'rk4', 0.01);
const start = Float64Array.of(1, 1, 1);
/** Same orbit, same length (500 time units): the two differ by the alignment of the first units and by d0. */
const AGREE = 5e-3;

describe('two neighbouring trajectories', () => {
  const plan = { transient: 1000, record: 50_000, d0: 1e-8 };
  const qrValue = spectrum(lorenz, start, { k: 1, transient: 1000, align: 0, record: 50_000, every: 10 }).exponents[0];

  it('separate at the exponent of the tangent dynamics, rescaled at intervals', () => {
    const { exponent, history, rescalings } = largestByInterval(lorenz, start, { ...plan, every: 10 }, elementary);
    expect(Math.abs(exponent - qrValue)).toBeLessThan(AGREE);
    expect(history).toHaveLength(5000);
    expect(history[4999]).toBe(exponent);
    expect(rescalings).toBe(5000);
  });

  it('do so rescaled at bounds, with fewer rescalings', () => {
    const bounds = { ...plan, lower: 1e-11, upper: 1e-5 };
    const { exponent, rescalings } = largestByBounds(lorenz, start, bounds, elementary);
    expect(Math.abs(exponent - qrValue)).toBeLessThan(AGREE);
    expect(rescalings).toBeLessThan(100);
  });

  it('count what is left between the last rescaling and the end', () => {
    const system = discretise(linear(Float64Array.of(0.5), 1), 'rk4', 0.01);
    const bounds = { transient: 0, record: 100, d0: 1e-8, lower: 1e-12, upper: 1 };
    const { exponent, rescalings } = largestByBounds(system, Float64Array.of(0), bounds, elementary);
    expect(rescalings).toBe(0);
    // RK4 is exact to h^5/120 a step
    expect(Math.abs(exponent - 0.5)).toBeLessThan(1e-10);
  });

  it('that become equal give -Infinity and the reason', () => {
    // Euler with dt = tau sends every state of u' = -u to 0 in one step
    const system = discretise(linear(Float64Array.of(-1), 1), 'euler', 1);
    const short = { transient: 0, record: 100, d0: 1e-8 };
    const found = largestByInterval(system, Float64Array.of(0.3), { ...short, every: 10 }, elementary);
    expect(found.exponent).toBe(Number.NEGATIVE_INFINITY);
    expect(found.reason).toMatch(/equal/);
    const byBounds = largestByBounds(system, Float64Array.of(0.3), { ...short, lower: 1e-20, upper: 1e-5 }, elementary);
    expect(byBounds.exponent).toBe(Number.NEGATIVE_INFINITY);
    expect(byBounds.reason).toMatch(/equal/);
  });

  it('refuse an impossible plan', () => {
    const interval = { ...plan, every: 7 };
    expect(() => largestByInterval(lorenz, start, interval, elementary)).toThrow(/multiple/);
    expect(() => largestByInterval(lorenz, start, { ...plan, every: 10, d0: 0 }, elementary)).toThrow(/distance > 0/);
    const direction = new Float64Array(3);
    expect(() => largestByInterval(lorenz, start, { ...plan, every: 10, direction }, elementary)).toThrow(/direction/);
    expect(() => largestByBounds(lorenz, start, { ...plan, lower: 1, upper: 2 }, elementary)).toThrow(/between/);
  });

  it('say so when the state leaves the numbers', () => {
    const run = () =>
      largestByInterval(logistic(5), Float64Array.of(0.4), { ...plan, record: 100, every: 10 }, elementary);
    expect(run).toThrow(/no longer finite/);
  });
});
