// A spiking convolution with pooling (specification, section 3): 3 x 3 kernels, padded with a zero all around, into neurons that do not leak, one for each
// channel of each place; then the largest of 2 x 2 spikes, which is whether any of them fired. Odd last rows and columns are not pooled.
//
//   neurons -> | place 0: cp channels | place 1 | ...     places by rows, cp a multiple of 32, so that a place has whole words of bits
//   weights -> | input channel 0: 9 rows of cp, row 3 ky + kx | input channel 1 | ...
//
// What fires is added, in the order of inputs; what does not costs nothing. A step has 9 cp flops a spike of the input and 16 a neuron.

import { bytesOf, entry } from '../linalg/lanes';
import { listFired } from './bits';
import * as C from './convolution';
import { stepNeurons, stepNeuronsBack } from './neurons';
import { dot } from './rows';

/** Bytes of the work of a call: a list of input channels, and numbers of all neurons. */
export function convolutionWork<T extends number>(layer: usize): i32 {
  const n = C.height(layer) * C.width(layer) * C.padded(layer);
  return (C.inputWords(layer) << 5) * <i32>sizeof<usize>() + <i32>bytesOf<T>(n);
}

// @ts-ignore: decorator
@inline
function numbersOf(layer: usize): usize {
  return C.work(layer) + <usize>(C.inputWords(layer) << 5) * sizeof<usize>();
}

// @ts-ignore: decorator
@inline
function addTo<T extends number>(x: usize, y: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 32) {
    v128.store(y + at, v128.add<T>(v128.load(y + at), v128.load(x + at)));
    v128.store(y + at, v128.add<T>(v128.load(y + at, 16), v128.load(x + at, 16)), 16);
  }
}

/** Lists the numbers of the inputs that fired in a step; returns where the list ends. */
// @ts-ignore: decorator
@inline
function listInputs(layer: usize, t: i32): usize {
  const words = C.inputWords(layer);
  return listFired(C.inputBits(layer) + ((<usize>(t * words)) << 2), words, 0, 1, C.work(layer));
}

/** Currents of all neurons in a step. */
function currentsOf<T extends number>(layer: usize, t: i32, x: usize): void {
  const height = C.height(layer);
  const width = C.width(layer);
  const row = bytesOf<T>(C.padded(layer));
  const bytes = <usize>(height * width) * row;
  const bias = C.bias(layer);
  if (bias == 0) memory.fill(x, 0, bytes);
  else for (let at: usize = 0; at < bytes; at += row) memory.copy(x + at, bias, row);
  const stride = C.inputStride(layer);
  const weights = C.weights(layer);
  const end = listInputs(layer, t);
  for (let p = C.work(layer); p < <u32>end; p += <u32>sizeof<usize>()) {
    const input = <i32>load<usize>(p);
    const place = input / stride;
    const y = place / width;
    const from = place - y * width;
    const kernel = weights + <usize>(9 * (input - place * stride)) * row;
    for (let ky = max(0, y + 2 - height); ky < min(3, y + 2); ky++) {
      for (let kx = max(0, from + 2 - width); kx < min(3, from + 2); kx++) {
        const to = (y - ky + 1) * width + from - kx + 1;
        addTo<T>(kernel + <usize>(3 * ky + kx) * row, x + <usize>to * row, row);
      }
    }
  }
}

/** The largest current of any neuron so far, `peak`. */
function seePeak<T extends number>(layer: usize, x: usize): void {
  const places = C.height(layer) * C.width(layer);
  const cp = C.padded(layer);
  let peak = C.peak(layer);
  for (let place = 0; place < places; place++) {
    for (let c = 0; c < C.channels(layer); c++) peak = max(peak, <f64>load<T>(entry<T>(x, place * cp + c)));
  }
  C.setPeak(layer, peak);
}

/** Pooled spikes of a step: a word of 32 channels is the union of four. */
function pool(layer: usize, t: i32): void {
  const width = C.width(layer);
  const words = C.padded(layer) >> 5;
  const bits = C.bits(layer) + ((<usize>(t * C.words(layer))) << 2);
  let to = C.pooledBits(layer) + ((<usize>(t * C.pooledWords(layer))) << 2);
  const down = (<usize>(width * words)) << 2;
  for (let y = 0; y + 1 < C.height(layer); y += 2) {
    for (let x = 0; x + 1 < width; x += 2) {
      let from = bits + ((<usize>((y * width + x) * words)) << 2);
      const right = (<usize>words) << 2;
      for (let w = 0; w < words; w++, from += 4, to += 4) {
        store<u32>(
          to,
          load<u32>(from) | load<u32>(from + right) | load<u32>(from + down) | load<u32>(from + down + right),
        );
      }
    }
  }
}

/** `count` steps from `first` on. Slopes are kept for all steps, or of the last one alone where `keepsSlopes` is 0. */
export function convolve<T extends number>(layer: usize, first: i32, count: i32): void {
  const n = C.height(layer) * C.width(layer) * C.padded(layer);
  const x = numbersOf(layer);
  const row = C.keepsSlopes(layer) != 0 ? bytesOf<T>(n) : 0;
  for (let t = first; t < first + count; t++) {
    currentsOf<T>(layer, t, x);
    if (C.seesPeak(layer) != 0) seePeak<T>(layer, x);
    const bits = C.bits(layer) + ((<usize>(t * C.words(layer))) << 2);
    stepNeurons<T>(C.neuron(layer), n, x, C.state(layer), bits, C.slopes(layer) + <usize>t * row, 0);
    pool(layer, t);
  }
}

