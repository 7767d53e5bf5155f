/** The continuous Bernoulli functions of the kernels against fixed-point arithmetic of 280 bits. */

import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { type Kernels, supportsRelaxedSimd } from '../../src/kernel/kernels.js';
import { type ContinuousBernoulli, continuousBernoulli } from '../../src/model/attractor/continuous-bernoulli.js';
import { ATTRACTOR_MODULE, type AttractorKernels } from '../../src/model/attractor/kernels.js';
import { freshKernels } from '../conformance/kernels.js';
import { divideFixed, expFixed, FRACTION_BITS, logFixed, splitFixed, toFixed } from './fixed-point.js';
import { watOf } from './modules.js';

const ONE = 1n << FRACTION_BITS;
const multiply = (a: bigint, b: bigint): bigint => (a * b) >> FRACTION_BITS;

/** e^-2a; zero where it is below the last bit. */
const decay = (a: number): bigint => (a > 90 ? 0n : expFixed(-2n * toFixed(a)));

function langevinOf(a: number): bigint {
  const E = decay(a);
  return divideFixed(ONE + E, ONE - E) - divideFixed(ONE, toFixed(a));
}

function slopeOf(a: number): bigint {
  const [E, inverse] = [decay(a), divideFixed(ONE, toFixed(a))];
  return multiply(inverse, inverse) - divideFixed(4n * E, multiply(ONE - E, ONE - E));
}

const logPartitionOf = (a: number): bigint => toFixed(a) + logFixed(divideFixed(ONE - decay(a), toFixed(a)));
const entropyOf = (a: number): bigint => logPartitionOf(a) - multiply(toFixed(a), langevinOf(a));

/** x with distribution function u for t > 0. */
function sampleOf(a: number, u: number): bigint {
  const v = toFixed(u);
  return ONE + divideFixed(logFixed(v + multiply(ONE - v, decay(a))), toFixed(a));
}

const densityOf = (a: number, x: number): bigint =>
  multiply(divideFixed(toFixed(a), ONE - decay(a)), expFixed(multiply(toFixed(a), toFixed(x) - ONE)));

/** A deterministic sequence in [0, 1). */
function uniforms(count: number, seed: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  });
}

/** Arguments from 2^-40 to 80, dense around the ends of the branches at 1 and 2. */
const POINTS: readonly number[] = [
  ...uniforms(400, 1).map((u) => 2 ** (46 * u - 40)),
  ...uniforms(400, 2).map((u) => 4 * u + 2 ** -30),
  ...uniforms(100, 3).map((u) => 80 * u + 2 ** -30),
  ...[1, 2].flatMap((end) => [end, end - 2 ** -53 * end, end + 2 ** -52 * end]),
];

const ulpOf = (x: number): number => 2 ** (Math.floor(Math.log2(Math.abs(x))) - 52);

/** |y - exact| in ulps of the exact value. */
function ulps(y: number, exact: bigint): number {
  const [head, tail] = splitFixed(exact);
  return Math.abs(y - head - tail) / ulpOf(head);
}

const error = (y: number, exact: bigint): number => {
  const [head, tail] = splitFixed(exact);
  return Math.abs(y - head - tail);
};

