/** Angles between directions, and between the spaces that some of them span. */
import { arcCosine, DEGREES } from '../method/arc.js';
import type { Orthonormalise } from '../method/lyapunov/qr.js';
import { eigenvalues } from './eigenvalues.js';

/** Columns of a matrix [dim, k] as a matrix of their own. */
function columnsOf(V: Float64Array, k: number, chosen: readonly number[]): Float64Array {
  const dim = V.length / k;
  const out = new Float64Array(dim * chosen.length); // [dim, chosen]
  for (let i = 0; i < dim; i++) for (const [c, j] of chosen.entries()) out[i * chosen.length + c] = V[i * k + j];
  return out;
}

/** Cosine, without its sign, of the angle between two unit columns of a matrix [dim, k]. */
export function cosineOf(V: Float64Array, k: number, a: number, b: number): number {
  let sum = 0;
  for (let at = 0; at < V.length; at += k) sum += V[at + a] * V[at + b];
  return Math.abs(sum);
}

/**
 * Smallest angle in degrees between the spaces that two sets of columns of a matrix [dim, k] span: 0 if they share a direction, 90 if they are
 * orthogonal. Cost: of two orthonormalisations. Angles below 1e-6 degrees are not resolved.
 */
export function subspaceAngle(
  V: Float64Array,
  k: number,
  one: readonly number[],
  other: readonly number[],
  qr: Orthonormalise,
): number {
  const dim = V.length / k;
  const [A, B] = [one, other].map((chosen) => {
    const Q = columnsOf(V, k, chosen);
    qr(Q, dim, chosen.length, new Float64Array(chosen.length), null);
    return Q;
  });
  const [m, n] = [one.length, other.length];
  const products = new Float64Array(m * n); // [m, n]: A^T B
  for (let i = 0; i < dim; i++) {
    for (let a = 0; a < m; a++) for (let b = 0; b < n; b++) products[a * n + b] += A[i * m + a] * B[i * n + b];
  }
  const square = new Float64Array(m * m); // [m, m]: A^T B B^T A, its largest eigenvalue is the squared cosine
  for (let a = 0; a < m; a++) {
    for (let c = 0; c < m; c++) {
      for (let b = 0; b < n; b++) square[a * m + c] += products[a * n + b] * products[c * n + b];
    }
  }
  const largest = Math.max(...eigenvalues(square, m).real);
  return DEGREES * arcCosine(Math.sqrt(Math.max(0, largest)));
}

/** An angle in degrees, 0 to 90, of its cosine. */
export const degreesOf = (cosine: number): number => DEGREES * arcCosine(cosine);
