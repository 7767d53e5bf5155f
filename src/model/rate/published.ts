/** The random inputs of the published sessions, drawn as the original draws them (spec A.3). */
import type { Elementary } from '../../kernel/elementary.js';
import { numpyStream } from '../../method/numpy-stream.js';
import { pairwiseSum } from '../../method/pairwise-sum.js';

import { type Connectivity, drawEdges, drawWeights, weightDeviation } from './connectivity.js';
import type { RateParameters } from './parameters.js';

/** Entropy of all published sessions; the spawn key is the session. */
const ENTROPY = 1234;

export interface PublishedSession {
  /** Without g. */
  readonly weights: Connectivity;
  /** [trials, N] in [-1, 1). */
  readonly initial: Float64Array;
}

/**
 * Network and initial states of a session: one stream gives the uniforms of the cells, the normals of the edges and the initial
 * states in row-major order. The published ones are those of N = 200, p = 0.1, the published rule of the weights and
 * centring; fewer trials take the first initial states. Throws E_CONFIG for N and p that make no network.
 */
export function publishedSession(
  p: Pick<RateParameters, 'N' | 'p' | 'session' | 'weights' | 'centred' | 'trials'>,
  elementary: Pick<Elementary, 'exp' | 'log1p'>,
): PublishedSession {
  const [N, probability] = [p.N, p.p];
  const stream = numpyStream(ENTROPY, [p.session], elementary);
  const edges = drawEdges(N, probability, (_, count) => stream.uniforms(count));
  const deviation = weightDeviation(p.weights, N, probability);
  const drawn = drawWeights(edges, stream.normals(edges.count), deviation, false);
  // the mean in the original's order of summation: chaotic tails depend on the last bit of a weight
  const mean = p.centred === true && edges.count > 0 ? pairwiseSum(drawn.weights) / edges.count : 0;
  const weights = { ...drawn, weights: drawn.weights.map((weight) => weight - mean) };
  return { weights, initial: stream.uniforms(p.trials * N).map((u) => 2 * u - 1) };
}
