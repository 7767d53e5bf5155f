import { beforeAll, describe, expect, it } from 'vitest';
import { compiled } from '../../../src/draw/render.js';
import type { FigureData, FigureDescription, Subject, TableAbout } from '../../../src/figure/figure.js';
import { courseOfRows } from '../../../src/figure/heat-map.js';
import { type Channel, type Layer, type View, viewsOf } from '../../../src/figure/spec.js';
import { compileBuild, instantiate } from '../../../src/host/builds.js';
import { CORE_MODULE } from '../../../src/kernel/core-kernels.js';
import { elementaryOf } from '../../../src/kernel/elementary.js';
import { RATE_FIGURES } from '../../../src/model/rate/figures.js';
import { meanField } from '../../../src/model/rate/mean-field.js';
import { exponentCurve } from '../../../src/model/rate/mean-field-curve.js';
import { PUBLISHED_EXPONENTS } from '../../../src/model/rate/published-exponents.js';
import { about, dataOf, SUBJECT } from '../../figure/data.js';

const f = elementaryOf(instantiate(compileBuild(CORE_MODULE, 'strict')));

const figureOf = (name: string): FigureDescription =>
  RATE_FIGURES.find((figure) => figure.name === name) as FigureDescription;

/** A table with columns of numbers and of words. */
const tableOf = (name: string, numbers: readonly string[], words: readonly string[] = []): TableAbout => ({
  name,
  nRows: 3,
  columns: [...numbers.map((column) => about(column)), ...words.map((column) => about(column, { type: 'text' }))],
});

type Given = Parameters<typeof dataOf>[0];

/** What a figure makes of data: its views, and the words above it. It is drawn only if it says that it can be. */
function drawn(name: string, given: Given): { readonly views: readonly View[]; readonly words: string } {
  const figure = figureOf(name);
  const data: FigureData = { ...dataOf(given), f };
  expect(figure.needs(data.subject)).toBeDefined();
  const { spec } = figure.draw(data);
  expect(() => compiled(spec)).not.toThrow();
  const { subtitle } = spec.title as { readonly subtitle: readonly string[] };
  return { views: spec.vconcat.flatMap(viewsOf), words: subtitle.join(' ') };
}

const labelOf = (layer: Layer): string | undefined => {
  const text = (layer.transform?.[0] as { readonly calculate?: string } | undefined)?.calculate;
  return text === undefined ? undefined : JSON.parse(text);
};

/** Rows of the layers with a label. */
const labelled = (view: View, label: string, type?: string) =>
  view.layer
    .filter((layer) => labelOf(layer) === label && (type === undefined || layer.mark.type === type))
    .flatMap(({ data }) => data?.values ?? []);

const colourOf = (view: View, label: string): string | undefined => {
  const channel = view.layer.map(({ encoding }) => encoding.color as Channel).find((one) => one?.scale?.domain);
  const scale = channel?.scale as { readonly domain: string[]; readonly range: string[] } | undefined;
  return scale?.range[scale.domain.indexOf(label)];
};

const titles = (view: View) =>
  ['x', 'y'].map((axis) => (view.layer[view.layer.length - 1].encoding[axis] as Channel).title);

const RUN: Partial<Subject> = {
  parameters: { N: 4, g: 2, dt: 2, tau: 20, trials: 3, exponents: 3 },
  summary: { g_eff: 1.5 },
  tables: [
    tableOf('curve', ['time', 'mean_distance']),
    tableOf('estimates', ['exponent', 'slope', 'intercept', 'window_start', 'window_end', 'kept'], ['rule', 'reason']),
    tableOf('timeseries', ['time', 'log_distance']),
    tableOf('traces', ['time', 'unit', 'rate', 'companion']),
    tableOf('rates', ['trial', 'unit', 'rate']),
    tableOf('spectrum', ['trial', 'index', 'exponent', 'error']),
    tableOf('running', ['time', 'trial', 'index', 'exponent', 'error']),
    tableOf('verdicts', ['trial', 'lambda_1', 'lambda_1_error'], ['verdict']),
    tableOf('weights', ['i', 'j', 'W']),
  ],
};

