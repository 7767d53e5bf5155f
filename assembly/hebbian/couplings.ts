// The couplings J = alpha B + sum_s w_s (g_s g_s^T off the diagonal), kept in parts (see the state declaration).
//
// A synaptic update J <- a J + b g g^T touches only numbers and one vector. When the vectors run out they are folded into B in
// one pass. If the neurons equal a pattern exactly, the update is an addition to that pattern's weight and nothing is ever folded:
// that is the saturated regime of the theory, where a step costs O(N K) instead of O(N^2).

import { madd_f64x2, storePair } from '../math/simd';
import { axpy_f64, combine_f64, dots_f64 } from '../linalg/vectors';
import { symv_streams_f64 } from '../linalg/packed-streams';
import { symv_wide_f64 } from '../linalg/packed-wide';
import { blockAddress, mirror_hollow_block_f64, pack_panel_f64, panelOffset, symv_packed_f64 } from '../linalg/packed';
import { hasWideVectors } from '../wide';
import { blocksOf, ENTRY, SLOT, VECTOR } from './blocks';
import * as S from './state';

/** Number of vectors that J may consist of now: the patterns and the unfolded states. */
// @ts-ignore: decorator
@inline
export function rank(state: usize): i32 {
  return S.patternCount(state) + S.used(state);
}

/** Address of pattern mu, or of an unfolded state for s >= K. */
// @ts-ignore: decorator
@inline
export function slot(state: usize, s: i32): usize {
  return S.slots(state) + ((<usize>s * <usize>S.np(state)) << 3);
}

/**
 * y = J x and dots[s] = g_s . x. `pattern` is the index of the pattern that x equals exactly, or -1.
 * Flops 2 N^2 + 4 N (K + used), or 4 N (K + used) if B x is known; bytes 4 N^2 + 16 N (K + used).
 */
export function product(state: usize, x: usize, pattern: i32, dots: usize, y: usize): void {
  const np = S.np(state);
  const count = rank(state);
  const alpha = S.alpha(state);
  dots_f64(S.slots(state), count, np, x, dots);
  if (alpha == 0) {
    memory.fill(y, 0, (<usize>np) << 3);
    lessDiagonal(0, y, S.diagonal(state), x, np, y);
  } else {
    lessDiagonal(alpha, baseProduct(state, x, pattern, y), S.diagonal(state), x, np, y);
  }
  const factors = S.coefficients(state);
  const weights = S.weights(state);
  for (let s = 0; s < count; s++) {
    const at = (<usize>s) << 3;
    store<f64>(factors + at, load<f64>(weights + at) * load<f64>(dots + at));
  }
  combine_f64(S.slots(state), count, np, factors, y);
}

/** y = alpha base - diagonal x, entry by entry. */
function lessDiagonal(alpha: f64, base: usize, diagonal: usize, x: usize, np: i32, y: usize): void {
  const a = f64x2.splat(alpha);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 32) {
    const low = f64x2.mul(v128.load(diagonal + j), v128.load(x + j)),
      high = f64x2.mul(v128.load(diagonal + j, 16), v128.load(x + j, 16));
    storePair(
      y + j,
      f64x2.sub(f64x2.mul(a, v128.load(base + j)), low),
      f64x2.sub(f64x2.mul(a, v128.load(base + j, 16)), high),
    );
  }
}

/** Address of B x: a remembered product if x is a pattern, otherwise y, which then holds it. */
function baseProduct(state: usize, x: usize, pattern: i32, y: usize): usize {
  const np = S.np(state);
  if (pattern < 0) {
    timesBase(state, x, y);
    return y;
  }
  const known = S.known(state) + ((<usize>pattern) << 2);
  const kept = S.baseProducts(state) + ((<usize>pattern * <usize>np) << 3);
  if (!load<i32>(known)) {
    timesBase(state, x, kept);
    store<i32>(known, 1);
  }
  return kept;
}

/** Neurons from which on B has more than 24 MiB, which few third-level caches hold. */
const STREAMED: i32 = 2500;

/** y = B x, with the same bits in every way. */
function timesBase(state: usize, x: usize, y: usize): void {
  const np = S.np(state);
  if (hasWideVectors && np < STREAMED) symv_wide_f64(S.base(state), np, x, y, S.doubled(state));
  else if (np < STREAMED) symv_packed_f64(S.base(state), np, x, y);
  else symv_streams_f64(S.base(state), np, x, y, S.coefficients(state));
}

/** Folds the unfolded states into B if fewer than `count` slots are free. */
export function ensureRoom(state: usize, count: i32): void {
  if (S.used(state) + count > S.delayed(state)) fold(state);
}

