import { describe, expect, it } from 'vitest';
import { studentQuantile, studentTwoSided } from '../../../src/method/lyapunov/student.js';

/** Two-sided 95 % quantiles, from published tables of Student's t (closed forms for 1 and 2). */
const QUANTILES: readonly (readonly [number, number])[] = [
  [1, 12.706204736174698],
  [2, 4.302652729749462],
  [9, 2.2621571627982053],
  [19, 2.093024054408309],
  [100, 1.983971518523555],
];
/** About 50 roundings in the fraction, divided by the slope of the tail in t: below 1e-13 relative. */
const RELATIVE = 1e-11;

describe("Student's t", () => {
  it.each(QUANTILES)('has the 95 %% quantile of the tables for %d degrees of freedom', (degrees, expected) => {
    expect(Math.abs(studentQuantile(0.95, degrees) / expected - 1)).toBeLessThan(RELATIVE);
  });

  it('is the Cauchy law for one degree of freedom', () => {
    for (const t of [0.1, 0.7, 1, 2, 30]) {
      expect(Math.abs(studentTwoSided(t, 1) - (1 - (2 / Math.PI) * Math.atan(t)))).toBeLessThan(1e-14);
    }
  });

  it('has the closed form of two degrees of freedom', () => {
    for (const t of [0.01, 0.5, 1, 4, 100]) {
      expect(Math.abs(studentTwoSided(t, 2) - (1 - t / Math.sqrt(2 + t * t)))).toBeLessThan(1e-14);
    }
  });

  it('inverts itself', () => {
    for (const degrees of [1, 2, 3, 10, 77, 400]) {
      for (const coverage of [0.1, 0.5, 0.9, 0.99]) {
        const t = studentQuantile(coverage, degrees);
        expect(Math.abs(studentTwoSided(t, degrees) - (1 - coverage))).toBeLessThan(1e-13);
      }
    }
  });

  it('refuses what has no quantile', () => {
    expect(() => studentQuantile(1, 3)).toThrow(/coverage/);
    expect(() => studentQuantile(0.95, 0)).toThrow(/degrees/);
  });
});
