/** What the checks of spiking networks share: settings as golden files write them, arrays in and out of linear memory, and bounds. */
import { decayOf } from '../../model/spiking/neuron.js';
import { type Numeric, padded, wordsOf } from '../../model/spiking/numeric.js';
import type { NeuronSettings, PlasticitySettings } from '../../model/spiking/settings-types.js';
import type { Precision } from '../../train/trainable.js';
import { absolute, type Comparison, relative } from '../compare.js';
import type { Golden } from '../golden.js';

export const PRECISIONS: readonly Precision[] = ['f64', 'f32'];

/** Of reals, relative to the largest of their array: the golden files' own description. */
export const BOUNDS: { readonly [precision in Precision]: number } = { f64: 1e-9, f32: 1e-3 };

/** Share of spikes that may differ in single precision where a membrane comes this close to its threshold. */
const FLIPS = { share: 1e-3, margin: 1e-5 } as const;

/** Settings of a network as the field `config` has them. */
export interface Config {
  readonly steps: number;
  readonly delay: number;
  readonly neuron: NeuronSettings;
  readonly plasticity: PlasticitySettings;
  readonly rates: { readonly weight: number; readonly target: number };
}

export const configOf = (config: Golden): Config => ({
  steps: config.count('T'),
  delay: config.count('delay'),
  neuron: {
    threshold: config.number('thr'),
    tauMembrane: config.number('tau_mem'),
    refractorySteps: config.count('n_ref'),
    perfectReset: config.flag('perfect_reset'),
    dampening: config.number('damp'),
    surrogateWidth: 1,
  },
  plasticity: {
    wMax: config.number('w_max'),
    gammaPos: config.number('gamma_pos'),
    gammaNeg: config.number('gamma_neg'),
    tauTrace: config.number('tau_trace'),
    isOn: true,
  },
  rates: { weight: config.number('l2'), target: config.number('target_rate') },
});

/** Puts rows of n numbers into memory, each padded with zeros. */
export function placeRows(numeric: Numeric, values: ArrayLike<number>, n: number): number {
  const [rows, np] = [values.length / n, padded(n)];
  const address = numeric.room(rows * np);
  const view = numeric.view(address, rows * np);
  for (let i = 0; i < values.length; i++) view[Math.floor(i / n) * np + (i % n)] = values[i];
  return address;
}

/** Rows of n numbers out of rows of `stride`, which is that of n padded if absent. */
export function takeRows(numeric: Numeric, address: number, rows: number, n: number, stride = padded(n)): number[] {
  const view = numeric.view(address, rows * stride);
  return Array.from({ length: rows * n }, (_, i) => view[Math.floor(i / n) * stride + (i % n)]);
}

/** Puts spikes [steps][n] of 0 and 1 into memory as bits. */
export function placeSpikes({ kernels }: Numeric, spikes: ArrayLike<number>, n: number): number {
  const [steps, words] = [spikes.length / n, wordsOf(n)];
  const address = kernels.allocate(4 * steps * words);
  const bits = kernels.i32(address, steps * words);
  for (let i = 0; i < spikes.length; i++) {
    const neuron = i % n;
    if (spikes[i] !== 0) bits[Math.floor(i / n) * words + (neuron >> 5)] |= 1 << (neuron & 31);
  }
  return address;
}

/** Spikes [steps][n] as 0 and 1; a step may have more words than n neurons need. */
export function takeSpikes({ kernels }: Numeric, bits: number, steps: number, n: number, words = wordsOf(n)): number[] {
  const view = kernels.i32(bits, steps * words);
  return Array.from({ length: steps * n }, (_, i) => {
    const neuron = i % n;
    return (view[Math.floor(i / n) * words + (neuron >> 5)] >>> (neuron & 31)) & 1;
  });
}

/** Traces [steps][n, padded] of spikes from 0 on, in linear memory. */
export function placeTraces(numeric: Numeric, bits: number, steps: number, n: number, tau: number): number {
  const np = padded(n);
  const keep = decayOf(numeric, tau);
  const [before, traces] = [numeric.room(np), numeric.room(steps * np)];
  numeric.pick('trace_spikes').trace_spikes(steps, np, wordsOf(n), bits, before, np, keep, 1 - keep, traces);
  return traces;
}

/** [rows][columns] as [columns][rows]: golden memories have a column for each key, ours a row. */
export const transposed = (values: ArrayLike<number>, rows: number, columns: number): number[] =>
  Array.from({ length: rows * columns }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);

/** Names quantities by their precision and compares reals and spikes by the bounds for it. */
export interface Judge {
  reals(quantity: string, computed: ArrayLike<number>, expected: Float64Array): Comparison;
  spikes(quantity: string, computed: readonly number[], expected: Float64Array): Comparison;
}

/** @param margin - least distance of a membrane from its threshold */
export function judgeOf(precision: Precision, margin: number): Judge {
  const named = (quantity: string): string => `${quantity} in ${precision}`;
  return {
    reals: (quantity, computed, expected) => relative(named(quantity), computed, expected, BOUNDS[precision]),
    spikes: (quantity, computed, expected) => {
      if (precision === 'f64' || margin > FLIPS.margin) return absolute(named(quantity), computed, expected, 0);
      const flips = expected.reduce((sum, value, i) => sum + (value === computed[i] ? 0 : 1), 0);
      return absolute(named(quantity), [flips / expected.length], [0], FLIPS.share);
    },
  };
}
