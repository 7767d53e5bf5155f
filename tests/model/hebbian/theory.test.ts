import { describe, expect, it } from 'vitest';
import { wholePower } from '../../../src/method/power.js';
import {
  advanceWeights,
  asymptote,
  asymptoteOfHold,
  holdWeights,
  publishedMean,
  publishedStd,
  readWeights,
  startWeights,
} from '../../../src/model/hebbian/theory.js';
import { testRun } from './helpers.js';

const ULP = 2 ** -52;

describe('the published theory', () => {
  it('starts at the initial distance and ends at the asymptote', () => {
    const overlaps = { V: 0.12, V0: 0.3, C0: 0.01, k: 0.8 };
    const start = (0.3 - 2 * 0.8 * 0.01 + 0.64 * 0.12) / 0.64;
    expect(Math.abs(publishedMean(overlaps, 0.1, 0) - start)).toBeLessThan(8 * ULP);
    expect(Math.abs(publishedMean(overlaps, 0.1, 5000) - asymptote(0.1, 0.12))).toBeLessThan(8 * ULP);
  });

  it('is constant for frozen synapses', () => {
    const overlaps = { V: 0.12, V0: 0.3, C0: 0.01, k: 0.8 };
    expect(publishedMean(overlaps, 0, 1234)).toBe(publishedMean(overlaps, 0, 0));
  });

  it('has no fluctuations for one pattern, and only those of finite size for a time constant of one step', () => {
    expect(publishedStd(50, 1, 10, 0)).toBeLessThan(1e-8);
    // the terms without 1/(N (N-1)) cancel, the others are below 2/K of it
    expect(publishedStd(50, 8, 1, 0)).toBeLessThan(Math.sqrt(2 / 8 / (50 * 49)));
  });

  it('tends to eps sqrt((1 - 1/K)/(2K)) for slow synapses and many neurons', () => {
    const found = publishedStd(5000, 8, 1e5, 0);
    // the next terms are of relative order eps and 1/N
    expect(Math.abs(found / (1e-5 * Math.sqrt((1 - 1 / 8) / 16)) - 1)).toBeLessThan(1e-3);
  });
});

describe('the weights of holds', () => {
  it('step by step equal the closed form for constant holds', () => {
    for (const [eps, hold] of [
      [0.05, 1],
      [0.02, 5],
      [0.3, 4],
    ] as const) {
      const w = new Float64Array(8);
      startWeights(w);
      for (let n = 0; n < 100; n++) {
        const [a, b] = [readWeights(w), holdWeights(eps, hold, n)];
        for (const key of ['a', 'W2', 'W3', 'W4'] as const) expect(Math.abs(a[key] - b[key])).toBeLessThan(400 * ULP);
        advanceWeights(w, eps, n % hold === 0);
      }
    }
  });

  it('make the long-time mean of a hold of one step the published asymptote', () => {
    expect(Math.abs(asymptoteOfHold(0.05, 1, 0.9) - asymptote(0.05, 0.1))).toBeLessThan(4 * ULP);
  });

  it('a whole power equals repeated multiplication', () => {
    let product = 1;
    for (let n = 0; n < 200; n++) {
      expect(Math.abs(wholePower(0.97, n) - product)).toBeLessThan(2 * 200 * ULP);
      product *= 0.97;
    }
  });
});

describe('the exact theory against simulated ensembles', () => {
  /** Mean and standard deviation of S/k^2 at the end, over draws of the field alone: patterns and J(0) are those of seed 1. */
  function ensemble(given: { readonly [key: string]: number | readonly number[] | undefined }, runs: number) {
    const first = testRun(given as never, { seed: 1, record: ['theory_mean', 'theory_std'] });
    const { block } = first.model;
    const [N, np, K] = [block.get('n'), block.get('np'), block.get('patternCount')];
    const patterns = new Float64Array(K * N);
    for (let mu = 0; mu < K; mu++) patterns.set(block.f64('slots').subarray(mu * np, mu * np + N), mu * N);
    const J0 = first.couplings();
    const values: number[] = [];
    let theory = { mean: Number.NaN, std: Number.NaN };
    for (let seed = 1; seed <= runs; seed++) {
      const run = testRun(given as never, { seed, inputs: { patterns, J0 }, record: ['distance'] });
      run.advance(run.model.steps);
      const summary = new Map(run.model.summary().map(({ name, value }) => [name, value as number]));
      values.push(summary.get('distance_normalized') as number);
      theory = { mean: summary.get('theory_mean') as number, std: summary.get('theory_std') as number };
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / runs;
    const squares = values.map((value) => (value - mean) ** 2);
    const variance = squares.reduce((sum, value) => sum + value, 0) / (runs - 1);
    const fourth = squares.reduce((sum, value) => sum + value * value, 0) / runs;
    const stdError = Math.sqrt(Math.max(0, fourth - variance ** 2) / runs) / (2 * Math.sqrt(variance));
    return { mean, std: Math.sqrt(variance), meanError: Math.sqrt(variance / runs), stdError, theory };
  }

  // 600 seeds (1..600) each; z-test of mean and of standard deviation at 4.5 standard errors: false alarm 1.4e-5 a case
  it.each([
    { name: 'one pattern a step', N: 20, K: 4, tau_J: 20, T: 200 },
    { name: 'early in a run', N: 20, K: 4, tau_J: 20, T: 10 },
    { name: 'holds of five steps', N: 30, K: 5, tau_J: 50, T: 150, tau_h: 5 },
    { name: 'correlated patterns', N: 40, K: 6, tau_J: 20, T: 200, rho: 0.4 },
    { name: 'unequal probabilities', N: 20, K: 3, tau_J: 25, T: 150, p: [0.6, 0.3, 0.1] },
  ])('mean and standard deviation are right: $name', ({ name: _, ...given }) => {
    const { mean, std, meanError, stdError, theory } = ensemble(given, 600);
    expect(Math.abs(mean - theory.mean)).toBeLessThan(4.5 * meanError);
    expect(Math.abs(std - theory.std)).toBeLessThan(4.5 * stdError);
  });
});
