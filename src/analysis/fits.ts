/**
 * Curves and surfaces through the points of a sweep (spec section 10.3 of the hebbian model), by least squares.
 *
 * All points count the same. Standard errors take the residuals for independent and of equal variance; r^2 is
 * 1 - RSS/TSS in the space in which the curve was fitted.
 */
import { MsmError } from '../errors.js';
import { linearLeastSquares } from '../method/least-squares.js';
import { type FitModel, levenbergMarquardt } from '../method/levenberg-marquardt.js';
import type { Elementary } from './elementary.js';
import { meanOf } from './statistics.js';

export interface Coefficient {
  readonly name: string;
  readonly value: number;
  /** Null if there are no more points than coefficients. */
  readonly standardError: number | null;
}

export interface Fit {
  /** With the names of its coefficients, e.g. `y = a x^b`. */
  readonly equation: string;
  readonly coefficients: readonly Coefficient[];
  /** Null if y does not vary. */
  readonly rSquared: number | null;
  readonly count: number;
  /** Sum of squared residuals, in the space in which the curve was fitted. */
  readonly residual: number;
}

const refuse = (message: string, next?: string): MsmError => new MsmError('E_CONFIG', message, { next });

const distinct = (x: ArrayLike<number>): number => new Set(Array.from(x)).size;

/** Refuses fewer points than the coefficients need, and points that all share one x. */
function assertPoints(needed: number, y: ArrayLike<number>, ...xs: readonly ArrayLike<number>[]): void {
  if (y.length < needed) {
    throw refuse(`a fit of ${needed} coefficients needs at least ${needed} points, there are ${y.length}`);
  }
  for (const x of xs) {
    if (distinct(x) < 2) throw refuse(`a fit needs points at different x, here all have x = ${x[0]}`);
  }
}

/** Refuses points that have no power or logarithm. */
function assertPositive(values: ArrayLike<number>, what: string): void {
  for (let i = 0; i < values.length; i++) {
    if (!(values[i] > 0)) throw refuse(`${what} must be greater than 0 for this fit, one is ${values[i]}`);
  }
}

function assertDetermined(isDetermined: boolean): void {
  if (isDetermined) return;
  throw refuse('the points do not determine the coefficients of this fit', 'Use a fit with fewer coefficients.');
}

function rSquared(y: ArrayLike<number>, residual: number): number | null {
  const mean = meanOf(y);
  let total = 0;
  for (let i = 0; i < y.length; i++) total += (y[i] - mean) * (y[i] - mean);
  return total > 0 ? 1 - residual / total : null;
}

const logs = (values: ArrayLike<number>, f: Elementary): Float64Array => Float64Array.from(values, f.log);

const named = (names: readonly string[], values: Float64Array, errors: Float64Array): readonly Coefficient[] =>
  names.map((name, i) => ({
    name,
    value: values[i],
    standardError: Number.isFinite(errors[i]) ? errors[i] : null,
  }));

/** y = c_d x^d + ... + c_0, highest power first. Throws E_CONFIG for fewer than d + 1 points or different x. */
export function polynomialFit(x: ArrayLike<number>, y: ArrayLike<number>, degree: number): Fit {
  assertPoints(degree + 1, y, x);
  if (distinct(x) <= degree) {
    throw refuse(
      `a polynomial of degree ${degree} needs points at ${degree + 1} different x, there are ${distinct(x)}`,
    );
  }
  const columns = [new Float64Array(y.length).fill(1)];
  for (let d = 1; d <= degree; d++) columns.push(columns[d - 1].map((power, i) => power * x[i]));
  const { coefficients, standardErrors, residual, isDetermined } = linearLeastSquares(columns.reverse(), y);
  assertDetermined(isDetermined);
  const names = columns.map((_, i) => `c${degree - i}`);
  const power = (d: number): string => (d === 0 ? '' : d === 1 ? ' x' : ` x^${d}`);
  return {
    equation: `y = ${names.map((name, i) => `${name}${power(degree - i)}`).join(' + ')}`,
    coefficients: named(names, coefficients, standardErrors),
    rSquared: rSquared(y, residual),
    count: y.length,
    residual,
  };
}

/**
 * The polynomial of degree 1, 2 or 3 (as far as the points allow) with the largest r^2. More coefficients never fit worse,
 * so this is the highest degree unless two tie.
 */
export function bestPolynomialFit(x: ArrayLike<number>, y: ArrayLike<number>): Fit {
  const highest = Math.max(1, Math.min(3, distinct(x) - 1));
  const fits = Array.from({ length: highest }, (_, d) => polynomialFit(x, y, d + 1));
  return fits.reduce((best, fit) => ((fit.rSquared ?? 0) > (best.rSquared ?? 0) ? fit : best));
}

