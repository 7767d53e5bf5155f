import { describe, expect, it } from 'vitest';
import { HEBB_CAPACITY } from '../../../src/analysis/hebb-capacity.js';
import type { FigureData, FigureDescription, TableAbout } from '../../../src/figure/figure.js';
import { type Channel, type Spec, type View, viewsOf } from '../../../src/figure/spec.js';
import { RETRIEVAL_FIGURES } from '../../../src/model/analyses/retrieval-figures.js';
import { about, dataOf } from '../../figure/data.js';

const [CAPACITY, RETENTION] = RETRIEVAL_FIGURES;

interface Row {
  readonly rule: string;
  readonly [column: string]: number | string;
}

/** A subject whose table has these rows, of which some columns are axes. */
function given(
  name: string,
  rows: readonly Row[],
  axes: readonly string[],
  kind: 'run' | 'sweep' = 'sweep',
): FigureData {
  const names = Object.keys(rows[0]);
  const columns = names.map((column) => about(column, { type: column === 'rule' ? 'text' : 'f64' }));
  const table: TableAbout = { name, nRows: rows.length, columns };
  const list = (column: string) => rows.map((row) => row[column]);
  return dataOf({
    subject: { kind, tables: [table], axes },
    columns,
    words: { rule: list('rule') as string[] },
    numbers: Object.fromEntries(names.filter((one) => one !== 'rule').map((one) => [one, list(one) as number[]])),
  });
}

const point = (rule: string, patterns: number, seed: number, retrieved: number, more: object = {}): Row => ({
  rule,
  seed,
  units: 100,
  patterns,
  load: patterns / 100,
  overlap: retrieved,
  overlap_low: retrieved - 0.1,
  overlap_high: retrieved + 0.1,
  retrieved,
  retrieved_low: retrieved / 2,
  retrieved_high: 1,
  ...more,
});

const spec = (figure: FigureDescription, data: FigureData): Spec => figure.draw(data).spec;
const views = (figure: FigureDescription, data: FigureData): readonly View[] =>
  spec(figure, data).vconcat.flatMap(viewsOf);
const labelOf = ({ transform }: View['layer'][number]): string =>
  String(transform?.[0]?.calculate ?? '').replaceAll('"', '');
const layer = (view: View, type: string, label: string) =>
  view.layer.find((one) => one.mark.type === type && labelOf(one) === label) as View['layer'][number];
const subtitle = (figure: FigureDescription, data: FigureData): string =>
  (spec(figure, data).title as { readonly subtitle: readonly string[] }).subtitle.join(' ');

describe('the figure of capacity', () => {
  const rows = [10, 20, 30].flatMap((patterns) =>
    [1, 2].flatMap((seed) => [
      point('network', patterns, seed, patterns === 10 ? 1 : seed === 1 ? 0.4 : 0.6),
      point('hebb', patterns, seed, patterns === 30 ? 0 : 1),
      point('projection', patterns, seed, 1),
    ]),
  );
  const data = given('analysis/capacity', rows, ['seed', 'patterns']);

  it('has a curve for each rule in its colour, means over networks of a load with their interval', () => {
    const [share] = views(CAPACITY, data);
    const colour = layer(share, 'line', 'network').encoding.color as Channel;
    expect(colour.scale).toEqual({
      domain: ['network', 'Hebb’s rule', 'projection rule', 'Hebb’s rule in theory, N → ∞: α = 0.138'],
      range: ['#0072b2', '#d55e00', '#009e73', '#1a1a1a'],
    });
    expect(layer(share, 'line', 'network').data?.values).toEqual([
      { x: 0.1, y: 1 },
      { x: 0.2, y: 0.5 },
      { x: 0.3, y: 0.5 },
    ]);
    // two numbers 0.2 apart: t of one degree of freedom times 0.1, cut where no share can be
    const bars = layer(share, 'rule', 'network').data?.values ?? [];
    expect(bars.slice(1)).toEqual([
      { x: 0.2, low: 0, high: 1 },
      { x: 0.3, low: 0, high: 1 },
    ]);
    expect((layer(share, 'line', 'network').encoding.y as Channel).title).toBe('share retrieved');
  });

  it('has the capacity of Hebb’s rule in theory, and its overlap up to there', () => {
    const [share, overlap] = views(CAPACITY, data);
    const limit = share.layer.find(
      (one) => one.mark.type === 'rule' && one.data?.values[0].at !== undefined,
    ) as View['layer'][number];
    expect([limit.data?.values, (limit.encoding.x as Channel).field]).toEqual([[{ at: HEBB_CAPACITY }], 'at']);
    const theory = layer(overlap, 'line', 'Hebb’s rule in theory, N → ∞: α = 0.138').data?.values ?? [];
    expect(theory[0]).toEqual({ x: 0, y: 1 });
    const last = theory[theory.length - 1];
    expect(Number(last.x)).toBeLessThan(HEBB_CAPACITY);
    expect(Number(last.x)).toBeGreaterThan(0.99 * HEBB_CAPACITY);
    // m falls to 0.967 at the capacity (Amit, Gutfreund and Sompolinsky 1985)
    expect(Math.abs(Number(last.y) - 0.967)).toBeLessThan(0.01);
    expect((layer(overlap, 'line', 'network').encoding.y as Channel).title).toBe('overlap m at the end');
  });

  it('says up to which load half is retrieved, where a curve falls so far', () => {
    expect(subtitle(CAPACITY, data)).toMatch(
      /^half of the patterns are retrieved up to a load of: Hebb’s rule 0\.250 bars: 95 % intervals over networks; theory is that of random patterns/,
    );
  });

  it('has the interval over patterns where a load has one network', () => {
    const single = given(
      'analysis/capacity',
      rows.filter(({ seed }) => seed === 1),
      ['patterns'],
    );
    const [share] = views(CAPACITY, single);
    expect(layer(share, 'rule', 'network').data?.values[1]).toEqual({ x: 0.2, low: 0.2, high: 1 });
    expect(subtitle(CAPACITY, single)).toContain('intervals over patterns');
  });

  it('tells networks of different size, and of another parameter, apart', () => {
    const sizes = [100, 200].flatMap((units) =>
      [0.1, 0.2].map((load) => point('network', units * load, 1, load, { units, load })),
    );
    const [bySize] = views(CAPACITY, given('analysis/capacity', sizes, ['units', 'patterns']));
    const { domain } = (layer(bySize, 'line', 'network, N = 100').encoding.color as Channel).scale as {
      domain: string[];
    };
    expect(domain.slice(0, 2)).toEqual(['network, N = 100', 'network, N = 200']);
    const dashes = (layer(bySize, 'line', 'network, N = 200').encoding.strokeDash as Channel).scale
      ?.range as number[][];
    expect(dashes[0]).not.toEqual(dashes[1]);
    const ranges = [1, 5].flatMap((tau) =>
      [10, 20].map((patterns) => point('network', patterns, 1, tau / 10, { tau })),
    );
    const [byTau] = views(CAPACITY, given('analysis/capacity', ranges, ['tau', 'patterns']));
    expect(layer(byTau, 'line', 'network, tau = 5').data?.values.map(({ y }) => y)).toEqual([0.5, 0.5]);
  });

  it('is there for sweeps that were analysed alone', () => {
    expect(CAPACITY.needs(data.subject)).toHaveLength(1);
    expect(CAPACITY.needs(given('analysis/capacity', rows, [], 'run').subject)).toBeUndefined();
    expect(CAPACITY.needs({ ...data.subject, tables: [] })).toBeUndefined();
  });
});

