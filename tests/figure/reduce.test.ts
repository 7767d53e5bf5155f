import { describe, expect, it } from 'vitest';
import { decimated, decimatedBand, rangeOf, tiled } from '../../src/figure/reduce.js';

const count = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);

describe('decimated', () => {
  it('leaves a short series as it was', () => {
    const y = [3, 1, 2];
    expect([...decimated([0, 1, 2], y, 100).y]).toEqual(y);
  });

  it('keeps every peak of a million steps in about four points a pixel', () => {
    const n = 1_000_000;
    const y = count(n).map((i) => (i === 123_456 ? 9 : i === 777_777 ? -9 : 0));
    const made = decimated(count(n), y, 300);
    expect(made.x.length).toBeLessThanOrEqual(1200);
    expect(rangeOf(made.y)).toEqual([-9, 9]);
    expect([...made.x]).toContain(123_456);
    expect([...made.x].every((x, i, all) => i === 0 || x > all[i - 1])).toBe(true);
  });

  it('keeps a gap that fills a stretch, and no gap within one', () => {
    const y = count(10_000).map((i) => (i >= 4000 && i < 6000 ? Number.NaN : i % 7 === 0 ? Number.NaN : 1));
    const made = decimated(count(10_000), y, 100);
    const gaps = [...made.x].filter((_, i) => Number.isNaN(made.y[i]));
    expect(gaps.length).toBeGreaterThan(20);
    expect(gaps.every((x) => x >= 4000 && x < 6000)).toBe(true);
  });
});

describe('decimatedBand', () => {
  it('has the least lower and the largest upper limit of each stretch', () => {
    const low = count(10_000).map((i) => (i === 5001 ? -5 : 0));
    const made = decimatedBand(
      count(10_000),
      low,
      low.map((x) => 1 - x),
      50,
    );
    expect(made.x.length).toBeLessThanOrEqual(100);
    expect([rangeOf(made.low)[0], rangeOf(made.high)[1]]).toEqual([-5, 6]);
  });
});

describe('tiled', () => {
  it('has the mean of what lies in a tile, and nothing where nothing has a value', () => {
    const values = Float64Array.from([1, 3, Number.NaN, Number.NaN, 5, 7, Number.NaN, Number.NaN]);
    expect(tiled(values, 2, 4, 2)).toEqual({
      values: Float64Array.from([2, Number.NaN, 6, Number.NaN]),
      rows: 2,
      columns: 2,
    });
  });

  it('leaves a small array as it was', () => {
    const values = Float64Array.from([1, 2]);
    expect(tiled(values, 1, 2, 2).values).toBe(values);
  });
});
