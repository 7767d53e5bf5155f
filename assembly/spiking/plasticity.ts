// The Hebbian rule on the row of one key, for steps in which nobody reads it (specification, section 2). A row has np numbers, one a value:
//
//   A <- A c - A p + bound p = A (c - p) + bound p      p = q nu,  q = gamma+ kappa,  c = 1 - gamma- kappa^2
//
//   traces  -> | step 0: np of keys, np of values | step 1 | ...            stride of a step 2 np
//   factors -> | step from: q, c | step from + 1: q, c | ...
//
// The row stays in registers over the steps, four vectors at once. Each entry sees the operations of one step after the other, so it does not
// matter in how many stretches steps are taken. Flops 5 an entry and step; bytes: one trace an entry and step. Error 4 u of the terms a step.

import { bytesOf, entry, lanes, madd, sumLanes } from '../linalg/lanes';
import { spikesAt } from './neurons';
import { settleTrace } from './settle';

/** Traces [steps][stride] of spikes [steps][words], from those before the first step: keep trace + take z. Flops 3 np a step. */
export function traceSpikes<T extends number>(
  steps: i32,
  np: i32,
  words: i32,
  bits: usize,
  before: usize,
  stride: i32,
  keep: T,
  take: T,
  traces: usize,
): void {
  const k = v128.splat<T>(keep);
  const z = v128.splat<T>(take);
  for (let t = 0; t < steps; t++) {
    for (let i = 0; i < np; i += lanes<T>()) {
      const kept = v128.mul<T>(k, v128.load(entry<T>(before, i)));
      v128.store(entry<T>(traces, i), settleTrace<T>(madd<T>(z, spikesAt<T>(bits, i), kept)));
    }
    before = traces;
    traces += bytesOf<T>(stride);
    bits += (<usize>words) << 2;
  }
}

/** Factors of the steps from ... to - 1 for a key whose trace at step s is `traces` [s][2 np] at `key`. */
export function rowFactors<T extends number>(
  key: usize,
  stride: usize,
  from: i32,
  to: i32,
  gammaPos: T,
  gammaNeg: T,
  factors: usize,
): void {
  let at = key + <usize>from * stride;
  for (let s = from; s < to; s++, at += stride) {
    const kappa = load<T>(at);
    store<T>(factors, <T>(gammaPos * kappa));
    store<T>(factors + sizeof<T>(), <T>(<T>1 - <T>(gammaNeg * <T>(kappa * kappa))));
    factors += 2 * sizeof<T>();
  }
}

// @ts-ignore: decorator
@inline
function updated<T extends number>(a: v128, nu: v128, q: v128, c: v128, bound: v128): v128 {
  const p = v128.mul<T>(q, nu);
  return madd<T>(a, v128.sub<T>(c, p), v128.mul<T>(bound, p));
}

/** Takes a row through `count` steps, whose value traces begin at `values`; from `row` to `out`, which may be `row`. */
export function advanceRow<T extends number>(
  row: usize,
  out: usize,
  np: i32,
  values: usize,
  stride: usize,
  factors: usize,
  count: i32,
  bound: T,
): void {
  const w = v128.splat<T>(bound);
  const bytes = bytesOf<T>(np);
  const pair = 2 * sizeof<T>();
  const end = factors + <usize>count * pair;
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) {
    let a0 = v128.load(row + at),
      a1 = v128.load(row + at, 16),
      a2 = v128.load(row + at, 32),
      a3 = v128.load(row + at, 48);
    let nu = values + at;
    for (let f = factors; f < end; f += pair, nu += stride) {
      const q = v128.load_splat<T>(f);
      const c = v128.load_splat<T>(f + sizeof<T>());
      a0 = updated<T>(a0, v128.load(nu), q, c, w);
      a1 = updated<T>(a1, v128.load(nu, 16), q, c, w);
      a2 = updated<T>(a2, v128.load(nu, 32), q, c, w);
      a3 = updated<T>(a3, v128.load(nu, 48), q, c, w);
    }
    v128.store(out + at, a0);
    v128.store(out + at, a1, 16);
    v128.store(out + at, a2, 32);
    v128.store(out + at, a3, 48);
  }
  for (; at < bytes; at += 16) {
    let a = v128.load(row + at);
    let nu = values + at;
    for (let f = factors; f < end; f += pair, nu += stride) {
      a = updated<T>(a, v128.load(nu), v128.load_splat<T>(f), v128.load_splat<T>(f + sizeof<T>()), w);
    }
    v128.store(out + at, a);
  }
}

