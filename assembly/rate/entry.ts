// Kernels of the rate family that the host calls; products and QR are also timed on their own.
export * from '../common';
export { use_wide_vectors } from '../wide';
export { gemm_f64, gemm_pack_a_f64, gemm_packed_bytes, gemm_workspace_bytes } from '../linalg/gemm';
export { qr_f64, qr_scratch_bytes } from '../linalg/qr';
export { spmm_stream_f64, stream_offsets } from '../linalg/sparse';
export { rate_advance, rate_tangent_advance } from './advance';
export { rate_pair_advance } from './pair';
export { rate_mean_distances_f64, rate_rescale_f64, rate_speeds } from './observe';
export { rate_workspace_bytes } from './workspace';
