// Spiking neurons that hear the spikes of others through weights by input, [inputs][np] (specification, section 3). The way back is `driveBack`, then
// `weightsBack` and `spikesBack`.

import { bytesOf } from '../linalg/lanes';
import { listFired } from './bits';
import { stepNeurons } from './neurons';
import { gather } from './rows';

/** Bytes of the work of a call: a list of rows of weights, and currents. */
export function denseLayerWork<T extends number>(np: i32, inputWords: i32): i32 {
  return (inputWords << 5) * <i32>sizeof<usize>() + <i32>bytesOf<T>(np);
}

/** bits [steps][words] and slopes [steps][np] of neurons with inputs [steps][inputWords]. Flops np a spike of the input, 16 a neuron. */
export function hear<T extends number>(
  neuron: usize,
  steps: i32,
  np: i32,
  words: i32,
  inputWords: i32,
  inputBits: usize,
  weights: usize,
  work: usize,
  state: usize,
  bits: usize,
  slopes: usize,
  potentials: usize,
): void {
  const row = bytesOf<T>(np);
  const x = work + <usize>(inputWords << 5) * sizeof<usize>();
  for (let t = 0; t < steps; t++) {
    const end = listFired(inputBits, inputWords, weights, row, work);
    gather<T>(work, end, np, x, false);
    stepNeurons<T>(neuron, np, x, state, bits, slopes, potentials);
    inputBits += (<usize>inputWords) << 2;
    bits += (<usize>words) << 2;
    slopes += row;
    if (potentials != 0) potentials += row;
  }
}
