import { describe, expect, it } from 'vitest';
import {
  countPositive,
  inBits,
  kaplanYorke,
  participationDimension,
  predictabilityTime,
  sumRule,
} from '../../../src/method/lyapunov/dimension.js';
import { draws, elementary } from './helpers.js';

const ROUNDING = 1e-12;

describe('numbers of a spectrum', () => {
  it('say when more exponents are needed for the dimension', () => {
    expect(kaplanYorke([0.5, 0.1])).toEqual({ dimension: 2, isLowerBound: true });
    expect(kaplanYorke([0.5, 0.1], 2)).toEqual({ dimension: 2, isLowerBound: false });
    expect(kaplanYorke([0.5, 0.1, -3], 20).isLowerBound).toBe(false);
    expect(kaplanYorke([])).toEqual({ dimension: 0, isLowerBound: false });
    expect(kaplanYorke([0.5, Number.NEGATIVE_INFINITY]).dimension).toBe(1);
  });

  it('count positive exponents, give a horizon, bits, and the difference to a known sum', () => {
    expect(countPositive([-1, 0.2, 0, 0.01])).toBe(2);
    expect(countPositive([-1, 0.2, 0, 0.01], 0.1)).toBe(1);
    expect(predictabilityTime([-1, 0.25])).toBe(4);
    expect(predictabilityTime([-1])).toBe(Number.POSITIVE_INFINITY);
    expect(Math.abs(inBits(Math.LN2, elementary) - 1)).toBeLessThan(ROUNDING);
    expect(sumRule([1, -3], -2)).toEqual({ sum: -2, expected: -2, difference: 0 });
  });
});

describe('the participation dimension', () => {
  it('is the number of equal independent directions', () => {
    // +-e_i for i = 1..4: covariance proportional to the identity
    const X = new Float64Array(8 * 4);
    for (let i = 0; i < 4; i++) [X[2 * i * 4 + i], X[(2 * i + 1) * 4 + i]] = [1, -1];
    expect(Math.abs(participationDimension(X, 4) - 4)).toBeLessThan(ROUNDING);
  });

  it('is one for motion along a line, wherever the line is', () => {
    const t = draws('normal', 50, 1);
    const X = Float64Array.from({ length: 150 }, (_, at) => 7 + t[Math.floor(at / 3)] * (1 + (at % 3)));
    expect(Math.abs(participationDimension(X, 3) - 1)).toBeLessThan(ROUNDING);
  });

  it('does not depend on which of the two products is formed', () => {
    const [n, m] = [6, 9];
    const X = draws('normal', n * m, 2);
    // more rows of the same: every row twice has the same covariance, but is taller than wide
    const twice = Float64Array.from([...X, ...X]);
    expect(Math.abs(participationDimension(X, m) / participationDimension(twice, m) - 1)).toBeLessThan(ROUNDING);
  });
});
