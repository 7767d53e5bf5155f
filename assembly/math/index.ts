export { exp_f64, exp_array_f64 } from './exp';
export { expm1_f64, expm1_array_f64 } from './expm1';
export { log_f64, log_array_f64, log1p_f64, log1p_array_f64 } from './log';
export { tanh_f64, tanh_array_f64 } from './tanh';
export { sigmoid_f64, sigmoid_array_f64 } from './sigmoid';
export * from './curves';
