// Kernels on vectors and matrices that the host measures and tests on their own.
export { gemm_f64, gemm_pack_a_f64, gemm_packed_bytes, gemm_plain_f64, gemm_workspace_bytes } from './gemm';
export { symv_packed_f64, pack_panel_f64 } from './packed';
export { symv_wide_f64 } from './packed-wide';
export { qr_f64, qr_scratch_bytes } from './qr';
export { spmm_csr_f64, spmm_stream_f64, stream_offsets } from './sparse';
export { axpy_f64, combine_f64, dot_f64, dots_f64 } from './vectors';
