// Kernels of heterosynaptic learning that the host calls: layers, losses and rules of training in both precisions.
export * from '../common';
export { use_wide_vectors } from '../wide';
export * from '../train/f32';
export * from '../train/f64';
export { exp_array_f32 } from '../math/exp-f32';
export { tanh_array_f32 } from '../math/tanh-f32';
