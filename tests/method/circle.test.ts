import { describe, expect, it } from 'vitest';
import { sinOfTurns } from '../../src/method/circle.js';

/** Two ulp of 1, and the host's own error of one. */
const ERROR = 3 * 2 ** -52;

describe('the sine of a fraction of a turn', () => {
  it('is exact at quarters, for any number of turns', () => {
    for (const whole of [0, 1, -1, 12345]) {
      expect([0, 0.25, 0.5, 0.75].map((turns) => sinOfTurns(whole + turns) + 0)).toEqual([0, 1, 0, -1]);
    }
  });

  it('agrees with the host between them', () => {
    for (let n = -2000; n <= 2000; n++) {
      const turns = n / 1237;
      // the host's argument 2 pi turns is itself rounded: relative 2^-53 of up to 10.2
      expect(Math.abs(sinOfTurns(turns) - Math.sin(2 * Math.PI * turns))).toBeLessThanOrEqual(ERROR + 10.2 * 2 ** -52);
    }
  });
});
