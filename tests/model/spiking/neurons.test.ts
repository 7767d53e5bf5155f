import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { SPIKING_MODULE } from '../../../src/model/spiking/kernels.js';
import { decayOf, placeNeuron } from '../../../src/model/spiking/neuron.js';
import { numericOf, padded, wordsOf } from '../../../src/model/spiking/numeric.js';
import { NEURON_DEFAULTS, type NeuronSettings } from '../../../src/model/spiking/settings-types.js';
import type { Precision } from '../../../src/train/trainable.js';
import { freshKernels } from '../../conformance/kernels.js';
import { stream } from './networks.js';

const PRECISIONS: readonly Precision[] = ['f64', 'f32'];

interface Driven {
  /** Spikes [steps][n], potentials and slopes [steps][np]. */
  readonly spikes: readonly (readonly number[])[];
  readonly potentials: ArrayLike<number>;
  readonly slopes: ArrayLike<number>;
}

/** Neurons with constant currents, from given membranes. */
function encoded(
  precision: Precision,
  settings: NeuronSettings,
  currents: readonly number[],
  steps: number,
  membranes: readonly number[] = [],
): Driven {
  const numeric = numericOf(freshKernels(SPIKING_MODULE), precision);
  const neuron = placeNeuron(numeric, settings);
  const n = currents.length;
  const [np, words] = [padded(n), wordsOf(n)];
  const [x, state] = [numeric.room(np), numeric.room(3 * np)];
  numeric.view(x, n).set(currents);
  numeric.view(state, membranes.length).set(membranes);
  const bits = numeric.kernels.allocate(4 * words * steps);
  const [slopes, potentials] = [numeric.room(steps * np), numeric.room(steps * np)];
  numeric.pick('encode').encode(neuron, steps, np, words, x, state, bits, slopes, potentials);
  const view = numeric.kernels.i32(bits, steps * words);
  const spikes = Array.from({ length: steps }, (_, t) =>
    Array.from({ length: np }, (_, i) => (view[t * words + (i >> 5)] >>> (i & 31)) & 1),
  );
  return {
    spikes,
    potentials: numeric.view(potentials, steps * np).slice(),
    slopes: numeric.view(slopes, steps * np).slice(),
  };
}

const round = { f64: (x: number) => x, f32: Math.fround };

describe.each(PRECISIONS)('a neuron in %s', (precision) => {
  const { exp } = elementaryOf(freshKernels(SPIKING_MODULE));

  it('decays without input by the same factor at each step, to the bit', () => {
    const leak = round[precision](exp(-1 / 20));
    const start = [0.09, -0.3, 0.0001];
    const { potentials, spikes } = encoded(precision, NEURON_DEFAULTS, [0, 0, 0], 200, start);
    const expected = start.map(round[precision]);
    for (let t = 0; t < 200; t++) {
      for (let i = 0; i < 3; i++) {
        expected[i] = round[precision](expected[i] * leak);
        expect(potentials[4 * t + i]).toBe(expected[i]);
      }
    }
    expect(spikes.flat().every((z) => z === 0)).toBe(true);
  });

  it('comes to 0 where numbers would be too small for the processor to be quick with', () => {
    const { potentials } = encoded(precision, { ...NEURON_DEFAULTS, tauMembrane: 1 }, [0], 700, [0.09]);
    const sizes = Array.from({ length: 700 }, (_, t) => Math.abs(potentials[4 * t]));
    const least = precision === 'f32' ? 2 ** -76 : 2 ** -600;
    const end = sizes.indexOf(0);
    expect(sizes.slice(0, end).every((v) => v >= least)).toBe(true);
    expect(sizes[end - 1]).toBeLessThan(3 * least);
    expect(sizes.slice(end).every((v) => v === 0)).toBe(true);
  });

  it('has the analytic f-I curve: a spike every max(rest + 1, steps from 0 to the threshold)', () => {
    const [threshold, tau, rest, steps] = [0.1, 20, 3, 4000];
    const currents = [0.05, 0.0999, 0.1001, 0.103, 0.11, 0.15, 0.2, 0.4, 0.55, 0.6, 1, 30];
    const settings = { ...NEURON_DEFAULTS, perfectReset: true, threshold, tauMembrane: tau, refractorySteps: rest };
    const { spikes } = encoded(precision, settings, currents, steps);
    for (const [i, current] of currents.entries()) {
      // from 0 the membrane is I (1 - alpha^k) after k steps
      const rise = current > threshold ? Math.floor(-tau * Math.log(1 - threshold / current)) + 1 : steps + 1;
      const apart = Math.max(rest + 1, rise);
      const times = spikes.flatMap((row, t) => (row[i] === 1 ? [t] : []));
      expect(times, `current ${current}`).toEqual(
        Array.from(
          { length: Math.floor((steps - rise) / apart) + (rise <= steps ? 1 : 0) },
          (_, m) => rise - 1 + m * apart,
        ),
      );
    }
  });

  it('rests after a spike, fires at most every fourth step, and keeps more than one threshold with a soft reset', () => {
    const { spikes, potentials } = encoded(precision, NEURON_DEFAULTS, [50], 100);
    const times = spikes.flatMap((row, t) => (row[0] === 1 ? [t] : []));
    expect(times).toEqual(Array.from({ length: 25 }, (_, m) => 4 * m));
    expect(potentials[99 * 4]).toBeGreaterThan(10);
  });

  it('has a slope where its membrane is between 0 and two thresholds and it does not rest, as wide as it is told', () => {
    const { slopes, potentials, spikes } = encoded(precision, NEURON_DEFAULTS, [0.13, 0.08, 5, 0], 50);
    for (let t = 0; t < 50; t++) {
      for (let i = 0; i < 4; i++) {
        const v = potentials[4 * t + i];
        const rests = [1, 2, 3].some((ago) => t >= ago && spikes[t - ago][i] === 1);
        const expected = rests ? 0 : 10 * Math.max(0, 1 - Math.abs(v - 0.1) / 0.1);
        expect(Math.abs(slopes[4 * t + i] - expected)).toBeLessThan(1e-5);
        // a silent neuron has none at all
        if (i === 3) expect(slopes[4 * t + i]).toBe(0);
      }
    }
    const wide = encoded(precision, { ...NEURON_DEFAULTS, surrogateWidth: 4 }, [0], 1);
    expect(Math.abs(wide.slopes[0] - 7.5)).toBeLessThan(1e-5);
  });

  it('keeps what is behind the last neuron at 0', () => {
    const { spikes, potentials } = encoded(precision, NEURON_DEFAULTS, [50, 50, 50, 50, 50], 20);
    expect(spikes.every((row) => row.slice(5).every((z) => z === 0))).toBe(true);
    for (let t = 0; t < 20; t++) for (const i of [5, 6, 7]) expect(potentials[8 * t + i]).toBe(0);
  });
});

