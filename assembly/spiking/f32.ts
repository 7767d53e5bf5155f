// The kernels of spiking networks in f32. Made by `npm run layouts` of the list in scripts/precisions.ts: change that, not this file.

import { transpose } from '../linalg/panels';
import { add, dotWide } from '../train/rows';
import { crossEntropy, predict } from '../train/cross-entropy';
import { adam } from '../train/descent';
import { encode, encodeBack, drive, driveBack } from '../spiking/neurons';
import { traceSpikes, updateMemory, updateMemoryBack } from '../spiking/plasticity';
import { writingWork } from '../spiking/writing-room';
import { writeFact } from '../spiking/writing-layer';
import { writeFactBack } from '../spiking/writing-back';
import { readingWork, readQuery, readQueryBack } from '../spiking/reading-layer';
import { weightsBack, spikesBack } from '../spiking/weights-back';
import { sentenceCurrents, sentenceCurrentsBack } from '../spiking/words';
import { denseLayerWork, hear } from '../spiking/dense-layer';
import { convolutionWork, convolve, convolveBack } from '../spiking/convolution-layer';
import { applyDense, addMultiple, scaleTo, denseWeightsBack, denseBack } from '../spiking/dense';
import { rectify, rectifyBack, combine, combineBack } from '../spiking/rectified';
import {
  sumChannels,
  sumDeviations,
  normaliseChannels,
  sumChannelsBack,
  normaliseChannelsBack,
} from '../spiking/batch-norm';

export function transpose_f32(rows: i32, columns: i32, from: usize, ld: i32, out: usize, ldo: i32): void {
  transpose<f32>(rows, columns, from, ld, out, ldo);
}

export function add_f32(n: i32, x: usize, y: usize): void {
  add<f32>(n, x, y);
}

export function dot_wide_f32(n: i32, x: usize, y: usize): f64 {
  return dotWide<f32>(n, x, y);
}

export function cross_entropy_f32(
  rows: i32,
  n: i32,
  z: usize,
  targets: usize,
  scale: f32,
  out: usize,
  top: usize,
): void {
  crossEntropy<f32>(rows, n, z, targets, scale, out, top);
}

export function predict_f32(rows: i32, n: i32, z: usize, out: usize): void {
  predict<f32>(rows, n, z, out);
}

export function adam_f32(
  n: i32,
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  b1: f64,
  b2: f64,
  rate: f64,
  root: f64,
  epsilon: f64,
  shrink: f64,
): void {
  adam<f32>(n, p, g, m, v, b1, b2, rate, root, epsilon, shrink);
}

export function encode_f32(
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
  encode<f32>(neuron, steps, np, words, x, state, bits, slopes, potentials);
}

export function encode_back_f32(
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
  encodeBack<f32>(neuron, steps, np, words, zBar, g, slopes, bits, potentials, xBar, room);
}

export function drive_f32(
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
  drive<f32>(neuron, steps, np, words, x, state, bits, slopes, potentials);
}

export function drive_back_f32(
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
  driveBack<f32>(neuron, steps, np, words, zBar, g, slopes, bits, potentials, xBar);
}

export function trace_spikes_f32(
  steps: i32,
  np: i32,
  words: i32,
  bits: usize,
  before: usize,
  stride: i32,
  keep: f32,
  take: f32,
  traces: usize,
): void {
  traceSpikes<f32>(steps, np, words, bits, before, stride, keep, take, traces);
}

export function update_memory_f32(
  n: i32,
  np: i32,
  memory: usize,
  keys: usize,
  values: usize,
  gammaPos: f32,
  gammaNeg: f32,
  bound: f32,
  factors: usize,
): void {
  updateMemory<f32>(n, np, memory, keys, values, gammaPos, gammaNeg, bound, factors);
}

export function update_memory_back_f32(
  n: i32,
  np: i32,
  memory: usize,
  memoryBar: usize,
  keys: usize,
  keysBar: usize,
  values: usize,
  valuesBar: usize,
  gammaPos: f32,
  gammaNeg: f32,
  bound: f32,
  factors: usize,
  room: usize,
): void {
  updateMemoryBack<f32>(
    n,
    np,
    memory,
    memoryBar,
    keys,
    keysBar,
    values,
    valuesBar,
    gammaPos,
    gammaNeg,
    bound,
    factors,
    room,
  );
}

export function writing_work_f32(w: usize): i32 {
  return writingWork<f32>(w);
}

export function write_fact_f32(w: usize, fact: i32, before: usize, after: usize): void {
  writeFact<f32>(w, fact, before, after);
}

export function write_fact_back_f32(w: usize, fact: i32, before: usize): i32 {
  return writeFactBack<f32>(w, fact, before);
}

