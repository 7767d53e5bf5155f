/** Orthonormal bases of tangent vectors: the step between two stretches of a spectrum. */
import type { Elementary } from '../../kernel/elementary.js';

/**
 * Q [dim, k] <- its orthonormal factor; logs [k] <- ln R_ii; R [k, k] <- the triangular factor unless null. R_ii > 0, so
 * that the result is unique and all implementations agree to rounding. A direction that has been lost (zero column, or a
 * column in the span of those before it to the last bit) gives ln R_ii = -Infinity and stays zero.
 */
export type Orthonormalise = (
  Q: Float64Array,
  dim: number,
  k: number,
  logs: Float64Array,
  R: Float64Array | null,
) => void;

/** One pass of modified Gram-Schmidt in place, row by row so that memory is read in order; R [k, k] is overwritten. */
function gramSchmidt(Q: Float64Array, dim: number, k: number, R: Float64Array): void {
  R.fill(0);
  for (let j = 0; j < k; j++) {
    let square = 0;
    for (let i = 0; i < dim; i++) square += Q[i * k + j] * Q[i * k + j];
    const norm = Math.sqrt(square);
    R[j * k + j] = norm;
    if (norm === 0) continue;
    for (let i = 0; i < dim; i++) {
      const q = Q[i * k + j] / norm;
      Q[i * k + j] = q;
      for (let l = j + 1; l < k; l++) R[j * k + l] += q * Q[i * k + l];
    }
    for (let i = 0; i < dim; i++) {
      const q = Q[i * k + j];
      for (let l = j + 1; l < k; l++) Q[i * k + l] -= q * R[j * k + l];
    }
  }
}

/** A <- B A for upper triangular matrices [k, k]. */
function triangularProduct(A: Float64Array, B: Float64Array, k: number): void {
  for (let i = 0; i < k; i++) {
    for (let j = k - 1; j >= i; j--) {
      let sum = 0;
      for (let m = i; m <= j; m++) sum += B[i * k + m] * A[m * k + j];
      A[i * k + j] = sum;
    }
  }
}

/**
 * Modified Gram-Schmidt twice: orthonormal to rounding for condition numbers below about 1e8 and beyond. Cost: about
 * 4 dim k^2 multiplications and additions.
 */
export function plainQr({ log }: Pick<Elementary, 'log'>): Orthonormalise {
  let first = new Float64Array(0);
  let second = new Float64Array(0);
  return (Q, dim, k, logs, R) => {
    if (first.length !== k * k) [first, second] = [new Float64Array(k * k), new Float64Array(k * k)]; // [k, k]
    gramSchmidt(Q, dim, k, first);
    gramSchmidt(Q, dim, k, second);
    for (let j = 0; j < k; j++) logs[j] = log(first[j * k + j] * second[j * k + j]);
    if (R === null) return;
    R.set(first);
    triangularProduct(R, second, k);
  };
}

/** First k columns of the identity, [dim, k]. */
export function identityColumns(dim: number, k: number): Float64Array {
  const Q = new Float64Array(dim * k); // [dim, k]
  for (let j = 0; j < k; j++) Q[j * k + j] = 1;
  return Q;
}
