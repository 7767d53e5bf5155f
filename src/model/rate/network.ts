/** The network of a run in the kernels' memory: weights drawn or given, stored sparse or dense, whichever steps faster. */
import { MsmError } from '../../errors.js';
import { codeOf } from '../../kernel/codes.js';
import type { Kernels } from '../../kernel/kernels.js';
import { type BlockOf, layOut, openBlock, setScalars } from '../../kernel/struct.js';
import { randomSource, uniformDraws } from '../../method/random.js';
import type { Inputs } from '../family.js';

import { type Connectivity, drawEdges, drawWeights, fromDense, scaled, weightDeviation } from './connectivity.js';
import type { Drive } from './input.js';
import type { RateKernels } from './kernels.js';
import type { RateParameters } from './parameters.js';
import type { PublishedSession } from './published.js';
import { PURPOSE } from './purposes.js';
import { RATE_NETWORK } from './state.js';

/** Share of edges from which the dense product is the faster one. Measured at N = 200 and 1000 with 40 columns. */
export const DENSE_FROM = 0.58;

/** Weights W without g: given, or those of a published session, or drawn for a session (the same for all g). */
export function networkWeights(
  kernels: Kernels<RateKernels>,
  p: RateParameters,
  inputs: Inputs,
  seed: number,
  published?: PublishedSession,
): Connectivity {
  const N = p.N;
  if (inputs.W !== undefined) {
    const broken = inputs.W.findIndex((value) => !Number.isFinite(value));
    if (broken >= 0) throw new MsmError('E_CONFIG', `weight ${broken} is not a finite number`, { place: '--W' });
    return fromDense(inputs.W, N);
  }
  if (published !== undefined) return published.weights;
  const stream = p.session;
  const draws = uniformDraws(kernels, seed, N - 1);
  const edges = drawEdges(N, p.p, (first, count) => draws(PURPOSE.edges, stream, first, count));
  const { count } = edges;
  const address = kernels.allocate(8 * count);
  randomSource(kernels, seed).normal({ address, count, purpose: PURPOSE.weights, stream, first: 0 }, 0, 1);
  return drawWeights(edges, kernels.f64(address, count), weightDeviation(p.weights, N, p.p), p.centred);
}

type Description = BlockOf<typeof RATE_NETWORK>;

/** A description of a network that has neither weights nor numbers yet. */
export function openNetwork(kernels: Kernels<RateKernels>): Description {
  const layout = layOut(RATE_NETWORK, {});
  return openBlock(kernels.memory, RATE_NETWORK, layout, kernels.allocate(layout.bytes), true);
}

/** Puts g W and the rest of the description into the kernels' memory; returns its address. */
export function placeNetwork(kernels: Kernels<RateKernels>, p: RateParameters, W: Connectivity, drive?: Drive): number {
  const network = openNetwork(kernels);
  setScalars(network, {
    units: p.N,
    activation: codeOf(RATE_NETWORK, 'activation', p.activation),
    bias: drive?.address ?? 0,
    biasStride: drive?.stride ?? 0,
    form: codeOf(RATE_NETWORK, 'form', p.form),
    scheme: codeOf(RATE_NETWORK, 'scheme', p.scheme),
    stepSize: p.dt / p.tau,
  });
  placeWeights(kernels, network, scaled(W, p.g), p.N);
  return network.address;
}

/** Whether a network with so many edges is stored dense. */
const isDense = (N: number, count: number): boolean => count >= DENSE_FROM * N * N;

const roomForEdges = (kernels: Kernels<RateKernels>, N: number, count: number) => ({
  rowStart: kernels.allocate(4 * (N + 1)),
  edges: kernels.allocate(16 * (count + 1)),
});

const roomForDense = (kernels: Kernels<RateKernels>, N: number) => ({
  dense: kernels.allocate(8 * N * N),
  packed: kernels.allocate(8 * Math.ceil(N / 4) * 4 * N),
});

/** Bytes of an edge in arrays of the host: column, weight, weight times g, and the list of columns while it grows. */
const HOST_BYTES = 4 + 8 + 8 + 20;

/** Edges that a network has: those given, or as many as are drawn in the mean. */
function edgesOf({ N, p }: RateParameters, { W }: Inputs): number {
  return W === undefined ? Math.round(p * N * (N - 1)) : Float64Array.from(W).filter((weight) => weight !== 0).length;
}

/** Room for a network as it is drawn and placed. Returns the bytes that it has in arrays of the host. */
export function roomForNetwork(kernels: Kernels<RateKernels>, p: RateParameters, inputs: Inputs): number {
  const [N, count] = [p.N, edgesOf(p, inputs)];
  if (inputs.W === undefined && p.stream === 'own') kernels.allocate(8 * (N + count));
  openNetwork(kernels);
  if (isDense(N, count)) roomForDense(kernels, N);
  else roomForEdges(kernels, N, count);
  return HOST_BYTES * count;
}

/** Stores sparse weights as `spmm_stream_f64` takes them: each edge is 16 bytes, its column and its weight, and 16 follow the last. */
export function placeEdges(
  kernels: Kernels<RateKernels>,
  W: Connectivity,
): { readonly rowStart: number; readonly edges: number } {
  const { rowStart, edges } = roomForEdges(kernels, W.N, W.count);
  kernels.i32(rowStart, W.N + 1).set(W.rowStart);
  const [columns, weights] = [kernels.i32(edges, 4 * W.count), kernels.f64(edges, 2 * W.count)];
  W.columns.forEach((column, e) => {
    columns[4 * e] = column;
  });
  W.weights.forEach((weight, e) => {
    weights[2 * e + 1] = weight;
  });
  return { rowStart, edges };
}

/** Stores the weights sparse or dense, and says in the description where they are. */
function placeWeights(kernels: Kernels<RateKernels>, network: Description, gW: Connectivity, N: number): void {
  if (!isDense(N, gW.count)) {
    setScalars(network, placeEdges(kernels, gW));
    return;
  }
  const { dense, packed } = roomForDense(kernels, N);
  for (let i = 0; i < N; i++) {
    for (let e = gW.rowStart[i]; e < gW.rowStart[i + 1]; e++)
      kernels.f64(dense, N * N)[i * N + gW.columns[e]] = gW.weights[e];
  }
  kernels.kernel('gemm_pack_a_f64')(N, N, dense, N, packed);
  network.set('packed', packed);
}
