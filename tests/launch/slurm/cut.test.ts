import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayRange, cutArrays } from '../../../src/launch/slurm/cut.js';

describe('job arrays', () => {
  it('hold a group of runs in each element and at most so many elements as the cluster takes', () => {
    expect(cutArrays([0, 1, 2, 5, 7, 8, 9], 2, 3)).toEqual([
      [
        [0, 1],
        [2, 5],
        [7, 8],
      ],
      [[9]],
    ]);
    expect(cutArrays([], 2, 3)).toEqual([]);
  });

  it('hold every run once, in order, within all limits', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(10_000), { maxLength: 300 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (found, perElement, limit) => {
          const runs = [...found].sort((a, b) => a - b);
          const arrays = cutArrays(runs, perElement, limit);
          expect(arrays.flat(2)).toEqual(runs);
          for (const array of arrays) {
            expect(array.length).toBeLessThanOrEqual(limit);
            for (const element of array) expect(element.length).toBeLessThanOrEqual(perElement);
          }
          expect(arrays.flat().length).toBe(Math.ceil(runs.length / perElement));
        },
      ),
    );
  });

  it('are told to Slurm from 0, with the most that may run at a time', () => {
    expect(arrayRange(1, undefined)).toBe('0');
    expect(arrayRange(12, undefined)).toBe('0-11');
    expect(arrayRange(12, 2)).toBe('0-11%2');
  });
});