/** y = a x^b by a straight line through (ln x, ln y): all ratios count the same. The standard error of a is a times that of ln a. */
export function logLogFit(x: ArrayLike<number>, y: ArrayLike<number>, f: Elementary): Fit {
  assertPoints(2, y, x);
  assertPositive(x, 'x');
  assertPositive(y, 'y');
  const [lx, ly] = [logs(x, f), logs(y, f)];
  const ones = new Float64Array(y.length).fill(1);
  const { coefficients, standardErrors, residual, isDetermined } = linearLeastSquares([ones, lx], ly);
  assertDetermined(isDetermined);
  const a = f.exp(coefficients[0]);
  return {
    equation: 'ln y = ln a + b ln x',
    coefficients: named(
      ['a', 'b'],
      Float64Array.of(a, coefficients[1]),
      Float64Array.of(a * standardErrors[0], standardErrors[1]),
    ),
    rSquared: rSquared(ly, residual),
    count: y.length,
    residual,
  };
}

/** y = x^g, g = sum(ln x ln y)/sum(ln^2 x). */
export function purePowerFit(x: ArrayLike<number>, y: ArrayLike<number>, f: Elementary): Fit {
  assertPoints(1, y);
  assertPositive(x, 'x');
  assertPositive(y, 'y');
  const [lx, ly] = [logs(x, f), logs(y, f)];
  const { coefficients, standardErrors, residual, isDetermined } = linearLeastSquares([lx], ly);
  assertDetermined(isDetermined);
  return {
    equation: 'ln y = g ln x',
    coefficients: named(['g'], coefficients, standardErrors),
    rSquared: rSquared(ly, residual),
    count: y.length,
    residual,
  };
}

/** Runs the nonlinear fit from each start and keeps the smallest sum. */
function nonlinear(
  equation: string,
  names: readonly string[],
  model: FitModel,
  y: ArrayLike<number>,
  starts: readonly (readonly number[])[],
): Fit {
  const fits = starts.map((start) => levenbergMarquardt(model, y, start));
  const best = fits.reduce((least, fit) => (fit.residual < least.residual ? fit : least));
  if (!best.hasConverged || !Number.isFinite(best.residual)) {
    throw refuse(`${equation} was not found: its sum of squares has no minimum near the start`);
  }
  assertDetermined(best.isDetermined);
  return {
    equation,
    coefficients: named(names, best.parameters, best.standardErrors),
    rSquared: rSquared(y, best.residual),
    count: y.length,
    residual: best.residual,
  };
}

/** Exponents with which the search for a power law starts; for each of them the other coefficients are linear. */
const EXPONENTS = [-3, -2, -1, -0.5, 0.5, 1, 2, 3] as const;

/** The linear coefficients for given exponents, as starts of a nonlinear fit. */
function powerStarts(
  lx: Float64Array,
  y: ArrayLike<number>,
  withOffset: boolean,
  f: Elementary,
): readonly (readonly number[])[] {
  const ones = new Float64Array(y.length).fill(1);
  return EXPONENTS.map((b) => {
    const power = lx.map((l) => f.exp(b * l));
    const [a, c] = linearLeastSquares(withOffset ? [power, ones] : [power], y).coefficients;
    return withOffset ? [a, b, c] : [a, b];
  });
}

/** a x^b (+ c) with its derivatives. */
const powerModel =
  (lx: Float64Array, f: Elementary): FitModel =>
  (i, [a, b, c = 0], gradient) => {
    const power = f.exp(b * lx[i]);
    gradient[0] = power;
    gradient[1] = a * power * lx[i];
    if (gradient.length > 2) gradient[2] = 1;
    return a * power + c;
  };

/** y = a x^b by least squares of y itself (large values count most), x > 0. */
export function powerLawFit(x: ArrayLike<number>, y: ArrayLike<number>, f: Elementary): Fit {
  assertPoints(2, y, x);
  assertPositive(x, 'x');
  const lx = logs(x, f);
  return nonlinear('y = a x^b', ['a', 'b'], powerModel(lx, f), y, powerStarts(lx, y, false, f));
}

/** y = a x^b + c by least squares of y itself, x > 0. */
export function powerLawOffsetFit(x: ArrayLike<number>, y: ArrayLike<number>, f: Elementary): Fit {
  assertPoints(3, y, x);
  assertPositive(x, 'x');
  const lx = logs(x, f);
  return nonlinear('y = a x^b + c', ['a', 'b', 'c'], powerModel(lx, f), y, powerStarts(lx, y, true, f));
}

/** Start of the published surface fit: a, g, d, b. */
const SURFACE_START = [1, 0.5, -1, 0] as const;

/** y = a x1^g x2^d + b by least squares of y itself from the published start; x1, x2 > 0. */
export function surfaceFit(x1: ArrayLike<number>, x2: ArrayLike<number>, y: ArrayLike<number>, f: Elementary): Fit {
  assertPoints(4, y, x1, x2);
  assertPositive(x1, 'x1');
  assertPositive(x2, 'x2');
  const [l1, l2] = [logs(x1, f), logs(x2, f)];
  const model: FitModel = (i, [a, g, d, b], gradient) => {
    const power = f.exp(g * l1[i] + d * l2[i]);
    gradient[0] = power;
    gradient[1] = a * power * l1[i];
    gradient[2] = a * power * l2[i];
    gradient[3] = 1;
    return a * power + b;
  };
  return nonlinear('y = a x1^g x2^d + b', ['a', 'g', 'd', 'b'], model, y, [SURFACE_START]);
}
