// Adjoint of the writing layer over the steps of a fact, from the last to the first (specification, section 3).
//
//   tracesBar_t by the rule, then carried back with keep     zBar = rates + (1 - keep) traceBar + spikesBar
//   xBar_y <- values back(zBar_y)       memoryBar_j += feedback xBar_y for keys j that fired
//   xBar_k <- keys back(zBar_k + feedback A xBar_y)
//
// Between two spikes of its key a row of memoryBar changes by the rule alone. So as soon as a spike, or the end of the fact, has added to a row,
// it is taken back through all steps to the spike before, in registers; what that gives to the traces of those steps is kept for later. Sums over
// keys are therefore in the order in which rows were taken back: by the next spike, the later first, then by number. A is computed anew from that
// before the fact; a row as it was before a step is kept where the key fired or has a slope, since only there it is asked for.
//
// Left out without changing a bit: rows whose adjoint is 0, adjoints of keys before the first step at which they have a slope, and products
// with rows that are 0. Flops of a step: 24 np (keys that ever fired) at most + 4 np (keys with a slope).

import { bytesOf, entry, lanes, madd } from '../linalg/lanes';
import { hasFired, listFired } from './bits';
import { stepNeuronsBack } from './neurons';
import { advanceRow, advanceRowBack, rowFactors, traceSpikes } from './plasticity';
import { addScaled, dot, isAnyNonzero, nonzeroLanes } from './rows';
import { settle, settleAll } from './settle';
import { weightsBack } from './weights-back';
import { memoryRow } from './writing-layer';
import * as R from './writing-room';
import * as W from './writing';

const NEVER: i32 = 0x7fffffff;

// @ts-ignore: decorator
@inline
function keyBitsAt(w: usize, step: i32): usize {
  return W.keyBits(w) + ((<usize>(step * W.words(w))) << 2);
}

// @ts-ignore: decorator
@inline
function placeAt<T extends number>(w: usize, t: i32, j: i32): usize {
  return R.places<T>(w) + ((<usize>(t * W.np(w) + j)) << 2);
}

/** First step of the fact whose update has a trace of key j; NEVER if none. */
// @ts-ignore: decorator
@inline
function beginOf<T extends number>(w: usize, j: i32): i32 {
  return load<i32>(R.done<T>(w) + ((<usize>j) << 2));
}

/**
 * Takes adjoints from after the fact to before it; weights and memory of the sample as `writeFact` left them. Returns 0, or the number of rows that
 * `rows` must have room for if that is not enough, and has done nothing then.
 */
export function writeFactBack<T extends number>(w: usize, fact: i32, before: usize): i32 {
  const needed = planRows<T>(w, fact, before);
  if (needed > <i32>W.rowsCount(w)) return needed;
  const np = W.np(w);
  const row = bytesOf<T>(np);
  const steps = W.steps(w);
  const first = fact * steps;
  const list = R.lists(w);
  const zBar = R.extra<T>(w);
  const tracesBar = R.tracesBar<T>(w);
  const carries = W.carries(w);
  const feedback = <T>W.feedback(w);
  remakeTraces<T>(w, fact, before);
  settleAll<T>(W.memoryBar(w), np * W.n(w));
  for (let j = 0; j < W.n(w); j++) if (beginOf<T>(w, j) < steps) keepRows<T>(w, before, j);
  memory.fill(tracesBar, 0, 2 * <usize>steps * row);
  for (let j = 0; j < W.n(w); j++) takeBack<T>(w, first, before, j, steps);
  for (let t = steps - 1; t >= 0; t--) {
    const step = first + t;
    const at = 2 * <usize>t * row;
    const slopes = W.slopes(w) + 2 * <usize>step * row;
    const keyPotentials = W.potentials(w) == 0 ? 0 : W.potentials(w) + 2 * <usize>step * row;
    const valuePotentials = keyPotentials == 0 ? 0 : keyPotentials + row;
    const given = W.spikesBar(w) == 0 ? 0 : W.spikesBar(w) + 2 * <usize>step * row;
    const xBar = W.inputsBar(w) + at;
    const keyBits = keyBitsAt(w, step);
    const valueBits = W.valueBits(w) + ((<usize>(step * W.words(w))) << 2);
    const givenValues = given == 0 ? 0 : given + row;
    traceBack<T>(np, W.valueKeep(w), tracesBar + at + row, carries + 3 * row, W.rates(w) + row, givenValues, zBar);
    const isAny = stepNeuronsBack<T>(
      W.valueNeuron(w),
      np,
      zBar,
      carries + row,
      slopes + row,
      valueBits,
      valuePotentials,
      xBar + row,
    );
    traceBack<T>(np, W.keyKeep(w), tracesBar + at, carries + 2 * row, W.rates(w), given, zBar);
    if (isAny) addRead<T>(w, t, slopes, feedback, xBar + row, zBar);
    stepNeuronsBack<T>(W.keyNeuron(w), np, zBar, carries, slopes, keyBits, keyPotentials, xBar);
    const end = listFired(keyBits, W.words(w), 0, 1, list);
    for (let p = list; p < end; p += sizeof<usize>()) {
      const j = <i32>load<usize>(p);
      if (isAny) addScaled<T>(feedback, xBar + row, entry<T>(W.memoryBar(w), j * np), np);
      if (t > 0) takeBack<T>(w, first, before, j, t);
    }
  }
  weightsBack<T>(
    steps,
    W.inputs(w),
    W.inputBits(w) + ((<usize>(first * W.inputWords(w))) << 2),
    W.inputWords(w),
    W.inputWords(w),
    2 * np,
    W.inputsBar(w),
    W.weightsBar(w),
    R.live<T>(w),
    R.groups<T>(w),
  );
  return 0;
}

