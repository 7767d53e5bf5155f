import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../src/analysis/elementary.js';
import { normalCdf, normalQuantile } from '../../src/analysis/normal.js';
import { CORE_MODULE } from '../../src/kernel/core-kernels.js';
import { freshKernels } from '../conformance/kernels.js';

const { exp, log } = elementaryOf(freshKernels(CORE_MODULE));

/** Approximation below 1e-16, and about 20 roundings of half an ulp (1.1e-16) of which most cancel: 8 ulp. */
const RELATIVE = 8 * Number.EPSILON;

/** F(x) by `python3 -c "from mpmath import *; mp.dps = 40; print(float(ncdf(mpf('-20'))))"` and so on. */
const CDF: readonly (readonly [number, number])[] = [
  [-37.5, 4.605353009581955e-308],
  [-20, 2.7536241186062337e-89],
  [-8, 6.220960574271784e-16],
  [-5.7, 5.9903714010635345e-9],
  [-3, 0.0013498980316300946],
  [-1, 0.15865525393145705],
  [-0.5, 0.3085375387259869],
  [0, 0.5],
  [0.25, 0.5987063256829237],
  [2, 0.9772498680518208],
  [6, 0.9999999990134123],
];

/** Roots of log(ncdf(z) / u) by mpmath.findroot with 40 digits, u the double. */
const QUANTILE: readonly (readonly [number, number])[] = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798407],
  [1e-5, -4.264890793922825],
  [0.05, -1.6448536269514726],
  [0.075, -1.439531470938456],
  [0.25, -0.6744897501960817],
  [0.75, 0.6744897501960817],
  [0.999, 3.090232306167813],
  [0.999999999999, 7.0344869100478356],
];

/** The same further out, down to the smallest double. */
const FAR: readonly (readonly [number, number])[] = [
  [5e-324, -38.467405617144344],
  [1e-323, -38.44939448087599],
  [3e-320, -38.24042662287194],
  [2.2250738585072014e-308, -37.5193793471445],
  [1e-300, -37.0470962993612],
  [1e-250, -33.79958617269484],
  [3.3e-200, -30.16608504292405],
  [1e-150, -26.122961190593983],
  [7.7e-100, -21.177497200787755],
  [1e-70, -17.741643174195335],
  [1e-50, -14.933337534788489],
  [2.5e-40, -13.242290993130432],
  [1e-30, -11.464024688443615],
  [1e-25, -10.420452200803098],
  [1e-20, -9.262340089798407],
  [4e-17, -8.331239950200123],
  [1e-15, -7.941345326170997],
  [1.5e-12, -6.977724127130791],
  [1.4e-11, -6.656723091518184],
  [1e-9, -5.9978070150076865],
  [2e-7, -5.06895774971779],
];
/** Two roundings of half an ulp: one of the square root's argument, halved, one of the quotient, and the polynomials' own. */
const FAR_RELATIVE = 4e-16;

describe('the normal distribution function', () => {
  it.each(CDF)('at %d has full relative accuracy, in the tail too', (x, expected) => {
    expect(Math.abs(normalCdf(x, exp) / expected - 1)).toBeLessThan(RELATIVE);
  });

  it('has its limits and keeps NaN', () => {
    expect([-Infinity, -50, 50, Infinity].map((x) => normalCdf(x, exp))).toEqual([0, 0, 1, 1]);
    expect(normalCdf(Number.NaN, exp)).toBeNaN();
  });

  it('adds up to one with its mirror image', () => {
    for (let x = -8; x <= 8; x += 0.0625) {
      expect(Math.abs(normalCdf(x, exp) + normalCdf(-x, exp) - 1)).toBeLessThan(RELATIVE);
    }
  });
});

describe('the normal quantile', () => {
  it.each(QUANTILE)('at %d has full relative accuracy', (u, expected) => {
    expect(Math.abs(normalQuantile(u, log) / expected - 1)).toBeLessThan(RELATIVE);
  });

  it.each(FAR)('at %d, far out, is right to the last bit or two', (u, expected) => {
    expect(Math.abs(normalQuantile(u, log) / expected - 1)).toBeLessThan(FAR_RELATIVE);
  });

  it('is 0 at one half, infinite at the ends and NaN outside', () => {
    expect([0.5, 0, 1].map((u) => normalQuantile(u, log))).toEqual([0, -Infinity, Infinity]);
    for (const u of [-1e-9, 1.001, Number.NaN]) expect(normalQuantile(u, log)).toBeNaN();
  });
});
