export { exp_f64, exp_array_f64 } from './exp';
export { expm1_f64, expm1_array_f64 } from './expm1';
export { log_f64, log_array_f64, log1p_f64, log1p_array_f64 } from './log';
export { tanh_f64, tanh_array_f64 } from './tanh';
export { sigmoid_f64, sigmoid_array_f64 } from './sigmoid';
export {
  langevin_f64,
  langevin_literal_f64,
  langevin_slope_f64,
  langevin_inverse_f64,
  langevin_inverse_rational_f64,
  langevin_array_f64,
  langevin_literal_array_f64,
  langevin_slope_array_f64,
  langevin_inverse_array_f64,
} from './langevin';
export {
  log_partition_f64,
  cb_entropy_f64,
  cb_density_f64,
  cb_sample_f64,
  cb_sample_literal_f64,
  log_partition_array_f64,
  cb_entropy_array_f64,
  cb_density_array_f64,
  cb_sample_array_f64,
  cb_sample_literal_array_f64,
} from './continuous-bernoulli';
