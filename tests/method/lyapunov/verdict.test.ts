import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { seededBasis } from '../../../src/method/lyapunov/basis.js';
import { AT_REST, type Course, follow, MOVING } from '../../../src/method/lyapunov/course.js';
import type { SpectrumPlan } from '../../../src/method/lyapunov/spectrum.js';
import { discretise, type Field, type FlowOrMap } from '../../../src/method/lyapunov/system.js';
import { type Dynamics, growthMoments, needsCourse, verdictOf } from '../../../src/method/lyapunov/verdict.js';
import { scaled } from '../../../src/model/rate/connectivity.js';
import { rateNetwork } from '../../../src/model/rate/plain.js';
import { linear, lorenz63 } from '../../../src/model/reference/flows.js';
import { henon, logistic } from '../../../src/model/reference/maps.js';
import { freshKernels } from '../../conformance/kernels.js';
import { elementary, publishedSession, qr, spectrum } from './helpers.js';

const PLAN: Omit<SpectrumPlan, 'k' | 'Q'> = { transient: 20_000, align: 1000, record: 60_000, every: 10 };

/** Spectrum from a random basis, then the course of the state, then the verdict. */
function judged(
  system: FlowOrMap,
  u: readonly number[],
  plan: Partial<SpectrumPlan> = {},
  dynamics: Dynamics = 'flow',
  timeScale = 1,
) {
  const k = plan.k ?? system.dim;
  const Q = seededBasis(freshKernels(CORE_MODULE), system.dim, k, 0, qr);
  const found = spectrum(system, Float64Array.from(u), { ...PLAN, Q, ...plan, k });
  const watched = { steps: plan.record ?? PLAN.record, timeScale, isFlow: dynamics === 'flow', isWhole: true };
  const { course } = follow(system, found.u, watched, elementary);
  return { ...verdictOf(found, { dynamics, course }), course };
}

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
    ['unbounded', discretise(linear(Float64Array.of(0.1, -1, 1, 0.1), 2), 'rk4', 0.01), [1, 1]],
  ] as const)('of a known flow is %s', (kind, system, u) => {
    const verdict = judged(system, u, kind === 'unbounded' ? { transient: 0, record: 10_000 } : {});
    expect(verdict.kind).toBe(kind);
    expect(verdict.after).toBeNull();
    expect(verdict.tolerances[0]).toBeGreaterThanOrEqual(1 / 600);
  });

  it('of two uncoupled oscillators is no limit cycle, though one of them alone is on one', () => {
    // unit vectors of the first oscillator would never leave it: zero and a contraction
    const two = discretise(circles([1, Math.SQRT2]), 'rk4', 0.01);
    expect(judged(two, [0.5, 0.1, 0.2, 0.4], { k: 2 }).kind).toBe('torus');
    const trapped = judged(two, [0.5, 0.1, 0.2, 0.4], { k: 2, Q: Float64Array.of(1, 0, 0, 1, 0, 0, 0, 0) });
    expect(trapped.exponents[1]).toBeLessThan(-1);
  });

  it('of a cycle has its period', () => {
    // the orbits of w = 1 and 3 have periods 2 pi / w; RK4 at 0.01 is right to 1e-9, a chord of a step to 1e-5 of the circle
    for (const w of [1, 3]) {
      const { course } = judged(discretise(circles([w]), 'rk4', 0.01), [0.5, 0.1]);
      expect(Math.abs((course.period as number) - (2 * Math.PI) / w)).toBeLessThan(1e-4);
    }
  });

  it('needs no statistics for a cycle: a record of seven periods and a half decides it', () => {
    const verdict = judged(discretise(circles([1]), 'rk4', 0.01), [0.5, 0.1], { record: 4700 });
    expect(verdict.kind).toBe('limit cycle');
  });

  it('leaves a cycle undecided with one exponent alone, and still says its period', () => {
    const verdict = judged(discretise(circles([1]), 'rk4', 0.01), [0.5, 0.1], { k: 1 });
    expect(verdict.kind).toBe('undecided');
    expect(verdict.course.period).toBeGreaterThan(6.28);
  });

  it('calls a state that slows down towards a point a fixed point, long before it rests', () => {
    // record and course last 2: the slower rate 0.3 is within 1/record time of zero, and speeds stay above 0.01
    const system = discretise(linear(Float64Array.of(-0.3, 0, 0, -2), 2), 'rk4', 0.01);
    const verdict = judged(system, [1, 1], { transient: 200, align: 100, record: 200 });
    expect(verdict.exponents[0]).toBeGreaterThan(-verdict.tolerances[0]);
    expect(verdict.course.restAfter).toBeNull();
    expect(verdict.course.decay as number).toBeGreaterThan(0.25);
    expect(verdict.kind).toBe('fixed point');
  });

  it.each([
    ['chaos', henon(1.4, 0.3), [0.1, 0.1], null],
    ['chaos', logistic(4), [0.3], null],
    ['periodic orbit', logistic(3.2), [0.3], 2],
    ['periodic orbit', logistic(3.5), [0.3], 4],
    ['periodic orbit', logistic(3.83), [0.3], 3],
    ['fixed point', logistic(2.8), [0.3], null],
  ] as const)('of a map is %s (%#)', (kind, system, u, period) => {
    const verdict = judged(system, u, { every: 1, record: 6000 }, 'map');
    expect(verdict.kind).toBe(kind);
    if (kind !== 'fixed point') expect(verdict.course.period).toBe(period);
  });

  it('of the Henon map is no limit cycle though its second exponent is far below zero', () => {
    const verdict = judged(henon(1.4, 0.3), [0.1, 0.1], { every: 1, record: 6000 }, 'map');
    expect(verdict.exponents[1]).toBeLessThan(-1.5);
    expect(verdict.kind).toBe('chaos');
  });

  /** k exponents with block means that scatter by 0.1 about `means`, over 40 intervals of unit time. */
  const series = (...means: readonly number[]) => {
    const k = means.length;
    const logs = Float64Array.from(
      { length: 40 * k },
      (_, at) => means[at % k] + (Math.floor(at / k) % 4 < 2 ? 0.1 : -0.1),
    );
    return { logs, k, intervals: 40, intervalTime: 1, blocks: 20 };
  };
  /** Block means of two intervals are +-0.1 about the mean: standard error 0.1 / sqrt(19), tolerance three of them. */
  const TOLERANCE = 0.3 / Math.sqrt(19);
  const kindOf = (
    means: readonly number[],
    course: Partial<Course> = {},
    dynamics: Dynamics = 'flow',
    resolution = 0.1,
  ) => verdictOf(series(...means), { dynamics, course: { ...MOVING, ...course }, resolution }).kind;

  it.each([
    ['chaos', [TOLERANCE * 1.01, 0, -1], {}, 'flow'],
    ['undecided', [TOLERANCE * 0.99, -TOLERANCE * 0.99], {}, 'flow'],
    ['limit cycle', [TOLERANCE * 0.99, -TOLERANCE * 1.01], {}, 'flow'],
    ['undecided', [-TOLERANCE * 1.01, -1], {}, 'flow'],
    // an orbit that returns: the scatter of blocks is their beat with its period, and what decides is 1/record time = 0.025
    ['limit cycle', [TOLERANCE * 1.01, -0.026], { period: 7 }, 'flow'],
    ['undecided', [0, -0.024], { period: 7 }, 'flow'],
    ['limit cycle', [-TOLERANCE * 1.01, -1], { period: 7 }, 'flow'],
    ['undecided', [0], { period: 7 }, 'flow'],
    // perturbations grew e^13.8 in 40 units of time: a return is chance
    ['chaos', [0.3455, -1], { period: 7 }, 'flow'],
    ['limit cycle', [0.3453, -1], { period: 7 }, 'flow'],
    ['fixed point', [0, -1], { restAfter: 3 }, 'flow'],
    ['fixed point', [-0.01, -1], { decay: 0.01 }, 'flow'],
    ['limit cycle', [0.01, -1], { decay: 0.01 }, 'flow'],
    ['undecided', [-1, -2], {}, 'map'],
    ['periodic orbit', [-1, -2], { period: 3 }, 'map'],
    ['periodic orbit', [-1], { period: 3 }, 'map'],
    ['chaos', [TOLERANCE * 1.01], {}, 'map'],
    ['undecided', [TOLERANCE * 0.99], {}, 'map'],
    ['chaos', [TOLERANCE * 1.01, -1], {}, 'driven'],
    ['entrained', [-TOLERANCE * 1.01, -1], {}, 'driven'],
    ['undecided', [TOLERANCE * 0.99, -1], {}, 'driven'],
    // the state grows as its perturbations do: 0.2 x 40 = 8 as logarithm, of which seven tenths
    ['unbounded', [0.2, 0], { growth: 5.61, halfGrowth: 2.81, time: 40 }, 'flow'],
    ['chaos', [0.2, 0], { growth: 5.59, halfGrowth: 2.81, time: 40 }, 'flow'],
    ['chaos', [0.2, 0], { growth: 5.61, halfGrowth: 2.79, time: 40 }, 'flow'],
    ['unbounded', [-1, -2], { growth: Number.POSITIVE_INFINITY, time: 40 }, 'driven'],
  ] as const)('is %s for exponents %j and the course %j of a %s', (kind, means, course, dynamics) => {
    expect(kindOf(means, course, dynamics)).toBe(kind);
  });

  it('calls two zeros a torus only where both tolerances are a fifth of what can be told from zero', () => {
    expect(kindOf([0.01, -0.03], {}, 'flow', 5.01 * TOLERANCE)).toBe('torus');
    expect(kindOf([0.01, -0.03], {}, 'flow', 4.99 * TOLERANCE)).toBe('undecided');
    expect(kindOf([0.01, -0.03], { period: 7 }, 'flow', 1)).toBe('limit cycle');
  });

  it('sees that chaos ended within the record', () => {
    // Lorenz at rho = 21: chaotic transients of tens to hundreds of time units before one of two fixed points
    const system = discretise(lorenz63(10, 21, 8 / 3), 'rk4', 0.01);
    const verdict = judged(system, [1, 2, 16], { transient: 0, record: 30_000 });
    expect([verdict.kind, verdict.after]).toEqual(['transient chaos', 'fixed point']);
    expect(verdict.thirds[0]).toBeGreaterThan(verdict.thirds[2]);
  });

  it('does not take a state that rests for a chaotic one because perturbations grew a little before', () => {
    const grown = (growth: number, atEnd: number) => {
      const logs = Float64Array.from({ length: 40 }, (_, n) => (n < 38 ? growth / 38 : atEnd));
      const record = { logs, k: 1, intervals: 40, intervalTime: 1, blocks: 20 };
      return verdictOf(record, { dynamics: 'flow', course: AT_REST });
    };
    expect(grown(13.81, -1).kind).toBe('fixed point');
    expect(grown(13.82, -1)).toMatchObject({ kind: 'transient chaos', after: 'fixed point' });
    // a state that sits on an unstable point
    expect(grown(13.82, 0.1)).toMatchObject({ kind: 'fixed point', after: null });
  });

  it('does not take steady chaos for a transient, from any of 40 starts', () => {
    // the last third would have to add less than a tenth of the growth before, and the orbit to return or rest
    const system = discretise(lorenz63(10, 28, 8 / 3), 'rk4', 0.01);
    for (let start = 1; start <= 40; start++) {
      expect(judged(system, [start / 10, 1, 20], { record: 15_000 }).kind).toBe('chaos');
    }
  });

  it('says transient only where the state is seen to rest or return, not where growth pauses', () => {
    const logs = Float64Array.from({ length: 30 }, (_, n) => (n < 20 ? 1 : 0));
    const paused = { logs, k: 1, intervals: 30, intervalTime: 1, blocks: 10 };
    expect(needsCourse(paused)).toBe(true);
    expect(verdictOf(paused, { dynamics: 'flow', course: MOVING }).kind).not.toBe('transient chaos');
    expect(verdictOf(paused, { dynamics: 'map', course: { ...MOVING, period: 2 } })).toMatchObject({
      kind: 'transient chaos',
      after: 'periodic orbit',
    });
  });

  it('asks for the course of all but chaos that goes on', () => {
    expect(needsCourse(series(13.7 / 40, -1))).toBe(true);
    expect(needsCourse(series(20 / 40, -1))).toBe(false);
  });
});

