/** Maps with known exponents: Henon (Commun. Math. Phys. 50, 1976), logistic, products of matrices. */
import type { Elementary } from '../../kernel/elementary.js';
import type { Kernels } from '../../kernel/kernels.js';
import type { FlowOrMap } from '../../method/lyapunov/system.js';
import { randomSource } from '../../method/random.js';
import { multiply } from './flows.js';
import { PURPOSE } from './purposes.js';

/** (x, y) <- (1 - a x^2 + y, b x); the exponents sum to ln |b|. */
export function henon(a: number, b: number): FlowOrMap {
  const step = (u: Float64Array): void => {
    const [x, y] = u;
    u[0] = 1 - a * x * x + y;
    u[1] = b * x;
  };
  return {
    dim: 2,
    timePerStep: 1,
    step,
    tangentStep: (u, Q, k) => {
      const slope = -2 * a * u[0];
      for (let c = 0; c < k; c++) {
        const [p, q] = [Q[c], Q[k + c]];
        Q[c] = slope * p + q;
        Q[k + c] = b * p;
      }
      step(u);
    },
  };
}

/** x <- r x (1 - x); ln 2 for r = 4. */
export function logistic(r: number): FlowOrMap {
  const step = (u: Float64Array): void => {
    u[0] = r * u[0] * (1 - u[0]);
  };
  return {
    dim: 1,
    timePerStep: 1,
    step,
    tangentStep: (u, Q, k) => {
      for (let c = 0; c < k; c++) Q[c] *= r * (1 - 2 * u[0]);
      step(u);
    },
  };
}

/**
 * A product of given matrices: step n applies `matrix(n)` [dim, dim] to the tangent vectors; the state is not used. The
 * position in the product belongs to the returned system, so use a fresh one for each run.
 */
export function matrixProduct(dim: number, matrix: (n: number) => Float64Array): FlowOrMap {
  let n = 0;
  let kept = new Float64Array(0);
  return {
    dim,
    timePerStep: 1,
    step: () => {
      n++;
    },
    tangentStep: (_, Q, k) => {
      if (kept.length !== Q.length) kept = new Float64Array(Q.length);
      kept.set(Q);
      multiply(matrix(n), kept, dim, k, Q);
      n++;
    },
  };
}

/** Matrices drawn at once. */
const BATCH = 256;

/** Product of independent N x N matrices with independent N(0, sd^2) entries: one seed, matrix n from its own draws. */
export function gaussianProduct(kernels: Kernels, N: number, sd: number, seed = 1): FlowOrMap {
  const size = N * N;
  const address = kernels.allocate(8 * size * BATCH);
  const random = randomSource(kernels, seed);
  let drawn = -1;
  return matrixProduct(N, (n) => {
    const batch = Math.floor(n / BATCH);
    if (batch !== drawn) {
      const draws = { address, count: size * BATCH, purpose: PURPOSE.referenceMatrices, stream: 0 } as const;
      random.normal({ ...draws, first: batch * BATCH * size }, 0, sd);
      drawn = batch;
    }
    return kernels.f64(address + 8 * size * (n % BATCH), size);
  });
}

const EULER_GAMMA = 0.5772156649015329;

/** psi(n/2) for a whole n >= 1, by psi(x+1) = psi(x) + 1/x from psi(1) = -gamma and psi(1/2) = -gamma - 2 ln 2. */
export function digammaOfHalf(n: number, { log }: Pick<Elementary, 'log'>): number {
  let value = n % 2 === 0 ? -EULER_GAMMA : -EULER_GAMMA - 2 * log(2);
  for (let m = n % 2 === 0 ? 2 : 1; m < n; m += 2) value += 2 / m;
  return value;
}

/**
 * Exponents of products of independent N x N matrices with independent N(0, sd^2) entries, largest first (Newman, Commun.
 * Math. Phys. 103 (1986)): (ln(2 sd^2) + psi((N - i + 1)/2)) / 2. The growth of orthonormal vectors is then independent
 * from step to step, which makes this the sharpest test of a QR spectrum and of its error bars.
 */
export function newmanExponents(N: number, sd: number, elementary: Pick<Elementary, 'log'>): Float64Array {
  return Float64Array.from(
    { length: N },
    (_, i) => (elementary.log(2 * sd * sd) + digammaOfHalf(N - i, elementary)) / 2,
  );
}
