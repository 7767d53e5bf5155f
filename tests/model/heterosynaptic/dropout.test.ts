import { describe, expect, it } from 'vitest';
import { openDropout } from '../../../src/model/heterosynaptic/dropout.js';
import { HETEROSYNAPTIC_MODULE } from '../../../src/model/heterosynaptic/kernels.js';
import { numericOf } from '../../../src/model/heterosynaptic/numeric.js';
import { freshKernels } from '../../conformance/kernels.js';

const COUNT = 40_000;

function masks(probability: number, seed: number) {
  const numeric = numericOf(freshKernels(HETEROSYNAPTIC_MODULE), 'f64');
  const dropout = openDropout(numeric, { probability, seed });
  const [x, y] = [numeric.room(COUNT), numeric.room(COUNT)];
  numeric.view(x, COUNT).fill(1);
  return {
    dropout,
    made: (site: number, step: number, first = 0, count = COUNT) =>
      numeric.view(dropout.apply({ site, step, first }, count, x, y), count).slice(),
  };
}

describe('dropout', () => {
  it('keeps the mean: entries are kept with the right frequency, and larger', () => {
    const { made } = masks(0.3, 1);
    const kept = made(0, 0).filter((value) => value > 0);
    // five standard deviations of a binomial count: a false alarm in 2 million seeds
    expect(Math.abs(kept.length - 0.7 * COUNT)).toBeLessThan(5 * Math.sqrt(0.21 * COUNT));
    expect(kept.every((value) => Math.abs(value - 1 / 0.7) < 1e-9)).toBe(true);
  });

  it('is a function of seed, place, step and entry, whatever part is asked for', () => {
    const { made } = masks(0.5, 1);
    const all = made(2, 5);
    for (const [first, count] of [
      [1, 40],
      [17, 300],
      [1024, 16],
    ]) {
      expect(made(2, 5, first, count)).toEqual(all.slice(first, first + count));
    }
    for (const other of [made(3, 5), made(2, 6), masks(0.5, 2).made(2, 5)]) {
      const same = other.filter((value, i) => value === all[i]).length;
      expect(Math.abs(same - COUNT / 2)).toBeLessThan(5 * Math.sqrt(COUNT / 4));
    }
  });

  it('does nothing at 0', () => {
    const { dropout, made } = masks(0, 1);
    expect(dropout.isActive).toBe(false);
    expect(made(0, 0).every((value) => value === 1)).toBe(true);
  });
});
