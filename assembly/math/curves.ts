// The curves of a node that is continuous in [-1, 1]: Langevin's function and the continuous Bernoulli distribution.
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
