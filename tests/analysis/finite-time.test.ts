import { describe, expect, it } from 'vitest';
import { finiteTimeMoments, localExponents } from '../../src/analysis/finite-time.js';
import { finiteTimeExponents, runningExponents } from '../../src/method/lyapunov/spectrum.js';
import { henon } from '../../src/model/reference/maps.js';
import { spectrum } from '../method/lyapunov/helpers.js';
import { uniforms } from '../method/uniforms.js';

describe('moments of local exponents', () => {
  it('are those of the skew tent map, whose stretching is independent from step to step', () => {
    // slopes 1/q with probability q and 1/(1 - q) else
    const q = 0.3;
    const [a, b] = [-Math.log(q), -Math.log(1 - q)];
    const mean = q * a + (1 - q) * b;
    const variance = q * (1 - q) * (a - b) * (a - b);
    const skewness = (1 - 2 * q) / Math.sqrt(q * (1 - q));
    const draw = uniforms(7);
    const found = finiteTimeMoments(Float64Array.from({ length: 4000 }, () => (draw() < q ? a : b)));
    expect(found.windows).toBe(4000);
    // four standard errors: one false alarm in 16,000
    expect(Math.abs(found.mean - mean)).toBeLessThan(4 * found.meanError);
    expect(found.meanError / Math.sqrt(variance / 4000)).toBeCloseTo(1, 0);
    expect(Math.abs(found.variance - variance)).toBeLessThan(4 * found.varianceError);
    expect(found.varianceError).toBeGreaterThan(0);
    expect(Math.abs(found.skewness - skewness)).toBeLessThan(0.1);
    expect(found.positive).toBe(1);
  });

  it('count the windows in which perturbations grow, and have no error where nothing scatters', () => {
    expect(finiteTimeMoments(Float64Array.of(1, -1, 2, 0)).positive).toBe(0.5);
    const still = finiteTimeMoments(new Float64Array(20).fill(-3));
    expect([still.mean, still.meanError, still.variance, still.varianceError]).toEqual([-3, 0, 0, 0]);
    expect(finiteTimeMoments(Float64Array.of(5)).meanError).toBeNaN();
  });
});

describe('local exponents', () => {
  const found = spectrum(henon(1.4, 0.3), Float64Array.of(0.1, 0.1), {
    k: 2,
    Q: Float64Array.of(1, 0, 0, 1),
    transient: 100,
    align: 100,
    record: 10_000,
    every: 1,
  });

  it('of the Hénon map are around its exponents, and in each window they add up to ln 0.3', () => {
    const window = 20;
    const both = finiteTimeExponents(found, window);
    const [first, second] = [0, 1].map((i) => both.filter((_, at) => at % 2 === i));
    for (const [n, value] of first.entries()) expect(Math.abs(value + second[n] - Math.log(0.3))).toBeLessThan(1e-10);
    const [one, other] = [first, second].map(finiteTimeMoments);
    expect(Math.abs(one.mean - 0.4192)).toBeLessThan(4 * one.meanError);
    expect(one.variance / other.variance).toBeCloseTo(1, 8);
    expect(one.positive).toBeGreaterThan(0.9);
  });

  it('follow from estimates of a growing record', () => {
    const running = runningExponents(found).filter((_, at) => at % 2 === 0);
    const local = finiteTimeExponents(found).filter((_, at) => at % 2 === 0);
    const ends = Float64Array.from(running, (_, n) => n + 1);
    const again = localExponents(ends, running);
    for (const [n, value] of local.entries()) expect(Math.abs(again[n] - value)).toBeLessThan(1e-9);
  });
});
