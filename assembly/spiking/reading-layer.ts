// The reading layer over the steps of a query (specification, section 3), and its adjoint. At each step
//
//   k <- keys(W [s; y of `delay` steps before]),  y <- values(A k)
//
//   work -> | lists usize [inputs + 2 n] | currents [np] | zBar [np] | live u32 [steps] | groups usize [32][steps + 1] |
//
// Only rows of W whose inputs fired, and of A whose keys fired, are read. Flops of a step: 2 np (inputs and values that fired + keys that fire)
// + 40 np; of its adjoint the same and 2 np for each key with a slope, and for each value with one.

import { bytesOf, entry, lanes } from '../linalg/lanes';
import { listFired } from './bits';
import { stepNeurons, stepNeuronsBack } from './neurons';
import * as R from './reading';
import { dot, gather, nonzeroLanes } from './rows';
import { weightsBack } from './weights-back';

// @ts-ignore: decorator
@inline
function up(bytes: usize): usize {
  return (bytes + 63) & ~63;
}

// @ts-ignore: decorator
@inline
function currentsOf(r: usize): usize {
  return R.work(r) + up((<usize>(R.inputs(r) + 2 * R.n(r))) << 2);
}

// @ts-ignore: decorator
@inline
function zBarOf<T extends number>(r: usize): usize {
  return currentsOf(r) + up(bytesOf<T>(R.np(r)));
}

// @ts-ignore: decorator
@inline
function liveOf<T extends number>(r: usize): usize {
  return zBarOf<T>(r) + up(bytesOf<T>(R.np(r)));
}

// @ts-ignore: decorator
@inline
function groupsOf<T extends number>(r: usize): usize {
  return liveOf<T>(r) + up((<usize>R.steps(r)) << 2);
}

/** Bytes that `work` of the struct must have behind it. */
export function readingWork<T extends number>(r: usize): i32 {
  return <i32>(groupsOf<T>(r) + ((<usize>(R.steps(r) + 1)) << 7) - R.work(r));
}

// @ts-ignore: decorator
@inline
function valueBitsAt(r: usize, step: i32): usize {
  return R.valueBits(r) + ((<usize>(step * R.words(r))) << 2);
}

/** All steps of a query; the spikes of values before the first stand before those that are made. */
export function readQuery<T extends number>(r: usize): void {
  const np = R.np(r);
  const row = bytesOf<T>(np);
  const words = R.words(r);
  const list = R.work(r);
  const currents = currentsOf(r);
  const ownWeights = R.weights(r) + <usize>R.inputs(r) * row;
  for (let t = 0; t < R.steps(r); t++) {
    const inputBits = R.inputBits(r) + ((<usize>(t * R.inputWords(r))) << 2);
    const keyBits = R.keyBits(r) + ((<usize>(t * words)) << 2);
    const slopes = R.slopes(r) + 2 * <usize>t * row;
    const keyPotentials = R.potentials(r) == 0 ? 0 : R.potentials(r) + 2 * <usize>t * row;
    const valuePotentials = keyPotentials == 0 ? 0 : keyPotentials + row;
    let end = listFired(inputBits, R.inputWords(r), R.weights(r), row, list);
    end = listFired(valueBitsAt(r, t), words, ownWeights, row, end);
    gather<T>(list, end, np, currents, false);
    stepNeurons<T>(R.keyNeuron(r), np, currents, R.states(r), keyBits, slopes, keyPotentials);
    end = listFired(keyBits, words, R.memory(r), row, list);
    gather<T>(list, end, np, currents, false);
    const values = valueBitsAt(r, t + R.delay(r));
    stepNeurons<T>(R.valueNeuron(r), np, currents, R.states(r) + 3 * row, values, slopes + row, valuePotentials);
  }
  countWindow<T>(r);
}

/** Spikes of each value neuron in the last `window` steps. */
function countWindow<T extends number>(r: usize): void {
  const readout = R.readout(r);
  memory.fill(readout, 0, bytesOf<T>(R.np(r)));
  for (let t = max(0, R.steps(r) - R.window(r)); t < R.steps(r); t++) {
    const list = R.work(r);
    const end = listFired(valueBitsAt(r, t + R.delay(r)), R.words(r), readout, sizeof<T>(), list);
    for (let p = list; p < end; p += sizeof<usize>()) {
      const at = load<usize>(p);
      store<T>(at, <T>(load<T>(at) + <T>1));
    }
  }
}

