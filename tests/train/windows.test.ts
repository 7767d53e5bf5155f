import { describe, expect, it } from 'vitest';
import { windowExamples } from '../../src/train/windows.js';

describe('windows as items', () => {
  const ids = Int32Array.from({ length: 20 }, (_, i) => i);
  const examples = windowExamples(
    {
      training: { ids, first: 0, count: 3 },
      validation: { ids, first: 3, count: 2 },
      test: { ids, first: 5, count: 1 },
    },
    3,
    2,
  );

  it('come in the order asked for, counted from the first of their part, and are answered with the next tokens', () => {
    expect(examples.sizes).toEqual({ training: 3, validation: 2, test: 1 });
    const { items, inputs, targets, length } = examples.batch('validation', [1, 0]);
    expect([items, length]).toEqual([2, 3]);
    expect([[...inputs], [...targets]]).toEqual([
      [12, 13, 14, 9, 10, 11],
      [13, 14, 15, 10, 11, 12],
    ]);
    expect([...examples.batch('test', [0]).inputs.subarray(0, 3)]).toEqual([15, 16, 17]);
  });
});
