// The kernels of training in f64. Made by `npm run layouts` of the list in scripts/precisions.ts: change that, not this file.

import {
  productBytes,
  product,
  productPlain,
  packLeft,
  packRight,
  multiplyPacked,
  multiplyRows,
} from '../linalg/product';
import { transpose } from '../linalg/panels';
import { add, addBias, sumRows, placeColumns, dotWide } from '../train/rows';
import { mix, biasRelu, reluBackward } from '../train/corruption';
import { stripNumbers, packStrips, listRows, listColumns, combineListed } from '../train/sparse';
import { crossEntropy, predict } from '../train/cross-entropy';
import { embed, embedBackward, gatherRows, scatterRows, spreadBytes } from '../train/embedding';
import { layerNorm, layerNormBackward } from '../train/layer-norm';
import { gelu, geluBackward } from '../train/gelu';
import { dropout } from '../train/dropout';
import { attentionBytes, attention, attentionBackward } from '../train/attention';
import { decay, average, descend, adam, applyMask, nmMask } from '../train/descent';
import { couple, mirror } from '../train/mirror';
import { cholesky, solveBlocks, averageOuter, factorBlocks } from '../train/curvature';

export function product_bytes_f64(m: i32, n: i32, k: i32): i32 {
  return productBytes<f64>(m, n, k);
}

export function product_f64(
  form: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  adds: bool,
  workspace: usize,
): void {
  product<f64>(form, m, n, k, a, lda, b, ldb, c, ldc, adds, workspace);
}

export function product_plain_f64(
  form: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  ldb: i32,
  c: usize,
  ldc: i32,
  adds: bool,
): void {
  productPlain<f64>(form, m, n, k, a, lda, b, ldb, c, ldc, adds);
}

export function pack_left_f64(form: i32, m: i32, k: i32, a: usize, lda: i32, out: usize): void {
  packLeft<f64>(form, m, k, a, lda, out);
}

export function pack_right_f64(form: i32, n: i32, k: i32, b: usize, ldb: i32, out: usize): void {
  packRight<f64>(form, n, k, b, ldb, out);
}

export function multiply_packed_f64(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  b: usize,
  c: usize,
  ldc: i32,
  adds: bool,
  edge: usize,
): void {
  multiplyPacked<f64>(m, n, k, a, b, c, ldc, adds, edge);
}

export function multiply_rows_f64(
  form: i32,
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: i32,
  b: usize,
  c: usize,
  ldc: i32,
  adds: bool,
  edge: usize,
): void {
  multiplyRows<f64>(form, m, n, k, a, lda, b, c, ldc, adds, edge);
}

export function transpose_f64(rows: i32, columns: i32, from: usize, ld: i32, out: usize, ldo: i32): void {
  transpose<f64>(rows, columns, from, ld, out, ldo);
}

export function add_f64(n: i32, x: usize, y: usize): void {
  add<f64>(n, x, y);
}

export function add_bias_f64(rows: i32, n: i32, x: usize, ld: i32, bias: usize): void {
  addBias<f64>(rows, n, x, ld, bias);
}

export function sum_rows_f64(rows: i32, n: i32, x: usize, ld: i32, out: usize, adds: bool): void {
  sumRows<f64>(rows, n, x, ld, out, adds);
}

export function place_columns_f64(rows: i32, n: i32, x: usize, y: usize, ldy: i32): void {
  placeColumns<f64>(rows, n, x, y, ldy);
}

export function dot_wide_f64(n: i32, x: usize, y: usize): f64 {
  return dotWide<f64>(n, x, y);
}

export function mix_f64(rows: i32, n: i32, x: usize, y: usize, block: i32, alpha: f64): void {
  mix<f64>(rows, n, x, y, block, alpha);
}

export function bias_relu_f64(rows: i32, n: i32, z: usize, bias: usize): void {
  biasRelu<f64>(rows, n, z, bias);
}

export function relu_backward_f64(count: i32, a: usize, d: usize): void {
  reluBackward<f64>(count, a, d);
}

export function strip_numbers_f64(columns: i32, depth: i32): i32 {
  return stripNumbers<f64>(columns, depth);
}

export function pack_strips_f64(isTransposed: bool, columns: i32, depth: i32, w: usize, ld: i32, out: usize): void {
  packStrips<f64>(isTransposed, columns, depth, w, ld, out);
}

export function list_rows_f64(rows: i32, n: i32, x: usize, starts: usize, pairs: usize): i32 {
  return listRows<f64>(rows, n, x, starts, pairs);
}

export function list_columns_f64(
  rows: i32,
  n: i32,
  starts: usize,
  pairs: usize,
  blocks: i32,
  ends: usize,
  columnStarts: usize,
  columnPairs: usize,
): void {
  listColumns<f64>(rows, n, starts, pairs, blocks, ends, columnStarts, columnPairs);
}

export function combine_listed_f64(
  items: i32,
  blocks: i32,
  starts: usize,
  pairs: usize,
  depth: i32,
  w: usize,
  columns: i32,
  y: usize,
  ldy: i32,
  adds: bool,
  edge: usize,
): void {
  combineListed<f64>(items, blocks, starts, pairs, depth, w, columns, y, ldy, adds, edge);
}

export function cross_entropy_f64(
  rows: i32,
  n: i32,
  z: usize,
  targets: usize,
  scale: f64,
  out: usize,
  top: usize,
): void {
  crossEntropy<f64>(rows, n, z, targets, scale, out, top);
}

