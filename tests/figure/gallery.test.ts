import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { type Gallery, galleryPanel, imageSides } from '../../src/figure/gallery.js';
import type { Boxes, Picture, Words } from '../../src/figure/marks.js';
import { colourTable } from '../../src/figure/palette.js';
import type { Panel } from '../../src/figure/panel.js';
import { panelFigure } from '../../src/figure/panels.js';
import { DEFAULT_SIZE, pixelsOfMm } from '../../src/figure/size.js';
import { type Channel, viewsOf } from '../../src/figure/spec.js';
import { dataOf } from './data.js';

const GREY = { map: 'grey', domain: [-1, 1] } as const;
const image = (frame?: string) => ({ values: [-1, 1, 0, 1], frame });
const GALLERY: Gallery = {
  sides: [2, 2],
  aRow: 2,
  groups: [
    { heading: 'states', images: [image('a'), image('b'), image('a')], colours: GREY },
    { images: [{ values: [0, 0, 0, 0], label: 'r = 0.5' }], colours: { map: 'viridis', domain: [0, 1] } },
  ],
  frames: [
    { label: 'a', colour: '#0072b2' },
    { label: 'b', colour: '#d55e00' },
  ],
};

const panel = galleryPanel(GALLERY, DEFAULT_SIZE);
const [picture, plain, a, b, headings, labels] = panel.marks as readonly [Picture, Boxes, Boxes, Boxes, Words, Words];

