// Scratch memory of a step.
//
//   | c: [n][m] | z: [n][m] | stage: [n][m] | sum: [n][m] | s: [n][tp] | product or QR scratch |
//
// c: currents, then the field; z: what the x-form multiplies by W; stage, sum: Runge-Kutta; s: activations of the state columns,
// tp = trials rounded up to an even number.

import { gemm_workspace_bytes } from '../linalg/gemm';
import { qr_scratch_bytes } from '../linalg/qr';

/** Bytes of the workspace for n units, m columns, `trials` state columns and k tangent columns for each (0 for none). */
export function rate_workspace_bytes(n: i32, m: i32, trials: i32, k: i32): i32 {
  const matrices = (n * (4 * m + pairs(trials))) << 3;
  return matrices + max(gemm_workspace_bytes(m, n), k > 0 ? qr_scratch_bytes(n, k) : 0);
}

// @ts-ignore: decorator
@inline
export function pairs(trials: i32): i32 {
  return (trials + 1) & ~1;
}

/** Address of matrix `index` of the workspace: 0 c, 1 z, 2 stage, 3 sum, 4 s. */
// @ts-ignore: decorator
@inline
export function matrix(workspace: usize, n: i32, m: i32, index: i32): usize {
  return workspace + ((<usize>index * <usize>n * <usize>m) << 3);
}

/** Address of the scratch of the product and of QR. */
// @ts-ignore: decorator
@inline
export function scratchOf(workspace: usize, n: i32, m: i32, trials: i32): usize {
  return workspace + ((<usize>n * <usize>(4 * m + pairs(trials))) << 3);
}
