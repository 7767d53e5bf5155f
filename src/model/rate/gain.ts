/** How strong a network is: its effective gain, which theory takes, and its spectral radius, which limits the step. */
import type { Inputs } from '../family.js';

import { effectiveGain } from './connectivity.js';
import type { RateParameters } from './parameters.js';

/** Products with W that the radius is averaged over, and the number of those before, which do not count. */
const PRODUCTS = 256;
const WARM_UP = 64;

/**
 * Effective gain of W [N, N] without g: sqrt of the sum of its squares over N, the radius of the disc that the eigenvalues of large
 * matrices of independent entries fill (the circular law).
 */
export function gainOfWeights(W: ArrayLike<number>, N: number): number {
  let sum = 0;
  for (let at = 0; at < N * N; at++) sum += W[at] * W[at];
  return Math.sqrt(sum / N);
}

/** g_eff of a run: measured from given weights, else that of the rule that they are drawn by. The sign is that of g. */
export function gainOf(p: RateParameters, { W }: Inputs): number {
  const [g, N] = [p.g, p.N];
  if (W !== undefined) return g * gainOfWeights(W, N);
  return effectiveGain(g, p.weights, N, p.p);
}

/** Irrational steps, so that an eigenvector is missed only by chance. */
const arbitraryDirection = (N: number): Float64Array<ArrayBuffer> =>
  Float64Array.from({ length: N }, (_, i) => 1 + ((i * 0.6180339887498949) % 1));

const lengthOf = (x: Float64Array): number => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));

/**
 * Spectral radius of W [N, N], from the growth of a vector under repeated products: exact for the modulus of one dominant eigenvalue
 * or pair up to a few per cent, 0 for a nilpotent matrix. Cost: 512 N^2.
 */
export function spectralRadius(W: ArrayLike<number>, N: number): number {
  let x = arbitraryDirection(N);
  let next = new Float64Array(N);
  let product = 1;
  let root = 1;
  for (let m = 0; m < WARM_UP + PRODUCTS; m++) {
    let square = 0;
    for (let i = 0; i < N; i++) {
      let sum = 0;
      for (let j = 0; j < N; j++) sum += W[i * N + j] * x[j];
      next[i] = sum;
      square += sum * sum;
    }
    const norm = Math.sqrt(square);
    if (!(norm > 0) || !Number.isFinite(norm)) return norm;
    for (let i = 0; i < N; i++) next[i] /= norm;
    [x, next] = [next, x];
    // the first norm refers to a vector that was not normalised
    if (m >= WARM_UP) product *= norm;
    // roots of short products, so that none overflows: 16th roots by four square roots
    if (m >= WARM_UP && (m - WARM_UP) % 16 === 15) {
      root *= fourthRootOfFourthRoot(product);
      product = 1;
    }
  }
  return fourthRootOfFourthRoot(root);
}

/** Products with W and its transpose that the norm is found by: a few per cent below it where the largest singular values lie close together. */
const SINGULAR_PRODUCTS = 32;

/** Largest singular value of W [N, N], from the growth of a vector under repeated products with W and its transpose. Cost: 128 N^2. */
export function spectralNorm(W: ArrayLike<number>, N: number): number {
  let x = arbitraryDirection(N);
  let norm = 0;
  for (let m = 0; m < SINGULAR_PRODUCTS; m++) {
    const y = new Float64Array(N);
    for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) y[i] += W[i * N + j] * x[j];
    const back = new Float64Array(N);
    for (let i = 0; i < N; i++) for (let j = 0; j < N; j++) back[j] += W[i * N + j] * y[i];
    norm = lengthOf(y);
    const length = lengthOf(back);
    if (!(length > 0) || !Number.isFinite(length)) return norm;
    x = back.map((value) => value / length);
  }
  return norm;
}

/** x^(1/16) with square roots alone, which are the same everywhere. */
const fourthRootOfFourthRoot = (x: number): number => Math.sqrt(Math.sqrt(Math.sqrt(Math.sqrt(x))));
