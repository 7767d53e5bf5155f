import { describe, expect, it } from 'vitest';
import { pairwiseSum } from '../../src/method/pairwise-sum.js';

describe('the pairwise sum', () => {
  // numpy 2.4.6: np.sum(1 / np.arange(1, n + 1))
  it.each([
    [0, 0],
    [5, 2.283333333333333],
    [8, 2.7178571428571425],
    [13, 3.180133755133755],
    [128, 5.433147092589173],
    [129, 5.440899030573669],
    [200, 5.878030948121444],
    [1000, 7.485470860550345],
    [4015, 8.87513281911415],
  ])('of the first %i reciprocals has the bits of numpy', (n, expected) => {
    expect(pairwiseSum(Float64Array.from({ length: n }, (_, i) => 1 / (i + 1)))).toBe(expected);
  });

  it('leaves its argument as it was', () => {
    const values = new Float64Array(300).fill(0.1);
    pairwiseSum(values);
    expect(values).toEqual(new Float64Array(300).fill(0.1));
  });
});