describe('galleryPanel', () => {
  it('has squares in rows of as many as were asked for, the first on top, no two over each other', () => {
    expect(picture.tiles).toHaveLength(4);
    const [first, second, third, fourth] = picture.tiles;
    expect([first.x[0], first.y]).toEqual([second.x[0] - 1.1, second.y]);
    expect([third.x, fourth.x]).toEqual([first.x, first.x]);
    for (const { x, y } of picture.tiles) expect([x[1] - x[0], y[1] - y[0]]).toEqual([1, expect.closeTo(1, 12)]);
    expect(third.y[0]).toBeGreaterThan(first.y[1]);
    expect(fourth.y[0]).toBeGreaterThan(third.y[1]);
    expect(panel.y).toMatchObject({ isHidden: true, isReversed: true });
  });

  it('keeps entries square: the height of the panel over its width is that of its places', () => {
    const [, across] = panel.x.domain as readonly [number, number];
    const [, height] = panel.y.domain as readonly [number, number];
    expect(across).toBe(2.1);
    expect(panel.share).toBe(height / across);
    expect(height).toBeGreaterThan(picture.tiles[3].y[1]);
  });

  it('has fewer images in a row, as many in each, where the words below them would touch', () => {
    const ten = { images: Array.from({ length: 10 }, () => ({ ...image(), label: 'r = 0.72' })), colours: GREY };
    const inRow = (mm: number, label: string) => {
      const groups = [{ ...ten, images: ten.images.map((one) => ({ ...one, label })) }];
      const { marks } = galleryPanel({ ...GALLERY, groups, aRow: 10 }, { ...DEFAULT_SIZE, width: pixelsOfMm(mm) });
      const { tiles } = marks[0] as Picture;
      return tiles.filter(({ y }) => y[0] === tiles[0].y[0]).length;
    };
    expect([inRow(120, '7'), inRow(120, 'r = 0.72'), inRow(85, 'r = 0.72'), inRow(85, '7')]).toEqual([10, 10, 5, 10]);
    expect(inRow(85, 'words that are longer than all of this figure is wide')).toBe(1);
  });

  it('has no number touch the next, however narrow: 0.36 0.47', () => {
    const numbers = { images: Array.from({ length: 10 }, () => ({ ...image(), label: '0.36' })), colours: GREY };
    const { marks, x } = galleryPanel(
      { ...GALLERY, groups: [numbers], aRow: 10 },
      { ...DEFAULT_SIZE, width: pixelsOfMm(60) },
    );
    const words = marks.at(-1) as Words;
    const pixels = (pixelsOfMm(60) - 16) / (x.domain as readonly [number, number])[1];
    // three digits and a point of DejaVu Sans, of 0.85 of the letters
    const wide = (3 * 0.636 + 0.318) * 0.85 * DEFAULT_SIZE.font;
    expect((words.x[1] - words.x[0]) * pixels - wide).toBeGreaterThan(2);
  });

  it('has its part of the width beside panels with axes and scales of colours: fewer images in a row', () => {
    const ten = { images: Array.from({ length: 10 }, (_, i) => ({ ...image(), label: `${i}: 10%` })), colours: GREY };
    const gallery = galleryPanel({ ...GALLERY, groups: [ten], aRow: 10 }, DEFAULT_SIZE);
    const colours = { title: 'share', domain: [0, 1], range: ['#000000', '#ffffff'] } as const;
    const line = {
      share: 0.5,
      x: { title: 'x' },
      y: { title: 'y' },
      marks: [{ kind: 'line', x: [0, 1], y: [0, 1] }],
    } as const;
    const points = {
      ...line,
      marks: [{ kind: 'points', x: [0, 1], y: [0, 1], coloured: { ...colours, values: [0, 1] } }],
    } as const;
    const inRow = (...beside: readonly Panel[]): number => {
      const { spec } = panelFigure(dataOf({}), { title: 't', meaning: 'm', panels: [gallery, ...beside] });
      const tiles = viewsOf(spec.vconcat[0])[0].layer[0].data?.values ?? [];
      return tiles.filter(({ y0 }) => y0 === tiles[0].y0).length;
    };
    expect([inRow(), inRow(line), inRow(points)]).toEqual([10, 10, 5]);
    expect(gallery.within?.(200).share).toBeGreaterThan(gallery.share);
  });

  it('breaks headings into lines that fit, and makes room for them', () => {
    const long = 'states of a network that was asked for a pattern which it had learned long before';
    const linesAt = (mm: number) => {
      const groups = [{ ...GALLERY.groups[0], heading: long }];
      const { marks } = galleryPanel({ ...GALLERY, groups }, { ...DEFAULT_SIZE, width: pixelsOfMm(mm) });
      return { words: marks.at(-2) as Words, top: (marks[0] as Picture).tiles[0].y[0] };
    };
    const [wide, narrow] = [linesAt(180), linesAt(85)];
    expect(wide.words.text).toEqual([long]);
    expect([narrow.words.text.length, narrow.words.text.join(' '), new Set(narrow.words.x)]).toEqual([
      2,
      long,
      new Set([0]),
    ]);
    // one below the other, and above the images
    expect(narrow.words.y[0]).toBeLessThan(narrow.words.y[1]);
    expect(narrow.words.y[1]).toBeLessThan(narrow.top);
  });

  it('draws each image in the colours of its group', () => {
    const pixelOf = (at: number): readonly number[] => {
      const { data, palette } = decode(Buffer.from(picture.tiles[at].url.split(',')[1], 'base64'));
      return (palette as number[][])[data[0]];
    };
    expect([pixelOf(0), pixelOf(3)]).toEqual([[...colourTable('grey', 255)[0]], [...colourTable('viridis', 255)[0]]]);
  });

  it('has a frame around each image by its word, a thin one around others, words below and above', () => {
    expect([a.label, a.x, a.y]).toEqual([
      'a',
      [picture.tiles[0].x, picture.tiles[2].x],
      [picture.tiles[0].y, picture.tiles[2].y],
    ]);
    expect([b.label, b.x]).toEqual(['b', [picture.tiles[1].x]]);
    expect([plain.label, plain.x]).toEqual([undefined, [picture.tiles[3].x]]);
    expect([headings.text, labels.text, labels.x]).toEqual([['states'], ['r = 0.5'], [0.5]]);
    expect(headings.y[0]).toBeLessThan(picture.tiles[0].y[0]);
    expect(labels.y[0]).toBeGreaterThan(picture.tiles[3].y[1]);
  });

  it('is drawn without axes, with a legend of its frames', () => {
    const { spec } = panelFigure(dataOf({}), { title: 't', meaning: 'm', panels: [panel] });
    const [view] = spec.vconcat.flatMap(viewsOf);
    expect(view.layer.map(({ mark }) => mark.type)).toEqual(['image', 'rect', 'rect', 'rect', 'text', 'text']);
    for (const { encoding } of view.layer) {
      expect([(encoding.x as Channel).axis, (encoding.y as Channel).axis]).toEqual([null, null]);
    }
    const colour = view.layer[2].encoding.color as Channel;
    expect(colour.scale).toEqual({ domain: ['a', 'b'], range: ['#0072b2', '#d55e00'] });
    expect(colour.legend?.symbolType).toBe('square');
    expect(view.layer[2].mark).toMatchObject({ filled: false });
  });

  it('draws strips of what is no square', () => {
    expect([imageSides(64), imageSides(60)]).toEqual([
      [8, 8],
      [1, 60],
    ]);
    const strip = galleryPanel(
      { sides: [1, 3], aRow: 1, aspect: 0.04, groups: [{ images: [{ values: [0, 1, 0] }], colours: GREY }] },
      DEFAULT_SIZE,
    );
    const [{ x, y }] = (strip.marks[0] as Picture).tiles;
    expect([x, y]).toEqual([
      [0, 1],
      [0, 0.04],
    ]);
  });
});
