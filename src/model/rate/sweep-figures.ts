/** Figures of a sweep over the upscaling: exponents with mean-field theory, verdicts, dimension, and the size of the network. */
import { distinct } from '../../figure/cell-map.js';
import { type FigureData, type FigureDescription, hasColumns, type Need, type Subject } from '../../figure/figure.js';
import type { Mark } from '../../figure/marks.js';
import { COLOURS, categoryColours } from '../../figure/palette.js';
import type { Panel } from '../../figure/panel.js';
import { panelFigure } from '../../figure/panels.js';
import { rangeOf } from '../../figure/reduce.js';
import { numberWords } from '../../figure/text.js';
import { REPLICAS } from '../../figure/varying.js';
import { exponentCurve } from './mean-field-curve.js';
import { MS_PER_S } from './outcome.js';
import type { RateParameters } from './parameters.js';
import { isPublished, PUBLISHED_EXPONENTS, PUBLISHED_GAINS } from './published-exponents.js';
import { isFlow } from './step-limit.js';
import { VERDICT_TALLY } from './summary.js';
import { VERDICT_COLOURS } from './verdict-colours.js';

const RESULTS = 'results';
const GAIN = { title: 'synaptic upscaling g' };
const EXPONENT = 'exponent (1/s)';
const DASHED = [5, 3] as const;
/** Repetitions of one network: what is averaged over. */
const REPEATED: readonly string[] = ['session', ...REPLICAS];

const columnsIf = (subject: Subject, columns: readonly string[]): readonly Need[] | undefined =>
  subject.kind === 'sweep' && hasColumns(subject, RESULTS, columns)
    ? [{ kind: 'columns', table: RESULTS, columns: [...new Set(columns)] }]
    : undefined;

const valuesOf = (data: FigureData, column: string): Float64Array => data.numbers(RESULTS, column).values;

/** Parameters that vary beside some, and are no repetition. */
const othersThan = ({ axes }: Subject, ...known: readonly string[]): readonly string[] =>
  axes.filter((axis) => !known.includes(axis) && !REPEATED.includes(axis));

interface Means {
  readonly x: readonly number[];
  readonly mean: readonly number[];
  /** Standard deviations; NaN of single values. */
  readonly spread: readonly number[];
  /** Values of each mean. */
  readonly counts: readonly number[];
}

/** Mean and spread of the finite values at each place. */
function meansAt(x: ArrayLike<number>, y: ArrayLike<number>, rows: readonly number[]): Means {
  const places = distinct(rows.map((row) => x[row]));
  const lists = places.map((at) => rows.filter((row) => x[row] === at && Number.isFinite(y[row])).map((row) => y[row]));
  const kept = places.map((at, i) => [at, lists[i]] as const).filter(([, list]) => list.length > 0);
  const mean = kept.map(([, list]) => list.reduce((sum, value) => sum + value, 0) / list.length);
  const spread = kept.map(([, list], i) => {
    const squares = list.reduce((sum, value) => sum + (value - mean[i]) * (value - mean[i]), 0);
    return list.length > 1 ? Math.sqrt(squares / (list.length - 1)) : Number.NaN;
  });
  return { x: kept.map(([at]) => at), mean, spread, counts: kept.map(([, list]) => list.length) };
}

/** Points with bars of one standard deviation, moved sideways. */
const pointsOf = ({ x, mean, spread }: Means, shift: number, label: string, colour: string): Mark => ({
  kind: 'points',
  x: x.map((at) => at + shift),
  y: mean,
  error: spread,
  label,
  colour,
  size: 26,
});

/** Between neighbouring places, at least. */
function spacing(places: readonly number[]): number {
  const gaps = places.slice(1).map((at, i) => at - places[i]);
  return gaps.length === 0 ? 1 : Math.min(...gaps);
}

/** Arrays that can be given without a change of what theory is of: it is of networks that are drawn, without input. */
const OF_THEORY: readonly string[] = ['initial', 'Q0'];

