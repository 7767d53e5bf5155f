/**
 * Retrieval of a pattern by a network whose couplings stand still, from copies with some signs turned (spec section 9.2 of the hebbian model).
 *
 * All copies are columns of one matrix, so that a step is one product with J.
 */
import type { CoreKernels } from '../kernel/core-kernels.js';
import type { Kernels } from '../kernel/kernels.js';

/** Columns of products come in fours. */
const LANES = 4;
const padded = (n: number): number => Math.ceil(n / LANES) * LANES;

/** Copies of a pattern of +1 and -1 [N], of which entry i keeps its sign where U_i < (1 + r)/2; U and copies [M, N]. */
export function noisyCopies(pattern: ArrayLike<number>, U: ArrayLike<number>, r: number): Float64Array {
  const N = pattern.length;
  return Float64Array.from(U, (u, at) => (u < (1 + r) / 2 ? pattern[at % N] : -pattern[at % N]));
}

/** A product with a matrix that stays: packed once. */
function multiplier(kernels: Kernels<CoreKernels>, A: ArrayLike<number>, n: number, k: number, columns: number) {
  const plain = kernels.allocate(8 * n * k);
  kernels.f64(plain, n * k).set(A);
  const packed = kernels.allocate(kernels.kernel('gemm_packed_bytes')(n, k));
  kernels.kernel('gemm_pack_a_f64')(n, k, plain, k, packed);
  const workspace = kernels.allocate(kernels.kernel('gemm_workspace_bytes')(columns, k));
  const gemm = kernels.kernel('gemm_f64');
  return (x: number, y: number): void => gemm(n, columns, k, packed, x, columns, y, columns, workspace);
}

export interface RetrievalSettings {
  readonly beta: number;
  /** dt/tau_s: what a step keeps is the rest. */
  readonly rate: number;
  /** Records: of the starts, then after each step but the last. */
  readonly records: number;
}

export interface Retrieval {
  /** Overlaps with the patterns, of each copy at each record. [records, K, M] */
  readonly overlaps: Float64Array;
  readonly records: number;
  readonly K: number;
  readonly M: number;
}

/**
 * sigma' = sigma + rate (-sigma + tanh(beta J sigma)) without a field, from starts [M, N]. The memory of `kernels` is taken and not given back: use an instance
 * for each call. Cost: 2 N (N + K) M records.
 */
export function retrieve(
  kernels: Kernels<CoreKernels>,
  {
    J,
    patterns,
    N,
    K,
  }: { readonly J: ArrayLike<number>; readonly patterns: ArrayLike<number>; readonly N: number; readonly K: number },
  starts: Float64Array,
  { beta, rate, records }: RetrievalSettings,
): Retrieval {
  const M = starts.length / N;
  const columns = padded(M);
  const [states, fields] = [kernels.allocate(8 * N * columns), kernels.allocate(8 * N * columns)];
  const overlapsAt = kernels.allocate(8 * padded(K) * columns);
  const advance = multiplier(kernels, J, N, N, columns);
  const project = multiplier(kernels, patterns, K, N, columns);
  const tanh = kernels.kernel('tanh_array_f64');
  const sigma = kernels.f64(states, N * columns);
  for (let c = 0; c < M; c++) for (let i = 0; i < N; i++) sigma[i * columns + c] = starts[c * N + i];
  const overlaps = new Float64Array(records * K * M);
  for (let t = 0; t < records; t++) {
    project(states, overlapsAt);
    const made = kernels.f64(overlapsAt, K * columns);
    for (let mu = 0; mu < K; mu++) {
      for (let c = 0; c < M; c++) overlaps[(t * K + mu) * M + c] = made[mu * columns + c] / N;
    }
    if (t + 1 === records) break;
    advance(states, fields);
    const field = kernels.f64(fields, N * columns);
    for (let at = 0; at < field.length; at++) field[at] *= beta;
    tanh(fields, fields, N * columns);
    for (let at = 0; at < field.length; at++) sigma[at] += rate * (field[at] - sigma[at]);
  }
  return { overlaps, records, K, M };
}

/** Mean and standard deviation (divisor M - 1) of the overlaps over copies `first` to `first + count - 1`. [records, K] each; of one copy no deviation: NaN. */
export function overlapStatistics({ overlaps, records, K, M }: Retrieval, first = 0, count = M) {
  const [mean, std] = [new Float64Array(records * K), new Float64Array(records * K)];
  for (let at = 0; at < records * K; at++) {
    const values = overlaps.subarray(at * M + first, at * M + first + count);
    const average = values.reduce((sum, value) => sum + value, 0) / count;
    const squares = values.reduce((sum, value) => sum + (value - average) * (value - average), 0);
    mean[at] = average;
    std[at] = count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN;
  }
  return { mean, std };
}

/** The pattern with the largest overlap in size, and the one with the smallest: what the published program calls target and another. */
export function targetsOf(overlaps: ArrayLike<number>): { readonly target: number; readonly another: number } {
  let [target, another] = [0, 0];
  for (let mu = 1; mu < overlaps.length; mu++) {
    if (Math.abs(overlaps[mu]) > Math.abs(overlaps[target])) target = mu;
    if (Math.abs(overlaps[mu]) < Math.abs(overlaps[another])) another = mu;
  }
  return { target, another };
}
