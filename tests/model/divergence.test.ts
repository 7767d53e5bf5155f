import { describe, expect, it } from 'vitest';
import { MsmError } from '../../src/errors.js';
import { divergenceError, entryToBlame } from '../../src/model/divergence.js';
import { testRun } from './hebbian/helpers.js';
import { rateRun } from './rate/run.js';

describe('the entry to blame', () => {
  it('is the first that is not finite', () => {
    expect(entryToBlame([9, Number.NaN, Number.POSITIVE_INFINITY])).toBe(1);
    expect(entryToBlame([0, Number.NEGATIVE_INFINITY])).toBe(1);
  });

  it('is the largest where all are finite, never -1', () => {
    expect(entryToBlame([1, -1e200, 1e199])).toBe(1);
    expect(entryToBlame([0])).toBe(0);
  });

  it('is one of the model, not of what lies beside it', () => {
    const isOdd = (at: number): boolean => at % 2 === 1;
    expect(entryToBlame([Number.NaN, 1, 1e300, 2], isOdd)).toBe(3);
    expect(entryToBlame([5, 1], isOdd)).toBe(1);
  });
});

describe('the error of a divergence', () => {
  const blame = { variable: 'x', index: [3, 4], when: 'before', step: 7, next: 'Take less.' } as const;

  it('says what, where and when', () => {
    const error = divergenceError({ ...blame, value: Number.NaN, names: ['unit', 'trial'] });
    expect([error.code, error.message]).toEqual(['E_DIVERGED', 'x[unit 3, trial 4] = NaN before step 7']);
    expect(error.data).toEqual({ step: 7, variable: 'x', index: [3, 4], value: 'NaN' });
    expect(divergenceError({ ...blame, index: [], value: Number.NaN }).message).toBe('x = NaN before step 7');
  });

  it('does not call a finite number an error by itself', () => {
    expect(divergenceError({ ...blame, value: 1e300, when: 'after' }).message).toBe(
      'x[3, 4] = 1e+300 is too large to compute with after step 7',
    );
  });
});

const caught = (body: () => void): MsmError => {
  try {
    body();
  } catch (error) {
    expect(error).toBeInstanceOf(MsmError);
    return error as MsmError;
  }
  throw new Error('it went on');
};

describe('models that diverge', () => {
  it('rate: name a unit and a trial that there are, also where only a distance overflowed', () => {
    const N = 4;
    // the identity with these weights grows by more than half a step: 1e154, the root of the largest double, is passed before the end
    const W = Float64Array.from({ length: N * N }, (_, i) => (i % (N + 1) === 0 ? 0 : 10));
    const given = { N, activation: 'linear', trials: 2, T: 400, exponents: 0, dt: 0.1, tau: 20 };
    const run = rateRun(given, { W });
    const error = caught(() => run.finish());
    const [unit, trial] = error.data.index as readonly number[];
    expect(error.code).toBe('E_DIVERGED');
    expect(unit).toBeGreaterThanOrEqual(0);
    expect(unit).toBeLessThan(N);
    expect([0, 1]).toContain(trial);
    expect(error.message).toMatch(
      /^pairs\[unit \d, trial \d\] = (\S+ is too large to compute with|NaN|-?Infinity) before/,
    );
  });

  it('hebbian: name the memory that is too large where only the sum of all overflowed', () => {
    const [N, K] = [4, 2];
    const Xi0 = new Float64Array(N * K).fill(1);
    Xi0[6] = -1e200;
    const given = { N, K, T: 10, model_class: 'memory-matrix' };
    const run = testRun(given, { inputs: { Xi0 } });
    const error = caught(() => run.advance(10));
    expect(error.message).toMatch(/^Xi\[1, 2\] = -1e\+200 is too large to compute with before step 0/);
  });
});
