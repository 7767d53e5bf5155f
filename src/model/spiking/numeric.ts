/** The kernels of spiking networks in one precision, and sizes of rows and bits. */
import type { Kernels } from '../../kernel/kernels.js';
import { type NumericOf, openNumeric } from '../../train/numeric.js';
import type { Precision } from '../../train/trainable.js';
import type { SpikingKernels } from './kernels.js';

export type Numeric = NumericOf<SpikingKernels>;

export const numericOf = (kernels: Kernels<SpikingKernels>, precision: Precision): Numeric =>
  openNumeric(kernels, precision);

/** Numbers of a row of n, padded to whole vectors of either precision. */
export const padded = (n: number): number => 4 * Math.ceil(n / 4);

/** Words of the spikes of n neurons in a step. */
export const wordsOf = (n: number): number => Math.ceil(padded(n) / 32);

/** Steps that no run comes to: a key that has had no slope yet. */
export const NEVER = 2 ** 31 - 1;