describe('figures of a run', () => {
  it('divergence has the fitted line over its window, on a logarithmic axis, with its exponent in words', () => {
    const [slope, intercept] = [0.02, -6];
    const { views, words } = drawn('divergence', {
      subject: RUN,
      numbers: {
        'curve/time': [0, 2, 4],
        mean_distance: [0.001, 0.01, 1],
        'timeseries/time': [0, 2, 4],
        log_distance: [Math.log(0.001), Math.log(0.005), 0],
        exponent: [10, Number.NaN],
        slope: [slope, Number.NaN],
        intercept: [intercept, Number.NaN],
        window_start: [10, Number.NaN],
        window_end: [110, Number.NaN],
        kept: [2, 2],
      },
      words: { rule: ['published', 'right'], reason: [null, 'fewer than two samples to fit'] },
    });
    const [view] = views;
    expect(titles(view)).toEqual(['time t (ms)', 'distance D']);
    expect((view.layer[0].encoding.y as Channel).scale?.type).toBe('log');
    const [from, to] = labelled(view, 'published: λ = 10/s', 'line');
    // a slope is per step, and a step is 2 ms
    expect([from.x, to.x]).toEqual([20, 220]);
    expect(from.y).toBeCloseTo(Math.exp(intercept + 10 * slope), 12);
    expect(to.y).toBeCloseTo(Math.exp(intercept + 110 * slope), 12);
    expect(labelled(view, 'published: λ = 10/s', 'point')).toEqual([to]);
    expect(labelled(view, 'exp⟨ln D⟩, all trials')[1].y).toBeCloseTo(0.005, 12);
    expect(words).toContain('2 of 3 trials diverged');
    expect(words).toContain('no right estimate: fewer than two samples to fit');
  });

  it('traces have both trajectories of each unit', () => {
    const { views } = drawn('traces', {
      subject: RUN,
      numbers: { time: [0, 0, 2, 2], unit: [5, 9, 5, 9], rate: [0.1, 0.2, 0.3, 0.9], companion: [0.4, 0.5, 0.6, 0.7] },
    });
    expect(views.map((view) => titles(view))).toEqual([
      [null, 'unit 5'],
      ['time t (ms)', 'unit 9'],
    ]);
    expect(labelled(views[0], 'base r').map(({ y }) => y)).toEqual([0.1, 0.3]);
    expect(labelled(views[0], 'companion r⁺').map(({ y }) => y)).toEqual([0.4, 0.6]);
  });

  it('name the states of the x-form x', () => {
    const subject = { ...RUN, parameters: { ...RUN.parameters, form: 'x' } };
    const numbers = { time: [0, 2], unit: [5, 5], rate: [0.1, 0.2], companion: [0.4, 0.5] };
    const { views } = drawn('traces', { subject, numbers });
    expect([labelled(views[0], 'base x').length, labelled(views[0], 'companion x⁺').length]).toEqual([2, 2]);
    const course = courseOfRows(
      about('rate', { symbol: 'r' }),
      { ...about('time'), values: Float64Array.of(0, 1) },
      [Float64Array.of(1, 2)],
      'unit',
    );
    const scales = ['x', 'r'].map((form) => {
      const own = drawn('raster', { subject: { ...RUN, parameters: { form } }, course }).views[0];
      return own.layer.flatMap(({ encoding }) => (encoding.color as Channel | undefined)?.title ?? []);
    });
    expect(scales).toEqual([['x'], ['r']]);
  });

  it('the raster reads the first trial, or another one', () => {
    const subject = { ...SUBJECT, ...RUN, parameters: { trials: 20 } };
    const raster = figureOf('raster');
    const reads = (value: number) => [
      { kind: 'course', table: 'rates', value: 'rate', where: { column: 'trial', value } },
    ];
    expect(raster.needs(subject)).toEqual(reads(0));
    const other = raster.oneTrial?.figure(7);
    expect([other?.name, other?.meaning]).toEqual(['raster_7', 'state of each unit over time, in trial 7']);
    expect(other?.needs(subject)).toEqual(reads(7));
    expect(raster.oneTrial?.count(subject)).toBe(20);
  });

  it('the spectrum averages the trials of the commonest verdict, and its sums give dimension and entropy', () => {
    const { views, words } = drawn('spectrum', {
      subject: { ...RUN, summary: { lambda_mf: 7 } },
      numbers: {
        'spectrum/trial': [0, 0, 0, 1, 1, 1, 2, 2, 2],
        index: [0, 1, 2, 0, 1, 2, 0, 1, 2],
        exponent: [3, 1, -9, -50, -60, -70, 5, 1, -7],
        error: [1, 1, 1, 1, 1, 1, 1, 1, 1],
        'verdicts/trial': [0, 1, 2],
      },
      words: { verdict: ['chaos', 'fixed point', 'chaos'] },
    });
    const [spectrum, sums] = views;
    const points = spectrum.layer.find(({ mark, transform }) => mark.type === 'point' && transform === undefined);
    expect(points?.data?.values).toEqual([
      { x: 1, y: 4 },
      { x: 2, y: 1 },
      { x: 3, y: -8 },
    ]);
    // standard error of 3 and 5
    const bars = spectrum.layer.find(({ encoding }) => encoding.y2 !== undefined);
    expect(bars?.data?.values[0]).toEqual({ x: 1, low: 3, high: 5 });
    expect(labelled(spectrum, 'mean field')).toEqual([{ x: 1, y: 7 }]);
    expect(labelled(sums, 'dimension')).toEqual([{ at: 2 + 5 / 8 }]);
    expect(labelled(sums, 'entropy rate')).toEqual([{ at: 5 }]);
    expect(words).toContain('means over 2 trials (chaos); bars: standard errors over trials');
    expect(words).toContain('these exponents give a Kaplan-Yorke dimension 2.625 and an entropy rate 5/s');
  });

  it('a spectrum without a negative sum has no dimension, but a bound', () => {
    const { views, words } = drawn('spectrum', {
      subject: RUN,
      numbers: { trial: [0, 0], index: [0, 1], exponent: [3, 1], error: [0.5, 0.25] },
      words: { verdict: ['chaos'] },
    });
    expect(labelled(views[1], 'dimension')).toEqual([]);
    expect(words).toContain('trial 0 (chaos); bars: block standard errors');
    expect(words).toContain('give a Kaplan-Yorke dimension of at least 2 and an entropy rate of at least 4/s');
  });

  it('running estimates have a band of their errors', () => {
    const { views } = drawn('running', {
      subject: RUN,
      numbers: {
        time: [10, 10, 20, 20],
        trial: [0, 0, 0, 0],
        index: [0, 1, 0, 1],
        exponent: [4, 2, 5, 1],
        error: [1, 1, 0.5, 1],
      },
    });
    expect(labelled(views[0], 'λ₁', 'area')).toEqual([
      { x: 10, low: 3, high: 5 },
      { x: 20, low: 4.5, high: 5.5 },
    ]);
    expect(labelled(views[0], 'λ₂', 'line').map(({ y }) => y)).toEqual([2, 1]);
  });

  it('verdicts have a colour each', () => {
    const { views } = drawn('verdicts', {
      subject: RUN,
      numbers: { trial: [0, 1], lambda_1: [9, -3], lambda_1_error: [1, 0.5] },
      words: { verdict: ['chaos', 'fixed point'] },
    });
    expect(labelled(views[0], 'fixed point', 'point')).toEqual([{ x: 1, y: -3 }]);
    expect(labelled(views[0], 'chaos', 'rule')).toEqual([{ x: 0, low: 8, high: 10 }]);
    expect(colourOf(views[0], 'chaos')).toBe('#d55e00');
  });

  it('the network is drawn from j to i, with bars where it inhibits', () => {
    const { views, words } = drawn('network', { subject: RUN, numbers: { i: [1, 3], j: [0, 2], W: [-0.5, 0.25] } });
    const [lines] = views[0].layer.filter(({ mark }) => mark.type === 'line');
    const strongest = (lines.data?.values ?? []).filter(({ value }) => value === -0.5);
    // from the top (unit 0) to the right (unit 1)
    expect(strongest[0].y as number).toBeGreaterThan(0.8);
    expect(strongest.at(-1)?.x as number).toBeGreaterThan(0.8);
    const heads = views[0].layer.filter(({ encoding }) => encoding.angle !== undefined);
    expect(heads.map(({ data }) => data?.values[0].weight)).toEqual([0.25, -0.5]);
    expect(words).toContain('2 of 2 edges, without g');
  });

  it('eigenvalues are those of g W', () => {
    // W = [[0, 2], [2, 0]] in a corner: eigenvalues 2 and -2, times g
    const { views } = drawn('eigenvalues', { subject: RUN, numbers: { i: [0, 1], j: [1, 0], W: [2, 2] } });
    const points = views[0].layer.find(({ mark }) => mark.type === 'point');
    const real = (points?.data?.values ?? []).map(({ x }) => Math.round(1e9 * (x as number)) / 1e9);
    expect(real.sort()).toEqual([-4, 0, 0, 4].sort());
    const circle = views[0].layer.find(({ mark }) => mark.type === 'line')?.data?.values ?? [];
    for (const { x, y } of circle) expect(Math.hypot(x as number, y as number)).toBeCloseTo(1.5, 12);
  });
});

