import { describe, expect, it } from 'vitest';
import { covariantVectors } from '../../../src/method/lyapunov/covariant.js';
import { identityColumns } from '../../../src/method/lyapunov/qr.js';
import { discretise } from '../../../src/method/lyapunov/system.js';
import { linear, lorenz63 } from '../../../src/model/reference/flows.js';
import { elementary, qr, spectrum } from './helpers.js';

describe('covariant vectors', () => {
  it('of a linear system are its eigenvectors, though these are not orthogonal', () => {
    // eigenvalues 0.5, -0.5, -2 of an upper triangular matrix
    const A = Float64Array.of(0.5, 2, 1, 0, -0.5, 3, 0, 0, -2);
    const eigenvectors = [
      [1, 0, 0],
      [-2, 1, 0],
      [1.2, -2, 1], // (A + 2) v = 0: 1.5 b + 3 c = 0, 2.5 a + 2 b + c = 0
    ];
    const system = discretise(linear(A, 3), 'rk4', 0.05);
    const plan = { k: 3, Q: identityColumns(3, 3), transient: 0, align: 1000, record: 200, back: 1000, every: 10 };
    const { vectors, exponents, intervals } = covariantVectors(system, Float64Array.of(1, 1, 1), plan, qr, elementary);
    expect(intervals).toBe(20);
    eigenvectors.forEach((vector, j) => {
      const norm = Math.hypot(...vector);
      let dot = 0;
      for (let i = 0; i < 3; i++) dot += (vectors[(10 * 3 + i) * 3 + j] * vector[i]) / norm;
      expect(Math.abs(Math.abs(dot) - 1)).toBeLessThan(1e-12);
    });
    // RK4 at h = 0.05: relative error (h a)^4/120 at most
    [0.5, -0.5, -2].forEach((value, j) => {
      expect(Math.abs(exponents[j] - value)).toBeLessThan(1e-5);
    });
  });

  it('grow at the Lyapunov exponents, and are carried into each other by the tangent dynamics', () => {
    const lorenz = discretise(lorenz63(10, 28, 8 / 3), 'rk4', 0.01);
    const start = Float64Array.of(1, 1, 1);
    const plan = {
      k: 3,
      Q: identityColumns(3, 3),
      transient: 1000,
      align: 1000,
      record: 10_000,
      back: 2000,
      every: 10,
    };
    const { vectors, exponents, growth } = covariantVectors(lorenz, start, plan, qr, elementary);
    const found = spectrum(lorenz, start, plan);
    found.exponents.forEach((value, i) => {
      expect(Math.abs(exponents[i] - value)).toBeLessThan(0.05); // O(1/T), T = 100
    });
    // replay the orbit from the start of the record, and carry the first recorded vectors over ten intervals
    const u = start.slice();
    for (let s = 0; s < plan.transient + plan.align + plan.every; s++) lorenz.step(u);
    const V = vectors.slice(0, 9);
    for (let n = 1; n <= 10; n++) {
      for (let s = 0; s < plan.every; s++) lorenz.tangentStep(u, V, 3);
      const at = n * 9;
      for (let j = 0; j < 3; j++) {
        const norm = Math.hypot(V[j], V[3 + j], V[6 + j]);
        let dot = 0;
        for (let i = 0; i < 3; i++) dot += (V[i * 3 + j] * vectors[at + i * 3 + j]) / norm;
        // an error of 1e-16 along the unstable direction grows by e^(15.5 t) relative to the stable one
        expect(Math.abs(Math.abs(dot) - 1)).toBeLessThan(1e-6);
        expect(Math.abs(Math.log(norm) - growth[n * 3 + j])).toBeLessThan(1e-3);
        for (let i = 0; i < 3; i++) V[i * 3 + j] = vectors[at + i * 3 + j];
      }
    }
  });
});
