import { describe, expect, it } from 'vitest';
import { nestedAutoregressions } from '../../src/analysis/nested-autoregressions.js';
import { decompose, nestedResiduals } from '../../src/method/least-squares.js';
import { randomFrom } from '../run/harness.js';

/** x_t = a x_{t-1} + noise, from a level on. */
function series(n: number, a: number, level = 0, noise = 1): Float64Array {
  const random = randomFrom(n);
  const x = new Float64Array(n);
  for (let t = 1; t < n; t++) x[t] = a * x[t - 1] + noise * (random() - 0.5);
  return x.map((value) => value + level);
}

/** The same sums by the decomposition of the matrix with columns 1, x_t, dx_{t-1}, ..., dx_{t-top}. */
function byDecomposition(x: Float64Array, top: number): Float64Array {
  const d = (t: number): number => x[t + 1] - x[t];
  const rows = Array.from({ length: x.length - 1 - top }, (_, row) => row + top);
  const lags = Array.from({ length: top }, (_, l) => rows.map((t) => d(t - l - 1)));
  return nestedResiduals(decompose([rows.map(() => 1), rows.map((t) => x[t]), ...lags], rows.map(d)));
}

/** Largest relative difference. */
const farthest = (a: Float64Array, b: Float64Array): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value / b[i] - 1)), 0);

describe('residuals of nested autoregressions from sums of products', () => {
  it.each([
    ['white noise', series(300, 0), 12],
    ['a random walk', series(500, 1), 20],
    ['a slow series on a high level', series(400, 0.99, 1000), 15],
    ['no lag at all', series(20, 0.5), 0],
    ['a short series', series(12, 0.2), 4],
  ])('of %s are those of the decomposition, within the bound', (_, x, top) => {
    const { residuals, error } = nestedAutoregressions(x, top);
    const due = byDecomposition(x, top);
    expect(residuals).toHaveLength(top + 3);
    expect(error).toBeLessThan(1e-9);
    expect(farthest(residuals, due)).toBeLessThan(error);
  });

  it('say that digits are lost where columns almost depend on each other', () => {
    const smooth = Float64Array.from({ length: 300 }, (_, t) => Math.sin(t / 40));
    const { residuals, error } = nestedAutoregressions(
      smooth.map((value, t) => value + 1e-6 * series(300, 0)[t]),
      6,
    );
    expect(error).toBeGreaterThan(1e-5);
    expect(residuals[0]).toBeGreaterThan(residuals[8]);
  });

  it('say that digits are lost behind a last step that is larger than all before it', () => {
    const x = series(500, 0.7);
    x[499] += 1e8;
    const { residuals, error } = nestedAutoregressions(x, 8);
    const off = farthest(residuals, byDecomposition(x, 8));
    expect(off).toBeGreaterThan(1e-9);
    expect(off).toBeLessThan(error);
  });

  it('say that nothing is known where they depend on each other', () => {
    const line = Float64Array.from({ length: 50 }, (_, t) => 3 * t);
    expect(nestedAutoregressions(line, 3).error).toBe(Number.POSITIVE_INFINITY);
  });
});
