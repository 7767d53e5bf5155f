/**
 * How often each pattern was shown, from the couplings that this left (spec section 9.3 of the hebbian model): J = k sum_mu p_mu xi^mu xi^mu off
 * the diagonal is a linear system for p, with an equation for each pair of neurons.
 */
import { MsmError } from '../errors.js';
import { simplexLeastSquares } from '../method/simplex-least-squares.js';
import { inverseGram, type SmallSystem, solveSystem } from '../method/small-system.js';

/** Couplings J [N, N], symmetric, of which the part above the diagonal counts, and patterns of +1 and -1 [K, N]. */
export interface LearnedCouplings {
  readonly N: number;
  readonly K: number;
  /** Synaptic strength. */
  readonly k: number;
  readonly J: ArrayLike<number>;
  readonly patterns: ArrayLike<number>;
}

/** More, as many or fewer equations than patterns. */
export type Regime = 'overdetermined' | 'square' | 'underdetermined';

export interface LinearInference {
  readonly regime: Regime;
  /** Solution of the linear system as it is: may be negative, need not sum to 1. [K] */
  readonly raw: Float64Array;
  /** Standard errors of `raw`, which take what the patterns do not explain of J for independent noise; absent unless overdetermined. [K] */
  readonly rawErrors?: Float64Array;
  /** Of A (square), A'A or AA'. */
  readonly sign: number;
  readonly logDeterminant: number;
  /** Covariance of `raw`, in the same cases. [K, K] */
  readonly covariance?: Float64Array;
}

/** Determinants below this are warned of. */
const SMALL = 1e-10;

export const pairCount = (N: number): number => (N * (N - 1)) / 2;

/** A column for each pattern, xi_i xi_j over the pairs i < j. */
export function pairColumns(patterns: ArrayLike<number>, N: number, K: number): readonly Float64Array[] {
  return Array.from({ length: K }, (_, mu) => {
    const column = new Float64Array(pairCount(N));
    let r = 0;
    for (let i = 0; i < N; i++) {
      for (let j = i + 1; j < N; j++) column[r++] = patterns[mu * N + i] * patterns[mu * N + j];
    }
    return column;
  });
}

/** J/k over the pairs i < j. */
function pairValues({ J, N, k }: LearnedCouplings): Float64Array {
  const b = new Float64Array(pairCount(N));
  let r = 0;
  for (let i = 0; i < N; i++) for (let j = i + 1; j < N; j++) b[r++] = J[i * N + j] / k;
  return b;
}

/** `0 and 3 are the same` for patterns whose products are equal, so that nothing tells them apart; none if there are no such two. */
export function alikePatterns(patterns: ArrayLike<number>, N: number, K: number): readonly string[] {
  const said: string[] = [];
  for (let mu = 0; mu < K; mu++) {
    for (let nu = mu + 1; nu < K; nu++) {
      let dot = 0;
      for (let i = 0; i < N; i++) dot += patterns[mu * N + i] * patterns[nu * N + i];
      if (dot === N) said.push(`${mu} and ${nu} are the same`);
      else if (dot === -N) said.push(`${mu} and ${nu} are opposite`);
    }
  }
  return said;
}

/** Throws E_CONFIG unless patterns are of +1 and -1, the only ones for which J tells their probabilities in this way. */
export function assertSigns(patterns: ArrayLike<number>, N: number, K: number): void {
  for (let at = 0; at < N * K; at++) {
    if (Math.abs(patterns[at]) === 1) continue;
    throw new MsmError(
      'E_CONFIG',
      `neuron ${at % N} of pattern ${Math.floor(at / N)} is ${patterns[at]}; probabilities are inferred from patterns of +1 and -1 alone`,
    );
  }
}

function refuseSingular({ N, K, patterns }: LearnedCouplings): never {
  const alike = alikePatterns(patterns, N, K);
  const [shown, more] = [alike.slice(0, 3), alike.length - 3];
  const others = more > 0 ? ` and ${more} more ${more === 1 ? 'pair' : 'pairs'}` : '';
  const isWide = pairCount(N) < K;
  const dependent = isWide
    ? `${K} patterns leave some of the ${pairCount(N)} pairs of neurons undetermined`
    : 'their products depend on each other';
  const which = alike.length === 0 ? dependent : `patterns ${shown.join(', ')}${others}`;
  throw new MsmError('E_CONFIG', `the probabilities of these patterns do not follow from couplings: ${which}`, {
    next: isWide
      ? 'Take the least squares over probabilities, which need no inverse.'
      : 'Leave out one of each such pair, and count its probability to the other.',
  });
}

const regimeOf = (rows: number, K: number): Regime =>
  rows === K ? 'square' : rows > K ? 'overdetermined' : 'underdetermined';

/** Covariance of the solution if what is left of b is independent noise. */
function covarianceOf({ R, rest }: SmallSystem, rows: number, K: number): Float64Array {
  const squares = rest.reduce((sum, value) => sum + value * value, 0);
  return inverseGram(R).map((value) => (value * squares) / (rows - K));
}

