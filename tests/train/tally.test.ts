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
    });
  });

  it('begins anew once it is cleared', () => {
    const tally = plainTally();
    addBatch(tally, { loss: 6, correct: 2, targets: 3 }, exp);
    clearTally(tally);
    addBatch(tally, { loss: 1, correct: 1, targets: 2 }, exp);
    expect(passMetrics(tally, exp)).toMatchObject({ loss: 0.5, accuracy: 0.5, batchLoss: 0.5 });
  });
});
