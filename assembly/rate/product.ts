// What a network's description points to: its input and its weights, sparse or dense.

import { gemm_f64 } from '../linalg/gemm';
import { spmm_stream_f64, stream_offsets } from '../linalg/sparse';
import { bias, biasStride, edges, packed, preparedFor, rowStart, setPreparedFor, units } from './network';

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
  if (dense != 0) {
    gemm_f64(n, m, n, dense, x, m, c, m, scratch);
    return;
  }
  const rows = <usize>rowStart(network),
    stream = <usize>edges(network);
  if (preparedFor(network) != m) {
    stream_offsets(load<i32>(rows + ((<usize>n) << 2)), stream, m);
    setPreparedFor(network, m);
  }
  spmm_stream_f64(n, rows, stream, x, m, c);
}
