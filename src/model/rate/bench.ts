/** Benchmarks of the rate family: its products, QR, and the step of the published experiment. */

import type { FreshKernels, Kernels } from '../../kernel/kernels.js';
import { type Bench, repeated, type Subject } from '../bench.js';
import { withDefaults } from '../defaults.js';
import { RATE_MODULE, type RateKernels } from './kernels.js';
import { networkWeights, placeEdges, placeNetwork } from './network.js';
import type { RateParameters } from './parameters.js';
import { RATE_SCHEMA } from './schema.js';
import { padded } from './state.js';

/** Both trajectories of the published 20 pairs. */
const TRIALS = 20;
const COLUMNS = 2 * TRIALS;
/** Tangent vectors of one trial in the benchmark of QR. */
const VECTORS = 20;
/** Steps of one call: about what 10 ms hold. */
export const SPAN = 100;
/** Operations of a tanh and of the update around it, division counted once. */
const STEP_FLOPS = 16;

/** Address of `count` numbers in [-1, 1) without a pattern in the last bits. */
function numbers(kernels: Kernels, count: number): number {
  const address = kernels.allocate(8 * count);
  kernels.f64(address, count).forEach((_, i, all) => {
    all[i] = ((i * 7919) % 1000) / 500 - 1;
  });
  return address;
}

/** Dense product with packed weights, N x N times 40 columns. */
function dense(kernels: Kernels<RateKernels>, N: number): Subject {
  const [A, x, y] = [numbers(kernels, N * N), numbers(kernels, N * COLUMNS), kernels.allocate(8 * N * COLUMNS)];
  const packed = kernels.allocate(kernels.kernel('gemm_packed_bytes')(N, N));
  kernels.kernel('gemm_pack_a_f64')(N, N, A, N, packed);
  const workspace = kernels.allocate(kernels.kernel('gemm_workspace_bytes')(COLUMNS, N));
  const gemm = kernels.kernel('gemm_f64');
  return {
    name: `gemm_f64 N=${N}, ${COLUMNS} columns`,
    flops: 2 * N * N * COLUMNS,
    bytes: 8 * N * N + 24 * N * COLUMNS,
    run: repeated(() => gemm(N, COLUMNS, N, packed, x, COLUMNS, y, COLUMNS, workspace)),
  };
}

/** The published parameters with another size and density; weights are drawn with the seed 0. */
export const parametersOf = (N: number, p = 0.1): RateParameters => withDefaults(RATE_SCHEMA, { N, p, g: 16 });

/** Sparse product with a tenth of the edges, times 40 columns. */
function sparse(kernels: Kernels<RateKernels>, N: number): Subject {
  const W = networkWeights(kernels, parametersOf(N), {}, 0);
  const { count } = W;
  const { rowStart, edges } = placeEdges(kernels, W);
  kernels.kernel('stream_offsets')(count, edges, COLUMNS);
  const [x, y] = [numbers(kernels, N * COLUMNS), kernels.allocate(8 * N * COLUMNS)];
  const spmm = kernels.kernel('spmm_stream_f64');
  return {
    name: `spmm_stream_f64 N=${N} p=0.1, ${COLUMNS} columns`,
    flops: 2 * count * COLUMNS,
    // two blocks of columns pass over the edges; each edge reads its row of x
    bytes: 32 * count + 8 * count * COLUMNS,
    workingSet: 16 * count + 16 * N * COLUMNS,
    run: repeated(() => spmm(N, rowStart, edges, x, COLUMNS, y)),
  };
}

/** QR of the tangent vectors of one trial; the columns are orthonormal from the second call on, so one application is enough. */
function orthonormalise(kernels: Kernels<RateKernels>, N: number): Subject {
  const [q, logs] = [numbers(kernels, N * VECTORS), kernels.allocate(8 * VECTORS)];
  for (let j = 0; j < VECTORS; j++) kernels.f64(q, N * VECTORS)[j * VECTORS + j] += 10;
  const scratch = kernels.allocate(kernels.kernel('qr_scratch_bytes')(N, VECTORS));
  const qr = kernels.kernel('qr_f64');
  const flops = 2 * N * VECTORS * VECTORS + 4 * N * VECTORS;
  return {
    name: `qr_f64 N=${N} k=${VECTORS}`,
    flops,
    bytes: 4 * flops,
    workingSet: 8 * N * VECTORS,
    run: repeated(() => qr(N, VECTORS, q, VECTORS, logs, 0, scratch)),
  };
}

/** 20 pairs of a network in the kernels' memory, and their steps: `distances` has those of the span that was done last, [SPAN, TRIALS]. */
export function openPairs(fresh: FreshKernels, p: RateParameters) {
  const kernels = fresh(RATE_MODULE);
  const W = networkWeights(kernels, p, {}, 0);
  const network = placeNetwork(kernels, p, W);
  const m = padded(COLUMNS);
  const [x, distances] = [numbers(kernels, p.N * m), kernels.allocate(8 * SPAN * TRIALS)];
  const workspace = kernels.allocate(kernels.kernel('rate_workspace_bytes')(p.N, m, COLUMNS, 0));
  const advance = kernels.kernel('rate_advance');
  return {
    W,
    columns: COLUMNS,
    /** The states, [N, columns]. */
    states: (): Float64Array => kernels.f64(x, p.N * m),
    distances: (): Float64Array => kernels.f64(distances, SPAN * TRIALS),
    /** Does at most SPAN steps. */
    advance: (steps: number): void => void advance(network, m, x, TRIALS, steps, distances, 0, workspace),
  };
}

/** A step of 20 pairs with their distances, as `msm lyapunov` does it. */
export function rateStep(fresh: FreshKernels, N: number, p = 0.1): Subject {
  const { W, columns: m, advance } = openPairs(fresh, parametersOf(N, p));
  return {
    name: `rate step N=${N} p=${p}, ${TRIALS} pairs`,
    flops: 2 * W.count * m + STEP_FLOPS * N * m + 3 * N * TRIALS,
    bytes: 32 * W.count + 8 * W.count * m + 24 * N * m,
    workingSet: 16 * W.count + 16 * N * m,
    run: repeated(() => advance(SPAN)),
    perCall: SPAN,
    spanMs: 20,
  };
}

/** The headline workload is a step of the published network, and of one five times as large. */
export const BENCH: Bench = {
  *kernels(fresh) {
    for (const N of [200, 1000])
      for (const subject of [dense, sparse, orthonormalise]) yield subject(fresh(RATE_MODULE), N);
  },
  *workloads(fresh) {
    for (const N of [200, 1000]) yield rateStep(fresh, N);
  },
};