/** Whether mean-field theory of the flow is that of these runs: drawn weights, activation tanh, no input, steps that stand for the flow at every gain. */
function hasTheory(data: FigureData): boolean {
  const { parameters: p, inputs } = data.subject;
  const gain = rangeOf(valuesOf(data, 'g_eff').map(Math.abs))[1];
  return (
    p.activation === 'tanh' &&
    inputs.every((key) => OF_THEORY.includes(key)) &&
    [p.input, p.input_amplitude, p.noise].every((value) => value === 0) &&
    p.scheme !== undefined &&
    isFlow(p as unknown as RateParameters, gain)
  );
}

/** Points of the curve of the theory. */
const SMOOTH = 120;

/** The mean-field curve in units of `unit`, between two places on the axis at which the gain is `perPlace` times that; with its kink at the onset. */
function theoryLine(data: FigureData, [low, high]: readonly [number, number], perPlace: number, unit: number): Mark {
  const curve = exponentCurve(Math.max(Math.abs(low), Math.abs(high)) * perPlace, data.f);
  const even = Array.from({ length: SMOOTH + 1 }, (_, i) => low + ((high - low) * i) / SMOOTH);
  const onset = [1 / perPlace, -1 / perPlace].filter((at) => at > low && at < high);
  const x = [...even, ...onset].sort((a, b) => a - b);
  const y = x.map((at) => unit * curve(Math.abs(at) * perPlace));
  return { kind: 'line', x, y, colour: COLOURS.black, dash: DASHED, label: 'mean field' };
}

/** Effective gain over g, where all runs have the same. */
function gainPerG(data: FigureData): number | undefined {
  const [g, gain] = ['g', 'g_eff'].map((column) => valuesOf(data, column));
  const [low, high] = rangeOf(gain.map((value, row) => value / g[row]));
  return high - low <= 1e-6 * Math.abs(high) ? low : undefined;
}

const spreadNote = (counts: readonly number[]): readonly string[] => {
  const [least, most] = rangeOf(counts);
  if (!(most > 1)) return [];
  return [`means over ${least === most ? most : `${least} to ${most}`} runs, bars: ± standard deviation`];
};

/** Exponents that are drawn beside each other where nothing but sessions and g varies. */
function bothExponents(data: FigureData): { readonly marks: readonly Mark[]; readonly notes: readonly string[] } {
  const g = valuesOf(data, 'g');
  const rows = [...g.keys()];
  const [own, estimate] = ['lambda_1', 'lambda_published'].map((column) => meansAt(g, valuesOf(data, column), rows));
  // side by side only where there are several of them
  const isAlone = estimate.mean.every(Number.isNaN) && !isPublished(data.subject);
  const shift = isAlone ? 0 : 0.02 * spacing(distinct(g));
  const [values, single] = ['lambda_1', 'lambda_1_error'].map((column) => valuesOf(data, column));
  const hasSingle = own.spread.some(Number.isNaN);
  const spread = own.spread.map((value, i) => {
    // where runs are not repeated, the error of the one run
    const row = rows.find((one) => g[one] === own.x[i] && Number.isFinite(values[one]));
    return Number.isNaN(value) && row !== undefined ? single[row] : value;
  });
  const [low, high] = rangeOf(g);
  const shown = PUBLISHED_GAINS.map((at, i) => ({ at, i })).filter(({ at }) => at >= low && at <= high);
  const stored =
    isPublished(data.subject) && shown.length > 0
      ? [
          pointsOf(
            meansAt(
              shown.flatMap(({ at }) => PUBLISHED_EXPONENTS.map(() => at)),
              shown.flatMap(({ i }) => PUBLISHED_EXPONENTS.map((session) => session[i])),
              [...Array(shown.length * PUBLISHED_EXPONENTS.length).keys()],
            ),
            2 * shift,
            'as published',
            COLOURS.green,
          ),
        ]
      : [];
  return {
    marks: [
      pointsOf({ ...own, spread }, -shift, 'λ₁', COLOURS.blue),
      pointsOf(estimate, shift, 'estimate by the published rule', COLOURS.vermillion),
      ...stored,
    ],
    notes: [...spreadNote(own.counts), ...(hasSingle ? ['bars of λ₁ of single runs: standard errors'] : [])],
  };
}

