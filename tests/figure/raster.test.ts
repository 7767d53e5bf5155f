import { describe, expect, it } from 'vitest';
import type { Bars, PointMarks, Words } from '../../src/figure/marks.js';
import type { Panel } from '../../src/figure/panel.js';
import { rasterRows } from '../../src/figure/raster.js';

const ROWS = rasterRows({
  populations: [
    { name: 'keys', steps: [0, 3], units: [1, 0], rates: [10, 30] },
    { name: 'values', steps: [], units: [], rates: [0, 0, 0] },
  ],
  steps: [0, 10],
  changes: [5],
  x: 'time',
  unit: 'Hz',
});

const mark = <M>({ marks }: Panel, kind: string): M => marks.find((one) => one.kind === kind) as never;

describe('rasters', () => {
  it('have a point for each spike, and a line before each change', () => {
    const [[raster]] = ROWS;
    expect(mark<PointMarks>(raster, 'points')).toMatchObject({ x: [0, 3], y: [1, 0] });
    expect(mark(raster, 'rule')).toMatchObject({ axis: 'x', at: 4.5 });
    expect([raster.y.title, raster.y.domain, raster.x.domain]).toEqual(['keys', [-0.5, 1.5], [-0.5, 9.5]]);
  });

  it('have the rate of each neuron beside it, as high as the raster, with the mean in words', () => {
    const [[raster, bars]] = ROWS;
    expect(mark<Bars>(bars, 'bars')).toMatchObject({
      from: [-0.5, 0.5],
      to: [0.5, 1.5],
      height: [10, 30],
      isAcross: true,
    });
    expect(mark<Words>(bars, 'words').text).toEqual(['20']);
    expect(bars.y.domain).toEqual(raster.y.domain);
    const heights = [raster, bars].map(({ share, weight = 1 }) => share * weight);
    expect(Math.abs(heights[0] - heights[1])).toBeLessThan(Number.EPSILON);
  });

  it('share their axes, which stand below the last alone', () => {
    expect(ROWS.map((row) => row.map(({ x }) => [x.title, x.isHidden]))).toEqual([
      [
        [null, true],
        [null, true],
      ],
      [
        ['time', false],
        ['rate (Hz)', false],
      ],
    ]);
    expect(ROWS[1][1].x.domain).toEqual(ROWS[0][1].x.domain);
    expect(ROWS[1][0].marks.some(({ kind }) => kind === 'words')).toBe(true);
  });
});
