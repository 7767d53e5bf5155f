import { describe, expect, it } from 'vitest';
import { type FitModel, levenbergMarquardt } from '../../src/method/levenberg-marquardt.js';

/** NIST, Statistical Reference Datasets, nonlinear regression: Misra1d, y = b1 b2 x/(1 + b2 x). */
const MISRA = {
  x: [77.6, 114.9, 141.1, 190.8, 239.9, 289, 332.8, 378.4, 434.8, 477.3, 536.8, 593.1, 689.1, 760],
  y: [10.07, 14.73, 17.94, 23.93, 29.61, 35.18, 40.02, 44.82, 50.76, 55.05, 61.01, 66.4, 75.47, 81.78],
  parameters: [4.3736970754e2, 3.0227324449e-4],
  standardErrors: [3.6489174345, 2.9334354479e-6],
  residual: 5.6419295283e-2,
};

/** Certified to eleven digits; their last one is rounded, and a minimum is flat. */
const CERTIFIED = 1e-9;

const misra: FitModel = (i, [a, b], gradient) => {
  const below = 1 + b * MISRA.x[i];
  gradient[0] = (b * MISRA.x[i]) / below;
  gradient[1] = (a * MISRA.x[i]) / (below * below);
  return (a * b * MISRA.x[i]) / below;
};

describe('nonlinear least squares', () => {
  it.each([
    ['far', [500, 0.0001]],
    ['near', [450, 0.0003]],
  ])('finds the certified minimum of Misra1d from the %s start', (_, start) => {
    const fit = levenbergMarquardt(misra, MISRA.y, start);
    expect([fit.hasConverged, fit.isDetermined]).toEqual([true, true]);
    for (const [j, value] of MISRA.parameters.entries()) {
      expect(Math.abs(fit.parameters[j] / value - 1)).toBeLessThan(CERTIFIED);
      expect(Math.abs(fit.standardErrors[j] / MISRA.standardErrors[j] - 1)).toBeLessThan(CERTIFIED);
    }
    expect(Math.abs(fit.residual / MISRA.residual - 1)).toBeLessThan(CERTIFIED);
  });

  it('stays where the sum is smallest already', () => {
    const y = MISRA.x.map((_, i) => misra(i, Float64Array.of(100, 0.01), new Float64Array(2)));
    const fit = levenbergMarquardt(misra, y, [100, 0.01]);
    expect([[...fit.parameters], fit.residual]).toEqual([[100, 0.01], 0]);
  });

  it('says that a parameter on which nothing depends is not determined', () => {
    const flat: FitModel = (_, [a], gradient) => {
      gradient[0] = 1;
      gradient[1] = 0;
      return a;
    };
    const fit = levenbergMarquardt(flat, [1, 2, 3], [0, 7]);
    expect(Math.abs(fit.parameters[0] - 2)).toBeLessThan(CERTIFIED);
    expect([fit.parameters[1], fit.isDetermined]).toEqual([7, false]);
  });

  it('does not take a step to where the model is not finite', () => {
    const pole: FitModel = (_, [a], gradient) => {
      gradient[0] = a > 0 ? -1 / (a * a) : Number.NaN;
      return a > 0 ? 1 / a : Number.NaN;
    };
    const fit = levenbergMarquardt(pole, [4, 4], [100]);
    expect(Math.abs(fit.parameters[0] - 0.25)).toBeLessThan(CERTIFIED);
  });
});