describe('the continuous Bernoulli functions', () => {
  const law: ContinuousBernoulli = continuousBernoulli(freshKernels(ATTRACTOR_MODULE));
  const largest = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);

  // what the head comments of assembly/math promise
  it.each([
    ['mean', 3, langevinOf],
    ['variance', 4, slopeOf],
    ['logPartition', 2.5, logPartitionOf],
  ] as const)('stay within the promised ulp: %s, %s ulp', (name, bound, exact) => {
    const found = largest(POINTS.map((a) => ulps(law[name](a), exact(a))));
    expect(found).toBeLessThanOrEqual(bound);
    // a reference that agreed by accident would show as no error at all
    expect(found).toBeGreaterThan(0.5);
  });

  it('give the entropy within 8e-16 and an ulp, also where it passes zero', () => {
    const excess = POINTS.map((a) => error(law.entropy(a), entropyOf(a)) - 2 ** -52 * Math.abs(law.entropy(a)));
    expect(largest(excess)).toBeLessThan(8e-16);
  });

  it('invert the mean within 16 ulp of the argument where that is well posed', () => {
    for (const a of POINTS.filter((value) => value < 30)) {
      const y = law.mean(a);
      // an ulp of y and the error of L move the argument by this much
      const conditioned = (5 * ulpOf(y)) / law.variance(a);
      expect(Math.abs(law.inverse(y) - a), `${a}`).toBeLessThanOrEqual(conditioned + 16 * ulpOf(a));
    }
    expect([law.inverse(1), law.inverse(-1), law.inverse(0)]).toEqual([Infinity, -Infinity, 0]);
    expect([law.inverse(1.5), law.inverse(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
    expect(law.inverse(1 - 2 ** -53)).toBe(2 ** 53);
  });

  it('are at most 4.94 % off in the rational inverse, and that at 0.798', () => {
    const off = (y: number): number => Math.abs(law.inverseRational(y) / law.inverse(y) - 1);
    const grid = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
    const worst = grid.reduce((best, y) => (off(y) > off(best) ? y : best));
    expect(Math.abs(worst - 0.798)).toBeLessThanOrEqual(0.001);
    expect(off(worst)).toBeLessThan(0.0495);
    expect(off(worst)).toBeGreaterThan(0.049);
  });

  it('sample within 6e-16 for any u, and by symmetry', () => {
    const u = uniforms(POINTS.length, 4);
    const edges = [2 ** -53, 2 ** -30, 0.5, 1 - 2 ** -53];
    POINTS.forEach((a, i) => {
      for (const v of [u[i], edges[i % edges.length]]) {
        // a quotient by a small a widens the rounding of 1 + ...; below a = 1 nothing is subtracted from a large number
        expect(error(law.sample(a, v), sampleOf(a, v)), `${a}, ${v}`).toBeLessThan(6e-16);
        if (v > 0 && 1 - (1 - v) === v) expect(law.sample(-a, 1 - v)).toBe(-law.sample(a, v));
      }
    });
  });

  it('sample the ends, the uniform law and never beyond', () => {
    for (const t of [1e-300, 1e-20, 0.5, 3, 400, 1e6, 1e300]) {
      expect(law.sample(t, 0)).toBe(-1);
      expect(law.sample(-t, 0)).toBe(-1);
      for (const u of [2 ** -53, 0.3, 1 - 2 ** -53]) expect(Math.abs(law.sample(t, u))).toBeLessThanOrEqual(1);
    }
    expect([law.sample(0, 0.25), law.sample(-0, 0.25), law.sample(5e-324, 0.25)]).toEqual([-0.5, -0.5, -0.5]);
    expect(law.sample(Number.NaN, 0.5)).toBeNaN();
  });

  it('give the density within its bound, and none outside', () => {
    const x = uniforms(POINTS.length, 5).map((u) => 2 * u - 1);
    POINTS.filter((a) => a < 60).forEach((a, i) => {
      const [head] = splitFixed(densityOf(a, x[i]));
      const bound = 2 ** -52 * (2 + a * Math.abs(x[i] - 1));
      expect(error(law.density(a, x[i]), densityOf(a, x[i])), `${a}, ${x[i]}`).toBeLessThan(bound * head);
      expect(law.density(-a, -x[i])).toBe(law.density(a, x[i]));
    });
    expect([law.density(3, 1.01), law.density(3, -2), law.density(0, 0.3)]).toEqual([0, 0, 0.5]);
  });

  it('give the defined results for zeros, subnormals, infinities and NaN', () => {
    expect([law.mean(0), law.mean(-0), law.mean(Infinity), law.mean(-Infinity)]).toEqual([0, -0, 1, -1]);
    expect(Math.abs(law.mean(3e-310) - 1e-310)).toBeLessThanOrEqual(Number.MIN_VALUE);
    expect([law.variance(0), law.variance(Infinity), law.logPartition(0)]).toEqual([1 / 3, 0, Math.LN2]);
    expect([law.entropy(0), law.mean(Number.NaN)]).toEqual([Math.LN2, Number.NaN]);
    expect(law.variance(1e170)).toBe(0);
    // as published: nothing at 0, not a number just above
    expect([law.meanLiteral(0), law.meanLiteral(5e-324), law.meanLiteral(1e-9)]).toEqual([0, Number.NaN, 0]);
  });
});

describe('the array forms', () => {
  if (!supportsRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
  const builds: readonly Kernels<AttractorKernels>[] = [
    freshKernels(ATTRACTOR_MODULE, 'strict'),
    freshKernels(ATTRACTOR_MODULE, 'fast'),
  ];
  // neighbours fall into different branches, and an odd count has a tail
  const t = Float64Array.from([...POINTS.slice(0, 200), 0, -0, Number.NaN, Infinity, 3], (a, i) =>
    i % 3 === 1 ? -a : a,
  );
  const u = Float64Array.from(uniforms(t.length, 6));
  const one = {
    langevin: 'langevin_f64',
    langevin_literal: 'langevin_literal_f64',
    langevin_slope: 'langevin_slope_f64',
    langevin_inverse: 'langevin_inverse_f64',
    log_partition: 'log_partition_f64',
    cb_entropy: 'cb_entropy_f64',
    cb_sample: 'cb_sample_f64',
    cb_sample_literal: 'cb_sample_literal_f64',
    cb_density: 'cb_density_f64',
  } as const;
  const NAMES = Object.keys(one) as (keyof typeof one)[];

  const values = (kernels: Kernels<AttractorKernels>, name: keyof typeof one): Float64Array => {
    const [a, b, out] = [0, 1, 2].map(() => kernels.allocate(8 * t.length));
    kernels.f64(a, t.length).set(t);
    kernels.f64(b, t.length).set(u);
    if (name === 'cb_sample' || name === 'cb_sample_literal' || name === 'cb_density') {
      kernels.kernel(`${name}_array_f64`)(a, b, out, t.length);
    } else kernels.kernel(`${name}_array_f64`)(a, out, t.length);
    return kernels.f64(out, t.length).slice();
  };

  it.each(NAMES)('give the bits of the single numbers, in both builds: %s', (name) => {
    for (const kernels of builds) {
      const single = kernels.kernel(one[name]) as (value: number, other: number) => number;
      const expected = Float64Array.from(t, (value, i) => single(value, u[i]));
      expect(values(kernels, name)).toEqual(expected);
    }
    expect(new Uint8Array(values(builds[1], name).buffer)).toEqual(new Uint8Array(values(builds[0], name).buffer));
  });

  it('are what the strict text promises: no relaxed instruction', () => {
    expect(watOf('attractor')).not.toMatch(/relaxed/);
  });
});