/** A sweep over g: two sessions each. */
const G = [4, 4, 10, 10];
const SWEEP: Partial<Subject> = {
  kind: 'sweep',
  runs: 4,
  axes: ['g', 'session'],
  parameters: {
    N: 200,
    p: 0.1,
    weights: 'published',
    stream: 'published',
    activation: 'tanh',
    tau: 20,
    dt: 1,
    scheme: 'euler',
    input: 0,
    input_amplitude: 0,
    noise: 0,
    exponents: 4,
  },
  tables: [
    tableOf('results', [
      'g',
      'g_eff',
      'N',
      'p',
      'session',
      'lambda_1',
      'lambda_1_error',
      'lambda_published',
      'kaplan_yorke',
      'entropy_rate',
      ...[
        'chaotic',
        'transient',
        'cycle',
        'periodic',
        'torus',
        'fixed_point',
        'entrained',
        'unbounded',
        'undecided',
      ].map((key) => `${key}_trials`),
    ]),
  ],
};

const RESULTS = {
  g: G,
  g_eff: G.map((g) => 0.3 * g),
  session: [1, 2, 1, 2],
  lambda_1: [-2, -4, 3, 5],
  lambda_1_error: [1, 1, 1, 1],
  lambda_published: [Number.NaN, Number.NaN, 2, 4],
};

