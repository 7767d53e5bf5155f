import { describe, expect, it } from 'vitest';
import { colouredBy, roundWithin, type Shared } from '../../src/figure/mark-parts.js';

describe('labels of a scale of colours', () => {
  it.each<[readonly [number, number], readonly number[]]>([
    [
      [0.00345, 0.0326],
      [0.01, 0.02, 0.03],
    ],
    [
      [0.31, 0.47],
      [0.35, 0.4, 0.45],
    ],
    [
      [-2.1, 2.1],
      [-2, 0, 2],
    ],
    [
      [0, 1],
      [0, 0.5, 1],
    ],
    [
      [-3e-9, 3e-9],
      [-2e-9, 0, 2e-9],
    ],
    [[5, 5], []],
    [[Number.NaN, Number.NaN], []],
  ])('of %j are round numbers within: %j', (ends, labels) => {
    expect(roundWithin(ends)).toEqual(labels);
  });

  it('are written with the digits that they have', () => {
    const scale = { title: 'value', domain: [0.00345, 0.0326], range: ['#000', '#fff'] } as const;
    const { legend } = colouredBy('c', scale, { height: 100 } as Shared);
    expect(legend).toMatchObject({ values: [0.01, 0.02, 0.03], format: '.6~g' });
  });
});
