import { describe, expect, it } from 'vitest';
import { columnsFigure, sweepFigures } from '../../src/figure/columns.js';
import type { ColumnAbout, FigureData } from '../../src/figure/figure.js';
import { type Channel, type View, viewsOf } from '../../src/figure/spec.js';
import { about, dataOf, SUBJECT } from './data.js';

const COLUMNS: readonly ColumnAbout[] = [
  about('g', { symbol: 'g' }),
  about('K'),
  about('y', { unit: '1/s' }),
  about('y_error'),
  about('name', { type: 'text' }),
];

/** A sweep over g and K with two replicas each. */
const G = [1, 1, 2, 2, 1, 1, 2, 2];
const K = [5, 5, 5, 5, 9, 9, 9, 9];
const Y = [1, 3, 5, 7, 10, 10, 20, 22];

const sweep = (more: Partial<Parameters<typeof dataOf>[0]> = {}): FigureData =>
  dataOf({
    columns: COLUMNS,
    numbers: { g: G, K, y: Y, y_error: Y.map(() => 0.5) },
    words: { name: ['b', 'a', null, 'a', 'a', 'a', 'a', 'b'] },
    ...more,
    subject: {
      kind: 'sweep',
      axes: ['g', 'K', 'replica'],
      tables: [{ name: 'results', nRows: 8, columns: COLUMNS }],
      runs: 8,
      ...more.subject,
    },
  });

const request = { table: 'results', x: 'g', y: ['y'] };

const drawn = (more: object, data = sweep()) => {
  const { spec } = columnsFigure({ ...request, ...more }).draw(data);
  const views = spec.vconcat.flatMap(viewsOf);
  return { views, notes: (spec.title as { readonly subtitle: readonly string[] }).subtitle.join(' ') };
};

const valuesOf = ({ layer }: View, type: string) =>
  layer.filter(({ mark }) => mark.type === type).map(({ data }) => data?.values);

describe('columns of a sweep', () => {
  it('are means over replicas with error bars, a colour for each value of another parameter', () => {
    const { views, notes } = drawn({ colour: 'K' });
    expect(valuesOf(views[0], 'line')).toEqual([
      [
        { x: 1, y: 2 },
        { x: 2, y: 6 },
      ],
      [
        { x: 1, y: 10 },
        { x: 2, y: 21 },
      ],
    ]);
    const [low] = valuesOf(views[0], 'rule')[0] as readonly { readonly low: number; readonly high: number }[];
    expect([low.low, low.high]).toEqual([2 - Math.SQRT2, 2 + Math.SQRT2]);
    expect(notes).toContain('means over 2 runs; bars: ± standard deviation');
    expect((views[0].layer[0].encoding.color as Channel).scale?.domain).toEqual(['K = 5', 'K = 9']);
    expect([(views[0].layer[0].encoding.x as Channel).title, (views[0].layer[0].encoding.y as Channel).title]).toEqual([
      'g',
      'y (1/s)',
    ]);
  });

  it('are not averaged over a parameter that nobody named, and say that it varies', () => {
    const { views, notes } = drawn({});
    expect(valuesOf(views[0], 'line')).toEqual([]);
    expect(valuesOf(views[0], 'point')[0]).toHaveLength(8);
    expect(notes).toContain('K varies too');
  });

  it('have the error that stands beside a column where runs are not repeated', () => {
    const data = sweep({
      numbers: { g: [1, 2], K: [5, 5], y: [3, 4], y_error: [0.5, 0.25] },
      subject: { axes: ['g'] },
    });
    expect(valuesOf(drawn({}, data).views[0], 'rule')).toEqual([
      [
        { x: 1, low: 2.5, high: 3.5 },
        { x: 2, low: 3.75, high: 4.25 },
      ],
    ]);
  });

  it('are a map of a number over two parameters, the means of its cells', () => {
    const { views, notes } = drawn({ y: ['K'], colour: 'y' });
    expect(views[0].layer.map(({ mark }) => mark.type)).toEqual(['image', 'point']);
    const { x, y } = views[0].layer[0].encoding as { readonly x: Channel; readonly y: Channel };
    expect([x.axis?.labelExpr, y.axis?.labelExpr]).toEqual(['["1","2"][datum.value]', '["5","9"][datum.value]']);
    expect((views[0].layer[1].encoding.color as Channel).scale?.domain).toEqual([2, 21]);
    expect(notes).toContain('means over the runs of a cell');
  });

  it('have words as places, and a scale of colours for many numbers', () => {
    const { views } = drawn({ x: 'name' });
    expect((views[0].layer[0].encoding.x as Channel).axis?.labelExpr).toBe('["a","b"][datum.value]');
    const many = Array.from({ length: 20 }, (_, i) => i);
    const data = sweep({ numbers: { g: many, K: many, y: many, y_error: many }, subject: { axes: ['g'] } });
    const color = drawn({ colour: 'K' }, data).views[0].layer[0].encoding.color as Channel;
    expect([color.type, color.title, color.scale?.domain]).toEqual(['quantitative', 'K', [0, 19]]);
  });

  it('are refused without any value, and on a logarithmic axis without one above 0', () => {
    const empty = sweep({ numbers: { g: G, K, y: Y.map(() => Number.NaN), y_error: Y } });
    expect(() => drawn({}, empty)).toThrow('y has no value in any row of results');
    const log = { x: false, y: true };
    expect(() => drawn({}, sweep({ numbers: { g: G, K, y: Y.map((y) => -y), y_error: Y }, log }))).toThrow(
      '--log y: y (1/s) has no value above 0',
    );
    const { notes } = drawn({}, sweep({ numbers: { g: G, K, y: Y.map((y) => y - 3), y_error: Y }, log }));
    expect(notes).toContain('2 of 8 values of y (1/s) are not above 0');
  });

  it('come without a word as what is reported, along the axis with the most values', () => {
    const figures = sweepFigures({ ...SUBJECT, kind: 'sweep', axes: ['g', 'K', 'replica'], reported: ['y'] });
    expect(figures.map(({ name, title }) => [name, title])).toEqual([['y', 'y against g']]);
  });
});