export function reading_work_f32(r: usize): i32 {
  return readingWork<f32>(r);
}

export function read_query_f32(r: usize): void {
  readQuery<f32>(r);
}

export function read_query_back_f32(r: usize): void {
  readQueryBack<f32>(r);
}

export function weights_back_f32(
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
  weightsBack<f32>(steps, inputs, bits, words, stride, np, xBar, weightsBar, live, groups);
}

export function spikes_back_f32(
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
  spikesBack<f32>(steps, inputs, inputsPadded, slopes, np, weights, xBar, zBar, start);
}

export function sentence_currents_f32(
  places: i32,
  n: i32,
  words: usize,
  encoding: usize,
  embedding: usize,
  gain: f32,
  currents: usize,
): void {
  sentenceCurrents<f32>(places, n, words, encoding, embedding, gain, currents);
}

export function sentence_currents_back_f32(
  places: i32,
  n: i32,
  words: usize,
  encoding: usize,
  embedding: usize,
  gain: f32,
  currentsBar: usize,
  encodingBar: usize,
  embeddingBar: usize,
): void {
  sentenceCurrentsBack<f32>(places, n, words, encoding, embedding, gain, currentsBar, encodingBar, embeddingBar);
}

export function dense_layer_work_f32(np: i32, inputWords: i32): i32 {
  return denseLayerWork<f32>(np, inputWords);
}

export function hear_f32(
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
  hear<f32>(neuron, steps, np, words, inputWords, inputBits, weights, work, state, bits, slopes, potentials);
}

export function convolution_work_f32(layer: usize): i32 {
  return convolutionWork<f32>(layer);
}

export function convolve_f32(layer: usize, first: i32, count: i32): void {
  convolve<f32>(layer, first, count);
}

export function convolve_back_f32(layer: usize, next: usize, pooledBar: usize, last: i32, count: i32): void {
  convolveBack<f32>(layer, next, pooledBar, last, count);
}

export function apply_dense_f32(outputs: i32, inputs: i32, weights: usize, x: usize, gain: f32, y: usize): void {
  applyDense<f32>(outputs, inputs, weights, x, gain, y);
}

export function add_multiple_f32(n: i32, c: f32, x: usize, y: usize): void {
  addMultiple<f32>(n, c, x, y);
}

export function scale_to_f32(n: i32, c: f32, x: usize, y: usize): void {
  scaleTo<f32>(n, c, x, y);
}

export function dense_weights_back_f32(
  outputs: i32,
  inputs: i32,
  yBar: usize,
  x: usize,
  gain: f32,
  weightsBar: usize,
): void {
  denseWeightsBack<f32>(outputs, inputs, yBar, x, gain, weightsBar);
}

export function dense_back_f32(outputs: i32, inputs: i32, weights: usize, yBar: usize, xBar: usize): void {
  denseBack<f32>(outputs, inputs, weights, yBar, xBar);
}

export function rectify_f32(n: i32, x: usize): void {
  rectify<f32>(n, x);
}

export function rectify_back_f32(n: i32, x: usize, xBar: usize): void {
  rectifyBack<f32>(n, x, xBar);
}

export function combine_f32(inputs: i32, np: i32, s: usize, rows: usize, out: usize): void {
  combine<f32>(inputs, np, s, rows, out);
}

export function combine_back_f32(
  inputs: i32,
  np: i32,
  s: usize,
  rows: usize,
  outBar: usize,
  sBar: usize,
  rowsBar: usize,
): void {
  combineBack<f32>(inputs, np, s, rows, outBar, sBar, rowsBar);
}

export function sum_channels_f32(rows: i32, n: i32, x: usize, sums: usize): void {
  sumChannels<f32>(rows, n, x, sums);
}

export function sum_deviations_f32(rows: i32, n: i32, x: usize, mean: usize, squares: usize): void {
  sumDeviations<f32>(rows, n, x, mean, squares);
}

export function normalise_channels_f32(rows: i32, n: i32, x: usize, mean: usize, k: usize, b: usize, y: usize): void {
  normaliseChannels<f32>(rows, n, x, mean, k, b, y);
}

export function sum_channels_back_f32(
  rows: i32,
  n: i32,
  x: usize,
  mean: usize,
  yBar: usize,
  sums: usize,
  dots: usize,
): void {
  sumChannelsBack<f32>(rows, n, x, mean, yBar, sums, dots);
}

export function normalise_channels_back_f32(
  rows: i32,
  n: i32,
  x: usize,
  mean: usize,
  k: usize,
  meanBar: usize,
  q: usize,
  yBar: usize,
): void {
  normaliseChannelsBack<f32>(rows, n, x, mean, k, meanBar, q, yBar);
}
