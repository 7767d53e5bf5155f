/** Kernels of no family. Made by `npm run signatures` of assembly/core/entry.ts: change that, not this file. */
import type { KernelModule } from './module.js';

/** What every module exports. */
export interface CommonKernels {
  exp_f64(x: number): number;
  log_f64(x: number): number;
  log1p_f64(x: number): number;
  tanh_f64(x: number): number;
  fill_uniform_f64(
    dst: number,
    n: number,
    seedLo: number,
    seedHi: number,
    purpose: number,
    stream: number,
    firstLo: number,
    firstHi: number,
    lo: number,
    hi: number,
  ): void;
  fill_sign_f64(
    dst: number,
    n: number,
    seedLo: number,
    seedHi: number,
    purpose: number,
    stream: number,
    firstLo: number,
    firstHi: number,
  ): void;
  fill_integer_i32(
    dst: number,
    n: number,
    seedLo: number,
    seedHi: number,
    purpose: number,
    stream: number,
    firstLo: number,
    firstHi: number,
    range: number,
  ): void;
  fill_normal_f64(
    dst: number,
    n: number,
    seedLo: number,
    seedHi: number,
    purpose: number,
    stream: number,
    firstLo: number,
    firstHi: number,
    mean: number,
    sd: number,
  ): void;
  heap_base(): number;
}

export interface CoreKernels extends CommonKernels {
  use_wide_vectors(): void;
  exp_array_f64(src: number, dst: number, n: number): void;
  expm1_f64(x: number): number;
  expm1_array_f64(src: number, dst: number, n: number): void;
  log_array_f64(src: number, dst: number, n: number): void;
  log1p_array_f64(src: number, dst: number, n: number): void;
  tanh_array_f64(src: number, dst: number, n: number): void;
  sigmoid_f64(x: number): number;
  sigmoid_array_f64(src: number, dst: number, n: number): void;
  langevin_f64(t: number): number;
  langevin_literal_f64(t: number): number;
  langevin_slope_f64(t: number): number;
  langevin_inverse_f64(y: number): number;
  langevin_inverse_rational_f64(y: number): number;
  langevin_array_f64(src: number, dst: number, n: number): void;
  langevin_literal_array_f64(src: number, dst: number, n: number): void;
  langevin_slope_array_f64(src: number, dst: number, n: number): void;
  langevin_inverse_array_f64(src: number, dst: number, n: number): void;
  log_partition_f64(t: number): number;
  cb_entropy_f64(t: number): number;
  cb_density_f64(t: number, x: number): number;
  cb_sample_f64(t: number, u: number): number;
  cb_sample_literal_f64(t: number, u: number): number;
  log_partition_array_f64(src: number, dst: number, n: number): void;
  cb_entropy_array_f64(src: number, dst: number, n: number): void;
  cb_density_array_f64(t: number, x: number, dst: number, n: number): void;
  cb_sample_array_f64(t: number, u: number, dst: number, n: number): void;
  cb_sample_literal_array_f64(t: number, u: number, dst: number, n: number): void;
  permutation_i32(
    dst: number,
    n: number,
    seedLo: number,
    seedHi: number,
    purpose: number,
    stream: number,
    firstLo: number,
    firstHi: number,
  ): void;
  gemm_f64(
    n: number,
    m: number,
    k: number,
    packedA: number,
    x: number,
    ldx: number,
    y: number,
    ldy: number,
    workspace: number,
  ): void;
  gemm_pack_a_f64(n: number, k: number, a: number, lda: number, packed: number): void;
  gemm_packed_bytes(n: number, k: number): number;
  gemm_plain_f64(
    n: number,
    m: number,
    k: number,
    a: number,
    lda: number,
    x: number,
    ldx: number,
    y: number,
    ldy: number,
  ): void;
  gemm_workspace_bytes(m: number, k: number): number;
  symv_packed_f64(matrix: number, np: number, x: number, y: number): void;
  pack_panel_f64(matrix: number, np: number, p: number, rows: number): void;
  symv_wide_f64(matrix: number, np: number, x: number, y: number, scratch: number): void;
  qr_f64(n: number, k: number, q: number, ldq: number, logs: number, r: number, scratch: number): void;
  qr_scratch_bytes(n: number, k: number): number;
  spmm_csr_f64(n: number, rowStart: number, col: number, val: number, x: number, m: number, y: number): void;
  spmm_stream_f64(n: number, rowStart: number, edges: number, x: number, m: number, y: number): void;
  stream_offsets(count: number, edges: number, m: number): void;
  axpy_f64(c: number, x: number, y: number, np: number): void;
  combine_f64(rows: number, count: number, np: number, coefficients: number, y: number): void;
  dot_f64(x: number, y: number, np: number): number;
  dots_f64(rows: number, count: number, np: number, x: number, out: number): void;
  bench_tile_f64(passes: number, depth: number, a: number, b: number, c: number): void;
  bench_chains_f64(turns: number, factor: number, term: number): number;
  bench_read_f64(x: number, n: number): number;
  bench_update_f64(x: number, n: number, c: number): void;
}

export const CORE_MODULE: KernelModule<CoreKernels> = { name: 'core' };
