import { describe, expect, it } from 'vitest';
import { shippedDigits } from '../../../../src/dataset/labelled-images.js';
import { examplesWith, itemsOf, PARTS } from './items.js';

describe('the digits', () => {
  it('are all in one part or another, with their labels, and divided alike for every seed', () => {
    const { pixels, labels, count } = shippedDigits();
    const all = Array.from({ length: count }, (_, i) => `${[...pixels.subarray(64 * i, 64 * i + 64)]} -> ${labels[i]}`);
    const parts = itemsOf({});
    expect(PARTS.map((part) => parts[part].length)).toEqual([1297, 200, 300]);
    expect(PARTS.flatMap((part) => parts[part]).sort()).toEqual([...all].sort());
    expect(itemsOf({}, 3)).toEqual(parts);
  });

  it('come in batches of the items asked for', () => {
    const examples = examplesWith({});
    const first = [...examples.batch('test', [5]).inputs.subarray(0, 64)];
    const { items, inputs, targets } = examples.batch('test', [9, 5]);
    expect([items, targets.length >= 2]).toEqual([2, true]);
    expect([...inputs.subarray(64, 128)]).toEqual(first);
  });
});
