// Kernels of no family: mathematics, draws, linear algebra, and what the machine is measured with.
export * from '../common';
export { use_wide_vectors } from '../wide';
export * from '../math/index';
export * from '../random/index';
export * from '../linalg/index';
export * from './ceiling';
