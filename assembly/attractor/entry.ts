// Kernels of the attractor family that the host calls.
export * from '../common';
export { use_wide_vectors } from '../wide';
export { dots_f64 } from '../linalg/vectors';
export { expm1_f64 } from '../math/expm1';
export * from '../math/curves';
export { permutation_i32 } from '../random/uniform';
export { attractor_advance } from './advance';
export { attractor_energy } from './energy';
export { attractor_learn_f64, attractor_weight_change_f64 } from './learn';
export { attractor_relax, attractor_relax_start } from './relax';
