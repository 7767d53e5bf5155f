// Kernels of the hebbian family that the host calls.
export * from '../common';
export { use_wide_vectors } from '../wide';
export { expm1_f64 } from '../math/expm1';
export * from './advance';
export { fold as hebbian_fold, hebbian_coupling_rows, hebbian_set_coupling_rows } from './couplings';
export { hebbian_step_transitions } from './memory';
export * from './plain';
