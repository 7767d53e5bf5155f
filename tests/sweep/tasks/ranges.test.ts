import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRanges, printRanges, shareOf } from '../../../src/sweep/tasks/ranges.js';

const numbers = fc.uniqueArray(fc.nat(2000), { maxLength: 200 }).map((list) => list.sort((a, b) => a - b));

describe('ranges of tasks', () => {
  it('read back to the numbers that they were printed from', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        expect(parseRanges(printRanges(list), 'test')).toEqual(list);
      }),
    );
  });

  it('are as short as people write them', () => {
    expect(printRanges([0, 1, 2, 3, 7, 9, 10])).toBe('0-3,7,9-10');
    expect(printRanges([])).toBe('');
  });

  it('may overlap and come in any order', () => {
    expect(parseRanges('5, 1-3,2-4', 'test')).toEqual([1, 2, 3, 4, 5]);
  });

  it.each(['a', '1-', '-1', '3-1', '1,,2', '1.5', '0-99999999999'])('refuse %j with the flag', (text) => {
    expect(() => parseRanges(text, '--tasks')).toThrow(expect.objectContaining({ code: 'E_CONFIG', place: '--tasks' }));
  });

  it('are dealt out without rest or repetition, whatever the number of shares', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 9 }), (list, size) => {
        const shares = Array.from({ length: size }, (_, rank) => shareOf(list, rank, size));
        expect(shares.flat().sort((a, b) => a - b)).toEqual(list);
        const lengths = shares.map(({ length }) => length);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