describe('the exponent against g', () => {
  it('has means over sessions with their scatter, beside the published ones', () => {
    const { views, words } = drawn('exponent', { subject: SWEEP, numbers: RESULTS });
    const [view] = views;
    expect(titles(view)).toEqual(['synaptic upscaling g', 'exponent (1/s)']);
    expect(labelled(view, 'λ₁', 'point').map(({ y }) => y)).toEqual([-3, 4]);
    const [, bar] = labelled(view, 'λ₁', 'rule');
    expect([bar.low, bar.high]).toEqual([4 - Math.SQRT2, 4 + Math.SQRT2]);
    expect(labelled(view, 'estimate by the published rule', 'point').map(({ y }) => y)).toEqual([3]);
    const stored = labelled(view, 'as published', 'point');
    // of the published gains the one that the sweep comes to, not those beyond it
    expect(stored).toHaveLength(1);
    const mean = PUBLISHED_EXPONENTS.reduce((sum, [at10]) => sum + at10 / 5, 0);
    expect(stored[0].y).toBeCloseTo(mean, 12);
    expect(words).toContain('means over 2 runs, bars: ± standard deviation');
    expect(words).toContain('effective gain 0.3 g');
  });

  it('has the mean-field curve in 1/s at the effective gain', () => {
    const { views } = drawn('exponent', { subject: SWEEP, numbers: RESULTS });
    const curve = labelled(views[0], 'mean field', 'line');
    const theory = meanField(3, f).maxExponent * 50; // 1/s of 1/(20 ms)
    const near = curve.reduce((best, one) =>
      Math.abs((one.x as number) - 10) < Math.abs((best.x as number) - 10) ? one : best,
    );
    expect(near.x).toBe(10);
    expect(Math.abs((near.y as number) - theory)).toBeLessThan(0.05);
    // the kink at the onset is a point of the curve
    expect(curve.some(({ x, y }) => Math.abs((x as number) - 1 / 0.3) < 1e-12 && Math.abs(y as number) < 1e-9)).toBe(
      true,
    );
    expect(curve[0].x).toBe(2.5);
  });

  it.each([
    { activation: 'relu' },
    { noise: 1 },
    { input: 0.5 },
    { dt: 20 },
    { scheme: undefined },
    { g_eff: [1, 1, 4, 5] },
    { inputs: ['W'] },
    { inputs: ['initial', 'current'] },
  ])('has no mean-field curve with %j', (change) => {
    const { g_eff = RESULTS.g_eff, inputs = [], ...parameters } = change as { g_eff?: number[]; inputs?: string[] };
    const subject = { ...SWEEP, inputs, parameters: { ...SWEEP.parameters, ...parameters } };
    const { views } = drawn('exponent', { subject, numbers: { ...RESULTS, g_eff } });
    expect(labelled(views[0], 'mean field')).toEqual([]);
  });

  it('has the curve where states and a basis are given, of which theory knows nothing', () => {
    const { views } = drawn('exponent', { subject: { ...SWEEP, inputs: ['initial', 'Q0'] }, numbers: RESULTS });
    expect(labelled(views[0], 'mean field')).not.toEqual([]);
  });

  it.each([{ parameters: { ...SWEEP.parameters, stream: 'own' } }, { inputs: ['initial'] }])(
    'has nothing as published of other networks or states: %j',
    (change) => {
      const { views } = drawn('exponent', { subject: { ...SWEEP, ...change }, numbers: RESULTS });
      expect(labelled(views[0], 'as published')).toEqual([]);
    },
  );

  it('has one error bar a run where nothing is repeated', () => {
    const rows = [0, 2];
    const one = Object.fromEntries(
      Object.entries(RESULTS).map(([key, values]) => [key, rows.map((row) => values[row])]),
    );
    const { views, words } = drawn('exponent', {
      subject: { ...SWEEP, axes: ['g'] },
      numbers: { ...one, lambda_1_error: [0.5, 0.25] },
    });
    expect(labelled(views[0], 'λ₁', 'rule').map(({ low, high }) => [low, high])).toEqual([
      [-2.5, -1.5],
      [2.75, 3.25],
    ]);
    expect(words).not.toContain('standard deviation');
  });

  it('has a colour for each value of another parameter, and is not drawn where two others vary', () => {
    const subject = { ...SWEEP, axes: ['g', 'N'] };
    const { views } = drawn('exponent', { subject, numbers: { ...RESULTS, N: [100, 200, 100, 200] } });
    expect(labelled(views[0], 'N = 100', 'point').map(({ y }) => y)).toEqual([-2, 3]);
    expect(labelled(views[0], 'N = 200', 'point').map(({ y }) => y)).toEqual([-4, 5]);
    expect(figureOf('exponent').needs({ ...SUBJECT, ...SWEEP, axes: ['g', 'N', 'p'] })).toBeUndefined();
  });
});