/** The largest exponent for each value of another parameter. */
function byOther(
  data: FigureData,
  other: string,
): { readonly marks: readonly Mark[]; readonly notes: readonly string[] } {
  const [g, value, own] = ['g', 'lambda_1', other].map((column) => valuesOf(data, column));
  const places = distinct(own);
  const colours = categoryColours(places.length);
  const shift = (0.5 * spacing(distinct(g))) / (places.length + 1);
  const means = places.map((at) =>
    meansAt(
      g,
      value,
      [...g.keys()].filter((row) => own[row] === at),
    ),
  );
  return {
    marks: means.map((one, i) =>
      pointsOf(one, shift * (i - (places.length - 1) / 2), `${other} = ${numberWords(places[i])}`, colours[i]),
    ),
    notes: spreadNote(means.flatMap(({ counts }) => counts)),
  };
}

const isNumber = (subject: Subject, column: string): boolean =>
  subject.tables
    .find(({ name }) => name === RESULTS)
    ?.columns.some(({ name, type }) => name === column && (type === 'f64' || type === 'i32')) === true;

const EXPONENTS: FigureDescription = {
  name: 'exponent',
  title: 'exponent against upscaling',
  meaning:
    'largest Lyapunov exponent and the estimate by the published rule against g, with mean-field theory at the effective gain for N to infinity',
  instead: ['lambda_1', 'lambda_published'],
  needs(subject) {
    const others = othersThan(subject, 'g');
    if (!subject.axes.includes('g') || others.length > 1 || others.some((one) => !isNumber(subject, one)))
      return undefined;
    return columnsIf(subject, ['g', 'g_eff', 'lambda_1', 'lambda_1_error', 'lambda_published', ...others]);
  },
  draw(data) {
    const { subject } = data;
    const [other] = othersThan(subject, 'g');
    const { marks, notes } = other === undefined ? bothExponents(data) : byOther(data, other);
    const places = distinct(valuesOf(data, 'g'));
    const [low, high] = rangeOf(places);
    const beyond = 0.25 * spacing(places);
    const domain = [low - beyond, high + beyond] as const;
    const ratio = gainPerG(data);
    const unit = MS_PER_S / Number(subject.parameters.tau);
    const theory = hasTheory(data) && ratio !== undefined && ratio > 0 ? [theoryLine(data, domain, ratio, unit)] : [];
    const zero: Mark = { kind: 'rule', axis: 'y', at: 0, colour: COLOURS.grey };
    const gain = ratio === undefined || Math.abs(ratio - 1) < 1e-9 ? [] : [`effective gain ${numberWords(ratio)} g`];
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      notes: [...notes, ...gain],
      panels: [{ share: 0.65, x: { ...GAIN, domain }, y: { title: EXPONENT }, marks: [zero, ...theory, ...marks] }],
    });
  },
};

/** Verdicts in the order of their colours, with the columns that count them. */
const TALLY = Object.keys(VERDICT_COLOURS).flatMap((kind) => {
  const item = VERDICT_TALLY?.find(({ word }) => word === kind)?.item;
  return item === undefined ? [] : [{ kind, item, colour: VERDICT_COLOURS[kind] }];
});

