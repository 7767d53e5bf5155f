/**
 * Theory of the distance S = |J - k H|^2 / (N (N-1)) (spec section 6): mean and standard deviation over realisations.
 *
 * Assumes that the neurons equal the shown pattern at every synaptic update. Only +, -, *, / and sqrt are used, so the numbers
 * are the same on every machine.
 */
import { wholePower } from '../../method/power.js';

const square = (x: number): number => x * x;

/** Rounding of a sum of a few terms of size 1, each itself a sum of `count` products. */
const roundingOf = (count: number): number => 16 * (count + 4) * 2 ** -53;

/** A value below the rounding of its terms is 0: patterns that are all alike must not fluctuate by a few ulp. */
const beyond = (value: number, rounding: number): number => (Math.abs(value) > rounding ? value : 0);

/** Scalars of one run: V = <H,H>, V0 = <J0,J0>, C0 = <H,J0>, and the strength k. */
export interface Overlaps {
  readonly V: number;
  readonly V0: number;
  readonly C0: number;
  readonly k: number;
}

/** Mean of S/k^2 after n steps, one independent pattern a step (spec 6.1). eps: contraction of a step. */
export function publishedMean({ V, V0, C0, k }: Overlaps, eps: number, n: number): number {
  const q = wholePower(1 - eps, 2 * n);
  const k2 = k * k;
  const sum = ((k2 * (2 * q - eps)) / (2 - eps)) * V + q * V0 - 2 * k * q * C0 + (k2 * eps * (1 - q)) / (2 - eps);
  return sum / k2;
}

/** Long-time mean of S/k^2 for one independent pattern a step. */
export function asymptote(eps: number, V: number): number {
  return (eps / (2 - eps)) * (1 - V);
}

/** Long-time mean for a hold of B steps: (1 - q)/(1 + q) E[G_mm], q = (1 - eps)^B; equals `asymptote` for B = 1. */
export function asymptoteOfHold(eps: number, hold: number, meanNorm: number): number {
  const q = wholePower(1 - eps, hold);
  return ((1 - q) / (1 + q)) * meanNorm;
}

/** Long-time standard deviation as published (spec 6.2); 0 where the variance is no more than rounding. tauJ in steps. */
export function publishedStd(neurons: number, patterns: number, tauJ: number, rho: number): number {
  const [N, K, e] = [neurons, patterns, 1 / tauJ];
  const [e2, e3] = [e * e, e * e * e];
  const pairs = e2 - e3 + (2 / K) * (-e2 + 2 * e3) + (3 / (K * K) - 2 / (K * K * K)) * (e2 - 3 * e3);
  const variance = pairs / (N * (N - 1)) + (e2 - e3) / (2 * K) + (e2 - 3 * e3) / (2 * K * K) + (-e2 + 2 * e3) / (K * K);
  return Math.sqrt(Math.max(0, beyond(variance, 2 ** -47 * e2))) * (1 - rho * rho);
}

/** The published transient of the standard deviation. */
export function publishedStdTransient(eps: number, n: number): number {
  return 1 - wholePower(1 - eps, 2 * n);
}

/** Moments over the patterns that the exact theory needs (spec 6.3). */
export interface ExactStatistics {
  /** d0 = <D0, D0>/k^2. */
  readonly initial: number;
  /** E[G_mm]. */
  readonly meanNorm: number;
  /** Var(b)/k^2, Var(G_mm), Cov(b, G_mm)/k. */
  readonly varProjection: number;
  readonly varNorm: number;
  readonly covariance: number;
  /** sum_mn p_m p_n G_mn^2. */
  readonly meanSquare: number;
}

/**
 * Statistics from inner products. gram: xi^m.xi^n; squareGram: sum_i (xi^m_i xi^n_i)^2; forms: xi^m.J0 xi^m; all raw sums.
 */
