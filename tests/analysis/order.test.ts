import { describe, expect, it } from 'vitest';
import { percentile, sortedCopy } from '../../src/analysis/order.js';

describe('sortedCopy', () => {
  it.each<readonly [string, readonly number[], readonly number[]]>([
    ['values upwards', [3, 1, 2], [1, 2, 3]],
    ['what is sorted already', [1, 2, 2, 3], [1, 2, 2, 3]],
    ['NaN last', [Number.NaN, 2, 1, Number.NaN], [1, 2, Number.NaN, Number.NaN]],
    ['NaN last where the others are sorted', [1, Number.NaN, 2], [1, 2, Number.NaN]],
    ['-0 before 0', [0, -0], [-0, 0]],
    ['infinities at the ends', [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], [-1 / 0, 1, 1 / 0]],
    ['nothing', [], []],
  ])('has %s', (_, values, sorted) => {
    const found = [...sortedCopy(values)];
    expect(found.length).toBe(sorted.length);
    expect(found.every((value, i) => Object.is(value, sorted[i]))).toBe(true);
  });

  it('is another array, whether there was anything to sort or not', () => {
    const values = Float64Array.of(1, 2);
    sortedCopy(values)[0] = 9;
    expect([...values]).toEqual([1, 2]);
  });
});

it('percentiles lie between the two nearest values', () => {
  expect([0, 25, 50, 100].map((percent) => percentile([1, 2, 4], percent))).toEqual([1, 1.5, 2, 4]);
});