/** Says of each key where its traces begin, and of each step which rows are asked for; returns how many of them must be kept. */
function planRows<T extends number>(w: usize, fact: i32, before: usize): i32 {
  const np = W.np(w);
  const row = bytesOf<T>(np);
  const steps = W.steps(w);
  const begins = R.done<T>(w);
  const isPlastic = W.isPlastic(w) != 0;
  const isZero = R.lists(w);
  for (let j = 0; j < W.n(w); j++) {
    const hasTrace = isPlastic && load<T>(entry<T>(before, j)) != <T>0;
    store<i32>(begins + ((<usize>j) << 2), hasTrace ? 0 : NEVER);
    store<i32>(isZero + ((<usize>j) << 2), isAnyNonzero<T>(memoryRow<T>(w, before, j), np) ? 0 : 1);
  }
  memory.fill(R.places<T>(w), 0, (<usize>(np * steps)) << 2);
  let count = 0;
  for (let t = 0; t < steps; t++) {
    const step = fact * steps + t;
    const bits = keyBitsAt(w, step);
    const slopes = W.slopes(w) + 2 * <usize>step * row;
    for (let i = 0; i < W.n(w); i += lanes<T>()) {
      const fired = load<u32>(bits + ((<usize>(i >> 5)) << 2)) >> (i & 31);
      let some = nonzeroLanes<T>(v128.load(entry<T>(slopes, i))) | ((<i32>fired) & ((1 << lanes<T>()) - 1));
      while (some != 0) {
        const lane = ctz<i32>(some);
        some &= some - 1;
        const j = i + lane;
        if (j >= W.n(w)) break;
        const begin = begins + ((<usize>j) << 2);
        if (isPlastic && load<i32>(begin) == NEVER && ((fired >> lane) & 1) != 0) store<i32>(begin, t);
        if (t > load<i32>(begin)) {
          store<u32>(placeAt<T>(w, t, j), <u32>(W.rows(w) + <usize>count * row));
          count++;
        } else if (load<i32>(isZero + ((<usize>j) << 2)) == 0) {
          store<u32>(placeAt<T>(w, t, j), <u32>memoryRow<T>(w, before, j));
        }
      }
    }
  }
  return count;
}

/** Traces of keys, or of values, from their spikes. */
// @ts-ignore: decorator
@inline
function remake<T extends number>(w: usize, beta: f64, bits: usize, before: usize, to: usize): void {
  const np = W.np(w);
  traceSpikes<T>(W.steps(w), np, W.words(w), bits, before, 2 * np, <T>beta, <T>(1.0 - beta), to);
}

/** The traces of the fact from its spikes, as they were. */
function remakeTraces<T extends number>(w: usize, fact: i32, before: usize): void {
  const np = W.np(w);
  const row = bytesOf<T>(np);
  const to = R.traces<T>(w);
  const bits = (<usize>(fact * W.steps(w) * W.words(w))) << 2;
  remake<T>(w, W.keyKeep(w), W.keyBits(w) + bits, before, to);
  remake<T>(w, W.valueKeep(w), W.valueBits(w) + bits, before + row, to + row);
}

