/**
 * Bases that tangent vectors start from (spec B.2). Unit vectors are wrong: one that lies in an invariant subspace never leaves it,
 * since exact zeros stay zero, and then measures that subspace alone.
 */
import type { Kernels } from '../../kernel/kernels.js';
import { PURPOSE, randomSource } from '../random.js';
import type { Orthonormalise } from './qr.js';

/** Where the draws of a basis stand: vector c of it takes the `dim` normal numbers from `first + c dim` on. */
export interface BasisDraws {
  readonly seed: number;
  readonly stream: number;
  readonly first: number;
  /** Room for dim k doubles in the kernels' memory. */
  readonly address: number;
}

/**
 * Random orthonormal columns [dim, k], uniform on the sphere: normal numbers by position, then QR. The first columns are the same
 * however many are asked for. Cost: 4 dim k^2.
 */
export function randomBasis(
  kernels: Kernels,
  dim: number,
  k: number,
  { seed, stream, first, address }: BasisDraws,
  qr: Orthonormalise,
): Float64Array {
  randomSource(kernels, seed).normal({ address, count: dim * k, purpose: PURPOSE.tangentBasis, stream, first }, 0, 1);
  const drawn = kernels.f64(address, dim * k);
  const Q = new Float64Array(dim * k); // [dim, k]
  for (let c = 0; c < k; c++) for (let i = 0; i < dim; i++) Q[i * k + c] = drawn[c * dim + i];
  qr(Q, dim, k, new Float64Array(k), null);
  return Q;
}

/** The same with memory of its own, for systems that are run only once. */
export function seededBasis(kernels: Kernels, dim: number, k: number, seed: number, qr: Orthonormalise): Float64Array {
  const address = kernels.allocate(8 * dim * k);
  return randomBasis(kernels, dim, k, { seed, stream: 0, first: 0, address }, qr);
}
