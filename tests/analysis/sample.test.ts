import { describe, expect, it } from 'vitest';
import { sampleStatistics } from '../../src/analysis/sample.js';

describe('statistics of replicas', () => {
  it('have the divisor n - 1 and the standard error sd/sqrt(n)', () => {
    const std = Math.sqrt(5 / 3);
    expect(sampleStatistics([1, 2, 3, 4])).toEqual({ count: 4, mean: 2.5, std, sem: std / 2, min: 1, max: 4 });
  });

  it('have no scatter for one value, and none for equal ones', () => {
    expect(sampleStatistics([7])).toEqual({ count: 1, mean: 7, std: null, sem: null, min: 7, max: 7 });
    expect(sampleStatistics([0.1, 0.1, 0.1])).toMatchObject({ mean: 0.1, std: 0, sem: 0 });
  });
});
