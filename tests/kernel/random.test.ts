/**
 * Statistical sanity of the draws. Every bound is the two-sided quantile for a false-alarm rate of 1e-4 (one sided for
 * Kolmogorov and chi-square) under the null hypothesis; with the seed fixed the outcome is fixed too.
 */
import { describe, expect, it } from 'vitest';
import { openWorkbench } from './accuracy.js';

const N = 100_000;
const SEED = [0x5eed, 0] as const;
const PURPOSE = 9;
/** Normal quantile of 1 - 1e-4 / 2. */
const Z = 3.891;
/** Solution of 2 sum (-1)^(k-1) exp(-2 k^2 x^2) = 1e-4. */
const KOLMOGOROV = 2.226;

const bench = openWorkbench('strict', N + 8);

function draw(
  kernel: 'fill_uniform_f64' | 'fill_normal_f64' | 'fill_sign_f64',
  n: number,
  stream: number,
  ...rest: number[]
) {
  bench.kernels[kernel](bench.base, n, ...SEED, PURPOSE, stream, 0, 0, ...rest);
  return new Float64Array(bench.kernels.memory.buffer, bench.base, n).slice();
}

/** sqrt(n) times the largest distance of the empirical distribution function from `cdf`. */
function kolmogorov(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  const n = sorted.length;
  const distances = sorted.map((x, i) => Math.max((i + 1) / n - cdf(x), cdf(x) - i / n));
  return Math.sqrt(n) * distances.reduce((largest, d) => Math.max(largest, d), 0);
}

/** Normal distribution function by its power series; 1e-12 for |x| < 6. */
function normalCdf(x: number): number {
  let term = x;
  let sum = 0;
  for (let k = 3; Math.abs(term) > 1e-16; k += 2) {
    sum += term;
    term *= (x * x) / k;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

const mean = (values: ArrayLike<number>, f: (x: number) => number): number =>
  Array.prototype.reduce.call<ArrayLike<number>, [(sum: number, x: number) => number, number], number>(
    values,
    (sum, x) => sum + f(x),
    0,
  ) / values.length;

/** sum (observed - expected)^2 / expected for equally likely cells. */
function chiSquare(counts: readonly number[], expected: number): number {
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Chi-square quantile of 1 - 1e-4 by Wilson and Hilferty, good to 1 % for 10 and more degrees of freedom. */
function chiSquareLimit(degrees: number): number {
  const spread = 2 / (9 * degrees);
  return degrees * (1 - spread + 3.719 * Math.sqrt(spread)) ** 3;
}

describe('uniform draws', () => {
  it('pass the Kolmogorov test on 10^5 values', () => {
    expect(kolmogorov(draw('fill_uniform_f64', N, 0, 0, 1), (x) => x)).toBeLessThan(KOLMOGOROV);
  });

  it('stay in their interval', () => {
    const values = draw('fill_uniform_f64', N, 1, -2, 3);
    expect(values.every((x) => x >= -2 && x < 3)).toBe(true);
  });

  it('fill a 32 x 32 grid of successive pairs evenly', () => {
    const values = draw('fill_uniform_f64', N, 2, 0, 32);
    const counts = new Array<number>(1024).fill(0);
    for (let i = 0; i < N; i += 2) counts[Math.floor(values[i]) * 32 + Math.floor(values[i + 1])] += 1;
    expect(chiSquare(counts, N / 2 / 1024)).toBeLessThan(chiSquareLimit(1023));
  });

  it('are uncorrelated between neighbouring streams', () => {
    const a = draw('fill_uniform_f64', N, 3, -1, 1);
    const b = draw('fill_uniform_f64', N, 4, -1, 1);
    // The product of two uniforms in (-1, 1) has variance 1/9.
    const correlation = mean(
      a.map((x, i) => x * b[i]),
      (x) => x,
    );
    expect(Math.abs(correlation)).toBeLessThan(Z / 3 / Math.sqrt(N));
  });
});

describe('normal draws', () => {
  const values = draw('fill_normal_f64', N, 5, 0, 1);

  it('pass the Kolmogorov test on 10^5 values', () => {
    expect(kolmogorov(values, normalCdf)).toBeLessThan(KOLMOGOROV);
  });

  it('have the moments 0, 1, 0, 3', () => {
    // Variances of x, x^2, x^3, x^4: 1, 2, 15, 96.
    const limits = [1, 2, 15, 96].map((variance) => Z * Math.sqrt(variance / N));
    [0, 1, 0, 3].forEach((expected, k) => {
      expect(Math.abs(mean(values, (x) => x ** (k + 1)) - expected)).toBeLessThan(limits[k]);
    });
  });

  it('have the right share beyond three standard deviations', () => {
    const p = 2 * normalCdf(-3);
    const count = values.filter((x) => Math.abs(x) > 3).length;
    expect(Math.abs(count - N * p)).toBeLessThan(Z * Math.sqrt(N * p * (1 - p)));
  });

  it('scale with mean and standard deviation', () => {
    const scaled = draw('fill_normal_f64', N, 5, 2, 0.5);
    expect(scaled.every((x, i) => x === 2 + 0.5 * values[i])).toBe(true);
  });
});

describe('sign draws', () => {
  it('are balanced and uncorrelated with their successors', () => {
    const values = draw('fill_sign_f64', N, 6);
    expect(values.every((x) => Math.abs(x) === 1)).toBe(true);
    expect(Math.abs(mean(values, (x) => x))).toBeLessThan(Z / Math.sqrt(N));
    const products = values.subarray(1).map((x, i) => x * values[i]);
    expect(Math.abs(mean(products, (x) => x))).toBeLessThan(Z / Math.sqrt(N));
  });
});

describe('integer draws', () => {
  it('fall evenly on all values', () => {
    const range = 101;
    bench.kernels.fill_integer_i32(bench.base, N, ...SEED, PURPOSE, 7, 0, 0, range);
    const counts = new Array<number>(range).fill(0);
    for (const value of new Int32Array(bench.kernels.memory.buffer, bench.base, N)) counts[value] += 1;
    expect(chiSquare(counts, N / range)).toBeLessThan(chiSquareLimit(range - 1));
  });
});

describe('permutations', () => {
  const permutation = (n: number, stream: number): Int32Array => {
    (bench.kernels as unknown as { permutation_i32: (...values: number[]) => void }).permutation_i32(
      bench.base,
      n,
      ...SEED,
      PURPOSE,
      stream,
      0,
      0,
    );
    return new Int32Array(bench.kernels.memory.buffer, bench.base, n).slice();
  };

  it('hold every index once', () => {
    expect([...permutation(1000, 0).sort()]).toEqual(Array.from({ length: 1000 }, (_, i) => i));
  });

  it('put every element equally often in every place', () => {
    const n = 12;
    const nDraws = 12_000;
    const counts = new Array<number>(n * n).fill(0);
    for (let k = 0; k < nDraws; k++) {
      permutation(n, k).forEach((value, place) => {
        counts[place * n + value] += 1;
      });
    }
    // Doubly stochastic table: (n - 1)^2 degrees of freedom after the factor (n - 1) / n.
    expect((chiSquare(counts, nDraws / n) * (n - 1)) / n).toBeLessThan(chiSquareLimit((n - 1) ** 2));
  });
});
