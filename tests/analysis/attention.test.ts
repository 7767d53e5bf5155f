import { describe, expect, it } from 'vitest';
import { headSpread } from '../../src/analysis/attention.js';

const F = { exp: Math.exp, log: Math.log, log1p: Math.log1p, tanh: Math.tanh };

describe('how a head spreads its weights', () => {
  it('is one position for all at one, and all for the same at each', () => {
    expect(headSpread([0, 1, 0, 0, 0, 1], 2, 3, F)).toEqual({ rows: 2, positions: 1, distance: 0, itself: 1 });
    const third = 1 / 3;
    const { positions, distance, itself } = headSpread(new Array<number>(9).fill(third), 3, 3, F);
    expect(positions).toBeCloseTo(3, 12);
    // from the ends 0, 1 and 2 positions away, from the middle 1, 0 and 1
    expect(distance).toBeCloseTo((1 + 2 / 3 + 1) / 3, 12);
    expect(itself).toBeCloseTo(third, 12);
  });

  it('counts rows from the end of each sequence, and weights of zero as nothing', () => {
    // two sequences of four positions, of which the last two look
    const weights = [0.5, 0, 0.5, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0.25, 0.25, 0.25, 0.25];
    const { rows, positions, distance, itself } = headSpread(weights, 2, 4, F);
    expect(rows).toBe(4);
    expect(positions).toBeCloseTo((2 + 1 + 1 + 4) / 4, 12);
    expect(distance).toBeCloseTo((1 + 0 + 2 + 1.5) / 4, 12);
    expect(itself).toBeCloseTo((0.5 + 1 + 0 + 0.25) / 4, 12);
  });
});
