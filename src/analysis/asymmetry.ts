/** Symmetric and antisymmetric parts of couplings J [n, n], J_ij from node j to node i. */

/** (J + J^T) / 2 or (J - J^T) / 2, [n, n]. */
function part(J: Float64Array, n: number, sign: 1 | -1): Float64Array {
  const result = new Float64Array(n * n); // [n, n]
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) result[i * n + j] = 0.5 * (J[i * n + j] + sign * J[j * n + i]);
  }
  return result;
}

/** The part that carries the potential, (J + J^T) / 2. */
export const symmetricPart = (J: Float64Array, n: number): Float64Array => part(J, n, 1);

/** The part that carries the circulating flow, (J - J^T) / 2. */
export const antisymmetricPart = (J: Float64Array, n: number): Float64Array => part(J, n, -1);

/** Square root of the sum of squares. */
export function frobeniusNorm(J: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < J.length; at++) sum += J[at] * J[at];
  return Math.sqrt(sum);
}

/** |J - J^T| / |J| in the Frobenius norm, from 0 (symmetric) to 2 (antisymmetric); NaN for J = 0. */
export function asymmetry(J: Float64Array, n: number): number {
  return (2 * frobeniusNorm(antisymmetricPart(J, n))) / frobeniusNorm(J);
}
