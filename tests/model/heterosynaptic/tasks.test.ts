import { describe, expect, it } from 'vitest';
import { shippedDigits } from '../../../src/dataset/labelled-images.js';
import { withDefaults } from '../../../src/model/defaults.js';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import type { HeterosynapticParameters } from '../../../src/model/heterosynaptic/parameters.js';
import { HETEROSYNAPTIC_SCHEMA } from '../../../src/model/heterosynaptic/schema.js';
import { examplesOf } from '../../../src/model/heterosynaptic/tasks.js';
import type { Part } from '../../../src/train/examples.js';
import { freshKernels } from '../../conformance/kernels.js';

const PARTS: readonly Part[] = ['training', 'validation', 'test'];

/** All items of each part as text: inputs and targets. */
function itemsOf(given: Partial<HeterosynapticParameters>, seed = 0): { readonly [P in Part]: readonly string[] } {
  const p = withDefaults(HETEROSYNAPTIC_SCHEMA, given);
  const examples = examplesOf(freshKernels(HETEROSYNAPTIC_MODULE), p, seed);
  const parts = PARTS.map((part) => {
    const all = Array.from({ length: examples.sizes[part] }, (_, item) => {
      const { items, inputs, targets } = examples.batch(part, [item]);
      const perItem = inputs.length / p.batch_size;
      expect(items).toBe(1);
      return `${[...inputs.subarray(0, perItem)]} -> ${[...targets.subarray(0, targets.length / p.batch_size)]}`;
    });
    return all;
  });
  const [training, validation, test] = parts;
  return { training, validation, test };
}

const shared = (a: readonly string[], b: readonly string[]): number => a.filter((item) => b.includes(item)).length;

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
    const examples = examplesOf(freshKernels(HETEROSYNAPTIC_MODULE), withDefaults(HETEROSYNAPTIC_SCHEMA, {}), 0);
    const first = [...examples.batch('test', [5]).inputs.subarray(0, 64)];
    const { items, inputs, targets } = examples.batch('test', [9, 5]);
    expect([items, targets.length >= 2]).toEqual([2, true]);
    expect([...inputs.subarray(64, 128)]).toEqual(first);
  });
});

describe('selective copying', () => {
  const SMALL = { task: 'selective-copying', train_size: 60, validation_size: 30, test_size: 30, l_noise: 12 } as const;

  it('has the tokens among blanks, markers behind, and the tokens in order as answer', () => {
    for (const item of itemsOf(SMALL).training) {
      const [x, y] = item.split(' -> ').map((text) => text.split(',').map(Number));
      expect(x).toHaveLength(32);
      expect(x.slice(22)).toEqual(Array(10).fill(15));
      expect(x.slice(0, 22).filter((token) => token !== 0)).toEqual(y);
      expect(y.every((token) => token >= 1 && token <= 14)).toBe(true);
    }
  });

  it('uses every token and place', () => {
    const xs = itemsOf({ ...SMALL, train_size: 400 }).training.map((item) =>
      item.split(' -> ')[0].split(',').map(Number),
    );
    expect(new Set(xs.flat()).size).toBe(16);
    expect(new Set(xs.map((x) => x.findIndex((token) => token > 0))).size).toBeGreaterThan(3);
  });

  it('has no item in two parts, and others for another seed', () => {
    const parts = itemsOf(SMALL);
    expect(shared(parts.validation, parts.training)).toBe(0);
    expect(shared(parts.test, parts.training)).toBe(0);
    expect(shared(parts.test, parts.validation)).toBe(0);
    expect(shared(itemsOf(SMALL, 1).training, parts.training)).toBe(0);
  });

  it('has the parts of the original if asked: each begins an item later, and so does the next seed', () => {
    const { training, validation, test } = itemsOf({ ...SMALL, split: 'legacy' }, 5);
    expect(validation).toEqual(training.slice(1, 31));
    expect(test).toEqual(training.slice(2, 32));
    expect(itemsOf({ ...SMALL, mode: 'faithful' }, 6).training.slice(0, 59)).toEqual(training.slice(1));
  });
});
