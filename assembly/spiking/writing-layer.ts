// The writing layer over the steps of a fact (specification, section 3). At each step
//
//   k <- keys(W s),  y <- values(W s + feedback A k),  traces <- keep traces + take (k, y),  A <- rule(A, traces)
//
//   moment -> | traces: np of keys, np of values | memory: n rows of keys, np values each |     the state between facts
//
// Only rows of W whose inputs fired, and of A whose keys fired, are read. A row of A is brought up to date when its key fires and at the end
// of the fact; keys that have never fired change nothing, since their factors are q = 0, c = 1. All of this changes no bit. Flops of a step:
// 2 np (inputs that fired) + 5 np (keys that ever fired) + 2 np (keys that fire) + 40 np.

import { bytesOf, entry, lanes, madd } from '../linalg/lanes';
import { listFired } from './bits';
import { stepNeurons } from './neurons';
import { advanceRow, rowFactors } from './plasticity';
import { addScaled, gather, nonzeroLanes } from './rows';
import { settleAll, settleTrace } from './settle';
import * as R from './writing-room';
import * as W from './writing';

/** Row j of the memory in a moment. */
// @ts-ignore: decorator
@inline
export function memoryRow<T extends number>(w: usize, moment: usize, j: i32): usize {
  return moment + bytesOf<T>(W.np(w) * (2 + j));
}

/** The fact of this number, from the moment before it to the one after it; these may not be the same. */
export function writeFact<T extends number>(w: usize, fact: i32, before: usize, after: usize): void {
  const np = W.np(w);
  const row = bytesOf<T>(np);
  const steps = W.steps(w);
  const words = W.words(w);
  const list = R.lists(w);
  const currents = R.currents<T>(w);
  const extra = R.extra<T>(w);
  const traces = R.traces<T>(w);
  const done = R.done<T>(w);
  const states = W.states(w);
  const memory_ = memoryRow<T>(w, after, 0);
  const isPlastic = W.isPlastic(w) != 0;
  memory.copy(after, before, bytesOf<T>(np * (2 + W.n(w))));
  for (let j = 0; j < np; j++) {
    const hasTrace = load<T>(entry<T>(before, j)) != <T>0;
    store<i32>(done + ((<usize>j) << 2), isPlastic && hasTrace ? 0 : -1);
  }
  let trace = before;
  for (let t = 0; t < steps; t++) {
    const step = fact * steps + t;
    const inputBits = W.inputBits(w) + ((<usize>(step * W.inputWords(w))) << 2);
    const keyBits = W.keyBits(w) + ((<usize>(step * words)) << 2);
    const valueBits = W.valueBits(w) + ((<usize>(step * words)) << 2);
    const slopes = W.slopes(w) + 2 * <usize>step * row;
    const keyPotentials = W.potentials(w) == 0 ? 0 : W.potentials(w) + 2 * <usize>step * row;
    const valuePotentials = keyPotentials == 0 ? 0 : keyPotentials + row;
    const heard = listFired(inputBits, W.inputWords(w), W.weights(w), 2 * row, list);
    gather<T>(list, heard, 2 * np, currents, false);
    stepNeurons<T>(W.keyNeuron(w), np, currents, states, keyBits, slopes, keyPotentials);
    noteSlopes<T>(np, slopes, step, W.firstSlopes(w));
    const fired = listFired(keyBits, words, 0, 1, list);
    if (fired != list) {
      for (let p = list; p < fired; p += sizeof<usize>()) {
        const j = <i32>load<usize>(p);
        if (isPlastic) bringUp<T>(w, after, j, t);
        store<usize>(p, memory_ + <usize>j * row);
      }
      gather<T>(list, fired, np, extra, false);
      addScaled<T>(<T>W.feedback(w), extra, currents + row, np);
    }
    stepNeurons<T>(W.valueNeuron(w), np, currents + row, states + 3 * row, valueBits, slopes + row, valuePotentials);
    const next = traces + 2 * <usize>t * row;
    traceStep<T>(np, W.keyKeep(w), states + row, trace, next);
    traceStep<T>(np, W.valueKeep(w), states + 4 * row, trace + row, next + row);
    trace = next;
  }
  for (let j = 0; j < W.n(w); j++) {
    if (load<i32>(done + ((<usize>j) << 2)) >= 0) bringUp<T>(w, after, j, steps);
  }
  memory.copy(after, trace, 2 * row);
  settleAll<T>(memory_, np * W.n(w));
}

/** next [np] = beta before + (1 - beta) z. */
// @ts-ignore: decorator
@inline
export function traceStep<T extends number>(np: i32, beta: f64, z: usize, before: usize, next: usize): void {
  const keep = v128.splat<T>(<T>beta);
  const take = v128.splat<T>(<T>(1.0 - beta));
  for (let i = 0; i < np; i += lanes<T>()) {
    const kept = v128.mul<T>(keep, v128.load(entry<T>(before, i)));
    v128.store(entry<T>(next, i), settleTrace<T>(madd<T>(take, v128.load(entry<T>(z, i)), kept)));
  }
}

/** first (i32) <- step where a slope is not 0 and has not been noted before. */
// @ts-ignore: decorator
@inline
function noteSlopes<T extends number>(np: i32, slopes: usize, step: i32, first: usize): void {
  for (let i = 0; i < np; i += lanes<T>()) {
    let some = nonzeroLanes<T>(v128.load(entry<T>(slopes, i)));
    while (some != 0) {
      const at = first + ((<usize>(i + ctz<i32>(some))) << 2);
      if (load<i32>(at) > step) store<i32>(at, step);
      some &= some - 1;
    }
  }
}

/** Brings row j of the memory to what it is before step t; a key that fires for the first time begins there. */
function bringUp<T extends number>(w: usize, moment: usize, j: i32, t: i32): void {
  const at = R.done<T>(w) + ((<usize>j) << 2);
  const from = load<i32>(at);
  store<i32>(at, t);
  if (from < 0 || from == t) return;
  const np = W.np(w);
  const stride = bytesOf<T>(2 * np);
  const traces = R.traces<T>(w);
  const factors = R.factors<T>(w);
  rowFactors<T>(entry<T>(traces, j), stride, from, t, <T>W.gammaPos(w), <T>W.gammaNeg(w), factors);
  const row = memoryRow<T>(w, moment, j);
  const values = traces + <usize>from * stride + bytesOf<T>(np);
  advanceRow<T>(row, row, np, values, stride, factors, t - from, <T>W.bound(w));
}
