// Leaky integrate-and-fire neurons, one step of a population and its adjoint (specification, section 1). State of np neurons:
//
//   state -> | v: np membranes | z: np last spikes, 0 or 1 | r: np counters |
//
//   rests = r > 0                     v <- leak v + take x - threshold z, or leak v (1 - z) + take x
//   z <- v > threshold, not resting   r <- max(r - 1, 0) where resting, else refractory z
//   slope = gain max(0, 1 - |v - threshold| / width), 0 where resting
//
// Error of v: 3 u of its terms. About 16 flops a neuron, 7 numbers of memory.

import { bytesOf, entry, lanes } from '../linalg/lanes';
import * as N from './neuron';
import { maskBits } from './rows';
import { settle } from './settle';

/**
 * One step with currents x [np]. Spikes go to `bits`, slopes to `slopes` [np], membranes to `potentials` [np] unless that is 0.
 */
export function stepNeurons<T extends number>(
  neuron: usize,
  np: i32,
  x: usize,
  state: usize,
  bits: usize,
  slopes: usize,
  potentials: usize,
): void {
  const threshold = v128.splat<T>(<T>N.threshold(neuron));
  const leak = v128.splat<T>(<T>N.leak(neuron));
  const take = v128.splat<T>(<T>N.take(neuron));
  const gain = v128.splat<T>(<T>N.gain(neuron));
  const width = v128.splat<T>(<T>N.width(neuron));
  const refractory = v128.splat<T>(<T>N.refractory(neuron));
  const isPerfect = N.isPerfect(neuron) != 0;
  const one = v128.splat<T>(<T>1);
  const zero = v128.splat<T>(<T>0);
  const row = bytesOf<T>(np);
  let word: u32 = 0;
  for (let i = 0; i < np; i += lanes<T>()) {
    const at = entry<T>(state, i);
    let v = v128.load(at);
    let z = v128.load(at + row);
    const r = v128.load(at + 2 * row);
    const rests = v128.gt<T>(r, zero);
    const taken = v128.mul<T>(take, v128.load(entry<T>(x, i)));
    const kept = v128.mul<T>(leak, v);
    v = isPerfect
      ? v128.add<T>(v128.mul<T>(kept, v128.sub<T>(one, z)), taken)
      : v128.sub<T>(v128.add<T>(kept, taken), v128.mul<T>(threshold, z));
    v = settle<T>(v);
    const over = v128.sub<T>(v, threshold);
    const fires = v128.andnot(v128.gt<T>(over, zero), rests);
    z = v128.and(fires, one);
    const rest = v128.pmax<T>(v128.sub<T>(r, one), zero);
    v128.store(at, v);
    v128.store(at + row, z);
    v128.store(at + 2 * row, v128.bitselect(rest, v128.mul<T>(refractory, z), rests));
    const height = v128.pmax<T>(v128.sub<T>(one, v128.div<T>(v128.abs<T>(over), width)), zero);
    v128.store(entry<T>(slopes, i), v128.andnot(v128.mul<T>(gain, height), rests));
    if (potentials != 0) v128.store(entry<T>(potentials, i), v);
    word |= (<u32>maskBits<T>(fires)) << (i & 31);
    if (((i + lanes<T>()) & 31) == 0) {
      store<u32>(bits + (((<usize>i) >> 5) << 2), word);
      word = 0;
    }
  }
  if ((np & 31) != 0) store<u32>(bits + (((<usize>np) >> 5) << 2), word);
}

/**
 * Adjoint of a step: with g the adjoint of the membrane, of the next step before the call and of this one after it, and zBar what else depends on
 * the spikes,
 *
 *   soft:    g <- slope (zBar - threshold g) + leak g
 *   perfect: g <- slope (zBar - leak v g) + leak (1 - z) g
 *
 * and xBar [np] = take g. Returns whether any xBar is not 0. `bits` and `potentials` are read of perfect resets alone.
 */
