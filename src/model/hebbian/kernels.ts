/** Kernels of the hebbian family. Made by `npm run signatures` of assembly/hebbian/entry.ts: change that, not this file. */
import type { CommonKernels } from '../../kernel/core-kernels.js';
import type { KernelModule } from '../../kernel/module.js';

export interface HebbianKernels extends CommonKernels {
  use_wide_vectors(): void;
  expm1_f64(x: number): number;
  hebbian_fold(state: number): void;
  hebbian_coupling_rows(state: number, p: number, rows: number): void;
  hebbian_set_coupling_rows(state: number, p: number, rows: number): void;
  hebbian_step_transitions(state: number, later: number, earlier: number): void;
  hebbian_prepare(state: number): void;
  hebbian_draw_couplings(
    state: number,
    seedLow: number,
    seedHigh: number,
    purpose: number,
    stream: number,
    scale: number,
  ): void;
  hebbian_is_finite(state: number): number;
  hebbian_observe(state: number, shown: number): void;
  hebbian_advance(
    state: number,
    count: number,
    shown: number,
    records: number,
    sigmas: number,
    withLyapunov: number,
  ): number;
  hebbian_pattern_products(state: number, out: number): void;
  hebbian_plain_step(
    np: number,
    j: number,
    kh: number,
    sigma: number,
    field: number,
    xi: number,
    beta: number,
    u: number,
    r: number,
    a: number,
    b: number,
  ): number;
}

export const HEBBIAN_MODULE: KernelModule<HebbianKernels> = { name: 'hebbian' };
