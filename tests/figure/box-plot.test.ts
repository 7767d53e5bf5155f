import { describe, expect, it } from 'vitest';
import { boxOf, boxPanel, dotPanel, quantileOf } from '../../src/figure/box-plot.js';
import type { Mark } from '../../src/figure/marks.js';
import type { Panel } from '../../src/figure/panel.js';

const of = (panel: Panel, kind: Mark['kind']) => panel.marks.filter((mark) => mark.kind === kind) as never[];

describe('quantiles', () => {
  it('are those of type 7: 1, 2, 3, 4 have quartiles at 1.75, 2.5 and 3.25', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((share) => quantileOf([1, 2, 3, 4], share))).toEqual([1, 1.75, 2.5, 3.25, 4]);
  });
});

describe('a box', () => {
  it('has whiskers to the last values within one and a half of its length, whatever their order', () => {
    expect(boxOf([100, 2, 1, 3, 4, Number.NaN])).toEqual({ low: 1, first: 2, median: 3, third: 4, high: 4 });
    expect(boxOf([3, 7, 4, 5, 6])).toEqual({ low: 3, first: 4, median: 5, third: 6, high: 7 });
  });

  it('has no whisker that ends within it', () => {
    // a quartile lies between the value that is far away and the others
    expect(boxOf([0, 10, 10, 10])).toEqual({ low: 7.5, first: 7.5, median: 10, third: 10, high: 10 });
  });

  it('of one value is a line, and of none nothing', () => {
    expect(boxOf([2])).toEqual({ low: 2, first: 2, median: 2, third: 2, high: 2 });
    expect(Object.values(boxOf([])).every(Number.isNaN)).toBe(true);
  });
});

const GROUPS = {
  groups: [
    { label: 'a', values: [1, 2, 3, 4, 100] },
    { label: 'b', values: [5, 5] },
  ],
  x: 'kind',
  y: { title: 'value' },
  written: (values: Float64Array) => `most ${Math.max(...values)}`,
};

describe('panels of groups', () => {
  it('show box, whiskers, median and every value of each group, in its place', () => {
    const panel = boxPanel(GROUPS);
    expect([panel.x.labels, panel.x.domain]).toEqual([
      ['a', 'b'],
      [-0.5, 1.5],
    ]);
    const [bars] = of(panel, 'bars') as { base: number[]; height: number[]; from: number[]; to: number[] }[];
    expect([bars.base, bars.height]).toEqual([
      [2, 5],
      [4, 5],
    ]);
    expect(bars.from.map((from, i) => (from + bars.to[i]) / 2)).toEqual([0, 1]);
    const segments = of(panel, 'segments') as { x: number[][]; y: number[][] }[];
    expect(segments.map(({ y }) => y.map((ends) => ends[0]))).toEqual([
      [1, 2],
      [4, 4],
      [3, 3],
    ]);
    const [points] = of(panel, 'points') as { x: number[]; y: number[] }[];
    expect(points.y).toEqual([1, 2, 3, 4, 100, 5, 5]);
    expect(points.x.map(Math.round).map(Math.abs)).toEqual([0, 0, 0, 0, 0, 1, 1]);
    expect(new Set(points.x).size).toBe(7);
    expect(of(panel, 'words')[0]).toMatchObject({ text: ['most 100', 'most 5'], x: [0, 1], y: [100, 5] });
  });

  it('show the mean of each group as a line over its values', () => {
    const panel = dotPanel({ ...GROUPS, written: undefined });
    expect(panel.marks.map(({ kind }) => kind)).toEqual(['segments', 'points']);
    const [{ y }] = of(panel, 'segments') as { y: number[][] }[];
    expect(y).toEqual([
      [22, 5],
      [22, 5],
    ]);
  });
});
