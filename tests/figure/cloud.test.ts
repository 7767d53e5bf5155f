import { describe, expect, it } from 'vitest';
import { type Cloud, scattered } from '../../src/figure/cloud.js';
import { panelFigure } from '../../src/figure/panels.js';
import { dataOf, shownViews } from './data.js';

const count = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);
const cloud = (more: Partial<Cloud> = {}): Cloud => ({
  count: 10_000,
  x: { range: [0, 9], isLog: false, length: 300 },
  y: { range: [0, 9], isLog: false, length: 200 },
  ...more,
});

describe('scattered', () => {
  it('leaves out points that lie on others, and those without a place', () => {
    const x = count(10_000).map((i) => i % 10);
    expect(scattered(x, x, cloud())).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(scattered([1, Number.NaN, 3], [1, 2, Number.POSITIVE_INFINITY], cloud({ count: 3 }))).toEqual([0]);
  });

  it('keeps every point of a panel with few', () => {
    const x = count(4000).fill(1);
    expect(scattered(x, x, cloud({ count: 4000 }))).toHaveLength(4000);
    expect(scattered(x, x, cloud({ count: 4001 }))).toHaveLength(1);
  });

  it('tells points apart that are 2.5 pixels from each other, by the ends of the panel and not of their own', () => {
    // 80 cells upwards over 9: 0.1125 each
    const y = [0.1, 0.11, 0.12, 8.99, 9];
    expect(scattered([5, 5, 5, 5, 5], y, cloud())).toEqual([0, 2, 3, 4]);
  });

  it('keeps every decade of a logarithmic axis', () => {
    const y = Float64Array.from({ length: 13 }, (_, i) => Number(`1e${i - 6}`));
    const log = cloud({ y: { range: [1e-6, 1e6], isLog: true, length: 200 } });
    expect(scattered(count(13).fill(1), y, log)).toHaveLength(13);
    expect(scattered([1, 1], [1e-6, 1.001e-6], log)).toHaveLength(1);
  });
});

describe('a panel of points in many colours', () => {
  it('thins them by their number in all', () => {
    const marks = ['a', 'b', 'c'].map((label) => ({
      kind: 'points' as const,
      x: count(2000).map((i) => i % 5),
      y: count(2000).map((i) => (i % 5) / 2),
      label,
    }));
    const panel = { share: 0.5, x: { title: 'x' }, y: { title: 'y' }, marks };
    const { spec } = panelFigure(dataOf({}), { title: 'a', meaning: 'b', panels: [panel] });
    expect(shownViews(spec)[0].layer.map(({ data }) => data?.values.length)).toEqual([5, 5, 5]);
  });
});