describe('other figures of a sweep', () => {
  it('verdicts are shares that fill each column, and the commonest of each session', () => {
    const none = [0, 0, 0, 0];
    const counts = Object.fromEntries(
      ['transient', 'cycle', 'periodic', 'torus', 'entrained', 'unbounded', 'undecided'].map((key) => [
        `${key}_trials`,
        none,
      ]),
    );
    const { views } = drawn('verdict_map', {
      subject: SWEEP,
      numbers: { ...RESULTS, ...counts, fixed_point_trials: [4, 3, 0, 1], chaotic_trials: [0, 1, 4, 3] },
    });
    expect(labelled(views[0], 'fixed point').map(({ base, height }) => [base, height])).toEqual([
      [0, 7 / 8],
      [0, 1 / 8],
    ]);
    expect(labelled(views[0], 'chaos').map(({ base, height }) => [base, height])).toEqual([
      [7 / 8, 1],
      [1 / 8, 1],
    ]);
    expect(titles(views[1])).toEqual(['synaptic upscaling g', 'session']);
    const cells = views[1].layer.map(({ data, encoding }) => [(encoding.color as Channel).value, data?.values.length]);
    expect(cells).toEqual([
      ['#5f6b76', 2],
      ['#d55e00', 2],
    ]);
  });

  it('the commonest verdict of a session is that of all of its runs, in any order', () => {
    const none = [0, 0, 0];
    const others = ['transient', 'cycle', 'periodic', 'torus', 'entrained', 'unbounded', 'undecided'];
    const counts = Object.fromEntries(others.map((key) => [`${key}_trials`, none]));
    const coloursOf = (chaotic: readonly number[], fixed: readonly number[]) => {
      const numbers = {
        ...Object.fromEntries(Object.keys(RESULTS).map((key) => [key, [1, 1, 1]])),
        ...counts,
        session: [1, 1, 2],
        chaotic_trials: chaotic,
        fixed_point_trials: fixed,
      };
      const { views } = drawn('verdict_map', { subject: SWEEP, numbers });
      return views[1].layer.map(({ data, encoding }) => [
        (encoding.color as Channel).value,
        data?.values.map(({ base }) => Math.round(Number(base) + 0.45)),
      ]);
    };
    // of session 1 one run has more fixed points, both together more chaos
    const [fixed, chaos] = ['#5f6b76', '#d55e00'];
    const all = [
      [fixed, [1]],
      [chaos, [0]],
    ];
    expect(coloursOf([1, 4, 0], [3, 0, 5])).toEqual(all);
    expect(coloursOf([4, 1, 0], [0, 3, 5])).toEqual(all);
  });

  it('dimension and entropy are drawn where there are exponents enough', () => {
    const { views } = drawn('dimension', {
      subject: SWEEP,
      numbers: { ...RESULTS, kaplan_yorke: [0, 0, 6, 8], entropy_rate: [0, 0, 10, 20] },
    });
    expect(views.map((view) => titles(view)[1])).toEqual(['dimension', 'entropy rate (1/s)']);
    const means = views.map((view) =>
      view.layer.find(({ mark }) => mark.type === 'line')?.data?.values.map(({ y }) => y),
    );
    expect(means).toEqual([
      [0, 7],
      [0, 15],
    ]);
    const few = { ...SUBJECT, ...SWEEP, parameters: { ...SWEEP.parameters, exponents: 2 } };
    expect(figureOf('dimension').needs(few)).toBeUndefined();
  });

  it('the size of the network is drawn in units of 1/τ against 1/N, with standard errors and the limit', () => {
    const subject = { ...SWEEP, axes: ['N', 'session'] };
    const { views } = drawn('finite_size', {
      subject,
      numbers: {
        g: [2, 2, 2, 2],
        g_eff: [2, 2, 2, 2],
        N: [100, 100, 400, 400],
        session: [1, 2, 1, 2],
        lambda_1: [3, 5, 4, 6],
      },
    });
    const points = labelled(views[0], 'g = 2', 'point').map(({ x, y }) => [x, y]);
    expect(points).toEqual([
      [2.5, 0.1],
      [10, 0.08],
    ]);
    const [bar] = labelled(views[0], 'g = 2', 'rule');
    expect(bar.high).toBeCloseTo(0.12, 12);
    const limit = views[0].layer.find(({ mark, data }) => mark.type === 'rule' && data?.values[0].at !== undefined);
    expect(limit?.data?.values[0].at as number).toBeCloseTo(0.112458, 4);
  });
});

