import { describe, expect, it } from 'vitest';
import type { FigureDescription, Subject } from '../../../src/figure/figure.js';
import { type Channel, type View, viewsOf } from '../../../src/figure/spec.js';
import { corruptionBest, RULES } from '../../../src/model/heterosynaptic/corruption-best.js';
import { SWEEP_FIGURES } from '../../../src/model/heterosynaptic/sweep-figures.js';
import { about, dataOf, SUBJECT } from '../../figure/data.js';

type Row = { readonly [name: string]: number | string | null };

const COMMON: Row = {
  task: 'digits',
  update_alg: 'md',
  hessian: 'coupling',
  alpha: 0.1,
  lr: 0.1,
  block_size: 4,
  weight_decay: 0,
  momentum: 0,
  corruption_type: 'block_diagonal',
  corruption_alpha: 0.5,
  seed: 1,
  test_accuracy: 0.5,
  best_validation_accuracy: 0.6,
  validation_accuracy: 0.5,
  train_accuracy: 0.7,
  unpruned_test_accuracy: 0.4,
};

const figureOf = (name: string) => SWEEP_FIGURES.find((one) => one.name === name) as FigureDescription;

function subjectOf(rows: readonly Row[], axes: readonly string[], parameters: Subject['parameters'] = {}): Subject {
  const type = (name: string) => (typeof COMMON[name] === 'string' ? 'text' : 'f64');
  const columns = Object.keys(COMMON).map((name) => about(name, { type: type(name) }));
  return { ...SUBJECT, kind: 'sweep', axes, parameters, tables: [{ name: 'results', nRows: rows.length, columns }] };
}

/** The panels of a figure of results with the values that matter. */
function draw(name: string, given: readonly Row[], subject: Partial<Subject> = {}) {
  const rows = given.map((row): Row => ({ ...COMMON, ...row }));
  const columns = Object.fromEntries(Object.keys(COMMON).map((key) => [key, rows.map((row) => row[key])]));
  const data = dataOf({
    subject: { ...subjectOf(rows, []), ...subject },
    numbers: columns as never,
    words: columns as never,
  });
  const { spec } = figureOf(name).draw(data);
  const { subtitle } = spec.title as { readonly subtitle: readonly string[] };
  return { views: spec.vconcat.flatMap(viewsOf), notes: subtitle.join(' ') };
}

const valuesOf = ({ layer }: View, type: string) =>
  layer.filter(({ mark }) => mark.type === type).map(({ data }) => data?.values ?? []);
const axis = ({ layer }: View, name: 'x' | 'y') =>
  layer.find(({ encoding }) => name in encoding)?.encoding[name] as Channel;
const colourOf = ({ layer }: View) => layer[layer.length - 1].encoding.color as Channel;
/** The points with error bars; a line through one place marks that too. */
const dots = (view: View) => valuesOf(view, 'point').filter(([row]) => 'strength' in row);
const textsOf = (view: View) => valuesOf(view, 'text').flatMap((rows) => rows.map(({ x, y, text }) => [x, y, text]));

