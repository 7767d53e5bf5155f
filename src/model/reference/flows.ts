/** Flows with known exponents: linear, Lorenz (J. Atmos. Sci. 20, 1963), Roessler (Phys. Lett. A 57, 1976). */
import type { Elementary } from '../../kernel/elementary.js';
import type { Field } from '../../method/lyapunov/system.js';

/** du/dt = A u with A [dim, dim] row-major: the exponents are the real parts of its eigenvalues. */
export function linear(A: Float64Array, dim: number): Field {
  const evaluate = (u: Float64Array, out: Float64Array): void => multiply(A, u, dim, 1, out);
  return {
    dim,
    evaluate,
    evaluateTangent: (u, Q, k, out, JQ) => {
      evaluate(u, out);
      multiply(A, Q, dim, k, JQ);
    },
  };
}

/** A matrix [4, 4] with eigenvalues a +- i omega, b and c whose eigenvectors are far from orthogonal: each drives those before it. */
export function cascade(a: number, omega: number, b: number, c: number): Float64Array {
  return Float64Array.of(a, -omega, 1, 0.5, omega, a, -0.5, 1, 0, 0, b, 2, 0, 0, 0, c);
}

/**
 * Exponent of the classical Runge-Kutta map of u' = a u, a = re + i im, at time step h: ln |1 + z + z^2/2 + z^3/6 + z^4/24| / h with
 * z = h a. It differs from re by O(h^4), which the estimators resolve.
 */
export function rungeKuttaGrowth(re: number, im: number, h: number, { log }: Pick<Elementary, 'log'>): number {
  const [x, y] = [h * re, h * im];
  // Horner: 1 + z (1 + z/2 (1 + z/3 (1 + z/4)))
  let [p, q] = [1, 0];
  for (const n of [4, 3, 2, 1]) [p, q] = [1 + (p * x - q * y) / n, (p * y + q * x) / n];
  return log(p * p + q * q) / (2 * h);
}

/** out [dim, k] <- A [dim, dim] Q [dim, k]. */
export function multiply(A: Float64Array, Q: Float64Array, dim: number, k: number, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) {
      const a = A[i * dim + j];
      for (let c = 0; c < k; c++) out[i * k + c] += a * Q[j * k + c];
    }
  }
}

/** A field of three variables from its formulas for f and for J q. */
function threeVariables(
  f: (u: Float64Array, out: Float64Array) => void,
  jacobian: (u: Float64Array, q: readonly [number, number, number]) => readonly [number, number, number],
): Field {
  return {
    dim: 3,
    evaluate: f,
    evaluateTangent: (u, Q, k, out, JQ) => {
      f(u, out);
      for (let c = 0; c < k; c++) {
        const product = jacobian(u, [Q[c], Q[k + c], Q[2 * k + c]]);
        for (let i = 0; i < 3; i++) JQ[i * k + c] = product[i];
      }
    },
  };
}

/** x' = sigma (y - x), y' = x (rho - z) - y, z' = x y - beta z; the exponents sum to -(sigma + 1 + beta). */
export function lorenz63(sigma: number, rho: number, beta: number): Field {
  return threeVariables(
    ([x, y, z], out) => {
      out[0] = sigma * (y - x);
      out[1] = x * (rho - z) - y;
      out[2] = x * y - beta * z;
    },
    ([x, y, z], [a, b, c]) => [sigma * (b - a), (rho - z) * a - b - x * c, y * a + x * b - beta * c],
  );
}

/** x' = -y - z, y' = x + a y, z' = b + z (x - c). */
export function roessler(a: number, b: number, c: number): Field {
  return threeVariables(
    ([x, y, z], out) => {
      out[0] = -y - z;
      out[1] = x + a * y;
      out[2] = b + z * (x - c);
    },
    ([x, , z], [p, q, r]) => [-q - r, p + a * q, z * p + (x - c) * r],
  );
}