describe('the figure of the paper', () => {
  const subject: Partial<Subject> = {
    ...SWEEP,
    tablesOfRuns: [tableOf('traces', []), tableOf('curve', []), tableOf('weights', [])],
  };
  const columns = {
    time: Float64Array.of(0, 0, 1000, 1000, 3000, 3000),
    unit: Float64Array.of(7, 8, 7, 8, 7, 8),
    rate: Float64Array.of(1, 0, -1, 0, 1, 0),
    companion: Float64Array.of(0.5, 0, -0.5, 0, 1, 0),
    mean_distance: Float64Array.of(1, 2, 3, 4, 5, 6),
    i: Float64Array.of(1, 50),
    j: Float64Array.of(0, 0),
    W: Float64Array.of(0.5, 1),
  };
  const nothing = new Float64Array(6).fill(Number.NaN);
  const ofRuns = [
    { row: 2, columns },
    { row: 0, columns: { ...columns, mean_distance: nothing } },
  ];

  it('asks for the runs of one session', () => {
    const needs = figureOf('final_figure').needs({ ...SUBJECT, ...subject });
    expect(needs?.[1]).toMatchObject({ kind: 'ofRuns', table: 'traces', where: { column: 'session', value: 1 } });
    const third = { ...SUBJECT, ...subject, parameters: { ...SWEEP.parameters, session: 3 } };
    expect(figureOf('final_figure').needs(third)?.[2]).toMatchObject({ where: { value: 3 } });
    expect(figureOf('final_figure').needs({ ...SUBJECT, ...subject, tablesOfRuns: [] })).toBeUndefined();
  });

  it('has its four panels, g ascending upwards, one colour a g', () => {
    const { views, words } = drawn('final_figure', { subject, numbers: RESULTS, ofRuns });
    expect(views.map(({ title }) => title)).toEqual(['a', 'b', 'c', 'd']);
    const [, traces, distances, estimates] = views;
    const first = traces.layer.map(({ data }) => data?.values ?? []);
    // the lower two lines are those of g = 4, one unit up to two seconds
    expect(first.slice(0, 3)).toEqual([
      [
        { x: 0, y: 0.45 },
        { x: 1000, y: -0.45 },
      ],
      [
        { x: 0, y: 0.225 },
        { x: 1000, y: -0.225 },
      ],
      [
        { x: 0, y: 1.45 },
        { x: 1000, y: 0.55 },
      ],
    ]);
    // nothing diverged at g = 4
    expect(distances.layer.map(({ encoding }) => encoding.color)).toEqual([traces.layer[2].encoding.color]);
    const legend = estimates.layer.find(({ mark }) => mark.type === 'point')?.encoding.color as Channel;
    expect([legend.title, legend.scale?.domain]).toEqual(['λ (1/s)', [0, 4]]);
    expect(words).toContain('a to c: session 1');
  });
});