/** Keeps row j as it was before each step for which it is asked after its traces began. */
function keepRows<T extends number>(w: usize, before: usize, j: i32): void {
  const np = W.np(w);
  const stride = bytesOf<T>(2 * np);
  const traces = R.traces<T>(w);
  const factors = R.factors<T>(w);
  let row = memoryRow<T>(w, before, j);
  let s = beginOf<T>(w, j);
  rowFactors<T>(entry<T>(traces, j), stride, s, W.steps(w), <T>W.gammaPos(w), <T>W.gammaNeg(w), factors);
  let factor = factors;
  for (let t = s + 1; t < W.steps(w); t++) {
    const place = <usize>load<u32>(placeAt<T>(w, t, j));
    if (place == 0) continue;
    const values = traces + <usize>s * stride + bytesOf<T>(np);
    advanceRow<T>(row, place, np, values, stride, factor, t - s, <T>W.bound(w));
    factor += <usize>(t - s) * 2 * sizeof<T>();
    row = place;
    s = t;
  }
}

/** Takes row j of the adjoint back from before step `to` to before the step of the spike before, or of the fact. */
function takeBack<T extends number>(w: usize, first: i32, before: usize, j: i32, to: i32): void {
  if (W.isPlastic(w) == 0) return;
  const np = W.np(w);
  const rowBar = entry<T>(W.memoryBar(w), j * np);
  if (!isAnyNonzero<T>(rowBar, np)) return;
  let from = to - 1;
  while (from > 0 && !hasFired(keyBitsAt(w, first + from), j)) from--;
  const isSilent = beginOf<T>(w, j) >= to;
  const firstSlope = load<i32>(W.firstSlopes(w) + ((<usize>j) << 2));
  // without traces the row stays, and a key that has had no slope yet has no use for its adjoint
  if (isSilent) {
    if (firstSlope >= first + to) return;
    from = max(from, firstSlope - first);
  }
  const stride = bytesOf<T>(2 * np);
  const traces = R.traces<T>(w) + <usize>from * stride;
  const tracesBar = R.tracesBar<T>(w) + <usize>from * stride;
  const factors = R.factors<T>(w);
  const isKept = from > beginOf<T>(w, j) && !isSilent;
  const row = isKept ? <usize>load<u32>(placeAt<T>(w, from, j)) : memoryRow<T>(w, before, j);
  rowFactors<T>(entry<T>(traces, j), stride, 0, to - from, <T>W.gammaPos(w), <T>W.gammaNeg(w), factors);
  advanceRowBack<T>(
    row,
    rowBar,
    np,
    traces + bytesOf<T>(np),
    tracesBar + bytesOf<T>(np),
    entry<T>(traces, j),
    entry<T>(tracesBar, j),
    stride,
    factors,
    to - from,
    <T>W.bound(w),
    <T>W.gammaPos(w),
    <T>W.gammaNeg(w),
    R.past<T>(w),
    R.sums<T>(w),
  );
}

/** carry <- tracesBar + beta carry;  zBar = rates + (1 - beta) carry + given. */
// @ts-ignore: decorator
@inline
function traceBack<T extends number>(
  np: i32,
  beta: f64,
  tracesBar: usize,
  carry: usize,
  rates: usize,
  given: usize,
  zBar: usize,
): void {
  const keep = v128.splat<T>(<T>beta);
  const take = v128.splat<T>(<T>(1.0 - beta));
  for (let i = 0; i < np; i += lanes<T>()) {
    const at = entry<T>(carry, i);
    const own = settle<T>(madd<T>(keep, v128.load(at), v128.load(entry<T>(tracesBar, i))));
    v128.store(at, own);
    let z = madd<T>(take, own, v128.load(entry<T>(rates, i)));
    if (given != 0) z = v128.add<T>(z, v128.load(entry<T>(given, i)));
    v128.store(entry<T>(zBar, i), z);
  }
}

/** zBar[j] += feedback A_j . xBar for keys with a slope. */
// @ts-ignore: decorator
@inline
function addRead<T extends number>(w: usize, t: i32, slopes: usize, feedback: T, xBar: usize, zBar: usize): void {
  const np = W.np(w);
  for (let i = 0; i < W.n(w); i += lanes<T>()) {
    let some = nonzeroLanes<T>(v128.load(entry<T>(slopes, i)));
    while (some != 0) {
      const j = i + ctz<i32>(some);
      some &= some - 1;
      if (j >= W.n(w)) break;
      const row = <usize>load<u32>(placeAt<T>(w, t, j));
      if (row == 0) continue;
      const at = entry<T>(zBar, j);
      store<T>(at, <T>(load<T>(at) + <T>(feedback * dot<T>(row, xBar, np))));
    }
  }
}
