import { describe, expect, it } from 'vitest';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { logDeterminant, meanLogDeterminant } from '../../../src/method/lyapunov/log-determinant.js';
import { REFERENCE_SYSTEMS } from '../../../src/model/reference/systems.js';
import { freshKernels } from '../../conformance/kernels.js';
import { elementary } from './helpers.js';

describe('the logarithm of a determinant', () => {
  it('is that of its absolute value, also where rows must be exchanged', () => {
    // det = -6: the first pivot is zero
    expect(logDeterminant(Float64Array.of(0, 2, 3, 5), 2, elementary.log)).toBeCloseTo(elementary.log(6), 15);
  });

  it('is -Infinity for a singular matrix', () => {
    expect(logDeterminant(Float64Array.of(1, 2, 2, 4), 2, elementary.log)).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('the mean divergence', () => {
  it('of the Henon map is ln b at every step, and its state is not changed', () => {
    const { create, parameters, dt } = REFERENCE_SYSTEMS.henon;
    const u = Float64Array.of(0.1, 0.1);
    const steps = { transient: 10, align: 10, record: 1000 };
    const found = meanLogDeterminant(
      create(parameters, dt, 'rk4', freshKernels(CORE_MODULE)),
      u,
      steps,
      elementary.log,
    );
    // a sum of 1000 equal logarithms rounds each time relative to what it has become
    expect(Math.abs(found - elementary.log(0.3))).toBeLessThan(1000 * 1.3 * 2 ** -53);
    expect([...u]).toEqual([0.1, 0.1]);
  });
});