describe('the course of a state', () => {
  it('says when the speed fell below the limit', () => {
    const system = discretise(linear(Float64Array.of(-1), 1), 'euler', 0.001);
    const { course } = follow(system, Float64Array.of(1), { steps: 100_000, timeScale: 1, isFlow: true }, elementary);
    // speed e^-t falls under 1e-6 at t = 13.8
    expect(course.restAfter).toBeGreaterThan(13.7);
    expect(course.restAfter).toBeLessThan(13.9);
    expect(course.time).toBeLessThan(14);
  });

  it('gives up at its limit', () => {
    const cycle = discretise(circles([1]), 'rk4', 0.01);
    const { course } = follow(cycle, Float64Array.of(1, 0), { steps: 1000, timeScale: 1, isFlow: true }, elementary);
    // 10 of time: one return, and no second
    expect(course).toMatchObject({ restAfter: null, period: null, decay: null });
    expect(course.time).toBeCloseTo(10, 9);
  });

  it('is not taken in by a near return: a figure of eight passes its start twice in each period', () => {
    // x = sin t, y = sin 2t / 2 on a lattice of angles: the crossing at the middle comes at half the period, from another side
    const steps = 200;
    const at = (n: number) => {
      const t = (2 * Math.PI * n) / steps + 0.01;
      return Float64Array.of(Math.sin(t), Math.sin(2 * t) / 2);
    };
    let n = 0;
    const eight: FlowOrMap = { dim: 2, timePerStep: 1, step: (u) => u.set(at(++n)), tangentStep: () => {} };
    const { course } = follow(eight, at(0), { steps: 1000, timeScale: 1, isFlow: true }, elementary);
    expect(course.period).toBeCloseTo(steps, 6);
  });

  it('grows without end where a number stops being finite', () => {
    const system = discretise(linear(Float64Array.of(100), 1), 'rk4', 1);
    const plan = { steps: 1000, timeScale: 1, isFlow: true, isWhole: true };
    expect(follow(system, Float64Array.of(1), plan, elementary).course.growth).toBe(Number.POSITIVE_INFINITY);
  });

  it('has the rate at which a state slows down, and none for one that cycles', () => {
    const slow = discretise(linear(Float64Array.of(-0.1, -1, 1, -0.1), 2), 'rk4', 0.01);
    const plan = { steps: 3000, timeScale: 1, isFlow: true, isWhole: true };
    expect(Math.abs((follow(slow, Float64Array.of(1, 0), plan, elementary).course.decay ?? 0) - 0.1)).toBeLessThan(
      1e-6,
    );
    const cycle = discretise(circles([1]), 'rk4', 0.01);
    expect(follow(cycle, Float64Array.of(1, 0), plan, elementary).course.decay).toBeNull();
  });
});

describe('the published session 1', () => {
  const { W, states } = publishedSession();
  const network = (g: number) => rateNetwork(scaled(W, g), { form: 'r', method: 'euler', dt: 1, tau: 20 }, elementary);

  it('has no lasting chaos at g = 10: trials come to rest within 40 s', () => {
    for (const trial of [0, 1]) {
      const plan = { k: 2, transient: 40_000, align: 500, record: 5000, every: 10 };
      const verdict = judged(network(10), states[trial], plan, 'flow', 20);
      expect(verdict.kind).toBe('fixed point');
      // the four fixed points of this network: -0.45 or -5.17 per second
      expect(
        Math.min(Math.abs(1000 * verdict.exponents[0] + 0.45), Math.abs(1000 * verdict.exponents[0] + 5.17)),
      ).toBeLessThan(0.5);
    }
  });

  it('is chaotic at g = 22', () => {
    const verdict = judged(network(22), states[0], { k: 2, transient: 3000, align: 500, record: 8000 }, 'flow', 20);
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
