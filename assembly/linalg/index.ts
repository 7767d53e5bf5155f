// Kernels on vectors and matrices that the host measures and tests by themselves.
export { symv_packed_f64, pack_panel_f64 } from './packed';
export { axpy_f64, combine_f64, dot_f64, dots_f64 } from './vectors';