/** J <- a J + b g g^T off the diagonal. `pattern` is the index of the pattern that g equals exactly, or -1 (a slot must be free). */
export function update(state: usize, a: f64, g: usize, b: f64, pattern: i32): void {
  const weights = S.weights(state);
  S.setAlpha(state, S.alpha(state) * a);
  const count = rank(state);
  for (let s = 0; s < count; s++) {
    const at = weights + ((<usize>s) << 3);
    store<f64>(at, load<f64>(at) * a);
  }
  if (pattern >= 0) {
    const at = weights + ((<usize>pattern) << 3);
    store<f64>(at, load<f64>(at) + b);
  } else {
    memory.copy(slot(state, count), g, (<usize>S.np(state)) << 3);
    store<f64>(weights + ((<usize>count) << 3), b);
    S.setUsed(state, S.used(state) + 1);
  }
  updateDiagonal(a, g, b, (<usize>S.np(state)) << 3, S.diagonal(state));
}

/** What the slots would put on the diagonal, after the update. */
function updateDiagonal(a: f64, g: usize, b: f64, bytes: usize, diagonal: usize): void {
  const factor = f64x2.splat(a),
    weight = f64x2.splat(b);
  for (let j: usize = 0; j < bytes; j += 32) {
    const e = v128.load(g + j),
      f = v128.load(g + j, 16);
    const low = f64x2.mul(v128.load(diagonal + j), factor),
      high = f64x2.mul(v128.load(diagonal + j, 16), factor);
    storePair(diagonal + j, madd_f64x2(f64x2.mul(e, e), weight, low), madd_f64x2(f64x2.mul(f, f), weight, high));
  }
}

/** Lists the slots with a weight; returns where the list ends. */
function listActive(state: usize): usize {
  const weights = S.weights(state);
  const count = rank(state);
  let entry = S.coefficients(state);
  for (let s = 0; s < count; s++) {
    if (load<f64>(weights + ((<usize>s) << 3)) == 0) continue;
    store<u32>(entry, <u32>slot(state, s), VECTOR);
    store<i32>(entry, s, SLOT);
    entry += ENTRY;
  }
  return entry;
}

/** Writes w_s g_si of the four rows of panel p into the list, each twice. */
function weighPanel(state: usize, end: usize, p: i32): void {
  const weights = S.weights(state);
  const first = (<usize>p) << 5;
  for (let entry = S.coefficients(state); entry < end; entry += ENTRY) {
    const w = v128.load64_splat(weights + ((<usize>load<i32>(entry, SLOT)) << 3));
    const g = <usize>load<u32>(entry, VECTOR) + first;
    for (let r: usize = 0; r < 4; r++) v128.store(entry + (r << 4), f64x2.mul(v128.load64_splat(g + (r << 3)), w));
  }
}

/** One 4 x 4 block of J, of panel p, which is weighed, and columns 4q... */
// @ts-ignore: decorator
@inline
function blockOf(state: usize, p: i32, q: i32, end: usize, out: usize): void {
  const column = (<usize>q) << 5;
  const source = blockAddress(S.base(state), p, q, S.np(state));
  blocksOf(S.alpha(state), source, S.coefficients(state), end, column, column + 32, out);
}

/**
 * B <- J, no unfolded states left. Flops N^2 (active + 1/2), bytes 8 N^2.
 */
export function fold(state: usize): void {
  const np = S.np(state);
  const panels = np >> 2;
  const row = (<usize>np) << 3;
  const end = listActive(state);
  for (let p = 0; p < panels; p++) {
    weighPanel(state, end, p);
    const panel = S.base(state) + panelOffset(p, np);
    blocksOf(S.alpha(state), panel, S.coefficients(state), end, (<usize>p) << 5, row, panel);
    mirror_hollow_block_f64(panel);
  }
  S.setAlpha(state, 1);
  S.setUsed(state, 0);
  const slots = S.patternCount(state) + S.delayed(state);
  memory.fill(S.weights(state), 0, (<usize>slots) << 3);
  memory.fill(S.diagonal(state), 0, (<usize>np) << 3);
  memory.fill(S.known(state), 0, (<usize>S.patternCount(state)) << 2);
}

