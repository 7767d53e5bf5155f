import { describe, expect, it } from 'vitest';
import { MsmError } from '../../../src/errors.js';
import { advanceSpan, allocateSpans, type Stretch } from '../../../src/model/attractor/advance.js';
import { allocateWeights, energyMeter, placeWeights } from '../../../src/model/attractor/energy.js';
import { placeEvidence } from '../../../src/model/attractor/evidence.js';
import { ATTRACTOR_MODULE } from '../../../src/model/attractor/kernels.js';
import {
  couplings,
  createNetwork,
  meanState,
  setCouplings,
  setState,
  state,
} from '../../../src/model/attractor/network.js';
import { DEFAULT_RULE } from '../../../src/model/attractor/rule.js';
import { freshKernels } from '../../conformance/kernels.js';
import { type AdvanceOptions, advance } from './advance.js';
import { sequence } from './helpers.js';

/** A symmetric hollow matrix [n, n]. */
function symmetric(n: number, scale: number, seed: number): Float64Array {
  const values = sequence(n * n, seed);
  return values.map((_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j ? 0 : scale * values[Math.min(i, j) * n + Math.max(i, j)];
  });
}

describe('a network', () => {
  it('holds what it was given, in any size', () => {
    for (const n of [1, 2, 3, 4, 5, 25]) {
      const [J, sigma] = [sequence(n * n, 1), sequence(n, 2)];
      const network = createNetwork(freshKernels(ATTRACTOR_MODULE), { n, J, sigma });
      expect(couplings(network)).toEqual(J);
      expect(state(network)).toEqual(sigma);
      advance(network, { steps: 20, rule: { eta: 0.01 }, bias: sigma, noise: { seed: 1 } });
      const np = network.stride;
      // the padding of the block stays zero, and with it every product over whole vectors
      const block = network.block.f64('J').filter((_, at) => at % np >= n || Math.floor(at / np) >= n);
      expect(block.every((value) => value === 0)).toBe(true);
      expect(
        [...network.block.f64('sigma').subarray(n), ...network.block.f64('field').subarray(n)].every((x) => x === 0),
      ).toBe(true);
      // the diagonal is used but not trained
      const diagonal = (matrix: Float64Array): Float64Array => matrix.filter((_, at) => at % (n + 1) === 0);
      expect(diagonal(couplings(network))).toEqual(diagonal(J));
    }
  });

  it('refuses arrays of another size and numbers that are not finite', () => {
    const network = createNetwork(freshKernels(ATTRACTOR_MODULE), { n: 3 });
    expect(() => setCouplings(network, [1, 2])).toThrow(/J has 2 numbers, it must have 9/);
    expect(() => setState(network, [0, Number.NaN, 0])).toThrow(/sigma\[1\] = NaN/);
    const rule = { schedule: 'sequential-random' } as const;
    expect(() => advance(network, { steps: 1, rule, noise: { uniforms: [0.1, 0.2, 0.3] } })).toThrow(/needs a seed/);
  });

  it('draws by the number of the step: spans of any length give the same bits', () => {
    const n = 7;
    const run = (lengths: readonly number[], schedule: 'parallel' | 'sequential-random') => {
      const kernels = freshKernels(ATTRACTOR_MODULE);
      const network = createNetwork(kernels, { n });
      const evidence = placeEvidence(
        kernels,
        n,
        [sequence(n, 1), sequence(n, 2)].map((row) => row.map((x) => 5 * x)),
      );
      const rule = { ...DEFAULT_RULE, schedule, eta: 0.02, beta: 0.7 };
      const stretch: Stretch = { rule, evidence, shown: (s) => (s % 3) - 1, noise: { seed: 9 }, withCurves: true };
      const spans = allocateSpans(network);
      let done = 0;
      for (let k = 0; done < 60; k++) {
        const count = Math.min(lengths[k % lengths.length], 60 - done);
        advanceSpan(network, spans, stretch, done, count);
        done += count;
      }
      return [...network.block.bytes()];
    };
    for (const schedule of ['parallel', 'sequential-random'] as const) {
      const whole = run([60], schedule);
      expect(run([1], schedule)).toEqual(whole);
      expect(run([7, 2, 13], schedule)).toEqual(whole);
    }
  });

  it('does the plain step of the equations at a size with tails', () => {
    const n = 23;
    const [J, sigma, bias, uniforms] = [sequence(n * n, 1), sequence(n, 2), sequence(n, 3), sequence(n, 4)];
    const u = uniforms.map((x) => (x + 1) / 2);
    const kernels = freshKernels(ATTRACTOR_MODULE);
    const network = createNetwork(kernels, { n, J, sigma });
    const rule = { beta: 0.8, eta: 0.03 };
    const { curves } = advance(network, { steps: 1, bias, rule, noise: { uniforms: u }, curves: true });
    const [sample, L] = [kernels.kernel('cb_sample_f64'), kernels.kernel('langevin_f64')];
    const field = Array.from({ length: n }, (_, i) => sigma.reduce((sum, s, j) => sum + J[i * n + j] * s, 0));
    const next = field.map((h, i) => sample(0.8 * (bias[i] + h), u[i]));
    let change = 0;
    const learned = J.map((value, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      if (i === j) return value;
      const delta = 0.03 * (next[i] * next[j] - L(field[i]) * next[j]);
      change += delta * delta;
      return value + delta;
    });
    // n products of numbers below 1, and the sampler's slope of at most beta
    const bound = n * 2 ** -52;
    expect(Math.max(...state(network).map((x, i) => Math.abs(x - next[i])))).toBeLessThan(bound);
    expect(Math.max(...couplings(network).map((x, at) => Math.abs(x - learned[at])))).toBeLessThan(bound);
    expect(Math.abs(curves.weight_change[0] / change - 1)).toBeLessThan(bound * n);
  });

  it('keeps weights and states from one stretch to the next, and its curves agree with each other', () => {
    const network = createNetwork(freshKernels(ATTRACTOR_MODULE), { n: 5 });
    const d = sequence(5, 1).map((x) => 4 * x);
    const all = { steps: 12, bias: d, curves: true, states: true };
    const first = advance(network, { ...all, rule: { eta: 0.001 }, noise: { seed: 1 } });
    expect([first.states.length, first.curves.free_energy.length]).toEqual([60, 12]);
    expect(first.states.slice(55)).toEqual(state(network));
    expect(meanState(network)).toEqual(first.mean);
    const J = couplings(network);
    const second = advance(network, { ...all, rule: { eta: 0 }, noise: { seed: 2 } });
    expect(couplings(network)).toEqual(J);
    expect([...second.curves.weight_change]).toEqual(new Array(12).fill(0));
    for (let t = 0; t < 12; t++) {
      expect(second.curves.free_energy[t]).toBe(second.curves.complexity[t] - second.curves.accuracy[t]);
    }
  });

  it('names step, variable and index where it stops being finite', () => {
    const network = createNetwork(freshKernels(ATTRACTOR_MODULE), {
      n: 3,
      J: [0, 1e308, 1e308, 0, 0, 0, 0, 0, 0],
      sigma: [0, 1, 1],
    });
    const options: AdvanceOptions = { steps: 40, rule: { sampling: 'mean' }, bias: [0, 900, 900] };
    let error: unknown;
    try {
      advance(network, options);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(MsmError);
    expect((error as MsmError).data).toMatchObject({ step: 1, variable: 'field', index: [0] });
  });

  it('steps at n in the thousands', () => {
    const n = 1501;
    const network = createNetwork(freshKernels(ATTRACTOR_MODULE), { n });
    const bias = sequence(n, 3).map((x) => 8 * x);
    const how = { steps: 2, bias, rule: { eta: 1e-3 }, noise: { seed: 4 }, curves: true, states: true };
    const { curves, states } = advance(network, how);
    // J starts at zero: the first update is Hebbian, of squared size eta^2 ((s.s)^2 - sum s^4)
    const squares = states.slice(0, n).map((x) => x * x);
    const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
    const hebbian = 1e-6 * (sum(squares) ** 2 - sum(squares.map((x) => x * x)));
    // a sum of n^2 positive terms
    expect(Math.abs(curves.weight_change[0] / hebbian - 1)).toBeLessThan(n * n * 2 ** -53);
    expect(Math.abs(curves.free_energy[1])).toBeGreaterThan(0);
    expect(couplings(network).every(Number.isFinite)).toBe(true);
  });
});

describe('the sequential schedule', () => {
  it('samples exp(J x y) for two nodes (20 batches, five standard errors: false alarm below 1e-3)', () => {
    const weight = 2;
    const network = createNetwork(freshKernels(ATTRACTOR_MODULE), { n: 2, J: [0, weight, weight, 0] });
    const steps = 100_000;
    const { states } = advance(network, { steps, rule: { schedule: 'sequential' }, states: true, noise: { seed: 11 } });
    // E[x y] by the midpoint rule on a grid fine enough for 1e-5
    const cells = 400;
    const at = (k: number): number => (2 * k + 1) / cells - 1;
    let [norm, moment] = [0, 0];
    for (let i = 0; i < cells; i++) {
      for (let j = 0; j < cells; j++) {
        const density = Math.exp(weight * at(i) * at(j));
        norm += density;
        moment += density * at(i) * at(j);
      }
    }
    const batches = Array.from({ length: 20 }, (_, b) => {
      let sum = 0;
      for (let t = (b * steps) / 20; t < ((b + 1) * steps) / 20; t++) sum += states[2 * t] * states[2 * t + 1];
      return sum / (steps / 20);
    });
    const mean = batches.reduce((sum, x) => sum + x, 0) / 20;
    const variance = batches.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 19;
    expect(Math.abs(mean - moment / norm)).toBeLessThan(5 * Math.sqrt(variance / 20) + 1e-5);
    // in parallel the two nodes never see each other's new state: another law
    const other = createNetwork(freshKernels(ATTRACTOR_MODULE), { n: 2, J: [0, weight, weight, 0] });
    const parallel = advance(other, { steps, states: true, noise: { seed: 11 } });
    let sum = 0;
    for (let t = 0; t < steps; t++) sum += parallel.states[2 * t] * parallel.states[2 * t + 1];
    expect(Math.abs(sum / steps)).toBeLessThan(mean / 2);
  });
});

describe.each(['sequential', 'sequential-random'] as const)('the schedule %s', (schedule) => {
  it('samples exp(b.s + s.J s / 2) of three nodes with biases (20 batches, five standard errors each: false alarm below 1e-3)', () => {
    const [n, steps, batches] = [3, 100_000, 20];
    const bias = [0.7, -0.4, 0.2];
    const [w01, w02, w12] = [1.5, -1, 2];
    const J = [0, w01, w02, w01, 0, w12, w02, w12, 0];
    const functions: readonly ((x: number, y: number, z: number) => number)[] = [
      (x) => x,
      (_, y) => y,
      (_x, _y, z) => z,
      (x, y) => x * y,
      (x, _, z) => x * z,
      (_, y, z) => y * z,
      (x) => x * x,
      (x, y, z) => x * y * z,
    ];
    // expectations by the midpoint rule; its error at 80 cells, second order in 1/40, is below 5e-4
    const cells = 80;
    const at = (k: number): number => (2 * k + 1) / cells - 1;
    const moments = functions.map(() => 0);
    let norm = 0;
    for (let i = 0; i < cells ** n; i++) {
      const [x, y, z] = [at(i % cells), at(Math.floor(i / cells) % cells), at(Math.floor(i / cells ** 2))];
      const density = Math.exp(bias[0] * x + bias[1] * y + bias[2] * z + w01 * x * y + w02 * x * z + w12 * y * z);
      norm += density;
      functions.forEach((f, k) => {
        moments[k] += density * f(x, y, z);
      });
    }
    const network = createNetwork(freshKernels(ATTRACTOR_MODULE), { n, J });
    const { states } = advance(network, { steps, bias, rule: { schedule }, states: true, noise: { seed: 12 } });
    const each = steps / batches;
    functions.forEach((f, k) => {
      const means = Array.from({ length: batches }, (_, b) => {
        let sum = 0;
        for (let t = b * each; t < (b + 1) * each; t++) sum += f(states[3 * t], states[3 * t + 1], states[3 * t + 2]);
        return sum / each;
      });
      const mean = means.reduce((sum, x) => sum + x, 0) / batches;
      const variance = means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (batches - 1);
      expect(Math.abs(mean - moments[k] / norm), `moment ${k}`).toBeLessThan(5 * Math.sqrt(variance / batches) + 5e-4);
    });
  });
});

describe('the mean-field free energy', () => {
  it('is stationary at a fixed point of symmetric, hollow weights, and only there', () => {
    const n = 6;
    const kernels = freshKernels(ATTRACTOR_MODULE);
    const [J, bias] = [symmetric(n, 0.8, 5), sequence(n, 6)];
    const network = createNetwork(kernels, { n, J });
    const { mean } = advance(network, { steps: 400, rule: { sampling: 'mean' }, bias });
    expect(mean.every(Number.isFinite)).toBe(true);
    const weights = allocateWeights(kernels, n);
    placeWeights(weights, J);
    const meter = energyMeter(weights);
    const slope = (sigma: Float64Array, i: number): number => {
      const h = 1e-5;
      const moved = (by: number): number =>
        meter.at(
          sigma.map((x, k) => (k === i ? x + by : x)),
          bias,
        ).meanField;
      return (moved(h) - moved(-h)) / (2 * h);
    };
    const fixed = state(network);
    const off = fixed.map((x) => 0.7 * x + 0.1);
    for (let i = 0; i < n; i++) expect(Math.abs(slope(fixed, i))).toBeLessThan(1e-8);
    expect(Math.max(...Array.from({ length: n }, (_, i) => Math.abs(slope(off, i))))).toBeGreaterThan(1e-3);
  });
});
