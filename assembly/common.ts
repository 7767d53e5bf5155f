// What every module exports: the engine draws with it, and statistics take their elementary functions from it.
export { exp_f64 } from './math/exp';
export { log_f64, log1p_f64 } from './math/log';
export { tanh_f64 } from './math/tanh';
export { fill_uniform_f64, fill_sign_f64, fill_integer_i32 } from './random/uniform';
export { fill_normal_f64 } from './random/normal';
export { heap_base } from './memory';
