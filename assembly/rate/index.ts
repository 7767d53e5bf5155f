export { rate_phi_f64 } from './activation';
export { rate_advance, rate_tangent_advance } from './advance';
export {
  rate_field_r_f64,
  rate_field_x_f64,
  rate_tangent_field_r_f64,
  rate_tangent_field_x_f64,
  rate_tangent_phi_f64,
} from './field';
export { rate_dense_weights, rate_network, rate_network_bytes, rate_sparse_weights } from './network';
export { rate_pair_advance } from './pair';
export { rate_distances_f64, rate_mean_distances_f64, rate_rescale_f64, rate_speeds } from './observe';
export { rate_euler_r_f64, rate_euler_x_f64, rk4_finish_f64, rk4_stage_f64 } from './step';
export { rate_workspace_bytes } from './workspace';
