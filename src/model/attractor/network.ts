/** An attractor network in the kernels' memory: made, filled and read. Its steps: advance.ts. Its fixed points: relaxation.ts. */
import { MsmError } from '../../errors.js';
import type { Kernels } from '../../kernel/kernels.js';
import { layOut, openBlock } from '../../kernel/struct.js';
import type { AttractorKernels } from './kernels.js';
import { ATTRACTOR_STATE, type AttractorBlock, attractorSizes, type BlockExtras, stride } from './state.js';

/** A network of n nodes. J_ij is the weight from node j to node i; everything is dimensionless. */
export interface Network {
  readonly kernels: Kernels<AttractorKernels>;
  readonly n: number;
  /** Distance of rows in the block, n rounded up to a multiple of 4; the padding is zero. */
  readonly stride: number;
  readonly block: AttractorBlock;
}

export interface NetworkOptions extends BlockExtras {
  readonly n: number;
  /** Weights [n, n], row-major, J[i n + j] from j to i; zero if absent. Any diagonal is used but never trained. */
  readonly J?: ArrayLike<number>;
  /** States [n] in [-1, 1]; zero if absent. */
  readonly sigma?: ArrayLike<number>;
}

/** The block of a network, all of it 0. */
export function openState(kernels: Kernels<AttractorKernels>, n: number, extras: BlockExtras): AttractorBlock {
  const layout = layOut(ATTRACTOR_STATE, attractorSizes(n, extras));
  return openBlock(kernels.memory, ATTRACTOR_STATE, layout, kernels.allocate(layout.bytes), true);
}

/**
 * Makes a network with J = 0 and sigma = 0 unless they are given. Its memory is that of `kernels` and is never freed.
 *
 * Throws E_CONFIG for arrays of another size or with values that are not finite. Bytes: 8 np^2 and about 60 np.
 */
export function createNetwork(kernels: Kernels<AttractorKernels>, options: NetworkOptions): Network {
  const { n } = options;
  const block = openState(kernels, n, options);
  block.set('n', n);
  block.set('np', stride(n));
  block.set('beta', 1);
  block.set('predictionBeta', 1);
  block.set('isFinite', 1);
  block.set('phase', -1);
  const network = { kernels, n, stride: stride(n), block };
  if (options.J !== undefined) setCouplings(network, options.J);
  if (options.sigma !== undefined) setState(network, options.sigma);
  return network;
}

/** Copy of the weights [n, n], row-major. */
export function couplings({ block, n, stride: np }: Network, array: 'J' | 'kept' = 'J'): Float64Array {
  const [rows, J] = [block.f64(array), new Float64Array(n * n)];
  for (let i = 0; i < n; i++) J.set(rows.subarray(i * np, i * np + n), i * n);
  return J;
}

/** Sets the weights [n, n], row-major. Throws E_CONFIG for another size or values that are not finite. */
export function setCouplings({ block, n, stride: np }: Network, J: ArrayLike<number>): void {
  checkNumbers('J', J, n * n);
  const rows = block.f64('J').fill(0);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) rows[i * np + j] = J[i * n + j];
  block.set('isFieldCurrent', 0);
}

/** Copy of the states [n]. */
export function state({ block, n }: Network): Float64Array {
  return block.f64('sigma').slice(0, n);
}

/** Sets the states [n]. Throws E_CONFIG for another size or values that are not finite. */
export function setState({ block, n }: Network, sigma: ArrayLike<number>): void {
  checkNumbers('sigma', sigma, n);
  block.f64('sigma').set(Array.from(sigma));
  block.set('isFieldCurrent', 0);
}

/** Mean of the states since `clearMean` [n]; NaN if there was no step. */
export function meanState({ block, n }: Network): Float64Array {
  const count = block.get('meanCount');
  return block
    .f64('mean')
    .slice(0, n)
    .map((sum) => sum / count);
}

/** Starts a new mean of the states. */
export function clearMean({ block }: Network): void {
  block.f64('mean').fill(0);
  block.set('meanCount', 0);
}

/** Throws E_CONFIG naming the first entry that is not finite. */
export function checkNumbers(name: string, values: ArrayLike<number>, count: number): void {
  if (values.length !== count) {
    throw new MsmError('E_CONFIG', `${name} has ${values.length} numbers, it must have ${count}`, { place: name });
  }
  for (let i = 0; i < count; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new MsmError('E_CONFIG', `${name}[${i}] = ${values[i]} is not a finite number`, { place: name });
  }
}