describe('the figure of retention', () => {
  const aged = (rule: string, pattern: number, age: number, overlap: number, more: object = {}): Row => ({
    rule,
    pattern,
    age,
    overlap,
    retrieved: overlap >= 0.9 ? 1 : 0,
    ...more,
  });

  it('has a point for each pattern and rule at its age', () => {
    const rows = ['network', 'hebb', 'projection'].flatMap((rule, r) =>
      [0, 1, 2].map((mu) => aged(rule, mu, 10 * mu, 1 - (mu * r) / 10)),
    );
    const data = given('analysis/retention', rows, [], 'run');
    const all = views(RETENTION, data);
    expect(all).toHaveLength(1);
    expect(layer(all[0], 'point', 'Hebb’s rule').data?.values).toEqual([
      { x: 0, y: 1 },
      { x: 10, y: 0.9 },
      { x: 20, y: 0.8 },
    ]);
    expect((all[0].layer[1].encoding.x as Channel).title).toBe('steps since the pattern was shown last');
  });

  it('has shares of groups of like age where there are many, with Wilson intervals', () => {
    const rows = Array.from({ length: 80 }, (_, mu) => aged('network', mu, mu, mu < 40 ? 1 : 0));
    const [shares] = views(RETENTION, given('analysis/retention', rows, [], 'run'));
    const line = layer(shares, 'line', 'network').data?.values ?? [];
    expect(line).toHaveLength(8);
    expect([line[0], line[7]]).toEqual([
      { x: 4.5, y: 1 },
      { x: 74.5, y: 0 },
    ]);
    // ten of ten: 10 / (10 + 1.96^2)
    const [first] = layer(shares, 'rule', 'network').data?.values ?? [];
    expect([Number(first.low).toFixed(4), first.high]).toEqual([(10 / (10 + 1.959964 ** 2)).toFixed(4), 1]);
  });

  it('says that ages are not known, and tells networks of a sweep apart', () => {
    const unknown = [0, 1].map((mu) => aged('network', mu, Number.NaN, 1));
    const data = given('analysis/retention', unknown, [], 'run');
    expect(subtitle(RETENTION, data)).toContain('how long ago patterns were shown was not recorded');
    expect((views(RETENTION, data)[0].layer[1].encoding.x as Channel).title).toBe('pattern');
    const sweep = [5, 9].flatMap((K) => [aged('network', 0, K, 1, { K }), aged('hebb', 0, K, 1, { K })]);
    const [view] = views(RETENTION, given('analysis/retention', sweep, ['K']));
    expect(layer(view, 'point', 'K = 9').data?.values).toEqual([{ x: 9, y: 1 }]);
    expect(view.layer.filter(({ mark }) => mark.type === 'point')).toHaveLength(2);
  });
});