describe.each(PRECISIONS)('the memory in %s', (precision) => {
  const [n, np] = [6, 8];
  const [gammaPos, gammaNeg, bound] = [0.3, 0.3, 1];

  /** The memory after each of some updates with traces that spiking neurons can have. */
  function updates(steps: number, silent: readonly number[], key = 0.27): number[][] {
    const numeric = numericOf(freshKernels(SPIKING_MODULE), precision);
    const k = numeric.pick('update_memory');
    const [memory, keys, values, factors] = [n * np, np, np, 2].map((count) => numeric.room(count));
    const draw = stream(4);
    return Array.from({ length: steps }, () => {
      for (let i = 0; i < n; i++) {
        numeric.view(keys, n)[i] = silent.includes(i) ? 0 : key * draw();
        numeric.view(values, n)[i] = 0.27 * draw();
      }
      k.update_memory(n, np, memory, keys, values, gammaPos, gammaNeg, bound, factors);
      return [...numeric.view(memory, n * np)];
    });
  }

  it('stays from 0 to its bound, row for row, and does not touch that of a silent key', () => {
    for (const memory of updates(5000, [2])) {
      expect(Math.min(...memory)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...memory)).toBeLessThan(bound);
      expect(memory.slice(2 * np, 3 * np).every((value) => value === 0)).toBe(true);
      expect(memory.filter((_, i) => i % np >= n).every((value) => value === 0)).toBe(true);
    }
  });

  it('comes to the fixed point w gamma+ nu / (gamma+ nu + gamma- kappa) with constant traces', () => {
    const numeric = numericOf(freshKernels(SPIKING_MODULE), precision);
    const k = numeric.pick('update_memory');
    const [memory, keys, values, factors] = [n * np, np, np, 2].map((count) => numeric.room(count));
    const [kappa, nu] = [
      Array.from({ length: n }, (_, j) => 0.1 + 0.03 * j),
      Array.from({ length: n }, (_, i) => 0.05 * i),
    ];
    numeric.view(keys, n).set(kappa);
    numeric.view(values, n).set(nu);
    for (let t = 0; t < 20000; t++) k.update_memory(n, np, memory, keys, values, gammaPos, 0.7, 2.5, factors);
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < n; i++) {
        const expected = (2.5 * gammaPos * nu[i]) / (gammaPos * nu[i] + 0.7 * kappa[j]);
        const error = Math.abs(numeric.view(memory, n * np)[j * np + i] - expected);
        expect(error).toBeLessThan(precision === 'f64' ? 1e-12 : 1e-4);
      }
    }
  });

  it('has traces of at most (1 - beta) / (1 - beta^4) from spikes every fourth step', () => {
    const numeric = numericOf(freshKernels(SPIKING_MODULE), precision);
    const steps = 400;
    const keep = decayOf(numeric, 20);
    const bits = numeric.kernels.allocate(4 * steps);
    const view = numeric.kernels.i32(bits, steps);
    for (let t = 0; t < steps; t += 4) view[t] = 1;
    const [before, traces] = [numeric.room(4), numeric.room(4 * steps)];
    numeric.pick('trace_spikes').trace_spikes(steps, 4, 1, bits, before, 4, keep, 1 - keep, traces);
    const largest = Math.max(...Array.from(numeric.view(traces, 4 * steps)));
    const limit = (1 - keep) / (1 - keep * keep * keep * keep);
    expect(largest).toBeLessThan(limit * (1 + 1e-6));
    expect(largest).toBeGreaterThan(0.999 * limit);
  });
});
