import { describe, expect, it } from 'vitest';
import { arcCosine, arcTangent, argument, TURN } from '../../src/method/arc.js';

/** The reference (the host's) and ours are each within 1 ulp; results are at most pi, whose ulp is 2^-51. */
const TWO_ULP = 2 ** -50;

/** From 1e-8 to 1e8 by factors of 1.7, and the borders of the reductions with their neighbours. */
const POINTS = [
  ...Array.from({ length: 70 }, (_, i) => 1e-8 * 1.7 ** i),
  ...[7 / 16, 11 / 16, 19 / 16, 39 / 16].flatMap((x) => [x - 2 ** -40, x, x + 2 ** -40]),
  0,
  Number.POSITIVE_INFINITY,
];

describe('inverse trigonometric functions', () => {
  it('are those of the host within two units in the last place', () => {
    for (const x of POINTS.flatMap((point) => [point, -point])) {
      expect(Math.abs(arcTangent(x) - Math.atan(x)), `atan ${x}`).toBeLessThanOrEqual(TWO_ULP);
      for (const y of [-2, -0.1, 0, 0.3, 5]) {
        const error = Math.abs(argument(y, x) - Math.atan2(y, x === 0 ? 0 : x));
        expect(error, `atan2(${y}, ${x})`).toBeLessThanOrEqual(TWO_ULP);
      }
    }
    for (let i = -1000; i <= 1000; i++) {
      expect(Math.abs(arcCosine(i / 1000) - Math.acos(i / 1000))).toBeLessThanOrEqual(TWO_ULP);
    }
  });

  it('take what rounding put beyond the ends as the ends', () => {
    expect(arcCosine(1 + 2 ** -52)).toBe(0);
    expect(arcCosine(-1 - 2 ** -52)).toBe(TURN / 2);
  });

  it('are NaN for NaN, and 0 for the angle of the origin', () => {
    expect([arcTangent(Number.NaN), arcCosine(Number.NaN), argument(0, 0)]).toEqual([Number.NaN, Number.NaN, 0]);
  });
});
