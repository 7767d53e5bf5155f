import { describe, expect, it } from 'vitest';
import { correlationTime } from '../../src/analysis/correlation-time.js';
import { uniforms } from '../method/uniforms.js';

/** x(n + 1) = phi x(n) + noise, from its stationary law but for the first hundred values. */
function autoregressive(phi: number, n: number, seed: number): Float64Array {
  const draw = uniforms(seed + 1);
  let x = 0;
  const next = (): number => {
    x = phi * x + draw() - 0.5;
    return x;
  };
  for (let i = 0; i < 100; i++) next();
  return Float64Array.from({ length: n }, next);
}

describe('the time over which a series is correlated', () => {
  it.each([0, 0.5, 0.9])(
    'is (1 + phi)/(1 - phi) for an autoregressive series with phi = %s, within a fifth over 20 seeds',
    (phi) => {
      const times = Array.from({ length: 20 }, (_, seed) => correlationTime(autoregressive(phi, 20_000, seed)));
      const mean = times.reduce((sum, time) => sum + time, 0) / 20;
      // of one series the error is sqrt(2 (2 W + 1)/n), W = 5 of them: 0.12 for phi = 0.9, a quarter of that for the mean
      expect(Math.abs(mean / ((1 + phi) / (1 - phi)) - 1)).toBeLessThan(0.1);
    },
  );

  it('is at least 1, also for a series that turns back each time, and no number for a constant one', () => {
    expect(correlationTime(Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : -1)))).toBe(1);
    expect(correlationTime(new Float64Array(10).fill(3))).toBeNaN();
  });
});
