import { describe, expect, it } from 'vitest';
import { addBatch, clearTally, passMetrics, plainTally } from '../../src/train/tally.js';

describe('the tally of a pass', () => {
  const exp = (x: number): number => 10 * x;

  it('weighs by targets, and gives the plain means over batches beside', () => {
    const tally = plainTally();
    addBatch(tally, { loss: 6, correct: 2, targets: 3 }, exp);
    addBatch(tally, { loss: 1, correct: 1, targets: 1 }, exp);
    expect(passMetrics(tally, exp)).toEqual({
      loss: 7 / 4,
      accuracy: 3 / 4,
      perplexity: 17.5,
      batchLoss: (2 + 1) / 2,
      batchPerplexity: (20 + 10) / 2,
      lossDeviation: 0,
    });
  });

  it('has the deviation of the losses of targets where their squares are said', () => {
    const tally = plainTally();
    addBatch(tally, { loss: 1 + 2, correct: 0, targets: 2, lossSquares: 1 + 4 }, exp);
    addBatch(tally, { loss: 6, correct: 0, targets: 1, lossSquares: 36 }, exp);
    // 1, 2 and 6 have the mean 3 and squares of distances of 4 + 1 + 9
    expect(passMetrics(tally, exp).lossDeviation).toBeCloseTo(Math.sqrt(14 / 2), 12);
    clearTally(tally);
    addBatch(tally, { loss: 5, correct: 0, targets: 1, lossSquares: 25 }, exp);
    expect(passMetrics(tally, exp).lossDeviation).toBe(0);
  });

  it('begins anew once it is cleared', () => {
    const tally = plainTally();
    addBatch(tally, { loss: 6, correct: 2, targets: 3 }, exp);
    clearTally(tally);
    addBatch(tally, { loss: 1, correct: 1, targets: 2 }, exp);
    expect(passMetrics(tally, exp)).toMatchObject({ loss: 0.5, accuracy: 0.5, batchLoss: 0.5 });
  });
});