/** Shares of the verdicts at each g, on top of each other. */
function sharesPanel(g: Float64Array, counts: readonly Float64Array[], width: number): Panel {
  const places = distinct(g);
  const totals = counts.map((column) =>
    places.map((at) => column.reduce((sum, count, row) => sum + (g[row] === at && count > 0 ? count : 0), 0)),
  );
  const all = places.map((_, i) => totals.reduce((sum, total) => sum + total[i], 0));
  const base = places.map(() => 0);
  const marks = TALLY.flatMap(({ kind, colour }, v): readonly Mark[] => {
    const own = places.map((_, i) => i).filter((i) => totals[v][i] > 0);
    if (own.length === 0) return [];
    const from = own.map((i) => base[i]);
    for (const i of own) base[i] += totals[v][i] / all[i];
    const [left, right] = [-1, 1].map((side) => own.map((i) => places[i] + (side * width) / 2));
    return [{ kind: 'bars', from: left, to: right, base: from, height: own.map((i) => base[i]), label: kind, colour }];
  });
  return {
    share: 0.4,
    x: { title: GAIN.title, domain: around(places, width) },
    y: { title: 'share of trials', domain: [0, 1] },
    marks,
  };
}

const around = (places: readonly number[], width: number): readonly [number, number] => [
  places[0] - 0.6 * width,
  places[places.length - 1] + 0.6 * width,
];

interface SessionAt {
  readonly g: number;
  readonly session: number;
  /** Trials with each verdict, over all runs of it. */
  readonly counts: number[];
}

function sessionsAt(g: Float64Array, session: Float64Array, counts: readonly Float64Array[]): readonly SessionAt[] {
  const found = new Map<string, SessionAt>();
  for (const row of g.keys()) {
    const key = `${g[row]} ${session[row]}`;
    const one = found.get(key) ?? { g: g[row], session: session[row], counts: counts.map(() => 0) };
    for (const [v, column] of counts.entries()) one.counts[v] += column[row] || 0;
    found.set(key, one);
  }
  return [...found.values()];
}

/** The commonest verdict of each session at each g. */
function sessionsPanel(g: Float64Array, session: Float64Array, counts: readonly Float64Array[], width: number): Panel {
  const all = sessionsAt(g, session, counts);
  const commonest = all.map(({ counts: own }) => {
    const most = Math.max(...own);
    return most > 0 ? own.indexOf(most) : -1;
  });
  const sessions = distinct(session);
  const place = new Map(sessions.map((one, i) => [one, i]));
  const marks = TALLY.flatMap(({ colour }, v): readonly Mark[] => {
    const own = all.filter((_, i) => commonest[i] === v);
    if (own.length === 0) return [];
    const [from, to] = [-1, 1].map((side) => own.map((one) => one.g + (side * width) / 2));
    const [base, height] = [-1, 1].map((side) => own.map((one) => (place.get(one.session) ?? 0) + side * 0.45));
    return [{ kind: 'bars', from, to, base, height, colour }];
  });
  return {
    share: Math.min(0.6, 0.08 + 0.05 * sessions.length),
    x: { ...GAIN, domain: around(distinct(g), width) },
    y: { title: 'session', labels: sessions.map(String), domain: [-0.5, sessions.length - 0.5] },
    marks,
  };
}

const VERDICT_MAP: FigureDescription = {
  name: 'verdict_map',
  title: 'verdicts against upscaling',
  meaning: 'share of the trials with each verdict at each g, and below the commonest verdict of each session',
  instead: ['chaotic_trials'],
  needs: (subject) =>
    subject.axes.includes('g') && othersThan(subject, 'g').length === 0
      ? columnsIf(subject, ['g', 'session', ...TALLY.map(({ item }) => item)])
      : undefined,
  draw(data) {
    const [g, session] = ['g', 'session'].map((column) => valuesOf(data, column));
    const counts = TALLY.map(({ item }) => valuesOf(data, item));
    const width = 0.85 * spacing(distinct(g));
    const shares = sharesPanel(g, counts, width);
    const isOne = distinct(session).length < 2;
    const panels = isOne
      ? [shares]
      : [{ ...shares, x: { ...shares.x, title: null } }, sessionsPanel(g, session, counts, width)];
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels });
  },
};

