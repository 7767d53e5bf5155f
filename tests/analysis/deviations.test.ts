import { describe, expect, it } from 'vitest';
import { isKept, keptSteps, noneKept } from '../../src/analysis/deviations.js';

const above = (n: number): Float64Array => new Float64Array(n).fill(2);
const ones = (n: number): Float64Array => new Float64Array(n).fill(1);

describe('the steps that are kept because they are far from theory', () => {
  it('are more than the cooldown apart, and the first is behind step 0', () => {
    const rule = { cooldown: 3, most: 100, end: 12 };
    expect([...keptSteps(rule, above(13), ones(13))]).toEqual([1, 5, 9, 12]);
  });

  it('include the last one, whatever its deviation and however near the one before is', () => {
    const rule = { cooldown: 10, most: 100, end: 4 };
    const deviations = Float64Array.of(2, 2, 0, 2, 0);
    expect([...keptSteps(rule, deviations, ones(5))]).toEqual([1, 4]);
  });

  it('are no more than were asked for, the last one included', () => {
    expect([...keptSteps({ cooldown: 1, most: 2, end: 9 }, above(10), ones(10))]).toEqual([1, 3]);
  });

  it('need more than the threshold; at it there is none', () => {
    const rule = { cooldown: 0, most: 9, end: 99 };
    expect([...keptSteps(rule, Float64Array.of(9, 1, 1.0000001), ones(3))]).toEqual([2]);
  });

  it('are none where the theory has no value', () => {
    const nothing = new Float64Array(3).fill(Number.NaN);
    expect([...keptSteps({ cooldown: 0, most: 9, end: 99 }, nothing, nothing)]).toEqual([]);
  });

  it('know no cooldown behind the end, which the published program takes from the duration instead of the steps', () => {
    const rule = { cooldown: 100, most: 9, end: 2.5 };
    expect([...keptSteps(rule, above(6), ones(6))]).toEqual([1, 3, 4, 5]);
  });

  it('follow from those before, one at a time', () => {
    const rule = { cooldown: 5, most: 2, end: 50 };
    expect(isKept(rule, noneKept(rule), 0, 9, 1)).toBe(false);
    expect(isKept(rule, { count: 1, latest: 4 }, 9, 9, 1)).toBe(false);
    expect(isKept(rule, { count: 1, latest: 4 }, 10, 9, 1)).toBe(true);
    expect(isKept(rule, { count: 2, latest: 4 }, 50, 9, 1)).toBe(false);
  });
});