/**
 * Adjoint of `count` steps of a row that begins as `row`, whose adjoint `rowBar` is that after the steps and becomes that before them:
 *
 *   S1 = sum_i rowBar_i (bound - A_i) nu_i,  S2 = sum_i rowBar_i A_i,  keyBar_s = gamma+ S1 - 2 gamma- kappa_s S2
 *   valuesBar_s += rowBar (bound - A) q,     rowBar <- rowBar (c - p)
 *
 * with A before step s, which is computed anew from the row into `past` (4 vectors a step). keyBar is stored at `keyBar` with the stride of
 * traces; `sums` has room for 2 vectors a step. Flops 16 an entry and step.
 */
export function advanceRowBack<T extends number>(
  row: usize,
  rowBar: usize,
  np: i32,
  values: usize,
  valuesBar: usize,
  keys: usize,
  keyBar: usize,
  stride: usize,
  factors: usize,
  count: i32,
  bound: T,
  gammaPos: T,
  gammaNeg: T,
  past: usize,
  sums: usize,
): void {
  const bytes = bytesOf<T>(np);
  const last = <usize>(count - 1);
  memory.fill(sums, 0, (<usize>count) << 5);
  let at: usize = 0;
  for (; at + 64 <= bytes; at += 64) {
    fourBack<T>(row + at, rowBar + at, values + at, valuesBar + at, stride, factors, last, bound, past, sums);
  }
  for (; at < bytes; at += 16) {
    oneBack<T>(row + at, rowBar + at, values + at, valuesBar + at, stride, factors, last, bound, past, sums);
  }
  for (let s = 0; s < count; s++) {
    const first = sumLanes<T>(v128.load(sums));
    const second = sumLanes<T>(v128.load(sums, 16));
    const decay = <T>(<T>(<T>2 * gammaNeg) * load<T>(keys));
    store<T>(keyBar, <T>(<T>(gammaPos * first) - <T>(decay * second)));
    sums += 32;
    keys += stride;
    keyBar += stride;
  }
}

// @ts-ignore: decorator
@inline
function fourBack<T extends number>(
  row: usize,
  rowBar: usize,
  values: usize,
  valuesBar: usize,
  stride: usize,
  factors: usize,
  last: usize,
  bound: T,
  past: usize,
  sums: usize,
): void {
  const w = v128.splat<T>(bound);
  const pair = 2 * sizeof<T>();
  let a0 = v128.load(row),
    a1 = v128.load(row, 16),
    a2 = v128.load(row, 32),
    a3 = v128.load(row, 48);
  let f = factors;
  let nu = values;
  let hold = past;
  for (let s: usize = 0; s < last; s++) {
    v128.store(hold, a0);
    v128.store(hold, a1, 16);
    v128.store(hold, a2, 32);
    v128.store(hold, a3, 48);
    const q = v128.load_splat<T>(f);
    const c = v128.load_splat<T>(f + sizeof<T>());
    a0 = updated<T>(a0, v128.load(nu), q, c, w);
    a1 = updated<T>(a1, v128.load(nu, 16), q, c, w);
    a2 = updated<T>(a2, v128.load(nu, 32), q, c, w);
    a3 = updated<T>(a3, v128.load(nu, 48), q, c, w);
    f += pair;
    nu += stride;
    hold += 64;
  }
  v128.store(hold, a0);
  v128.store(hold, a1, 16);
  v128.store(hold, a2, 32);
  v128.store(hold, a3, 48);
  let b0 = v128.load(rowBar),
    b1 = v128.load(rowBar, 16),
    b2 = v128.load(rowBar, 32),
    b3 = v128.load(rowBar, 48);
  let nuBar = valuesBar + last * stride;
  let sum = sums + (last << 5);
  for (let s: usize = 0; s <= last; s++) {
    const q = v128.load_splat<T>(f);
    const c = v128.load_splat<T>(f + sizeof<T>());
    let first = v128.load(sum);
    let second = v128.load(sum, 16);

    let a = v128.load(hold);
    let n = v128.load(nu);
    let u = v128.mul<T>(b0, v128.sub<T>(w, a));
    v128.store(nuBar, madd<T>(u, q, v128.load(nuBar)));
    first = madd<T>(u, n, first);
    second = madd<T>(b0, a, second);
    b0 = v128.mul<T>(b0, v128.sub<T>(c, v128.mul<T>(q, n)));

    a = v128.load(hold, 16);
    n = v128.load(nu, 16);
    u = v128.mul<T>(b1, v128.sub<T>(w, a));
    v128.store(nuBar, madd<T>(u, q, v128.load(nuBar, 16)), 16);
    first = madd<T>(u, n, first);
    second = madd<T>(b1, a, second);
    b1 = v128.mul<T>(b1, v128.sub<T>(c, v128.mul<T>(q, n)));

    a = v128.load(hold, 32);
    n = v128.load(nu, 32);
    u = v128.mul<T>(b2, v128.sub<T>(w, a));
    v128.store(nuBar, madd<T>(u, q, v128.load(nuBar, 32)), 32);
    first = madd<T>(u, n, first);
    second = madd<T>(b2, a, second);
    b2 = v128.mul<T>(b2, v128.sub<T>(c, v128.mul<T>(q, n)));

    a = v128.load(hold, 48);
    n = v128.load(nu, 48);
    u = v128.mul<T>(b3, v128.sub<T>(w, a));
    v128.store(nuBar, madd<T>(u, q, v128.load(nuBar, 48)), 48);
    first = madd<T>(u, n, first);
    second = madd<T>(b3, a, second);
    b3 = v128.mul<T>(b3, v128.sub<T>(c, v128.mul<T>(q, n)));

    v128.store(sum, first);
    v128.store(sum, second, 16);
    f -= pair;
    nu -= stride;
    nuBar -= stride;
    hold -= 64;
    sum -= 32;
  }
  v128.store(rowBar, b0);
  v128.store(rowBar, b1, 16);
  v128.store(rowBar, b2, 32);
  v128.store(rowBar, b3, 48);
}