describe('figures of what was analysed', () => {
  it('the autocorrelation has a band of its errors, and the theory', () => {
    const { views } = drawn('rate_autocorrelation', {
      subject: {
        ...RUN,
        tables: [tableOf('analysis/rate_autocorrelation', ['lag', 'autocorrelation', 'error', 'mean_field'])],
      },
      numbers: { lag: [0, 10], autocorrelation: [0.5, 0.25], error: [0.125, 0.0625], mean_field: [0.6, 0.3] },
    });
    expect(titles(views[0])).toEqual(['lag s (ms)', '⟨r(t) r(t + s)⟩']);
    expect(labelled(views[0], 'run', 'area')[0]).toEqual({ x: 0, low: 0.375, high: 0.625 });
    expect(labelled(views[0], 'mean field').map(({ y }) => y)).toEqual([0.6, 0.3]);
  });

  it('finite-time exponents are those of the first rank, with their mean', () => {
    const { views, words } = drawn('finite_time', {
      subject: { ...RUN, tables: [tableOf('analysis/finite_time', ['index', 'exponent', 'end'])] },
      numbers: { index: [0, 1, 0, 0], exponent: [1, -50, 2, 6], end: [80, 80, 160, 240] },
    });
    expect(labelled(views[0], 'mean 3/s')).toEqual([{ at: 3 }]);
    expect(words).toContain('3 windows of 80 ms');
  });

  describe('covariant vectors', () => {
    const tables = [
      tableOf('analysis/covariant', ['trial', 'index', 'exponent', 'error', 'carriers'], ['direction']),
      tableOf('analysis/covariant_pairs', ['first', 'second', 'mean', 'least']),
      tableOf('analysis/covariant_angles', ['time', 'angle']),
    ];
    const numbers = {
      'analysis/covariant/trial': [2, 2, 2],
      'analysis/covariant/index': [0, 1, 2],
      'analysis/covariant/exponent': [5, 0.5, -8],
      'analysis/covariant/error': [1, 0.5, 2],
      carriers: [1.5, 3, 2.5],
      first: [0, 0, 1],
      second: [1, 2, 2],
      mean: [30, 60, 90],
      least: [4, 20, 81],
      angle: [10, 20, 30, 60],
      // of another trial, and of a rank that has no vector, are two rows
      'spectrum/trial': [0, 2, 2, 2],
      'spectrum/index': [0, 0, 1, 3],
      'spectrum/exponent': [99, 4, -1, 77],
      'spectrum/error': [9, 0.25, 0.5, 7],
    };
    const words = { direction: ['growing', 'neither', 'shrinking'] };
    const subject = { ...RUN, tables: [...tables, tableOf('spectrum', ['trial', 'index', 'exponent', 'error'])] };

    it('have their exponents with errors by direction, beside those of the spectrum of the same trial', () => {
      const { views, words: said } = drawn('covariant', { subject, numbers, words });
      const [view] = views;
      expect(titles(view)).toEqual(['rank', 'exponent (1/s)']);
      const points = (label: string) => labelled(view, label, 'point').map(({ x, y }) => [x, y]);
      expect(points('growing')).toEqual([[0.88, 5]]);
      expect(points('neither')).toEqual([[1.88, 0.5]]);
      expect(points('shrinking')).toEqual([[2.88, -8]]);
      expect(points('spectrum')).toEqual([
        [1.12, 4],
        [2.12, -1],
      ]);
      const reach = (label: string) => labelled(view, label, 'rule').map(({ low, high }) => [low, high]);
      expect([...reach('shrinking'), ...reach('spectrum')]).toEqual([
        [-10, -6],
        [3.75, 4.25],
        [-1.5, -0.5],
      ]);
      expect(colourOf(view, 'growing')).toBe('#d55e00');
      expect(said).toContain('trial 2; of 3 vectors 1 growing, 1 neither, 1 shrinking');
      expect(said).not.toContain('needs both');
    });

    it('stand on their ranks where the run has no spectrum of that trial', () => {
      const ofOthers = { ...numbers, 'spectrum/trial': [0, 0, 0, 0] };
      for (const given of [
        { subject: { ...subject, tables }, numbers, words },
        { subject, numbers: ofOthers, words },
      ]) {
        const [view] = drawn('covariant', given).views;
        expect(labelled(view, 'neither', 'point').map(({ x }) => x)).toEqual([2]);
        expect(labelled(view, 'spectrum')).toEqual([]);
      }
    });

    it('have the units that carry them, beside a random direction', () => {
      const view = drawn('covariant', { subject, numbers, words }).views[1];
      expect(titles(view)).toEqual(['rank', 'units that carry it']);
      // N = 4: (4 + 2) / 3
      expect(labelled(view, 'random direction: 2')).toEqual([{ at: 2 }]);
      const points = view.layer.filter(({ mark }) => mark.type === 'point').flatMap(({ data }) => data?.values ?? []);
      expect(points.map(({ x, y }) => [x, y])).toEqual([
        [1, 1.5],
        [2, 3],
        [3, 2.5],
      ]);
    });

    it('have the angle between growing and shrinking directions from 0 to 90 degrees', () => {
      const view = drawn('covariant', { subject, numbers, words }).views[2];
      const [bars] = view.layer;
      const [x, y] = ['x', 'y'].map((axis) => bars.encoding[axis] as Channel);
      expect([x.title, x.scale?.domain, y.title]).toEqual(['growing to shrinking (°)', [0, 90], 'density (1/°)']);
      expect([labelled(view, 'least 10.0°'), labelled(view, 'mean 30.0°')]).toEqual([[{ at: 10 }], [{ at: 30 }]]);
      expect([colourOf(view, 'least 10.0°'), colourOf(view, 'mean 30.0°')]).toEqual(['#d55e00', '#1a1a1a']);
      const areas = (bars.data?.values ?? []).map((bar) => (Number(bar.to) - Number(bar.from)) * Number(bar.height));
      expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(1, 12);
    });

    it('have the angles of pairs: mean above the diagonal, smallest below', () => {
      const written = (width?: number) => {
        const view = drawn('covariant', { subject, numbers, words, ...(width !== undefined && { width }) }).views[3];
        return view.layer
          .flatMap(({ mark, data }) => (mark.type === 'text' ? (data?.values ?? []) : []))
          .map(({ x, y, text }) => [y, x, text])
          .sort();
      };
      expect(written()).toEqual([
        [0, 1, '30'],
        [0, 2, '60'],
        [1, 0, '4'],
        [1, 2, '90'],
        [2, 0, '20'],
        [2, 1, '81'],
      ]);
      // where they would touch, colours alone say them
      expect(written(140)).toEqual([]);
      const { layer } = drawn('covariant', { subject, numbers, words }).views[3];
      const scales = layer.flatMap(({ encoding }) => {
        const colour = encoding.color as Channel | undefined;
        return colour?.title === undefined ? [] : [[colour.title, colour.scale?.domain]];
      });
      expect(scales).toEqual([['angle (°)', [0, 90]]]);
      expect((layer[0].encoding.y as Channel).scale).toMatchObject({ reverse: true });
    });

    it('say where there is no angle, since none grows', () => {
      const { views, words: said } = drawn('covariant', {
        subject,
        numbers: { ...numbers, angle: [] },
        words: { direction: ['neither', 'shrinking', 'shrinking'] },
      });
      expect(views[2].layer.flatMap(({ data }) => data?.values ?? [])).toEqual([
        expect.objectContaining({ text: 'no values' }),
      ]);
      expect(said).toContain('of 3 vectors 1 neither, 2 shrinking');
      expect(said).toContain('the angle needs both growing and shrinking vectors');
    });

    it.each([
      ['of a sweep', { kind: 'sweep' as const }],
      ['without vectors', { tables: tables.slice(1) }],
      ['without angles', { tables: tables.slice(0, 2) }],
    ])('are not offered %s', (_, more) => {
      expect(figureOf('covariant').needs({ ...SUBJECT, ...subject, ...more })).toBeUndefined();
    });
  });

  it('bifurcations are the extrema of the first unit against g', () => {
    const { views } = drawn('bifurcation', {
      subject: { ...SWEEP, tables: [tableOf('analysis/bifurcation', ['g', 'unit', 'value'], ['kind'])] },
      numbers: { g: [1, 1, 10, 10, 10], unit: [3, 4, 3, 3, 4], value: [0, 0.5, 0.9, -0.8, 0.1] },
      words: { kind: ['rest', 'rest', 'maximum', 'minimum', 'maximum'] },
    });
    expect(labelled(views[0], 'maxima')).toEqual([{ x: 10, y: 0.9 }]);
    expect(labelled(views[0], 'minima')).toEqual([{ x: 10, y: -0.8 }]);
    expect(labelled(views[0], 'at rest')).toEqual([{ x: 1, y: 0 }]);
    expect(titles(views[0])).toEqual(['synaptic upscaling g', 'state of unit 3']);
  });
});

describe('exponentCurve', () => {
  let curve: (g: number) => number;
  beforeAll(() => {
    curve = exponentCurve(5, f);
  });

  it.each([1.2, 1.9, 3.3, 4.6])('is the theory at g = %d', (g) => {
    expect(Math.abs(curve(g) - meanField(g, f).maxExponent)).toBeLessThan(4e-4);
  });

  it('is g - 1 up to the onset', () => {
    expect([0, 0.25, 1].map(curve)).toEqual([-1, -0.75, 0]);
    expect(exponentCurve(0.5, f)(0.5)).toBe(-0.5);
  });
});
