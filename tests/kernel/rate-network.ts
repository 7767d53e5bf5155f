/** Rate networks in linear memory for tests: sparse or dense weights, columns, tangent vectors. */

import { codeOf, type WordOf } from '../../src/kernel/codes.js';
import type { Kernels } from '../../src/kernel/kernels.js';
import { setScalars } from '../../src/kernel/struct.js';
import { fromDense } from '../../src/model/rate/connectivity.js';
import type { RateKernels } from '../../src/model/rate/kernels.js';
import { openNetwork, placeEdges } from '../../src/model/rate/network.js';
import { RATE_NETWORK } from '../../src/model/rate/state.js';

/** One golden network: weights with g, W[i][j] from j to i. */
export interface NetworkCase {
  readonly W: readonly (readonly number[])[];
  readonly form: string;
  readonly method: string;
  readonly tau: number;
  readonly dt: number;
  readonly ext: readonly number[] | null;
}

export type Storage = 'sparse' | 'dense';

/** Columns rounded up to whole vectors of the kernels. */
export const paddedColumns = (columns: number): number => Math.ceil(columns / 4) * 4;

function allocateF64(kernels: Kernels<RateKernels>, values: ArrayLike<number>): number {
  const address = kernels.allocate(8 * values.length);
  kernels.f64(address, values.length).set(values);
  return address;
}

/** Address of W in the packed form of the dense product. */
export function packedRows(kernels: Kernels<RateKernels>, W: readonly (readonly number[])[]): number {
  const n = W.length;
  const k = W[0].length;
  const plain = allocateF64(kernels, W.flat());
  const packed = kernels.allocate(kernels.kernel('gemm_packed_bytes')(n, k));
  kernels.kernel('gemm_pack_a_f64')(n, k, plain, k, packed);
  return packed;
}

/** Address of a network's description. `inputs`: one row of n numbers a step, or none to take the constant input. */
export function placeNetwork(
  kernels: Kernels<RateKernels>,
  network: NetworkCase,
  storage: Storage,
  activation: WordOf<typeof RATE_NETWORK, 'activation'> = 'tanh',
  inputs?: readonly number[],
): number {
  const n = network.W.length;
  const block = openNetwork(kernels);
  const bias = inputs ?? network.ext;
  setScalars(block, {
    units: n,
    form: codeOf(RATE_NETWORK, 'form', network.form === 'x' ? 'x' : 'r'),
    scheme: codeOf(RATE_NETWORK, 'scheme', network.method === 'rk4' ? 'rk4' : 'euler'),
    activation: codeOf(RATE_NETWORK, 'activation', activation),
    stepSize: network.dt / network.tau,
    bias: bias === null ? 0 : allocateF64(kernels, bias),
    biasStride: inputs === undefined ? 0 : n,
  });
  if (storage === 'dense') block.set('packed', packedRows(kernels, network.W));
  else {
    setScalars(block, placeEdges(kernels, fromDense(Float64Array.from(network.W.flat()), n)));
  }
  return block.address;
}

/** Address of a zero-padded matrix [n][m] with the given columns. */
export function placeColumns(kernels: Kernels<RateKernels>, columns: readonly (readonly number[])[]): number {
  const n = columns[0].length;
  const m = paddedColumns(columns.length);
  const address = kernels.allocate(8 * n * m);
  const view = kernels.f64(address, n * m);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i++) view[i * m + j] = column[i];
  });
  return address;
}

/** Column j of a matrix [n][m]. */
export function columnOf(
  kernels: Kernels<RateKernels>,
  address: number,
  n: number,
  m: number,
  j: number,
): readonly number[] {
  const view = kernels.f64(address, n * m);
  return Array.from({ length: n }, (_, i) => view[i * m + j]);
}

/** A deterministic sequence in [-1, 1). */
export function sequence(length: number, seed: number): number[] {
  let state = seed >>> 0;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
}

/** n x k numbers as rows. */
export function randomRows(n: number, k: number, seed: number): number[][] {
  const values = sequence(n * k, seed);
  return Array.from({ length: n }, (_, i) => values.slice(i * k, (i + 1) * k));
}
