import { describe, expect, it } from 'vitest';
import { lowestEigenvalue } from '../../src/method/tridiagonal.js';

describe('the lowest eigenvalue of a tridiagonal matrix', () => {
  it('is that of the second difference', () => {
    const n = 500;
    const expected = 2 - 2 * Math.cos(Math.PI / (n + 1));
    // rounding of the largest entry, 2, over about 10 pivots that matter
    expect(Math.abs(lowestEigenvalue(new Float64Array(n).fill(2), -1) - expected)).toBeLessThan(1e-14);
  });

  it('is the ground state of the oscillator -d2/dt2 + t^2 up to the second order of the step', () => {
    const h = 0.02;
    const diagonal = Float64Array.from({ length: 799 }, (_, i) => 2 / (h * h) + ((i - 399) * h) ** 2);
    // E0 = 1 - h^2/16 <p^4> ...: second-order error h^2 <p^4>/12 = h^2/16
    expect(Math.abs(lowestEigenvalue(diagonal, -1 / (h * h)) - (1 - (h * h) / 16))).toBeLessThan(1e-6);
  });

  it('is the entry of a matrix of one', () => {
    expect(Math.abs(lowestEigenvalue(Float64Array.of(3), 1) - 3)).toBeLessThan(1e-15);
  });
});
