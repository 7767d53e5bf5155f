export { fill_uniform_f64, fill_sign_f64, fill_integer_i32, permutation_i32 } from './uniform';
export { fill_normal_f64 } from './normal';
