import { describe, expect, it } from 'vitest';
import { compareNatural } from '../../src/dataset/natural-order.js';

describe('the order of names', () => {
  it('takes numbers as numbers, of any length and place', () => {
    const ordered = [
      '1',
      '2',
      '10',
      'B2',
      'a',
      'a1.png',
      'a2.png',
      'a10.png',
      'a99999999999999999998',
      'a99999999999999999999',
    ];
    expect([...ordered].reverse().sort(compareNatural)).toEqual(ordered);
    const two = ['x2y10', 'x2y9', 'x1y11'];
    expect(two.sort(compareNatural)).toEqual(['x1y11', 'x2y9', 'x2y10']);
  });

  it('never leaves two names to chance', () => {
    const ordered = ['a01', 'a1', 'a001b', 'a2'];
    expect(['a2', 'a1', 'a001b', 'a01'].sort(compareNatural)).toEqual(ordered);
    expect(compareNatural('a', 'a')).toBe(0);
    expect(compareNatural('é1', 'z1')).toBeGreaterThan(0);
  });
});
