/** The kernels of heterosynaptic learning in one precision. */
import type { Kernels } from '../../kernel/kernels.js';
import { type NumericName as NameOf, type NumericOf, openNumeric } from '../../train/numeric.js';
import type { Precision } from '../../train/trainable.js';
import type { HeterosynapticKernels } from './kernels.js';

/** Names of the kernels that exist in both precisions. */
export type NumericName = NameOf<HeterosynapticKernels>;

export type Numeric = NumericOf<HeterosynapticKernels>;

export const numericOf = (kernels: Kernels<HeterosynapticKernels>, precision: Precision): Numeric =>
  openNumeric(kernels, precision);
