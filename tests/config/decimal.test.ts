import { describe, expect, it } from 'vitest';
import { parseDecimal, ratioToNumber } from '../../src/config/decimal.js';

describe('parseDecimal', () => {
  it.each([
    ['0.30', 30n, 2],
    ['-1.5e-3', -15n, 4],
    ['2e3', 2000n, 0],
    ['.5', 5n, 1],
    ['0e-400', 0n, 0],
  ])('reads %s', (text, mantissa, scale) => {
    expect(parseDecimal(text)).toEqual({ mantissa, scale });
  });
});

describe('ratioToNumber', () => {
  it.each([
    [1n, 3n, 1 / 3],
    [-2n, 3n, -2 / 3],
    [10n ** 40n - 1n, 10n ** 39n, 10],
    [1n, 10n ** 300n, 1e-300],
    [10n ** 300n, 1n, 1e300],
    [0n, 7n, 0],
  ])('gives the nearest double of %s/%s', (num, den, value) => {
    expect(ratioToNumber({ num, den })).toBe(value);
  });
});
