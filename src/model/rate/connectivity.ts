/** Sparse random couplings of the rate network (spec A.1). W_ij is the weight from neuron j to neuron i. */
import { MsmError } from '../../errors.js';

/** Edges in compressed rows; within a row, columns ascend. */
export interface Edges {
  readonly N: number;
  readonly count: number;
  /** [N + 1]: row i owns the entries rowStart[i]..rowStart[i+1]-1. */
  readonly rowStart: Int32Array;
  /** [count]: presynaptic neuron. */
  readonly columns: Int32Array;
}

/** A sparse matrix; non-edges are exactly 0. */
export interface Connectivity extends Edges {
  /** [count], in the order of the edges. */
  readonly weights: Float64Array;
}

/** `published`: sd = 1/(Np); `variance`: sd = 1/sqrt(Np), what the text of the paper asks for. */
export type WeightRule = 'published' | 'variance';

/** Standard deviation of the weights. */
export function weightDeviation(rule: WeightRule, N: number, p: number): number {
  return rule === 'published' ? 1 / (N * p) : 1 / Math.sqrt(N * p);
}

/** Effective gain: spectral radius of g W for large N, g sd sqrt(Np). */
export function effectiveGain(g: number, rule: WeightRule, N: number, p: number): number {
  return g * weightDeviation(rule, N, p) * Math.sqrt(N * p);
}

/** Uniforms number `first` to `first + count - 1` of a sequence; what was returned before may no longer hold. */
export type Uniforms = (first: number, count: number) => ArrayLike<number>;

/** Uniforms that are there already, all of them. */
export const givenUniforms =
  (all: readonly number[] | Float64Array): Uniforms =>
  (first, count) =>
    all.slice(first, first + count);

/**
 * Edges from N^2 - N uniforms in [0, 1) for the off-diagonal cells in row-major order: an edge iff u > 1 - p (strict), the
 * diagonal never. They are asked for row by row, so that memory grows with the edges. Throws E_CONFIG for a row that is not
 * N - 1 long, N that is no size and p outside (0, 1].
 */
export function drawEdges(N: number, p: number, uniforms: Uniforms): Edges {
  if (!Number.isSafeInteger(N) || N < 2) throw new MsmError('E_CONFIG', `N must be a whole number >= 2, not ${N}`);
  if (!(p > 0 && p <= 1)) throw new MsmError('E_CONFIG', `p must be above 0 and at most 1, not ${p}`);
  const threshold = 1 - p;
  const rowStart = new Int32Array(N + 1); // [N + 1]
  const columns: number[] = [];
  for (let i = 0; i < N; i++) {
    const row = uniforms(i * (N - 1), N - 1);
    if (row.length !== N - 1)
      throw new MsmError('E_CONFIG', `row ${i} of ${N} neurons needs ${N - 1} uniforms, not ${row.length}`);
    for (let at = 0; at < N - 1; at++) if (row[at] > threshold) columns.push(at < i ? at : at + 1);
    rowStart[i + 1] = columns.length;
  }
  return { N, count: columns.length, rowStart, columns: Int32Array.from(columns) };
}

/**
 * Weights of given edges from one standard normal per edge in row-major order, times sd; centred means that the mean over
 * the edges is subtracted, so that they sum to 0. Throws E_CONFIG if there are not as many normals as edges.
 */
export function drawWeights(edges: Edges, normals: ArrayLike<number>, sd: number, isCentred: boolean): Connectivity {
  const { count } = edges;
  if (normals.length !== count) {
    throw new MsmError('E_CONFIG', `${count} edges need as many normal numbers, not ${normals.length}`);
  }
  const weights = Float64Array.from(normals, (normal) => normal * sd); // [count]
  if (isCentred && count > 0) {
    let sum = 0;
    for (const weight of weights) sum += weight;
    const mean = sum / count;
    for (let e = 0; e < count; e++) weights[e] -= mean;
  }
  return { ...edges, weights };
}

/**
 * Sparse matrix of an edge list in any order. Throws E_CONFIG for lists of different lengths, neurons outside 0..N-1,
 * weights that are not finite and edges given twice.
 */
export function fromEdgeList(
  N: number,
  list: { readonly rows: ArrayLike<number>; readonly columns: ArrayLike<number>; readonly weights: ArrayLike<number> },
): Connectivity {
  const count = list.rows.length;
  const refuse = (message: string): never => {
    throw new MsmError('E_CONFIG', message);
  };
  if (list.columns.length !== count || list.weights.length !== count)
    refuse('rows, columns and weights differ in length');
  const isNeuron = (value: number): boolean => Number.isSafeInteger(value) && value >= 0 && value < N;
  const rowStart = new Int32Array(N + 1); // [N + 1]
  for (let e = 0; e < count; e++) {
    const [row, column] = [list.rows[e], list.columns[e]];
    if (!isNeuron(row) || !isNeuron(column)) refuse(`edge ${e} joins ${column} to ${row}, outside 0 to ${N - 1}`);
    if (!Number.isFinite(list.weights[e])) refuse(`the weight of edge ${e} is ${list.weights[e]}`);
    rowStart[row + 1]++;
  }
  for (let i = 0; i < N; i++) rowStart[i + 1] += rowStart[i];
  const order = Array.from({ length: count }, (_, e) => e);
  order.sort((a, b) => list.rows[a] - list.rows[b] || list.columns[a] - list.columns[b]);
  const columns = Int32Array.from(order, (e) => list.columns[e]);
  for (let e = 1; e < count; e++) {
    const [a, b] = [order[e - 1], order[e]];
    if (list.rows[a] === list.rows[b] && columns[e - 1] === columns[e]) {
      refuse(`the edge from ${columns[e]} to ${list.rows[b]} is given twice`);
    }
  }
  return { N, count, rowStart, columns, weights: Float64Array.from(order, (e) => list.weights[e]) };
}

/** Sparse matrix of the non-zero entries of W [N, N], diagonal included. */
export function fromDense(W: ArrayLike<number>, N: number): Connectivity {
  const [rows, columns, weights]: [number[], number[], number[]] = [[], [], []];
  for (let at = 0; at < N * N; at++) {
    if (W[at] === 0) continue;
    rows.push(Math.floor(at / N));
    columns.push(at % N);
    weights.push(W[at]);
  }
  return fromEdgeList(N, { rows, columns, weights });
}

/** W [N, N] with zeros where there is no edge. */
export function toDense({ N, rowStart, columns, weights }: Connectivity): Float64Array {
  const W = new Float64Array(N * N); // [N, N]
  for (let i = 0; i < N; i++) for (let e = rowStart[i]; e < rowStart[i + 1]; e++) W[i * N + columns[e]] = weights[e];
  return W;
}

/** The same edges with all weights times g. */
export function scaled(connectivity: Connectivity, g: number): Connectivity {
  return { ...connectivity, weights: connectivity.weights.map((weight) => g * weight) };
}
