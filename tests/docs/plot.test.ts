import { describe, expect, it } from 'vitest';
import { COLOURS, type Figure, richText, svgOf } from '../../scripts/plot.js';

const x = Float64Array.from({ length: 1001 }, (_, i) => i);

function figure(y: ArrayLike<number>): Figure {
  return {
    width: 600,
    title: 'a < b',
    description: 'test',
    x: { label: 't', domain: [0, 1000], scale: 'linear', ticks: [0, 1000] },
    panels: [
      {
        height: 200,
        y: { label: 'y', domain: [0.01, 1], scale: 'log', ticks: [0.1] },
        series: [{ kind: 'line', x, y, colour: COLOURS.blue, width: 1, label: 'one' }],
        legend: 'top right',
      },
    ],
  };
}

/** Points of the only line of a figure. */
const pointsOf = (svg: string): readonly (readonly number[])[] =>
  (/<polyline points="([^"]+)"/.exec(svg)?.[1] ?? '').split(' ').map((pair) => pair.split(',').map(Number));

describe('labels', () => {
  it('go back to the line behind what stands above or below it', () => {
    const shifts = [...richText('*S*/*k*^{2} x_{i}').matchAll(/dy="([-\d.]+)"/g)].map(([, dy]) => Number(dy));
    expect(shifts).toEqual([-5.32, 5.32, 3.08]);
  });

  it('are safe in XML', () => {
    expect(svgOf(figure(x.map(() => 0.5)))).toContain('<title>a &lt; b</title>');
  });
});

describe('lines', () => {
  it('need two points if they are straight', () => {
    expect(pointsOf(svgOf(figure(x.map(() => 0.1))))).toEqual([
      [86, 120],
      [570, 120],
    ]);
  });

  it('keep every spike', () => {
    const spiky = x.map((value) => (value === 500 ? 1 : 0.1));
    expect(pointsOf(svgOf(figure(spiky)))).toContainEqual([328, 20]);
  });

  it('leave out what is no number', () => {
    const broken = x.map((value) => (value < 500 ? Number.NaN : 0.1));
    expect(pointsOf(svgOf(figure(broken)))[0]).toEqual([328, 120]);
  });
});