/**
 * Solves the linear system in its regime. Throws E_CONFIG for a singular one, naming patterns that are identical or opposite, and for patterns
 * that are not of +1 and -1.
 */
export function inferLinear(couplings: LearnedCouplings, log: (x: number) => number): LinearInference {
  const { N, K, patterns } = couplings;
  assertSigns(patterns, N, K);
  const rows = pairCount(N);
  const system = solveSystem(pairColumns(patterns, N, K), pairValues(couplings), log);
  if (!system.isDetermined) refuseSingular(couplings);
  const covariance = rows > K ? covarianceOf(system, rows, K) : undefined;
  return {
    regime: regimeOf(rows, K),
    raw: system.x,
    sign: system.sign,
    logDeterminant: system.logDeterminant,
    ...(covariance && { covariance, rawErrors: deviations(covariance, K) }),
  };
}

/** Whether the determinant is so small that the published program warns of it. */
export const isNearlySingular = ({ logDeterminant }: LinearInference, log: (x: number) => number): boolean =>
  logDeterminant < log(SMALL);

/** Square roots of the diagonal of a covariance [K, K]. */
export const deviations = (covariance: Float64Array, K: number): Float64Array =>
  Float64Array.from({ length: K }, (_, mu) => Math.sqrt(Math.max(0, covariance[mu * K + mu])));

/** Negative entries made 0 and the rest divided by the sum, each if it is asked for. Throws E_CONFIG where nothing is left to divide. */
export function forceProbabilities(
  raw: Float64Array,
  { clips = true, normalises = true }: { readonly clips?: boolean; readonly normalises?: boolean } = {},
): Float64Array {
  const p = clips ? raw.map((value) => Math.max(0, value)) : raw.slice();
  if (!normalises) return p;
  const sum = p.reduce((total, value) => total + value, 0);
  if (sum === 0) throw new MsmError('E_CONFIG', 'no probability is above 0: the couplings are those of no pattern');
  return p.map((value) => value / sum);
}

/** The least squares over p >= 0 with sum 1, [K]. Patterns that nothing tells apart share their probability in one of many ways. */
export function inferOnSimplex(couplings: LearnedCouplings): Float64Array {
  const { N, K, patterns } = couplings;
  assertSigns(patterns, N, K);
  return simplexLeastSquares(pairColumns(patterns, N, K), pairValues(couplings));
}

/** Standard errors where the sum is known to be 1: the covariance without the part that changes the sum. [K] */
export function errorsWithSum(covariance: Float64Array, K: number): Float64Array {
  const toSum = new Float64Array(K);
  let whole = 0;
  for (let mu = 0; mu < K; mu++) {
    for (let nu = 0; nu < K; nu++) toSum[mu] += covariance[mu * K + nu];
    whole += toSum[mu];
  }
  if (whole === 0) return new Float64Array(K);
  return Float64Array.from({ length: K }, (_, mu) =>
    Math.sqrt(Math.max(0, covariance[mu * K + mu] - (toSum[mu] * toSum[mu]) / whole)),
  );
}

/** k sum_mu p_mu xi^mu xi^mu off the diagonal, 0 on it. [N, N] */
export function reconstruct({ N, K, k, patterns }: LearnedCouplings, p: ArrayLike<number>): Float64Array {
  const J = new Float64Array(N * N);
  for (let i = 0; i < N; i++) {
    for (let j = i + 1; j < N; j++) {
      let sum = 0;
      for (let mu = 0; mu < K; mu++) sum += p[mu] * patterns[mu * N + i] * patterns[mu * N + j];
      J[i * N + j] = k * sum;
      J[j * N + i] = J[i * N + j];
    }
  }
  return J;
}

/** Mean squared difference of two matrices over the entries off the diagonal, N (N-1) of them. */
export function meanSquare(A: ArrayLike<number>, B: ArrayLike<number>, N: number): number {
  let sum = 0;
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) if (j !== i) sum += (A[i * N + j] - B[i * N + j]) * (A[i * N + j] - B[i * N + j]);
  }
  return sum / (N * (N - 1));
}

export interface Misfit {
  /** Of J and the reconstruction: right, divided by k^2; faithful, times k^2. */
  readonly error: number;
  /** Of the reconstruction and the Hebbian matrix of equal probabilities: right, k times that matrix; faithful, the matrix itself. */
  readonly delta: number;
}

/** How far the reconstruction is from the couplings, and from those of patterns that are all shown alike. */
export function misfitOf(couplings: LearnedCouplings, reconstructed: Float64Array, isFaithful: boolean): Misfit {
  const { N, K, k, J } = couplings;
  const uniform = reconstruct({ ...couplings, k: isFaithful ? 1 : k }, new Float64Array(K).fill(1 / K));
  const square = meanSquare(J, reconstructed, N);
  return {
    error: isFaithful ? square * (k * k) : square / (k * k),
    delta: meanSquare(uniform, reconstructed, N),
  };
}