export function exactStatistics(
  gram: Float64Array,
  squareGram: Float64Array,
  forms: Float64Array,
  p: ArrayLike<number>,
  neurons: number,
  { V, V0, C0, k }: Overlaps,
): ExactStatistics {
  const count = p.length;
  const pairs = neurons * (neurons - 1);
  const outer = (m: number, n: number): number =>
    (gram[m * count + n] * gram[m * count + n] - squareGram[m * count + n]) / pairs;
  const hebb = new Float64Array(count);
  for (let m = 0; m < count; m++) for (let n = 0; n < count; n++) hebb[m] += p[n] * outer(m, n);
  const unit = roundingOf(count);
  const G = (m: number, n: number): number =>
    beyond(outer(m, n) - hebb[m] - hebb[n] + V, unit * Math.max(Math.abs(outer(m, n)), V));
  const b = (m: number): number => forms[m] / pairs - C0 - k * hebb[m] + k * V;
  // <D0, X^mu> is at most the product of the sizes of J0 and X^mu
  const least = unit * (Math.sqrt(V0) + Math.abs(k)) * Math.sqrt(Math.max(V, outer(0, 0)));
  const mean = (value: (m: number) => number): number => {
    let sum = 0;
    for (let m = 0; m < count; m++) sum += p[m] * value(m);
    return sum;
  };
  const [meanNorm, meanProjection] = [mean((m) => G(m, m)), mean(b)];
  const fromMean = (m: number): number => beyond(b(m) - meanProjection, least);
  return {
    initial: (V0 - 2 * k * C0 + k * k * V) / (k * k),
    meanNorm,
    varProjection: mean((m) => square(fromMean(m))) / (k * k),
    varNorm: mean((m) => square(G(m, m) - meanNorm)),
    covariance: mean((m) => fromMean(m) * (G(m, m) - meanNorm)) / k,
    meanSquare: mean((m) => mean((n) => square(G(m, n)))),
  };
}

/** a = (1 - eps)^n and W_j = sum over holds of w^j for j = 2, 3, 4. */
export interface HoldWeights {
  readonly a: number;
  readonly W2: number;
  readonly W3: number;
  readonly W4: number;
}

/** Weights after n steps with holds of `hold` steps from step 0 on, the last one cut at n; closed form. */
export function holdWeights(eps: number, hold: number, n: number): HoldWeights {
  const keep = 1 - eps;
  const whole = Math.floor(n / hold);
  const rest = n - whole * hold;
  const tail = wholePower(keep, rest);
  const block = wholePower(keep, hold);
  const last = 1 - tail;
  const sum = (j: number): number => {
    if (eps === 0) return 0;
    const ratio = wholePower(block, j);
    const geometric = ratio === 1 ? whole : (1 - wholePower(ratio, whole)) / (1 - ratio);
    return wholePower(tail * (1 - block), j) * geometric + wholePower(last, j);
  };
  return { a: wholePower(keep, n), W2: sum(2), W3: sum(3), W4: sum(4) };
}

/** Exact mean and standard deviation of S/k^2 (spec 6.3) for any patterns, probabilities and holds. */
export function exactMoments(
  s: ExactStatistics,
  { a, W2, W3, W4 }: HoldWeights,
): { readonly mean: number; readonly std: number } {
  const mean = a * a * s.initial + W2 * s.meanNorm;
  const variance =
    4 * a * a * W2 * s.varProjection + W4 * s.varNorm + 4 * a * W3 * s.covariance + 2 * (W2 * W2 - W4) * s.meanSquare;
  return { mean, std: Math.sqrt(Math.max(0, variance)) };
}

/**
 * The same weights step by step for holds of any lengths. Layout of `w`: a, W2, W3, W4 of the finished holds, weight of the
 * present hold.
 */
export function startWeights(w: Float64Array): void {
  w.fill(0, 0, 5);
  w[0] = 1;
}

/** Advances the weights by one step; `isRenewal` says whether the step began a hold. */
export function advanceWeights(w: Float64Array, eps: number, isRenewal: boolean): void {
  const keep = 1 - eps;
  if (isRenewal) {
    const done = w[4];
    w[1] += done * done;
    w[2] += done * done * done;
    w[3] += done * done * done * done;
    w[4] = 0;
  }
  w[0] *= keep;
  w[1] *= keep * keep;
  w[2] *= keep * keep * keep;
  w[3] *= keep * keep * keep * keep;
  w[4] = keep * w[4] + eps;
}

/** The weights as `exactMoments` takes them. */
export function readWeights(w: Float64Array): HoldWeights {
  const [a, W2, W3, W4, now] = w;
  return { a, W2: W2 + now * now, W3: W3 + now * now * now, W4: W4 + now * now * now * now };
}
