/**
 * Covariant Lyapunov vectors (spec B.5; Ginelli, Poggi, Turchi, Chate, Livi and Politi, Phys. Rev. Lett. 99 (2007)): the
 * directions that grow with each exponent forwards and backwards in time. Unlike the columns of Q they are intrinsic.
 */
import type { Elementary } from '../../kernel/elementary.js';
import { identityColumns, type Orthonormalise } from './qr.js';
import { stretchAndOrthonormalise } from './spectrum.js';
import type { FlowOrMap } from './system.js';

/** Numbers are steps; all but `transient` are multiples of `every`. */
export interface CovariantPlan {
  readonly k: number;
  /** Orthonormal basis to start from, [dim, k]; a random one from `seededBasis`. */
  readonly Q: Float64Array;
  readonly transient: number;
  readonly align: number;
  readonly record: number;
  /** Steps beyond the record from which the backward iteration converges; a few times 1/(gap between exponents). */
  readonly back: number;
  readonly every: number;
}

export interface CovariantVectors {
  readonly k: number;
  readonly intervals: number;
  /** Unit vectors at the end of each recorded interval, [intervals, dim, k]; the sign of each is free. */
  readonly vectors: Float64Array;
  /** ln of the growth of each vector over each recorded interval, [intervals, k]. */
  readonly growth: Float64Array;
  /** Mean growth per unit of time, [k]: the Lyapunov exponents up to O(1/time). */
  readonly exponents: Float64Array;
}

/** C <- R^-1 C for upper triangular [k, k], columns normalised; growth [k] gets -ln of their norms. */
function stepBack(R: Float64Array, C: Float64Array, k: number, growth: Float64Array, log: Elementary['log']): void {
  for (let j = 0; j < k; j++) {
    let square = 0;
    for (let i = j; i >= 0; i--) {
      let sum = C[i * k + j];
      for (let m = i + 1; m <= j; m++) sum -= R[i * k + m] * C[m * k + j];
      C[i * k + j] = sum / R[i * k + i];
      square += C[i * k + j] * C[i * k + j];
    }
    const norm = Math.sqrt(square);
    for (let i = 0; i <= j; i++) C[i * k + j] /= norm;
    growth[j] = -log(norm);
  }
}

/** V [dim, k] <- Q C with C upper triangular. */
function combine(Q: Float64Array, C: Float64Array, dim: number, k: number, V: Float64Array): void {
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < k; j++) {
      let sum = 0;
      for (let m = 0; m <= j; m++) sum += Q[i * k + m] * C[m * k + j];
      V[i * k + j] = sum;
    }
  }
}

/**
 * Vectors and growth from state u [dim], which is not changed. Keeps Q for the record and R for record and back in
 * memory: 8 bytes * (dim k + k^2) per interval. Needs an invertible map on the k directions. Throws as the spectrum does.
 */
export function covariantVectors(
  system: FlowOrMap,
  u: Float64Array,
  plan: CovariantPlan,
  qr: Orthonormalise,
  { log }: Pick<Elementary, 'log'>,
): CovariantVectors {
  const { k, every } = plan;
  const { dim } = system;
  const state = { u: u.slice(), Q: plan.Q.slice(), k };
  for (let s = 0; s < plan.transient; s++) system.step(state.u);
  const aligned = Math.round(plan.align / every);
  stretchAndOrthonormalise(system, state, { intervals: aligned, every }, qr, new Float64Array(aligned * k));
  const intervals = Math.round(plan.record / every);
  const all = intervals + Math.round(plan.back / every);
  const Qs = new Float64Array(intervals * dim * k); // [intervals, dim, k]
  const Rs = new Float64Array(all * k * k); // [intervals + back, k, k]
  const R = new Float64Array(k * k);
  stretchAndOrthonormalise(system, state, { intervals: all, every }, qr, new Float64Array(all * k), R, (n) => {
    Rs.set(R, n * k * k);
    if (n < intervals) Qs.set(state.Q, n * dim * k);
  });
  const C = identityColumns(k, k);
  const vectors = new Float64Array(intervals * dim * k); // [intervals, dim, k]
  const growth = new Float64Array(intervals * k); // [intervals, k]
  const unused = new Float64Array(k);
  for (let n = all - 1; n >= 0; n--) {
    const isRecorded = n < intervals;
    if (isRecorded) {
      const at = n * dim * k;
      combine(Qs.subarray(at, at + dim * k), C, dim, k, vectors.subarray(at, at + dim * k));
    }
    stepBack(Rs.subarray(n * k * k, (n + 1) * k * k), C, k, isRecorded ? growth.subarray(n * k) : unused, log);
  }
  const exponents = new Float64Array(k); // [k]
  for (let n = 0; n < intervals; n++) for (let j = 0; j < k; j++) exponents[j] += growth[n * k + j];
  const time = intervals * every * system.timePerStep;
  return { k, intervals, vectors, growth, exponents: exponents.map((sum) => sum / time) };
}
