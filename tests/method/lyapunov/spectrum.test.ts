import { describe, expect, it } from 'vitest';
import { tInterval } from '../../../src/method/lyapunov/block-error.js';
import { entropyRate, kaplanYorke, sumRule } from '../../../src/method/lyapunov/dimension.js';
import { finiteTimeExponents, runningExponents } from '../../../src/method/lyapunov/spectrum.js';
import { discretise } from '../../../src/method/lyapunov/system.js';
import { rateNetwork } from '../../../src/model/rate/plain.js';
import { linear, lorenz63 } from '../../../src/model/reference/flows.js';
import { henon, logistic } from '../../../src/model/reference/maps.js';
import { draws, elementary, randomNetwork, spectrum } from './helpers.js';

const lorenz = discretise(lorenz63(10, 28, 8 / 3), 'rk4', 0.01);
const start = Float64Array.of(1, 1, 1);
/** Rounding of sums of a few hundred logarithms of order 1 divided by their time. */
const ROUNDING = 1e-13;

describe('the spectrum', () => {
  it.each([
    ['euler', (z: number) => 1 + z],
    ['rk4', (z: number) => 1 + z + (z * z) / 2 + z ** 3 / 6 + z ** 4 / 24],
  ] as const)('of a triangular linear system by %s is that of its amplification factors', (method, factor) => {
    const A = Float64Array.of(0.3, 1, -2, 0, -0.5, 3, 0, 0, -1.5);
    const h = 0.1;
    const system = discretise(linear(A, 3), method, h);
    const plan = { k: 3, transient: 0, align: 1000, record: 1000, every: 10 };
    const { exponents } = spectrum(system, start, plan);
    [0.3, -0.5, -1.5].forEach((a, i) => {
      expect(Math.abs(exponents[i] - Math.log(Math.abs(factor(h * a))) / h)).toBeLessThan(ROUNDING);
    });
  });

  it('of Lorenz-63 is the published one within its own honest error and 0.01', () => {
    const plan = { k: 3, transient: 2000, align: 1000, record: 400_000, every: 10 };
    const { exponents, standardErrors, blocks } = spectrum(lorenz, start, plan);
    const published = [0.9056, 0, -14.5723];
    published.forEach((value, i) => {
      expect(Math.abs(exponents[i] - value)).toBeLessThan(0.01);
    });
    // 0.9056 is good to 1e-4; one fixed start, false alarm 1 % by the width
    const { low, high } = tInterval(exponents[0], standardErrors[0], blocks, 0.99);
    expect(low).toBeLessThan(0.9057);
    expect(high).toBeGreaterThan(0.9055);
    // the RK4 map contracts volume as the flow up to its truncation error, of order dt^4 (1e-8) times 1e4
    expect(Math.abs(sumRule(exponents, -41 / 3).difference)).toBeLessThan(2e-3);
    expect(Math.abs(kaplanYorke(exponents, 3).dimension - 2.062)).toBeLessThan(2e-3);
  });

  it('of the Henon map sums to ln b to rounding', () => {
    const plan = { k: 2, transient: 100, align: 10, record: 20_000, every: 1 };
    const { exponents } = spectrum(henon(1.4, 0.3), Float64Array.of(0.1, 0.1), plan);
    expect(Math.abs(exponents[0] + exponents[1] - Math.log(0.3))).toBeLessThan(ROUNDING);
  });

  it.each(['r', 'x'] as const)('of a continuous network in the %s-form sums to -N/tau', (form) => {
    const [N, tau] = [20, 20];
    const W = randomNetwork(N, 1, 2 / Math.sqrt(N), 5);
    const system = rateNetwork(W, { form, method: 'rk4', dt: 0.1 * tau, tau }, elementary);
    const plan = { k: N, transient: 2000, align: 200, record: 2000, every: 10 };
    const { exponents } = spectrum(system, draws('normal', N, 6), plan);
    // truncation of RK4 at h = 0.1: h^4 times a moderate factor, relative to the sum
    expect(Math.abs(sumRule(exponents, -N / tau).difference)).toBeLessThan(1e-4 * (N / tau));
  });

  it('is the same for the r-form and the x-form of an invertible network', () => {
    const [N, tau] = [10, 20];
    const W = randomNetwork(N, 1, 2 / Math.sqrt(N), 11);
    const found = (['r', 'x'] as const).map((form) => {
      const system = rateNetwork(W, { form, method: 'euler', dt: 1, tau }, elementary);
      const plan = { k: N, transient: 40_000, align: 2000, record: 20_000, every: 10 };
      return spectrum(system, new Float64Array(N).fill(0.3), plan).sorted;
    });
    // both at rest or on a cycle by then: the error is O(1/time) = 1/20000
    found[0].forEach((value, i) => {
      expect(Math.abs(value - found[1][i])).toBeLessThan(1e-3);
    });
  });

  it('of few directions is the beginning of the full one', () => {
    const plan = { transient: 100, align: 100, record: 1000, every: 10 };
    const full = spectrum(lorenz, start, { ...plan, k: 3 });
    const part = spectrum(lorenz, start, { ...plan, k: 1 });
    expect(Math.abs(part.exponents[0] - full.exponents[0])).toBeLessThan(1e-10);
  });

  it('continues from its final state and basis with the same bits', () => {
    const plan = { k: 3, transient: 100, align: 100, every: 10 };
    const whole = spectrum(lorenz, start, { ...plan, record: 1000 });
    const first = spectrum(lorenz, start, { ...plan, record: 400 });
    const second = spectrum(lorenz, first.u, { ...plan, transient: 0, align: 0, record: 600, Q: first.Q });
    expect([...first.logs, ...second.logs]).toEqual([...whole.logs]);
    expect(second.u).toEqual(whole.u);
    expect(second.Q).toEqual(whole.Q);
  });

  it('stops at a tolerance, or at its limit, and says which', () => {
    const plan = { k: 1, transient: 1000, align: 100, record: 5000, every: 10 };
    const until = { standardError: 0.02, atMost: 1_000_000 };
    const found = spectrum(lorenz, start, { ...plan, until });
    expect(found.stop).toBe('tolerance');
    expect(found.standardErrors[0]).toBeLessThanOrEqual(0.02);
    expect(found.recordTime).toBeGreaterThan(50);
    const cut = spectrum(lorenz, start, { ...plan, until: { standardError: 1e-9, atMost: 12_005 } });
    expect(cut.stop).toBe('limit');
    expect(cut.intervals).toBe(1200);
    expect(spectrum(lorenz, start, plan).stop).toBe('record');
  });

  it('has running estimates that end at the result, and finite-time exponents that average to it', () => {
    const found = spectrum(lorenz, start, { k: 3, transient: 0, align: 0, record: 300, every: 10 });
    const running = runningExponents(found);
    expect(running.slice(-3)).toEqual(found.exponents);
    const local = finiteTimeExponents(found, 5); // 6 windows
    for (let i = 0; i < 3; i++) {
      let sum = 0;
      for (let n = 0; n < 6; n++) sum += local[n * 3 + i];
      expect(Math.abs(sum / 6 - found.exponents[i])).toBeLessThan(ROUNDING);
    }
  });

  it('of a singular map has -Infinity behind its regular part', () => {
    const plan = { k: 2, transient: 0, align: 0, record: 10, every: 1 };
    const { sorted } = spectrum(henon(1.4, 0), Float64Array.of(0.1, 0), plan);
    expect(sorted[1]).toBe(Number.NEGATIVE_INFINITY);
    expect(Number.isFinite(sorted[0])).toBe(true);
    expect(entropyRate(sorted)).toBeGreaterThan(0);
  });

  it('names the interval at which a state leaves the numbers', () => {
    const plan = { k: 1, transient: 0, align: 0, record: 1000, every: 10 };
    expect(() => spectrum(logistic(5), Float64Array.of(0.4), plan)).toThrow(/no longer finite/);
  });

  it.each([
    [{ k: 0 }, /number of exponents/],
    [{ k: 4 }, /number of exponents/],
    [{ every: 0 }, /orthonormalise every/],
    [{ record: 15 }, /multiple of 10/],
    [{ record: 0 }, /recorded interval/],
    [{ transient: -1 }, /number of steps/],
    [{ Q: new Float64Array(2) }, /basis must be/],
  ])('refuses the plan %o', (wrong, message) => {
    const plan = { k: 3, transient: 0, align: 0, record: 100, every: 10, ...wrong };
    expect(() => spectrum(lorenz, start, plan)).toThrow(message);
  });
});
