import { describe, expect, it } from 'vitest';
import { absolute, allowed, equal, mixed, relative } from '../../src/conformance/compare.js';

const error = ({ error: found }: { readonly error: number }): number => found;

describe('a comparison with golden numbers', () => {
  it('finds the largest error, absolute, relative to the largest number, or as a share of an allowance', () => {
    expect(absolute('', [1, 2.5], [1, 2], 0)).toEqual({ quantity: '', error: 0.5, bound: 0 });
    expect(error(relative('', [1, 2.5], [-4, 2], 0))).toBe(5 / 4);
    expect(error(relative('', [0.25], [0], 0))).toBe(0.25);
    expect(mixed('', [2.5, 1], [2, 1], 0.1, 0.05)).toEqual({ quantity: '', error: 0.2, bound: 0.1 });
    expect(allowed('', [1, 3], [1.5, 2], (i) => i + 1)).toEqual({ quantity: '', error: 0.5, bound: 1 });
  });

  it('takes NaN and the infinities for equal to themselves alone', () => {
    for (const compare of [absolute, relative]) {
      const of = (computed: number, expected: number): number => error(compare('', [computed, 2], [expected, 2], 0));
      expect(of(Number.NaN, Number.NaN)).toBe(0);
      expect(of(Infinity, Infinity)).toBe(0);
      expect(of(Number.NaN, 1)).toBe(Infinity);
      expect(of(1, Number.NaN)).toBe(Infinity);
      expect(of(Infinity, -Infinity)).toBe(Infinity);
      expect(of(1, Infinity)).toBe(Infinity);
    }
  });

  it('is infinitely off for another length, and for other words', () => {
    expect(error(absolute('', [1], [1, 2], 0))).toBe(Infinity);
    expect(error(absolute('', [1, 2], [1], 0))).toBe(Infinity);
    expect(error(equal('', ['a'], ['b']))).toBe(Infinity);
    expect(error(equal('', [1, null], [1, null]))).toBe(0);
  });
});
