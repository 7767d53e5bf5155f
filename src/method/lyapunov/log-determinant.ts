/** The sum rule of a full spectrum without QR: sum of the exponents = mean of ln |det| of the steps (spec B.4). */
import type { FlowOrMap } from './system.js';

/** ln |det A| of A [N, N], which is overwritten; -Infinity for a singular matrix. Elimination with the largest pivot. */
export function logDeterminant(A: Float64Array, N: number, log: (x: number) => number): number {
  let sum = 0;
  for (let c = 0; c < N; c++) {
    let pivot = c;
    for (let i = c + 1; i < N; i++) if (Math.abs(A[i * N + c]) > Math.abs(A[pivot * N + c])) pivot = i;
    if (A[pivot * N + c] === 0) return Number.NEGATIVE_INFINITY;
    for (let j = c; j < N && pivot !== c; j++) [A[c * N + j], A[pivot * N + j]] = [A[pivot * N + j], A[c * N + j]];
    sum += log(Math.abs(A[c * N + c]));
    for (let i = c + 1; i < N; i++) {
      const factor = A[i * N + c] / A[c * N + c];
      if (factor === 0) continue;
      for (let j = c + 1; j < N; j++) A[i * N + j] -= factor * A[c * N + j];
    }
  }
  return sum;
}

/**
 * Mean ln |det| of the steps of a system per unit of time, from state u [dim], which is not changed, over the steps that
 * `lyapunovSpectrum` records with the same plan: the sum of all exponents, by elimination instead of QR. Cost per step:
 * one tangent step of dim vectors and 2/3 dim^3.
 */
export function meanLogDeterminant(
  system: FlowOrMap,
  u: Float64Array,
  steps: { readonly transient: number; readonly align: number; readonly record: number },
  log: (x: number) => number,
): number {
  const { dim, timePerStep } = system;
  const state = u.slice();
  const M = new Float64Array(dim * dim); // [dim, dim]
  for (let n = 0; n < steps.transient; n++) system.step(state);
  let sum = 0;
  for (let n = 0; n < steps.align + steps.record; n++) {
    M.fill(0);
    for (let i = 0; i < dim; i++) M[i * dim + i] = 1;
    system.tangentStep(state, M, dim);
    if (n >= steps.align) sum += logDeterminant(M, dim, log);
  }
  return sum / (steps.record * timePerStep);
}
