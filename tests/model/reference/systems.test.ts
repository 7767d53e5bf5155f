import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { checkReference } from '../../../src/model/reference/check.js';
import { digammaOfHalf, matrixProduct, newmanExponents } from '../../../src/model/reference/maps.js';
import { REFERENCE_SYSTEMS } from '../../../src/model/reference/systems.js';
import { freshKernels } from '../../conformance/kernels.js';
import { elementary, spectrum } from '../../method/lyapunov/helpers.js';

describe('a reference system', () => {
  it.each(Object.entries(REFERENCE_SYSTEMS))('%s has its known exponents', (_, reference) => {
    const system = reference.create(reference.parameters, reference.dt, 'rk4', freshKernels(CORE_MODULE));
    const k = system.dim;
    const plan = { k, transient: 2000, align: 1000, record: 100_000, every: reference.isMap ? 1 : 10 };
    const { exponents } = spectrum(system, Float64Array.from(reference.u0), plan);
    // one fixed orbit of 10^5 steps: the standard errors are below 0.005 (flows: 0.003 per unit of time)
    reference.exponents(elementary).forEach((value, i) => {
      expect(Math.abs(exponents[i] - value)).toBeLessThan(0.015);
    });
    if (reference.sum !== null) {
      const sum = exponents.reduce((total, value) => total + value, 0);
      expect(Math.abs(sum - reference.sum)).toBeLessThan(2e-3);
    }
  });
});

describe('the linear system', () => {
  it('has the exponents of its Runge-Kutta map, which are not quite those of the flow', () => {
    const [first, second, third, fourth] = REFERENCE_SYSTEMS.linear.exponents(elementary);
    expect(first).toBe(second);
    // z^5/120 is the first term that the map leaves out: |z|^5 / 120 / h
    const left = (a: number): number => (a * 0.05) ** 5 / 120 / 0.05;
    expect(Math.abs(first + 0.1)).toBeLessThan(2 * left(Math.hypot(0.1, 1)));
    expect(Math.abs(third + 0.5)).toBeLessThan(2 * left(0.5));
    expect(Math.abs(fourth + 2)).toBeLessThan(2 * left(2));
    expect(Math.abs(fourth + 2)).toBeGreaterThan(left(2) / 2);
  });

  it('is measured to the error 1/T of its alignment, and its decays to rounding', () => {
    const { exponents } = checkReference('linear', freshKernels(CORE_MODULE));
    const T = 200_000 * 0.05;
    exponents.slice(0, 2).forEach(({ value, literature }) => {
      // the basis turns with the complex pair: its first two vectors are within a factor 2 of orthonormal
      expect(Math.abs(value - literature)).toBeLessThan(Math.LN2 / T);
    });
    exponents.slice(2).forEach(({ value, literature }) => {
      // a step rounds some 20 times; a sum of 20000 logarithms rounds each time relative to what it has become
      const roundings = (200_000 * 20) / T + 20_000 * Math.abs(literature);
      expect(Math.abs(value - literature)).toBeLessThan(roundings * 2 ** -53);
    });
  });
});

const UNIT_ROUNDOFF = 2 ** -53;

describe('the check of a reference system', () => {
  it.each(Object.keys(REFERENCE_SYSTEMS))(
    '%s has a sum of exponents equal to the mean divergence, to rounding',
    (name) => {
      const { exponents, sum, divergence } = checkReference(name, freshKernels(CORE_MODULE));
      const { dt, isMap } = REFERENCE_SYSTEMS[name];
      const size = exponents.reduce((total, { value }) => total + Math.abs(value), 0);
      // both sums add logarithms, each time rounding relative to what they have become: 20000 (map: 200000) and 200000 of them
      const added = ((isMap ? 200_000 : 20_000) + 200_000) * size;
      // an error of a step is relative to the matrix: elimination and QR lose its condition number, below 1e3 in the mean
      const steps = (1e3 * 20 * exponents.length) / dt;
      expect(Math.abs(sum - divergence)).toBeLessThan((added + steps) * UNIT_ROUNDOFF);
    },
  );

  it('has intervals that cover what is known exactly, also where nothing scatters', () => {
    const { exponents } = checkReference('linear', freshKernels(CORE_MODULE));
    for (const { low, high, literature } of exponents) {
      expect(low).toBeLessThanOrEqual(literature);
      expect(high).toBeGreaterThanOrEqual(literature);
      expect(high - low).toBeLessThan(1e-10);
    }
  });

  it('has the exact spectrum of Newman within four standard errors, and an interval of one seed', () => {
    const { exponents, source } = checkReference('newman', freshKernels(CORE_MODULE));
    expect(source).toBe('exact');
    expect(exponents).toHaveLength(6);
    for (const { value, error, low, high, literature } of exponents) {
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
      // one fixed seed; 19 degrees of freedom: 6 exponents beyond 4 standard errors with chance 0.005
      expect(Math.abs(value - literature)).toBeLessThan(4 * error);
    }
  });
});

describe('a product of matrices', () => {
  it('applies the matrices one after the other', () => {
    const matrices = [Float64Array.of(0, 1, 1, 0), Float64Array.of(2, 0, 0, 3)];
    const system = matrixProduct(2, (n) => matrices[n]);
    const Q = Float64Array.of(1, 0, 0, 1);
    system.tangentStep(new Float64Array(2), Q, 2);
    system.tangentStep(new Float64Array(2), Q, 2);
    expect([...Q]).toEqual([0, 2, 3, 0]);
  });

  it('has a digamma function of halves with its known values', () => {
    const gamma = 0.5772156649015329;
    expect(digammaOfHalf(2, elementary)).toBe(-gamma);
    expect(Math.abs(digammaOfHalf(1, elementary) - -1.9635100260214235)).toBeLessThan(1e-15);
    expect(Math.abs(digammaOfHalf(7, elementary) - 1.103156640645243)).toBeLessThan(1e-15);
    expect(Math.abs(newmanExponents(1, 1, elementary)[0] - (Math.LN2 + digammaOfHalf(1, elementary)) / 2)).toBeLessThan(
      1e-15,
    );
  });
});
