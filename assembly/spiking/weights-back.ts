// Gradients of weights by input, and of the inputs' spikes, over the steps of a fact.
//
//   xBar -> | step 0: np numbers | step 1 | ...      adjoints of what the weights drive
//   weights, weightsBar -> | input 0: np numbers | input 1 | ...
//
//   weightsBar_i += sum of xBar_t over the steps in which input i fired, from the last to the first
//   zBar_t[i] += weights_i . xBar_t where the slope of input i is not 0; elsewhere nobody asks

import { bytesOf, entry, lanes } from '../linalg/lanes';
import { dot, gather, isAnyNonzero, nonzeroLanes } from './rows';

/**
 * Gradient of weights. bits [steps][stride words], of which `words` from `bits` on are of these inputs; `live`: u32 [steps], `groups`: usize
 * [32][steps + 1]. Flops np a spike.
 */
export function weightsBack<T extends number>(
  steps: i32,
  inputs: i32,
  bits: usize,
  words: i32,
  stride: i32,
  np: i32,
  xBar: usize,
  weightsBar: usize,
  live: usize,
  groups: usize,
): void {
  const row = bytesOf<T>(np);
  let count = 0;
  for (let t = steps - 1; t >= 0; t--) {
    if (!isAnyNonzero<T>(xBar + <usize>t * row, np)) continue;
    store<i32>(live + ((<usize>count) << 2), t);
    count++;
  }
  if (count == 0) return;
  const room = (<usize>steps) << 2;
  const ends = groups + 32 * room;
  for (let w = 0; w < words; w++) {
    for (let b: usize = 0; b < 32; b++) store<usize>(ends + (b << 2), groups + b * room);
    for (let s = 0; s < count; s++) {
      const t = load<i32>(live + ((<usize>s) << 2));
      let word = load<u32>(bits + ((<usize>(t * stride + w)) << 2));
      const from = xBar + <usize>t * row;
      while (word != 0) {
        const at = ends + ((<usize>ctz<u32>(word)) << 2);
        const end = load<usize>(at);
        store<usize>(end, from);
        store<usize>(at, end + sizeof<usize>());
        word &= word - 1;
      }
    }
    const most = min(32, inputs - (w << 5));
    for (let b = 0; b < most; b++) {
      const list = groups + <usize>b * room;
      const end = load<usize>(ends + ((<usize>b) << 2));
      if (end != list) gather<T>(list, end, np, weightsBar + <usize>((w << 5) + b) * row, true);
    }
  }
}

/**
 * Gradient of spikes: zBar [steps][inputsPadded] = start [inputsPadded] + that of the weights; `start` 0: added to what is there. Slopes are those
 * of the inputs, [steps][inputsPadded]. Flops 2 np for each slope that is not 0.
 */
export function spikesBack<T extends number>(
  steps: i32,
  inputs: i32,
  inputsPadded: i32,
  slopes: usize,
  np: i32,
  weights: usize,
  xBar: usize,
  zBar: usize,
  start: usize,
): void {
  const row = bytesOf<T>(np);
  const wide = bytesOf<T>(inputsPadded);
  for (let t = 0; t < steps; t++, xBar += row, zBar += wide, slopes += wide) {
    if (start != 0) memory.copy(zBar, start, wide);
    if (!isAnyNonzero<T>(xBar, np)) continue;
    for (let i = 0; i < inputs; i += lanes<T>()) {
      let some = nonzeroLanes<T>(v128.load(entry<T>(slopes, i)));
      while (some != 0) {
        const own = i + ctz<i32>(some);
        some &= some - 1;
        if (own >= inputs) break;
        const at = entry<T>(zBar, own);
        store<T>(at, <T>(load<T>(at) + dot<T>(weights + <usize>own * row, xBar, np)));
      }
    }
  }
}
