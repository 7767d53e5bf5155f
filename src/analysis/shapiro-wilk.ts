/** The test of normality of Shapiro and Wilk, after Royston, "Algorithm AS R94", Applied Statistics 44 (1995). */
import { type Elementary, polynomial } from './elementary.js';
import { normalCdf, normalQuantile } from './normal.js';

export interface ShapiroWilk {
  /** W in (0, 1]; near 1 for normal data. */
  readonly statistic: number;
  /** Probability of a smaller W under a normal law of any mean and variance. */
  readonly p: number;
}

const SMALLEST = 3;
const LARGEST = 5000;

/** Polynomials of the paper, lowest power first: in 1/sqrt(n), */
const OUTERMOST = [0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056];
const SECOND = [0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633];
/** in n for 4 <= n <= 11 */
const SMALL = { last: 11, gamma: [-2.273, 0.459], mean: [0.544, -0.39978, 0.025054, -6.714e-4] };
const SMALL_LOG_SD = [1.3822, -0.77857, 0.062767, -0.0020322];
/** and in log n beyond. */
const LARGE = { mean: [-1.5861, -0.31082, -0.083751, 0.0038915], logSd: [-0.4803, -0.082676, 0.0030302] };

/** Weights of the differences x[n-1-i] - x[i] of the sorted data, outermost first. */
function weights(n: number, f: Elementary): Float64Array {
  const half = Math.floor(n / 2);
  const a = new Float64Array(half); // [half]
  if (n === 3) return a.fill(Math.sqrt(0.5));
  let squares = 0;
  for (let i = 0; i < half; i++) {
    a[i] = -normalQuantile((i + 0.625) / (n + 0.25), f.log);
    squares += 2 * a[i] * a[i];
  }
  const length = Math.sqrt(squares);
  const u = 1 / Math.sqrt(n);
  const fitted = [polynomial(OUTERMOST, u) + a[0] / length];
  if (n > 5) fitted.push(polynomial(SECOND, u) + a[1] / length);
  let rest = 1;
  fitted.forEach((weight, i) => {
    squares -= 2 * a[i] * a[i];
    rest -= 2 * weight * weight;
  });
  const scale = Math.sqrt(rest / squares);
  for (let i = 0; i < half; i++) a[i] = i < fitted.length ? fitted[i] : a[i] * scale;
  return a;
}

/** arcsin x for |x| <= 1/2 by its power series: each term is less than a quarter of the one before. */
function arcsine(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; k <= 28; k++) {
    term *= (x * x * (2 * k - 1)) / (2 * k);
    sum += term / (2 * k + 1);
  }
  return sum;
}

/** p of 1 - W. */
function probability(complement: number, n: number, f: Elementary): number {
  if (n === 3) {
    // exact: (6 / pi) (arcsin sqrt W - pi / 3); the difference of angles comes from its sine
    const sine = Math.sqrt(1 - complement) / 2 - Math.sqrt(complement * 0.75);
    return Math.max(0, 1.909859317102744 * arcsine(sine));
  }
  const y = f.log(complement);
  if (n <= SMALL.last) {
    const gamma = polynomial(SMALL.gamma, n);
    // such a small W lies outside the fitted law
    if (y >= gamma) return 0;
    const z = (-f.log(gamma - y) - polynomial(SMALL.mean, n)) / f.exp(polynomial(SMALL_LOG_SD, n));
    return normalCdf(-z, f.exp);
  }
  const x = f.log(n);
  return normalCdf((polynomial(LARGE.mean, x) - y) / f.exp(polynomial(LARGE.logSd, x)), f.exp);
}

/**
 * Statistic and p-value of data sorted upwards. Null for fewer than 3 or more than 5000 values, where the method is
 * not calibrated, and if all values are equal, where W is 0/0. Assumes independent values: for a time series with
 * memory p is too small.
 */
export function shapiroWilk(sorted: ArrayLike<number>, f: Elementary): ShapiroWilk | null {
  const n = sorted.length;
  const range = sorted[n - 1] - sorted[0];
  if (n < SMALLEST || n > LARGEST || !(range > 0 && range < Number.POSITIVE_INFINITY)) return null;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += (sorted[i] - sorted[0]) / range / n;
  let spread = 0;
  for (let i = 0; i < n; i++) {
    const deviation = (sorted[i] - sorted[0]) / range - mean;
    spread += deviation * deviation;
  }
  let lengthOfWeights = 0;
  let product = 0;
  weights(n, f).forEach((weight, i) => {
    lengthOfWeights += 2 * weight * weight;
    product += (weight * (sorted[n - 1 - i] - sorted[i])) / range;
  });
  // 1 - W as a product keeps its digits when W is close to 1
  const root = Math.sqrt(lengthOfWeights * spread);
  const complement = Math.max(0, ((root - product) / root) * ((root + product) / root));
  return { statistic: 1 - complement, p: probability(complement, n, f) };
}
