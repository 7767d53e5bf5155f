/** The one-sample test of Kolmogorov and Smirnov: its statistic, and the law of the statistic for n independent values. */
import { wholePower } from '../method/power.js';
import type { Elementary } from './elementary.js';

/** From n d^2 = 4 on, both bands are crossed with probability below exp(-24) of either: the sides simply add. */
const SIDES_ADD = 4;

/** Up to here the law is computed exactly; the expansion beyond is then within 1e-7. */
const EXACT_UP_TO = 1000;

/** pi^2 and sqrt(pi / 2). */
const PI2 = 9.869604401089358;
const ROOT = 1.2533141373155003;

/** Terms of the theta series: for z <= 2 the next one is below exp(-69). */
const TERMS = 8;

/** Largest distance between the empirical distribution function of data sorted upwards and `cdf`. 0 without data. */
export function ksStatistic(sorted: ArrayLike<number>, cdf: (x: number) => number): number {
  const n = sorted.length;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const value = cdf(sorted[i]);
    largest = Math.max(largest, (i + 1) / n - value, value - i / n);
  }
  return largest;
}

/**
 * Probability of a distance of at least d between n independent values and their own, fully specified, continuous law.
 * Error for n d^2 < 4: rounding up to n = 1000 (relative 1e-10), then below 1e-7 absolute and 3e-6 relative, falling as
 * n^-2. For n d^2 >= 4: relative 1e-8 up to n = 10^5. Cost: 2 n logarithms for n d^2 >= 4, at most 10^7 products
 * otherwise. NaN for a d that is NaN or n < 1.
 */
export function ksPValue(d: number, n: number, f: Elementary): number {
  if (Number.isNaN(d) || n < 1) return Number.NaN;
  if (n * d <= 0.5) return 1;
  if (d >= 1 || n * d * d > 373) return 0; // bounded by 2 exp(-2 n d^2), Massart 1990, below the smallest double
  if (n * d * d >= SIDES_ADD || d >= 0.5) return Math.min(1, 2 * oneSided(d, n, f));
  const below = n <= EXACT_UP_TO ? exactCdf(d, n) : expandedCdf(d * Math.sqrt(n), n, f);
  return Math.min(1, Math.max(0, 1 - below));
}

/** P(D+ >= d) = d sum_j binom(n, j) (d + j/n)^(j-1) (1 - d - j/n)^(n-j), j <= n (1 - d) (Birnbaum and Tingey 1951). */
function oneSided(d: number, n: number, f: Elementary): number {
  let sum = 0;
  let logBinomial = 0;
  for (let j = 0; j <= n; j++) {
    const rest = 1 - d - j / n;
    if (!(rest > 0)) break;
    sum += f.exp(logBinomial + (j - 1) * f.log(d + j / n) + (n - j) * f.log(rest));
    logBinomial += f.log((n - j) / (j + 1));
  }
  return d * sum;
}

/**
 * P(D < d), exact: n!/n^n times the central entry of H^n, with the matrix H of Durbin (1973) as in Marsaglia, Tsang and
 * Wang, J. Stat. Softw. 8 (2003). With n d = k - h, H is m x m, m = 2k - 1, H_ij = 1/(i - j + 1)! for j <= i + 1 but in
 * the first column and the last row. One row of the power is advanced, n m^2 operations; the factor i/n enters step by
 * step, which keeps all numbers in range up to EXACT_UP_TO (they fall to exp(-n/e) at most).
 */
function exactCdf(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const h = k - n * d;
  const m = 2 * k - 1;
  const inverseFactorial = new Float64Array(m + 1).fill(1); // [m + 1]
  for (let i = 1; i <= m; i++) inverseFactorial[i] = inverseFactorial[i - 1] / i;
  const edge = Float64Array.from(inverseFactorial, (value, i) => value * (1 - wholePower(h, i))); // [m + 1]
  const corner = inverseFactorial[m] * (1 - 2 * wholePower(h, m) + wholePower(Math.max(0, 2 * h - 1), m));
  let row = new Float64Array(m); // [m]
  let next = new Float64Array(m); // [m]
  row[k - 1] = 1;
  for (let step = 1; step <= n; step++) {
    let first = row[m - 1] * corner;
    for (let i = 0; i < m - 1; i++) first += row[i] * edge[i + 1];
    next[0] = (first * step) / n;
    for (let j = 1; j < m; j++) {
      let sum = row[m - 1] * edge[m - j];
      for (let i = j - 1; i < m - 1; i++) sum += row[i] * inverseFactorial[i - j + 1];
      next[j] = (sum * step) / n;
    }
    [row, next] = [next, row];
  }
  return row[k - 1];
}

/**
 * P(D < d) for z = d sqrt(n) by the expansion K0 + K1/n^(1/2) + K2/n + K3/n^(3/2) of Pelz and Good (1976), in the form
 * of Simard and L'Ecuyer, J. Stat. Softw. 39 (2011), eqs. 12-15. Its error falls as n^-2.
 */
function expandedCdf(z: number, n: number, f: Elementary): number {
  const [z2, z4, z6, z8] = [2, 4, 6, 8].map((power) => wholePower(z, power));
  let [k0, k1, k2, k3] = [0, 0, 0, 0];
  for (let k = 0; k < TERMS; k++) {
    const a = PI2 * (k + 0.5) * (k + 0.5); // both signs of k + 1/2: each term counts twice
    const odd = 2 * f.exp(-a / (2 * z2));
    k0 += odd;
    k1 += odd * (a - z2);
    k2 += odd * (6 * z6 + 2 * z4 + a * (2 * z4 - 5 * z2) + a * a * (1 - 2 * z2));
    const cubic = a * a * a * (5 - 30 * z2) + a * a * (212 * z4 - 60 * z2) + a * (135 * z4 - 96 * z6);
    k3 += odd * (cubic - 30 * z6 - 90 * z8);
    const b = PI2 * k * k;
    const even = 2 * f.exp(-b / (2 * z2));
    k2 -= even * 2 * z4 * b;
    k3 += even * 30 * z4 * (3 * b * z2 - b * b);
  }
  const root = Math.sqrt(n);
  const corrections = k1 / (6 * z4 * root) + k2 / (72 * z6 * z * n) + k3 / (6480 * z8 * z2 * n * root);
  return (k0 / z + corrections) * ROOT;
}
