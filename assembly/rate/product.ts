// What a network's description points to: its input and its weights, sparse or dense.

import { gemm_f64 } from '../linalg/gemm';
import { spmm_csr_f64 } from '../linalg/sparse';
import { bias, biasStride, columns, packed, rowStart, units, weights } from './network';

/** Address of the input of step `step` of a call, or 0. It is constant within a step. */
// @ts-ignore: decorator
@inline
export function biasOf(network: usize, step: i32): usize {
  const first = <usize>bias(network);
  return first == 0 ? 0 : first + ((<usize>(step * biasStride(network))) << 3);
}

/** c = W x for all m columns. */
export function product(network: usize, m: i32, x: usize, c: usize, scratch: usize): void {
  const n = units(network);
  const dense = <usize>packed(network);
  if (dense != 0) gemm_f64(n, m, n, dense, x, m, c, m, scratch);
  else spmm_csr_f64(n, <usize>rowStart(network), <usize>columns(network), <usize>weights(network), x, m, c);
}
