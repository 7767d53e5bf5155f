/** Kernels of the spiking family. Made by `npm run signatures` of assembly/spiking/entry.ts: change that, not this file. */
import type { CommonKernels } from '../../kernel/core-kernels.js';
import type { KernelModule } from '../../kernel/module.js';

export interface SpikingKernels extends CommonKernels {
  count_spikes(steps: number, words: number, bits: number, counts: number): void;
  place_bits(steps: number, words: number, from: number, to: number, stride: number, shift: number): void;
  transpose_f32(rows: number, columns: number, from: number, ld: number, out: number, ldo: number): void;
  add_f32(n: number, x: number, y: number): void;
  dot_wide_f32(n: number, x: number, y: number): number;
  cross_entropy_f32(rows: number, n: number, z: number, targets: number, scale: number, out: number, top: number): void;
  predict_f32(rows: number, n: number, z: number, out: number): void;
  adam_f32(
    n: number,
    p: number,
    g: number,
    m: number,
    v: number,
    b1: number,
    b2: number,
    rate: number,
    root: number,
    epsilon: number,
    shrink: number,
  ): void;
  encode_f32(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    x: number,
    state: number,
    bits: number,
    slopes: number,
    potentials: number,
  ): void;
  encode_back_f32(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    zBar: number,
    g: number,
    slopes: number,
    bits: number,
    potentials: number,
    xBar: number,
    room: number,
  ): void;
  drive_f32(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    x: number,
    state: number,
    bits: number,
    slopes: number,
    potentials: number,
  ): void;
  drive_back_f32(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    zBar: number,
    g: number,
    slopes: number,
    bits: number,
    potentials: number,
    xBar: number,
  ): void;
  trace_spikes_f32(
    steps: number,
    np: number,
    words: number,
    bits: number,
    before: number,
    stride: number,
    keep: number,
    take: number,
    traces: number,
  ): void;
  update_memory_f32(
    n: number,
    np: number,
    memory: number,
    keys: number,
    values: number,
    gammaPos: number,
    gammaNeg: number,
    bound: number,
    factors: number,
  ): void;
  update_memory_back_f32(
    n: number,
    np: number,
    memory: number,
    memoryBar: number,
    keys: number,
    keysBar: number,
    values: number,
    valuesBar: number,
    gammaPos: number,
    gammaNeg: number,
    bound: number,
    factors: number,
    room: number,
  ): void;
  writing_work_f32(w: number): number;
  write_fact_f32(w: number, fact: number, before: number, after: number): void;
  write_fact_back_f32(w: number, fact: number, before: number): number;
  reading_work_f32(r: number): number;
  read_query_f32(r: number): void;
  read_query_back_f32(r: number): void;
  weights_back_f32(
    steps: number,
    inputs: number,
    bits: number,
    words: number,
    stride: number,
    np: number,
    xBar: number,
    weightsBar: number,
    live: number,
    groups: number,
  ): void;
  spikes_back_f32(
    steps: number,
    inputs: number,
    inputsPadded: number,
    slopes: number,
    np: number,
    weights: number,
    xBar: number,
    zBar: number,
    start: number,
  ): void;
  sentence_currents_f32(
    places: number,
    n: number,
    words: number,
    encoding: number,
    embedding: number,
    gain: number,
    currents: number,
  ): void;
  sentence_currents_back_f32(
    places: number,
    n: number,
    words: number,
    encoding: number,
    embedding: number,
    gain: number,
    currentsBar: number,
    encodingBar: number,
    embeddingBar: number,
  ): void;
  dense_layer_work_f32(np: number, inputWords: number): number;
  hear_f32(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    inputWords: number,
    inputBits: number,
    weights: number,
    work: number,
    state: number,
    bits: number,
    slopes: number,
    potentials: number,
  ): void;
  convolution_work_f32(layer: number): number;
  convolve_f32(layer: number, first: number, count: number): void;
  convolve_back_f32(layer: number, next: number, pooledBar: number, last: number, count: number): void;
  apply_dense_f32(outputs: number, inputs: number, weights: number, x: number, gain: number, y: number): void;
  add_multiple_f32(n: number, c: number, x: number, y: number): void;
  scale_to_f32(n: number, c: number, x: number, y: number): void;
  dense_weights_back_f32(
    outputs: number,
    inputs: number,
    yBar: number,
    x: number,
    gain: number,
    weightsBar: number,
  ): void;
  dense_back_f32(outputs: number, inputs: number, weights: number, yBar: number, xBar: number): void;
  rectify_f32(n: number, x: number): void;
  rectify_back_f32(n: number, x: number, xBar: number): void;
  combine_f32(inputs: number, np: number, s: number, rows: number, out: number): void;
  combine_back_f32(
    inputs: number,
    np: number,
    s: number,
    rows: number,
    outBar: number,
    sBar: number,
    rowsBar: number,
  ): void;
  sum_channels_f32(rows: number, n: number, x: number, sums: number): void;
  sum_deviations_f32(rows: number, n: number, x: number, mean: number, squares: number): void;
  normalise_channels_f32(rows: number, n: number, x: number, mean: number, k: number, b: number, y: number): void;
  sum_channels_back_f32(
    rows: number,
    n: number,
    x: number,
    mean: number,
    yBar: number,
    sums: number,
    dots: number,
  ): void;
  normalise_channels_back_f32(
    rows: number,
    n: number,
    x: number,
    mean: number,
    k: number,
    meanBar: number,
    q: number,
    yBar: number,
  ): void;
  transpose_f64(rows: number, columns: number, from: number, ld: number, out: number, ldo: number): void;
  add_f64(n: number, x: number, y: number): void;
  dot_wide_f64(n: number, x: number, y: number): number;
  cross_entropy_f64(rows: number, n: number, z: number, targets: number, scale: number, out: number, top: number): void;
  predict_f64(rows: number, n: number, z: number, out: number): void;
  adam_f64(
    n: number,
    p: number,
    g: number,
    m: number,
    v: number,
    b1: number,
    b2: number,
    rate: number,
    root: number,
    epsilon: number,
    shrink: number,
  ): void;
  encode_f64(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    x: number,
    state: number,
    bits: number,
    slopes: number,
    potentials: number,
  ): void;
  encode_back_f64(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    zBar: number,
    g: number,
    slopes: number,
    bits: number,
    potentials: number,
    xBar: number,
    room: number,
  ): void;
  drive_f64(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    x: number,
    state: number,
    bits: number,
    slopes: number,
    potentials: number,
  ): void;
  drive_back_f64(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    zBar: number,
    g: number,
    slopes: number,
    bits: number,
    potentials: number,
    xBar: number,
  ): void;
  trace_spikes_f64(
    steps: number,
    np: number,
    words: number,
    bits: number,
    before: number,
    stride: number,
    keep: number,
    take: number,
    traces: number,
  ): void;
  update_memory_f64(
    n: number,
    np: number,
    memory: number,
    keys: number,
    values: number,
    gammaPos: number,
    gammaNeg: number,
    bound: number,
    factors: number,
  ): void;
  update_memory_back_f64(
    n: number,
    np: number,
    memory: number,
    memoryBar: number,
    keys: number,
    keysBar: number,
    values: number,
    valuesBar: number,
    gammaPos: number,
    gammaNeg: number,
    bound: number,
    factors: number,
    room: number,
  ): void;
  writing_work_f64(w: number): number;
  write_fact_f64(w: number, fact: number, before: number, after: number): void;
  write_fact_back_f64(w: number, fact: number, before: number): number;
  reading_work_f64(r: number): number;
  read_query_f64(r: number): void;
  read_query_back_f64(r: number): void;
  weights_back_f64(
    steps: number,
    inputs: number,
    bits: number,
    words: number,
    stride: number,
    np: number,
    xBar: number,
    weightsBar: number,
    live: number,
    groups: number,
  ): void;
  spikes_back_f64(
    steps: number,
    inputs: number,
    inputsPadded: number,
    slopes: number,
    np: number,
    weights: number,
    xBar: number,
    zBar: number,
    start: number,
  ): void;
  sentence_currents_f64(
    places: number,
    n: number,
    words: number,
    encoding: number,
    embedding: number,
    gain: number,
    currents: number,
  ): void;
  sentence_currents_back_f64(
    places: number,
    n: number,
    words: number,
    encoding: number,
    embedding: number,
    gain: number,
    currentsBar: number,
    encodingBar: number,
    embeddingBar: number,
  ): void;
  dense_layer_work_f64(np: number, inputWords: number): number;
  hear_f64(
    neuron: number,
    steps: number,
    np: number,
    words: number,
    inputWords: number,
    inputBits: number,
    weights: number,
    work: number,
    state: number,
    bits: number,
    slopes: number,
    potentials: number,
  ): void;
  convolution_work_f64(layer: number): number;
  convolve_f64(layer: number, first: number, count: number): void;
  convolve_back_f64(layer: number, next: number, pooledBar: number, last: number, count: number): void;
  apply_dense_f64(outputs: number, inputs: number, weights: number, x: number, gain: number, y: number): void;
  add_multiple_f64(n: number, c: number, x: number, y: number): void;
  scale_to_f64(n: number, c: number, x: number, y: number): void;
  dense_weights_back_f64(
    outputs: number,
    inputs: number,
    yBar: number,
    x: number,
    gain: number,
    weightsBar: number,
  ): void;
  dense_back_f64(outputs: number, inputs: number, weights: number, yBar: number, xBar: number): void;
  rectify_f64(n: number, x: number): void;
  rectify_back_f64(n: number, x: number, xBar: number): void;
  combine_f64(inputs: number, np: number, s: number, rows: number, out: number): void;
  combine_back_f64(
    inputs: number,
    np: number,
    s: number,
    rows: number,
    outBar: number,
    sBar: number,
    rowsBar: number,
  ): void;
  sum_channels_f64(rows: number, n: number, x: number, sums: number): void;
  sum_deviations_f64(rows: number, n: number, x: number, mean: number, squares: number): void;
  normalise_channels_f64(rows: number, n: number, x: number, mean: number, k: number, b: number, y: number): void;
  sum_channels_back_f64(
    rows: number,
    n: number,
    x: number,
    mean: number,
    yBar: number,
    sums: number,
    dots: number,
  ): void;
  normalise_channels_back_f64(
    rows: number,
    n: number,
    x: number,
    mean: number,
    k: number,
    meanBar: number,
    q: number,
    yBar: number,
  ): void;
}

export const SPIKING_MODULE: KernelModule<SpikingKernels> = { name: 'spiking' };
