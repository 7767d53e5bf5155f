// Small dense maps of one sample: currents from features, logits from the readout. Weights are [outputs][inputs] as they are published, rows of
// any length. Flops 2 outputs inputs. Sums as in train/rows.

import { entry, lanes, madd, putFirst } from '../linalg/lanes';
import { dotRow, wholeOf } from '../train/rows';

/** y [outputs] = gain W x. */
export function applyDense<T extends number>(
  outputs: i32,
  inputs: i32,
  weights: usize,
  x: usize,
  gain: T,
  y: usize,
): void {
  for (let o = 0; o < outputs; o++) {
    store<T>(entry<T>(y, o), <T>(gain * dotRow<T>(entry<T>(weights, o * inputs), x, inputs)));
  }
}

/** y [n] += c x. */
export function addMultiple<T extends number>(n: i32, c: T, x: usize, y: usize): void {
  const whole = wholeOf<T>(n);
  const v = v128.splat<T>(c);
  for (let i = 0; i < whole; i += lanes<T>()) {
    const at = entry<T>(y, i);
    v128.store(at, madd<T>(v, v128.load(entry<T>(x, i)), v128.load(at)));
  }
  for (let i = whole; i < n; i++) {
    const at = entry<T>(y, i);
    putFirst<T>(at, madd<T>(v, v128.load_splat<T>(entry<T>(x, i)), v128.load_splat<T>(at)));
  }
}

/** y [n] = c x. */
export function scaleTo<T extends number>(n: i32, c: T, x: usize, y: usize): void {
  for (let i = 0; i < n; i++) store<T>(entry<T>(y, i), <T>(c * load<T>(entry<T>(x, i))));
}

/** weightsBar += gain yBar x', rows with yBar = 0 left out. */
export function denseWeightsBack<T extends number>(
  outputs: i32,
  inputs: i32,
  yBar: usize,
  x: usize,
  gain: T,
  weightsBar: usize,
): void {
  for (let o = 0; o < outputs; o++) {
    const c = <T>(gain * load<T>(entry<T>(yBar, o)));
    if (c != <T>0) addMultiple<T>(inputs, c, x, entry<T>(weightsBar, o * inputs));
  }
}

/** xBar [inputs] += W' yBar. */
export function denseBack<T extends number>(outputs: i32, inputs: i32, weights: usize, yBar: usize, xBar: usize): void {
  for (let o = 0; o < outputs; o++) {
    addMultiple<T>(inputs, load<T>(entry<T>(yBar, o)), entry<T>(weights, o * inputs), xBar);
  }
}
