import { describe, expect, it } from 'vitest';
import { benchAttractorKernels, benchAttractorWorkloads, stepBytes, stepFlops } from '../../src/bench/attractor.js';
import { freshKernels } from '../conformance/kernels.js';

const CEILING = { gflops: 10, bandwidth: [{ bytes: 2 ** 40, gbytes: 100 }] };
/** A clock that moves by 50 ms whenever it is asked: each repetition is long enough, whatever the machine does. */
function steadyClock(): () => number {
  let now = 0;
  return () => {
    now += 50;
    return now;
  };
}

describe('the benchmarks of the attractor family', () => {
  it('measure the hot kernels by themselves', () => {
    const found = benchAttractorKernels(freshKernels, CEILING, steadyClock(), 1);
    expect(found.map(({ name }) => name)).toEqual([
      'attractor_learn_f64 n=64',
      'attractor_relax step n=64',
      'attractor_learn_f64 n=256',
      'attractor_relax step n=256',
    ]);
    for (const { seconds, gflops, share } of found) {
      expect(seconds).toBeGreaterThan(0);
      expect(Number.isFinite(gflops)).toBe(true);
      expect(share).toBeGreaterThan(0);
    }
  });

  it('measure the steps of the experiments and a whole training', () => {
    const found = benchAttractorWorkloads(freshKernels, CEILING, steadyClock(), 1);
    expect(found.map(({ name }) => name)).toEqual([
      'attractor step n=64, learning, curves',
      'attractor step n=64, learning',
      'attractor step n=64, no learning',
      'attractor simulation 3, 2000 steps',
    ]);
    expect(found[3].flops).toBe(2000 * found[0].flops);
  });

  it('count the passes over the weights: the field, the update, the product of the curves', () => {
    const bare = { n: 62, learns: false, withCurves: false };
    const np = 64;
    expect(stepFlops({ ...bare, learns: true }) - stepFlops(bare)).toBe(2 * np * np);
    expect(stepBytes(bare)).toBe(8 * np * np);
    expect(stepBytes({ n: 62, learns: true, withCurves: true })).toBe(3 * 8 * np * np);
  });
});