describe('figures of a sweep of heterosynaptic networks', () => {
  it('are there where the parameters that they need vary', () => {
    const namesOf = (axes: readonly string[], parameters = {}) =>
      SWEEP_FIGURES.filter(({ needs }) => needs(subjectOf([], axes, parameters)) !== undefined).map(({ name }) => name);
    expect(namesOf(['seed'])).toEqual([]);
    expect(namesOf(['alpha', 'lr'])).toEqual(['alpha_lr_map', 'alpha_scatter']);
    expect(namesOf(['block_size'])).toEqual(['block_size_bars']);
    expect(namesOf(['update_alg', 'lr', 'corruption_alpha'])).toEqual([
      'architectures',
      'corruption_curves',
      'corruption_best',
      'gd_corruption',
    ]);
    expect(namesOf(['alpha', 'corruption_alpha', 'block_size'])).toContain('equal_alpha_map');
    expect(namesOf(['seed'], { prune: true })).toEqual(['pruning']);
    const run: Subject = { ...subjectOf([], ['alpha', 'lr']), kind: 'run' };
    expect(SWEEP_FIGURES.every(({ needs }) => needs(run) === undefined)).toBe(true);
  });

  it('have the best run of each cell above the mean of all, of mirror descent alone', () => {
    const { views } = draw('alpha_lr_map', [
      { test_accuracy: 0.5 },
      { test_accuracy: 0.9, block_size: 2 },
      { test_accuracy: 0.6, alpha: 0.5, lr: 0.2 },
      { test_accuracy: 0.99, update_alg: 'gd' },
    ]);
    expect(views.map(({ title }) => title)).toEqual(['best', 'mean']);
    expect([axis(views[0], 'x').title, axis(views[0], 'y').title]).toEqual(['learning rate η', 'coupling α']);
    expect(textsOf(views[0])).toEqual(
      expect.arrayContaining([
        [0, 0, '0.90'],
        [1, 1, '0.60'],
      ]),
    );
    expect(textsOf(views[1])).toEqual(
      expect.arrayContaining([
        [0, 0, '0.70'],
        [1, 1, '0.60'],
      ]),
    );
    expect(textsOf(views[0])).toHaveLength(2);
  });

  it('have every run of mirror descent over its coupling, and the best of gradient descent', () => {
    const { views } = draw('alpha_scatter', [
      { test_accuracy: 0.5 },
      { test_accuracy: 0.7, alpha: 0.5 },
      { test_accuracy: 0.6, lr: 0.2 },
      { test_accuracy: 0.8, update_alg: 'gd' },
      { test_accuracy: 0.75, update_alg: 'gd' },
    ]);
    const [view] = views;
    expect(valuesOf(view, 'rule')).toEqual([[{ at: 0.8 }]]);
    expect(valuesOf(view, 'point').map((rows) => rows.map(({ x, y }) => [x, y]))).toEqual([
      [
        [0.1, 0.5],
        [0.5, 0.7],
      ],
      [[0.1, 0.6]],
    ]);
    expect(colourOf(view).scale?.domain).toEqual(['η = 0.1', 'η = 0.2', 'best of gradient descent']);
    expect(axis(view, 'x').scale?.type).toBe('log');
  });

  it('have means with their scatter, and the best run, for each block size', () => {
    const { views } = draw('block_size_bars', [
      { test_accuracy: 0.25, block_size: 2 },
      { test_accuracy: 0.75, block_size: 2 },
      { test_accuracy: 0.5, block_size: 4 },
    ]);
    const [view] = views;
    expect(axis(view, 'x').axis?.labelExpr).toBe('["2","4"][datum.value]');
    expect(valuesOf(view, 'bar')[0].map(({ height }) => height)).toEqual([0.5, 0.5]);
    const [{ low, high }] = valuesOf(view, 'rule')[0] as readonly { low: number; high: number }[];
    expect([low, high]).toEqual([0.5 - Math.SQRT1_2 / 2, 0.5 + Math.SQRT1_2 / 2]);
    expect(valuesOf(view, 'point')[1].map(({ y }) => y)).toEqual([0.75, 0.5]);
  });

  it('have a box a rule and rate, the better rates of a rule first, with the best run above', () => {
    const rows = [0.5, 0.75].flatMap((accuracy): readonly Row[] => [
      { test_accuracy: accuracy, lr: 0.1 },
      { test_accuracy: accuracy + 0.125, lr: 0.2 },
      { test_accuracy: accuracy - 0.25, update_alg: 'gd' },
    ]);
    const { views } = draw('architectures', rows);
    expect(axis(views[0], 'x').axis?.labelExpr).toBe('["gd 0.1","md 0.2","md 0.1"][datum.value]');
    expect(textsOf(views[0])).toEqual([
      [0, 0.5, '0.500'],
      [1, 0.875, '0.875'],
      [2, 0.75, '0.750'],
    ]);
  });

  it('have means over the strength of the corruption, a colour a rule, and those of the ten best runs', () => {
    const rows = Array.from({ length: 12 }, (_, i) => ({ test_accuracy: i / 16 }));
    const { views } = draw('corruption_curves', [...rows, { test_accuracy: 0.5, update_alg: 'gd' }]);
    expect(views.map(({ title }) => title)).toEqual(['all runs', 'ten best runs']);
    const means = views.map((view) => dots(view).map(([{ y }]) => y));
    expect(means).toEqual([
      [0.5, 5.5 / 16],
      [0.5, 6.5 / 16],
    ]);
    expect(dots(views[0])[1][0].strength).toBe(0.5);
    expect(colourOf(views[0]).scale).toMatchObject({ domain: ['gd', 'md'] });
  });

  it('have boxes of gradient descent alone under block corruption', () => {
    const gd = { update_alg: 'gd' };
    const { views } = draw('gd_corruption', [
      { ...gd, test_accuracy: 0.25, corruption_alpha: 0.75 },
      { ...gd, test_accuracy: 0.5 },
      { ...gd, test_accuracy: 0.9, corruption_type: 'full_dense' },
      { test_accuracy: 0.9 },
    ]);
    expect(axis(views[0], 'x').axis?.labelExpr).toBe('["0.5","0.75"][datum.value]');
    expect(valuesOf(views[0], 'point')[0].map(({ y }) => y)).toEqual([0.5, 0.25]);
  });

  it('have every pruned run before and after, with the mean of each rule', () => {
    const { views } = draw('pruning', [
      { unpruned_test_accuracy: 0.25, test_accuracy: 0.5 },
      { unpruned_test_accuracy: 0.75, test_accuracy: 0.625 },
      { update_alg: 'gd', unpruned_test_accuracy: 0.125 },
    ]);
    expect(views.map(({ title }) => title)).toEqual(['test before', 'test after', 'best validation', 'train']);
    expect(valuesOf(views[0], 'point')[0].map(({ y }) => y)).toEqual([0.25, 0.75, 0.125]);
    expect(valuesOf(views[0], 'rule')[0].map(({ y }) => y)).toEqual([0.5, 0.125]);
    expect(valuesOf(views[1], 'rule')[0].map(({ y }) => y)).toEqual([0.5625, 0.5]);
    expect(new Set(views.map((view) => JSON.stringify(axis(view, 'y').scale?.domain))).size).toBe(1);
    expect(views.map((view) => axis(view, 'y').axis === null)).toEqual([false, true, true, true]);
  });
});

