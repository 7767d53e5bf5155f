// What a rate network is: weights, activation, input, and how it is stepped. 64 bytes, written by the host's calls below.
//
//   0 i32 n            16 u32 col        32 i32 form, 0: r, 1: x
//   4 i32 activation   20 u32 val        36 i32 scheme, 0: Euler, 1: RK4
//   8 u32 packed       24 u32 bias       40 f64 h = dt / tau
//  12 u32 rowStart     28 i32 biasStride
//
// packed is 0 for sparse weights. bias points to n doubles, or is 0 for none; step s of a call reads them biasStride * s
// doubles further on (0: constant input). Input is constant within a step.

import { gemm_f64 } from '../linalg/gemm';
import { spmm_csr_f64 } from '../linalg/sparse';

export const RATES: i32 = 0;
export const CURRENTS: i32 = 1;
export const EULER: i32 = 0;
export const RUNGE_KUTTA: i32 = 1;

/** Bytes of a network's description. */
export function rate_network_bytes(): i32 {
  return 64;
}

/**
 * Describes a network of n units without weights. form 0: du = -r + phi(W r + b), 1: du = -x + W phi(x) + b; scheme 0 Euler,
 * 1 classical Runge-Kutta; activation 0 linear, 1 sigmoid, 2 relu, 3 tanh; h = dt / tau.
 */
export function rate_network(
  network: usize,
  n: i32,
  form: i32,
  scheme: i32,
  activation: i32,
  h: f64,
  bias: usize,
  biasStride: i32,
): void {
  memory.fill(network, 0, 64);
  store<i32>(network, n);
  store<i32>(network, activation, 4);
  store<u32>(network, <u32>bias, 24);
  store<i32>(network, biasStride, 28);
  store<i32>(network, form, 32);
  store<i32>(network, scheme, 36);
  store<f64>(network, h, 40);
}

/** Gives the network sparse weights, g included, as `spmm_csr_f64` takes them. */
export function rate_sparse_weights(network: usize, rowStart: usize, col: usize, val: usize): void {
  store<u32>(network, 0, 8);
  store<u32>(network, <u32>rowStart, 12);
  store<u32>(network, <u32>col, 16);
  store<u32>(network, <u32>val, 20);
}

/** Gives the network dense weights, g included, packed by `gemm_pack_a_f64(n, n, ...)`. */
export function rate_dense_weights(network: usize, packed: usize): void {
  store<u32>(network, <u32>packed, 8);
}

// @ts-ignore: decorator
@inline
export function units(network: usize): i32 {
  return load<i32>(network);
}

// @ts-ignore: decorator
@inline
export function activation(network: usize): i32 {
  return load<i32>(network, 4);
}

/** Address of the input of step `step` of a call, or 0. */
// @ts-ignore: decorator
@inline
export function biasOf(network: usize, step: i32): usize {
  const bias = <usize>load<u32>(network, 24);
  return bias == 0 ? 0 : bias + ((<usize>(step * load<i32>(network, 28))) << 3);
}

// @ts-ignore: decorator
@inline
export function form(network: usize): i32 {
  return load<i32>(network, 32);
}

// @ts-ignore: decorator
@inline
export function scheme(network: usize): i32 {
  return load<i32>(network, 36);
}

// @ts-ignore: decorator
@inline
export function stepSize(network: usize): f64 {
  return load<f64>(network, 40);
}

/** c = W x for all m columns. */
export function product(network: usize, m: i32, x: usize, c: usize, scratch: usize): void {
  const n = units(network);
  const packed = <usize>load<u32>(network, 8);
  if (packed != 0) gemm_f64(n, m, n, packed, x, m, c, m, scratch);
  else
    spmm_csr_f64(
      n,
      <usize>load<u32>(network, 12),
      <usize>load<u32>(network, 16),
      <usize>load<u32>(network, 20),
      x,
      m,
      c,
    );
}
