import { describe, expect, it } from 'vitest';
import { type SweepsOverlay, sweepsFigure } from '../../src/figure/side-by-side.js';
import type { Channel, View } from '../../src/figure/spec.js';
import { dataOf, shownViews } from './data.js';

const NONE = Number.NaN;
const OVERLAY: SweepsOverlay = {
  name: 'S',
  title: 'S',
  meaning: 'distance',
  axis: 'S',
  x: { title: 'K', values: [3, 5, 3, 5] },
  by: { title: 'τ', values: [10, 10, 20, 20] },
  sweeps: [
    { label: 'first', mean: [1, 2, 3, 4], spread: [0.5, NONE, NONE, NONE] },
    { label: 'second', mean: [5, 6, 7, NONE], spread: [NONE, NONE, NONE, NONE] },
  ],
};

const figure = (more: Partial<SweepsOverlay> = {}) => sweepsFigure(dataOf({}), { ...OVERLAY, ...more });
const views = (more: Partial<SweepsOverlay> = {}): readonly View[] => shownViews(figure(more).spec);
const rows = (view: View, type: string) =>
  view.layer.filter(({ mark }) => mark.type === type).map(({ data }) => data?.values.map(({ x, y }) => [x, y]));

describe('sweepsFigure', () => {
  it('has a panel for each value of the second axis, a line a sweep, and the sweeps against each other', () => {
    const all = views();
    expect(all.map(({ title }) => title)).toEqual(['τ = 10', 'τ = 20', 'against first']);
    expect(rows(all[0], 'line')).toEqual([
      [
        [3, 1],
        [5, 2],
      ],
      [
        [3, 5],
        [5, 6],
      ],
    ]);
    // a combination without a value is left out, and a line of one point is marked
    expect(rows(all[1], 'line')).toEqual([
      [
        [3, 3],
        [5, 4],
      ],
      [[3, 7]],
    ]);
  });

  it('has bars of the scatter where runs were repeated, and says so', () => {
    const [view] = views();
    const bars = view.layer.filter(({ mark }) => mark.type === 'rule');
    expect(bars.map(({ data }) => data?.values)).toEqual([[{ x: 3, low: 0.5, high: 1.5 }]]);
    expect(figure().caption).toContain('Means over the runs of each combination; bars: ± standard deviation.');
    const still = OVERLAY.sweeps.map((sweep) => ({ ...sweep, spread: sweep.spread.map(() => NONE) }));
    expect(figure({ sweeps: still }).caption).not.toContain('bars');
  });

  it('sets values of a later sweep against those of the first at the same combination, over the diagonal', () => {
    const against = views()[2];
    expect(rows(against, 'line')[0]).toEqual([
      [1, 1],
      [7, 7],
    ]);
    expect(rows(against, 'point')).toEqual([
      [
        [1, 5],
        [2, 6],
        [3, 7],
      ],
    ]);
    expect((against.layer[0].encoding.x as Channel).title).toBe('S, first');
    expect(against.layer.find(({ mark }) => mark.type === 'point')?.encoding.color).toMatchObject({
      scale: { domain: ['second'], range: ['#d55e00'] },
    });
  });

  it('shows four values of the second axis and says how many there are', () => {
    const values = [1, 2, 3, 4, 5, 6];
    const many = { x: { title: 'K', values }, by: { title: 'τ', values } };
    const sweeps = OVERLAY.sweeps.map((sweep) => ({ ...sweep, mean: values, spread: values.map(() => NONE) }));
    expect(views({ ...many, sweeps }).length).toBe(5);
    expect(figure({ ...many, sweeps }).caption).toContain('The first 4 of 6 values of τ.');
  });

  it('sets sweeps beside each other by name where nothing varies', () => {
    const [view, ...others] = views({ x: undefined, by: undefined });
    expect(others).toEqual([]);
    expect((view.layer[0].encoding.x as Channel).axis?.labelExpr).toBe('["first","second"][datum.value]');
    expect(
      rows(view, 'point')
        .flat()
        .map((row) => row?.[0]),
    ).toEqual([0, 0, 0, 0, 1, 1, 1]);
  });
});
