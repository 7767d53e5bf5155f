import { describe, expect, it } from 'vitest';
import { lyapunovSpectrum, type SpectrumPlan } from '../../../src/method/lyapunov/spectrum.js';
import { discretise, type Field, type FlowOrMap } from '../../../src/method/lyapunov/system.js';
import { followToRest, growthMoments, verdictOf } from '../../../src/method/lyapunov/verdict.js';
import { scaled } from '../../../src/model/rate/connectivity.js';
import { rateNetwork } from '../../../src/model/rate/plain.js';
import { linear, lorenz63 } from '../../../src/model/reference/flows.js';
import { elementary, publishedSession, qr } from './helpers.js';

const PLAN: Omit<SpectrumPlan, 'k'> = { transient: 20_000, align: 1000, record: 60_000, every: 10 };
const judged = (system: FlowOrMap, u: readonly number[], plan: Partial<SpectrumPlan> = {}, restAfter?: number) =>
  verdictOf(lyapunovSpectrum(system, Float64Array.from(u), { k: system.dim, ...PLAN, ...plan }, qr), { restAfter });

/** z' = (1 + i w - |z|^2) z: a stable circle; several side by side make a torus. */
function circles(frequencies: readonly number[]): Field {
  const evaluate = (u: Float64Array, out: Float64Array): void =>
    frequencies.forEach((w, c) => {
      const [x, y] = [u[2 * c], u[2 * c + 1]];
      const r = 1 - x * x - y * y;
      out[2 * c] = r * x - w * y;
      out[2 * c + 1] = r * y + w * x;
    });
  return {
    dim: 2 * frequencies.length,
    evaluate,
    evaluateTangent: (u, Q, k, out, JQ) => {
      evaluate(u, out);
      frequencies.forEach((w, c) => {
        const [x, y] = [u[2 * c], u[2 * c + 1]];
        for (let j = 0; j < k; j++) {
          const [p, q] = [Q[2 * c * k + j], Q[(2 * c + 1) * k + j]];
          JQ[2 * c * k + j] = (1 - 3 * x * x - y * y) * p + (-2 * x * y - w) * q;
          JQ[(2 * c + 1) * k + j] = (-2 * x * y + w) * p + (1 - x * x - 3 * y * y) * q;
        }
      });
    },
  };
}

describe('the verdict', () => {
  it.each([
    ['fixed point', discretise(linear(Float64Array.of(-1, 0, 0, -2), 2), 'rk4', 0.01), [1, 1]],
    ['limit cycle', discretise(circles([1]), 'rk4', 0.01), [0.5, 0.1]],
    ['torus', discretise(circles([1, Math.SQRT2]), 'rk4', 0.01), [0.5, 0.1, 0.2, 0.4]],
    ['chaos', discretise(lorenz63(10, 28, 8 / 3), 'rk4', 0.01), [1, 1, 1]],
  ] as const)('of a known system is %s', (kind, system, u) => {
    const verdict = judged(system, u);
    expect(verdict.kind).toBe(kind);
    expect(verdict.after).toBeNull();
    expect(verdict.tolerances[0]).toBeGreaterThanOrEqual(1 / 600);
  });

  it('leaves cycle or torus undecided without a second exponent', () => {
    expect(judged(discretise(circles([1]), 'rk4', 0.01), [0.5, 0.1], { k: 1 }).kind).toBe('undecided');
  });

  it('calls zero only what the record can tell from zero', () => {
    /** Three exponents with block means that scatter by 0.1 about `means`, over 40 intervals of unit time. */
    const series = (...means: readonly number[]) => {
      const k = means.length;
      const logs = Float64Array.from(
        { length: 40 * k },
        (_, at) => means[at % k] + (Math.floor(at / k) % 4 < 2 ? 0.1 : -0.1),
      );
      return { logs, k, intervals: 40, intervalTime: 1, blocks: 20 };
    };
    // block means of two intervals are +-0.1: standard error 0.0229, tolerance 0.0688
    const cases = [
      ['limit cycle', [0.01, -0.2], 0.1],
      ['undecided', [0.01, -0.2], 0.05],
      ['undecided', [0.01, -0.03], 0.1],
      ['torus', [0.01, -0.03], 0.5],
      ['chaos', [0.2, 0], 0.05],
      ['fixed point', [-0.2, -0.3], 0.05],
    ] as const;
    for (const [kind, means, resolution] of cases) expect(verdictOf(series(...means), { resolution }).kind).toBe(kind);
    const driven = [
      [0.2, 0],
      [-0.2, -0.3],
      [0.01, -0.3],
    ].map((means) => verdictOf(series(...means), { isDriven: true }).kind);
    expect(driven).toEqual(['chaos', 'entrained', 'undecided']);
  });

  it('sees that chaos ended within the record', () => {
    // Lorenz at rho = 21: chaotic transients of tens to hundreds of time units before one of two fixed points
    const system = discretise(lorenz63(10, 21, 8 / 3), 'rk4', 0.01);
    const verdict = judged(system, [1, 2, 16], { transient: 0, record: 30_000 });
    expect([verdict.kind, verdict.after]).toEqual(['transient chaos', 'fixed point']);
    expect(verdict.thirds[0]).toBeGreaterThan(verdict.thirds[2]);
  });

  it('does not take steady chaos for a transient, from any of 40 starts', () => {
    // steady chaos would have to add less than a tenth of its earlier growth in the last third: never seen
    const system = discretise(lorenz63(10, 28, 8 / 3), 'rk4', 0.01);
    for (let start = 1; start <= 40; start++) {
      expect(judged(system, [start / 10, 1, 20], { record: 15_000 }).kind).toBe('chaos');
    }
  });

  it('sees that chaos ended after the record, if the state was followed to rest', () => {
    const system = discretise(lorenz63(10, 28, 8 / 3), 'rk4', 0.01);
    expect(judged(system, [1, 1, 1], {}, 100)).toMatchObject({ kind: 'transient chaos', after: 'fixed point' });
  });
});

