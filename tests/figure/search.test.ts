import { describe, expect, it } from 'vitest';
import type { FigureDescription, Subject } from '../../src/figure/figure.js';
import { searchFigures } from '../../src/figure/search.js';
import type { Channel, View } from '../../src/figure/spec.js';
import { about, dataOf, shownViews } from './data.js';

const NONE = Number.NaN;
const COLUMNS = [
  about('trial', { type: 'i32' }),
  about('u'),
  about('tau', { symbol: 'τ', unit: 'ms' }),
  about('phi', { type: 'text' }),
  about('objective', { meaning: 'energy, mean over the seeds of the trial' }),
  about('best'),
  about('state', { type: 'text' }),
  about('run', { type: 'text' }),
];

/** A search of four trials, of which the third has no objective; the smaller the better. */
const numbers = {
  trial: [0, 1, 2, 3],
  u: [1, 2, 3, 4],
  tau: [1, 10, 100, 1000],
  objective: [5, 3, NONE, 4],
  best: [5, 3, 3, 3],
};
const data = (more: object = {}) =>
  dataOf({
    subject: { kind: 'sweep', tables: [{ name: 'search', nRows: 4, columns: COLUMNS }] },
    columns: COLUMNS,
    numbers: { ...numbers, ...more },
    words: { phi: ['tanh', 'relu', 'tanh', 'relu'] },
  });

const figures = searchFigures(data().subject);
const named = (name: string): FigureDescription => figures.find((one) => one.name === name) as FigureDescription;
const views = (name: string, more: object = {}): readonly View[] => shownViews(named(name).draw(data(more)).spec);
const layer = (view: View, type: string) => view.layer.filter(({ mark }) => mark.type === type);

describe('the figures of a search', () => {
  it('are three, and none of a sweep that is none', () => {
    expect(figures.map(({ name }) => name)).toEqual(['search_progress', 'search_parameters', 'search_together']);
    expect(searchFigures(dataOf({}).subject)).toEqual([]);
  });

  it('show each trial that has an objective, and the best up to then as stairs', () => {
    const [view] = views('search_progress');
    expect(layer(view, 'line')[0].data?.values).toEqual([
      { x: 0, y: 5 },
      { x: 1, y: 5 },
      { x: 1, y: 3 },
      { x: 3, y: 3 },
      { x: 3, y: 3 },
    ]);
    expect(layer(view, 'point')[0].data?.values).toEqual([
      { x: 0, y: 5 },
      { x: 1, y: 3 },
      { x: 3, y: 4 },
    ]);
    const { caption } = named('search_progress').draw(data());
    expect(caption).toContain('Objective: energy, mean over the seeds of the trial. 1 of 4 trials have none.');
  });

  it('set the objective against each parameter, on a logarithmic axis where values are far apart, and mark the best', () => {
    const all = views('search_parameters');
    expect(all.map((view) => (view.layer[0].encoding.x as Channel).title)).toEqual(['u', 'τ (ms)', 'phi']);
    expect(all.map((view) => (view.layer[0].encoding.x as Channel).scale?.type)).toEqual([undefined, 'log', undefined]);
    const best = all.map((view) => layer(view, 'point').find(({ transform }) => transform !== undefined)?.data?.values);
    expect(best).toEqual([[{ x: 2, y: 3 }], [{ x: 10, y: 3 }], [{ x: 0, y: 3 }]]);
    expect((all[2].layer[0].encoding.x as Channel).axis?.labelExpr).toBe('["relu","tanh"][datum.value]');
  });

  it('stand on the scales by which they were searched, whatever was tried', () => {
    const scalesOf = (scales: Subject['scales']) => {
      const given = data();
      const { spec } = named('search_parameters').draw({ ...given, subject: { ...given.subject, scales } });
      return shownViews(spec).map((view) => (view.layer[0].encoding.x as Channel).scale?.type);
    };
    expect(scalesOf({ u: 'log', tau: 'linear' })).toEqual(['log', undefined, undefined]);
    const given = data();
    const { spec } = named('search_together').draw({
      ...given,
      subject: { ...given.subject, scales: { tau: 'linear' } },
    });
    const heights = layer(shownViews(spec)[0], 'rule').map(({ data: own }) => own?.values.map(({ y2 }) => y2)[0]);
    // τ of 10 and 1000 between 1 and 1000
    expect(heights).toEqual([0, 1, expect.closeTo(9 / 999, 12)]);
  });

  it('draw each trial through its parameters, the best ones in a class of their own whichever way is better', () => {
    const classes = (more: object = {}) => {
      const [view] = views('search_together', more);
      return layer(view, 'rule').map(({ transform, data: own }) => [
        (transform as readonly { readonly calculate: string }[])[0].calculate,
        own?.values.map(({ x, x2, y, y2 }) => [x, x2, y, y2]),
      ]);
    };
    // the last class lies on top: the best
    expect(classes()).toEqual([
      [
        '"5"',
        [
          [0, 1, 0, 0],
          [1, 2, 0, 1],
        ],
      ],
      [
        '"4"',
        [
          [0, 1, 1, 1],
          [1, 2, 1, 0],
        ],
      ],
      [
        '"3"',
        [
          [0, 1, 1 / 3, expect.closeTo(1 / 3, 12)],
          [1, 2, expect.closeTo(1 / 3, 12), 0],
        ],
      ],
    ]);
    expect(classes({ best: [5, 5, 5, 5] }).map(([label]) => label)).toEqual(['"3"', '"4"', '"5"']);
  });

  it('are empty where no trial succeeded, and of one trial a point', () => {
    const nothing = { objective: [NONE, NONE, NONE, NONE], best: [NONE, NONE, NONE, NONE] };
    for (const { name } of figures) {
      const words = views(name, nothing).flatMap((view) =>
        layer(view, 'text').flatMap((one) => one.data?.values ?? []),
      );
      expect(words[0]).toMatchObject({ text: 'no values' });
    }
    const [view] = views('search_progress', { trial: [0], objective: [2], best: [2] });
    expect(layer(view, 'point').map((one) => one.data?.values)).toContainEqual([{ x: 0, y: 2 }]);
  });
});
