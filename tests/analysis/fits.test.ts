import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../src/analysis/elementary.js';
import {
  bestPolynomialFit,
  type Fit,
  logLogFit,
  polynomialFit,
  powerLawFit,
  powerLawOffsetFit,
  purePowerFit,
  surfaceFit,
} from '../../src/analysis/fits.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { freshKernels } from '../conformance/kernels.js';

const f = elementaryOf(freshKernels(CORE_MODULE));
/** Exact data: what is left is rounding, magnified by the condition of the fit. */
const EXACT = 1e-9;
/** Certified to eleven digits. */
const CERTIFIED = 1e-9;

const values = ({ coefficients }: Fit): number[] => coefficients.map(({ value }) => value);

function expectClose(found: readonly number[], wanted: readonly number[], tolerance = EXACT): void {
  expect(found.length).toBe(wanted.length);
  for (const [i, value] of found.entries()) {
    expect(Math.abs(value - wanted[i])).toBeLessThan(tolerance * Math.max(1, Math.abs(wanted[i])));
  }
}

describe('fits', () => {
  it('find the certified power law and errors of DanWood (NIST, Statistical Reference Datasets)', () => {
    const x = [1.309, 1.471, 1.49, 1.565, 1.611, 1.68];
    const y = [2.138, 3.421, 3.597, 4.34, 4.882, 5.66];
    const fit = powerLawFit(x, y, f);
    expectClose(values(fit), [7.6886226176e-1, 3.8604055871], CERTIFIED);
    expectClose(
      fit.coefficients.map(({ standardError }) => standardError ?? Number.NaN),
      [1.828197386e-2, 5.1726610913e-2],
      CERTIFIED,
    );
    expectClose([fit.residual], [4.3173084083e-3], CERTIFIED);
  });

  it('recover what exact data were made of', () => {
    const x = [1, 2, 3, 4, 5, 7];
    expectClose(
      values(
        polynomialFit(
          x,
          x.map((v) => 2 * v * v * v - v + 5),
          3,
        ),
      ),
      [2, 0, -1, 5],
    );
    expectClose(
      values(
        logLogFit(
          x,
          x.map((v) => 3 / v),
          f,
        ),
      ),
      [3, -1],
    );
    expectClose(
      values(
        purePowerFit(
          x,
          x.map((v) => v * v),
          f,
        ),
      ),
      [2],
    );
    expectClose(
      values(
        powerLawFit(
          x,
          x.map((v) => -3 / v),
          f,
        ),
      ),
      [-3, -1],
    );
    expectClose(
      values(
        powerLawOffsetFit(
          x,
          x.map((v) => 2 / (v * v) + 0.5),
          f,
        ),
      ),
      [2, -2, 0.5],
    );
    const [K, tau] = [
      [5, 5, 10, 10, 20, 20],
      [10, 40, 10, 40, 20, 80],
    ];
    expectClose(
      values(
        surfaceFit(
          K,
          tau,
          K.map((k, i) => 0.5 / Math.sqrt(k) / tau[i] + 0.01),
          f,
        ),
      ),
      [0.5, -0.5, -1, 0.01],
    );
  });

  it('choose the polynomial with the largest r^2, as high as the points allow', () => {
    const x = [0, 1, 2, 3, 4];
    const curved = [0, 1, 0, 2, 9];
    expect(bestPolynomialFit(x, curved).coefficients).toHaveLength(4);
    expect(bestPolynomialFit([1, 1, 2, 2], [1, 2, 3, 5]).coefficients).toHaveLength(2);
  });

  it('have r^2 = 1 - RSS/TSS, and none for values that do not vary', () => {
    const { rSquared } = polynomialFit([1, 2, 3, 4], [1, 3, 2, 4], 1);
    expectClose([rSquared ?? Number.NaN], [0.64]);
    expect(polynomialFit([1, 2, 3], [5, 5, 5], 1).rSquared).toBeNull();
  });

  it('have no standard error where there are as many points as coefficients', () => {
    expect(polynomialFit([1, 2], [1, 3], 1).coefficients.map(({ standardError }) => standardError)).toEqual([
      null,
      null,
    ]);
  });

  it('give the same numbers in any order of the runs, up to rounding', () => {
    const [x, y] = [
      [1, 2, 3, 5],
      [1, 0.4, 0.35, 0.2],
    ];
    expectClose(values(powerLawOffsetFit(x.toReversed(), y.toReversed(), f)), values(powerLawOffsetFit(x, y, f)));
    expectClose(values(powerLawFit(x.toReversed(), y.toReversed(), f)), values(powerLawFit(x, y, f)));
  });

  it.each<[string, () => Fit, RegExp]>([
    [
      'too few points',
      () => powerLawOffsetFit([1, 2], [1, 2], f),
      /3 coefficients needs at least 3 points, there are 2/,
    ],
    ['one x', () => polynomialFit([2, 2, 2], [1, 2, 3], 1), /different x, here all have x = 2/],
    ['two x for a parabola', () => polynomialFit([1, 2, 1, 2], [1, 2, 3, 4], 2), /3 different x, there are 2/],
    ['a logarithm of 0', () => logLogFit([1, 2], [0, 1], f), /y must be greater than 0/],
    ['a power of a negative number', () => powerLawFit([-1, 2], [1, 1], f), /x must be greater than 0/],
    ['pure power of x = 1 alone', () => purePowerFit([1], [2], f), /do not determine/],
    ['no points', () => purePowerFit([], [], f), /at least 1 points, there are 0/],
  ])('refuse %s', (_, fit, message) => {
    expect(fit).toThrow(expect.objectContaining({ code: 'E_CONFIG', message: expect.stringMatching(message) }));
  });
});
