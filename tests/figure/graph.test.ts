import { describe, expect, it } from 'vitest';
import { compiled } from '../../src/draw/render.js';
import { type Graph, graphPanel } from '../../src/figure/graph.js';
import type { Discs, Heads, Paths } from '../../src/figure/graph-marks.js';
import type { Words } from '../../src/figure/marks.js';
import { panelFigure } from '../../src/figure/panels.js';
import { DEFAULT_SIZE } from '../../src/figure/size.js';
import { type View, viewsOf } from '../../src/figure/spec.js';
import { about, dataOf } from './data.js';

const SQUARE: Graph = {
  nodes: [{ label: 'top' }, { label: 'right', size: 4 }, { label: 'bottom' }, { label: 'left' }],
  edges: [],
  weight: about('W'),
};

const panel = (more: Partial<Graph>) => graphPanel({ ...SQUARE, ...more }, DEFAULT_SIZE);

const marks = <Kind>(kind: string, more: Partial<Graph>): readonly Kind[] =>
  panel(more).marks.filter((mark) => mark.kind === kind) as unknown as readonly Kind[];

const discs = (more: Partial<Graph> = {}) => marks<Discs>('discs', more);
const paths = (more: Partial<Graph>) => marks<Paths>('paths', more)[0];
const heads = (more: Partial<Graph>) => marks<Heads>('heads', more);

/** Places where a path begins and ends. */
const endsOf = ({ x, y }: Paths, path = 0) => [0, x[path].length - 1].map((i) => [x[path][i], y[path][i]]);

const TOLERANCE = 1e-6; // of the bisection by which rims are found: 2^-30 of an edge

describe('the nodes of a graph', () => {
  it('stand on a circle, clockwise from the top, their labels outside', () => {
    const [{ x, y }] = discs();
    expect([...Array.from(x), ...Array.from(y)].map((at) => at + 0)).toEqual([0, 1, 0, -1, 1, 0, -1, 0]);
    const words = marks<Words>('words', {});
    expect(words.map(({ align, text }) => [align, text])).toEqual([
      ['left', ['right']],
      ['center', ['top', 'bottom']],
      ['right', ['left']],
    ]);
    expect(words[0].x[0]).toBeGreaterThan(1);
    expect(words[2].x[0]).toBeLessThan(-1);
  });

  it('have areas in proportion to their sizes', () => {
    const [{ radius }] = discs();
    expect(radius[1]).toBe(2 * radius[0]);
  });

  it('of a group share a colour and an entry of the legend', () => {
    const nodes = [{ group: 'a' }, { group: 'b', colour: '#009e73' }, { group: 'a' }, {}];
    expect(discs({ nodes }).map(({ label, colour, x }) => [label, colour, x.length])).toEqual([
      ['a', undefined, 2],
      ['b', '#009e73', 1],
      [undefined, '#56b4e9', 1],
    ]);
  });

  it('have the colours of their numbers, with a legend that leaves room for that of the edges', () => {
    const states = { title: 'state', domain: [-1, 1] as const, range: ['#000000', '#ffffff'], values: [1, -1, 0.5, 0] };
    const more = {
      states,
      nodes: [{ group: 'a' }, { colour: '#009e73' }, {}, {}],
      edges: [{ from: 0, to: 1, weight: 2 }],
    };
    const [all, ...others] = discs(more);
    expect([others, all.label, all.colour, all.coloured?.values]).toEqual([[], undefined, undefined, states.values]);
    expect([all.coloured?.share, paths(more).coloured?.share]).toEqual([0.3, 0.3]);
  });

  it('stand where they are put', () => {
    const [{ x, y }] = discs({
      places: [
        [0.5, 0.25],
        [0, 0],
        [-1, 0.5],
        [1, 1],
      ],
    });
    expect([x[0], y[0], x[2], y[2]]).toEqual([0.5, 0.25, -1, 0.5]);
  });

  it('have room for long labels', () => {
    const domain = (label: string) => panel({ nodes: [{}, { label }] }).x.domain?.[1] ?? 0;
    expect(domain('a label of many letters')).toBeGreaterThan(1.3 * domain('a'));
  });
});

