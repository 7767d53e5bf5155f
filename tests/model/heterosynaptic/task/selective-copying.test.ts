import { describe, expect, it } from 'vitest';
import { itemsOf, shared } from './items.js';

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
