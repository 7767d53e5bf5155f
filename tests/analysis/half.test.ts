import { describe, expect, it } from 'vitest';
import { toHalf } from '../../src/analysis/half.js';

/** The number that sixteen bits stand for (IEEE 754, 3.6). */
function decode(bits: number): number {
  const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

describe('half precision', () => {
  it('keeps every number that it has', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const value = decode(bits);
      if (!Object.is(toHalf(value), value)) expect(toHalf(value)).toBe(value);
    }
  });

  it('takes the nearer neighbour, and of two the even one', () => {
    for (let bits = 0; bits < 31743; bits++) {
      const [low, high] = [decode(bits), decode(bits + 1)];
      const middle = (low + high) / 2;
      const even = bits % 2 === 0 ? low : high;
      const gap = high - low;
      if (toHalf(middle) !== even) expect(toHalf(middle)).toBe(even);
      if (toHalf(middle - gap / 4) !== low) expect(toHalf(middle - gap / 4)).toBe(low);
      if (toHalf(-(middle + gap / 4)) !== -high) expect(toHalf(-(middle + gap / 4))).toBe(-high);
    }
  });

  it('has infinities from 65520 on, NaN, and both zeros', () => {
    expect([65519, 65520, -1e300, Number.NaN, -0, 1e-9].map(toHalf)).toEqual([
      65504,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      -0,
      0,
    ]);
  });
});
