/**
 * Lyapunov exponents by repeated orthonormalisation of tangent vectors (spec B.2; Benettin, Galgani, Giorgilli and
 * Strelcyn, Meccanica 15 (1980); Shimada and Nagashima, Prog. Theor. Phys. 61 (1979)).
 */
import { MsmError } from '../../errors.js';
import { blockError, DEFAULT_BLOCKS } from './block-error.js';
import type { Orthonormalise } from './qr.js';
import type { FlowOrMap } from './system.js';

/** When to go on beyond `record` steps. */
export interface Until {
  /** Stop once the standard error is at most this (per unit of time). */
  readonly standardError: number;
  /** Of the first exponent only, or of every one; default `largest`. */
  readonly of?: 'largest' | 'all';
  /** Number of recorded steps at which the run ends in any case. */
  readonly atMost: number;
}

/** Numbers are steps; `align` and `record` are multiples of `every`. */
export interface SpectrumPlan {
  /** Number of exponents, 1..dim. */
  readonly k: number;
  /** Steps of the state alone, before the basis is started. */
  readonly transient: number;
  /** Steps of state and basis whose growth is not counted. */
  readonly align: number;
  readonly record: number;
  /** Steps between orthonormalisations. Keep every * time per step * (lambda_1 - lambda_k) below 18. */
  readonly every: number;
  /** Orthonormal basis to start from, [dim, k]: a random one (`seededBasis`), or that of a spectrum to continue. */
  readonly Q: Float64Array;
  readonly blocks?: number;
  readonly until?: Until;
}

export interface Spectrum {
  readonly k: number;
  /** Per unit of time, in the order of the basis; -Infinity for a direction that the map destroys. */
  readonly exponents: Float64Array;
  /** The same, largest first. */
  readonly sorted: Float64Array;
  /** Block standard error of each of `exponents`; NaN with fewer than two intervals. */
  readonly standardErrors: Float64Array;
  /** Blocks that the errors were made from (degrees of freedom + 1). */
  readonly blocks: number;
  /** ln R_ii of each interval, [intervals, k]. */
  readonly logs: Float64Array;
  readonly intervals: number;
  /** Time of one interval. */
  readonly intervalTime: number;
  readonly recordTime: number;
  /** Why it ended: the record was all that was asked, the error is small enough, or the limit came first. */
  readonly stop: 'record' | 'tolerance' | 'limit';
  /** Final state and basis: give them to a plan without transient and align to continue. */
  readonly u: Float64Array;
  readonly Q: Float64Array;
}

function requirePlan(system: FlowOrMap, u: Float64Array, plan: SpectrumPlan): void {
  const refuse = (message: string): never => {
    throw new MsmError('E_CONFIG', message);
  };
  const { k, every } = plan;
  if (u.length !== system.dim) refuse(`the state has ${u.length} entries, the system ${system.dim}`);
  if (!Number.isSafeInteger(k) || k < 1 || k > system.dim) {
    refuse(`the number of exponents must be 1 to ${system.dim}, not ${k}`);
  }
  if (!Number.isSafeInteger(every) || every < 1) refuse(`orthonormalise every 1, 2, ... steps, not ${every}`);
  for (const name of ['transient', 'align', 'record'] as const) {
    if (!Number.isSafeInteger(plan[name]) || plan[name] < 0)
      refuse(`${name} must be a number of steps, not ${plan[name]}`);
    if (name !== 'transient' && plan[name] % every !== 0) refuse(`${name} must be a multiple of ${every} steps`);
  }
  if (plan.record < every) refuse('no exponent without a recorded interval');
  if (plan.Q.length !== system.dim * k) refuse(`the basis must be ${system.dim} x ${k}`);
}

/**
 * Runs `intervals` times `every` steps of state and basis, each followed by an orthonormalisation; row n of `logs`
 * [>= first + intervals, k] gets its ln R_ii, and `onInterval` is called after it. This is the loop of every estimator
 * that has a basis. Throws E_DIVERGED with the interval's number when a number stops being finite.
 */
export function stretchAndOrthonormalise(
  system: FlowOrMap,
  state: { readonly u: Float64Array; readonly Q: Float64Array; readonly k: number },
  count: { readonly intervals: number; readonly every: number },
  qr: Orthonormalise,
  logs: Float64Array,
  R: Float64Array | null = null,
  onInterval?: (n: number) => void,
): void {
  const { u, Q, k } = state;
  for (let n = 0; n < count.intervals; n++) {
    for (let s = 0; s < count.every; s++) system.tangentStep(u, Q, k);
    const row = logs.subarray(n * k, (n + 1) * k);
    qr(Q, system.dim, k, row, R);
    for (let i = 0; i < k; i++) {
      if (Number.isNaN(row[i]) || row[i] === Number.POSITIVE_INFINITY) {
        throw new MsmError('E_DIVERGED', 'tangent vectors are no longer finite', {
          place: `interval ${n} of ${count.every} steps, direction ${i}`,
          next: 'Use a smaller time step, or orthonormalise more often.',
        });
      }
    }
    onInterval?.(n);
  }
}