export function stepNeuronsBack<T extends number>(
  neuron: usize,
  np: i32,
  zBar: usize,
  g: usize,
  slopes: usize,
  bits: usize,
  potentials: usize,
  xBar: usize,
): bool {
  const threshold = v128.splat<T>(<T>N.threshold(neuron));
  const leak = v128.splat<T>(<T>N.leak(neuron));
  const take = v128.splat<T>(<T>N.take(neuron));
  const isPerfect = N.isPerfect(neuron) != 0;
  const one = v128.splat<T>(<T>1);
  let all = v128.splat<T>(<T>0);
  for (let i = 0; i < np; i += lanes<T>()) {
    const at = entry<T>(g, i);
    const next = v128.load(at);
    const slope = v128.load(entry<T>(slopes, i));
    const outer = v128.load(entry<T>(zBar, i));
    const carried = v128.mul<T>(leak, next);
    let own: v128;
    if (isPerfect) {
      const back = v128.mul<T>(v128.load(entry<T>(potentials, i)), carried);
      const z = spikesAt<T>(bits, i);
      own = v128.add<T>(v128.mul<T>(slope, v128.sub<T>(outer, back)), v128.mul<T>(v128.sub<T>(one, z), carried));
    } else {
      own = v128.add<T>(v128.mul<T>(slope, v128.sub<T>(outer, v128.mul<T>(threshold, next))), carried);
    }
    own = settle<T>(own);
    v128.store(at, own);
    const x = v128.mul<T>(take, own);
    v128.store(entry<T>(xBar, i), x);
    all = v128.or(all, v128.ne<T>(x, v128.splat<T>(<T>0)));
  }
  return v128.any_true(all);
}

/** Spikes of the neurons from i on as a vector of 0 and 1. */
// @ts-ignore: decorator
@inline
export function spikesAt<T extends number>(bits: usize, i: i32): v128 {
  const word = load<u32>(bits + ((<usize>(i >> 5)) << 2)) >> (i & 31);
  const one = v128.splat<T>(<T>1);
  if (sizeof<T>() == 4) {
    const own = v128.and(i32x4.splat(word), i32x4(1, 2, 4, 8));
    return v128.and(i32x4.ne(own, i32x4.splat(0)), one);
  }
  const own = v128.and(i64x2.splat(<i64>word), i64x2(1, 2));
  return v128.and(i64x2.ne(own, i64x2.splat(0)), one);
}

/**
 * Neurons that are driven by constant currents x [np] for some steps: bits [steps][words], slopes [steps][np], potentials [steps][np] unless 0.
 */
export function encode<T extends number>(
  neuron: usize,
  steps: i32,
  np: i32,
  words: i32,
  x: usize,
  state: usize,
  bits: usize,
  slopes: usize,
  potentials: usize,
): void {
  const row = bytesOf<T>(np);
  for (let t = 0; t < steps; t++) {
    stepNeurons<T>(neuron, np, x, state, bits, slopes, potentials);
    bits += (<usize>words) << 2;
    slopes += row;
    if (potentials != 0) potentials += row;
  }
}

/** Currents that differ from step to step: x [steps][np]. */
export function drive<T extends number>(
  neuron: usize,
  steps: i32,
  np: i32,
  words: i32,
  x: usize,
  state: usize,
  bits: usize,
  slopes: usize,
  potentials: usize,
): void {
  const row = bytesOf<T>(np);
  for (let t = 0; t < steps; t++, x += row) {
    encode<T>(neuron, 1, np, words, x, state, bits, slopes, potentials);
    bits += (<usize>words) << 2;
    slopes += row;
    if (potentials != 0) potentials += row;
  }
}

/** Adjoint of `drive`: zBar [steps][np] to xBar [steps][np], g [np] goes from the end to the beginning. */
export function driveBack<T extends number>(
  neuron: usize,
  steps: i32,
  np: i32,
  words: i32,
  zBar: usize,
  g: usize,
  slopes: usize,
  bits: usize,
  potentials: usize,
  xBar: usize,
): void {
  const row = bytesOf<T>(np);
  for (let t = steps - 1; t >= 0; t--) {
    const at = <usize>t * row;
    const own = potentials == 0 ? 0 : potentials + at;
    stepNeuronsBack<T>(neuron, np, zBar + at, g, slopes + at, bits + ((<usize>(t * words)) << 2), own, xBar + at);
  }
}

/** Adjoint of `encode`: xBar [np] is the sum over the steps, from the last to the first. `room` [np] is written over. */
export function encodeBack<T extends number>(
  neuron: usize,
  steps: i32,
  np: i32,
  words: i32,
  zBar: usize,
  g: usize,
  slopes: usize,
  bits: usize,
  potentials: usize,
  xBar: usize,
  room: usize,
): void {
  const row = bytesOf<T>(np);
  memory.fill(xBar, 0, row);
  for (let t = steps - 1; t >= 0; t--) {
    const at = <usize>t * row;
    const own = potentials == 0 ? 0 : potentials + at;
    const isAny = stepNeuronsBack<T>(
      neuron,
      np,
      zBar + at,
      g,
      slopes + at,
      bits + ((<usize>(t * words)) << 2),
      own,
      room,
    );
    if (!isAny) continue;
    for (let i = 0; i < np; i += lanes<T>()) {
      const sum = entry<T>(xBar, i);
      v128.store(sum, v128.add<T>(v128.load(sum), v128.load(entry<T>(room, i))));
    }
  }
}
