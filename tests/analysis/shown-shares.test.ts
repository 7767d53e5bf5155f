import { describe, expect, it } from 'vitest';
import { shownShares } from '../../src/analysis/shown-shares.js';

describe('shares of the records at which patterns are shown', () => {
  it('are of each stretch, also where stretches differ in length', () => {
    // five records in two stretches: three and two
    expect([...shownShares([0, 0, 1, 1, 0], 2, 2)]).toEqual([2 / 3, 1 / 2, 1 / 3, 1 / 2]);
  });

  it('leave out what is none of the patterns, and count its records', () => {
    expect([...shownShares([0, -1, 2, 0], 1, 1)]).toEqual([1 / 2]);
  });
});
