import { describe, expect, it } from 'vitest';
import { autocorrelationPanel, histogramPanel, quantilePanel } from '../../src/figure/distribution.js';
import type { Bars, Line, PointMarks } from '../../src/figure/marks.js';

const f = { exp: Math.exp, log: Math.log, log1p: Math.log1p, tanh: Math.tanh };
const VALUES = Float64Array.from([0, 1, 1, 2, 2, 2, 3, 3, 4, Number.NaN]);

describe('histogramPanel', () => {
  it('has bars of area 1 over the values that exist, and the normal law of their mean and scatter', () => {
    const { marks, x } = histogramPanel(VALUES, f, { title: 'v', bins: 4, withNormal: true });
    const [bars, curve] = marks as unknown as readonly [Bars, Line];
    expect(x.title).toBe('v');
    expect(Array.from(bars.height)).toEqual([1 / 9, 2 / 9, 3 / 9, 3 / 9]);
    expect([bars.from[0], bars.to[3]]).toEqual([0, 4]);
    const top = Array.from(curve.y).indexOf(Math.max(...Array.from(curve.y)));
    expect(curve.x[top]).toBeCloseTo(2, 12);
    expect(curve.y[top]).toBeCloseTo(1 / Math.sqrt(2 * Math.PI * (12 / 9)), 12);
  });

  it('has nothing where there is no value, and no curve around values that are all the same', () => {
    expect(histogramPanel(Float64Array.of(Number.NaN), f, { title: 'v' }).marks).toEqual([]);
    const same = histogramPanel(Float64Array.of(2, 2), f, { title: 'v', withNormal: true });
    expect(same.marks.map(({ kind }) => kind)).toEqual(['bars']);
  });
});

describe('quantilePanel', () => {
  it('puts standardised values against normal quantiles, in order', () => {
    const points = quantilePanel(Float64Array.of(3, 1, 2), f).marks.find(({ kind }) => kind === 'points') as PointMarks;
    expect(Array.from(points.y, (y) => Math.round(1e6 * y))).toEqual([-1224745, 0, 1224745]);
    expect(points.x[1]).toBe(0);
    expect(points.x[0]).toBe(-points.x[2]);
  });
});

describe('autocorrelationPanel', () => {
  it('begins with 1 and changes its sign with a series that does', () => {
    const [, line] = autocorrelationPanel(Float64Array.of(1, -1, 1, -1), 2, 'r').marks as unknown as readonly [
      object,
      Line,
    ];
    expect(Array.from(line.y)).toEqual([1, -0.75]);
  });
});
