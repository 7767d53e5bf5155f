import { describe, expect, it } from 'vitest';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import {
  type DistanceCurves,
  divergenceEstimate,
  logCurve,
  meanDistance,
  PUBLISHED_DIVERGENCE,
} from '../../../src/method/lyapunov/divergence.js';
import { RATE_MODULE } from '../../../src/model/rate/kernels.js';
import { freshKernels } from '../../conformance/kernels.js';
import { type Given, rateRun } from './run.js';

const NETWORK = { N: 40, p: 0.3, g: 40, trials: 5, exponents: 0, T: 1500, dt: 1 };

/** A run longer than a call of kernels, looked at on its way, and the distances that it recorded. */
function runOf(given: Given) {
  const run = rateRun({ ...NETWORK, ...given }, {}, ['distance', 'mean_distance', 'log_distance']);
  run.advance(700);
  run.summary();
  run.finish();
  const { trials, T, dt } = { ...NETWORK, ...given } as typeof NETWORK;
  const [, , , D] = run.rows.get('distances') as number[][];
  const curves: DistanceCurves = { D: Float64Array.from(D), trials, samples: D.length / trials, dtMs: dt };
  expect(curves.samples).toBe(T / dt);
  return { run, curves };
}

const elementary = elementaryOf(freshKernels(RATE_MODULE));

describe('estimates from averages that kernels made', () => {
  it.each<readonly [string, Given]>([
    ['where all trials are kept', { cut: 1e-12 }],
    ['where some are', { cut: 1 }],
    ['where distances vanish', { g: 0, cut: 0, dt: 20 }],
  ])('have the bits of those from the distances, %s', (_where, given) => {
    const { run, curves } = runOf(given);
    const published = { ...PUBLISHED_DIVERGENCE, cut: given.cut as number };
    const { exponent, intercept, kept, reason } = run.table('estimates');
    const plain = [
      divergenceEstimate(curves, published, elementary),
      divergenceEstimate(curves, { ...published, level: 'norm', average: 'quenched' }, elementary),
    ];
    const [, , means, logarithms] = run.rows.get('timeseries') as number[][];
    const all = Array.from({ length: curves.trials }, (_, trial) => trial);
    expect(means).toEqual([...meanDistance(curves, all)]);
    expect(logarithms).toEqual(
      Array.from(logCurve(curves, all, 'quenched', elementary), (y) => (Number.isFinite(y) ? y : Number.NaN)),
    );
    expect([...exponent]).toEqual(plain.map(({ lambdaPerS }) => lambdaPerS));
    expect([...intercept]).toEqual(plain.map((found) => found.intercept));
    expect([...kept]).toEqual(plain.map((found) => found.kept.length));
    expect([...reason]).toEqual(plain.map((found) => found.reason));
  });

  it('are those of distances that were made, though they were asked for before', () => {
    const recorded = (isAskedBefore: boolean) => {
      const run = rateRun(NETWORK, {}, ['mean_distance', 'log_distance']);
      run.advance(100);
      if (isAskedBefore) run.summary();
      run.finish();
      return run.rows;
    };
    const rows = recorded(true);
    expect(rows.size).toBe(1);
    expect(rows).toEqual(recorded(false));
  });
});