describe('following to rest', () => {
  it('says when the speed fell below the limit', () => {
    const system = discretise(linear(Float64Array.of(-1), 1), 'euler', 0.001);
    const { after, speed } = followToRest(system, Float64Array.of(1), 100);
    // speed e^-t falls under 1e-6 at t = 13.8
    expect(after).toBeGreaterThan(13.7);
    expect(after).toBeLessThan(13.9);
    expect(speed).toBeLessThan(1e-6);
  });

  it('gives up at its limit', () => {
    const cycle = discretise(circles([1]), 'rk4', 0.01);
    expect(followToRest(cycle, Float64Array.of(1, 0), 10).after).toBeNull();
  });
});

describe('the published session 1', () => {
  const { W, states } = publishedSession();
  const network = (g: number) => rateNetwork(scaled(W, g), { form: 'r', method: 'euler', dt: 1, tau: 20 }, elementary);

  it('has no lasting chaos at g = 10: trials come to rest within 40 s', () => {
    for (const trial of [0, 1]) {
      const rest = followToRest(network(10), Float64Array.from(states[trial]), 40_000, 20);
      expect(rest.after).not.toBeNull();
      const plan = { k: 2, transient: 0, align: 500, record: 20_000, every: 10 };
      const verdict = verdictOf(lyapunovSpectrum(network(10), rest.u, plan, qr));
      expect(verdict.kind).toBe('fixed point');
      // the four fixed points of this network: -0.45 or -5.17 per second
      expect(
        Math.min(Math.abs(1000 * verdict.exponents[0] + 0.45), Math.abs(1000 * verdict.exponents[0] + 5.17)),
      ).toBeLessThan(0.5);
    }
  });

  it('is chaotic at g = 22', () => {
    const plan = { k: 2, transient: 3000, align: 500, record: 8000, every: 10 };
    const verdict = verdictOf(lyapunovSpectrum(network(22), Float64Array.from(states[0]), plan, qr));
    expect(verdict.kind).toBe('chaos');
    // 14.23 +- 0.61 per second over 15 s, so about 0.9 over 8 s: three errors
    expect(Math.abs(1000 * verdict.exponents[0] - 14.23)).toBeLessThan(3);
  });
});

describe('moments of the growth', () => {
  it('are those of the windows', () => {
    const logs = Float64Array.from([1, 9, 1, 9, 4, 9, 4, 9]); // two directions, four intervals of length 0.5
    const moments = growthMoments({ logs, k: 2, intervals: 4, intervalTime: 0.5 }, 2);
    expect(moments).toMatchObject({ mean: 5, variance: 9, skewness: 0 });
  });
});