// @ts-ignore: decorator
@inline
function oneBack<T extends number>(
  row: usize,
  rowBar: usize,
  values: usize,
  valuesBar: usize,
  stride: usize,
  factors: usize,
  last: usize,
  bound: T,
  past: usize,
  sums: usize,
): void {
  const w = v128.splat<T>(bound);
  const pair = 2 * sizeof<T>();
  let a = v128.load(row);
  let f = factors;
  let nu = values;
  let hold = past;
  for (let s: usize = 0; s < last; s++) {
    v128.store(hold, a);
    a = updated<T>(a, v128.load(nu), v128.load_splat<T>(f), v128.load_splat<T>(f + sizeof<T>()), w);
    f += pair;
    nu += stride;
    hold += 16;
  }
  v128.store(hold, a);
  let b = v128.load(rowBar);
  let nuBar = valuesBar + last * stride;
  let sum = sums + (last << 5);
  for (let s: usize = 0; s <= last; s++) {
    const q = v128.load_splat<T>(f);
    const c = v128.load_splat<T>(f + sizeof<T>());
    a = v128.load(hold);
    const n = v128.load(nu);
    const u = v128.mul<T>(b, v128.sub<T>(w, a));
    v128.store(nuBar, madd<T>(u, q, v128.load(nuBar)));
    v128.store(sum, madd<T>(u, n, v128.load(sum)));
    v128.store(sum, madd<T>(b, a, v128.load(sum, 16)), 16);
    b = v128.mul<T>(b, v128.sub<T>(c, v128.mul<T>(q, n)));
    f -= pair;
    nu -= stride;
    nuBar -= stride;
    hold -= 16;
    sum -= 32;
  }
  v128.store(rowBar, b);
}

/**
 * A step of all rows of a memory [n][np] with given activities of keys [n] and values [np]: what networks without time do. Rows of silent keys
 * are left out, which changes no bit.
 */
export function updateMemory<T extends number>(
  n: i32,
  np: i32,
  memory: usize,
  keys: usize,
  values: usize,
  gammaPos: T,
  gammaNeg: T,
  bound: T,
  factors: usize,
): void {
  for (let j = 0; j < n; j++) {
    if (load<T>(entry<T>(keys, j)) == <T>0) continue;
    rowFactors<T>(entry<T>(keys, j), 0, 0, 1, gammaPos, gammaNeg, factors);
    const row = entry<T>(memory, j * np);
    advanceRow<T>(row, row, np, values, 0, factors, 1, bound);
  }
}

/** Adjoint of `updateMemory`: of the memory before it; memoryBar goes back in place, keysBar [n] is set, valuesBar [np] added to. `room`: 4 + 2 vectors. */
export function updateMemoryBack<T extends number>(
  n: i32,
  np: i32,
  memory: usize,
  memoryBar: usize,
  keys: usize,
  keysBar: usize,
  values: usize,
  valuesBar: usize,
  gammaPos: T,
  gammaNeg: T,
  bound: T,
  factors: usize,
  room: usize,
): void {
  for (let j = 0; j < n; j++) {
    const key = entry<T>(keys, j);
    rowFactors<T>(key, 0, 0, 1, gammaPos, gammaNeg, factors);
    const row = entry<T>(memory, j * np);
    const bar = entry<T>(memoryBar, j * np);
    advanceRowBack<T>(
      row,
      bar,
      np,
      values,
      valuesBar,
      key,
      entry<T>(keysBar, j),
      0,
      factors,
      1,
      bound,
      gammaPos,
      gammaNeg,
      room,
      room + 64,
    );
  }
}
