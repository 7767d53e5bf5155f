import { describe, expect, it } from 'vitest';
import { eigenvalues, predictedPeriod } from '../../src/analysis/eigenvalues.js';
import {
  decode,
  dwellTimes,
  measuredPeriod,
  NO_TEMPLATE,
  orderErrors,
  segments,
  transitionTable,
} from '../../src/analysis/sequence.js';

const labels = (text: string): Int32Array =>
  Int32Array.from(text, (letter) => (letter === '-' ? NO_TEMPLATE : Number(letter)));

describe('decoding', () => {
  it('takes the template of largest correlation, the first of equal ones, and none for a constant state', () => {
    const templates = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
    const states = Float64Array.of(5, 1, 1, -1, -1, 3, 1, 1, 0, 2, 2, 2);
    const found = decode(states, templates, 3, 3);
    expect([...found.labels]).toEqual([0, 2, 0, NO_TEMPLATE]);
    expect(found.correlations[3]).toBeNaN();
    expect(Math.abs(found.correlations[0] - 1)).toBeLessThan(2 ** -50);
  });
});

describe('a decoded run', () => {
  const run = labels('0011122200111222200');

  it('has a table of transitions whose rows say from where', () => {
    expect([...transitionTable(run, 3)]).toEqual([3, 2, 0, 0, 4, 2, 2, 0, 5]);
  });

  it('falls into stretches', () => {
    expect(segments(run).map(({ label, start, steps }) => [label, start, steps])).toEqual([
      [0, 0, 2],
      [1, 2, 3],
      [2, 5, 3],
      [0, 8, 2],
      [1, 10, 3],
      [2, 13, 4],
      [0, 17, 2],
    ]);
  });

  it('dwells as long as its whole stretches last', () => {
    expect([...dwellTimes(run, 3)]).toEqual([2, 3, 3.5]);
    expect([...dwellTimes(labels('0011'), 2)]).toEqual([Number.NaN, Number.NaN]);
  });

  it('comes back after its period, and never if it does not move on', () => {
    // 1 returns after 8, 2 after 8, 0 after 9
    expect(measuredPeriod(run)).toBe(25 / 3);
    expect(measuredPeriod(labels('0000'))).toBeNaN();
  });

  it('errs where it does not go to the next pattern', () => {
    expect(orderErrors(run, 3)).toBe(0);
    expect(orderErrors(labels('0210120'), 3)).toBe(3);
  });

  it('is broken by a step that resembles nothing', () => {
    expect([...transitionTable(labels('0-1'), 2)]).toEqual([0, 0, 0, 0]);
    expect(segments(labels('0-00')).map(({ steps }) => steps)).toEqual([1, 2]);
  });
});

/** Companion matrix of a monic polynomial with the given lower coefficients, highest first. */
function companion(coefficients: readonly number[]): Float64Array {
  const n = coefficients.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i] = -coefficients[i];
  for (let i = 1; i < n; i++) matrix[i * n + i - 1] = 1;
  return matrix;
}

describe('eigenvalues', () => {
  it('of a companion matrix are the roots of its polynomial, largest first', () => {
    // (x - 3)(x^2 + 4)(x + 1)
    const { real, imaginary, modulus } = eigenvalues(companion([-2, 1, -8, -12]), 4);
    const expected = [
      [3, 0],
      [0, 2],
      [0, -2],
      [-1, 0],
    ];
    expected.forEach(([re, im], i) => {
      // condition numbers of these roots are below 10
      expect(Math.abs(real[i] - re)).toBeLessThan(1e-13);
      expect(Math.abs(imaginary[i] - im)).toBeLessThan(1e-13);
    });
    expect(Math.abs(modulus[1] - 2)).toBeLessThan(1e-13);
  });

  it('of a ring that hands its state on predict a period of as many steps as it has nodes', () => {
    const n = 7;
    const ring = new Float64Array(n * n);
    for (let i = 0; i < n; i++) ring[i * n + ((i + n - 1) % n)] = 1;
    // all moduli are 1: the leading pair is one of the ring's harmonics
    const period = predictedPeriod(eigenvalues(ring, n));
    const harmonics = [n, n / 2, n / 3];
    expect(Math.min(...harmonics.map((harmonic) => Math.abs(period - harmonic)))).toBeLessThan(1e-12);
  });

  it('that are all real predict no period', () => {
    expect(predictedPeriod(eigenvalues(Float64Array.of(2, 1, 1, 2), 2))).toBeNaN();
  });

  it('of a matrix that is not finite are an error with the place', () => {
    expect(() => eigenvalues(Float64Array.of(1, 0, Number.NaN, 1), 2)).toThrow('NaN in row 1, column 0');
  });
});