/**
 * Exponents of a system from state u [dim], which is not changed. Cost per step: one tangent step of k vectors; per
 * interval one QR, 4 dim k^2. The error falls as one over the square root of time for chaos, as one over time otherwise.
 * Throws E_CONFIG for an impossible plan and E_DIVERGED if the state or the vectors stop being finite.
 */
export function lyapunovSpectrum(system: FlowOrMap, u: Float64Array, plan: SpectrumPlan, qr: Orthonormalise): Spectrum {
  requirePlan(system, u, plan);
  const { k, every, until } = plan;
  const state = { u: u.slice(), Q: plan.Q.slice(), k };
  for (let s = 0; s < plan.transient; s++) system.step(state.u);
  const aligned = plan.align / every;
  stretchAndOrthonormalise(system, state, { intervals: aligned, every }, qr, new Float64Array(aligned * k));
  const chunk = { intervals: plan.record / every, every };
  const intervalTime = every * system.timePerStep;
  const blocks = plan.blocks ?? DEFAULT_BLOCKS;
  let logs = new Float64Array(0); // [intervals, k]
  for (;;) {
    const left = until === undefined ? chunk.intervals : Math.floor(until.atMost / every) - logs.length / k;
    const intervals = Math.max(1, Math.min(chunk.intervals, left));
    const grown = new Float64Array(logs.length + intervals * k);
    grown.set(logs);
    stretchAndOrthonormalise(system, state, { intervals, every }, qr, grown.subarray(logs.length));
    logs = grown;
    const stop = whyStop(logs, k, intervalTime, blocks, every, until);
    if (stop !== undefined) return { ...spectrumOf(logs, k, intervalTime, blocks), stop, u: state.u, Q: state.Q };
  }
}

function whyStop(
  logs: Float64Array,
  k: number,
  intervalTime: number,
  blocks: number,
  every: number,
  until: Until | undefined,
): Spectrum['stop'] | undefined {
  if (until === undefined) return 'record';
  const errors = blockError(logs, k, blocks).subarray(0, until.of === 'all' ? k : 1);
  if (errors.every((error) => error / intervalTime <= until.standardError)) return 'tolerance';
  return logs.length / k + 1 > Math.floor(until.atMost / every) ? 'limit' : undefined;
}

/** Exponents and errors of a series of ln R_ii [intervals, k], which may have been recorded elsewhere. */
export function spectrumOf(
  logs: Float64Array,
  k: number,
  intervalTime: number,
  blocks = DEFAULT_BLOCKS,
): Omit<Spectrum, 'stop' | 'u' | 'Q'> {
  const intervals = Math.floor(logs.length / k);
  const recordTime = intervals * intervalTime;
  const exponents = new Float64Array(k); // [k]
  for (let n = 0; n < intervals; n++) for (let i = 0; i < k; i++) exponents[i] += logs[n * k + i];
  for (let i = 0; i < k; i++) exponents[i] /= recordTime;
  return {
    k,
    exponents,
    sorted: exponents.slice().sort().reverse(),
    standardErrors: blockError(logs, k, blocks).map((error) => error / intervalTime),
    blocks: Math.min(blocks, intervals),
    logs,
    intervals,
    intervalTime,
    recordTime,
  };
}

type Series = Pick<Spectrum, 'logs' | 'k' | 'intervals' | 'intervalTime'>;

/** Estimates after each interval, [intervals, k]: their last row is the result. */
export function runningExponents({ logs, k, intervals, intervalTime }: Series): Float64Array {
  const running = new Float64Array(intervals * k); // [intervals, k]
  const sums = new Float64Array(k);
  for (let n = 0; n < intervals; n++) {
    for (let i = 0; i < k; i++) {
      sums[i] += logs[n * k + i];
      running[n * k + i] = sums[i] / ((n + 1) * intervalTime);
    }
  }
  return running;
}

/** Exponents over consecutive windows of `window` intervals, [windows, k]; what is left over is dropped. */
export function finiteTimeExponents({ logs, k, intervals, intervalTime }: Series, window = 1): Float64Array {
  const windows = Math.floor(intervals / window);
  const local = new Float64Array(windows * k); // [windows, k]
  for (let n = 0; n < windows * window; n++) {
    for (let i = 0; i < k; i++) local[Math.floor(n / window) * k + i] += logs[n * k + i];
  }
  return local.map((sum) => sum / (window * intervalTime));
}
