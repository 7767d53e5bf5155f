import { describe, expect, it } from 'vitest';
import { cellPanel, distinct, folded } from '../../src/figure/cell-map.js';
import type { Picture, Words } from '../../src/figure/marks.js';
import { colourTable, inkOn } from '../../src/figure/palette.js';

describe('numbers as cells', () => {
  it('are folded over the places that there are, with gaps where there is none', () => {
    const [x, y] = [
      [10, 10, 20, 10, 20, Number.NaN],
      [2, 2, 1, 1, Number.NaN, 1],
    ];
    const values = [1, 3, 5, Number.NaN, 9, 9];
    const cells = folded(x, y, values);
    expect([cells.xs, cells.ys]).toEqual([
      [10, 20],
      [1, 2],
    ]);
    expect([...cells.values]).toEqual([Number.NaN, 5, 2, Number.NaN]);
    expect([...folded(x, y, values, (own) => Math.max(...own)).values]).toEqual([Number.NaN, 5, 3, Number.NaN]);
  });

  it('have places in the order of numbers', () => {
    expect(distinct([10, 9, Number.NaN, 9])).toEqual([9, 10]);
  });
});

const CELLS = {
  values: [0, 0.25, 0.75, Number.NaN],
  x: { title: 'across', labels: ['a', 'b'] },
  y: { title: 'up', labels: ['1', '2'] },
  title: 'accuracy',
  colours: { map: 'grey', domain: [0, 1] },
} as const;

describe('a map of cells', () => {
  it('has the first row below, or on top if it is read downwards', () => {
    const [up, down] = [false, true].map((isDownwards) => cellPanel({ ...CELLS, isDownwards }));
    expect([up.y.isReversed, down.y.isReversed]).toEqual([undefined, true]);
    expect([up.y.labels, up.x.labels]).toEqual([
      ['1', '2'],
      ['a', 'b'],
    ]);
    const picture = (panel: typeof up) => (panel.marks[0] as Picture) && JSON.stringify(panel.marks[0]);
    expect(picture(up)).not.toBe(picture(down));
    const turned = cellPanel({ ...CELLS, values: [0.75, Number.NaN, 0, 0.25], isDownwards: true });
    expect(picture(up)).toBe(picture(turned));
  });

  it('writes numbers into their cells, light on dark and dark on light, and nothing where there is none', () => {
    const panel = cellPanel({ ...CELLS, written: (value, cell) => `${cell}: ${value}` });
    const words = panel.marks.filter((mark): mark is Words => mark.kind === 'words');
    expect(words.map(({ colour, text, x, y }) => ({ colour, text, x, y }))).toEqual([
      { colour: '#1b1b1b', text: ['0: 0', '1: 0.25'], x: [0, 1], y: [0, 0] },
      { colour: '#fefefe', text: ['2: 0.75'], x: [0], y: [1] },
    ]);
  });
});

describe('ink', () => {
  it('is white on the dark end of every map and black on its light one', () => {
    expect([inkOn('viridis', 0), inkOn('viridis', 1)]).toEqual(['#fefefe', '#1b1b1b']);
    expect([inkOn('diverging', 0), inkOn('diverging', 0.5), inkOn('diverging', 1)]).toEqual([
      '#fefefe',
      '#1b1b1b',
      '#fefefe',
    ]);
  });

  it('has a contrast of at least three to its ground everywhere, by the formula of WCAG 2.1', () => {
    const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    const luminance = (rgb: readonly number[]) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, weight, i) => sum + weight * linear(rgb[i] / 255), 0);
    const rgbOf = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    for (const map of ['viridis', 'diverging', 'grey'] as const) {
      for (const [i, colour] of colourTable(map, 101).entries()) {
        const [a, b] = [luminance(colour), luminance(rgbOf(inkOn(map, i / 100)))];
        expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)).toBeGreaterThan(3);
      }
    }
  });
});