export function predict_f64(rows: i32, n: i32, z: usize, out: usize): void {
  predict<f64>(rows, n, z, out);
}

export function embed_f64(rows: i32, length: i32, n: i32, tokens: usize, wte: usize, wpe: usize, x: usize): void {
  embed<f64>(rows, length, n, tokens, wte, wpe, x);
}

export function embed_backward_f64(
  rows: i32,
  length: i32,
  n: i32,
  tokens: usize,
  dx: usize,
  dwte: usize,
  dwpe: usize,
): void {
  embedBackward<f64>(rows, length, n, tokens, dx, dwte, dwpe);
}

export function gather_rows_f64(rows: i32, n: i32, x: usize, list: usize, out: usize): void {
  gatherRows<f64>(rows, n, x, list, out);
}

export function scatter_rows_f64(rows: i32, n: i32, x: usize, list: usize, out: usize): void {
  scatterRows<f64>(rows, n, x, list, out);
}

export function spread_bytes_f64(count: i32, x: usize, scale: f64, y: usize): void {
  spreadBytes<f64>(count, x, scale, y);
}

export function layer_norm_f64(
  rows: i32,
  n: i32,
  x: usize,
  w: usize,
  b: usize,
  y: usize,
  normal: usize,
  rho: usize,
): void {
  layerNorm<f64>(rows, n, x, w, b, y, normal, rho);
}

export function layer_norm_backward_f64(
  rows: i32,
  n: i32,
  dy: usize,
  w: usize,
  normal: usize,
  rho: usize,
  dx: usize,
  dw: usize,
  db: usize,
  u: usize,
): void {
  layerNormBackward<f64>(rows, n, dy, w, normal, rho, dx, dw, db, u);
}

export function gelu_f64(count: i32, x: usize, y: usize, t: usize): void {
  gelu<f64>(count, x, y, t);
}

export function gelu_backward_f64(count: i32, x: usize, t: usize, d: usize): void {
  geluBackward<f64>(count, x, t, d);
}

export function dropout_f64(
  count: i32,
  x: usize,
  y: usize,
  first: u32,
  threshold: u32,
  scale: f64,
  seedLo: u32,
  seedHi: u32,
  purpose: u32,
  site: u32,
  step: u32,
  words: usize,
): void {
  dropout<f64>(count, x, y, first, threshold, scale, seedLo, seedHi, purpose, site, step, words);
}

export function attention_bytes_f64(length: i32, queries: i32, headWidth: i32): i32 {
  return attentionBytes<f64>(length, queries, headWidth);
}

export function attention_f64(settings: usize, q: usize, k: usize, v: usize, a: usize, o: usize, room: usize): void {
  attention<f64>(settings, q, k, v, a, o, room);
}

export function attention_backward_f64(
  settings: usize,
  q: usize,
  k: usize,
  v: usize,
  a: usize,
  o: usize,
  dout: usize,
  dq: usize,
  dk: usize,
  dv: usize,
  room: usize,
): void {
  attentionBackward<f64>(settings, q, k, v, a, o, dout, dq, dk, dv, room);
}

export function decay_f64(n: i32, g: usize, p: usize, lambda: f64, bySign: bool): void {
  decay<f64>(n, g, p, lambda, bySign);
}

export function average_f64(n: i32, g: usize, m: usize, keep: f64, take: f64, ahead: f64): void {
  average<f64>(n, g, m, keep, take, ahead);
}

export function descend_f64(n: i32, p: usize, d: usize, rate: f64): void {
  descend<f64>(n, p, d, rate);
}

export function adam_f64(
  n: i32,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  b1: f64,
  b2: f64,
  rate: f64,
  root: f64,
  epsilon: f64,
  shrink: f64,
): void {
  adam<f64>(n, p, g, m, v, b1, b2, rate, root, epsilon, shrink);
}

export function apply_mask_f64(n: i32, x: usize, mask: usize, y: usize): void {
  applyMask<f64>(n, x, mask, y);
}

export function nm_mask_f64(count: i32, w: usize, n: i32, m: i32, mask: usize): void {
  nmMask<f64>(count, w, n, m, mask);
}

export function couple_f64(segments: i32, length: i32, d: usize, block: i32, alpha: f64, mask: usize): void {
  couple<f64>(segments, length, d, block, alpha, mask);
}

export function mirror_f64(n: i32, p: usize, d: usize, block: i32, alpha: f64, rate: f64): void {
  mirror<f64>(n, p, d, block, alpha, rate);
}

export function cholesky_f64(n: i32, ld: i32, h: usize, l: usize): bool {
  return cholesky<f64>(n, ld, h, l);
}

export function solve_blocks_f64(segments: i32, length: i32, d: usize, block: i32, l: usize, step: i32): void {
  solveBlocks<f64>(segments, length, d, block, l, step);
}

export function average_outer_f64(segments: i32, length: i32, g: usize, block: i32, keep: f64, a: usize): f64 {
  return averageOuter<f64>(segments, length, g, block, keep, a);
}

export function factor_blocks_f64(
  segments: i32,
  length: i32,
  block: i32,
  a: usize,
  mean: f64,
  damping: f64,
  l: usize,
): i32 {
  return factorBlocks<f64>(segments, length, block, a, mean, damping, l);
}
