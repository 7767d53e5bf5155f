/** The coupling of neighbours, H_B(alpha) = (1 - alpha) I + alpha 1 1' (specification, section 1), as far as it is no kernel. */

/** The eigenvalues of H_B(alpha): one that occurs B - 1 times, and that of the common part. */
export const couplingEigenvalues = (
  block: number,
  alpha: number,
): { readonly repeated: number; readonly single: number } => ({
  repeated: 1 - alpha,
  single: 1 + (block - 1) * alpha,
});

/** Whether H_B(alpha) is positive definite: -1/(B - 1) < alpha < 1, or B = 1. */
export function isPositiveDefinite(block: number, alpha: number): boolean {
  if (block === 1) return true;
  const { repeated, single } = couplingEigenvalues(block, alpha);
  return repeated > 0 && single > 0;
}

/**
 * The mean diagonal entry of the inverse of H_B(alpha). Gradient descent at this many times the rate takes steps of the same mean size,
 * so it is the control beside a sweep of alpha.
 */
export function matchedRateFactor(block: number, alpha: number): number {
  if (block === 1) return 1;
  const { repeated, single } = couplingEigenvalues(block, alpha);
  return (1 + (block - 2) * alpha) / (repeated * single);
}

/** How activities are mixed: none, in blocks of neighbours, or all with all. */
export interface Corruption {
  readonly type: 'identity' | 'block_diagonal' | 'full_dense';
  readonly alpha: number;
  readonly block: number;
}

/** Mixing while learning and while looking. */
export interface Corruptions {
  readonly training: Corruption;
  readonly test: Corruption;
}

/** Activities stay what they are. */
export const UNMIXED: Corruption = { type: 'identity', alpha: 0, block: 1 };

/** Units that are mixed with each other in a layer of `width`. */
export const mixedBlock = ({ type, block }: Corruption, width: number): number =>
  type === 'full_dense' ? width : type === 'identity' ? 1 : block;