describe('the edges of a graph', () => {
  it('go straight from rim to rim, with a head that points to the node and stands at its rim', () => {
    const more = { edges: [{ from: 3, to: 1, weight: 2 }] };
    const [{ radius }] = discs();
    const [start, end] = endsOf(paths(more));
    const [{ x, y, angle, length, shape }] = heads(more);
    expect(paths(more).x[0]).toHaveLength(2);
    expect(start[0]).toBeCloseTo(-1 + radius[3], 6);
    expect([x[0], y[0], angle[0] + 0]).toEqual([expect.closeTo(1 - radius[1], 6), 0, 0]);
    expect(shape).toBe('arrow');
    // the line ends within the head
    expect(end[0]).toBeLessThan(x[0]);
    expect(end[0]).toBeGreaterThan(x[0] - length[0]);
  });

  it('point down where they lead down', () => {
    const [{ angle }] = heads({ edges: [{ from: 0, to: 2, weight: 1 }] });
    expect(angle[0]).toBeCloseTo(90, 6);
  });

  it('reach the rim where there is no head', () => {
    const more: Partial<Graph> = { edges: [{ from: 3, to: 0, weight: 2 }], heads: 'none' };
    const [{ radius }] = discs();
    const [, [x, y]] = endsOf(paths(more));
    expect(Math.abs(Math.hypot(x, y - 1) - radius[0])).toBeLessThan(TOLERANCE);
    expect(heads(more)).toEqual([]);
  });

  it('are two arcs that do not meet where each is the reverse of the other', () => {
    const { x, y } = paths({
      edges: [
        { from: 0, to: 2, weight: 1 },
        { from: 2, to: 0, weight: 2 },
      ],
    });
    const middles = [0, 1].map((path) => x[path][x[path].length >> 1]);
    expect(middles[0]).toBeGreaterThan(0.05);
    expect(middles[1]).toBeLessThan(-0.05);
    expect(y[0][0]).toBeGreaterThan(y[0][y[0].length - 1]);
  });

  it('to their own node are loops outside of the circle', () => {
    const [{ radius }] = discs();
    const more: Partial<Graph> = { edges: [{ from: 0, to: 0, weight: 1 }], heads: 'none' };
    const { x, y } = paths(more);
    for (const [i, at] of x[0].entries()) {
      expect(Math.hypot(at, y[0][i] - 1)).toBeGreaterThan(radius[0] - TOLERANCE);
    }
    expect(Math.max(...y[0])).toBeGreaterThan(1 + 2 * radius[0]);
    expect(Math.min(...y[0])).toBeGreaterThan(1);
  });

  it('of negative weight end in bars if heads say signs, and colours are centred at zero', () => {
    const edges = [
      { from: 0, to: 1, weight: -3 },
      { from: 1, to: 2, weight: 1 },
    ];
    const found = heads({ edges, heads: 'signs' });
    expect(found.map(({ shape, coloured }) => [shape, coloured.values, coloured.domain])).toEqual([
      ['arrow', [1], [-3, 3]],
      ['bar', [-3], [-3, 3]],
    ]);
    expect(heads({ edges }).map(({ shape }) => shape)).toEqual(['arrow']);
  });

  it('are the wider the stronger, the strongest on top; those without weight are left out', () => {
    const edges = [5, 0, 1, Number.NaN].map((weight, from) => ({ from, to: (from + 1) % 4, weight }));
    const { coloured, width } = paths({ edges });
    expect(coloured?.values).toEqual([1, 5]);
    expect(coloured?.domain).toEqual([0, 5]);
    expect(width[1]).toBeGreaterThan(2 * width[0]);
  });
});

it('graphs are drawn without axes, side by side, each with its own legends', () => {
  const nodes = SQUARE.nodes.map((node, i) => ({ ...node, group: i % 2 === 0 ? 'even' : 'odd', about: { rank: i } }));
  const edges = [
    { from: 0, to: 1, weight: -1 },
    { from: 1, to: 1, weight: 2 },
  ];
  const one = panel({ nodes, edges, heads: 'signs' });
  const other = panel({ edges: [{ from: 0, to: 3, weight: 0.5 }] });
  const { spec } = panelFigure(dataOf({}), { title: 'two', meaning: 'two graphs', panels: [[one, other]] });
  expect(() => compiled(spec)).not.toThrow();
  const [view] = spec.vconcat.flatMap(viewsOf) as readonly View[];
  expect(view.layer.map(({ mark }) => mark.type)).toEqual([
    'line',
    'point',
    'point',
    'point',
    'point',
    'text',
    'text',
    'text',
  ]);
  expect(view.layer.every(({ encoding }) => (encoding.x as { axis: unknown }).axis === null)).toBe(true);
  expect(view.layer[3].data?.values[0]).toMatchObject({ rank: 0 });
});