/** Adjoint of all steps, from the last to the first; carries hold those of membranes after the last. */
export function readQueryBack<T extends number>(r: usize): void {
  const np = R.np(r);
  const row = bytesOf<T>(np);
  const steps = R.steps(r);
  const words = R.words(r);
  const zBar = zBarOf<T>(r);
  const start = max(0, steps - R.window(r));
  const keysBar = R.inputsBar(r);
  const valuesBar = keysBar + <usize>steps * row;
  for (let t = steps - 1; t >= 0; t--) {
    const slopes = R.slopes(r) + 2 * <usize>t * row;
    const keyPotentials = R.potentials(r) == 0 ? 0 : R.potentials(r) + 2 * <usize>t * row;
    const valuePotentials = keyPotentials == 0 ? 0 : keyPotentials + row;
    const given = R.spikesBar(r) == 0 ? 0 : R.spikesBar(r) + 2 * <usize>t * row;
    const keyBits = R.keyBits(r) + ((<usize>(t * words)) << 2);
    startBar<T>(np, R.rates(r) + row, given == 0 ? 0 : given + row, t >= start ? R.readoutBar(r) : 0, zBar);
    addComingBack<T>(r, t, slopes + row, zBar);
    const values = valueBitsAt(r, t + R.delay(r));
    const own = valuesBar + <usize>t * row;
    const isAny = stepNeuronsBack<T>(
      R.valueNeuron(r),
      np,
      zBar,
      R.carries(r) + row,
      slopes + row,
      values,
      valuePotentials,
      own,
    );
    startBar<T>(np, R.rates(r), given, 0, zBar);
    if (isAny) addDots<T>(R.n(r), np, slopes, R.memory(r), own, zBar);
    stepNeuronsBack<T>(
      R.keyNeuron(r),
      np,
      zBar,
      R.carries(r),
      slopes,
      keyBits,
      keyPotentials,
      keysBar + <usize>t * row,
    );
  }
  const live = liveOf<T>(r);
  const groups = groupsOf<T>(r);
  const inputWords = R.inputWords(r);
  const n = R.n(r);
  weightsBack<T>(steps, n, R.keyBits(r), words, words, np, valuesBar, R.memoryBar(r), live, groups);
  const bar = R.weightsBar(r);
  weightsBack<T>(steps, R.inputs(r), R.inputBits(r), inputWords, inputWords, np, keysBar, bar, live, groups);
  const ownBar = bar + <usize>R.inputs(r) * row;
  weightsBack<T>(steps, n, R.valueBits(r), words, words, np, keysBar, ownBar, live, groups);
}

/** zBar = rates + given + readoutBar, the latter two unless 0. */
// @ts-ignore: decorator
@inline
function startBar<T extends number>(np: i32, rates: usize, given: usize, readoutBar: usize, zBar: usize): void {
  for (let i = 0; i < np; i += lanes<T>()) {
    let z = v128.load(entry<T>(rates, i));
    if (given != 0) z = v128.add<T>(z, v128.load(entry<T>(given, i)));
    if (readoutBar != 0) z = v128.add<T>(z, v128.load(entry<T>(readoutBar, i)));
    v128.store(entry<T>(zBar, i), z);
  }
}

/** zBar[i] += rows_i . xBar where the slope of i is not 0. */
// @ts-ignore: decorator
@inline
function addDots<T extends number>(n: i32, np: i32, slopes: usize, rows: usize, xBar: usize, zBar: usize): void {
  for (let i = 0; i < n; i += lanes<T>()) {
    let some = nonzeroLanes<T>(v128.load(entry<T>(slopes, i)));
    while (some != 0) {
      const own = i + ctz<i32>(some);
      some &= some - 1;
      if (own >= n) break;
      const at = entry<T>(zBar, own);
      store<T>(at, <T>(load<T>(at) + dot<T>(entry<T>(rows, own * np), xBar, np)));
    }
  }
}

/** zBar += what the spikes of step t mean for the step in which they come back. */
// @ts-ignore: decorator
@inline
function addComingBack<T extends number>(r: usize, t: i32, slopes: usize, zBar: usize): void {
  const np = R.np(r);
  const later = t + R.delay(r);
  if (later < R.steps(r)) {
    const weights = R.weights(r) + <usize>R.inputs(r) * bytesOf<T>(np);
    addDots<T>(R.n(r), np, slopes, weights, R.inputsBar(r) + <usize>later * bytesOf<T>(np), zBar);
  } else if (R.delayBar(r) != 0) {
    const bar = R.delayBar(r) + <usize>(later - R.steps(r)) * bytesOf<T>(np);
    for (let i = 0; i < np; i += lanes<T>()) {
      const at = entry<T>(zBar, i);
      v128.store(at, v128.add<T>(v128.load(at), v128.load(entry<T>(bar, i))));
    }
  }
}