/** Two seeds of each rule; gradient descent is best at 0.1 by validation, though another rate has a better test. */
const COMPARED = [
  { update_alg: 'gd', lr: 0.1, validation: 0.9, tests: [0.5, 0.75] },
  { update_alg: 'gd', lr: 0.2, validation: 0.8, tests: [1, 1] },
  { update_alg: 'md', lr: 0.1, validation: 0.7, tests: [0.25, 0.25] },
  { update_alg: 'md', lr: 0.2, validation: 0.8, tests: [0.75, 0.5] },
  { update_alg: 'md', hessian: 'data', lr: 0.1, validation: 0.5, tests: [0.125, 0.125] },
].flatMap(({ validation, tests, ...more }) =>
  tests.map(
    (test_accuracy, seed): Row => ({
      ...more,
      hessian: more.hessian ?? 'coupling',
      seed,
      test_accuracy,
      validation_accuracy: validation,
    }),
  ),
);

describe('rules at their best rates under corruption', () => {
  const tableOf = (given: readonly Row[]) => {
    const rows = given.map((row): Row => ({ ...COMMON, ...row }));
    const columns = corruptionBest({ nRows: rows.length, column: (name) => rows.map((row) => row[name]) });
    return rows.length === 0
      ? []
      : columns[0].values.map((_, i) => Object.fromEntries(columns.map(({ name, values }) => [name, values[i]])));
  };

  it('say so where no rule has a rate at which the runs of all seeds ended', () => {
    const rows = [
      { seed: 1, corruption_alpha: 0.5, test_accuracy: null, validation_accuracy: null },
      { seed: 2, corruption_alpha: 0.9, test_accuracy: null, validation_accuracy: null },
    ];
    const { views, notes } = draw('corruption_best', rows);
    expect(notes).toContain('no rule has a rate at which the runs of all seeds ended');
    expect(views).toHaveLength(1);
    expect(textsOf(views[0]).map(([, , text]) => text)).toEqual(['no values']);
    expect(['x', 'y'].map((name) => axis(views[0], name as 'x' | 'y').title)).toEqual([
      'strength of the corruption',
      'test accuracy',
    ]);
  });

  it('are compared at the rate with the best validation, seed by seed, with intervals by Student', () => {
    const [gd, md, learned] = tableOf(COMPARED);
    // 0.975 quantile of Student's t with one degree of freedom
    const t = 12.706204736432095;
    const close = (value: number) => expect.closeTo(value, 9);
    expect(gd).toMatchObject({ rule: RULES.gd, lr: 0.1, is_largest: 0, runs: 2, mean: 0.625, difference: null });
    expect(gd.interval).toEqual(close(t * 0.125));
    expect(md).toMatchObject({ rule: RULES.md, lr: 0.2, is_largest: 1, mean: 0.625, difference: 0 });
    expect(md.difference_interval).toEqual(close(t * 0.25));
    expect(learned).toMatchObject({ rule: RULES.learned, lr: 0.1, is_largest: 1, mean: 0.125, difference: -0.5 });
  });

  it('leave out a rate at which a run failed', () => {
    const rows = COMPARED.filter(({ update_alg, lr, seed }) => !(update_alg === 'md' && lr === 0.2 && seed === 1));
    const [, md] = tableOf(rows);
    expect(md).toMatchObject({ lr: 0.1, is_largest: 0, mean: 0.25, difference: -0.375 });
  });

  it('are drawn beside each other with their intervals', () => {
    const { views, notes } = draw('corruption_best', COMPARED);
    const [view] = views;
    expect(colourOf(view).scale).toEqual({
      domain: [RULES.gd, RULES.md, RULES.learned],
      range: ['#1a1a1a', '#0072b2', '#e69f00'],
    });
    expect(dots(view).map(([{ y, strength }]) => [y, strength])).toEqual([
      [0.625, 0.5],
      [0.625, 0.5],
      [0.125, 0.5],
    ]);
    expect(new Set(dots(view).map(([{ x }]) => x)).size).toBe(3);
    expect(notes).toContain('95 % interval of the mean over 2 seeds');
  });
});
