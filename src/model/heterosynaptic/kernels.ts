/** Kernels of the heterosynaptic family. Made by `npm run signatures` of assembly/heterosynaptic/entry.ts: change that, not this file. */
import type { CommonKernels } from '../../kernel/core-kernels.js';
import type { KernelModule } from '../../kernel/module.js';

export interface HeterosynapticKernels extends CommonKernels {
  use_wide_vectors(): void;
  exp_array_f32(src: number, dst: number, n: number): void;
  tanh_array_f32(src: number, dst: number, n: number): void;
  product_bytes_f32(m: number, n: number, k: number): number;
  product_f32(
    form: number,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    adds: boolean,
    workspace: number,
  ): void;
  product_plain_f32(
    form: number,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    adds: boolean,
  ): void;
  pack_left_f32(form: number, m: number, k: number, a: number, lda: number, out: number): void;
  pack_right_f32(form: number, n: number, k: number, b: number, ldb: number, out: number): void;
  multiply_packed_f32(
    m: number,
    n: number,
    k: number,
    a: number,
    b: number,
    c: number,
    ldc: number,
    adds: boolean,
    edge: number,
  ): void;
  multiply_rows_f32(
    form: number,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    c: number,
    ldc: number,
    adds: boolean,
    edge: number,
  ): void;
  transpose_f32(rows: number, columns: number, from: number, ld: number, out: number, ldo: number): void;
  add_f32(n: number, x: number, y: number): void;
  add_bias_f32(rows: number, n: number, x: number, ld: number, bias: number): void;
  sum_rows_f32(rows: number, n: number, x: number, ld: number, out: number, adds: boolean): void;
  place_columns_f32(rows: number, n: number, x: number, y: number, ldy: number): void;
  dot_wide_f32(n: number, x: number, y: number): number;
  mix_f32(rows: number, n: number, x: number, y: number, block: number, alpha: number): void;
  bias_relu_f32(rows: number, n: number, z: number, bias: number): void;
  relu_backward_f32(count: number, a: number, d: number): void;
  strip_numbers_f32(columns: number, depth: number): number;
  pack_strips_f32(isTransposed: boolean, columns: number, depth: number, w: number, ld: number, out: number): void;
  list_rows_f32(rows: number, n: number, x: number, starts: number, pairs: number): number;
  list_columns_f32(
    rows: number,
    n: number,
    starts: number,
    pairs: number,
    blocks: number,
    ends: number,
    columnStarts: number,
    columnPairs: number,
  ): void;
  combine_listed_f32(
    items: number,
    blocks: number,
    starts: number,
    pairs: number,
    depth: number,
    w: number,
    columns: number,
    y: number,
    ldy: number,
    adds: boolean,
    edge: number,
  ): void;
  cross_entropy_f32(rows: number, n: number, z: number, targets: number, scale: number, out: number, top: number): void;
  predict_f32(rows: number, n: number, z: number, out: number): void;
  embed_f32(rows: number, length: number, n: number, tokens: number, wte: number, wpe: number, x: number): void;
  embed_backward_f32(
    rows: number,
    length: number,
    n: number,
    tokens: number,
    dx: number,
    dwte: number,
    dwpe: number,
  ): void;
  gather_rows_f32(rows: number, n: number, x: number, list: number, out: number): void;
  scatter_rows_f32(rows: number, n: number, x: number, list: number, out: number): void;
  spread_bytes_f32(count: number, x: number, scale: number, y: number): void;
  layer_norm_f32(
    rows: number,
    n: number,
    x: number,
    w: number,
    b: number,
    y: number,
    normal: number,
    rho: number,
  ): void;
  layer_norm_backward_f32(
    rows: number,
    n: number,
    dy: number,
    w: number,
    normal: number,
    rho: number,
    dx: number,
    dw: number,
    db: number,
    u: number,
  ): void;
  gelu_f32(count: number, x: number, y: number, t: number): void;
  gelu_backward_f32(count: number, x: number, t: number, d: number): void;
  dropout_f32(
    count: number,
    x: number,
    y: number,
    first: number,
    threshold: number,
    scale: number,
    seedLo: number,
    seedHi: number,
    purpose: number,
    site: number,
    step: number,
    words: number,
  ): void;
  attention_bytes_f32(length: number, queries: number, headWidth: number): number;
  attention_f32(settings: number, q: number, k: number, v: number, a: number, o: number, room: number): void;
  attention_backward_f32(
    settings: number,
    q: number,
    k: number,
    v: number,
    a: number,
    o: number,
    dout: number,
    dq: number,
    dk: number,
    dv: number,
    room: number,
  ): void;
  decay_f32(n: number, g: number, p: number, lambda: number, bySign: boolean): void;
  average_f32(n: number, g: number, m: number, keep: number, take: number, ahead: number): void;
  descend_f32(n: number, p: number, d: number, rate: number): void;
  adam_f32(
    n: number,
    p: number,
    g: number,
    m: number,
    v: number,
    b1: number,
    b2: number,
    rate: number,
    root: number,
    epsilon: number,
    shrink: number,
  ): void;
  apply_mask_f32(n: number, x: number, mask: number, y: number): void;
  nm_mask_f32(count: number, w: number, n: number, m: number, mask: number): void;
  couple_f32(segments: number, length: number, d: number, block: number, alpha: number, mask: number): void;
  mirror_f32(n: number, p: number, d: number, block: number, alpha: number, rate: number): void;
  cholesky_f32(n: number, ld: number, h: number, l: number): boolean;
  solve_blocks_f32(segments: number, length: number, d: number, block: number, l: number, step: number): void;
  average_outer_f32(segments: number, length: number, g: number, block: number, keep: number, a: number): number;
  factor_blocks_f32(
    segments: number,
    length: number,
    block: number,
    a: number,
    mean: number,
    damping: number,
    l: number,
  ): number;
  product_bytes_f64(m: number, n: number, k: number): number;
  product_f64(
    form: number,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    adds: boolean,
    workspace: number,
  ): void;
  product_plain_f64(
    form: number,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    ldb: number,
    c: number,
    ldc: number,
    adds: boolean,
  ): void;
  pack_left_f64(form: number, m: number, k: number, a: number, lda: number, out: number): void;
  pack_right_f64(form: number, n: number, k: number, b: number, ldb: number, out: number): void;
  multiply_packed_f64(
    m: number,
    n: number,
    k: number,
    a: number,
    b: number,
    c: number,
    ldc: number,
    adds: boolean,
    edge: number,
  ): void;
  multiply_rows_f64(
    form: number,
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    c: number,
    ldc: number,
    adds: boolean,
    edge: number,
  ): void;
  transpose_f64(rows: number, columns: number, from: number, ld: number, out: number, ldo: number): void;
  add_f64(n: number, x: number, y: number): void;
  add_bias_f64(rows: number, n: number, x: number, ld: number, bias: number): void;
  sum_rows_f64(rows: number, n: number, x: number, ld: number, out: number, adds: boolean): void;
  place_columns_f64(rows: number, n: number, x: number, y: number, ldy: number): void;
  dot_wide_f64(n: number, x: number, y: number): number;
  mix_f64(rows: number, n: number, x: number, y: number, block: number, alpha: number): void;
  bias_relu_f64(rows: number, n: number, z: number, bias: number): void;
  relu_backward_f64(count: number, a: number, d: number): void;
  strip_numbers_f64(columns: number, depth: number): number;
  pack_strips_f64(isTransposed: boolean, columns: number, depth: number, w: number, ld: number, out: number): void;
  list_rows_f64(rows: number, n: number, x: number, starts: number, pairs: number): number;
  list_columns_f64(
    rows: number,
    n: number,
    starts: number,
    pairs: number,
    blocks: number,
    ends: number,
    columnStarts: number,
    columnPairs: number,
  ): void;
  combine_listed_f64(
    items: number,
    blocks: number,
    starts: number,
    pairs: number,
    depth: number,
    w: number,
    columns: number,
    y: number,
    ldy: number,
    adds: boolean,
    edge: number,
  ): void;
  cross_entropy_f64(rows: number, n: number, z: number, targets: number, scale: number, out: number, top: number): void;
  predict_f64(rows: number, n: number, z: number, out: number): void;
  embed_f64(rows: number, length: number, n: number, tokens: number, wte: number, wpe: number, x: number): void;
  embed_backward_f64(
    rows: number,
    length: number,
    n: number,
    tokens: number,
    dx: number,
    dwte: number,
    dwpe: number,
  ): void;
  gather_rows_f64(rows: number, n: number, x: number, list: number, out: number): void;
  scatter_rows_f64(rows: number, n: number, x: number, list: number, out: number): void;
  spread_bytes_f64(count: number, x: number, scale: number, y: number): void;
  layer_norm_f64(
    rows: number,
    n: number,
    x: number,
    w: number,
    b: number,
    y: number,
    normal: number,
    rho: number,
  ): void;
  layer_norm_backward_f64(
    rows: number,
    n: number,
    dy: number,
    w: number,
    normal: number,
    rho: number,
    dx: number,
    dw: number,
    db: number,
    u: number,
  ): void;
  gelu_f64(count: number, x: number, y: number, t: number): void;
  gelu_backward_f64(count: number, x: number, t: number, d: number): void;
  dropout_f64(
    count: number,
    x: number,
    y: number,
    first: number,
    threshold: number,
    scale: number,
    seedLo: number,
    seedHi: number,
    purpose: number,
    site: number,
    step: number,
    words: number,
  ): void;
  attention_bytes_f64(length: number, queries: number, headWidth: number): number;
  attention_f64(settings: number, q: number, k: number, v: number, a: number, o: number, room: number): void;
  attention_backward_f64(
    settings: number,
    q: number,
    k: number,
    v: number,
    a: number,
    o: number,
    dout: number,
    dq: number,
    dk: number,
    dv: number,
    room: number,
  ): void;
  decay_f64(n: number, g: number, p: number, lambda: number, bySign: boolean): void;
  average_f64(n: number, g: number, m: number, keep: number, take: number, ahead: number): void;
  descend_f64(n: number, p: number, d: number, rate: number): void;
  adam_f64(
    n: number,
    p: number,
    g: number,
    m: number,
    v: number,
    b1: number,
    b2: number,
    rate: number,
    root: number,
    epsilon: number,
    shrink: number,
  ): void;
  apply_mask_f64(n: number, x: number, mask: number, y: number): void;
  nm_mask_f64(count: number, w: number, n: number, m: number, mask: number): void;
  couple_f64(segments: number, length: number, d: number, block: number, alpha: number, mask: number): void;
  mirror_f64(n: number, p: number, d: number, block: number, alpha: number, rate: number): void;
  cholesky_f64(n: number, ld: number, h: number, l: number): boolean;
  solve_blocks_f64(segments: number, length: number, d: number, block: number, l: number, step: number): void;
  average_outer_f64(segments: number, length: number, g: number, block: number, keep: number, a: number): number;
  factor_blocks_f64(
    segments: number,
    length: number,
    block: number,
    a: number,
    mean: number,
    damping: number,
    l: number,
  ): number;
}

export const HETEROSYNAPTIC_MODULE: KernelModule<HeterosynapticKernels> = { name: 'heterosynaptic' };
