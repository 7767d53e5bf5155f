/** Kernels of the rate family. Made by `npm run signatures` of assembly/rate/entry.ts: change that, not this file. */
import type { CommonKernels } from '../../kernel/core-kernels.js';
import type { KernelModule } from '../../kernel/module.js';

export interface RateKernels extends CommonKernels {
  use_wide_vectors(): void;
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
  gemm_workspace_bytes(m: number, k: number): number;
  qr_f64(n: number, k: number, q: number, ldq: number, logs: number, r: number, scratch: number): void;
  qr_scratch_bytes(n: number, k: number): number;
  spmm_stream_f64(n: number, rowStart: number, edges: number, x: number, m: number, y: number): void;
  stream_offsets(count: number, edges: number, m: number): void;
  rate_advance(
    network: number,
    m: number,
    x: number,
    trials: number,
    count: number,
    distances: number,
    samples: number,
    workspace: number,
  ): number;
  rate_tangent_advance(
    network: number,
    m: number,
    x: number,
    trials: number,
    k: number,
    every: number,
    intervals: number,
    logs: number,
    r: number,
    samples: number,
    workspace: number,
  ): number;
  rate_pair_advance(
    network: number,
    m: number,
    x: number,
    trials: number,
    every: number,
    intervals: number,
    d0: number,
    lower: number,
    upper: number,
    growth: number,
    workspace: number,
  ): number;
  rate_mean_distances_f64(count: number, trials: number, distances: number, means: number, logs: number): void;
  rate_rescale_f64(n: number, m: number, x: number, trials: number, factors: number): void;
  rate_speeds(
    network: number,
    m: number,
    x: number,
    trials: number,
    width: number,
    out: number,
    workspace: number,
  ): void;
  rate_workspace_bytes(n: number, m: number, trials: number, k: number): number;
}

export const RATE_MODULE: KernelModule<RateKernels> = { name: 'rate' };