/** The neuron of 2 x 2 that is pooled: the first that fired, by rows, else the first; as the number of its place. */
// @ts-ignore: decorator
@inline
function chosen(bits: usize, place: i32, width: i32, words: i32, word: i32, bit: i32): i32 {
  for (let i = 0; i < 4; i++) {
    const at = place + (i >> 1) * width + (i & 1);
    if (((load<u32>(bits + ((<usize>(at * words + word)) << 2)) >> bit) & 1) != 0) return at;
  }
  return place;
}

/** Gradient of the spike of an input of a layer in a step: its kernel, places by places, with the adjoints of the currents. */
function inputBar<T extends number>(layer: usize, t: i32, place: i32, channel: i32): T {
  const height = C.height(layer);
  const width = C.width(layer);
  const cp = C.padded(layer);
  const row = bytesOf<T>(cp);
  const xBar = C.xBar(layer) + <usize>(t * height * width) * row;
  const kernel = C.weights(layer) + <usize>(9 * channel) * row;
  const y = place / width;
  const x = place - y * width;
  let sum: T = <T>0;
  for (let ky = max(0, y + 2 - height); ky < min(3, y + 2); ky++) {
    for (let kx = max(0, x + 2 - width); kx < min(3, x + 2); kx++) {
      const to = (y - ky + 1) * width + x - kx + 1;
      sum = <T>(sum + dot<T>(kernel + <usize>(3 * ky + kx) * row, xBar + <usize>to * row, cp));
    }
  }
  return sum;
}

/** Gradient of the spikes of a step: what pooled spikes have goes to the neurons that were pooled; where a slope is 0, nobody asks. */
function spread<T extends number>(layer: usize, next: usize, t: i32, pooledBar: usize, zBar: usize): void {
  const width = C.width(layer);
  const cp = C.padded(layer);
  const words = cp >> 5;
  const n = C.height(layer) * width * cp;
  const bits = C.bits(layer) + ((<usize>(t * C.words(layer))) << 2);
  const slopes = C.slopes(layer) + <usize>t * bytesOf<T>(n);
  memory.fill(zBar, 0, bytesOf<T>(n));
  let pooled = 0;
  for (let y = 0; y + 1 < C.height(layer); y += 2) {
    for (let x = 0; x + 1 < width; x += 2, pooled++) {
      for (let c = 0; c < C.channels(layer); c++) {
        const neuron = chosen(bits, y * width + x, width, words, c >> 5, c & 31) * cp + c;
        if (load<T>(entry<T>(slopes, neuron)) == <T>0) continue;
        const bar = next != 0 ? inputBar<T>(next, t, pooled, c) : load<T>(entry<T>(pooledBar, pooled * cp + c));
        store<T>(entry<T>(zBar, neuron), bar);
      }
    }
  }
}

/** Adds what a step says of the weights and biases. */
function learn<T extends number>(layer: usize, t: i32, xBar: usize): void {
  const height = C.height(layer);
  const width = C.width(layer);
  const cp = C.padded(layer);
  const row = bytesOf<T>(cp);
  const biasBar = C.biasBar(layer);
  if (biasBar != 0) for (let p = 0; p < height * width; p++) addTo<T>(xBar + <usize>p * row, biasBar, row);
  const stride = C.inputStride(layer);
  const end = listInputs(layer, t);
  for (let p = C.work(layer); p < <u32>end; p += <u32>sizeof<usize>()) {
    const input = <i32>load<usize>(p);
    const place = input / stride;
    const y = place / width;
    const x = place - y * width;
    const kernel = C.weightsBar(layer) + <usize>(9 * (input - place * stride)) * row;
    for (let ky = max(0, y + 2 - height); ky < min(3, y + 2); ky++) {
      for (let kx = max(0, x + 2 - width); kx < min(3, x + 2); kx++) {
        const to = (y - ky + 1) * width + x - kx + 1;
        addTo<T>(xBar + <usize>to * row, kernel + <usize>(3 * ky + kx) * row, row);
      }
    }
  }
}

/**
 * Adjoint of `count` steps up to `last`, from the last to the first. The gradient of pooled spikes is that of the inputs of the layer `next`, whose
 * `xBar` are all known, or, if that is 0, `pooledBar` [steps][pooled neurons]. Slopes of all steps are needed.
 */
export function convolveBack<T extends number>(
  layer: usize,
  next: usize,
  pooledBar: usize,
  last: i32,
  count: i32,
): void {
  const n = C.height(layer) * C.width(layer) * C.padded(layer);
  const row = bytesOf<T>(n);
  const zBar = numbersOf(layer);
  const pooledRow = bytesOf<T>(C.pooledWords(layer) << 5);
  for (let t = last; t > last - count; t--) {
    const xBar = C.xBar(layer) + <usize>t * row;
    spread<T>(layer, next, t, pooledBar + <usize>t * pooledRow, zBar);
    const isAny = stepNeuronsBack<T>(
      C.neuron(layer),
      n,
      zBar,
      C.carries(layer),
      C.slopes(layer) + <usize>t * row,
      0,
      0,
      xBar,
    );
    if (isAny) learn<T>(layer, t, xBar);
  }
}
