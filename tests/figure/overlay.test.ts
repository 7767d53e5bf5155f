import { describe, expect, it } from 'vitest';
import type { Numbers } from '../../src/figure/figure.js';
import { type OverlaidRun, overlayFigure } from '../../src/figure/overlay.js';
import { type Channel, type View, viewsOf } from '../../src/figure/spec.js';
import { about, dataOf } from './data.js';

const numbers = (name: string, values: readonly number[], more: object = {}): Numbers => ({
  ...about(name, more),
  values: Float64Array.from(values),
});

const run = (
  label: string,
  time: readonly number[],
  ...values: readonly (readonly number[] | undefined)[]
): OverlaidRun => ({
  label,
  clock: numbers('time', time, { symbol: 't' }),
  values: values.map((own) =>
    own === undefined ? undefined : numbers('S', own, { symbol: 'S', meaning: 'distance' }),
  ),
});

const figure = (...runs: readonly (OverlaidRun | undefined)[]) =>
  overlayFigure(dataOf({ subject: { kind: 'sweep', runs: runs.length, seed: undefined, identity: undefined } }), {
    title: 'my_distance',
    meaning: 'distance of both',
    runs,
  });

const views = (...runs: readonly (OverlaidRun | undefined)[]): readonly View[] =>
  figure(...runs).spec.vconcat.flatMap(viewsOf);
const colour = (view: View): Channel => view.layer[0].encoding.color as Channel;
const lines = (view: View) => view.layer.filter(({ mark }) => mark.type === 'line');

describe('overlayFigure', () => {
  it('lays curves over each other, each at its own times and with a colour of its own', () => {
    const [view] = views(run('a', [0, 1], [1, 2]), run('b', [5, 7], [3, 4]));
    expect(lines(view).map(({ data }) => data?.values)).toEqual([
      [
        { x: 0, y: 1 },
        { x: 1, y: 2 },
      ],
      [
        { x: 5, y: 3 },
        { x: 7, y: 4 },
      ],
    ]);
    expect(colour(view).scale).toEqual({ domain: ['a', 'b'], range: ['#0072b2', '#d55e00'] });
    expect([view.layer[0].encoding.x, view.layer[0].encoding.y].map((one) => (one as Channel).title)).toEqual([
      'time t',
      'S',
    ]);
  });

  it('keeps the colour of a run where another one has no such curve', () => {
    const [view] = views(undefined, run('b', [0, 1], [3, 4]));
    expect(colour(view).scale).toEqual({ domain: ['b'], range: ['#d55e00'] });
  });

  it('has a panel for each column, without the runs that lack it', () => {
    const all = views(run('a', [0, 1], [1, 2], undefined), run('b', [0, 1], [3, 4], [5, 6]));
    expect(all.map((view) => lines(view).length)).toEqual([2, 1]);
  });

  it('stands along records where a clock begins again', () => {
    const [view] = views(run('a', [1, 2, 1], [1, 2, 3]), run('b', [1, 2, 3], [4, 5, 6]));
    expect((view.layer[0].encoding.x as Channel).title).toBe('record');
    expect(lines(view)[0].data?.values.map(({ x }) => x)).toEqual([0, 1, 2]);
  });

  it('is logarithmic where values above zero differ by more than a factor of 1000, and only there', () => {
    const type = (...values: readonly number[]) =>
      (views(run('a', [0, 1], values), run('b', [0, 1], [1, 1]))[0].layer[0].encoding.y as Channel).scale?.type;
    expect([type(1, 1001), type(1, 1000), type(0, 1e6), type(-1, 1e6)]).toEqual([
      'log',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('says in its caption what it is of', () => {
    const { caption } = figure(run('a', [0], [1]), run('b', [0], [1]));
    expect(caption).toBe(
      'My distance. Distance of both. Distance. Walk. Parameters in common: N = 3, eta = 0.1. 2 runs.',
    );
  });
});
