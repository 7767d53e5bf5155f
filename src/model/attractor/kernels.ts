/** Kernels of the attractor family. Made by `npm run signatures` of assembly/attractor/entry.ts: change that, not this file. */
import type { CommonKernels } from '../../kernel/core-kernels.js';
import type { KernelModule } from '../../kernel/module.js';

export interface AttractorKernels extends CommonKernels {
  use_wide_vectors(): void;
  dots_f64(rows: number, count: number, np: number, x: number, out: number): void;
  expm1_f64(x: number): number;
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
  attractor_advance(
    network: number,
    count: number,
    shown: number,
    biases: number,
    psis: number,
    uniforms: number,
    orders: number,
    curves: number,
    samples: number,
  ): number;
  attractor_energy(
    J: number,
    np: number,
    field: number,
    b: number,
    psi: number,
    m: number,
    product: number,
    isLiteral: number,
    out: number,
  ): void;
  attractor_learn_f64(J: number, np: number, a: number, s: number, field: number): void;
  attractor_weight_change_f64(a: number, s: number, np: number): number;
  attractor_relax(r: number, J: number, count: number, uniforms: number): number;
  attractor_relax_start(r: number, J: number): void;
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
}

export const ATTRACTOR_MODULE: KernelModule<AttractorKernels> = { name: 'attractor' };
