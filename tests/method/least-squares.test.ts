import { describe, expect, it } from 'vitest';
import { decompose, linearLeastSquares, nestedResiduals } from '../../src/method/least-squares.js';
import { randomFrom } from '../run/harness.js';

/** Rounding of some hundred operations on numbers of order one. */
const ROUNDING = 1e-13;

const draws = (count: number, next: () => number): Float64Array => Float64Array.from({ length: count }, next);

describe('linear least squares', () => {
  it('gives slope, intercept and their standard errors of a straight line', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5);
    const y = Float64Array.of(1.1, 1.9, 3.2, 3.8, 5.0);
    const { coefficients, standardErrors, residual, isDetermined } = linearLeastSquares([x.map(() => 1), x], y);
    // by hand: mean x 3, mean y 3, Sxx 10, Sxy 9.7, Syy 9.5; RSS = Syy - Sxy^2/Sxx
    const rss = 9.5 - 9.7 ** 2 / 10;
    expect(Math.abs(coefficients[1] - 0.97)).toBeLessThan(ROUNDING);
    expect(Math.abs(coefficients[0] - (3 - 3 * 0.97))).toBeLessThan(ROUNDING);
    expect(Math.abs(residual - rss)).toBeLessThan(ROUNDING);
    expect(Math.abs(standardErrors[1] - Math.sqrt(rss / 3 / 10))).toBeLessThan(ROUNDING);
    expect(Math.abs(standardErrors[0] - Math.sqrt((rss / 3) * (1 / 5 + 9 / 10)))).toBeLessThan(ROUNDING);
    expect(isDetermined).toBe(true);
  });

  it('gives from one decomposition the sums that fits with fewer columns have', () => {
    const next = randomFrom(5);
    const columns = Array.from({ length: 6 }, () => draws(40, next));
    const y = draws(40, next);
    const nested = nestedResiduals(decompose(columns, y));
    for (let p = 1; p <= 6; p++) {
      expect(Math.abs(nested[p] - linearLeastSquares(columns.slice(0, p), y).residual)).toBeLessThan(ROUNDING);
    }
    expect(Math.abs(nested[0] - y.reduce((sum, value) => sum + value * value, 0))).toBeLessThan(ROUNDING);
  });

  it('says when columns depend on each other', () => {
    const x = Float64Array.of(1, 2, 3, 4);
    const y = Float64Array.of(1, 0, 2, 5);
    expect(linearLeastSquares([x, x.map((value) => 3 * value)], y).isDetermined).toBe(false);
    expect(linearLeastSquares([x, new Float64Array(4)], y).isDetermined).toBe(false);
  });

  it('has no standard errors for as many columns as rows', () => {
    const { coefficients, standardErrors } = linearLeastSquares([Float64Array.of(1, 1), Float64Array.of(0, 1)], [2, 5]);
    expect([...coefficients].map(Math.round)).toEqual([2, 3]);
    expect(standardErrors.every(Number.isNaN)).toBe(true);
  });

  it('changes nothing that it is given', () => {
    const [x, y] = [Float64Array.of(1, 2, 3), Float64Array.of(3, 1, 2)];
    linearLeastSquares([x], y);
    expect([[...x], [...y]]).toEqual([
      [1, 2, 3],
      [3, 1, 2],
    ]);
  });
});