const DIMENSION: FigureDescription = {
  name: 'dimension',
  title: 'dimension and entropy against upscaling',
  meaning: 'Kaplan-Yorke dimension and entropy rate against g, of the runs that have exponents enough for them',
  needs: (subject) =>
    subject.axes.includes('g') && othersThan(subject, 'g').length === 0 && Number(subject.parameters.exponents) > 2
      ? columnsIf(subject, ['g', 'kaplan_yorke', 'entropy_rate'])
      : undefined,
  draw(data) {
    const g = valuesOf(data, 'g');
    const parts = [
      ['kaplan_yorke', 'dimension', COLOURS.blue],
      ['entropy_rate', 'entropy rate (1/s)', COLOURS.green],
    ] as const;
    const means = parts.map(([column]) => meansAt(g, valuesOf(data, column), [...g.keys()]));
    const panels = parts.map(([, title, colour], i): Panel => {
      const { x, mean, spread } = means[i];
      return {
        share: 0.8,
        x: GAIN,
        y: { title, hasZero: true },
        marks: [
          { kind: 'line', x, y: mean, colour },
          { kind: 'points', x, y: mean, error: spread, colour, size: 26 },
        ],
      };
    });
    const notes = spreadNote(means[0].counts);
    return panelFigure(data, { title: this.title, meaning: this.meaning, panels: [panels], notes });
  },
};

const SIZE: FigureDescription = {
  name: 'finite_size',
  title: 'largest exponent and network size',
  meaning: 'largest exponent in units of 1/τ against 1/N, and what mean-field theory says for N to infinity',
  needs: (subject) =>
    subject.axes.includes('N') && othersThan(subject, 'g', 'N').length === 0
      ? columnsIf(subject, ['N', 'g', 'g_eff', 'lambda_1'])
      : undefined,
  draw(data) {
    const { subject, f } = data;
    const [N, g, gain, value] = ['N', 'g', 'g_eff', 'lambda_1'].map((column) => valuesOf(data, column));
    const inTau = value.map((one) => (one * Number(subject.parameters.tau)) / MS_PER_S);
    const inverse = N.map((one) => MS_PER_S / one);
    const gains = distinct(g);
    const colours = categoryColours(gains.length);
    const most = rangeOf(gain)[1];
    const curve = hasTheory(data) ? exponentCurve(most, f) : undefined;
    const means = gains.map((at) =>
      meansAt(
        inverse,
        inTau,
        [...g.keys()].filter((row) => g[row] === at),
      ),
    );
    const marks = gains.flatMap((at, i): readonly Mark[] => {
      const { x, mean, spread, counts } = means[i];
      const error = spread.map((one, n) => one / Math.sqrt(counts[n]));
      const label = `g = ${numberWords(at)}`;
      const own = distinct([...gain].filter((_, row) => g[row] === at));
      const limit = curve !== undefined && own.length === 1 ? [curve(Math.abs(own[0]))] : [];
      return [
        ...limit.map((y): Mark => ({ kind: 'rule', axis: 'y', at: y, colour: colours[i], dash: DASHED })),
        { kind: 'line', x, y: mean, label, colour: colours[i] },
        { kind: 'points', x, y: mean, error, label, colour: colours[i], size: 26 },
      ];
    });
    const [, end] = rangeOf(inverse);
    return panelFigure(data, {
      title: this.title,
      meaning: this.meaning,
      notes: ['means over matrices with standard errors; dashed: mean field'],
      panels: [
        {
          share: 0.6,
          x: { title: '1000 / N', domain: [0, 1.05 * end] },
          y: { title: 'λ₁ (1/τ)', hasZero: true },
          marks,
        },
      ],
    });
  },
};

export const SWEEP_FIGURES: readonly FigureDescription[] = [EXPONENTS, VERDICT_MAP, DIMENSION, SIZE];
