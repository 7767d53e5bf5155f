// The loop over steps: record, step, stop at the first number that is not finite.

import { dot_f64, dot_squares_f64, dots_f64, sum_f64 } from '../linalg/vectors';
import { normal } from '../random/normal';
import { panelOffset } from '../linalg/packed';
import { product, refreshSums, slot } from './couplings';
import { memorySum, rememberPast, stepMemories, stepTransitions } from './memory';
import { observe } from './observe';
import { stepRungeKutta, stepSequential, stepSimultaneous } from './step';
import { REFRESH } from './sums';
import * as S from './state';

/**
 * Prepares a block whose sizes, parameters, patterns (slots), probabilities, neurons and couplings are set: V, S, P, squares.
 */
export function hebbian_prepare(state: usize): void {
  const np = S.np(state),
    count = S.patternCount(state);
  S.setAlpha(state, 1);
  S.setMatched(state, -1);
  const squares = S.squares(state);
  memory.fill(squares, 0, (<usize>np) << 3);
  for (let mu = 0; mu < count; mu++) {
    const p = load<f64>(S.probabilities(state) + ((<usize>mu) << 3));
    for (let i = 0; i < np; i++) {
      const at = (<usize>i) << 3;
      const xi = load<f64>(slot(state, mu) + at);
      store<f64>(squares + at, load<f64>(squares + at) + p * xi * xi);
    }
  }
  S.setHebbNorm(state, hebbNorm(state));
  refreshSums(state);
  S.setUntilRefresh(state, REFRESH);
}

/** V = <H, H> = [sum_mu,nu p_mu p_nu (xi^mu.xi^nu)^2 - sum_i (sum_mu p_mu xi_i^2)^2] / (N (N-1)). */
function hebbNorm(state: usize): f64 {
  const np = S.np(state),
    count = S.patternCount(state);
  const dots = S.coefficients(state);
  let sum: f64 = 0;
  for (let mu = 0; mu < count; mu++) {
    dots_f64(S.slots(state), count, np, slot(state, mu), dots);
    let row: f64 = 0;
    for (let nu = 0; nu < count; nu++) {
      const dot = load<f64>(dots + ((<usize>nu) << 3));
      row += load<f64>(S.probabilities(state) + ((<usize>nu) << 3)) * dot * dot;
    }
    sum += load<f64>(S.probabilities(state) + ((<usize>mu) << 3)) * row;
  }
  const n = <f64>S.n(state);
  return (sum - dot_f64(S.squares(state), S.squares(state), np)) / (n * (n - 1));
}

/**
 * Draws J(0) = (A + A^T)/2 sqrt 2 off the diagonal, A_ij normal of mean 0 and standard deviation `scale`, draw number i N + j of
 * (seed, purpose, stream).
 */
export function hebbian_draw_couplings(
  state: usize,
  seedLow: u32,
  seedHigh: u32,
  purpose: u32,
  stream: u32,
  scale: f64,
): void {
  const np = S.np(state),
    n = S.n(state);
  const half = 0.5 * sqrt<f64>(2);
  for (let p = 0; p < np >> 2; p++) {
    let at = S.base(state) + panelOffset(p, np);
    for (let j = 4 * p; j < np; j += 2) {
      for (let r = 0; r < 4; r++) {
        const i = 4 * p + r;
        for (let c = 0; c < 2; c++) {
          const low = min(i, j + c),
            high = max(i, j + c);
          let value: f64 = 0;
          if (low != high && high < n) {
            const upper = normal(seedLow, seedHigh, purpose, stream, <u64>low * <u64>n + <u64>high);
            const lower = normal(seedLow, seedHigh, purpose, stream, <u64>high * <u64>n + <u64>low);
            value = (scale * upper + scale * lower) * half;
          }
          store<f64>(at, value);
          at += 8;
        }
      }
    }
  }
}

/** 1 if the state as last observed is finite in all its parts, else 0. */
export function hebbian_is_finite(state: usize): i32 {
  if (!isFinite(S.energy(state)) || !isFinite(S.deviation(state))) return 0;
  return !S.hasMemory(state) || isFinite(memorySum(state)) ? 1 : 0;
}

/** `observe` for the host: the state's energies, distance and overlaps under pattern `shown`, at any moment. */
export function hebbian_observe(state: usize, shown: i32): void {
  observe(state, shown, true);
}

/**
 * Does up to `count` steps. shown: i32 per step, the pattern of that step's field. records: count rows of the `record` of the state before each
 * step (its Lyapunov function 0 without withLyapunov) and its K overlaps times N. sigmas: count rows of np doubles, or 0.
 * Returns the steps done; fewer than `count` means that the state before the next step is not finite.
 */
export function hebbian_advance(
  state: usize,
  count: i32,
  shown: usize,
  records: usize,
  sigmas: usize,
  withLyapunov: i32,
): i32 {
  const row = (<usize>S.np(state)) << 3;
  const overlaps = (<usize>S.patternCount(state)) << 3;
  const width = S.RECORD_BYTES + overlaps;
  for (let i = 0; i < count; i++) {
    const pattern = load<i32>(shown + ((<usize>i) << 2));
    observe(state, pattern, withLyapunov != 0);
    if (!hebbian_is_finite(state)) return i;
    const record = records + <usize>i * width;
    store<f64>(record, S.energy(state), S.RECORD_ENERGY);
    store<f64>(record, withLyapunov ? S.lyapunov(state) : 0, S.RECORD_LYAPUNOV);
    store<f64>(record, S.deviation(state), S.RECORD_DISTANCE);
    store<f64>(record, sum_f64(S.sigma(state), S.np(state)), S.RECORD_SUM);
    memory.copy(record + S.RECORD_BYTES, S.dots(state), overlaps);
    if (sigmas != 0) memory.copy(sigmas + <usize>i * row, S.sigma(state), row);
    step(state, pattern);
  }
  return count;
}

function step(state: usize, shown: i32): void {
  if (S.hasMemory(state)) rememberPast(state);
  const scheme = S.scheme(state);
  if (scheme == S.SCHEME_EULER) stepSequential(state, shown);
  else if (scheme == S.SCHEME_EULER_SIMULTANEOUS) stepSimultaneous(state, shown);
  else stepRungeKutta(state, shown);
  if (S.hasMemory(state)) {
    stepMemories(state);
    stepTransitions(state);
  }
  if (!S.isFrozen(state)) S.setUntilRefresh(state, S.untilRefresh(state) - 1);
  S.setStep(state, S.step(state) + 1);
}

/**
 * Products that the theory needs, of a fresh state: out = xi^m.xi^n [K, K], sum_i (xi^m_i xi^n_i)^2 [K, K], xi^m.J xi^m [K].
 */
export function hebbian_pattern_products(state: usize, out: usize): void {
  const np = S.np(state),
    count = S.patternCount(state);
  const squares = out + ((<usize>(count * count)) << 3);
  const forms = squares + ((<usize>(count * count)) << 3);
  const dots = S.coefficients(state) + ((<usize>(5 * (count + S.delayed(state)))) << 3);
  for (let m = 0; m < count; m++) {
    const xi = slot(state, m);
    dots_f64(S.slots(state), count, np, xi, out + ((<usize>(m * count)) << 3));
    for (let n = 0; n < count; n++) {
      store<f64>(squares + ((<usize>(m * count + n)) << 3), dot_squares_f64(xi, slot(state, n), np));
    }
    product(state, xi, m, dots, S.scratch(state));
    store<f64>(forms + ((<usize>m) << 3), dot_f64(xi, S.scratch(state), np));
  }
}