/** Four full rows 4p..4p+3 of J, each np doubles with zero padding, symmetric and hollow bit for bit. The state does not change. */
export function hebbian_coupling_rows(state: usize, p: i32, rows: usize): void {
  const np = S.np(state);
  const panels = np >> 2;
  const stride = (<usize>np) << 3;
  const end = listActive(state);
  const block = end;
  for (let q = 0; q < panels; q++) {
    const low = min(p, q),
      high = max(p, q);
    if (q <= p) weighPanel(state, end, low);
    blockOf(state, low, high, end, block);
    if (p == q) mirror_hollow_block_f64(block);
    for (let r: usize = 0; r < 4; r++) {
      for (let c: usize = 0; c < 4; c++) {
        const i = q < p ? c : r,
          j = q < p ? r : c;
        const value = load<f64>(block + ((j >> 1) << 6) + (i << 4) + ((j & 1) << 3));
        store<f64>(rows + r * stride + ((<usize>q) << 5) + (c << 3), value);
      }
    }
  }
}

/** Sets rows 4p..4p+3 of J from four full rows; only the part to the right of the diagonal counts. To be called before the first step only. */
export function hebbian_set_coupling_rows(state: usize, p: i32, rows: usize): void {
  pack_panel_f64(S.base(state), S.np(state), p, rows);
}

/**
 * S = <D, D> and P = <D, H> by direct summation, D = J - k H, H_ij = sum_mu p_mu xi^mu_i xi^mu_j off the diagonal and
 * <A, B> = sum_{i != j} A_ij B_ij / (N (N-1)). Rows of panels are summed one after the other.
 * Flops N^2 (active + K + 4), bytes 4 N^2.
 */
export function refreshSums(state: usize): void {
  const np = S.np(state);
  const panels = np >> 2;
  const end = listActive(state);
  const block = end;
  let deviation: f64 = 0,
    projection: f64 = 0;
  for (let p = 0; p < panels; p++) {
    weighPanel(state, end, p);
    let rowDeviation: f64 = 0,
      rowProjection: f64 = 0;
    for (let q = p; q < panels; q++) {
      blockOf(state, p, q, end, block);
      subtractHebb(state, p, q, block);
      const twice: f64 = q == p ? 1 : 2;
      rowDeviation += twice * blockDot(block, block);
      rowProjection += twice * blockDot(block, block + 128);
    }
    deviation += rowDeviation;
    projection += rowProjection;
  }
  const n = <f64>S.n(state);
  S.setDeviation(state, deviation / (n * (n - 1)));
  S.setProjection(state, projection / (n * (n - 1)));
}

/** block <- block - k H and the 128 bytes behind it <- H, both hollow, in the layout of stored blocks. */
function subtractHebb(state: usize, p: i32, q: i32, block: usize): void {
  const hebb = block + 128;
  memory.fill(hebb, 0, 128);
  const patterns = S.patternCount(state);
  for (let mu = 0; mu < patterns; mu++) {
    const weight = load<f64>(S.probabilities(state) + ((<usize>mu) << 3));
    const xi = slot(state, mu);
    const c = v128.load(xi + ((<usize>q) << 5)),
      d = v128.load(xi + ((<usize>q) << 5), 16);
    for (let r: usize = 0; r < 4; r++) {
      const w = f64x2.splat(weight * load<f64>(xi + ((<usize>p) << 5) + (r << 3)));
      const at = hebb + (r << 4);
      v128.store(at, madd_f64x2(w, c, v128.load(at)));
      v128.store(at, madd_f64x2(w, d, v128.load(at, 64)), 64);
    }
  }
  if (p == q) {
    mirror_hollow_block_f64(hebb);
    mirror_hollow_block_f64(block);
  }
  const k = f64x2.splat(-S.strength(state));
  for (let j: usize = 0; j < 128; j += 16)
    v128.store(block + j, madd_f64x2(v128.load(hebb + j), k, v128.load(block + j)));
}

function blockDot(a: usize, b: usize): f64 {
  let sum = f64x2.splat(0);
  for (let j: usize = 0; j < 128; j += 16) sum = madd_f64x2(v128.load(a + j), v128.load(b + j), sum);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** y += c (g dot - g^2 x), dot = g . x: the hollow outer product of g applied to x. */
export function addOuterProduct(g: usize, x: usize, c: f64, dot: f64, np: i32, y: usize): void {
  axpy_f64(c * dot, g, y, np);
  const v = f64x2.splat(-c);
  const bytes = (<usize>np) << 3;
  for (let j: usize = 0; j < bytes; j += 32) {
    const e = v128.load(g + j),
      f = v128.load(g + j, 16);
    storePair(
      y + j,
      madd_f64x2(f64x2.mul(f64x2.mul(e, e), v128.load(x + j)), v, v128.load(y + j)),
      madd_f64x2(f64x2.mul(f64x2.mul(f, f), v128.load(x + j, 16)), v, v128.load(y + j, 16)),
    );
  }
}
